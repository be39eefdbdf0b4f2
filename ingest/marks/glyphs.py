"""The characters of a page out of pdfium, each in the box that pdfplumber gives it, or nothing where one is in doubt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from ctypes import addressof, byref, c_double, c_float, c_ulong, create_string_buffer
from dataclasses import dataclass, field

from pypdfium2 import raw

from ingest.marks.matrix import Matrix, Point, Thing, boxed, moved, times

_FIRST = 32
"""Below it stand controls, and pdfium's own mark for a hyphen at the end of a line."""
_HALVES = range(0xD800, 0xE000)
"""Of characters that two code units write."""
_SUBSET = re.compile(rb"^[A-Z]{6}\+")
_LONGEST_NAME = 128
_SPACE, _USUAL_SPACE = 32, 0.25
_HAIR = 0.05
_REPLACED = b"ActualText"


Texts = Sequence[tuple[raw.FPDF_PAGEOBJECT, Matrix]]
"""Text objects, each with what takes the points of its surroundings to the page as shown."""


@dataclass(slots=True, eq=False)
class _Run:
    """What the characters of one text object share."""

    font: _Font
    size: float
    turn: tuple[float, float, float, float]
    """a, b, c, d of what takes its own space to the page as shown."""
    upright: bool
    level: float
    """How wide a letter as wide as its size is in the document's own points; 0 where the line is not level there."""
    start: Point
    """Where it begins, in the document's own points."""


@dataclass(slots=True, eq=False)
class _Font:
    """`descent` of the font and the advances of its characters so far, in parts of the size."""

    handle: raw.FPDF_FONT
    descent: float
    widths: dict[int, float] = field(default_factory=dict)


def glyphs_of(page: raw.FPDF_PAGE, texts: Texts, place: Matrix, flat: frozenset[bytes]) -> list[Thing] | None:
    """Every character that the text objects print. None where pdfium leaves out, replaces or does not know one.

    `flat` are the names of fonts without a descent in the document: pdfium would make one up.
    """
    if any(_is_replaced(text) for text, _ in texts):
        return None
    open_text = raw.FPDFText_LoadPage(page)
    if not open_text:
        return None
    try:
        return _Taking(open_text, place, flat).all_of(texts)
    finally:
        raw.FPDFText_ClosePage(open_text)


def unmarked(name: bytes) -> bytes:
    """A font's name without the mark that only part of the font is in the file (ABCDEF+)."""
    return _SUBSET.sub(b"", name)


def _is_replaced(text: raw.FPDF_PAGEOBJECT) -> bool:
    """Whether the document says that other words stand for those printed."""
    size = c_ulong()
    return any(
        raw.FPDFPageObjMark_GetParamStringValue(raw.FPDFPageObj_GetMark(text, index), _REPLACED, None, 0, size)
        for index in range(raw.FPDFPageObj_CountMarks(text))
    )


def _run(font: _Font, size: float, own: raw.FS_MATRIX, place: Matrix) -> _Run:
    """A run by its own matrix and by what takes the points around it to the page as shown."""
    a, b, c, d, _, _ = times((own.a, own.b, own.c, own.d, 0.0, 0.0), place)
    # Seen from the top of the page, which counts downwards.
    upright = a * -d > 0 and -b * c <= 0
    return _Run(font, size, (a, b, c, d), upright, 0.0 if own.b or own.c else own.a * size, (own.e, own.f))


class _Taking:
    """The characters of one page while they are taken."""

    def __init__(self, text: raw.FPDF_TEXTPAGE, place: Matrix, flat: frozenset[bytes]) -> None:
        self._text = text
        self._place = place
        self._flat = flat
        self._runs: dict[int, _Run] = {}
        self._fonts: dict[int, _Font] = {}
        self._x, self._y = c_double(), c_double()
        self._here = (byref(self._x), byref(self._y))
        self._own = raw.FS_MATRIX()
        self._number, self._box = c_float(), raw.FS_RECTF()
        self._found: list[Thing] = []
        self._last: tuple[_Run, float, float] | None = None

    def all_of(self, texts: Texts) -> list[Thing] | None:
        """Every character; None where one is in doubt, or where one of the text objects has given none."""
        for index in range(raw.FPDFText_CountChars(self._text)):
            text = raw.FPDFText_GetTextObject(self._text, index)
            # What belongs to no text object is a space or line end that pdfium puts between what the page prints.
            if not (self._take(index, text) if text else raw.FPDFText_GetUnicode(self._text, index) <= _SPACE):
                return None
        silent = ((text, place) for text, place in texts if addressof(text.contents) not in self._runs)
        return self._found if all(self._take_blank(text, place) for text, place in silent) else None

    def _take_blank(self, text: raw.FPDF_PAGEOBJECT, place: Matrix) -> bool:
        """Whether a text object that gave no character prints none, and is taken for a space: other glyphs of its font print.

        A font that is not in the file may lack the glyph here and have it elsewhere; one without any glyphs hides text.
        """
        left, low, right, high = c_float(), c_float(), c_float(), c_float()
        raw.FPDFPageObj_GetBounds(text, left, low, right, high)
        font = self._fonts.get(addressof(raw.FPDFTextObj_GetFont(text).contents))
        if font is None or left.value != right.value or raw.FPDFFont_GetIsEmbedded(font.handle) != 1:
            return False
        own = raw.FS_MATRIX()
        raw.FPDFPageObj_GetMatrix(text, own)
        raw.FPDFTextObj_GetFontSize(text, self._number)
        run = _run(font, self._number.value, own, place)
        raw.FPDFFont_GetGlyphWidth(font.handle, _SPACE, 1.0, self._number)
        self._found.append(self._glyph(run, " ", abs(self._number.value) or _USUAL_SPACE, *moved(place, own.e, own.f)))
        return True

    def _take(self, index: int, text: raw.FPDF_PAGEOBJECT) -> bool:
        """Whether the character at this index is known and taken."""
        code = raw.FPDFText_GetUnicode(self._text, index)
        if code <= _SPACE and raw.FPDFText_IsGenerated(self._text, index):
            return True
        if code < _FIRST or code in _HALVES or raw.FPDFText_HasUnicodeMapError(self._text, index):
            return False
        raw.FPDFText_GetCharOrigin(self._text, index, *self._here)
        run, known = self._run(text, index)
        here = (run, self._x.value, self._y.value)
        if here == self._last:
            # The same glyph goes on: ﬁ is f and i.
            printed, width = self._found.pop()["text"] + chr(code), self._loose(run, index)
        else:
            printed, width = chr(code), self._width(run, index, code)
        self._last = here
        if width > 0 and (not known or code == _SPACE) and self._lacks_spaces(run, code, known):
            return False
        if width:
            self._found.append(self._glyph(run, printed, width, *moved(self._place, *here[1:])))
        return bool(width)

    def _lacks_spaces(self, run: _Run, code: int, known: bool) -> bool:
        """Whether a space may be lost that parts what it stands between: pdfium leaves out those that follow another.

        That is all one where words are read on from there, but not where they run backwards or a run begins with it.
        """
        if code == _SPACE and run.turn[0] <= 0:
            return True
        return not known and max(abs(self._x.value - run.start[0]), abs(self._y.value - run.start[1])) > _HAIR

    def _glyph(self, run: _Run, text: str, width: float, x: float, y: float) -> Thing:
        a, b, c, d = run.turn
        if width > 0:
            low, along = run.font.descent * run.size, width * run.size
            high = low + run.size
        else:  # Written downwards: pdfium's point is the lower left corner of a character as wide as its size.
            low, high, along = run.size * (1 + width), run.size, run.size
        if b == c == 0:
            x0, x1, y0, y1 = 0.0, a * along, d * low, d * high
            glyph = boxed("char", x + min(x0, x1), y + min(y0, y1), x + max(x0, x1), y + max(y0, y1))
        else:
            xs = (c * low, c * high, a * along + c * low, a * along + c * high)
            ys = (d * low, d * high, b * along + d * low, b * along + d * high)
            glyph = boxed("char", x + min(xs), y + min(ys), x + max(xs), y + max(ys))
        glyph["text"], glyph["upright"] = text, run.upright
        return glyph

    def _width(self, run: _Run, index: int, code: int) -> float:
        """How far the character leads on, in parts of its size; below 0 where it leads down, 0 where it cannot be told."""
        width = run.font.widths.get(code)
        if width is None:
            raw.FPDFFont_GetGlyphWidth(run.font.handle, code, 1.0, self._number)
            width = run.font.widths[code] = self._number.value
        return width or self._loose(run, index)

    def _loose(self, run: _Run, index: int) -> float:
        """The same by the place that pdfium keeps for a character, which is known for level ones."""
        raw.FPDFText_GetLooseCharBox(self._text, index, self._box)
        return float(self._box.right - self._x.value) / run.level if run.level else 0.0

    def _run(self, text: raw.FPDF_PAGEOBJECT, index: int) -> tuple[_Run, bool]:
        """The run of the character, and whether one of its characters came before."""
        address = addressof(text.contents)
        run = self._runs.get(address)
        if run is not None:
            return run, True
        run = self._runs[address] = self._new_run(text, index)
        return run, False

    def _new_run(self, text: raw.FPDF_PAGEOBJECT, index: int) -> _Run:
        raw.FPDFText_GetMatrix(self._text, index, self._own)
        return _run(self._font(text), raw.FPDFText_GetFontSize(self._text, index), self._own, self._place)

    def _font(self, text: raw.FPDF_PAGEOBJECT) -> _Font:
        handle = raw.FPDFTextObj_GetFont(text)
        address = addressof(handle.contents)
        font = self._fonts.get(address)
        if font is None:
            name = create_string_buffer(_LONGEST_NAME)
            raw.FPDFFont_GetBaseFontName(handle, name, _LONGEST_NAME)
            raw.FPDFFont_GetDescent(handle, 1.0, self._number)
            descent = 0.0 if unmarked(name.value) in self._flat else -abs(self._number.value)
            font = self._fonts[address] = _Font(handle, descent)
        return font
