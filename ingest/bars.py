"""Tables of a text whose cells are parted by bars while the lines are broken anywhere, as converters of pages leave them.

a cell a line     a bar stands alone on the line behind each cell, or at the end of the cell's own line; where a row ends
                  cannot be seen, so that the cells stay a run of text in which an empty one leaves its mark
broken rows       a row begins and ends with a bar, and each cell in it begins on a line of its own
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.report import Grid, GridCell, Text
from ingest.script import EMPTY_CELL

_FEWEST = 8
"""Lines with bars: what has fewer is no table of the form, but something like a menu."""

_WIDEST_GAP = 20
"""Lines without a bar between two with one: the paragraphs of one cell."""

_LONGEST = 400
_ROW = re.compile(r"(?:^|(?<=\n))\|")
_DIGIT = re.compile(r"\d")


def barred(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where such tables begin and end among the lines."""
    marked = [place for place, line in enumerate(lines) if "|" in line and _is_marked(line)]
    start = 0
    for at, place in enumerate(marked):
        following = marked[at + 1] if at + 1 < len(marked) else None
        if following is None or following - place > _WIDEST_GAP:
            run = marked[start : at + 1]
            start = at + 1
            if len(run) >= _FEWEST and not _is_whole(lines, run):
                yield run[0], run[-1] + 1


def _is_marked(line: str) -> bool:
    """Whether a bar begins or ends the line."""
    stripped = line.strip()
    return len(stripped) < _LONGEST and (stripped.endswith("|") or stripped.startswith("|"))


def _is_whole(lines: Sequence[str], run: Sequence[int]) -> bool:
    """Whether each line with a bar is a whole row of a Markdown table."""
    return all(_is_row(lines[place].strip()) for place in run)


def _is_row(line: str) -> bool:
    return line.startswith("|") and line.count("|") > 2


def table(lines: Sequence[str], page: int | None) -> Iterator[Text | Grid]:
    """The rows where they can be seen, else the cells one after the other."""
    text = "\n".join(line.rstrip() for line in lines).strip()
    rows = _ROW.split(text)
    alone = all("|" not in line or line.strip() == "|" for line in lines)
    if not rows[0] and len(rows) > _FEWEST / 2 and not alone:
        yield from _broken_rows(rows[1:], page)
        return
    for cell in text.removesuffix("|").split("|"):
        yield from (Text(line, page) for line in (_words(cell) or EMPTY_CELL).split("\n"))


def _broken_rows(rows: Sequence[str], page: int | None) -> Iterator[Text | Grid]:
    """Each row up to its last bar; lines behind that stand between two tables."""
    grid: list[tuple[GridCell, ...]] = []
    for row in rows:
        *cells, behind = row.split("|")
        grid.append(tuple(GridCell(_words(cell), page) for cell in cells))
        if behind.strip():
            yield Grid(tuple(grid), page)
            grid = []
            yield from (Text(line.strip(), page) for line in behind.split("\n") if line.strip())
    if grid:
        yield Grid(tuple(grid), page)


def _words(cell: str) -> str:
    """The paragraphs of a cell: words run on, numbers stay apart."""
    paragraphs = [" ".join(line.split()) for line in cell.split("\n") if line.strip()]
    return ("\n" if any(map(_DIGIT.search, paragraphs)) else "").join(paragraphs)
