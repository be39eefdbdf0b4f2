"""The judge of what a PDF shows: its tables and lines by pdfplumber alone, from its own parser to its own text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

import pdfplumber
from pdfplumber.page import Page

from ingest.report import Box, Grid, Text

Cell = tuple[str, Box]
Shown = tuple[list[list[list[Cell]]], list[str]]
"""The tables of a page as rows of texts without spaces and boxes, and the lines outside them without spaces."""

THIN, FURTHEST = 2.5, 1.0
PAGE_NUMBER = re.compile(r"[-—–\s]*(?:第\s*)?\d{1,3}(?:\s*页)?(?:[/／,，\s]*共?\s*\d{1,3}\s*页?)?[-—–\s]*")


def pages(content: bytes) -> list[Shown]:
    """What each page shows by pdfplumber alone."""
    with pdfplumber.open(BytesIO(content)) as pdf:
        return [_shown(page) for page in pdf.pages]


def shown(blocks: Iterable[Text | Grid]) -> Shown:
    """The same of a page that the reader has read; merged cells count once."""
    tables: list[list[list[Cell]]] = []
    lines = []
    for block in blocks:
        if isinstance(block, Text):
            lines.append(bare(block.text))
        else:
            rows = [[(bare(cell.text), cell.box) for cell in row if cell.origin and cell.box] for row in block.rows]
            tables.append([row for row in rows if row])
    return tables, lines


def bare(text: str) -> str:
    """Text without any white space."""
    return re.sub(r"\s+", "", text)


def same(first: Shown, second: Shown) -> bool:
    """Whether two readings show the same: texts to the letter, boxes to within a point."""
    texts = [[[text for text, _ in row] for row in table] for table in first[0]]
    if texts != [[[text for text, _ in row] for row in table] for table in second[0]] or first[1] != second[1]:
        return False
    pairs = zip(_boxes(first), _boxes(second), strict=True)
    return all(abs(x - y) <= FURTHEST for one, other in pairs for x, y in zip(one, other, strict=True))


def _boxes(shown: Shown) -> list[Box]:
    return [box for table in shown[0] for row in table for _, box in row]


def _shown(page: Page) -> Shown:
    thin = page.filter(lambda thing: thing["object_type"] != "rect" or min(thing["width"], thing["height"]) <= THIN)
    tables = [table for table in thin.find_tables(_settings(thin)) if len(table.cells) > 1]
    rows = []
    for table in sorted(tables, key=lambda table: table.bbox[1]):
        texts = table.extract()
        rows.append(
            [
                [(bare(text or ""), cell) for cell, text in zip(row.cells, printed, strict=True) if cell]
                for row, printed in zip(table.rows, texts, strict=True)
            ]
        )
    boxes = [table.bbox for table in tables]
    outside = thin.filter(lambda thing: thing["object_type"] != "char" or not _is_inside(thing, boxes))
    lines = sorted(outside.extract_text_lines(), key=lambda line: line["top"])
    return rows, [bare(line["text"]) for line in lines if not _is_page_number(line, page)]


def _settings(page: Page) -> dict[str, Any]:
    """Level rules at both ends of each group of upright ones that touch, as a page break leaves them out."""
    groups: list[list[float]] = []
    lines = []
    for edge in sorted((edge for edge in page.edges if edge["orientation"] == "v"), key=lambda edge: edge["top"]):
        place = [edge["top"], edge["bottom"], edge["x0"], edge["x1"]]
        if groups and place[0] <= groups[-1][1] + 3:
            last = groups[-1]
            last[1:] = [max(last[1], place[1]), min(last[2], place[2]), max(last[3], place[3])]
        else:
            groups.append(place)
    for top, bottom, left, right in groups:
        for height in (top, bottom):
            place = {"x0": left, "x1": right, "top": height, "bottom": height, "width": right - left, "height": 0}
            lines.append({**place, "orientation": "h", "object_type": "line"})
    return {"explicit_horizontal_lines": lines}


def _is_inside(thing: dict[str, Any], boxes: Sequence[Box]) -> bool:
    x, y = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
    return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in boxes)


def _is_page_number(line: dict[str, Any], page: Page) -> bool:
    edge = line["top"] < 0.09 * page.height or line["bottom"] > 0.9 * page.height
    return bool(edge and PAGE_NUMBER.fullmatch(line["text"].strip()))
