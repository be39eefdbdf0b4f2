"""Where one agency stands among those of its kind in the same year: 鹤岗市排第几."""

from __future__ import annotations

from decimal import Decimal

from bot.fetch.measures import reason_of
from bot.question import Doubt, Found, Question, Told
from bot.say import Say

NEEDS = "lines"


def tell(question: Question, found: Found, say: Say) -> Told | Doubt:
    """The rank (1 is the most, or the fewest where those are asked for) among all peers that printed a number."""
    own = next((line for line in found.lines if question.agencies and line.no == question.agencies[0].no), None)
    name = found.names.get(question.agencies[0].no, question.agencies[0].name) if question.agencies else ""
    field = say.field(question.fields[0])
    year = question.years[-1]
    if own is None or own.value is None:
        state = found.extra.get("state", "missing")
        values = {"name": name, "year": str(year), "field": field, "state": say.state(state)}
        sentence = "compare.no_unit" if state == "number" else f"cell.{state}"
        return Doubt("declined", reason_of(state), sentence, values, operation="position")
    numbers = [line.value for line in found.lines if line.value is not None]
    ahead = sum((value < own.value) if question.ascending else (value > own.value) for value in numbers)
    place, counted = found.extra.get("ahead", ahead) + 1, found.extra.get("counted", len(numbers))
    sentence = "position.up" if question.ascending else "position.down"
    text = say.said(name, year, question.fields[0], own.value)
    of = found.extra.get("of", len(found.lines))
    line = say(sentence, text=text, position=place, of=counted)
    used = ((own.no, own.year), *((line.no, line.year) for line in found.lines if line is not own))
    result = {"position": place, "of": counted}
    return Told((line,), result, counted=say.counted(counted, of), worked=(Decimal(of), own.value), used=used)
