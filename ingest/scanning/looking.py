"""Page by page: the tables and lines of text of a scan, with what every cell may say.

Lines are cut from the page where its ink is, whichever table or paragraph they stand in, and read together. A cell
without ink is empty; one whose ink nobody can read says so, and is never taken for an empty one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from ingest.report import Grid, GridCell, Text
from ingest.scanning.figures_seen import Figures
from ingest.scanning.ink import Mask, Print, printed
from ingest.scanning.letters import Reading, read_lines
from ingest.scanning.lines import lines_in, without_dust
from ingest.scanning.pictures import Grey, Picture
from ingest.scanning.ruling import Rect, Ruled, tables_of
from ingest.scanning.upright import Upright, upright

_MARGIN = 1.6
"""Points of paper around a line when it is read."""
UNREAD = "�"
"""Stands for ink that nobody can read: no letter, no digit and no dash."""


@dataclass(frozen=True, eq=False)
class Seen:
    """A page with its tables and the lines of ink in each of their cells; `prose` are the lines outside."""

    page: Upright
    print: Print
    tables: Sequence[Ruled]
    inside: Sequence[Sequence[Sequence[Rect]]]
    prose: Sequence[Rect]
    ink: Mask


def blocks_of(picture: Picture) -> Iterator[Text | Grid]:
    """The tables and lines of a page from top to bottom."""
    seen = _seen(picture)
    crops = [_crop(seen.print, rect, None) for rect in seen.prose]
    cells = [(table, at, rect) for table, inner in enumerate(seen.inside) for at, rects in enumerate(inner) for rect in rects]
    crops += [_crop(seen.print, rect, seen.tables[table].cells[at][0]) for table, at, rect in cells]
    readings = read_lines(crops)
    said: dict[tuple[int, int], list[tuple[Rect, Reading]]] = {}
    for (table, at, rect), reading in zip(cells, readings[len(seen.prose) :], strict=True):
        said.setdefault((table, at), []).append((rect, reading))
    figures = Figures(seen.print, seen.ink)
    placed: list[tuple[int, Text | Grid]] = []
    for rect, reading in zip(seen.prose, readings, strict=False):
        if reading.text.strip():
            placed.append((rect[1], Text(reading.text.strip(), picture.page, seen.page.box(*rect))))
    for number, table in enumerate(seen.tables):
        texts = [figures.readings(said.get((number, at), [])) for at in range(len(table.cells))]
        placed.append((table.rect[1], _grid(table, texts, seen.page)))
    yield from (block for _, block in sorted(placed, key=lambda one: one[0]))


def _seen(picture: Picture) -> Seen:
    page = upright(picture)
    print_ = printed(page.grey)
    tables, rules = tables_of(print_)
    ink = without_dust(cv2.bitwise_and(print_.ink, cv2.bitwise_not(rules)), print_.point)
    inside = [[_lines(ink, rect, print_.point) for rect, _, _ in table.cells] for table in tables]
    outside = ink.copy()
    for table in tables:
        x0, top, x1, bottom = table.rect
        outside[top:bottom, x0:x1] = 0
    return Seen(page, print_, tables, inside, lines_in(outside, print_.point), ink)


def _lines(ink: Mask, rect: Rect, point: float) -> list[Rect]:
    """The lines of a cell, where they lie on the page."""
    x0, top, x1, bottom = rect
    return [
        (left + x0, above + top, right + x0, below + top) for left, above, right, below in lines_in(ink[top:bottom, x0:x1], point)
    ]


def _crop(page: Print, rect: Rect, within: Rect | None) -> Grey:
    """The line on white paper with a margin, which must not reach over the rules of its cell."""
    margin = round(_MARGIN * page.point)
    height, width = page.depth.shape
    x0, top, x1, bottom = within or (0, 0, width, height)
    left, above = max(rect[0] - margin, x0), max(rect[1] - margin, top)
    right, below = min(rect[2] + margin, x1), min(rect[3] + margin, bottom)
    depth = page.depth[above:below, left:right].astype(np.float32)
    strong = max(60.0, float(np.percentile(depth, 97)))
    flat = 255 - np.clip(depth * (235 / strong), 0, 255)
    border = [margin - abs(one) for one in (rect[1] - above, below - rect[3], rect[0] - left, right - rect[2])]
    wide = [max(0, one) for one in border]
    return np.asarray(cv2.copyMakeBorder(flat, *wide, cv2.BORDER_CONSTANT, value=(255,)), np.uint8)


def _grid(table: Ruled, texts: Sequence[tuple[str, tuple[str, ...]]], page: Upright) -> Grid:
    """The table with every cell in each place that it covers."""
    number = page.picture.page
    empty = GridCell("", number, None, False)
    rows = [[empty] * table.columns for _ in range(table.rows)]
    for (rect, down, along), (text, candidates) in zip(table.cells, texts, strict=True):
        box = page.box(*rect)
        for y in down:
            for x in along:
                rows[y][x] = GridCell(text, number, box, y == down.start and x == along.start, candidates)
    return Grid(tuple(map(tuple, rows)), number)
