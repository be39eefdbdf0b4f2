"""Tables of Word: cells that cover several columns or go on from the row above, laid out as a grid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from xml.etree.ElementTree import Element

from ingest.readers.docx.markup import child, number, value, w
from ingest.refusals import refused
from ingest.report import Grid, GridCell

_MOST_CELLS, _WIDEST = 20_000, 100


class Merge(Enum):
    """What a cell has to do with the one above it, or to the left."""

    NONE = auto()
    BEGINS = auto()
    GOES_ON = auto()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as it stands in its row: its lines, the columns that it covers, and what it is merged with."""

    text: str
    width: int = 1
    down: Merge = Merge.NONE
    across: Merge = Merge.NONE


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row and how many columns are left free before and behind them."""

    cells: tuple[Cell, ...]
    before: int = 0
    behind: int = 0


def is_gone(row: Element) -> bool:
    """Whether the row was deleted."""
    return child(row, "trPr", "del") is not None


def is_cell_gone(cell: Element) -> bool:
    """Whether the cell was deleted."""
    return child(cell, "tcPr", "cellDel") is not None


def row_of(element: Element, cells: Iterable[Cell]) -> Row:
    """The row with its cells."""
    properties = child(element, "trPr")
    return Row(tuple(cells), _columns(properties, "gridBefore", 0), _columns(properties, "gridAfter", 0))


def cell_of(element: Element, text: str) -> Cell:
    """The cell with its text."""
    properties = child(element, "tcPr")
    if properties is None:
        return Cell(text)
    changed = child(properties, "cellMerge")
    now = changed.get(w("vMerge")) if changed is not None else None
    down = {"cont": Merge.GOES_ON, "rest": Merge.BEGINS}.get(now or "") or _merge(properties, "vMerge")
    return Cell(text, max(_columns(properties, "gridSpan", 1), 1), down, _merge(properties, "hMerge"))


def _merge(properties: Element, name: str) -> Merge:
    if child(properties, name) is None:
        return Merge.NONE
    return Merge.BEGINS if value(properties, name) == "restart" else Merge.GOES_ON


def _columns(properties: Element | None, name: str, usual: int) -> int:
    found = number(properties, name)
    return usual if found is None else min(found, _WIDEST)


class Tables:
    """Lays out the tables of one document, as long as they have not too many cells."""

    def __init__(self) -> None:
        self._count = 0

    def grid(self, rows: Sequence[Row]) -> Grid:
        """The table with every cell in each place that it covers."""
        laid: list[tuple[GridCell, ...]] = []
        above: dict[int, GridCell] = {}
        for row in rows:
            cells: list[GridCell] = [GridCell("", origin=False)] * row.before
            merged: dict[int, GridCell] = {}
            for cell in row.cells:
                self._lay(cell, cells, above, merged)
            cells += [GridCell("", origin=False)] * row.behind
            self._count += len(cells)
            if self._count > _MOST_CELLS:
                raise refused("too_large")
            laid.append(tuple(cells))
            above = merged
        return Grid(tuple(laid))

    def _lay(self, cell: Cell, cells: list[GridCell], above: dict[int, GridCell], merged: dict[int, GridCell]) -> None:
        """A cell that goes on where none began stands for itself."""
        at = len(cells)
        if cell.down is Merge.GOES_ON and at in above:
            first = GridCell(above[at].text, origin=False)
        elif cell.across is Merge.GOES_ON and cells:
            first = GridCell(cells[-1].text, origin=False)
        else:
            first = GridCell(cell.text)
        cells += [first, *[GridCell(first.text, origin=False)] * (cell.width - 1)]
        if cell.down is not Merge.NONE:
            merged[at] = first
