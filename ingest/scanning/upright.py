"""A page turned upright, and the places on it turned back to where they lie in the picture as it came.

The lines of a page that lies straight fall on few rows: the angle is the one at which the rows differ most.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.report import Box
from ingest.scanning.pictures import Grey, Picture

_WIDEST = 8.0
"""Degrees to either side that are looked at."""
_STEPS = (0.5, 0.1, 0.02)
_LOOK_AT = 1000
"""The longer side of the picture in which the angle is sought."""
_LEAST_TURN = 0.03
_MOST_MARKS = 60_000


@dataclass(frozen=True, eq=False)
class Upright:
    """A page that lies straight. `turn` takes dots of `picture` to dots of `grey` (2 × 3)."""

    picture: Picture
    grey: Grey
    turn: NDArray[np.float64]

    @cached_property
    def _back(self) -> NDArray[np.float64]:
        return np.asarray(cv2.invertAffineTransform(self.turn), np.float64)

    def box(self, x0: float, top: float, x1: float, bottom: float) -> Box:
        """The place in points of the page as it came: what encloses the rectangle turned back."""
        corners = np.array([(x0, top, 1), (x1, top, 1), (x1, bottom, 1), (x0, bottom, 1)]) @ self._back.T
        low, high = corners.min(0) * self.picture.points, corners.max(0) * self.picture.points
        return (round(float(low[0]), 2), round(float(low[1]), 2), round(float(high[0]), 2), round(float(high[1]), 2))


def upright(picture: Picture) -> Upright:
    """The page turned by its own angle."""
    angle = angle_of(picture.grey)
    if abs(angle) < _LEAST_TURN:
        return Upright(picture, picture.grey, np.array([[1.0, 0, 0], [0, 1, 0]]))
    height, width = picture.grey.shape
    turn = np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0), np.float64)
    wide = round(width * abs(turn[0, 0]) + height * abs(turn[0, 1]))
    high = round(width * abs(turn[0, 1]) + height * abs(turn[0, 0]))
    turn[:, 2] += ((wide - width) / 2, (high - height) / 2)
    paper = int(np.median(picture.grey[::8, ::8]))
    turned = cv2.warpAffine(picture.grey, turn, (wide, high), flags=cv2.INTER_CUBIC, borderValue=(paper,))
    return Upright(picture, np.asarray(turned, np.uint8), turn)


def angle_of(grey: Grey) -> float:
    """By how many degrees the page has to be turned against the clock's way so that its lines lie level."""
    ys, xs = _marks(grey)
    if len(ys) < _LEAST_MARKS:
        return 0.0
    middle, reach = 0.0, _WIDEST
    for step in _STEPS:
        angles = np.arange(middle - reach, middle + reach + step / 2, step)
        middle = float(angles[int(np.argmax([_sharpness(ys, xs, angle) for angle in angles]))])
        reach = 1.5 * step
    return middle


_LEAST_MARKS = 200


def _marks(grey: Grey) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where dark dots lie in the picture made small: their lower edges, for those are where lines end."""
    factor = min(1.0, _LOOK_AT / max(grey.shape))
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (3, 3), 0)
    dark = cv2.adaptiveThreshold(small, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15)
    edge = (dark[:-1] > 0) & (dark[1:] == 0)
    ys, xs = np.nonzero(edge)
    if len(ys) > _MOST_MARKS:
        chosen = np.linspace(0, len(ys) - 1, _MOST_MARKS).astype(int)
        ys, xs = ys[chosen], xs[chosen]
    return ys.astype(np.float64), xs.astype(np.float64)


def _sharpness(ys: NDArray[np.float64], xs: NDArray[np.float64], angle: float) -> float:
    """How uneven the rows are when the page is turned by an angle."""
    turned = ys * np.cos(np.radians(angle)) - xs * np.sin(np.radians(angle))
    rows = np.bincount((turned - turned.min()).astype(np.int64))
    return float(np.square(rows.astype(np.float64)).sum())
