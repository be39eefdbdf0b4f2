"""The lines of text in a piece of a page, found by the rows of dots without ink between them."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from ingest.scanning.ink import Mask, Print
from ingest.scanning.ruling import Rect

_DUST = 0.55
"""Points: a speck that is neither wider nor higher is dust."""
_DARK = 0.45
"""As a part of the darkest print: so dark is every letter somewhere."""
_NEAR = 1.0


def without_dust(page: Print, ink: Mask) -> Mask:
    """The ink of a page without specks: what is smaller than a full stop, or pale all through, as no letter is."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    least = _DUST * page.point
    kept = (stats[:, cv2.CC_STAT_WIDTH] > least) | (stats[:, cv2.CC_STAT_HEIGHT] > least)
    kept &= stats[:, cv2.CC_STAT_AREA] > least * least
    is_dark = np.zeros(count, np.bool_)
    is_dark[np.unique(labels[page.depth > _DARK * page.black])] = True
    kept &= is_dark
    kept[0] = False
    return np.where(kept[labels], np.uint8(255), np.uint8(0)) if count > 1 else ink


def lines_in(ink: Mask, point: float) -> list[Rect]:
    """The lines of a piece, from top to bottom, as tight rectangles."""
    rows = np.flatnonzero(ink.any(axis=1))
    found: list[tuple[int, int]] = []
    for top, bottom in _runs(rows, max(1, round(_NEAR * point))):
        found += _parted(ink, top, bottom, point)
    return [rect for top, bottom in found if (rect := _tight(ink, top, bottom)) is not None]


def _runs(places: np.ndarray, gap: int) -> Iterator[tuple[int, int]]:
    """Runs of places that follow each other with less than a gap between; each as (first, behind the last)."""
    if not len(places):
        return
    breaks = np.flatnonzero(np.diff(places) > gap)
    firsts, lasts = [0, *(breaks + 1)], [*breaks, len(places) - 1]
    for first, last in zip(firsts, lasts, strict=True):
        yield int(places[first]), int(places[last]) + 1


_TALLEST = 19.0
_USUAL = 11.0


def _parted(ink: Mask, top: int, bottom: int, point: float) -> list[tuple[int, int]]:
    """A run too high for one line, as lines that touch each other make it, at the emptiest row near its middle."""
    height = bottom - top
    if height <= _TALLEST * point:
        return [(top, bottom)]
    weight = (ink[top:bottom] > 0).sum(axis=1)
    low, high = round(min(_USUAL, height / point / 3) * point * 0.7), height - round(5 * point)
    if high <= low:
        return [(top, bottom)]
    cut = low + int(np.argmin(weight[low:high]))
    if weight[cut] > 0.25 * weight.max():
        return [(top, bottom)]
    return [(top, top + cut), *_parted(ink, top + cut, bottom, point)]


def _tight(ink: Mask, top: int, bottom: int) -> Rect | None:
    columns = np.flatnonzero(ink[top:bottom].any(axis=0))
    if not len(columns):
        return None
    rows = np.flatnonzero(ink[top:bottom].any(axis=1))
    return int(columns[0]), top + int(rows[0]), int(columns[-1]) + 1, top + int(rows[-1]) + 1
