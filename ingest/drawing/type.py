"""Type: the shipped font, and text set in it. A character that it lacks is shown by its number, never as an empty box."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

from PIL import ImageDraw, ImageFont

FONT = Path(__file__).resolve().parents[2] / "data" / "fonts" / "NotoSansSC-subset.otf"
INK, GREY = (28, 32, 38), (104, 112, 122)
LEADING = 1.4
_LACKING = "\U000fffff"
_PROBE = 20

Colour = tuple[int, int, int]


@cache
def face(size: int) -> ImageFont.FreeTypeFont:
    """The font at a size in pixels."""
    return ImageFont.truetype(str(FONT), size, layout_engine=ImageFont.Layout.BASIC)


def shown(text: str) -> str:
    """The text as it can be drawn: 𠮷 → [U+20BB7]; control characters are left out."""
    return "".join(char if _drawn(char) else f"[U+{ord(char):04X}]" for char in text if char.isprintable() or char == "\n")


@lru_cache(maxsize=4096)
def _drawn(char: str) -> bool:
    font = face(_PROBE)
    return char.isspace() or bytes(font.getmask(char)) != bytes(font.getmask(_LACKING))


def wrapped(text: str, size: int, width: float) -> list[str]:
    """The lines of a text in a width. Chinese breaks anywhere, Latin words and numbers stay whole where they fit."""
    lines: list[str] = []
    for paragraph in shown(text).split("\n"):
        line = ""
        for word in _words(paragraph):
            if line and face(size).getlength(line + word) > width:
                lines.append(line.rstrip())
                line = word.lstrip()
            else:
                line += word
            while len(line) > 1 and face(size).getlength(line) > width:
                fits = max(1, next(n for n in range(len(line), 0, -1) if n == 1 or face(size).getlength(line[:n]) <= width))
                lines.append(line[:fits])
                line = line[fits:]
        lines.append(line.rstrip())
    return lines


def _words(text: str) -> list[str]:
    """Runs of narrow letters, and every other character alone; closing marks stay with what is before them."""
    words: list[str] = []
    for char in text:
        joins = words and (char.isascii() and not char.isspace() and words[-1][-1].isascii() and words[-1][-1] != " ")
        if joins or (words and char in "，。、；：）》”’？！"):
            words[-1] += char
        else:
            words.append(char)
    return words


def height(lines: list[str], size: int) -> int:
    """The height of lines set one below the other, in pixels."""
    return round(len(lines) * size * LEADING)


def write(
    draw: ImageDraw.ImageDraw, lines: list[str], size: int, place: tuple[float, float], *,
    colour: Colour = INK, width: float = 0, middle: bool = False,
) -> None:  # fmt: skip
    """Sets lines with their upper left corner at a place; in the middle of `width` where asked."""
    x, y = place
    for nth, line in enumerate(lines):
        room = (width - face(size).getlength(line)) / 2 if middle else 0
        draw.text((x + room, y + (nth + 0.5) * size * LEADING), line, font=face(size), fill=colour, anchor="lm")
