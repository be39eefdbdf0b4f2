"""Tables with rows and columns: which cell of the form each cell of a grid is, by its row's label and its column's header.

A row is read in the first of these ways that leaves nothing over and nothing open; where none does, its cells cannot be
told and are in doubt:

    under_headers      every header has a cell of this row below it (by place on the page, else by column)
    in_order           the row has exactly as many cells, or as many values, behind its label as there are headers
    last_values_below  the values that are wanting, and no more, stand alone on the next line
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ingest.labels import Match, fold, narrow
from ingest.lines import Line, is_label
from ingest.report import Box, GridCell, Printed
from ingest.script import clean
from ingest.vocabulary import GROUP, Part

IN_ORDER = "in_order"
BELOW = "last_values_below"
UNKNOWN = "unknown_row"
_UNIT = re.compile(r"单位[:：]?(亿元|万元|元|件|项)")
_EVERYWHERE = frozenset({"总计", "其他", "信息内容"})
_ENOUGH = 0.6
_SLACK = 1.0
_USUAL = 3

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


@dataclass(frozen=True, slots=True)
class Read:
    """One row as it was read: `cells` by column, or None with the reason in `doubt`. `label` is set where it was near."""

    row: str | None
    line: Line
    cells: Cells | None
    header: Header
    why: str | None = None
    doubt: str | None = None
    label: str | None = None
    place: int = -1


def read_rows(lines: Sequence[Line], part: Part, others: Sequence[Part]) -> list[Read]:
    """Every row of the section's tables. A row with values whose label is not known has `row` None.

    Ragged rows are read twice: only once all are known do the certain ones show where the values of the others begin.
    """
    shown: set[tuple[int, int]] = set()
    read = _rows(lines, part, others, shown)
    if not any(row.line.ragged and row.doubt for row in read):
        return read
    for row in read:
        if row.cells is not None and row.why != BELOW and _is_spanned(row.cells):
            shown.add((row.place, min(_index(row.line, cell) for cell in row.cells.values())))
    return _rows(lines, part, others, shown)


def _rows(lines: Sequence[Line], part: Part, others: Sequence[Part], shown: Collection[tuple[int, int]]) -> list[Read]:
    counts = Counter(len(line.cells) for line in lines)
    widths = frozenset(width for width, count in counts.items() if count >= _USUAL)
    header, fresh, read = Header(widths=widths), False, list[Read]()
    begun = False
    for line in lines:
        if _is_foreign(line, part, others):
            header, fresh, begun = Header(widths=widths), False, False
            continue
        found = _headers(line, part, begun)
        if found:
            header = header if fresh else Header(widths=widths)
            fresh = True
            _add(header, found, line)
            continue
        named = _row_of(line, part)
        if named is None:
            if read and begun and line.values:
                _add_values(read, line, part)
        elif named[1] is not None or (begun and line.values and header.begins):
            fresh, begun = False, True
            row = _read(line, named, header, part, shown)
            read += [row] if row is not None else []
    return read


def _add_values(read: list[Read], line: Line, part: Part) -> None:
    """Values without a label: the last ones of the row above, where just so many are wanting; else that is in doubt."""
    above = read[-1]
    values = [cell for cell in line.cells if cell.origin and cell.text.strip()]
    if above.row is not None:
        behind = [cell for cell in above.line.cells[above.place + 1 :] if cell.origin]
        filled = [cell for cell in behind if cell.text.strip()]
        order = part.expected[above.row]
        known = [column for column in above.header.order if column in order]
        wanting = len(order) - len(filled)
        if known == list(order) and filled and wanting == len(values) and filled == behind[: len(filled)]:
            read[-1] = replace(above, cells=dict(zip(order, [*filled, *values], strict=True)), why=BELOW, doubt=None)
            return
        read[-1] = replace(above, cells=None, doubt="too_many_values")
    read.append(Read(None, line, None, above.header, doubt=UNKNOWN))


def _is_foreign(line: Line, part: Part, others: Sequence[Part]) -> bool:
    """Whether the line belongs to the tables of another section."""
    texts = [cell.text for cell in line.cells if cell.origin and is_label(cell.text)]
    texts = [text for text in texts if fold(text) not in _EVERYWHERE]
    own = any(part.rows.exact(text) or part.columns.exact(text) for text in texts)
    return not own and any(other.rows.exact(text) or other.columns.exact(text) for other in others for text in texts)


def _headers(line: Line, part: Part, begun: bool) -> list[tuple[int, GridCell, Match]]:
    """The headers in a line, where it is one of headers: it has no numbers, and no label of a row but its columns'."""
    if line.values:
        return []
    found = []
    for place, cell in enumerate(line.cells):
        if not cell.origin or not is_label(cell.text):
            continue
        match = part.columns.match(_UNIT.split(clean(cell.text))[0].rstrip("（("))
        if match is not None:
            found.append((place, cell, match))
        elif part.rows.exact(cell.text) not in (None, GROUP):
            return []
    keys = {match.key for _, _, match in found}
    alone = len(keys) == 1 and part.section != 2
    return [] if alone and begun and keys <= {"total", "other_organisation"} else found


def _add(header: Header, found: list[tuple[int, GridCell, Match]], line: Line) -> None:
    for place, cell, match in found:
        header.begins[match.key] = place
        if cell.box is not None:
            header.boxes[match.key] = cell.box
        unit = _UNIT.search(narrow(clean(cell.text)))
        if unit:
            header.units[match.key] = unit[1]
        if match.near:
            header.near[match.key] = cell.text
    header.width = len(line.cells) if header.width in (0, len(line.cells)) else -1


def _row_of(line: Line, part: Part) -> tuple[int, Match | None, str] | None:
    """Where the row's label ends, which it is, and its text; None for a line without labels."""
    strange: tuple[int, Match | None, str] | None = None
    own = {cell.text for cell in line.cells if cell.origin}
    for place in range(len(line.cells) - 1, -1, -1):
        text = line.cells[place].text
        if text not in own or not is_label(text):
            continue
        match = part.rows.match(text)
        if match is None:
            strange = strange or (place, None, text)
        elif match.key == GROUP or (strange is not None and match.key in part.heads):
            return strange
        else:
            return place, match, text
    return strange


def _read(
    line: Line, named: tuple[int, Match | None, str], header: Header, part: Part, shown: Collection[tuple[int, int]]
) -> Read | None:
    """One row, or None where it has no cells at all behind its label."""
    place, match, text = named
    if not any(cell.origin for cell in line.cells[place + 1 :]):
        return None
    if match is None:
        return Read(None, line, None, header, doubt=UNKNOWN, label=text)
    near = text if match.near else None
    cells, why = _placed(line, place + 1, part.expected[match.key], header, shown)
    if cells is None:
        return Read(match.key, line, None, header, None, why, near, place)
    return Read(match.key, line, cells, header, why, None, near, place)


def _index(line: Line, cell: GridCell) -> int:
    return next(place for place, other in enumerate(line.cells) if other is cell)


def _placed(
    line: Line, start: int, columns: tuple[str, ...], header: Header, shown: Collection[tuple[int, int]]
) -> tuple[Cells | None, str]:
    """The cells by column and how they were found, or None and why they cannot be told."""
    behind = [(place, cell) for place, cell in enumerate(line.cells) if place >= start and cell.origin]
    if all(column in header.begins for column in columns):
        ways: list[Callable[..., dict[str, GridCell]]] = [_by_box, _by_column]
        for way in ways:
            cells = way(line, behind, columns, header)
            if len(cells) == len(columns) and not _left_over(behind, cells):
                if line.ragged and not _confirmed(line, start, cells, shown):
                    break
                return cells, ""
    known = [column for column in header.order if column in columns]
    if len(columns) > 1 and (len(known) < _ENOUGH * len(columns) or known != [one for one in columns if one in known]):
        return None, "header_lost"
    return _in_order([cell for _, cell in behind], columns, len(line.cells) in header.widths)


def _by_box(line: Line, behind: list[tuple[int, GridCell]], columns: Sequence[str], header: Header) -> dict[str, GridCell]:
    """Cells whose middle lies between the edges of the header."""
    found: dict[str, GridCell] = {}
    for column in columns:
        edges = header.boxes.get(column)
        for _, cell in behind:
            if edges and cell.box and edges[0] - _SLACK <= (cell.box[0] + cell.box[2]) / 2 <= edges[2] + _SLACK:
                if column in found or any(cell is other for other in found.values()):
                    return {}
                found[column] = cell
    return found


def _by_column(line: Line, behind: list[tuple[int, GridCell]], columns: Sequence[str], header: Header) -> dict[str, GridCell]:
    """Cells that begin where the header begins."""
    cells = dict(behind)
    if len(line.cells) != header.width:
        return {}
    return {column: cells[header.begins[column]] for column in columns if header.begins[column] in cells}


def _left_over(behind: list[tuple[int, GridCell]], cells: Cells) -> bool:
    taken = {id(cell) for cell in cells.values()}
    return any(cell.text.strip() and id(cell) not in taken for _, cell in behind)


def _confirmed(line: Line, start: int, cells: Cells, shown: Collection[tuple[int, int]]) -> bool:
    """Whether ragged cells stand where they seem to: the first and the last are filled, or certain rows begin so too."""
    if len(cells) == 1 or _is_spanned(cells):
        return True
    first = min(_index(line, cell) for cell in cells.values())
    return {begin for place, begin in shown if place == start - 1} == {first}


def _is_spanned(cells: Cells) -> bool:
    """Whether the outermost cells are filled, so that all could not stand one place aside."""
    filled = [bool(cell.text.strip()) for cell in cells.values()]
    return filled[0] and filled[-1]


def _in_order(behind: Sequence[GridCell], order: tuple[str, ...], is_whole: bool) -> tuple[Cells | None, str]:
    """In a row that is longer or shorter than all others, an empty cell may be one too many: there none may be empty."""
    filled = [place for place, cell in enumerate(behind) if cell.text.strip()]
    in_one_run = len(filled) == len(order) and filled[-1] - filled[0] == len(order) - 1
    if in_one_run and (is_whole or len(filled) == len(behind)):
        return dict(zip(order, behind[filled[0] :], strict=False)), IN_ORDER
    if len(behind) == len(order) and is_whole:
        return dict(zip(order, behind, strict=True)), IN_ORDER
    return None, "too_many_values" if len(filled) > len(order) else "too_few_values"


def printed(read: Read, part: Part, keys: Sequence[str]) -> Iterator[Printed]:
    """What stands in each place of the row; in every one the whole row, where they cannot be told apart."""
    columns = part.expected[read.row or ""]
    cells = [cell for cell in read.line.cells if cell.origin and cell.text.strip()]
    row = " ".join(cell.text.strip() for cell in cells if part.rows.match(cell.text) is None)
    page = next((cell.page for cell in read.line.cells), None)
    for column in columns:
        key = f"{read.row}.{column}"
        if key not in keys:
            continue
        if read.cells is None:
            yield Printed(key, row, page, doubt=read.doubt)
        else:
            cell = read.cells[column]
            yield Printed(key, cell.text, cell.page, cell.box, read.header.units.get(column), read.why or None)
