"""PDF: ruled tables with the page and place of every cell, and the lines of text around them.

Word processors write white rectangles behind cells and paragraphs, which a table finder takes for tables; only thin
ones are rules. A table that a page break leaves open is closed above and below. Each page is parsed once.
"""

from __future__ import annotations

import logging
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

import pdfplumber
from pdfplumber.page import Page
from pdfplumber.table import Table
from pdfplumber.utils.exceptions import PdfminerException

from ingest.refusals import refused
from ingest.report import Box, Document, Grid, GridCell, Text

MOST_PAGES = 200
_THIN = 2.5
_SNAP = 3.0
_NUMBER = re.compile(r"[-—–\s]*(?:第\s*)?\d{1,3}(?:\s*页)?(?:[/／,，\s]*共?\s*\d{1,3}\s*页?)?[-—–\s]*")
_SETTINGS: dict[str, Any] = {"vertical_strategy": "lines", "horizontal_strategy": "lines"}


def read(name: str, content: bytes, sha256: str) -> Document:
    """The document of a PDF file."""
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    try:
        with pdfplumber.open(BytesIO(content)) as pdf:
            if len(pdf.pages) > MOST_PAGES:
                raise refused("too_large")
            blocks = [block for page in pdf.pages for block in _blocks(page)]
            return _document(name, sha256, blocks, len(pdf.pages))
    except PdfminerException as error:
        raise refused("password" if "Password" in repr(error) else "damaged") from error
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OSError) as error:
        raise refused("damaged") from error


def _document(name: str, sha256: str, blocks: list[Text | Grid], pages: int) -> Document:
    if not any(map(_has_text, blocks)):
        raise refused("a_scan" if pages else "damaged")
    return Document(name, "pdf", sha256, (), tuple(blocks), pages)


def _has_text(block: Text | Grid) -> bool:
    if isinstance(block, Text):
        return len(block.text) > 1
    return any(cell.text.strip() for row in block.rows for cell in row)


def _blocks(page: Page) -> Iterator[Text | Grid]:
    """The tables and the lines outside them, from top to bottom."""
    thin = page.filter(_is_rule_or_text)
    tables = [table for table in thin.find_tables(_closed(thin)) if len(table.cells) > 1]
    placed: list[tuple[float, Text | Grid]] = [(table.bbox[1], _grid(table, page.page_number)) for table in tables]
    outside = thin.filter(lambda thing: not _within(thing, tables)) if tables else thin
    height = float(page.height)
    for line in outside.extract_text_lines(return_chars=False):
        text = line["text"].strip()
        edge = line["top"] < 0.09 * height or line["bottom"] > 0.9 * height
        if text and not (edge and _NUMBER.fullmatch(text)):
            placed.append((line["top"], Text(text, page.page_number, _box(line))))
    page.close()
    return (block for _, block in sorted(placed, key=lambda pair: pair[0]))


def _is_rule_or_text(thing: dict[str, Any]) -> bool:
    return bool(thing["object_type"] != "rect" or min(thing["width"], thing["height"]) <= _THIN)


def _closed(page: Page) -> dict[str, Any]:
    """Settings that close each group of vertical rules above and below, where a page break left it open."""
    upright = sorted((edge for edge in page.edges if edge["orientation"] == "v"), key=lambda edge: edge["top"])
    groups: list[list[dict[str, Any]]] = []
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


def _within(thing: dict[str, Any], tables: Sequence[Table]) -> bool:
    if thing["object_type"] != "char":
        return False
    x, y = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
    return any(box[0] <= x <= box[2] and box[1] <= y <= box[3] for box in (table.bbox for table in tables))


def _box(thing: dict[str, Any]) -> Box:
    return (round(thing["x0"], 2), round(thing["top"], 2), round(thing["x1"], 2), round(thing["bottom"], 2))


def _grid(table: Table, page: int) -> Grid:
    """The table with every cell in each place that it covers, as its rules lie."""
    texts = table.extract()
    lefts = _edges(cell[0] for cell in table.cells)
    tops = _edges(cell[1] for cell in table.cells)
    places: dict[tuple[int, int], GridCell] = {}
    for row, printed in zip(table.rows, texts, strict=True):
        for cell, text in zip(row.cells, printed, strict=True):
            if cell is None:
                continue
            x0, top, x1, bottom = cell
            box = (round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2))
            for down, place in enumerate(range(_at(tops, top), _at(tops, bottom))):
                for along, column in enumerate(range(_at(lefts, x0), _at(lefts, x1))):
                    places[place, column] = GridCell(text or "", page, box, not down and not along)
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
