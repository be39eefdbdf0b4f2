"""Tables that a report in free text annexes, kept as they are printed: a line of text a row, and its number with its label.

No form says what the rows of such a table mean, so that none becomes a cell: what is kept are the words that are printed.
A table counts as one of statistics where several of its rows end in a unit and what is counted in it, or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ingest.figures import meaning
from ingest.report import Document, Grid, GridCell, ProseFigure, Section, State, Text
from ingest.script import narrow

_UNITS = frozenset(
    {"条", "件", "次", "篇", "个", "人", "项", "份", "起", "宗", "场", "期", "名", "家", "处"}
    | {"元", "万元", "人次", "件次", "条次"}
)
_VALUES = frozenset({State.NUMBER, State.BLANK, State.DASH})
_FEWEST = 3
_NUMBERING = re.compile(r"^(?:其中[:：]?|[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]|[①-⑳])+\s*")
_SEVERAL = re.compile(r"单位[ |]+[^ |]+[ |]+[^ |]")
_WHOLE = 600


def as_text(document: Document) -> list[Text]:
    """The document's lines, with the rows of its tables of statistics in their places; other tables are left out."""
    lines: list[Text] = []
    for block in document.blocks:
        lines += [block] if isinstance(block, Text) else _rows(block) if is_statistics(block) else []
    return lines


def is_statistics(grid: Grid) -> bool:
    """Whether several rows are a label, a unit and a number (or nothing)."""
    return sum(_counted(row) is not None for row in grid.rows) >= _FEWEST


def _counted(row: Sequence[GridCell]) -> int | None:
    """How many places for values stand behind a row's label and unit; None where it is no such row."""
    cells = [" ".join(cell.text.split()) for cell in row if cell.origin]
    units = [place for place, cell in enumerate(cells) if place and narrow(cell) in _UNITS]
    behind = cells[units[-1] + 1 :] if units else []
    return len(behind) if units and all(meaning(cell)[0] in _VALUES for cell in behind) else None


def _rows(grid: Grid) -> Iterator[Text]:
    """A line a row. Where a row has several values, a mark parts its cells: none of them is the row's one number."""
    gap = " | " if any((_counted(row) or 0) > 1 for row in grid.rows) else " "
    for row in grid.rows:
        cells = [" ".join(cell.text.split()) for cell in row if cell.origin]
        if any(cells):
            page = next((cell.page for cell in row if cell.page is not None), grid.page)
            yield Text(gap.join(cell for cell in cells if cell or gap != " "), page)


def figures_in(section: Section) -> Iterator[ProseFigure]:
    """The rows of an annexed table that end in a unit and a number, each under its own label.

    Where its headers name several columns of values, there are none: it could not be told which one a number is.
    """
    lines = section.text.split("\n")
    if any(_SEVERAL.search(line) for line in lines):
        return
    for line in lines:
        *label, unit, printed = line.split() if len(line.split()) > 2 else ("", "", "")
        state, value, own = meaning(printed)
        if narrow(unit) in _UNITS and value is not None and state is State.NUMBER and own in (None, unit):
            yield _figure(section, " ".join(label), value, unit, line)


def _figure(section: Section, label: str, value: Decimal, unit: str, line: str) -> ProseFigure:
    subject = _NUMBERING.sub("", label) or label
    return ProseFigure(section.number, subject[:_WHOLE], value, unit, line[:_WHOLE], section.page)
