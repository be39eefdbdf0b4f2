"""From one year to another: 2021到2022红旗区申请量变化, later less earlier, in number and in percent."""

from __future__ import annotations

from decimal import Decimal

from bot.fetch.measures import alike, is_rate, measure, parts_of
from bot.question import Doubt, Found, Question, Told
from bot.say import Say
from bot.saying.lay import Figure, capital, laid, sentence, unit_of, worked

NEEDS = "rows"


def slice(question: Question) -> tuple[str, ...]:
    """The stored keys needed."""
    return tuple(dict.fromkeys(part for key in question.fields for part in parts_of(key)))


def tell(question: Question, found: Found, say: Say) -> Told | Doubt:
    """Both operands, the difference and the percentage; a base of 0 gives no percentage, a cell without a number neither."""
    rows = [row for row in found.rows if row.facts]
    missing = [str(row.year) for row in found.rows if not row.facts]
    lines: list[str] = []
    notes: list[str] = []
    numbers: list[Decimal] = []
    figures: list[Figure] = []
    result: dict[str, object] = {"difference": None, "percent": None}
    for key in question.fields:
        held = [Figure(found.names.get(row.agency.no, row.agency.name), row.year, key, measure(key, row.facts)) for row in rows]
        figures += held
        steps = _steps(key, held)
        if missing or steps is None:
            lines += [sentence(figure, say) for figure in held]
            notes.append(say("change.incomplete", years=say.list(missing)) if missing else say("change.no_base"))
        elif len(steps) < 2:
            lines += [sentence(figure, say) for figure in held]
            notes.append(say("compare.no_unit"))
        else:
            difference = steps[1] - steps[0]
            percent = difference * 100 / steps[0] if steps[0] else None
            result = {"difference": difference, "percent": percent}
            numbers += [
                difference,
                difference * (100 if is_rate(key) else 1),
                *steps,
                *([percent] if percent is not None else []),
            ]
            lines.append(_sentence(held, difference, percent, say))
            if "doubled" in question.cues and percent is not None:
                times = steps[1] / steps[0]
                numbers.append(times)
                lines.append(say("change.doubled" if times >= 2 else "change.not_doubled", value=say.rounded(times)))
    if len(set(found.extra.get("forms", ()))) > 1:
        notes.append(say("trend.forms"))
    table = laid(figures, say)[1] if len(rows) > 2 and len(question.fields) == 1 else None
    facts = tuple(dict.fromkeys(fact for figure in figures for fact in figure.measured.parts))
    return Told(tuple(lines), result, table, worked=(*worked(figures), *numbers), facts=facts, notes=tuple(dict.fromkeys(notes)))


def _steps(key: str, held: list[Figure]) -> tuple[Decimal, ...] | None:
    """Earlier and later as they can be set against each other; None where one is no number, empty where units are unknown."""
    if len(held) < 2 or held[0].measured.value is None or held[-1].measured.value is None:
        return None
    (earlier, later), _ = alike(key, [held[0].measured, held[-1].measured])
    return () if earlier is None or later is None else (earlier, later)


def _sentence(held: list[Figure], difference: Decimal, percent: Decimal | None, say: Say) -> str:
    first, last = held[0], held[-1]
    key = first.key
    _, unit = alike(key, [first.measured, last.measured])
    direction = "same" if difference == 0 else "up" if difference > 0 else "down"
    if direction != "same" and percent is None:
        direction += "_from_zero"

    def shown(figure: Figure) -> str:
        value = figure.measured.value
        return say.percent(value) if is_rate(key) and value is not None else say.number(value, unit_of(figure, say))

    return capital(
        say(
            f"change.{direction}",
            name=first.name,
            field=say.label(key),
            first=first.year,
            last=last.year,
            low=shown(first),
            high=shown(last),
            value=say.apart(key, abs(difference), unit),
            percent=say.rounded(abs(percent)) + "%" if percent is not None else "",
        )
    )
