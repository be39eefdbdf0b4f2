"""All years held of one agency: 川汇区历年许可; gaps are named, a change of form too."""

from __future__ import annotations

from bot.limits import keeps
from bot.measures import Measured, alike, among, is_rate, measure, parts_of
from bot.question import Doubt, Fact, Found, Question, Told
from bot.say import Say

NEEDS = "rows"


def slice(question: Question) -> tuple[str, ...]:
    """The stored keys needed."""
    return tuple(dict.fromkeys(part for key in question.fields for part in parts_of(key)))


def tell(question: Question, found: Found, say: Say) -> Told | Doubt:
    """A point a year in ascending order; a year without a number is a gap (null), never a 0."""
    lines: list[str] = []
    facts: list[Fact] = []
    points: list[dict[str, object]] = []
    measured: list[Measured] = []
    for key in question.fields[:1]:
        for row in sorted((row for row in found.rows if row.facts), key=lambda row: (row.agency.id, row.year)):
            value = measure(key, row.facts)
            facts += value.parts
            points.append({"year": row.year, "value": value.value})
            measured.append(value)
            unit = value.parts[0].unit if value.parts else None
            shown = say.percent(value.value) if is_rate(key) and value.value is not None else say.number(value.value, unit)
            named = {"name": found.names.get(row.agency.no, row.agency.name), "year": row.year, "field": say.field(key)}
            sentence = "lookup.line" if value.value is not None else "lookup.state"
            lines.append(say(sentence, value=shown, state=say.state(value.state), **named))
    values, _ = alike(question.fields[0], measured)
    if all(value is not None or one.value is None for value, one in zip(values, measured, strict=True)):
        points = [{**point, "value": value} for point, value in zip(points, values, strict=True)]
    if question.bounds:
        values = [among(question.fields[0], value) for value in measured]
        numbers = [(point["year"], number) for point, number in zip(points, values, strict=True) if number is not None]
        kept = [year for year, number in numbers if all(keeps(number, bound) for bound in question.bounds)]
        limit = say.list(say(f"bound.{b.relation}", low=say.number(b.low), high=say.number(b.high)) for b in question.bounds)
        lines.append(say("trend.years" if kept else "trend.never", limit=limit, years=say.list(kept)))
    missing = [row.year for row in found.rows if not row.facts]
    notes = [say("trend.gap", years=say.list(missing))] if missing else []
    if len(points) == 1:
        notes.append(say("trend.single"))
    if len(set(found.extra.get("forms", ()))) > 1:
        notes.append(say("trend.forms"))
    return Told(tuple(lines), {"points": points}, facts=tuple(dict.fromkeys(facts)), notes=tuple(notes))
