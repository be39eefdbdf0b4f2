"""Laying an answer out: several figures as one sentence and a small table, and the whole as plain text with even columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from unicodedata import east_asian_width

from bot.fetch.measures import Measured, is_rate
from bot.question import Found, Line, Question
from bot.say import Say
from bot.saying.said import Body, Table

_GAP = "  "
_MOST_COLUMNS = 4
_MOST_MEMBERS = 8


@dataclass(frozen=True)
class Figure:
    """One figure of one report: who, when, which, and what the cell holds or what was worked out."""

    name: str
    year: int
    key: str
    measured: Measured


def laid(figures: Sequence[Figure], say: Say) -> tuple[tuple[str, ...], Table | None, tuple[str, ...]]:
    """What several figures read like: a sentence, a table where there is more than one, and a line on cells without a number."""
    if len(figures) == 1:
        return (sentence(figures[0], say),), None, ()
    names, years, keys = _each(figures, "name"), _each(figures, "year"), _each(figures, "key")
    said: dict[str, object] = {"name": names[0], "year": years[0], "field": say.label(keys[0])}
    varied = [part for part, values in (("name", names), ("year", years), ("key", keys)) if len(values) > 1] or ["key"]
    lead = capital(say(f"table.{'_'.join(varied)}", **said))
    table = _crossed(figures, varied, say) if len(varied) == 2 else None
    blank = any(figure.measured.state != "number" for figure in figures)
    return (lead,), table or _listed(figures, varied, say), (say("table.no_number"),) if blank else ()


def sentence(figure: Figure, say: Say) -> str:
    """One figure as a sentence; a cell without a number says what it is instead."""
    key, measured = figure.key, figure.measured
    named = {"name": figure.name, "year": figure.year, "field": say.label(key)}
    if measured.state != "number":
        return say("rate.state" if is_rate(key) else "lookup.state", state=say.state(measured.state), **named)
    if measured.value is None:
        return say("rate.zero", above=say.number(measured.numerator), **named)
    if is_rate(key):
        return say("rate.said", value=say.percent(measured.value), **named)
    return say("sentence", text=say.figure(figure.name, figure.year, key, measured.value, unit_of(figure, say)))


def unit_of(figure: Figure, say: Say) -> str | None:
    """The unit in which a figure is printed."""
    return figure.measured.parts[0].unit if figure.measured.parts else say.unit(figure.key)


def cell(figure: Figure, say: Say) -> str:
    """A figure as it stands in a table: with its unit, or what the cell is that holds no number."""
    measured = figure.measured
    if measured.state != "number":
        return say(f"cell_state.{measured.state}")
    if measured.value is None:
        return say("cell_state.no_rate")
    return say.percent(measured.value) if is_rate(figure.key) else say.number(measured.value, unit_of(figure, say))


def worked(figures: Iterable[Figure]) -> tuple[Decimal, ...]:
    """The numbers that figures say and that may stand in no cell: sums, rates and what stands above and below their line."""
    measures = [figure.measured for figure in figures]
    numbers = [number for one in measures for number in (one.value, one.numerator, one.denominator)]
    return tuple(number for number in numbers if number is not None)


def gaps(question: Question, found: Found, say: Say) -> tuple[str, ...]:
    """The years asked for of which no report is held, where the lines are those of one agency."""
    missing = sorted(set(question.years) - {line.year for line in found.lines}) if len(question.agencies) == 1 else ()
    return (say("trend.gap", years=say.list(missing)),) if missing else ()


def _each(figures: Iterable[Figure], part: str) -> list[Any]:
    return list(dict.fromkeys(getattr(figure, part) for figure in figures))


def _headings(say: Say) -> dict[str, Callable[[object], str]]:
    return {"name": str, "year": lambda year: say("heading.year", year=year), "key": lambda key: capital(say.label(str(key)))}


def _listed(figures: Sequence[Figure], varied: Sequence[str], say: Say) -> Table:
    """A line a figure, with what tells it from the others before it."""
    shown = _headings(say)
    header = (*(say(f"column.{part}") for part in varied), say("column.value"))
    rows = [(*(shown[part](getattr(figure, part)) for part in varied), cell(figure, say)) for figure in figures]
    return Table(header, tuple(rows))


def _crossed(figures: Sequence[Figure], varied: Sequence[str], say: Say) -> Table | None:
    """Two things that differ as the two sides of a table; None where that would be too wide, or leave holes."""
    down, across = varied
    if len(_each(figures, across)) > _MOST_COLUMNS or (
        across == "key" and len(_each(figures, across)) > len(_each(figures, down))
    ):
        down, across = across, down
    columns, rows = _each(figures, across), _each(figures, down)
    held = {(getattr(figure, down), getattr(figure, across)): cell(figure, say) for figure in figures}
    if len(columns) > _MOST_COLUMNS or len(held) < len(columns) * len(rows):
        return None
    shown = _headings(say)
    header = (say(f"column.{down}"), *(shown[across](column) for column in columns))
    lines = [(shown[down](row), *(held[row, column] for column in columns)) for row in rows]
    return Table(header, tuple(lines), len(columns))


def members(lines: Sequence[Line], key: str, names: Mapping[int, str], say: Say) -> tuple[Table | None, tuple[Decimal, ...]]:
    """What was added up, one by one, with the numbers; no table where that is too many to read."""
    if len(lines) > _MOST_MEMBERS:
        return None, ()
    years = len({line.year for line in lines}) > 1
    rows = []
    for line in lines:
        name = names.get(line.no, line.id)
        shown = say("cell_state.none") if line.value is None else say.among(key, line.value)
        rows.append((say("named_year", name=name, year=line.year) if years else name, shown))
    return Table((say("column.name"), say("column.value")), tuple(rows)), tuple(
        line.value for line in lines if line.value is not None
    )


def capital(text: str) -> str:
    """The text as it begins a line of a table."""
    return text[:1].upper() + text[1:]


# As plain text


def plain(body: Body) -> str:
    """The answer as plain text, which reads well in a terminal, in a chat and on a page."""
    lines = [*body.lead, *(drawn(body.table) if body.table else ()), *body.below, body.source, *body.remarks]
    return "\n".join(line for line in lines if line)


def drawn(table: Table) -> list[str]:
    """The lines of a table: names to the left, figures to the right, a header where there are more than two columns."""
    rows = [table.header, *table.rows] if len(table.header) > 2 else list(table.rows)
    widths = [[_width(text) for text in row] for row in rows]
    wide = [max(column) for column in zip(*widths, strict=True)]
    first = len(wide) - table.numbers
    lines = []
    for row, own in zip(rows, widths, strict=True):
        cells = [
            " " * (full - width) + text if place >= first else text + " " * (full - width)
            for place, (text, width, full) in enumerate(zip(row, own, wide, strict=True))
        ]
        lines.append((_GAP + _GAP.join(cells)).rstrip())
    return lines


def _width(text: str) -> int:
    """Columns of a terminal that a text takes: a Chinese character takes two."""
    return len(text) if text.isascii() else sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
