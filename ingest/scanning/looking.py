"""Page by page: the tables and lines of text of a scan, with what every cell may say.

Lines are cut from the page where its ink is, whichever table or paragraph they stand in, and read together. A cell
without ink is empty; one whose ink nobody can read says so, and is never taken for an empty one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ingest.report import Box, Grid, GridCell, Text
from ingest.scanning.cutting import bare, grey
from ingest.scanning.digits import signs_of
from ingest.scanning.ink import Mask, Print, printed
from ingest.scanning.letters import Reading, read_lines
from ingest.scanning.lines import lines_in, without_dust
from ingest.scanning.opinions import LONGEST, UNREAD, Ink, decided, is_figure, plain
from ingest.scanning.pictures import Picture
from ingest.scanning.ruling import Rect, Ruled, tables_of
from ingest.scanning.upright import upright

Block = Text | Grid


@dataclass(frozen=True, eq=False)
class Cell:
    """A cell of a table as it was read: its lines of words, or the ink of a figure with the first reading of it."""

    box: Box
    down: range
    along: range
    words: str
    figure: tuple[Ink, Reading] | None


@dataclass(frozen=True, eq=False)
class Table:
    """A table on a page; `top` is where it begins, in dots."""

    top: int
    rows: int
    columns: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, eq=False)
class Look:
    """What is seen on one page. Figures are not decided before all pages are seen."""

    page: int
    prose: tuple[tuple[int, Text], ...]
    tables: tuple[Table, ...]


def look(picture: Picture) -> Look:
    """The lines and tables of a page, every line read once."""
    page = upright(picture)
    seen = printed(page.grey)
    tables, rules = tables_of(seen)
    ink = without_dust(seen, np.where(rules > 0, np.uint8(0), seen.ink))
    inside = [(table, cell, _lines(ink, cell[0], seen.point)) for table in tables for cell in table.cells]
    outside = lines_in(_without(ink, tables), seen.point)
    whole = (0, 0, ink.shape[1], ink.shape[0])
    crops = [grey(seen, rect, whole) for rect in outside]
    crops += [grey(seen, rect, cell[0]) for _, cell, rects in inside for rect in rects]
    readings = iter(read_lines(crops))
    prose = [(rect, next(readings).text.strip()) for rect in outside]
    cells: dict[Ruled, list[Cell]] = {table: [] for table in tables}
    for table, (rect, down, along), rects in inside:
        words, figure = _cell(seen, ink, rect, rects, [next(readings) for _ in rects])
        cells[table].append(Cell(page.box(*rect), down, along, words, figure))
    return Look(
        picture.page,
        tuple((rect[1], Text(text, picture.page, page.box(*rect))) for rect, text in prose if text),
        tuple(Table(table.rect[1], table.rows, table.columns, tuple(own)) for table, own in cells.items()),
    )


def _without(ink: Mask, tables: Iterable[Ruled]) -> Mask:
    """The ink outside of tables."""
    outside = ink.copy()
    for table in tables:
        x0, top, x1, bottom = table.rect
        outside[top:bottom, x0:x1] = 0
    return outside


def _lines(ink: Mask, rect: Rect, point: float) -> list[Rect]:
    """The lines of a cell, where they lie on the page."""
    x, y, right, bottom = rect
    return [(x0 + x, top + y, x1 + x, below + y) for x0, top, x1, below in lines_in(ink[y:bottom, x:right], point)]


def _cell(
    seen: Print, ink: Mask, rect: Rect, rects: Sequence[Rect], readings: Sequence[Reading]
) -> tuple[str, tuple[Ink, Reading] | None]:
    """The words of a cell, or its figure."""
    if len(rects) == 1 and len(readings[0].text) <= LONGEST:
        x0, top, x1, bottom = rects[0]
        signs = signs_of(seen.depth[top:bottom, x0:x1], ink[top:bottom, x0:x1], seen.point, len(plain(readings[0].text)))
        if is_figure(readings[0], signs):
            clear = x0 > rect[0] + 1 and top > rect[1] + 1 and x1 < rect[2] - 1 and bottom < rect[3] - 1
            return "", (Ink(bare(ink, rects[0], seen.point), signs, clear), readings[0])
    return "\n".join(reading.text.strip() or UNREAD for reading in readings), None


def blocks_of(looks: Sequence[Look]) -> Iterator[tuple[int, list[Block]]]:
    """The lines and tables of each page from top to bottom, now that every figure can be held against all others."""
    figures = [cell.figure for one in looks for table in one.tables for cell in table.cells if cell.figure is not None]
    said = iter(decided(figures))
    for one in looks:
        placed: list[tuple[int, Block]] = list(one.prose)
        placed += [(table.top, _grid(table, one.page, said)) for table in one.tables]
        yield one.page, [block for _, block in sorted(placed, key=lambda pair: pair[0])]


def _grid(table: Table, page: int, said: Iterator[tuple[str, tuple[str, ...]]]) -> Grid:
    """The table with every cell in each place that it covers."""
    empty = GridCell("", page, None, False)
    rows = [[empty] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        text, candidates = (cell.words, ()) if cell.figure is None else next(said)
        for y in cell.down:
            for x in cell.along:
                is_first = y == cell.down.start and x == cell.along.start
                rows[y][x] = GridCell(text, page, cell.box, is_first, candidates)
    return Grid(tuple(map(tuple, rows)), page)
