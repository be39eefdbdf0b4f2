"""Section four: one row of numbers under three tables of headers. What a number is, only the headers above it tell.

Where the headers are damaged, the row is read in order only if its cells are exactly as many as the form has, the
three headers stand in the form's order, and the sums of all three hold; else it cannot be told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ingest.figures import meaning
from ingest.lines import Line, is_label
from ingest.report import GridCell, Printed, State
from ingest.vocabulary import GROUP, Part

IN_ORDER = "in_order"
_MOST = 0.6
"""As a part of all headers: with so many in their places, the others can be no others than the form's."""


def read_cases(lines: Sequence[Line], part: Part) -> Iterator[Printed]:
    """Everything that the tables of section four print."""
    for headers, row in _tables(lines, part):
        yield from _read(headers, row, part)


def _tables(lines: Sequence[Line], part: Part) -> Iterator[tuple[list[Line], Line]]:
    """Each run of header lines with the row below it."""
    headers: list[Line] = []
    for line in lines:
        if not headers and not line.labels:
            continue
        labels = [cell.text for cell in line.cells if cell.text and is_label(cell.text)]
        known = sum([part.rows.exact(label) is not None or part.columns.exact(label) is not None for label in labels])
        if line.ragged and len(line.cells) == 1 and not known:
            continue  # a page number or a running title between the rows
        if labels and (headers or known > 1):
            headers = [*headers, line] if known > 1 or len(headers) < 3 else []
        elif headers and not labels and _has_columns(headers, part):
            yield headers, line
            headers = []


def _has_columns(headers: Sequence[Line], part: Part) -> bool:
    found = {part.columns.exact(cell.text) for line in headers for cell in line.cells if cell.text}
    cases = {part.rows.exact(cell.text) for line in headers for cell in line.cells if cell.text}
    return bool(cases - {None, GROUP}) and (len(found - {None}) > 1 or len(cases - {None, GROUP}) > 1)


def _read(headers: Sequence[Line], row: Line, part: Part) -> Iterator[Printed]:
    keys = [f"{case}.{column}" for case, columns in part.expected.items() for column in columns]
    places = _forced(_places(headers, part), row, keys)
    cells = {places[place]: cell for place, cell in enumerate(row.cells) if place in places and cell.origin}
    taken = {id(cell) for cell in cells.values()}
    spare = any(cell.text.strip() and id(cell) not in taken for cell in row.cells if cell.origin)
    if len(places) == len(keys) == len(cells) == len(set(places.values())) and not spare and _is_below(headers, row):
        for key, cell in cells.items():
            yield Printed(key, cell.text, cell.page, cell.box, candidates=cell.candidates)
        return
    yield from _in_order(headers, row, part, keys)


def _forced(places: dict[int, str], row: Line, keys: Sequence[str]) -> dict[int, str]:
    """All places, where the row has as many as the form, and most headers stand where the form has them, and none elsewhere."""
    if row.ragged or len(row.cells) != len(keys) or len(places) < _MOST * len(keys):
        return places
    if any(places.get(at, key) != key for at, key in enumerate(keys)):
        return places
    return dict(enumerate(keys))


def _is_below(headers: Sequence[Line], row: Line) -> bool:
    """Whether the row is as long as its headers, or filled at both ends, so that it cannot stand one place aside."""
    return len(row.cells) == max(len(line.cells) for line in headers) or all(row.cells[at].text.strip() for at in (0, -1))


def _places(headers: Sequence[Line], part: Part) -> dict[int, str]:
    """Column → key, where the lowest header above it is one of the form's and a case stands above that."""
    found: dict[int, str] = {}
    for place in range(max(len(line.cells) for line in headers)):
        case, column = None, None
        for line in headers:
            case = _case(line, place, part, case)
            if place < len(line.cells):
                column = part.columns.exact(line.cells[place].text) or column
        if case and column:
            found[place] = f"{case}.{column}"
    return found


def _case(line: Line, place: int, part: Part, above: str | None) -> str | None:
    """The case whose header covers a column: its own cell's, or in ragged rows the nearest one's to the left."""
    for cell in reversed(line.cells[: place + 1]):
        key = part.rows.exact(cell.text) if cell.text else None
        if key is not None:
            return key or None
        if cell.text or not line.ragged:
            return above
    return above


def _in_order(headers: Sequence[Line], row: Line, part: Part, keys: Sequence[str]) -> Iterator[Printed]:
    filled = [cell for cell in row.cells if cell.origin and cell.text.strip()]
    raw = " ".join(cell.text.strip() for cell in filled)
    page = next((cell.page for cell in row.cells), None)
    told = [part.rows.exact(cell.text) for line in headers for cell in line.cells if cell.origin]
    cases = [case for case in told if case]
    if len(filled) != len(keys):
        doubt = "too_many_values" if len(filled) > len(keys) else "too_few_values"
    elif cases != list(part.expected) or not _sums_hold(filled, part):
        doubt = "header_lost"
    else:
        for key, cell in zip(keys, filled, strict=True):
            yield Printed(key, cell.text, cell.page, cell.box, why=IN_ORDER, candidates=cell.candidates)
        return
    for key in keys:
        yield Printed(key, raw, page, doubt=doubt)


def _sums_hold(filled: Sequence[GridCell], part: Part) -> bool:
    read = [meaning(cell.text) for cell in filled]
    numbers = [value for state, value, _ in read if state is State.NUMBER and value is not None]
    width = len(next(iter(part.expected.values())))
    groups = [numbers[start : start + width] for start in range(0, len(numbers), width)]
    return len(numbers) == len(filled) and all(sum(group[:-1], Decimal(0)) == group[-1] for group in groups)
