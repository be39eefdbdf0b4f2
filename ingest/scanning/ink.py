"""What is printed on a page, apart from paper, shadows and grain.

The paper is what is bright around a dot; ink is darker than it by more than the grain is. Dust is what is smaller than
any point or comma.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.scanning.pictures import Grey

Mask = NDArray[np.uint8]
"""Height × width, 255 where something is, else 0."""

_INCHES = 8.27
"""The shorter side of A4: how large letters are on a picture is told by it."""
_POINTS = 72.0
_LEAST_CONTRAST = 16.0
_GRAINS = 3.5
_PALE = 0.25
"""As a part of the darkest: what is paler is no ink."""
_WINDOW = 25.0
"""Points: the paper's brightness is taken from around a dot so far."""


@dataclass(frozen=True, eq=False)
class Print:
    """A page as ink on paper. `depth` tells by how much a dot is darker than the paper; `point` is dots to a point."""

    grey: Grey
    depth: Grey
    ink: Mask
    point: float
    black: float
    """The depth of the page's darkest print."""


def printed(grey: Grey) -> Print:
    """What is printed on the page."""
    point = min(grey.shape) / _INCHES / _POINTS
    paper = _paper(grey, point)
    depth = np.asarray(cv2.subtract(paper, grey), np.uint8)
    black = _black(depth)
    smooth = np.asarray(cv2.GaussianBlur(depth, (3, 3), 0), np.uint8)
    threshold = max(_LEAST_CONTRAST, _GRAINS * _grain(smooth), _PALE * black)
    ink = np.where(smooth > threshold, np.uint8(255), np.uint8(0))
    return Print(grey, depth, ink, point, black)


def _paper(grey: Grey, point: float) -> Grey:
    """The brightness of the paper at every dot, found on a small picture: shadows and yellowed edges are smooth."""
    small = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    reach = max(3, round(_WINDOW * point / 4) | 1)
    bright = cv2.dilate(small, np.ones((reach, reach), np.uint8))
    even = cv2.blur(cv2.erode(bright, np.ones((reach, reach), np.uint8)), (reach, reach))
    height, width = grey.shape
    return np.asarray(cv2.resize(even, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def _grain(depth: Grey) -> float:
    """How much the paper itself varies, as the deviation that most of its dots keep."""
    some = depth[::3, ::3].astype(np.float64)
    paper = some[some < np.percentile(some, 80)]
    return float(paper.std() + paper.mean()) if paper.size else 0.0


def _black(depth: Grey) -> float:
    """How much darker the darkest hundredth is."""
    return float(np.percentile(depth[::3, ::3], 99))
