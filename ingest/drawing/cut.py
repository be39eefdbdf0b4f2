"""A cell on its page: cut out with its row, its column's headers and the whole width of the table, and marked.

Where the headers stand far above, or on an earlier page, they are a strip of their own on top of the row's.
"""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image

from ingest.around import Around, union
from ingest.drawing import page as pages
from ingest.drawing.sheet import SOFT, TINT, bordered, framed, inner, tinted, torn
from ingest.report import Box

_EDGE = 8.0
_HAIR = 2.0
"""Above and below, where a cut goes along the rules: no more, or half a line of other text would show."""

_TALLEST_ROW = 200.0
_LARGEST_GAP = 140.0
_WITHOUT_TABLE = (240.0, 60.0)
_LARGEST_SCALE = 4.0


@dataclass(frozen=True, slots=True)
class Strip:
    """A region of a page to show, with the boxes in it that are softly tinted, and the cell's where it is in it."""

    page: int
    region: Box
    soft: tuple[Box, ...]
    cell: Box | None = None


def cut(content: bytes, found: Around, torn_at: str) -> list[Image.Image]:
    """The strips as pictures, from top to bottom. `torn_at` is written where one page ends and another begins."""
    chosen = strips(content, found)
    scale = min(_LARGEST_SCALE, inner() / max(one.region[2] - one.region[0] for one in chosen))
    drawn = [_marked(content, one, scale) for one in chosen]
    if len(drawn) == 1:
        return drawn
    return [drawn[0], torn(drawn[0].width, "" if chosen[0].page == chosen[1].page else torn_at), drawn[1]]


def strips(content: bytes, found: Around) -> list[Strip]:
    """What is shown: one region, or that of the headers and that of the row where they are far apart."""
    left, right = _across(content, found)
    top, bottom = _down(found)
    if not found.headers:
        return [Strip(found.page, _within(content, found.page, (left, top, right, bottom)), found.labels, found.cell)]
    _, above, _, below = union(found.headers)
    if found.header_page == found.page and top - below <= _LARGEST_GAP:
        region = _within(content, found.page, (left, min(top, above), right, bottom))
        return [Strip(found.page, region, (*found.labels, *found.headers), found.cell)]
    return [
        Strip(found.header_page, _within(content, found.header_page, (left, above, right, below)), found.headers),
        Strip(found.page, _within(content, found.page, (left, top, right, bottom)), found.labels, found.cell),
    ]


def _across(content: bytes, found: Around) -> tuple[float, float]:
    width, _ = pages.size_of(content, found.page)
    return max(0.0, found.table[0] - _EDGE), min(width, found.table[2] + _EDGE)


def _down(found: Around) -> tuple[float, float]:
    """From the row above to the row below; with as many of the merged labels beside it as there is room for."""
    if not found.labels and not found.headers and found.table[1] == found.cell[1]:
        return found.cell[1] - _WITHOUT_TABLE[0], found.cell[3] + _WITHOUT_TABLE[1]
    band = union((found.cell, *found.beside))
    for label in reversed(found.labels):
        wider = union((band, label))
        if wider[3] - wider[1] > _TALLEST_ROW and label is not found.labels[-1]:
            break
        band = wider
    return band[1], band[3]


def _within(content: bytes, page: int, region: Box) -> Box:
    """The region with a hair above and below, cut to the page."""
    width, height = pages.size_of(content, page)
    x0, top, x1, bottom = region
    return max(0.0, x0), max(0.0, top - _HAIR), min(width, x1), min(height, bottom + _HAIR)


def _marked(content: bytes, strip: Strip, scale: float) -> Image.Image:
    picture = pages.strip(content, strip.page, strip.region, scale)
    for box in strip.soft:
        tinted(picture, _pixels(box, strip.region, picture), SOFT)
    if strip.cell is not None:
        tinted(picture, _pixels(strip.cell, strip.region, picture), TINT)
        framed(picture, _pixels(strip.cell, strip.region, picture))
    return bordered(picture)


def _pixels(box: Box, region: Box, picture: Image.Image) -> tuple[int, int, int, int]:
    """A box of the page in pixels of the picture, cut to it."""
    across = picture.width / (region[2] - region[0])
    down = picture.height / (region[3] - region[1])
    x0, x1 = ((edge - region[0]) * across for edge in (box[0], box[2]))
    top, bottom = ((edge - region[1]) * down for edge in (box[1], box[3]))
    x0, x1 = (min(max(0, round(edge)), picture.width) for edge in (x0, x1))
    top, bottom = (min(max(0, round(edge)), picture.height) for edge in (top, bottom))
    return x0, top, max(x1, x0 + 1), max(bottom, top + 1)
