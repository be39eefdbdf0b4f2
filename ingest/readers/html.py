"""Web pages: paragraphs in reading order, and tables with their spans laid out.

Scripts, styles and what the page hides are left out. A table that holds other tables, or a single cell, is layout:
what stands in it is read as if the table were not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

import lxml.html
from lxml.etree import ParserError, XPath, _Element

from ingest.elsewhere import Pointer, likeliest
from ingest.encoding import decode
from ingest.refusals import refused
from ingest.report import Document, Grid, GridCell, Text

_SKIPPED = frozenset({"script", "style", "noscript", "template", "head", "iframe", "svg", "select", "textarea"})
_INLINE = frozenset(
    {"a", "abbr", "b", "big", "code", "em", "font", "i", "ins", "label", "mark", "s", "small", "span", "strong"}
    | {"sub", "sup", "u", "o:p", "ucaptitle", "bdo", "tt", "strike"}
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")
_MOST_CELLS, _WIDEST = 20_000, 100
_FEWEST_ROWS = 20
_LEADING = XPath(
    "//a[@href] | //iframe | //frame | //embed | //object | //base | //script[not(@src)] | //*[@pdfsrc]"
    " | //meta[translate(@http-equiv, 'REFSH', 'refsh') = 'refresh']"
)
_WHERE_TO = ("pdfsrc", "href", "src", "data-src", "data")
"""The attributes in which an element says where it leads."""


def read(name: str, content: bytes, sha256: str) -> Document:
    """The document of a web page."""
    try:
        root = lxml.html.document_fromstring(_DECLARED.sub("", decode(content)))
    except (ParserError, ValueError) as error:
        raise refused("damaged") from error
    blocks = tuple(_Walk(root).found)
    titles = tuple(_titles(root))
    links = () if _has_tables(blocks) else likeliest(_pointers(root), titles)
    return Document(name, "html", sha256, titles, blocks, None, links)


def _titles(root: _Element) -> Iterator[str]:
    """What the page calls itself: its article's title, its headings, the title of the window."""
    for meta in root.iter("meta"):
        if (meta.get("name") or "").lower() in {"articletitle", "article.title", "contenttitle"} and meta.get("content"):
            yield " ".join(str(meta.get("content")).split())
    for tag in ("h1", "h2", "title"):
        for element in root.iter(tag):
            text = " ".join("".join(_strings(element)).split())
            if text:
                yield text


def _has_tables(blocks: tuple[Text | Grid, ...]) -> bool:
    """Whether there is as much in tables as even a poor report prints: only without it are links worth their time."""
    return sum(len(block.rows) for block in blocks if isinstance(block, Grid)) >= _FEWEST_ROWS


def _pointers(root: _Element) -> Iterator[Pointer]:
    """Everything by which a page leads elsewhere."""
    for element in cast("list[_Element]", _LEADING(root)):
        tag = "embed" if element.get("pdfsrc") else str(element.tag)
        address = next((value for name in _WHERE_TO if (value := element.get(name))), "")
        yield Pointer(tag, str(address), str(element.get("content") or "".join(_strings(element))))


def _strings(element: _Element) -> Iterator[str]:
    return (str(text) for text in element.itertext())


class _Walk:
    """Walks a page once and gathers the text between block elements into lines."""

    def __init__(self, root: _Element) -> None:
        self.found: list[Text | Grid] = []
        self.line: list[str] = []
        self.cells = 0
        self._inside(root, False)
        self._flush(False)

    def _inside(self, element: _Element, heading: bool) -> None:
        self.line.append(element.text or "")
        for child in element:
            tag = child.tag
            if isinstance(tag, str) and not _is_hidden(child, tag):
                if tag in _INLINE:
                    self._inside(child, heading)
                else:
                    self._block(child, tag, heading)
            self.line.append(child.tail or "")

    def _block(self, child: _Element, tag: str, heading: bool) -> None:
        self._flush(heading)
        if tag == "table" and _is_data(child):
            self.found.append(self._grid(child))
        else:
            inner = heading or tag in _HEADINGS
            self._inside(child, inner)
            self._flush(inner)

    def _flush(self, heading: bool) -> None:
        text = " ".join("".join(self.line).split())
        self.line = []
        if text:
            self.found.append(Text(text, None, None, heading))

    def _grid(self, table: _Element) -> Grid:
        """The table with every cell in each place that it covers."""
        rows: list[dict[int, GridCell]] = []
        below: dict[tuple[int, int], GridCell] = {}
        for number, row in enumerate(table.iter("tr")):
            laid = {column: cell for (at, column), cell in below.items() if at == number}
            for cell in row:
                if cell.tag in ("td", "th"):
                    self._lay(cell, number, laid, below)
            rows.append(laid)
            below = {place: cell for place, cell in below.items() if place[0] > number}
        return Grid(tuple(tuple(row.get(c, GridCell("")) for c in range(max(row, default=-1) + 1)) for row in rows))

    def _lay(self, cell: _Element, number: int, laid: dict[int, GridCell], below: dict[tuple[int, int], GridCell]) -> None:
        first = next(column for column in range(len(laid) + 1) if column not in laid)
        width, height = _span(cell.get("colspan")), _span(cell.get("rowspan"))
        self.cells += width * height
        if self.cells > _MOST_CELLS:
            raise refused("too_large")
        text = _cell_text(cell)
        for column in range(first, first + width):
            laid[column] = GridCell(text, origin=column == first)
            for down in range(1, height):
                below[number + down, column] = GridCell(text, origin=False)


def _is_hidden(element: _Element, tag: str) -> bool:
    if tag in _SKIPPED or element.get("hidden") is not None:
        return True
    style = element.get("style")
    return bool(style and _HIDDEN.search(style))


def _is_data(table: _Element) -> bool:
    return next(table.iterdescendants("table"), None) is None and len(table.findall(".//td")) > 2


def _span(text: str | None) -> int:
    if text is None:
        return 1
    digits = text.strip()
    return min(max(int(digits), 1), _WIDEST) if digits.isascii() and digits.isdigit() and len(digits) < 6 else 1


def _cell_text(cell: _Element) -> str:
    """The text of a cell, a line for each paragraph in it."""
    if not len(cell):
        return " ".join((cell.text or "").split())
    return "\n".join(block.text if isinstance(block, Text) else "" for block in _Walk(cell).found)
