"""Agencies × years × figures set side by side: what each cell holds or what was worked out, blanks as blanks, gaps as gaps.

The cells are those of the database and what is worked out of them is worked out as for an answer, by bot.fetch.measures.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.facts import Facts
from bot.fetch.measures import RATES, Measured, alike, is_amount, is_derived, is_rate, measure, parts_of
from bot.question import Agency, Fact
from bot.say import Say
from bot.saying.lay import Figure, capital, cell, unit_of
from bot.showing.chart import MOST_LINES, Chart, Mark
from bot.showing.drawing import svg
from bot.showing.lines import Lines, svg_of_lines
from bot.showing.sheet import COLUMNS, Leaf, kept
from bot.showing.sheet import Cell as Written

MOST_BARS = 30


@dataclass(frozen=True)
class Slot:
    """One figure of one agency in one year. `measured` is None where no such report is held; `parts` says what a rate was
    divided from."""

    agency: Agency
    name: str
    year: int
    key: str
    measured: Measured | None
    said: str
    parts: str = ""

    @property
    def is_number(self) -> bool:
        """Whether there is a value to be read."""
        return self.measured is not None and self.measured.value is not None

    @property
    def fact(self) -> Fact | None:
        """The cell that it stands in; None for what was worked out, and where nothing is held."""
        if self.measured is None or is_derived(self.key):
            return None
        return self.measured.parts[0] if self.measured.parts else None


@dataclass(frozen=True)
class Panel:
    """One figure: a row an agency, a slot a year."""

    key: str
    label: str
    unit: str
    rows: tuple[tuple[Slot, ...], ...]


@dataclass(frozen=True)
class Grid:
    """The whole of it. `notes` are the checks that fail on a figure used."""

    years: tuple[int, ...]
    panels: tuple[Panel, ...]
    notes: tuple[str, ...]

    def slots(self) -> Iterator[Slot]:
        """Every figure, panel by panel."""
        return (slot for panel in self.panels for row in panel.rows for slot in row)


def grid_of(facts: Facts, named: Sequence[tuple[Agency, str]], years: Sequence[int], keys: Sequence[str], say: Say) -> Grid:
    """Fetches every cell needed at once. `named` are the agencies, each with what it is called."""
    stored = tuple(dict.fromkeys(part for key in keys for part in parts_of(key)))
    reports = [(agency, year) for agency, _ in named for year in years]
    held: dict[tuple[int, int], dict[str, Fact]] = {}
    for fact in facts.cells_of(reports, stored):
        held.setdefault((fact.agency.no, fact.year), {})[fact.field] = fact
    panels = tuple(_panel(key, named, years, held, say) for key in keys)
    return Grid(tuple(years), panels, _failing(facts, named, held, say))


def _panel(
    key: str,
    named: Sequence[tuple[Agency, str]],
    years: Sequence[int],
    held: Mapping[tuple[int, int], Mapping[str, Fact]],
    say: Say,
) -> Panel:
    rows = tuple(
        tuple(_slot(key, agency, name, year, held.get((agency.no, year)), say) for year in years) for agency, name in named
    )
    unit = "" if is_rate(key) or is_amount(key) else say.unit_said(say.unit(key)).strip()
    return Panel(key, capital(say.label(key)), unit, rows)


def _slot(key: str, agency: Agency, name: str, year: int, cells: Mapping[str, Fact] | None, say: Say) -> Slot:
    if cells is None:
        return Slot(agency, name, year, key, None, say("chart.no_report"))
    measured = measure(key, cells)
    plain = measured.value is not None and not is_rate(key) and not is_amount(key)
    said = say.number(measured.value) if plain else cell(Figure(name, year, key, measured), say)
    divided = is_rate(key) and measured.value is not None
    parts = f"{say.number(measured.numerator)} ÷ {say.number(measured.denominator)}" if divided else ""
    return Slot(agency, name, year, key, measured, said, parts)


def _failing(
    facts: Facts, named: Sequence[tuple[Agency, str]], held: Mapping[tuple[int, int], Mapping[str, Fact]], say: Say
) -> tuple[str, ...]:
    """The checks that fail on a cell used, each with whose report it is."""
    names = {agency.no: name for agency, name in named}
    found = facts.findings_of(list(held)) if held else {}
    return tuple(
        say("named_year", name=names[no], year=year) + ("：" if say.language == "zh" else ": ") + finding[say.language]
        for (no, year), cells in held.items()
        for finding in found.get((no, year), ())
        if finding["severity"] == "error" and cells.keys() & set(finding["fields"])
    )


# As a picture


def picture(panel: Panel, facts: Facts, say: Say) -> str:
    """An SVG of it without a title of its own, which stands above it: several lines over years, or one, or bars; empty where
    fewer than two numbers can be set against each other."""
    lines = _lines(panel, facts, say) if 1 < len(panel.rows) <= MOST_LINES and len(panel.rows[0]) > 1 else None
    if lines is not None:
        return svg_of_lines(lines)
    chart = _chart(panel, facts, say)
    return "" if chart is None else svg(chart, framed=False)


def _lines(panel: Panel, facts: Facts, say: Say) -> Lines | None:
    """A line an agency; None where no line has two numbers to be joined."""
    slots = [slot for row in panel.rows for slot in row]
    heights = dict(zip(slots, _heights(panel.key, slots), strict=True))
    series = tuple((row[0].name, _dated(row, heights, facts)) for row in panel.rows)
    is_line = any(sum(mark.value is not None for mark in marks) > 1 for _, marks in series)
    years = say("chart.years", years=say.list(slot.year for slot in panel.rows[0]))
    return Lines(f"{years} · {panel.label}", say("chart.break"), series) if is_line else None


def _chart(panel: Panel, facts: Facts, say: Say) -> Chart | None:
    """A line for one agency over years, else bars."""
    slots = [slot for row in panel.rows for slot in row]
    heights = dict(zip(slots, _heights(panel.key, slots), strict=True))
    if sum(value is not None for value in heights.values()) < 2 or len(slots) > MOST_BARS:
        return None
    years = sorted({slot.year for slot in slots})
    if len(panel.rows) == 1 and len(years) > 1:
        marks = _dated(panel.rows[0], heights, facts)
        broken = say("chart.break") if any(mark.breaks for mark in marks) else ""
        return Chart("line", f"{slots[0].name} · {panel.label}", marks, (), broken)
    bars = tuple(
        Mark(f"{slot.name} {slot.year}" if len(years) > 1 else slot.name, heights[slot], _beside(slot, say)) for slot in slots
    )
    return Chart("bars", f"{say('chart.years', years=say.list(years))} · {panel.label}", bars, ())


def _dated(row: Sequence[Slot], heights: Mapping[Slot, Decimal | None], facts: Facts) -> tuple[Mark, ...]:
    """The years in order, those between them that were not asked for left out; a change of the form breaks the line."""
    marks, former = [], None
    for slot in sorted(row, key=lambda slot: slot.year):
        form = facts.form_of(slot.agency.no, slot.year)
        breaks = form is not None and former is not None and form != former
        marks.append(Mark(str(slot.year), heights[slot], slot.said, breaks))
        former = form or former
    return tuple(marks)


def _heights(key: str, slots: Sequence[Slot]) -> list[Decimal | None]:
    """The values as they can be set against each other: money in one unit, and none whose unit nobody says."""
    measured = [slot.measured or Measured(key, "missing", None, ()) for slot in slots]
    sides = [one for one in measured if one.parts]
    values = iter(alike(key, sides)[0])
    return [next(values) if one.parts else None for one in measured]


def _beside(slot: Slot, say: Say) -> str:
    if slot.measured is None or slot.measured.value is None or is_rate(slot.key):
        return slot.said
    return say.number(slot.measured.value, unit_of(Figure(slot.name, slot.year, slot.key, slot.measured), say))


# To take away


def leaf_of(grid: Grid, say: Say, told: Sequence[str]) -> Leaf:
    """A row a figure, in the columns of every other table of figures; `told` are the sentences that go with it."""
    return Leaf(tuple(say(f"sheet.{column}") for column in COLUMNS), tuple(_row(slot, say) for slot in grid.slots()), tuple(told))


def _row(slot: Slot, say: Say) -> tuple[Written, ...]:
    head = (slot.agency.id, slot.name, slot.year, slot.key, say.field(slot.key))
    if slot.measured is None:
        return (*head, "no_report", *(None,) * 5)
    measured, parts = slot.measured, slot.measured.parts
    documents = list(dict.fromkeys(part.document for part in parts))
    pages = {part.page for part in parts}
    unit = None if slot.key in RATES or not parts else parts[0].unit
    raw = parts[0].raw if slot.fact is not None else slot.parts or None
    page = pages.pop() if len(pages) == 1 else None
    value = measured.value if measured.value is None else kept(measured.value)
    return (*head, measured.state, value, unit, raw, "; ".join(documents) or None, page)
