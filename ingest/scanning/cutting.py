"""One line cut out of a page, in the two ways in which the model is shown it: as it is, and as bare ink."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.scanning.ink import Mask, Print
from ingest.scanning.pictures import Grey
from ingest.scanning.ruling import Rect

_MARGIN, _WIDE_MARGIN = 1.6, 3.2
"""Points of paper around a line."""
_LEAST = (5.0, 8.0)
"""Points: so wide and high is the smallest piece that is cut out, so that a dash or a point is seen in its place."""
_WHITE = 255
_STRONG = 60.0
"""Ink is darkened until its darkest part is black, but faint marks no more than this allows."""
_BLACK = 20


def grey(page: Print, rect: Rect, within: Rect) -> Grey:
    """The line on white paper, as dark as ink. Its margin is white where it would reach over the rules of its cell."""
    margin = round(_MARGIN * page.point)
    rect = _enough(rect, page.point)
    x0, top, x1, bottom = _grown(rect, margin, within)
    depth = page.depth[top:bottom, x0:x1].astype(np.float32)
    darkest = max(_STRONG, float(np.percentile(depth, 97)))
    flat = _WHITE - np.clip(depth * ((_WHITE - _BLACK) / darkest), 0, _WHITE)
    short = (top - rect[1], rect[3] - bottom, x0 - rect[0], rect[2] - x1)
    return _on_paper(flat, (margin + short[0], margin + short[1], margin + short[2], margin + short[3]))


def bare(ink: Mask, rect: Rect, point: float) -> Grey:
    """The ink of the line alone, black on white, smoothed, in a wide margin."""
    x0, top, x1, bottom = rect
    margin = round(_WIDE_MARGIN * point)
    wanting = max(0, round(_LEAST[1] * point) - (bottom - top)) // 2
    alone = _on_paper((_WHITE - ink[top:bottom, x0:x1]).astype(np.float32), (margin + wanting, margin + wanting, margin, margin))
    return np.asarray(cv2.GaussianBlur(alone, (3, 3), 0), np.uint8)


def _enough(rect: Rect, point: float) -> Rect:
    """The rectangle, at least as wide and high as a digit."""
    x0, top, x1, bottom = rect
    wide, high = (max(0, round(least * point) - size) // 2 for least, size in zip(_LEAST, (x1 - x0, bottom - top), strict=True))
    return x0 - wide, top - high, x1 + wide, bottom + high


def _grown(rect: Rect, margin: int, within: Rect) -> Rect:
    return (
        max(rect[0] - margin, within[0]),
        max(rect[1] - margin, within[1]),
        min(rect[2] + margin, within[2]),
        min(rect[3] + margin, within[3]),
    )


def _on_paper(flat: NDArray[np.float32], margins: tuple[int, int, int, int]) -> Grey:
    """With white above, below, to the left and to the right."""
    above, below, left, right = (max(0, one) for one in margins)
    return np.asarray(cv2.copyMakeBorder(flat, above, below, left, right, cv2.BORDER_CONSTANT, value=(_WHITE,)), np.uint8)
