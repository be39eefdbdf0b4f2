"""A second opinion on figures, by shape alone: in one document the same digit is printed the same way.

The signs of all figures are held against each other. One that is like others of its reading is confirmed; one that is
more like those of another reading is contradicted; one that is like none is left open. Strokes tell themselves: a bar
that leans is a slash, one that lies a dash.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.scanning.ink import Mask
from ingest.scanning.pictures import Grey

Shape = NDArray[np.float32]

_SIDE = 24
_WITHIN = 20
_NEIGHBOURS = 3
_VOTERS = 5
_LIKE, _MARGIN = 0.86, 0.025
_ALONE = 0.93
"""So like must a sign be to a letter of which there are too few to know how like they are to each other."""
_SEVERAL, _OUTLYING, _SLACK = 4, 4.0, 0.015
_LEANING = 0.17
"""By how much a slash leans to the right on its way up, as a part of its height."""
_STRAIGHT = 0.12
_STEEP = 0.28
"""A bar that leans so far is a slash, whatever the model sees in it."""
_FLAT, _THIN = 1.6, 2.2
"""A bar that lies is so many times wider than high, and no higher than so many points."""
_SMALL, _BELOW, _ON = 0.5, 0.11, 0.07
"""As parts of the height of digits: how high a point is at most, and how far a comma and a point reach below them."""
_CORE = 0.4
"""Signs that touch are parted where their ink is paler than this part of the darkest."""
_BROKEN = 3.5
"""Points: pieces farther apart are never of one sign."""
_SEAM, _NARROWEST = 0.35, 0.25
"""As a part of a sign's width: how far from its end it may be cut; as a part of the figure's height: how narrow it may be."""
_WHOLE = 0.7
"""As a part of its height: so much of a bar is seen, though faint print breaks it."""


@dataclass(frozen=True, eq=False)
class Sign:
    """One sign of a figure: its shape, how high it is and where it ends in dots, and the stroke or point that it is."""

    shape: Shape
    height: int
    bottom: int
    stroke: str
    steep: bool


def signs_of(depth: Grey, ink: Mask, point: float, wanted: int = 0) -> list[Sign]:
    """The signs in the picture of one figure, from left to right: pieces of ink above one another are one sign.

    `wanted` is how many letters were read in it: signs that are broken are put together, and such as touch are parted,
    where that gives so many. Whether these are letters is for their shapes to tell.
    """
    core = np.where(depth > _CORE * float(np.percentile(depth, 97)), ink, np.uint8(0))
    found = _apart(core)
    if 0 < wanted < len(found):
        found = _joined(found, wanted, _BROKEN * point)
    elif len(found) < wanted:
        found = _parted(found, wanted, core, depth)
    return _pointed([_sign(depth, own, point) for own in found])


def _apart(core: Mask) -> list[NDArray[np.bool_]]:
    """Where each sign lies, as its own mask."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(core, connectivity=8)
    pieces = sorted((int(x), int(x + wide), index) for index, (x, _, wide, _, _) in enumerate(stats[:count].tolist()) if index)
    groups: list[tuple[int, int, list[int]]] = []
    for x0, x1, index in pieces:
        if groups and x0 < groups[-1][1] - 1:
            left, right, inside = groups[-1]
            groups[-1] = (left, max(right, x1), [*inside, index])
        else:
            groups.append((x0, x1, [index]))
    return [np.isin(labels, inside) for _, _, inside in groups]


def _span(own: NDArray[np.bool_]) -> tuple[int, int]:
    columns = np.flatnonzero(own.any(axis=0))
    return int(columns[0]), int(columns[-1]) + 1


def _joined(found: list[NDArray[np.bool_]], wanted: int, gap: float) -> list[NDArray[np.bool_]]:
    """The nearest neighbours put together until so many are left, as long as they are nearer than a gap."""
    kept = list(found)
    while len(kept) > wanted:
        spans = [_span(own) for own in kept]
        gaps = [right[0] - left[1] for left, right in pairwise(spans)]
        at = int(np.argmin(gaps))
        if gaps[at] > gap:
            return found
        kept[at : at + 2] = [kept[at] | kept[at + 1]]
    return kept


def _parted(found: list[NDArray[np.bool_]], wanted: int, core: Mask, depth: Grey) -> list[NDArray[np.bool_]]:
    """The widest one parted where its ink is thinnest near the middle, until there are so many."""
    kept = list(found)
    while kept and len(kept) < wanted:
        spans = [_span(own) for own in kept]
        at = max(range(len(kept)), key=lambda place: spans[place][1] - spans[place][0])
        x0, x1 = spans[at]
        share = (x1 - x0) / (wanted - len(kept) + 1)
        low, high = round(x0 + share * (1 - _SEAM)), round(x0 + share * (1 + _SEAM)) + 1
        if share < _NARROWEST * core.shape[0]:
            return found
        weight = np.where(kept[at], depth, 0)[:, low:high].astype(np.float32).sum(axis=0)
        cut = low + int(np.argmin(weight))
        left, right = kept[at].copy(), kept[at].copy()
        left[:, cut:] = False
        right[:, :cut] = False
        if not left.any() or not right.any():
            return found
        kept[at : at + 1] = [left, right]
    return kept


def _pointed(signs: list[Sign]) -> list[Sign]:
    """Small signs between digits are commas where they reach below the line, and points where they stand on it."""
    tallest = max((sign.height for sign in signs), default=0)
    digits = [sign.bottom for sign in signs if sign.height > _SMALL * tallest]
    if len(digits) == len(signs):
        return signs
    line = float(np.median(digits))
    return [sign if sign.height > _SMALL * tallest else _point(sign, line, tallest) for sign in signs]


def _point(sign: Sign, line: float, tallest: int) -> Sign:
    below = (sign.bottom - line) / tallest
    stroke = "," if below > _BELOW else "." if abs(below) < _ON else ""
    return replace(sign, stroke=sign.stroke if sign.bottom < line - 0.2 * tallest else stroke, steep=False)


def _sign(depth: Grey, own: NDArray[np.bool_], point: float) -> Sign:
    rows, columns = np.flatnonzero(own.any(axis=1)), np.flatnonzero(own.any(axis=0))
    top, bottom, x0, x1 = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
    inside = own[top:bottom, x0:x1]
    near = np.asarray(cv2.dilate(inside.astype(np.uint8), np.ones((3, 3), np.uint8)), np.bool_)
    weight = np.where(near, depth[top:bottom, x0:x1], 0).astype(np.float32)
    return Sign(_shape(weight), bottom - top, bottom, *_stroke(inside, point))


def _shape(weight: NDArray[np.float32]) -> Shape:
    """The sign in a square, twenty dots high, a little blurred; its length is 1."""
    height, width = weight.shape
    factor = _WITHIN / max(height, width)
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    small = cv2.resize(weight, size, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR)
    square = np.zeros((_SIDE, _SIDE), np.float32)
    top, left = (_SIDE - size[1]) // 2, (_SIDE - size[0]) // 2
    square[top : top + size[1], left : left + size[0]] = small
    blurred = cv2.GaussianBlur(square, (3, 3), 0).ravel()
    return np.asarray(blurred / max(1e-6, float(np.linalg.norm(blurred))), np.float32)


def _stroke(own: NDArray[np.bool_], point: float) -> tuple[str, bool]:
    """ "/" for a bar that leans to the right, and whether it leans far; "-" for one that lies; else nothing."""
    height, width = own.shape
    if width > _FLAT * height:
        return ("-" if height <= _THIN * point and own.mean() > 0.6 else ""), False
    rows = np.flatnonzero(own.any(axis=1))
    if height < 3 * point or len(rows) < _WHOLE * height:
        return "", False
    counts = own[rows].sum(axis=1)
    middles = (own[rows] * np.arange(width)).sum(axis=1) / counts
    lean, start = np.polyfit(rows, middles, 1)
    off = float(np.abs(middles - (lean * rows + start)).max())
    uneven = float(np.percentile(counts, 90) - np.percentile(counts, 10))
    is_bar = off <= max(1.3, _STRAIGHT * height) and uneven <= max(2.0, 0.12 * height)
    return ("/", -lean > _STEEP) if is_bar and -lean > _LEANING else ("", False)


@dataclass(frozen=True, eq=False)
class Bank:
    """The signs of a document with the readings of their figures, one sign a row; `owner` is the figure of each."""

    shapes: NDArray[np.float32]
    heights: NDArray[np.float32]
    letters: NDArray[np.str_]
    owner: NDArray[np.int64]
    usual: Mapping[str, float]
    """How like each other the signs of one letter are, at the least."""

    def opinion(self, sign: Sign, owner: int) -> str:
        """The letter that a sign is most like, but for those of its own figure; nothing where none is clearly nearest."""
        near = _likeness(self, sign)
        near[self.owner == owner] = -1
        best = {letter: _mean_of_best(near[self.letters == letter]) for letter in np.unique(self.letters).tolist()}
        ranked = sorted(best.items(), key=lambda item: -item[1])
        if not ranked or ranked[0][1] < self.usual.get(ranked[0][0], _ALONE):
            return ""
        return ranked[0][0] if len(ranked) == 1 or ranked[0][1] - ranked[1][1] >= _MARGIN else ""


def _likeness(bank: Bank, sign: Sign) -> NDArray[np.float32]:
    """How like each sign of the bank is to one: 1 where they are the same. What is higher or lower is less like."""
    near = bank.shapes @ sign.shape
    size = np.minimum(bank.heights, sign.height) / np.maximum(bank.heights, sign.height)
    return np.asarray(near * np.where(size > 0.75, 1.0, size), np.float32)


def _mean_of_best(near: NDArray[np.float32]) -> float:
    best = np.sort(near)[::-1][:_NEIGHBOURS]
    best = best[best > 0]
    return float(best.mean()) if best.size else -1.0


def bank_of(figures: Sequence[tuple[Sequence[Sign], str]]) -> Bank:
    """The signs of those figures that have as many signs as letters, without those that are unlike their own reading."""
    known = [
        (sign, sign.stroke if sign.steep else letter, owner)
        for owner, (signs, text) in enumerate(figures)
        if len(signs) == len(text)
        for sign, letter in zip(signs, text, strict=True)
    ]
    side = _SIDE * _SIDE
    shapes = np.array([sign.shape for sign, _, _ in known], np.float32).reshape(-1, side)
    heights = np.array([sign.height for sign, _, _ in known], np.float32)
    letters = np.array([letter for _, letter, _ in known], np.str_)
    owner = np.array([number for _, _, number in known], np.int64)
    bank = Bank(shapes, heights, letters, owner, {})
    if not known:
        return bank
    kept = np.array([_is_among_its_like(bank, place, sign) for place, (sign, _, _) in enumerate(known)], np.bool_)
    bank = Bank(shapes[kept], heights[kept], letters[kept], owner[kept], {})
    return replace(bank, usual={letter: _usual(bank, letter) for letter in np.unique(bank.letters).tolist()})


def _usual(bank: Bank, letter: str) -> float:
    """How like their nearest of the same letter nearly all signs of a letter are."""
    own = bank.letters == letter
    near = bank.shapes[own] @ bank.shapes[own].T
    near[bank.owner[own][:, None] == bank.owner[own][None, :]] = -1
    best = [one for one in map(_mean_of_best, near) if one > 0]
    return max(_LIKE, float(np.percentile(best, _OUTLYING)) - _SLACK) if len(best) >= _SEVERAL else _ALONE


def _is_among_its_like(bank: Bank, place: int, sign: Sign) -> bool:
    """Whether most of the signs most like this one are read alike; one that stands alone is kept."""
    near = _likeness(bank, sign)
    near[bank.owner == bank.owner[place]] = -1
    nearest = np.argsort(-near)[:_VOTERS]
    nearest = nearest[near[nearest] > _LIKE]
    return bool(not len(nearest) or 2 * int((bank.letters[nearest] == bank.letters[place]).sum()) >= len(nearest))
