"""From one year to another: 2021到2022红旗区申请量变化, later less earlier, in number and in percent."""

from __future__ import annotations

from decimal import Decimal

from bot.measures import alike, is_rate, measure, parts_of
from bot.question import Doubt, Fact, Found, Question, Told
from bot.say import Say

NEEDS = "rows"


def slice(question: Question) -> tuple[str, ...]:
    """The stored keys needed."""
    return tuple(dict.fromkeys(part for key in question.fields for part in parts_of(key)))


def tell(question: Question, found: Found, say: Say) -> Told | Doubt:
    """Both operands, the difference and the percentage; a base of 0 gives no percentage, a cell without a number neither."""
    lines: list[str] = []
    facts: list[Fact] = []
    notes: list[str] = []
    result: dict[str, object] = {"difference": None, "percent": None}
    for key in question.fields:
        held = [(row, measure(key, row.facts)) for row in found.rows if row.facts]
        for row, value in held:
            facts += value.parts
            unit = value.parts[0].unit if value.parts else None
            shown = say.percent(value.value) if is_rate(key) and value.value is not None else say.number(value.value, unit)
            named = {"name": found.names.get(row.agency.no, row.agency.name), "year": row.year, "field": say.field(key)}
            sentence = "lookup.line" if value.value is not None else "lookup.state"
            lines.append(say(sentence, value=shown, state=say.state(value.state), **named))
        missing = [str(row.year) for row in found.rows if not row.facts]
        if missing or len(held) < 2 or held[0][1].value is None or held[-1][1].value is None:
            notes.append(say("change.incomplete", years=say.list(missing)) if missing else say("change.no_base"))
            continue
        (earlier, later), unit = alike(key, [held[0][1], held[-1][1]])
        if earlier is None or later is None:
            notes.append(say("compare.no_unit"))
            continue
        difference = later - earlier
        percent = difference * 100 / earlier if earlier else None
        result = {"difference": difference, "percent": percent}
        lines.append(_sentence(difference, percent, is_rate(key), unit, (held[0][0].year, held[-1][0].year), say))
    return Told(tuple(lines), result, facts=tuple(dict.fromkeys(facts)), notes=tuple(dict.fromkeys(notes)))


def _sentence(
    difference: Decimal, percent: Decimal | None, rate: bool, unit: str | None, years: tuple[int, int], say: Say
) -> str:
    direction = "same" if difference == 0 else "up" if difference > 0 else "down"
    shown = say.percent(abs(difference)) if rate else say.number(abs(difference), unit)
    if direction != "same" and percent is None:
        direction += "_from_zero"
    share = say.rounded(abs(percent)) + "%" if percent is not None else ""
    return say(f"change.{direction}", first=years[0], last=years[1], value=shown, percent=share)
