"""Strips of pages: a PDF page drawn by pdfium, or the picture itself where the document is one.

A PDF that names a Chinese font without carrying it is drawn with the shipped font where the system has none: else its
words would be missing from the picture, and nobody would be told.
"""

from __future__ import annotations

import ctypes
from functools import cache
from io import BytesIO
from typing import Any

import pypdfium2 as pdfium
from PIL import Image, ImageOps
from pypdfium2 import raw

from ingest.drawing.type import FONT
from ingest.report import Box

_HANDLE = 0x676B
_NAME = b"Noto Sans CJK SC\0"
_MOST_PIXELS = 40_000_000


class _Fonts(pdfium.PdfSysfontBase):  # type: ignore[misc]
    """The system's fonts, and the shipped one where a Chinese font is wanted and there is none."""

    def MapFont(self, *given: Any) -> Any:
        found = super().MapFont(*given)
        return _HANDLE if not found and given[3] == raw.FXFONT_GB2312_CHARSET else found

    def GetFontData(self, it: Any, font: Any, table: int, buffer: Any, size: int) -> int:
        if font != _HANDLE:
            return int(super().GetFontData(it, font, table, buffer, size))
        return _copied(_table(table), buffer, size)

    def GetFaceName(self, it: Any, font: Any, buffer: Any, size: int) -> int:
        return _copied(_NAME, buffer, size) if font == _HANDLE else int(super().GetFaceName(it, font, buffer, size))

    def GetFontCharset(self, it: Any, font: Any) -> int:
        return int(raw.FXFONT_GB2312_CHARSET) if font == _HANDLE else int(super().GetFontCharset(it, font))

    def DeleteFont(self, it: Any, font: Any) -> None:
        if font != _HANDLE:
            super().DeleteFont(it, font)


def _copied(data: bytes, buffer: Any, size: int) -> int:
    if buffer and size >= len(data):
        ctypes.memmove(buffer, data, len(data))
    return len(data)


@cache
def _table(tag: int) -> bytes:
    """One table of the font, or the whole file for 0; nothing where it has no such table."""
    font = FONT.read_bytes()
    if tag == 0:
        return font
    for place in range(12, 12 + 16 * int.from_bytes(font[4:6], "big"), 16):
        name, _, start, length = (int.from_bytes(font[at : at + 4], "big") for at in range(place, place + 16, 4))
        if name == tag:
            return font[start : start + length]
    return b""


@cache
def _with_fonts() -> None:
    """Once a process: pdfium has no way to be told twice."""
    _Fonts().setup()


def size_of(content: bytes, page: int) -> tuple[float, float]:
    """Width and height of a page, in points."""
    if _is_pdf(content):
        with _pdf_page(content, page) as (shown, _):
            return float(shown.get_width()), float(shown.get_height())
    with _picture(content, page) as picture:
        scale = _dots(picture)
        return picture.width / scale, picture.height / scale


def strip(content: bytes, page: int, region: Box, scale: float) -> Image.Image:
    """A region of a page (counted from 1), in points from its upper left corner, at so many pixels a point."""
    if not _is_pdf(content):
        with _picture(content, page) as picture:
            dots = _dots(picture)
            x0, top, x1, bottom = region
            size = max(1, round((x1 - x0) * scale)), max(1, round((bottom - top) * scale))
            box = x0 * dots, top * dots, min(x1 * dots, picture.width), min(bottom * dots, picture.height)
            return picture.convert("RGB").resize(size, Image.Resampling.LANCZOS, box=box)
    with _pdf_page(content, page) as (shown, left):
        x0, top, x1, bottom = region
        cut = (x0 - left, shown.get_height() - bottom, shown.get_width() - (x1 - left), top)
        drawn: Image.Image = shown.render(scale=scale, crop=tuple(max(0.0, edge) for edge in cut)).to_pil()
        return drawn.convert("RGB")


def _is_pdf(content: bytes) -> bool:
    return b"%PDF-" in content[:1024]


class _pdf_page:
    """A page whose visible part is its whole medium: boxes are counted from that. Gives it with its left edge."""

    def __init__(self, content: bytes, page: int) -> None:
        _with_fonts()
        self._document = pdfium.PdfDocument(content)
        first = self._document[page - 1]
        medium = first.get_mediabox()
        first.set_cropbox(*medium)
        first.close()
        self._page, self._left = self._document[page - 1], medium[0]

    def __enter__(self) -> tuple[Any, float]:
        return self._page, self._left

    def __exit__(self, *_: object) -> None:
        self._page.close()
        self._document.close()


def _picture(content: bytes, page: int) -> Image.Image:
    picture = Image.open(BytesIO(content))
    if picture.width * picture.height > 4 * _MOST_PIXELS:
        raise ValueError("the picture is too large")
    picture.seek(page - 1)
    return ImageOps.exif_transpose(picture)


def _dots(picture: Image.Image) -> float:
    """Pixels a point: 72 points are an inch where the picture says how large it is, else a pixel is a point."""
    dots = float(picture.info.get("dpi", (0, 0))[0] or 0)
    return dots / 72 if dots > 0 else 1.0
