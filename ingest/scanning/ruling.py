"""The cells that the rules of a page enclose, and the tables that they make.

A rule is ink that runs on for longer than the stroke of any letter. What rules enclose is a cell, so that merged cells
need no care. A table that is open above or below, as at the end of a page, is closed there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.scanning.ink import Mask, Print

Rect = tuple[int, int, int, int]
"""x0, top, x1, bottom in dots; x1 and bottom are the first dots outside."""

_STROKE = 14.0
"""Points: what is longer in one line is no letter's stroke."""
_GAP = 0.35
_LEAST_TABLE = (60.0, 9.0)
_LEAST_RULE = 60.0
"""Points: a table has a level rule that is longer than any letter's stroke, in a title too."""
_LEAST_CELL = (6.0, 6.0)
_SAME_EDGE = 3.5


@dataclass(frozen=True, eq=False)
class Ruled:
    """A table: its cells with the rows and columns that each covers, from the first up to but without the last."""

    rect: Rect
    cells: tuple[tuple[Rect, range, range], ...]
    rows: int
    columns: int


def rules_of(page: Print) -> tuple[Mask, Mask]:
    """The level and the upright rules."""
    found = []
    for across in (True, False):
        gap = round(_GAP * page.point) * 2 + 1
        long = round(_STROKE * page.point)
        bridged = cv2.morphologyEx(page.ink, cv2.MORPH_CLOSE, _bar(gap, across))
        found.append(np.asarray(cv2.morphologyEx(bridged, cv2.MORPH_OPEN, _bar(long, across)), np.uint8))
    return found[0], found[1]


def _bar(length: int, across: bool) -> Mask:
    return np.ones((1, length) if across else (length, 1), np.uint8)


def tables_of(page: Print) -> tuple[list[Ruled], Mask]:
    """The tables from top to bottom, and all rules as a mask."""
    level, up = rules_of(page)
    reach = max(1, round(0.7 * page.point))
    both = cv2.dilate(cv2.bitwise_or(level, up), np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(both, connectivity=8)
    tables: list[Ruled] = []
    long = _long(level, cv2.CC_STAT_WIDTH, page.point)
    rules = np.where(long | _long(up, cv2.CC_STAT_HEIGHT, page.point), np.uint8(255), np.uint8(0))
    for index in range(1, count):
        x, y, wide, high, _ = (int(value) for value in stats[index])
        if wide < _LEAST_TABLE[0] * page.point or high < _LEAST_TABLE[1] * page.point:
            continue
        own = labels[y : y + high, x : x + wide] == index
        mask = np.where(own, np.uint8(255), np.uint8(0))
        table = _table(mask, (x, y), page.point)
        if table is not None and long[y : y + high, x : x + wide][own].any():
            tables.append(table)
            rules[y : y + high, x : x + wide] |= mask
    return sorted(_outermost(tables), key=lambda table: table.rect[1]), rules


def _long(found: Mask, length: int, point: float) -> NDArray[np.bool_]:
    """The rules, level or upright, that are too long to be part of letters, in tables or under a heading."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(found, connectivity=8)
    kept = stats[:, length] > _LEAST_RULE * point
    kept[0] = False
    return np.asarray(kept[labels], np.bool_)


def _outermost(tables: Sequence[Ruled]) -> list[Ruled]:
    """Tables that lie in no other."""
    return [
        one
        for one in tables
        if not any(
            other is not one
            and other.rect[0] <= one.rect[0]
            and other.rect[1] <= one.rect[1]
            and other.rect[2] >= one.rect[2]
            and other.rect[3] >= one.rect[3]
            for other in tables
        )
    ]


def _table(mask: Mask, at: tuple[int, int], point: float) -> Ruled | None:
    """The table that one connected net of rules makes, or None where it encloses less than two cells."""
    height, width = mask.shape
    net = mask.copy()
    cv2.rectangle(net, (0, 0), (width - 1, height - 1), (255,), 1)
    count, _, stats, _ = cv2.connectedComponentsWithStats(cv2.bitwise_not(net), connectivity=4)
    rects: list[Rect] = []
    for x, y, wide, high, _ in stats[1:count].tolist():
        if wide >= _LEAST_CELL[0] * point and high >= _LEAST_CELL[1] * point:
            rects.append((x, y, x + wide, y + high))
    if len(rects) < 2:
        return None
    same = _SAME_EDGE * point
    columns = _edges([(one[0], one[2]) for one in rects], same)
    rows = _edges([(one[1], one[3]) for one in rects], same)
    if len(columns) < 2 or len(rows) < 2:
        return None
    dx, dy = at
    cells = []
    for x0, top, x1, bottom in sorted(rects, key=lambda rect: (rect[1], rect[0])):
        down, along = _covered(rows, top, bottom), _covered(columns, x0, x1)
        cells.append(((x0 + dx, top + dy, x1 + dx, bottom + dy), down, along))
    return Ruled((dx, dy, dx + width, dy + height), tuple(cells), len(rows) - 1, len(columns) - 1)


def _edges(pairs: Iterable[tuple[int, int]], same: float) -> list[float]:
    """Where rules lie, from the edges of the cells on either side of them."""
    values = sorted(float(value) for pair in pairs for value in pair)
    groups: list[list[float]] = []
    for value in values:
        if groups and value - groups[-1][-1] <= same:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(group) / len(group) for group in groups]


def _covered(edges: Sequence[float], low: float, high: float) -> range:
    """The rows or columns between two edges."""
    first = min(range(len(edges) - 1), key=lambda place: abs(edges[place] - low))
    last = min(range(len(edges)), key=lambda place: abs(edges[place] - high))
    return range(first, max(last, first + 1))
