"""PDF: ruled tables with the page and place of every cell, and the lines of text around them.

Word processors write white rectangles behind cells and paragraphs, which a table finder takes for tables; only thin
ones are rules. A table that a page break leaves open is closed above and below. Each page is parsed once: by pdfium,
or by pdfplumber where pdfium cannot vouch for what it sees. pdfplumber's functions find tables, words and lines in both.
"""

from __future__ import annotations

import logging
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any, cast

import pdfplumber
from pdfplumber.container import Container
from pdfplumber.page import Page
from pdfplumber.table import Table, TableFinder
from pdfplumber.utils.exceptions import PdfminerException
from pdfplumber.utils.pdfinternals import resolve
from pdfplumber.utils.text import chars_to_textmap, extract_text

from ingest.errors import DocumentRejected
from ingest.marks import Sheets, sheets
from ingest.marks.glyphs import unmarked
from ingest.marks.matrix import Marks, Matrix, Thing, times
from ingest.refusals import refused
from ingest.report import Box, Document, Grid, GridCell, Text

MOST_PAGES = 200
MOST_RULES = 50_000
"""Edges on one page, beyond which it is no table that people drew."""
_THIN = 2.5
_SNAP = 3.0
_DEEPEST = 5
_NUMBER = re.compile(r"[-—–\s]*(?:第\s*)?\d{1,3}(?:\s*页)?(?:[/／,，\s]*共?\s*\d{1,3}\s*页?)?[-—–\s]*")
_SETTINGS: dict[str, Any] = {"vertical_strategy": "lines", "horizontal_strategy": "lines"}

Block = Text | Grid
Placed = tuple[float, float, Thing]
"""The middle of a character and the character."""


def read(name: str, content: bytes, sha256: str) -> Document:
    """The document of a PDF file."""
    pages = read_pages(content)
    if not any(map(_has_text, (block for page in pages for block in page))):
        raise refused("a_scan" if pages else "damaged")
    return Document(name, "pdf", sha256, (), tuple(block for page in pages for block in page), len(pages))


def read_pages(content: bytes) -> list[list[Block]]:
    """The tables and lines of each page, from top to bottom. A page that is a picture has none with text."""
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    try:
        with pdfplumber.open(BytesIO(content)) as pdf, sheets(content) as seen:
            if len(pdf.pages) > MOST_PAGES:
                raise refused("too_large")
            same = len(seen) == len(pdf.pages)
            return [list(_blocks(page, _marks(page, seen if same else None))) for page in pdf.pages]
    except PdfminerException as error:
        raise refused("password" if "Password" in repr(error) else "damaged") from error
    except (DocumentRejected, MemoryError):
        raise
    except Exception as error:  # A broken file breaks pdfplumber and its parser in any way that there is.
        raise refused("damaged") from error


def _marks(page: Page, seen: Sheets | None) -> Marks:
    """What stands on the page, kind by kind."""
    marks = seen.marks(page.page_number - 1, place(page), flat(page)) if seen else None
    if marks is None:
        marks = page.objects
        page.close()
    return marks


def place(page: Page) -> Matrix:
    """What takes the points of a PDF page to those that pdfplumber shows: turned as the page says, downwards from its top."""
    x0, y0, x1, y1 = page.page_obj.mediabox
    turns: dict[int, Matrix] = {90: (0, -1, 1, 0, -y0, x1), 180: (-1, 0, 0, -1, x1, y1), 270: (0, 1, -1, 0, y1, -x0)}
    left, _, _, bottom = page.mediabox
    return times(turns.get(page.page_obj.rotate, (1, 0, 0, 1, -x0, -y0)), (1, 0, 0, -1, left, bottom))


def flat(page: Page) -> frozenset[bytes]:
    """The names of the page's fonts that have neither ascent nor descent in the file."""
    names: dict[bool, set[bytes]] = {True: set(), False: set()}
    for font in _fonts(resolve(page.page_obj.resources), 0):
        inner = _entry(font, "DescendantFonts")
        descriptor = _entry(resolve(inner[0]) if isinstance(inner, list) and inner else font, "FontDescriptor")
        if descriptor or getattr(_entry(font, "Subtype"), "name", "") == "TrueType":
            name = getattr(_entry(font, "BaseFont"), "name", "")
            is_flat = not any(_entry(descriptor, key) for key in ("Ascent", "Descent"))
            names[is_flat].add(unmarked(name.encode() if isinstance(name, str) else name))
    return frozenset(names[True] - names[False])


def _fonts(resources: Any, depth: int) -> Iterator[Any]:
    """The fonts of a page and of the forms that it shows."""
    yield from map(resolve, (_entry(resources, "Font") or {}).values())
    if depth < _DEEPEST:
        for form in (_entry(resources, "XObject") or {}).values():
            yield from _fonts(_entry(getattr(resolve(form), "attrs", None), "Resources"), depth + 1)


def _entry(thing: Any, key: str) -> Any:
    """What a dictionary of the file holds under a name; None in anything that is no dictionary."""
    return resolve(thing.get(key)) if isinstance(thing, dict) else None


def _has_text(block: Block) -> bool:
    if isinstance(block, Text):
        return len(block.text) > 1
    return any(cell.text.strip() for row in block.rows for cell in row)


class _Sheet(Container):
    """The marks of a page where pdfplumber's table finder looks for them."""

    def __init__(self, marks: Marks, box: tuple[float, float, float, float]) -> None:
        self._marks = marks
        self.bbox = box

    @property
    def objects(self) -> Marks:
        return self._marks


def _blocks(page: Page, marks: Marks) -> Iterator[Block]:
    """The tables and the lines outside them, from top to bottom."""
    sheet = _Sheet({**marks, "rect": [rect for rect in marks.get("rect", ()) if _is_thin(rect)]}, page.bbox)
    if sum(bool(edge["orientation"]) and max(edge["width"], edge["height"]) >= 1 for edge in sheet.edges) > MOST_RULES:
        raise refused("too_large")
    tables = [table for table in TableFinder(cast(Page, sheet), _closed(sheet)).tables if len(table.cells) > 1]
    outside, within = _parted(sheet.chars, [table.bbox for table in tables])
    placed: list[tuple[float, Block]] = []
    for table, chars in zip(tables, within, strict=True):
        placed.append((table.bbox[1], _grid(table, chars, page.page_number)))
    height = float(page.height)
    for line in chars_to_textmap(outside, layout_bbox=page.bbox).extract_text_lines(return_chars=False):
        text = line["text"].strip()
        edge = line["top"] < 0.09 * height or line["bottom"] > 0.9 * height
        if text and not (edge and _NUMBER.fullmatch(text)):
            placed.append((line["top"], Text(text, page.page_number, _box(line))))
    return (block for _, block in sorted(placed, key=lambda pair: pair[0]))


def _is_thin(rect: Thing) -> bool:
    return bool(min(rect["width"], rect["height"]) <= _THIN)


def _closed(sheet: _Sheet) -> dict[str, Any]:
    """Settings that close each group of vertical rules above and below, where a page break left it open."""
    upright = sorted((edge for edge in sheet.edges if edge["orientation"] == "v"), key=lambda edge: edge["top"])
    groups: list[list[Thing]] = []
    for edge in upright:
        if groups and edge["top"] <= max(other["bottom"] for other in groups[-1]) + _SNAP:
            groups[-1].append(edge)
        else:
            groups.append([edge])
    lines = []
    for group in groups:
        left, right = min(edge["x0"] for edge in group), max(edge["x1"] for edge in group)
        for height in (min(edge["top"] for edge in group), max(edge["bottom"] for edge in group)):
            lines.append({"x0": left, "x1": right, "top": height, "bottom": height, "width": right - left,
                          "height": 0, "orientation": "h", "object_type": "line"})  # fmt: skip
    return {**_SETTINGS, "explicit_horizontal_lines": lines}


def _parted(chars: Sequence[Thing], boxes: Sequence[Box]) -> tuple[list[Thing], list[list[Placed]]]:
    """The characters outside all boxes, and those inside each, by their middle."""
    outside: list[Thing] = []
    within: list[list[Placed]] = [[] for _ in boxes]
    for char in chars:
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        places = [inside for box, inside in zip(boxes, within, strict=True) if box[0] <= x <= box[2] and box[1] <= y <= box[3]]
        for inside in places:
            inside.append((x, y, char))
        if not places:
            outside.append(char)
    return outside, within


def _box(thing: Thing) -> Box:
    return (round(thing["x0"], 2), round(thing["top"], 2), round(thing["x1"], 2), round(thing["bottom"], 2))


def _grid(table: Table, chars: Sequence[Placed], page: int) -> Grid:
    """The table with every cell in each place that it covers, as its rules lie."""
    lefts = _edges(cell[0] for cell in table.cells)
    tops = _edges(cell[1] for cell in table.cells)
    places: dict[tuple[int, int], GridCell] = {}
    for row in table.rows:
        _, top, _, bottom = row.bbox
        beside = [placed for placed in chars if top <= placed[1] < bottom]
        for cell in filter(None, row.cells):
            x0, top, x1, bottom = cell
            text = extract_text([char for x, y, char in beside if x0 <= x < x1 and top <= y < bottom])
            box = (round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2))
            for down, place in enumerate(range(_at(tops, top), _at(tops, bottom))):
                for along, column in enumerate(range(_at(lefts, x0), _at(lefts, x1))):
                    places[place, column] = GridCell(text, page, box, not down and not along)
    empty = GridCell("", page, None, False)
    rows = (tuple(places.get((row, column), empty) for column in range(len(lefts))) for row in range(len(tops)))
    return Grid(tuple(rows), page)


def _edges(values: Iterator[float]) -> list[float]:
    """The distinct edges; what lies within a hair of another is the same rule."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > 1.0:
            edges.append(value)
    return edges


def _at(edges: list[float], value: float) -> int:
    return bisect_left(edges, value - 1.0)
