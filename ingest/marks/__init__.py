"""The characters and rules that pdfium finds on the pages of a PDF, named as pdfplumber names its objects.

pdfium takes a page apart a score of times faster than pdfplumber's own parser. Where it cannot vouch that it saw every
character as printed (an unknown character, text that it took for a shadow of other text, replaced text) it says so by
giving nothing, and the page is parsed by pdfplumber.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2
from pypdfium2 import raw

from ingest.marks.glyphs import glyphs_of
from ingest.marks.matrix import Marks, Matrix, times
from ingest.marks.strokes import strokes_of
from ingest.refusals import refused

DEEPEST = 20
"""Forms within forms."""
MOST_STEPS = 300_000
"""Steps of all paths on one page: beyond it stands a map or a drawing, no report."""
_TEXT, _PATH, _FORM = raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_FORM
_UNSEEN = (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING)

Painted = tuple[int, raw.FPDF_PAGEOBJECT, Matrix]
"""An object of a page that is no form: its kind, itself, and what takes its points to the page as shown."""


class Sheets:
    """The pages of one PDF as pdfium reads them; none where it cannot open the file."""

    def __init__(self, document: pypdfium2.PdfDocument | None) -> None:
        self._document = document
        self._pages = 0 if document is None else len(document)

    def __len__(self) -> int:
        return self._pages

    def marks(self, index: int, place: Matrix, flat: frozenset[bytes] = frozenset()) -> Marks | None:
        """What stands on a page, from 0; None where that is in doubt.

        `place` takes the points of the page to where they are shown; `flat` are names of fonts without a descent.
        """
        if self._document is None:
            return None
        page = raw.FPDF_LoadPage(self._document.raw, index)
        if not page:
            return None
        try:
            return _marks(page, place, flat)
        finally:
            raw.FPDF_ClosePage(page)


@contextmanager
def sheets(content: bytes) -> Iterator[Sheets]:
    """The pages of a file, for as long as the block lasts."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        yield Sheets(None)
        return
    try:
        yield Sheets(document)
    finally:
        document.close()


def _marks(page: raw.FPDF_PAGE, place: Matrix, flat: frozenset[bytes]) -> Marks | None:
    texts: list[tuple[raw.FPDF_PAGEOBJECT, Matrix]] = []
    steps = 0
    found: Marks = {"char": [], "line": [], "rect": [], "curve": []}
    for kind, thing, matrix in _painted(page, place):
        if kind == _TEXT:
            texts.append((thing, matrix))
        elif kind == _PATH:
            steps += raw.FPDFPath_CountSegments(thing)
            if steps > MOST_STEPS:
                raise refused("too_large")
            for stroke in strokes_of(thing, matrix):
                found[stroke["object_type"]].append(stroke)
        elif kind not in _UNSEEN:
            return None
    chars = glyphs_of(page, texts, place, flat)
    if chars is None:
        return None
    found["char"] = chars
    return found


def _painted(page: raw.FPDF_PAGE, place: Matrix) -> Iterator[Painted]:
    for index in range(raw.FPDFPage_CountObjects(page)):
        yield from _within(raw.FPDFPage_GetObject(page, index), place, 0)


def _within(thing: raw.FPDF_PAGEOBJECT, place: Matrix, depth: int) -> Iterator[Painted]:
    kind = raw.FPDFPageObj_GetType(thing)
    if kind != _FORM or depth > DEEPEST:
        yield kind, thing, place
        return
    inner = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(thing, inner)
    place = times((inner.a, inner.b, inner.c, inner.d, inner.e, inner.f), place)
    for index in range(raw.FPDFFormObj_CountObjects(thing)):
        yield from _within(raw.FPDFFormObj_GetObject(thing, index), place, depth + 1)
