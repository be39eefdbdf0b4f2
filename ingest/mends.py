"""What is mended before rows are read, one named function for each kind of damage, in the order of MENDS.

A mend takes all rows in reading order and gives them back; it only joins or moves what was torn apart, and only where
the form's labels say so. Two more mends need numbers: `parting` (cells run together), `grids` (values below a row).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from ingest.labels import fold
from ingest.lines import Line, is_label
from ingest.report import GridCell
from ingest.vocabulary import GROUP, Part

_USUAL = 3

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


def put_back_rows_shifted_left(lines: Sequence[Line], part: Part) -> list[Line]:
    """A row that lost the empty places before its label, as rows behind a page break do.

    It is put back only where its label then stands in the column where the form has it, and where rows end with their
    last header: a row that has lost a value is just as short, but its label would come to stand elsewhere.
    """
    named = {place: key for place, line in enumerate(lines) if line.ragged and (key := part.rows.exact(line.last_label))}
    widths = Counter(len(lines[place].cells) for place in named)
    usual = max((width for width, count in widths.items() if count >= _USUAL), default=0)
    kept = list(lines)
    if not _ends_with_headers(lines, part, usual):
        return kept
    for place, key in named.items():
        short = usual - len(lines[place].cells)
        if short > 0 and lines[place].labels[-1][0] + short == part.depths[key]:
            kept[place] = replace(lines[place], cells=(*[GridCell("")] * short, *lines[place].cells))
    return kept


MENDS: tuple[Mend, ...] = (join_rows_torn_apart, put_back_rows_shifted_left)


def mended(lines: Sequence[Line], part: Part) -> list[Line]:
    """The rows after every mend."""
    for mend in MENDS:
        lines = mend(lines, part)
    return list(lines)


def _ends_with_headers(lines: Sequence[Line], part: Part, usual: int) -> bool:
    last = {columns[-1] for columns in part.expected.values()}
    return any(
        len(line.cells) == usual and part.columns.exact(line.cells[-1].text) in last and not line.values
        for line in lines
        if line.ragged
    )


def _joined(above: Line, below: Line, part: Part) -> Line | None:
    """Both as one row, where only together they have a label of the form, and at most one of them has numbers."""
    if _exact(below.last_label, part) or (above.values and (below.values or _exact(above.last_label, part))):
        return None
    if len(above.cells) == 1 and len(below.cells) > 1:
        line = _headed(above.cells[0], below)
    elif len(above.cells) == len(below.cells) and _exact(_label_together(above, below), part):
        line = _together(above, below)
    else:
        return None
    halves = {fold(cell.text) for half in (above, below) for cell in half.cells}
    return line if line.values and _exact(line.last_label, part) and fold(line.last_label) not in halves else None


def _exact(label: str, part: Part) -> bool:
    """Whether the label is one of the form's rows, letter for letter."""
    return part.rows.exact(label) not in (None, GROUP)


def _headed(label: GridCell, below: Line) -> Line:
    """The row, its first words behind those of `label`."""
    first = next((place for place, cell in enumerate(below.cells) if cell.text), None)
    if first is None:
        return below
    head = replace(below.cells[first], text=label.text + below.cells[first].text)
    return replace(below, cells=(*below.cells[:first], head, *below.cells[first + 1 :]))


def _label_together(above: Line, below: Line) -> str:
    """The last label that the two rows would have if they were one."""
    pairs = zip(reversed(above.cells), reversed(below.cells), strict=True)
    together = (one.text + two.text for one, two in pairs if one.origin or two.origin)
    return next(filter(is_label, together), "")


def _together(above: Line, below: Line) -> Line:
    """Two rows of one width, cell by cell."""
    cells = (
        replace(one if one.text else two, text=one.text + two.text, origin=one.origin or two.origin)
        for one, two in zip(above.cells, below.cells, strict=True)
    )
    return Line(tuple(cells), above.ragged)
