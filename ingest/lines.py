"""Rows of tables as they come, one after the other, whichever grid or page they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from ingest.figures import meaning
from ingest.labels import fold
from ingest.report import Grid, GridCell, State, Text
from ingest.script import narrow

_LONGEST_LABEL = 60
_PAGE_NUMBER_BEGINS = re.compile(r"\s*[-—–－第\d]")
_PAGE_NUMBER = re.compile(r"\s*(?:[-—–]\s*\d{1,3}\s*[-—–]|第\s*\d{1,3}\s*页.{0,12}|\d{1,3}\s*/\s*\d{1,3})\s*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a grid. `ragged`: its cells need not stand below those of the row above (tabs in a text).

    What is told of its cells is told once: `labels` are the words in it, from left to right, with their places; `names`
    what they are compared by; `values` is whether a number stands in it.
    """

    cells: tuple[GridCell, ...]
    ragged: bool = False
    labels: tuple[tuple[int, str], ...] = field(init=False)
    names: frozenset[str] = field(init=False)
    values: bool = field(init=False)

    def __post_init__(self) -> None:
        filled = [(place, cell.text) for place, cell in enumerate(self.cells) if cell.text and cell.origin]
        labels = tuple([(place, text) for place, text in filled if is_label(text)])
        object.__setattr__(self, "labels", labels)
        object.__setattr__(self, "names", frozenset([fold(text) for _, text in labels]))
        object.__setattr__(self, "values", any(is_number(text) for _, text in filled))

    @property
    def last_label(self) -> str:
        """The words furthest to the right, or nothing."""
        return self.labels[-1][1] if self.labels else ""


def is_page_number(text: str) -> bool:
    """Whether a line counts the pages and nothing else."""
    return _PAGE_NUMBER_BEGINS.match(text) is not None and _PAGE_NUMBER.fullmatch(narrow(text)) is not None


@lru_cache(maxsize=8192)
def is_number(text: str) -> bool:
    """Whether the cell's text is a number."""
    return meaning(text)[0] is State.NUMBER


@lru_cache(maxsize=8192)
def is_label(text: str) -> bool:
    """Whether the cell holds words: neither nothing, nor a dash, nor a number."""
    return any(char.isalpha() for char in text) and meaning(text)[0] is State.UNREADABLE


def lines_of(blocks: Sequence[Text | Grid], ragged: bool) -> Iterator[Line]:
    """The rows of all grids. In a text, a short line right before a row is a row with one cell: it may begin a label."""
    for number, block in enumerate(blocks):
        if isinstance(block, Text):
            continue
        above = _text_above(blocks, number) if ragged else None
        if above is not None:
            yield Line((GridCell(above.text, above.page, above.box),), ragged)
        for row in block.rows:
            if row:
                yield Line(row, ragged)


def _text_above(blocks: Sequence[Text | Grid], number: int) -> Text | None:
    """The line above a block, page numbers aside, where it is short."""
    for above in range(number - 1, -1, -1):
        block = blocks[above]
        if not isinstance(block, Text):
            return None
        if not is_page_number(block.text):
            return block if len(block.text) <= _LONGEST_LABEL else None
    return None
