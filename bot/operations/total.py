"""Adding up a set of agencies, or the years of one, without ever counting a part beside its whole."""

from __future__ import annotations

from decimal import Decimal

from bot.fetch.measures import is_rate
from bot.question import Doubt, Found, Question, Told
from bot.say import Say
from bot.saying.lay import gaps, members
from bot.saying.sets import chosen, nothing

NEEDS = "lines"


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
    table, numbers = members(found.lines, key, found.names, say)
    line = say("total.line", years=say.list(sorted({line.year for line in found.lines})), phrase=phrase)
    used = tuple((line.no, line.year) for line in found.lines)
    conditions, worked = chosen(question, found, say)
    return Told(
        (line,),
        result,
        table,
        counted=say.counted(len(values), len(found.lines)),
        worked=(*worked, *numbers),
        used=used,
        notes=(*conditions, *gaps(question, found, say)),
    )
