"""Word documents (.docx): paragraphs and tables in reading order, merged cells laid out. What was deleted is left out."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from xml.etree import ElementTree

from ingest.refusals import refused
from ingest.report import Document, Grid, GridCell, Text

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAIN = "word/document.xml"
_LARGEST = 60 * 2**20
_MOST_CELLS, _WIDEST = 20_000, 100
_SKIPPED = frozenset({f"{_W}del", f"{_W}moveFrom", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"})


def read(name: str, content: bytes, sha256: str) -> Document:
    """The document of a .docx file."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            if _MAIN not in package.namelist():
                raise refused("unsupported")
            if package.getinfo(_MAIN).file_size > _LARGEST:
                raise refused("too_large")
            source = package.read(_MAIN)
        if b"<!DOCTYPE" in source[:4096]:
            raise refused("damaged")
        body = ElementTree.fromstring(source).find(f"{_W}body")
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError, EOFError, NotImplementedError, RuntimeError) as error:
        raise refused("password" if "password" in str(error) else "damaged") from error
    blocks = tuple(_blocks(body)) if body is not None else ()
    if not blocks:
        raise refused("a_scan")
    return Document(name, "docx", sha256, (), blocks, None)


def _blocks(parent: ElementTree.Element) -> Iterator[Text | Grid]:
    for child in parent:
        if child.tag == f"{_W}p":
            for line in _text(child).split("\n"):
                if line.strip():
                    yield Text(" ".join(line.split()), heading=_is_heading(child))
        elif child.tag == f"{_W}tbl":
            yield _grid(child)
        elif child.tag not in _SKIPPED:
            yield from _blocks(child)


def _is_heading(paragraph: ElementTree.Element) -> bool:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return style is not None and "eading" in (style.get(f"{_W}val") or "")


def _text(element: ElementTree.Element) -> str:
    """The text of a paragraph or of all paragraphs of a cell, one a line."""
    parts: list[str] = []
    for child in element:
        if child.tag in _SKIPPED:
            continue
        if child.tag == f"{_W}t":
            parts.append(child.text or "")
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            parts.append("\n")
        elif child.tag == f"{_W}tab":
            parts.append(" ")
        else:
            parts.append(_text(child))
            if child.tag == f"{_W}p":
                parts.append("\n")
    return "".join(parts)


def _grid(table: ElementTree.Element) -> Grid:
    """The table with every cell in each place that it covers."""
    rows: list[tuple[GridCell, ...]] = []
    above: dict[int, GridCell] = {}
    count = 0
    for row in table.iter(f"{_W}tr"):
        cells: list[GridCell] = [GridCell("", origin=False)] * _number(row, f"{_W}trPr/{_W}gridBefore")
        for cell in row.iter(f"{_W}tc"):
            width = max(_number(cell, f"{_W}tcPr/{_W}gridSpan"), 1)
            count += width
            if count > _MOST_CELLS:
                raise refused("too_large")
            first = _cell(cell, above.get(len(cells)))
            cells += [first, *[GridCell(first.text, origin=False)] * (width - 1)]
        above = dict(enumerate(cells))
        rows.append(tuple(cells))
    return Grid(tuple(rows))


def _cell(cell: ElementTree.Element, above: GridCell | None) -> GridCell:
    """The cell, or where it goes on from the one above, that one's text once more."""
    merge = cell.find(f"{_W}tcPr/{_W}vMerge")
    if merge is not None and merge.get(f"{_W}val") != "restart" and above is not None:
        return GridCell(above.text, origin=False)
    return GridCell(_text(cell).strip())


def _number(element: ElementTree.Element, path: str) -> int:
    found = element.find(path)
    text = (found.get(f"{_W}val") or "") if found is not None else ""
    return min(int(text), _WIDEST) if text.isascii() and text.isdigit() and len(text) < 6 else 0
