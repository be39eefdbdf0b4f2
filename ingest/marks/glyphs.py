"""The characters of a page out of pdfium, each in the box that pdfplumber gives it, or nothing where one is in doubt."""

from __future__ import annotations

from collections.abc import Iterable
from ctypes import addressof, c_double, c_float, c_ulong
from dataclasses import dataclass, field

from pypdfium2 import raw

from ingest.marks.matrix import Matrix, Thing, boxed, moved, times

_FIRST = 32
"""Below it stand controls, and pdfium's own mark for a hyphen at the end of a line."""
_HALVES = range(0xD800, 0xE000)
"""Of characters that two code units write."""
_REPLACED = b"ActualText"


@dataclass(slots=True)
class _Run:
    """What the characters of one text object share."""

    font: _Font
    size: float
    turn: Matrix
    """From its own space to the page as shown, without the place."""
    upright: bool


@dataclass(slots=True)
class _Font:
    """`descent` of the font and the advances of its characters so far, in parts of the size."""

    handle: raw.FPDF_FONT
    descent: float
    widths: dict[int, float] = field(default_factory=dict)


def glyphs(page: raw.FPDF_PAGE, texts: Iterable[raw.FPDF_PAGEOBJECT], place: Matrix) -> list[Thing] | None:
    """Every character that the text objects print. None where pdfium leaves out, replaces or does not know one."""
    texts = list(texts)
    if any(map(_is_replaced, texts)):
        return None
    open_text = raw.FPDFText_LoadPage(page)
    if not open_text:
        return None
    try:
        return _Taking(open_text, place).all_of(texts)
    finally:
        raw.FPDFText_ClosePage(open_text)


def _is_replaced(text: raw.FPDF_PAGEOBJECT) -> bool:
    """Whether the document says that other words stand for those printed."""
    size = c_ulong()
    return any(
        raw.FPDFPageObjMark_GetParamStringValue(raw.FPDFPageObj_GetMark(text, index), _REPLACED, None, 0, size)
        for index in range(raw.FPDFPageObj_CountMarks(text))
    )


class _Taking:
    """The characters of one page while they are taken."""

    def __init__(self, text: raw.FPDF_TEXTPAGE, place: Matrix) -> None:
        self._text = text
        self._place = place
        self._runs: dict[int, _Run] = {}
        self._fonts: dict[int, _Font] = {}
        self._x, self._y = c_double(), c_double()
        self._number = c_float()
        self._found: list[Thing] = []
        self._last: tuple[_Run, float, float] | None = None

    def all_of(self, texts: Iterable[raw.FPDF_PAGEOBJECT]) -> list[Thing] | None:
        """Every character; None where one is in doubt, or where one of the text objects has given none."""
        for index in range(raw.FPDFText_CountChars(self._text)):
            if not raw.FPDFText_IsGenerated(self._text, index) and not self._take(index):
                return None
        return self._found if all(addressof(text.contents) in self._runs for text in texts) else None

    def _take(self, index: int) -> bool:
        """Whether the character at this index is known and taken."""
        code = raw.FPDFText_GetUnicode(self._text, index)
        if code < _FIRST or code in _HALVES or raw.FPDFText_HasUnicodeMapError(self._text, index):
            return False
        run = self._run(index)
        raw.FPDFText_GetCharOrigin(self._text, index, self._x, self._y)
        here = (run, self._x.value, self._y.value)
        if here == self._last:
            return self._join(code, index, run)
        self._last = here
        width = self._width(run, index, code)
        if not width:
            return False
        self._found.append(self._glyph(run, code, width))
        return True

    def _glyph(self, run: _Run, code: int, width: float) -> Thing:
        x, y = moved(self._place, self._x.value, self._y.value)
        a, b, c, d, _, _ = run.turn
        if width > 0:
            low, along = run.font.descent * run.size, width * run.size
            high = low + run.size
        else:  # Written downwards: pdfium's point is the lower left corner of a character as wide as its size.
            low, high, along = run.size * (1 + width), run.size, run.size
        xs = (c * low, c * high, a * along + c * low, a * along + c * high)
        ys = (d * low, d * high, b * along + d * low, b * along + d * high)
        glyph = boxed("char", x + min(xs), y + min(ys), x + max(xs), y + max(ys))
        glyph["text"], glyph["upright"] = chr(code), run.upright
        return glyph

    def _join(self, code: int, index: int, run: _Run) -> bool:
        """Adds to the glyph before what the same glyph prints besides (ﬁ is f and i). Only level ones have a width."""
        last = self._found[-1]
        width = self._loose(index, run)
        if width is None:
            return False
        last["text"] += chr(code)
        last["x1"] = last["x0"] + width
        last["width"] = width
        return True

    def _loose(self, index: int, run: _Run) -> float | None:
        """The width of the place that pdfium keeps for a level character, on the page as shown."""
        if run.turn[1] or run.turn[2]:
            return None
        box = raw.FS_RECTF()
        raw.FPDFText_GetLooseCharBox(self._text, index, box)
        return float(box.right - self._x.value) * abs(self._place[0])

    def _width(self, run: _Run, index: int, code: int) -> float | None:
        """How far the character leads on, in parts of its size; below 0 where it leads down."""
        width = run.font.widths.get(code)
        if width is None:
            raw.FPDFFont_GetGlyphWidth(run.font.handle, code, 1.0, self._number)
            width = run.font.widths[code] = self._number.value
        if width:
            return width
        loose = self._loose(index, run)
        return None if loose is None else loose / (run.size * run.turn[0])

    def _run(self, index: int) -> _Run:
        text = raw.FPDFText_GetTextObject(self._text, index)
        address = addressof(text.contents)
        run = self._runs.get(address)
        if run is None:
            run = self._runs[address] = self._new_run(text, index)
        return run

    def _new_run(self, text: raw.FPDF_PAGEOBJECT, index: int) -> _Run:
        own = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(self._text, index, own)
        turn = times((own.a, own.b, own.c, own.d, 0.0, 0.0), (*self._place[:4], 0.0, 0.0))
        a, b, c, d, _, _ = turn
        # Seen from the top of the page, which counts downwards.
        upright = a * -d > 0 and -b * c <= 0
        return _Run(self._font(text), raw.FPDFText_GetFontSize(self._text, index), turn, upright)

    def _font(self, text: raw.FPDF_PAGEOBJECT) -> _Font:
        handle = raw.FPDFTextObj_GetFont(text)
        address = addressof(handle.contents)
        font = self._fonts.get(address)
        if font is None:
            raw.FPDFFont_GetDescent(handle, 1.0, self._number)
            font = self._fonts[address] = _Font(handle, -abs(self._number.value))
        return font
