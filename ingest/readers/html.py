"""Web pages: paragraphs in reading order, and tables with their spans laid out.

Scripts, styles and what the page hides are left out. A table that holds other tables, or a single cell, is layout:
what stands in it is read as if the table were not there.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from typing import cast

from lxml import etree

from ingest.elsewhere import Pointer, likeliest
from ingest.encoding import decode
from ingest.inlaid import inlaid
from ingest.refusals import refused
from ingest.report import Document, Grid, GridCell, Text

_SKIPPED = frozenset({"script", "style", "noscript", "template", "head", "iframe", "svg", "select", "textarea"})
_INLINE = frozenset(
    {"a", "abbr", "b", "big", "code", "em", "font", "i", "ins", "label", "mark", "s", "small", "span", "strong"}
    | {"sub", "sup", "u", "o:p", "ucaptitle", "bdo", "tt", "strike"}
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MARKED_HIDDEN = etree.XPath("boolean(descendant-or-self::*/@hidden)")
_STYLES = etree.XPath("descendant-or-self::*/@style", smart_strings=False)
_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")
_MOST_CELLS, _WIDEST, _FEWEST = 20_000, 100, 3
_Below = defaultdict[int, dict[int, GridCell]]
_FEWEST_ROWS = 20
_LEADING = etree.XPath(
    "//a[@href] | //iframe | //frame | //embed | //object | //base | //script[not(@src)] | //*[@pdfsrc]"
    " | //meta[translate(@http-equiv, 'REFSH', 'refsh') = 'refresh']"
)
_WHERE_TO = ("pdfsrc", "href", "src", "data-src", "data")
"""The attributes in which an element says where it leads."""


def read(name: str, content: bytes, sha256: str) -> Document:
    """The document of a web page."""
    page = _DECLARED.sub("", decode(content.replace(b"\0", b"")))
    root = _parsed(page)
    blocks, titles = tuple(_Walk(root).found), tuple(_titles(root))
    if _has_tables(blocks):
        return Document(name, "html", sha256, titles, blocks)
    article = inlaid(page, _shown(blocks))
    if article is not None:
        inner = _parsed(article)
        blocks, titles = (*blocks, *_Walk(inner).found), (*titles, *_titles(inner))
    return Document(name, "html", sha256, titles, blocks, None, likeliest(_pointers(root), titles))


def _parsed(page: str) -> etree._Element:
    try:
        root = etree.fromstring(page, etree.HTMLParser(remove_comments=True, remove_pis=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise refused("damaged") from error
    if root is None:
        raise refused("damaged")
    return root


def _titles(root: etree._Element) -> Iterator[str]:
    """What the page calls itself: its article's title, its headings, the title of the window."""
    for meta in root.iter("meta"):
        if (meta.get("name") or "").lower() in {"articletitle", "article.title", "contenttitle"} and meta.get("content"):
            yield " ".join(str(meta.get("content")).split())
    for tag in ("h1", "h2", "title"):
        for element in root.iter(tag):
            text = " ".join("".join(_strings(element)).split())
            if text and (tag == "title" or not _is_out_of_sight(element)):
                yield text


def _has_tables(blocks: tuple[Text | Grid, ...]) -> bool:
    """Whether there is as much in tables as even a poor report prints: only without it are links worth their time."""
    return sum(len(block.rows) for block in blocks if isinstance(block, Grid)) >= _FEWEST_ROWS


def _pointers(root: etree._Element) -> Iterator[Pointer]:
    """Everything by which a page leads elsewhere."""
    for element in cast("list[etree._Element]", _LEADING(root)):
        tag = "embed" if element.get("pdfsrc") else str(element.tag)
        address = next((value for name in _WHERE_TO if (value := element.get(name))), "")
        yield Pointer(tag, str(address), str(element.get("content") or "".join(_strings(element))))


def _shown(blocks: tuple[Text | Grid, ...]) -> str:
    return "".join(block.text for block in blocks if isinstance(block, Text))


def _strings(element: etree._Element) -> Iterator[str]:
    return (str(text) for text in element.itertext())


class _Walk:
    """Walks a page once and gathers the text between block elements into lines."""

    def __init__(self, root: etree._Element) -> None:
        self.found: list[Text | Grid] = []
        self.line: list[str] = []
        self.cells = 0
        styles = cast(list[str], _STYLES(root))
        self.hides = bool(_MARKED_HIDDEN(root)) or _HIDDEN.search("\n".join(styles)) is not None
        self._inside(root, False)
        self._flush(False)

    def _inside(self, element: etree._Element, heading: bool) -> None:
        line = self.line
        line.append(element.text or "")
        child = element[0] if len(element) else None
        while child is not None:
            tag = child.tag
            if tag in _INLINE and not self.hides and not len(child):
                line.append(child.text or "")
            elif isinstance(tag, str) and not self._is_left_out(child, tag):
                if tag in _INLINE:
                    self._inside(child, heading)
                else:
                    self._block(child, tag, heading)
            line.append(child.tail or "")
            child = child.getnext()

    def _is_left_out(self, element: etree._Element, tag: str) -> bool:
        return tag in _SKIPPED or (self.hides and _is_hidden(element, tag))

    def _block(self, child: etree._Element, tag: str, heading: bool) -> None:
        self._flush(heading)
        if tag == "table" and _is_data(child):
            self.found.append(self._grid(child))
        else:
            inner = heading or tag in _HEADINGS
            self._inside(child, inner)
            self._flush(inner)

    def _flush(self, heading: bool) -> None:
        text = " ".join("".join(self.line).split())
        self.line.clear()
        if text:
            self.found.append(Text(text, None, None, heading))

    def _grid(self, table: etree._Element) -> Grid:
        """The table with every cell in each place that it covers."""
        rows: list[dict[int, GridCell]] = []
        below: _Below = defaultdict(dict)
        for number, row in enumerate(table.iter("tr")):
            laid, place = below.pop(number, {}), 0
            for cell in row:
                if cell.tag in ("td", "th"):
                    while place in laid:
                        place += 1
                    place = self._lay(cell, number, place, laid, below)
            rows.append(laid)
        return Grid(tuple(tuple(row.get(c) or GridCell("") for c in range(max(row, default=-1) + 1)) for row in rows))

    def _lay(self, cell: etree._Element, number: int, first: int, laid: dict[int, GridCell], below: _Below) -> int:
        """Puts a cell where it belongs, and gives back the place behind it."""
        across, along = cell.get("colspan"), cell.get("rowspan")
        width, height = _span(across) if across else 1, _span(along) if along else 1
        self.cells += width * height
        if self.cells > _MOST_CELLS:
            raise refused("too_large")
        text = self._text(cell) if len(cell) else " ".join((cell.text or "").split())
        laid[first] = GridCell(text)
        if width > 1 or height > 1:
            covered = GridCell(text, origin=False)
            laid.update(dict.fromkeys(range(first + 1, first + width), covered))
            for down in range(number + 1, number + height):
                below[down].update(dict.fromkeys(range(first, first + width), covered))
        return first + width

    def _text(self, cell: etree._Element) -> str:
        """The text of a cell, a line for each paragraph in it."""
        outside, self.found = self.found, []
        self._inside(cell, False)
        self._flush(False)
        inside, self.found = self.found, outside
        return "\n".join(block.text for block in inside if isinstance(block, Text))


def _is_out_of_sight(element: etree._Element) -> bool:
    """Whether it, or what it stands in, is hidden."""
    above = (element, *element.iterancestors())
    return any(isinstance(one.tag, str) and _is_hidden(one, one.tag) for one in above)


def _is_hidden(element: etree._Element, tag: str) -> bool:
    if tag in _SKIPPED or element.get("hidden") is not None:
        return True
    style = element.get("style")
    return bool(style and _HIDDEN.search(style))


def _is_data(table: etree._Element) -> bool:
    """Whether it has several cells and no table in it."""
    if next(table.iterdescendants("table"), None) is not None:
        return False
    return len(list(islice(table.iterdescendants("td"), _FEWEST))) == _FEWEST


def _span(text: str) -> int:
    digits = text.strip()
    return min(max(int(digits), 1), _WIDEST) if digits.isascii() and digits.isdigit() and len(digits) < 6 else 1
