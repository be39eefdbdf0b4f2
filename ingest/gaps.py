"""Text in which every cell is a paragraph of its own, so that an empty cell has left a further blank line.

Cells are parted by one blank line; each empty cell between two others adds one. Where a text is of this kind, its empty
cells are marked; whether they fill a row to its end is for those to see who know the form.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.lines import is_number
from ingest.script import EMPTY_CELL

_FEWEST, _LONGEST, _WIDEST = 40, 60, 24
_VALUES = 0.25
"""The least part of the lines that are numbers alone: in other texts whole rows stand on a line."""


def with_empty_cells(lines: Sequence[str]) -> list[str]:
    """The lines, with a mark for every empty cell."""
    filled = [place for place, line in enumerate(lines) if line and not line.isspace()]
    marked = list(lines)
    for first, last in _runs(lines, filled):
        run = filled[first:last]
        values = sum(is_number(lines[place]) for place in run)
        if len(run) < _FEWEST or values < _VALUES * len(run):
            continue
        for before, behind in pairwise(run):
            if 2 < behind - before <= _WIDEST:
                marked[before + 2 : behind] = [EMPTY_CELL] * (behind - before - 2)
    return marked


def _runs(lines: Sequence[str], filled: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Runs of short lines with blank ones between all of them, as places in `filled`."""
    start = 0
    for at, place in enumerate(filled):
        is_last = at + 1 == len(filled)
        goes_on = not is_last and 1 < filled[at + 1] - place <= _WIDEST and len(lines[filled[at + 1]]) <= _LONGEST
        if not goes_on:
            yield start, at + 1
            start = at + 1
