"""Adding up a set of agencies, or the years of one, without ever counting a part beside its whole."""

from __future__ import annotations

from decimal import Decimal

from bot.measures import is_rate
from bot.question import Doubt, Found, Question, Told
from bot.say import Say

NEEDS = "lines"


def tell(question: Question, found: Found, say: Say) -> Told | Doubt:
    """The sum of every printed number, and how many of how many were counted."""
    key = question.fields[0]
    if is_rate(key):
        return Doubt("declined", "not_understood", "total.rate", {"field": say.field(key)})
    values = [line.value for line in found.lines if line.value is not None]
    if not values:
        return Doubt("declined", "blank", "set.nothing", {"field": say.field(key)}, operation=question.operation)
    value = sum(values, Decimal(0))
    result: dict[str, object] = {"value": value, "counted": len(values), "of": len(found.lines)}
    lines = [
        say("total.line", field=say.field(key), years=say.list(question.years), value=say.number(value, say.unit(key))),
        say("set.counted", counted=len(values), of=len(found.lines)),
    ]
    if len(found.lines) <= 8:
        lines += [
            say(
                "member",
                name=found.names.get(line.no, line.id),
                year=line.year,
                value=say.number(line.value, say.unit(key)),
            )
            for line in found.lines
        ]
    used = tuple((line.no, line.year) for line in found.lines)
    return Told(tuple(lines), result, used=used, notes=tuple(found.extra.get("notes", ())))
