"""The mean over a set of agencies, over those that printed a number."""

from __future__ import annotations

from decimal import Decimal

from bot.fetch.measures import is_rate
from bot.question import Doubt, Found, Question, Told
from bot.say import Say
from bot.saying.lay import capital, gaps, members
from bot.saying.sets import chosen, nothing

NEEDS = "lines"


def tell(question: Question, found: Found, say: Say) -> Told | Doubt:
    """Sum divided by count; cells without a number count on neither side, and the answer says how many counted."""
    key = question.fields[0]
    values = [line.value for line in found.lines if line.value is not None]
    if not values:
        return nothing(question, found, say)
    value = sum(values, Decimal(0)) / len(values)
    shown = say.percent(value) if is_rate(key) else say.rounded(value, unit=say.unit(key))
    phrase = "" if is_rate(key) else say.phrase(key, value, shown=shown)
    named = {
        "years": say.list(sorted({line.year for line in found.lines})),
        "field": say.label(key),
        "value": shown,
        "phrase": phrase,
    }
    kind = "rate" if is_rate(key) else "line" if len(question.years) == 1 else "reports"
    line = capital(say(f"average.{kind}", **named))
    result: dict[str, object] = {"value": value, "counted": len(values), "of": len(found.lines)}
    used = tuple((line.no, line.year) for line in found.lines)
    counted = say.counted(len(values), len(found.lines))
    conditions, worked = chosen(question, found, say)
    table, numbers = members(found.lines, key, found.names, say)
    notes = (*conditions, *gaps(question, found, say))
    return Told((line,), result, table, counted=counted, worked=(*worked, *numbers), used=used, notes=notes)
