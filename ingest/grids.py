"""Tables with rows and columns: which cell of the form each cell of a grid is, by its row's label and its column's header.

Where `placing` cannot tell the cells of a row, they are in doubt; but the values that are wanting, and no more, may
stand alone on the next line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ingest.figures import meaning
from ingest.labels import UNIT, Match, unit_in
from ingest.lines import Line
from ingest.placing import Cells, Header, adds_up, index_of, is_spanned, placed
from ingest.report import GridCell, Printed, State
from ingest.script import clean
from ingest.vocabulary import GROUP, Part

BELOW = "last_values_below"
UNKNOWN = "unknown_row"
_EVERYWHERE = frozenset({"总计", "其他", "信息内容"})
_USUAL = 3


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
        if row.cells is not None and row.why != BELOW and is_spanned(row.cells):
            shown.add((row.place, min(index_of(row.line, cell) for cell in row.cells.values())))
    return _rows(lines, part, others, shown)


def _rows(lines: Sequence[Line], part: Part, others: Sequence[Part], shown: Collection[tuple[int, int]]) -> list[Read]:
    counts = Counter([len(line.cells) for line in lines])
    foreign = frozenset[str]().union(*(other.names for other in others)) - _EVERYWHERE
    own = part.names - _EVERYWHERE
    widths = frozenset(width for width, count in counts.items() if count >= _USUAL)
    header, fresh, read = Header(widths=widths), False, list[Read]()
    begun = False
    for line in lines:
        if own.isdisjoint(line.names) and not foreign.isdisjoint(line.names):  # a row of another section's tables
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
            if read and begun and (line.values or _has_dash(line)):
                _add_values(read, line, part)
        elif named[1] is not None or (begun and line.values and header.begins):
            fresh, begun = False, True
            row = _read(line, named, header, part, shown)
            read += [row] if row is not None else []
    return read


def _has_dash(line: Line) -> bool:
    return any(cell.origin and meaning(cell.text)[0] is State.DASH for cell in line.cells)


def _add_values(read: list[Read], line: Line, part: Part) -> None:
    """Values without a label: the last ones of the row above, where just so many are wanting; else that is in doubt.

    A number alone below a row that is filled from end to end is the page's; one that no sum vouches for may be.
    """
    above = read[-1]
    values = [cell for cell in line.cells if cell.origin and cell.text.strip()]
    if len(line.cells) == 1 and above.cells is not None and is_spanned(above.cells):
        return
    if above.row is not None:
        behind = [cell for cell in above.line.cells[above.place + 1 :] if cell.origin]
        filled = [cell for cell in behind if cell.text.strip()]
        order = part.expected[above.row]
        known = [column for column in above.header.order if column in order]
        wanting = len(order) - len(filled)
        fits = adds_up([*filled, *values], order)
        is_open = filled and filled == behind[: len(filled)] and (fits or (filled == behind and len(line.cells) > 1))
        if known == list(order) and wanting == len(values) and is_open:
            read[-1] = replace(above, cells=dict(zip(order, [*filled, *values], strict=True)), why=BELOW, doubt=None)
            return
        read[-1] = replace(above, cells=None, doubt="too_many_values")
    read.append(Read(None, line, None, above.header, doubt=UNKNOWN))


def _headers(line: Line, part: Part, begun: bool) -> list[tuple[int, GridCell, Match]]:
    """The headers in a line, where it is one of headers: it has no numbers, and no label of a row but its columns'."""
    if line.values:
        return []
    found = []
    for place, text in line.labels:
        match = _column(text, part)
        if match is not None:
            found.append((place, line.cells[place], match))
        elif part.rows.exact(text) not in (None, GROUP):
            return []
    keys = {match.key for _, _, match in found}
    alone = len(keys) == 1 and part.section != 2
    return [] if alone and begun and keys <= {"total", "other_organisation"} else found


@lru_cache(maxsize=8192)
def _column(text: str, part: Part) -> Match | None:
    return part.columns.match(UNIT.split(clean(text))[0].rstrip("（("))


@lru_cache(maxsize=1024)
def _unit(text: str) -> str | None:
    return unit_in(text)


def _add(header: Header, found: list[tuple[int, GridCell, Match]], line: Line) -> None:
    for place, cell, match in found:
        header.begins[match.key] = place
        if cell.box is not None:
            header.boxes[match.key] = cell.box
        unit = _unit(cell.text)
        if unit is not None:
            header.units[match.key] = unit
        if match.near:
            header.near[match.key] = cell.text
    header.width = len(line.cells) if header.width in (0, len(line.cells)) else -1


def _row_of(line: Line, part: Part) -> tuple[int, Match | None, str] | None:
    """Where the row's label ends, which it is, and its text; None for a line without labels."""
    strange: tuple[int, Match | None, str] | None = None
    own = {text for _, text in line.labels}
    for place in range(len(line.cells) - 1, -1, -1) if own else ():
        text = line.cells[place].text
        if text not in own:
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
    at, match, text = named
    if not any(cell.origin for cell in line.cells[at + 1 :]):
        return None
    if match is None:
        return Read(None, line, None, header, doubt=UNKNOWN, label=text)
    near = text if match.near else None
    cells, why = placed(line, at + 1, part.expected[match.key], header, shown, part.depths[match.key])
    if cells is None:
        return Read(match.key, line, None, header, None, why, near, at)
    return Read(match.key, line, cells, header, why, None, near, at)


def printed(read: Read, part: Part) -> Iterator[Printed]:
    """What stands in each place of the row; in every one the whole row, where they cannot be told apart."""
    fields = part.fields[read.row or ""]
    if read.cells is None:
        cells = [cell for cell in read.line.cells if cell.origin and cell.text.strip()]
        row = " ".join(cell.text.strip() for cell in cells if part.rows.match(cell.text) is None)
        page = next((cell.page for cell in read.line.cells), None)
        for key in fields.values():
            yield Printed(key, row, page, doubt=read.doubt)
        return
    units, why = read.header.units, read.why or None
    for column, key in fields.items():
        cell = read.cells[column]
        yield Printed(key, cell.text, cell.page, cell.box, units.get(column), why, candidates=cell.candidates)
