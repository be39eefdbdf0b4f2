"""The mean over a set of agencies, over those that printed a number."""

from __future__ import annotations

from decimal import Decimal

from bot.measures import is_rate
from bot.question import Doubt, Found, Question, Told
from bot.say import Say

NEEDS = "lines"


def tell(question: Question, found: Found, say: Say) -> Told | Doubt:
    """Sum divided by count; cells without a number count on neither side, and the answer says how many counted."""
    key = question.fields[0]
    values = [line.value for line in found.lines if line.value is not None]
    if not values:
        return Doubt("declined", "blank", "set.nothing", {"field": say.field(key)}, operation=question.operation)
    value = sum(values, Decimal(0)) / len(values)
    shown = say.percent(value) if is_rate(key) else say.rounded(value)
    unit = "" if is_rate(key) else say.number(Decimal(0), say.unit(key)).removeprefix("0")
    lines = (
        say("average.line", field=say.field(key), years=say.list(question.years), value=f"{shown}{unit}"),
        say("set.counted", counted=len(values), of=len(found.lines)),
    )
    result: dict[str, object] = {"value": value, "counted": len(values), "of": len(found.lines)}
    used = tuple((line.no, line.year) for line in found.lines)
    return Told(lines, result, used=used, notes=tuple(found.extra.get("notes", ())))
