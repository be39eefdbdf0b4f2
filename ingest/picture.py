"""The walk of a picture of evidence: the cell on its page where it has one, else its row as a small table.

The document is read again to find the labels and headers around the cell; a scan is not, for that would take as long
as reading it did: there the whole width of the page is shown.
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.around import Around, around
from ingest.drawing.cut import cut
from ingest.drawing.page import size_of
from ingest.drawing.row import Row, row_table
from ingest.drawing.sheet import Caption, sheet
from ingest.errors import DocumentRejected
from ingest.readers import kind_of, read_content
from ingest.report import Box

_READ_AGAIN = "pdf"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A cell to draw. `content` is the original, with the cell's page and box; the row is drawn where one of them is wanting.

    `torn_at` is written between a header on an earlier page and the row. `captions` are those of a cut page and of a row.
    """

    name: str
    kind: str
    content: bytes | None
    page: int | None
    box: Box | None
    row: Row
    torn_at: str
    captions: tuple[Caption, Caption]


def draw(wanted: Wanted) -> bytes:
    """The picture as PNG. Raises whatever a damaged original raises: the caller draws the row then."""
    if wanted.content is None or wanted.page is None or wanted.box is None:
        return draw_row(wanted)
    found = _around(wanted, wanted.content, wanted.page, wanted.box)
    return sheet(wanted.captions[0], cut(wanted.content, found, wanted.torn_at))


def draw_row(wanted: Wanted) -> bytes:
    """The same without the document: its row alone, as it was read."""
    return sheet(wanted.captions[1], [row_table(wanted.row)])


def _around(wanted: Wanted, content: bytes, page: int, box: Box) -> Around:
    found = None
    if wanted.kind == _READ_AGAIN:
        try:
            if kind_of(content) == _READ_AGAIN:
                found = around(read_content(wanted.name, content), page, box)
        except DocumentRejected:
            found = None
    width, _ = size_of(content, page)
    return found or Around(page, box, (0.0, box[1], width, box[3]))
