"""What is mended before rows are read, one named function for each kind of damage, in the order of MENDS.

A mend takes all rows in reading order and gives them back; it only joins what was torn apart, and only where the
form has a label that says so. Two more mends need the numbers: see `parting` (cells run together) and `grids.place`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from ingest.lines import Line, is_label
from ingest.report import GridCell
from ingest.vocabulary import GROUP, Part

Mend = Callable[[Sequence[Line], Part], list[Line]]


def join_rows_torn_apart(lines: Sequence[Line], part: Part) -> list[Line]:
    """A row whose label goes on in the next one, at a page break or a line break: （四）无 | 法提供."""
    kept: list[Line] = []
    for line in lines:
        joined = _joined(kept[-1], line, part) if kept else None
        if joined is not None:
            kept[-1] = joined
        else:
            kept.append(line)
    return kept


MENDS: tuple[Mend, ...] = (join_rows_torn_apart,)


def mended(lines: Sequence[Line], part: Part) -> list[Line]:
    """The rows after every mend."""
    for mend in MENDS:
        lines = mend(lines, part)
    return list(lines)


def _joined(above: Line, below: Line, part: Part) -> Line | None:
    """Both as one row, where only together they have a label of the form, and at most one of them has numbers."""
    if _exact(below, part) or (above.values and (below.values or _exact(above, part))):
        return None
    cells = _cells(above, below)
    if cells is None:
        return None
    line = Line(cells, above.ragged)
    halves = {cell.text for half in (above, below) for cell in half.cells}
    return line if line.values and _exact(line, part) and _last_label(line) not in halves else None


def _exact(line: Line, part: Part) -> bool:
    """Whether the last label in the row is one of the form's rows, letter for letter."""
    return part.rows.exact(_last_label(line)) not in (None, GROUP)


def _last_label(line: Line) -> str:
    return next((cell.text for cell in reversed(line.cells) if cell.origin and is_label(cell.text)), "")


def _cells(above: Line, below: Line) -> tuple[GridCell, ...] | None:
    if len(above.cells) == 1 and len(below.cells) > 1:
        first = next((place for place, cell in enumerate(below.cells) if cell.text), None)
        if first is None:
            return None
        head = replace(below.cells[first], text=above.cells[0].text + below.cells[first].text)
        return (*below.cells[:first], head, *below.cells[first + 1 :])
    if len(above.cells) != len(below.cells):
        return None
    return tuple(
        replace(one if one.text else two, text=one.text + two.text, origin=one.origin or two.origin)
        for one, two in zip(above.cells, below.cells, strict=True)
    )
