"""The walk through a document: paragraphs with their numbers, tables, and what stands in text boxes and in cells.

A table with other tables in it is layout where they stand: what those rows hold is read as if they were not there. So is
one of one or two cells, which is a frame.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from ingest.readers.docx.markup import CELL, PARAGRAPH, ROW, TABLE, child, nearest, number, value
from ingest.readers.docx.numbering import Numbering
from ingest.readers.docx.runs import Spoken, spoken
from ingest.readers.docx.styles import Style, Styles
from ingest.readers.docx.tables import Row, Tables, cell_of, is_cell_gone, is_gone, row_of
from ingest.report import Grid, Text

_BLOCKS, _ROWS, _CELLS = frozenset({PARAGRAPH, TABLE}), frozenset({ROW}), frozenset({CELL})
_FRAME = 2
_BODY_TEXT = 9

Block = Text | Grid


class Walk:
    """Reads one document from its beginning to its end: the numbers of paragraphs are counted on the way."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering
        self._tables = Tables()

    def blocks(self, parent: Element) -> Iterator[Block]:
        """The lines and tables inside a body, a cell or a box. A paragraph whose end is gone goes on in the next."""
        open_end = Spoken("")
        for element in nearest(parent, _BLOCKS):
            if element.tag == TABLE:
                yield from self._ended(open_end)
                yield from self._table(element)
                open_end = Spoken("")
                continue
            style = self._styles.of(value(element, "pPr", "pStyle"))
            said = spoken(element, style, self._styles)
            said = Spoken(open_end.text + said.text, open_end.boxes + said.boxes, said.ends)
            open_end = Spoken("")
            if said.ends:
                said.text = self._number(element, style) + said.text
                yield from self._ended(said, _is_heading(element, style))
            else:
                open_end = said
        yield from self._ended(open_end)

    def _ended(self, said: Spoken, heading: bool = False) -> Iterator[Block]:
        for line in said.text.split("\n"):
            if line.strip():
                yield Text(" ".join(line.split()), heading=heading)
        for box in said.boxes:
            yield from self.blocks(box)

    def _number(self, paragraph: Element, style: Style) -> str:
        """The number that its list puts before the paragraph."""
        own = child(paragraph, "pPr", "numPr")
        list_id = value(own, "numId") or style.list_id
        if list_id is None:
            return ""
        place = number(own, "ilvl")
        if place is None and value(own, "numId") is None:
            place = self._numbering.level_of(list_id, value(paragraph, "pPr", "pStyle"))
            place = style.level if place is None else place
        return self._numbering.next(list_id, place or 0)

    def _table(self, table: Element) -> Iterator[Block]:
        """The table as a grid; rows that hold tables part it."""
        rows: list[Row] = []
        lines: list[Block] = []
        for element in nearest(table, _ROWS):
            if is_gone(element):
                continue
            cells = [(cell, list(self.blocks(cell))) for cell in nearest(element, _CELLS) if not is_cell_gone(cell)]
            blocks = [block for _, inside in cells for block in inside]
            if any(isinstance(block, Grid) for block in blocks):
                yield from self._laid(rows, lines)
                yield from blocks
                rows, lines = [], []
            else:
                rows.append(row_of(element, (cell_of(cell, _text(inside)) for cell, inside in cells)))
                lines += blocks
        yield from self._laid(rows, lines)

    def _laid(self, rows: list[Row], lines: list[Block]) -> Iterable[Block]:
        return [self._tables.grid(rows)] if sum(len(row.cells) for row in rows) > _FRAME else lines


def _text(blocks: Iterable[Block]) -> str:
    return "\n".join(block.text for block in blocks if isinstance(block, Text))


def _is_heading(paragraph: Element, style: Style) -> bool:
    outline = number(paragraph, "pPr", "outlineLvl")
    return style.heading if outline is None else outline < _BODY_TEXT
