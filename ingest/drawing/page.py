"""Parts of pages: the page as it was printed or scanned, cut to what is to be seen, with the cell marked and nothing covered."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageOps

from ingest.drawing.paper import INK, LINE, MARK, QUIET, TINT, WHITE, font, lines, png, sheet
from ingest.report import Box
from ingest.surroundings import Strip

_WIDEST = 1600
_SCALE = 2.6
"""Pixels a point: letters of a page are read on a phone without being made larger."""

_AROUND, _MARGIN, _GAP = 8.0, 28, 34
_TITLE, _SMALL = 28, 20
_LABELS = (232, 240, 252)
_MOST_PIXELS = 60_000_000


def draw(content: bytes, is_pdf: bool, strips: Sequence[Strip], title: str, source: str) -> bytes:
    """A PNG of the strips, one below the other, under a title and above the source."""
    pieces = [_piece(_page(content, is_pdf, strip.page), strip) for strip in strips]
    room = max(piece.width for piece in pieces)
    above, below = lines(title, _TITLE, room), lines(source, _SMALL, room)
    top = _MARGIN + round(len(above) * _TITLE * 1.4) + _MARGIN // 2
    height = top + sum(piece.height for piece in pieces) + _GAP * (len(pieces) - 1)
    image, pen = sheet((room + 2 * _MARGIN, height + _MARGIN // 2 + round(len(below) * _SMALL * 1.4) + _MARGIN))
    for number, line in enumerate(above):
        pen.text((_MARGIN, _MARGIN + number * _TITLE * 1.4), line, INK, font(_TITLE))
    for number, piece in enumerate(pieces):
        if number:
            _break(pen, top, room)
            top += _GAP
        image.paste(piece, (_MARGIN, top))
        top += piece.height
    for number, line in enumerate(below):
        pen.text((_MARGIN, top + _MARGIN // 2 + number * _SMALL * 1.4), line, QUIET, font(_SMALL))
    return png(image)


def _page(content: bytes, is_pdf: bool, number: int) -> tuple[Image.Image, float]:
    """The page and how many of its pixels make a point."""
    if is_pdf:
        with pypdfium2.PdfDocument(content) as pdf:
            page = pdf[number - 1]
            largest = (_MOST_PIXELS / (page.get_width() * page.get_height())) ** 0.5
            scale = min(_SCALE, largest)
            return page.render(scale=scale).to_pil().convert("RGB"), scale
    with Image.open(BytesIO(content)) as picture:
        picture.seek(number - 1)
        dpi = picture.info.get("dpi", (72, 72))[0] or 72
        return ImageOps.exif_transpose(picture).convert("RGB"), float(dpi) / 72


def _piece(page: tuple[Image.Image, float], strip: Strip) -> Image.Image:
    image, scale = page
    left, top, right, bottom = (
        max(0.0, strip.box[0] - _AROUND), max(0.0, strip.box[1] - _AROUND),
        min(image.width / scale, strip.box[2] + _AROUND), min(image.height / scale, strip.box[3] + _AROUND),
    )  # fmt: skip
    piece = image.crop((round(left * scale), round(top * scale), round(right * scale), round(bottom * scale)))
    factor = min(_WIDEST / piece.width, _SCALE / scale if scale < _SCALE else 1.0)
    if abs(factor - 1) > 0.01:
        size = (max(1, round(piece.width * factor)), max(1, round(piece.height * factor)))
        piece = piece.resize(size, Image.Resampling.LANCZOS)
    zoom = scale * factor

    def on_piece(box: Box) -> tuple[float, float, float, float]:
        return (box[0] - left) * zoom, (box[1] - top) * zoom, (box[2] - left) * zoom, (box[3] - top) * zoom

    for box in strip.labels:
        piece = _tinted(piece, on_piece(box), _LABELS)
    if strip.marked is not None:
        x0, y0, x1, y1 = on_piece(strip.marked)
        piece = _tinted(piece, (x0, y0, x1, y1), TINT)
        ImageDraw.Draw(piece).rectangle((x0 - 2, y0 - 2, x1 + 2, y1 + 2), None, MARK, 4)
    return piece


def _tinted(piece: Image.Image, box: tuple[float, float, float, float], colour: tuple[int, int, int]) -> Image.Image:
    """Colours the paper and leaves the print: the darker of the two is kept at every point."""
    tint = Image.new("RGB", piece.size, WHITE)
    ImageDraw.Draw(tint).rectangle(box, colour)
    return ImageChops.multiply(piece, tint)


def _break(pen: ImageDraw.ImageDraw, top: int, room: int) -> None:
    """A dashed line: what lies between is left out."""
    y = top + _GAP // 2
    for x in range(_MARGIN, _MARGIN + room, 18):
        pen.line((x, y, min(x + 9, _MARGIN + room), y), LINE, 2)
