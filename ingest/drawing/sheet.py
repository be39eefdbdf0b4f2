"""The sheet that every picture of evidence is set on: caption above, the evidence, where it comes from below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageChops, ImageDraw

from ingest.drawing.type import GREY, INK, Colour, height, wrapped, write

WIDTH = 1440
PAPER: Colour = (255, 255, 255)
RULE: Colour = (176, 184, 194)
MARK: Colour = (214, 64, 16)
TINT: Colour = (255, 240, 178)
SOFT: Colour = (232, 241, 252)
_MARGIN, _TITLE, _LINE, _NOTE = 40, 40, 34, 26


@dataclass(frozen=True, slots=True)
class Caption:
    """What is written around the evidence: whose report on which year, which cell, and where it stands."""

    title: str
    line: str
    notes: tuple[str, ...]


def tinted(picture: Image.Image, box: tuple[int, int, int, int], colour: Colour) -> None:
    """Lays a colour over a part of the picture as a marker pen does: what is dark stays as dark."""
    part = picture.crop(box)
    picture.paste(ImageChops.multiply(part, Image.new("RGB", part.size, colour)), box[:2])


def framed(picture: Image.Image, box: tuple[int, int, int, int], thick: int = 5) -> None:
    """Draws a frame around a part of the picture, outside of it."""
    x0, top, x1, bottom = box
    ImageDraw.Draw(picture).rectangle((x0 - thick, top - thick, x1 + thick - 1, bottom + thick - 1), None, MARK, thick)


def sheet(caption: Caption, parts: Sequence[Image.Image]) -> bytes:
    """The finished picture as PNG. The parts stand one below the other, each as wide as it is."""
    room = WIDTH - 2 * _MARGIN
    title, line = wrapped(caption.title, _TITLE, room), wrapped(caption.line, _LINE, room)
    notes = [one for note in caption.notes for one in wrapped(note, _NOTE, room)]
    head = _MARGIN + height(title, _TITLE) + height(line, _LINE) + _MARGIN // 2
    tall = head + sum(part.height for part in parts) + _MARGIN // 2 + height(notes, _NOTE) + _MARGIN
    picture = Image.new("RGB", (WIDTH, tall), PAPER)
    draw = ImageDraw.Draw(picture)
    write(draw, title, _TITLE, (_MARGIN, _MARGIN))
    write(draw, line, _LINE, (_MARGIN, _MARGIN + height(title, _TITLE)), colour=MARK)
    at = head
    for part in parts:
        picture.paste(part, ((WIDTH - part.width) // 2, at))
        at += part.height
    write(draw, notes, _NOTE, (_MARGIN, at + _MARGIN // 2), colour=GREY)
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def torn(width: int, text: str) -> Image.Image:
    """What stands between two strips of a page that are not next to each other: a broken line, with words in it."""
    picture = Image.new("RGB", (width, 64), PAPER)
    draw = ImageDraw.Draw(picture)
    for x in range(0, width, 24):
        draw.line((x, 32, min(x + 12, width - 1), 32), RULE, 3)
    words = wrapped(text, _NOTE, width / 2)[:1]
    if text:
        draw.rectangle((width * 0.5 - 10 - len(text) * _NOTE / 2, 0, width * 0.5 + 10 + len(text) * _NOTE / 2, 64), PAPER)
        write(draw, words, _NOTE, (0, 32 - height(words, _NOTE) / 2), colour=GREY, width=width, middle=True)
    return picture


def bordered(picture: Image.Image) -> Image.Image:
    """The picture with a thin line around it, so that a cut page is seen to be one."""
    ImageDraw.Draw(picture).rectangle((0, 0, picture.width - 1, picture.height - 1), None, RULE, 2)
    return picture


def inner() -> int:
    """The room between the margins, in pixels."""
    return WIDTH - 2 * _MARGIN


__all__ = ["INK", "Caption", "bordered", "framed", "inner", "sheet", "tinted", "torn"]
