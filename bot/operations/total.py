"""Adding up a set of agencies, or the years of one, without ever counting a part beside its whole."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.measures import is_rate
from bot.question import Doubt, Found, Line, Question, Told
from bot.said import Table
from bot.say import Say
from bot.sets import chosen, nothing

NEEDS = "lines"
_SHOWN = 8


def tell(question: Question, found: Found, say: Say) -> Told | Doubt:
    """The sum of every printed number, and how many of how many were counted."""
    key = question.fields[0]
    if is_rate(key):
        return Doubt("declined", "not_understood", "total.rate", {"field": say.field(key)})
    values = [line.value for line in found.lines if line.value is not None]
    if not values:
        return nothing(question, found, say)
    if question.n and found.extra.get("gone"):
        return Doubt("declined", "not_understood", "total.nested", {"names": say.list(found.extra["gone"])})
    value = sum(values, Decimal(0))
    result: dict[str, object] = {"value": value, "counted": len(values), "of": len(found.lines)}
    phrase = say.phrase(key, value, say.unit(key))
    few = found.lines if 1 < len(found.lines) <= _SHOWN else ()
    table = _members(few, key, found, say) if few else None
    line = say("total.line", years=say.list(question.years), phrase=phrase)
    used = tuple((line.no, line.year) for line in found.lines)
    conditions, worked = chosen(question, found, say)
    return Told(
        (line,),
        result,
        table,
        counted=say.counted(len(values), len(found.lines)),
        worked=worked,
        used=used,
        notes=(*conditions, *found.extra.get("notes", ())),
    )


def _members(lines: Sequence[Line], key: str, found: Found, say: Say) -> Table:
    """What was added up, one by one."""
    years = len({line.year for line in lines}) > 1
    rows = []
    for line in lines:
        name = found.names.get(line.no, line.id)
        shown = say("cell_state.none") if line.value is None else say.number(line.value, say.unit(key))
        rows.append((say("named_year", name=name, year=line.year) if years else name, shown))
    return Table((say("column.name"), say("column.value")), tuple(rows))
