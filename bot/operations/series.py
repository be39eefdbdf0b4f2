"""A set year by year: 周口各县区卫健委历年许可合计. Each year is added up on its own, over those that reported in it."""

from __future__ import annotations

from decimal import Decimal

from bot.fetch.measures import is_rate
from bot.question import Doubt, Found, Line, Question, Told
from bot.say import Say
from bot.saying.said import Table
from bot.saying.sets import nothing

NEEDS = "lines"


def tell(question: Question, found: Found, say: Say) -> Told | Doubt:
    """A point a year in ascending order, with how many of how many reports were counted; no total over the years, because
    other agencies reported in each of them."""
    key = question.fields[0]
    if is_rate(key):
        return Doubt("declined", "not_understood", "total.rate", {"field": say.field(key)})
    if not any(line.value is not None for line in found.lines):
        return nothing(question, found, say)
    years = {year: [line for line in found.lines if line.year == year] for year in sorted(question.years)}
    rows, points, counts = [], [], []
    for year, lines in years.items():
        values = [line.value for line in lines if line.value is not None]
        total = sum(values, Decimal(0)) if values else None
        points.append({"year": year, "value": total})
        shown = say("cell_state.none") if total is None else say.number(total, say.unit(key))
        rows.append((str(year), shown, f"{len(values)}/{len(lines)}"))
        counts += [Decimal(len(values)), Decimal(len(lines))]
    header = (say("column.year"), say("column.value"), say("column.counted"))
    changed = len({_members(lines) for lines in years.values()}) > 1
    return Told(
        (say("series.head", field=say.label(key), years=say.list(years)),),
        {"points": points},
        Table(header, tuple(rows), 2),
        worked=tuple(counts),
        used=tuple((line.no, line.year) for line in found.lines),
        notes=(say("series.members"),) if changed else (),
    )


def _members(lines: list[Line]) -> frozenset[int]:
    return frozenset(line.no for line in lines if line.value is not None)
