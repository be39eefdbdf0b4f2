"""Plain text: lines, tables whose cells are parted by tabs, and Markdown with its marks.

A form feed begins a new page, and a bare number that stands alone beside it and counts the pages is not text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.bars import barred, table
from ingest.encoding import decode
from ingest.gaps import with_empty_cells
from ingest.report import Document, Grid, GridCell, Text

_MARKS = re.compile(r"^\s*#+\s*|^\s*>\s?|\*\*|__")
_MARKED = re.compile(r"[#>]|\*\*|__")
_HEADING = re.compile(r"^\s*#+\s")
_RULE = re.compile(r"\|?\s*(?:-{3,}|:-+:?|-+:)(?:(?:\s*\|\s*|\s+)(?:-{3,}|:-+:?|-+:))*\s*\|?")
_OPENING = re.compile(r".{4,80}?(?:年度报告|年报|报告)")
_LONG = 200
_TITLE = re.compile(r"^\s*(?:标题|名称|题名)\s*[:：]")
_BARE = re.compile(r"\s*(?:[-—–]\s*)?(\d{1,3})(?:\s*[-—–])?\s*", re.ASCII)


def read(name: str, content: bytes, sha256: str) -> Document:
    """The document of a text file."""
    text = decode(content)
    pages = text.replace("\r\n", "\n").replace("\r", "\n").split("\f")
    paged = len([page for page in pages if page.strip()]) > 1
    blocks: list[Text | Grid] = []
    for number, page in enumerate(pages, 1):
        lines = page.split("\n")
        blocks += _tables_and_text(_without_number(lines, number) if paged else lines, number if paged else None)
    return Document(name, "text", sha256, tuple(_titles(blocks)), tuple(blocks), len(pages) if paged else None)


def _titles(blocks: list[Text | Grid]) -> Iterator[str]:
    """Lines that say they are the title; and where the whole text is one line, its beginning."""
    for block in blocks[:5]:
        if isinstance(block, Text) and _TITLE.match(block.text):
            yield block.text
        elif isinstance(block, Text) and len(block.text) > _LONG and (opening := _OPENING.match(block.text)):
            yield opening[0]


def _without_number(lines: list[str], page: int) -> list[str]:
    """A page's lines without its number, where that stands alone on the first or last line that is not empty."""
    filled = [place for place, line in enumerate(lines) if line.strip()]
    for place in {*filled[:1], *filled[-1:]}:
        bare = _BARE.fullmatch(lines[place])
        if bare and int(bare[1]) == page:
            lines = [*lines[:place], "", *lines[place + 1 :]]
    return lines


def _tables_and_text(lines: list[str], page: int | None) -> Iterator[Text | Grid]:
    """Tables whose bars do not go with the lines, and all that is between them."""
    lines = with_empty_cells(lines)
    place = 0
    for start, end in barred(lines):
        yield from _blocks(lines[place:start], page)
        yield from table(lines[start:end], page)
        place = end
    yield from _blocks(lines[place:], page)


def _blocks(lines: list[str], page: int | None) -> Iterator[Text | Grid]:
    """Runs of rows with tabs or pipes as grids, everything else line by line."""
    rows: list[tuple[GridCell, ...]] = []
    for line in lines:
        cells = _cells(line)
        if cells is None and rows:
            yield Grid(tuple(rows), page)
            rows = []
        if cells:
            rows.append(tuple([GridCell(cell, page) for cell in cells]))
        elif cells is None and line and not line.isspace():
            marked = _MARKED.search(line) is not None
            yield Text(_unmarked(line) if marked else line.strip(), page, None, marked and _HEADING.match(line) is not None)
    if rows:
        yield Grid(tuple(rows), page)


def _cells(line: str) -> list[str] | None:
    """The cells of a row of a table, [] for the rule below its head, None for what is no row."""
    if "|" in line:
        stripped = line.strip()
        if stripped.startswith("|") and stripped.count("|") > 2:
            if _RULE.fullmatch(stripped):
                return []
            return _parted(stripped[1:-1] if stripped.endswith("|") else stripped[1:], "|")
    if "\t" in line and not line.isspace():
        return _parted(line.rstrip("\r"), "\t")
    return None


def _parted(row: str, mark: str) -> list[str]:
    clean = _unmarked if _MARKED.search(row) else str.strip
    return [clean(cell) for cell in row.split(mark)]


def _unmarked(text: str) -> str:
    return _MARKS.sub("", text).strip()
