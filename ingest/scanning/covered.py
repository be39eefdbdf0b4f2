"""Which pages of a PDF that has text are pictures all the same, as where signed pages were scanned and put in between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

import pypdfium2
from pypdfium2 import raw

from ingest.report import Document, Grid, Text

FEW_LETTERS = 20
"""A page with fewer has no more than its number and a running title."""
_COVERS = 0.5
_DEEPEST = 3


def pages_without_text(document: Document) -> frozenset[int]:
    """The pages, counted from 1, on which less stands than a sentence."""
    letters: Counter[int | None] = Counter()
    for block in document.blocks:
        letters[block.page] += letters_in(block)
    return frozenset(page for page in range(1, (document.pages or 0) + 1) if letters[page] < FEW_LETTERS)


def letters_in(block: Text | Grid) -> int:
    """How many letters stand in a line or a table."""
    if isinstance(block, Text):
        return len(block.text)
    return sum(len(cell.text) for row in block.rows for cell in row if cell.origin)


def covered(content: bytes, pages: Collection[int]) -> frozenset[int]:
    """Those of the pages most of which a picture, or several, cover. None where the file cannot be opened."""
    try:
        with pypdfium2.PdfDocument(content) as document:
            return frozenset(page for page in pages if page <= len(document) and _is_covered(document[page - 1]))
    except pypdfium2.PdfiumError:
        return frozenset()


def _is_covered(page: pypdfium2.PdfPage) -> bool:
    width, height = page.get_size()
    return bool(sum(_areas(page)) > _COVERS * width * height)


def _areas(page: pypdfium2.PdfPage) -> Iterator[float]:
    for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=_DEEPEST):
        x0, y0, x1, y1 = thing.get_bounds()
        yield float((x1 - x0) * (y1 - y0))
