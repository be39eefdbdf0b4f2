"""The pages of a scan as grey pictures, whatever file they come in, and what they measure in points.

A picture has 72 points to the inch where it says how many dots it has to one; else a dot is a point. The box of
something on a page of a PDF is in the points of that page.
"""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from io import BytesIO

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image, ImageOps, ImageSequence
from pypdfium2 import raw

from ingest.refusals import refused

Grey = NDArray[np.uint8]
"""Height × width, 0 is black."""

MOST_PAGES = 200
MOST_DOTS = 60_000_000
"""Of one page: an A4 page at 600 dots an inch has 35 million."""

_POINTS = 72.0
_SHORT_SIDE = (1700, 2500)
"""Between these the shorter side of a page is to lie when it is read: A4 at 205 to 300 dots an inch."""
_LEAST_SIDE = 300


@dataclass(frozen=True, slots=True)
class Picture:
    """One page, counted from 1. `points` is how many points of the page one dot of `grey` measures."""

    page: int
    grey: Grey
    points: float


def pages_of_picture(content: bytes) -> Iterator[Picture]:
    """The pages of a picture file: PNG, JPEG, TIFF, GIF, BMP. Raises DocumentRejected."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(content)) as opened:
                if getattr(opened, "n_frames", 1) > MOST_PAGES:
                    raise refused("too_large")
                for page, frame in enumerate(ImageSequence.Iterator(opened), 1):
                    _must_be_of_size(frame.width, frame.height)
                    yield _picture(page, frame)
    except Image.DecompressionBombError as error:
        raise refused("too_large") from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise refused("damaged") from error


def _picture(page: int, frame: Image.Image) -> Picture:
    dots = _dots_an_inch(frame)
    grey = np.asarray(_on_white(ImageOps.exif_transpose(frame)), np.uint8)
    return _sized(page, grey, _POINTS / dots)


def _on_white(frame: Image.Image) -> Image.Image:
    """Grey; what is seen through is white."""
    if frame.mode in ("LA", "PA", "RGBA") or "transparency" in frame.info:
        frame = frame.convert("RGBA")
        frame = Image.alpha_composite(Image.new("RGBA", frame.size, "white"), frame)
    if frame.mode.startswith("I"):
        return Image.fromarray((np.asarray(frame, np.float64) / 256).clip(0, 255).astype(np.uint8))
    return frame.convert("L")


def _dots_an_inch(frame: Image.Image) -> float:
    """What the file says, or as many as there are points to an inch."""
    return float(frame.info.get("dpi", (_POINTS, _POINTS))[0] or _POINTS)


def _must_be_of_size(width: int, height: int) -> None:
    if width * height > MOST_DOTS:
        raise refused("too_large")
    if min(width, height) < _LEAST_SIDE:
        raise refused("nothing_seen")


def _sized(page: int, grey: Grey, points: float) -> Picture:
    """The picture, its shorter side within the bounds in which a page is read best."""
    side = min(grey.shape)
    wanted = min(max(side, _SHORT_SIDE[0]), _SHORT_SIDE[1])
    if wanted == side:
        return Picture(page, np.ascontiguousarray(grey), points)
    factor = wanted / side
    way = cv2.INTER_CUBIC if factor > 1 else cv2.INTER_AREA
    return Picture(page, np.asarray(cv2.resize(grey, None, fx=factor, fy=factor, interpolation=way), np.uint8), points / factor)


def pages_of_pdf(content: bytes, wanted: Collection[int] | None = None) -> Iterator[Picture]:
    """The pages of a PDF, or those of them that are wanted, counted from 1, drawn as finely as their pictures are."""
    try:
        with pypdfium2.PdfDocument(content) as document:
            if len(document) > MOST_PAGES:
                raise refused("too_large")
            for index in range(len(document)):
                if wanted is None or index + 1 in wanted:
                    yield from _page(document, index)
    except pypdfium2.PdfiumError as error:
        raise refused("damaged") from error


def _page(document: pypdfium2.PdfDocument, index: int) -> Iterator[Picture]:
    page = document[index]
    try:
        width, height = page.get_size()
        shorter = min(width, height)
        if shorter <= 0:
            return
        dots = min(max(_dots(page, shorter), _SHORT_SIDE[0]), _SHORT_SIDE[1])
        scale = dots / shorter
        if width * height * scale * scale > MOST_DOTS:
            raise refused("too_large")
        grey = page.render(scale=scale, grayscale=True, may_draw_forms=False).to_numpy()
        yield Picture(index + 1, np.ascontiguousarray(grey.reshape(grey.shape[:2]), np.uint8), 1 / scale)
    finally:
        page.close()


def _dots(page: pypdfium2.PdfPage, shorter: float) -> float:
    """How many dots the shorter side of the page has in its finest picture."""
    most = 0.0
    for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        x0, _, x1, _ = thing.get_bounds()
        wide, _ = thing.get_px_size()
        if x1 > x0:
            most = max(most, wide / (x1 - x0) * shorter)
    return most
