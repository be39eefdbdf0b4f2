"""Named rates of an agency: 不予公开率, 公开率, 纠错率, each with what stands above and below the line."""

from __future__ import annotations

from bot.measures import measure, parts_of, reason_of
from bot.question import Doubt, Fact, Found, Question, Told
from bot.say import Say

NEEDS = "rows"
_FEW = 30


def slice(question: Question) -> tuple[str, ...]:
    """The stored keys above and below the line."""
    return tuple(dict.fromkeys(part for key in question.fields for part in parts_of(key)))


def tell(question: Question, found: Found, say: Say) -> Told | Doubt:
    """A line a rate. A denominator of 0 gives no rate and says so; one cell without a number neither."""
    lines: list[str] = []
    facts: list[Fact] = []
    notes: list[str] = []
    result: dict[str, object] = {"value": None, "numerator": None, "denominator": None}
    readable, state = False, ""
    for row in found.rows:
        for key in question.fields if row.facts else ():
            value = measure(key, row.facts)
            facts += value.parts
            name = found.names.get(row.agency.no, row.agency.name)
            named = {"name": name, "year": row.year, "field": say.field(key)}
            if value.state != "number":
                state = state or value.state
                lines.append(say("rate.state", state=say.state(value.state), **named))
                continue
            readable = True
            result = {"value": value.value, "numerator": value.numerator, "denominator": value.denominator}
            above, below = say.number(value.numerator), say.number(value.denominator)
            if value.value is None:
                lines.append(say("rate.zero", above=above, **named))
                continue
            lines.append(say("rate.line", above=above, below=below, value=say.percent(value.value), **named))
            lines.append(say(f"formula.{key}"))
            if value.denominator is not None and value.denominator < _FEW:
                notes.append(say("rate.few"))
    if not readable and lines:
        used = tuple(dict.fromkeys(facts))
        return Doubt("declined", reason_of(state), "verbatim", {"text": lines[0]}, operation="rate", facts=used)
    return Told(tuple(lines), result, facts=tuple(dict.fromkeys(facts)), notes=tuple(dict.fromkeys(notes)))
