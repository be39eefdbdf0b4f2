"""What stands around a cell on its page: the labels of its row and the headers of its column, however the table is broken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.lines import is_label, is_number
from ingest.report import Box, Document, Grid, GridCell

_NEAR, _TALL = 130.0, 160.0
"""Points between header and row up to which one picture holds both; and the tallest label that is shown as a whole."""

_HAIR = 1.5
"""Points by which the edges of one cell may differ from one reading to the next."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A part of a page, with what is to be seen in it: the marked cell, and the labels that say what it is."""

    page: int
    box: Box
    marked: Box | None
    labels: tuple[Box, ...]


def strips(document: Document, page: int, box: Box) -> list[Strip]:
    """The header of the column and the row of the cell at that place: one strip where they are near, else two.

    Where the table begins on an earlier page, so does the first strip. Empty where no table has such a cell.
    """
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    for number, grid in enumerate(grids):
        at = _place(grid, page, box)
        if at is not None:
            row, column = at
            labels = [cell.box for cell in grid.rows[row][:column] if cell.box and is_label(cell.text)]
            heads, where = _headers(grids[:number], grid, row, box)
            return _joined(page, _span(grid), box, _low(labels), heads, where)
    return []


def _place(grid: Grid, page: int, box: Box) -> tuple[int, int] | None:
    for row, cells in enumerate(grid.rows):
        for column, cell in enumerate(cells):
            if cell.origin and cell.page == page and cell.box and _same(cell.box, box):
                return row, column
    return None


def _low(labels: list[Box]) -> list[Box]:
    """The row's own label, and those above it that are not so tall that their words would stand far away."""
    return [box for box in labels if box[3] - box[1] <= _TALL or box is labels[-1]]


def _same(one: Box, two: Box) -> bool:
    return all(abs(a - b) <= _HAIR for a, b in zip(one, two, strict=True))


def _headers(before: Sequence[Grid], grid: Grid, row: int, box: Box) -> tuple[list[Box], int | None]:
    """The headers above a cell, and their page: in its own table, else in the nearest before it that has some there."""
    for rows in (grid.rows[:row], *(one.rows for one in reversed(before))):
        found = list(_above(rows, (box[0] + box[2]) / 2))
        if found:
            return [cell.box for cell in found if cell.box], found[0].page
    return [], None


def _above(rows: Sequence[Sequence[GridCell]], middle: float) -> Iterator[GridCell]:
    """The lowest labels above a place across the page, one on top of the other. Rows with values lie between."""
    seen: list[Box] = []
    for row in reversed(rows):
        cell = next((one for one in row if one.box and one.box[0] <= middle <= one.box[2]), None)
        is_header = cell is not None and is_label(cell.text) and not any(is_number(one.text) for one in row)
        if cell is not None and cell.box and is_header:
            if cell.box not in seen:
                seen.append(cell.box)
                yield cell
        elif seen:
            return


def _span(grid: Grid) -> tuple[float, float]:
    """From the left edge of the table to the right one."""
    boxes = [cell.box for row in grid.rows for cell in row if cell.box]
    return min(box[0] for box in boxes), max(box[2] for box in boxes)


def _joined(
    page: int, span: tuple[float, float], box: Box, labels: list[Box], heads: list[Box], where: int | None
) -> list[Strip]:
    row = _union([box, *labels], span)
    if not heads or where is None:
        return [Strip(page, row, box, tuple(labels))]
    head = _union(heads, span)
    if where == page and row[1] - head[3] <= _NEAR:
        return [Strip(page, _union([row, head], span), box, (*labels, *heads))]
    return [Strip(where, head, None, tuple(heads)), Strip(page, row, box, tuple(labels))]


def _union(boxes: Sequence[Box], span: tuple[float, float]) -> Box:
    return span[0], min(box[1] for box in boxes), span[1], max(box[3] for box in boxes)
