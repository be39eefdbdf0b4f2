"""The sheet that pictures are drawn on: colours, the font that ships with the project, and text that fits its place."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from ingest.knowledge import DATA

FONT = DATA / "fonts" / "NotoSansSC-subset.otf"
WHITE, INK, QUIET, LINE, HEAD = (255, 255, 255), (34, 38, 43), (107, 114, 124), (188, 195, 204), (241, 244, 248)
MARK, TINT = (214, 71, 22), (255, 232, 214)
_UNKNOWN = "\uffff"


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """The project's own font, so that Chinese is drawn on a machine without any."""
    return ImageFont.truetype(str(FONT), size)


def shown(text: str) -> str:
    """The text with characters that the font lacks by their code points, never as empty boxes: 𠮷 → [U+20BB7]."""
    return "".join(char if char.isspace() or not _is_lacking(char) else f"[U+{ord(char):04X}]" for char in text)


@cache
def _is_lacking(char: str) -> bool:
    return not char.isprintable() or _drawn(char) == _drawn(_UNKNOWN)


@cache
def _drawn(char: str) -> bytes:
    return bytes(font(32).getmask(char))


def width(text: str, size: int) -> float:
    """How wide a line is, in pixels."""
    return font(size).getlength(text)


def lines(text: str, size: int, room: float) -> list[str]:
    """The text broken to fit the room; between any two Chinese characters, but within no number and no word."""
    found: list[str] = []
    for paragraph in shown(text).split("\n"):
        line = ""
        for piece in _pieces(paragraph.strip()):
            if line and width(line + piece.rstrip(), size) > room:
                found.append(line.rstrip())
                line = piece.lstrip()
            else:
                line += piece
        found.append(line.rstrip())
    return found


def _pieces(text: str) -> Iterator[str]:
    """Single Chinese characters with the punctuation behind them, and everything else word by word."""
    piece = ""
    for char in text:
        if piece and (char in "，。；：、）》”！？%％" or (_is_of_a_word(char) and _is_of_a_word(piece[-1]))):
            piece += char
            continue
        if piece:
            yield piece
        piece = char
    if piece:
        yield piece


def _is_of_a_word(char: str) -> bool:
    return char.isascii() and not char.isspace()


def png(image: Image.Image) -> bytes:
    """The picture as a PNG file."""
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def sheet(size: tuple[int, int]) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """An empty sheet and the pen."""
    image = Image.new("RGB", size, WHITE)
    return image, ImageDraw.Draw(image)
