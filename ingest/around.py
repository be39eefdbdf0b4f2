"""What stands around a cell in its table: the labels of its row, the headers of its column, and the rows next to it.

A table that goes on over a page break has its headers in an earlier grid; they are looked for there, by the place
across the page. Boxes are in points of their page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.lines import Line, is_label
from ingest.report import Box, Document, Grid, GridCell

_HAIR = 0.05
_GRIDS_BACK = 2


@dataclass(frozen=True, slots=True)
class Around:
    """Boxes of a cell and of what names it. `labels` go from the outermost inwards, `headers` from top to bottom.

    `beside` are the boxes right above and below the cell; `headers` stand on `header_page`, which may be an earlier one.
    """

    page: int
    cell: Box
    table: Box
    labels: tuple[Box, ...] = ()
    beside: tuple[Box, ...] = ()
    headers: tuple[Box, ...] = ()
    header_page: int = 0


def around(document: Document, page: int, box: Box) -> Around | None:
    """The cell of that box with its surroundings, or None where no table has it."""
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    for place, grid in enumerate(grids):
        at = _place(grid, box) if grid.page == page else None
        if at is None:
            continue
        row, column = at
        headers, where = _headers(grids[: place + 1], row, (box[0] + box[2]) / 2)
        boxes = [cell.box for line in grid.rows for cell in line if cell.box is not None]
        labels = _distinct(cell for cell in grid.rows[row][:column] if is_label(cell.text))
        beside = _distinct(grid.rows[near][column] for near in (row - 1, row + 1) if 0 <= near < len(grid.rows))
        return Around(page, box, union(boxes), labels, beside, headers, where or page)
    return None


def union(boxes: Sequence[Box]) -> Box:
    """The least box that holds them all."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _place(grid: Grid, box: Box) -> tuple[int, int] | None:
    for row, line in enumerate(grid.rows):
        for column, cell in enumerate(line):
            if cell.box is not None and all(abs(a - b) <= _HAIR for a, b in zip(cell.box, box, strict=True)):
                return row, column
    return None


def _headers(grids: Sequence[Grid], row: int, middle: float) -> tuple[tuple[Box, ...], int | None]:
    """The headers above a row of the last grid; where it has none, those of the grids before it."""
    for grid in list(reversed(grids))[: _GRIDS_BACK + 1]:
        lines = grid.rows[:row] if grid is grids[-1] else grid.rows
        found = _above(lines, middle)
        if found:
            return found, grid.page
    return (), None


def _above(lines: Sequence[tuple[GridCell, ...]], middle: float) -> tuple[Box, ...]:
    """The lowest run of words in the column, upwards to the next row with values."""
    found: list[GridCell] = []
    for line in reversed(lines):
        here = [cell for cell in line if cell.box is not None and cell.box[0] <= middle <= cell.box[2]]
        is_header = bool(here) and is_label(here[0].text) and not Line(line).values
        if is_header:
            found.append(here[0])
        elif found:
            break
    return tuple(reversed(_distinct(found)))


def _distinct(cells: Iterable[GridCell]) -> tuple[Box, ...]:
    return tuple(dict.fromkeys(cell.box for cell in cells if cell.box is not None))
