"""Which cell of a row stands in which column of the form, in the first way that leaves nothing over and nothing open.

under_headers  every header has a cell of this row below it (by place on the page, else by column)
in_order       the row has exactly as many cells, or as many values, behind its label as there are headers
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ingest.figures import meaning
from ingest.lines import Line
from ingest.report import Box, GridCell, State

IN_ORDER = "in_order"
_ENOUGH = 0.6
_SLACK = 1.0

Cells = Mapping[str, GridCell]


@dataclass
class Header:
    """The headers above a row: where each column of the form begins, and where it lies on the page."""

    begins: dict[str, int] = field(default_factory=dict)
    boxes: dict[str, Box] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    near: dict[str, str] = field(default_factory=dict)
    width: int = 0
    """How many cells the lines of the headers have; -1 where one has more than another, so that they are askew."""
    widths: frozenset[int] = frozenset()
    """How many cells rows usually have."""

    @property
    def order(self) -> tuple[str, ...]:
        """The columns from left to right."""
        return tuple(sorted(self.begins, key=self.begins.__getitem__))


def index_of(line: Line, cell: GridCell) -> int:
    return next(place for place, other in enumerate(line.cells) if other is cell)


def placed(
    line: Line, start: int, columns: tuple[str, ...], header: Header, shown: Collection[tuple[int, int]], depth: int
) -> tuple[Cells | None, str]:
    """The cells by column and how they were found, or None and why they cannot be told.

    They stand from place `start` on, behind a label that the form has in column `depth`.
    """
    behind = [(place, cell) for place, cell in enumerate(line.cells) if place >= start and cell.origin]
    if all(map(header.begins.__contains__, columns)):
        ways: list[Callable[..., dict[str, GridCell]]] = [_by_box, _by_column]
        for way in ways:
            cells = way(line, behind, columns, header)
            if len(cells) == len(columns) and not _left_over(behind, cells):
                if line.ragged and not _confirmed(line, start, cells, shown, depth):
                    break
                return cells, ""
    known = [column for column in header.order if column in columns]
    if len(columns) > 1 and (len(known) < _ENOUGH * len(columns) or known != [one for one in columns if one in known]):
        return None, "header_lost"
    is_longest = len(line.cells) > header.width > 0
    return _in_order([cell for _, cell in behind], columns, len(line.cells) in header.widths, is_longest)


def _by_box(line: Line, behind: list[tuple[int, GridCell]], columns: Sequence[str], header: Header) -> dict[str, GridCell]:
    """Cells whose middle lies between the edges of the header."""
    found: dict[str, GridCell] = {}
    for column in columns if header.boxes else ():
        edges = header.boxes.get(column)
        for _, cell in behind:
            if edges and cell.box and edges[0] - _SLACK <= (cell.box[0] + cell.box[2]) / 2 <= edges[2] + _SLACK:
                if column in found or any(cell is other for other in found.values()):
                    return {}
                found[column] = cell
    return found


def _by_column(line: Line, behind: list[tuple[int, GridCell]], columns: Sequence[str], header: Header) -> dict[str, GridCell]:
    """Cells that begin where the header begins; none where two headers seem to stand in one place, so that they are askew."""
    if len(line.cells) != header.width or len({header.begins[column] for column in columns}) < len(columns):
        return {}
    cells = dict(behind)
    return {column: cells[header.begins[column]] for column in columns if header.begins[column] in cells}


def _left_over(behind: list[tuple[int, GridCell]], cells: Cells) -> bool:
    taken = set(map(id, cells.values()))
    return any(cell.text.strip() for _, cell in behind if cell.text and id(cell) not in taken)


def _confirmed(line: Line, start: int, cells: Cells, shown: Collection[tuple[int, int]], depth: int) -> bool:
    """Whether ragged cells stand where they seem to: the first and the last are filled, or certain rows begin so too.

    These must be rows with their labels in the same place, unless labels in several places all have values alike; or
    the label stands in its own column, and the row ends with its total and adds up.
    """
    if len(cells) == 1 or is_spanned(cells):
        return True
    first = min(index_of(line, cell) for cell in cells.values())
    if {begin for _, begin in shown} == {first} and len(shown) > 1:
        return True
    if start - 1 == depth and list(cells.values())[-1] is line.cells[-1] and _vouched(list(cells.values()), list(cells)):
        return True
    return {begin for place, begin in shown if place == start - 1} == {first}


def is_spanned(cells: Cells) -> bool:
    """Whether the outermost cells are filled, so that all could not stand one place aside."""
    outermost = list(cells.values())
    return bool(outermost[0].text.strip() and outermost[-1].text.strip())


def _in_order(behind: Sequence[GridCell], order: tuple[str, ...], is_whole: bool, is_longest: bool) -> tuple[Cells | None, str]:
    """In a row that is longer or shorter than all others, an empty cell may be one too many, or a value in the longest.

    There none may be empty, or a shorter one has to add up. A row without any value is blank, whichever cell is which.
    """
    filled = [place for place, cell in enumerate(behind) if cell.text.strip()]
    in_one_run = len(filled) == len(order) and filled[-1] - filled[0] == len(order) - 1
    run = behind[filled[0] : filled[-1] + 1] if filled else []
    if in_one_run and (is_whole or len(filled) == len(behind) or (_vouched(run, order) and not is_longest)):
        return dict(zip(order, run, strict=True)), IN_ORDER
    has_no_slack = len(filled) > 1 and len(run) == len(behind)
    if len(behind) == len(order) and (is_whole or has_no_slack):
        return dict(zip(order, behind, strict=True)), IN_ORDER
    if not filled and len(behind) >= len(order):
        return dict(zip(order, behind, strict=False)), IN_ORDER
    return None, "too_many_values" if len(filled) > len(order) else "too_few_values"


def _vouched(run: Sequence[GridCell], order: Sequence[str]) -> bool:
    """Whether the sum shows that no value is one of a neighbour: noughts add up wherever they stand."""
    return run[-1].text.strip() not in ("", "0") and adds_up(run, order)


def adds_up(run: Sequence[GridCell], order: Sequence[str]) -> bool:
    """Whether the last of the cells, the total, is the sum of the others; dashes and empty cells add nothing."""
    read = [meaning(cell.text) for cell in run]
    if order[-1] != "total" or any(state is State.UNREADABLE for state, _, _ in read):
        return False
    *parts, total = [value or Decimal(0) for _, value, _ in read]
    return sum(parts, Decimal(0)) == total
