"""Rows of tables as they come, one after the other, whichever grid or page they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from ingest.figures import meaning
from ingest.report import Grid, GridCell, State, Text
from ingest.script import narrow

_LONGEST_LABEL = 60
PAGE_NUMBER = re.compile(r"\s*(?:[-—–]\s*\d{1,3}\s*[-—–]|第\s*\d{1,3}\s*页.{0,12}|\d{1,3}\s*/\s*\d{1,3})\s*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a grid. `ragged`: its cells need not stand below those of the row above (tabs in a text)."""

    cells: tuple[GridCell, ...]
    ragged: bool = False

    @property
    def values(self) -> bool:
        """Whether a number stands in it."""
        return any(cell.origin and is_number(cell.text) for cell in self.cells)


@lru_cache(maxsize=8192)
def is_number(text: str) -> bool:
    """Whether the cell's text is a number."""
    return meaning(text)[0] is State.NUMBER


@lru_cache(maxsize=8192)
def is_label(text: str) -> bool:
    """Whether the cell holds words: neither nothing, nor a dash, nor a number."""
    return any(char.isalpha() for char in text) and meaning(text)[0] is State.UNREADABLE


def lines_of(blocks: Iterable[Text | Grid], ragged: bool) -> Iterator[Line]:
    """The rows of all grids. A short line of text right before a row is a row with one cell: it may begin a label."""
    before: Text | None = None
    for block in blocks:
        if isinstance(block, Text):
            if not PAGE_NUMBER.fullmatch(narrow(block.text)):
                before = block if len(block.text) <= _LONGEST_LABEL else None
            continue
        if before is not None and ragged:
            yield Line((GridCell(before.text, before.page, before.box),), ragged)
        before = None
        for row in block.rows:
            if row:
                yield Line(row, ragged)
