"""All years held of one agency: 川汇区历年许可; gaps are named, a change of form too."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from bot.fetch.limits import keeps
from bot.fetch.measures import alike, among, measure, parts_of
from bot.question import Found, Question, Told
from bot.say import Say
from bot.saying.lay import Figure, laid, worked

NEEDS = "rows"


def slice(question: Question) -> tuple[str, ...]:
    """The stored keys needed."""
    return tuple(dict.fromkeys(part for key in question.fields for part in parts_of(key)))


def tell(question: Question, found: Found, say: Say) -> Told:
    """A point a year in ascending order; a year without a number is a gap (null), never a 0."""
    key = question.fields[0]
    rows = sorted((row for row in found.rows if row.facts), key=lambda row: (row.agency.id, row.year))
    figures = [Figure(found.names.get(row.agency.no, row.agency.name), row.year, key, measure(key, row.facts)) for row in rows]
    measured = [figure.measured for figure in figures]
    values, _ = alike(key, measured)
    if any(value is None and one.value is not None for value, one in zip(values, measured, strict=True)):
        values = [one.value for one in measured]
    points = [{"year": figure.year, "value": value} for figure, value in zip(figures, values, strict=True)]
    lines, table, below = laid(figures, say)
    below = (*_extremes(figures, values, say), *below)
    if question.bounds:
        below = (*below, _kept(question, figures, say))
    missing = _missing(found)
    notes = [say("trend.gap", years=_gaps(missing, found, say))] if missing else []
    if len(points) == 1:
        notes.append(say("trend.single"))
    if len(set(found.extra.get("forms", ()))) > 1:
        notes.append(say("trend.forms"))
    numbers = (*worked(figures), *(Decimal(year) for years in missing.values() for year in years))
    facts = tuple(dict.fromkeys(fact for one in measured for fact in one.parts))
    return Told(lines, {"points": points}, table, below, worked=numbers, facts=facts, notes=tuple(notes))


def _missing(found: Found) -> dict[int, list[int]]:
    """The years that are not held, of each agency that lacks any: those asked for, and those between others."""
    missing: dict[int, list[int]] = {}
    for no in dict.fromkeys(row.agency.no for row in found.rows):
        own = [row for row in found.rows if row.agency.no == no]
        held = {row.year for row in own if row.facts}
        between = set(range(min(held), max(held))) if held else set()
        if years := sorted({row.year for row in own if not row.facts} | between - held):
            missing[no] = years
    return missing


def _gaps(missing: Mapping[int, list[int]], found: Found, say: Say) -> str:
    """The years, each agency's behind its name where there are several agencies."""
    names = {row.agency.no: found.names.get(row.agency.no, row.agency.name) for row in found.rows}
    told = [say.list(years) if len(names) == 1 else f"{names[no]} {say.list(years)}" for no, years in missing.items()]
    return ("；" if say.language == "zh" else "; ").join(told)


def _extremes(figures: list[Figure], values: list[Decimal | None], say: Say) -> tuple[str, ...]:
    """The years with the most and the fewest, where there are three years or more of one agency to look at."""
    numbers = {figure.year: value for figure, value in zip(figures, values, strict=True) if value is not None}
    if len({figure.name for figure in figures}) > 1 or len(numbers) < 3 or len(set(numbers.values())) == 1:
        return ()
    most = [year for year, value in numbers.items() if value == max(numbers.values())]
    least = [year for year, value in numbers.items() if value == min(numbers.values())]
    return (say("trend.extremes", most=say.list(most), least=say.list(least)),)


def _kept(question: Question, figures: list[Figure], say: Say) -> str:
    """The years in which the figure keeps the limit that was asked for."""
    numbers = [(figure.year, among(figure.key, figure.measured)) for figure in figures]
    kept = [year for year, number in numbers if number is not None and all(keeps(number, bound) for bound in question.bounds)]
    limit = say.list(say.bound(bound, figures[0].key) for bound in question.bounds)
    told = say("trend.years" if kept else "trend.never", limit=limit, years=say.list(kept))
    edge = "first" if "first_time" in question.cues else "last" if "last_time" in question.cues else ""
    return say.joined([told, say(f"trend.{edge}", year=kept[0 if edge == "first" else -1])]) if kept and edge else told
