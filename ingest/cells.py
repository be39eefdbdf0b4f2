"""Which cell of the form every printed value is: out of grids where there are some, else out of running text.

What is told twice must be the same. What the form prints and the document does not is missing; but where rows with
unknown labels stand in the same table, it may be one of those, and is in doubt.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ingest.cases import read_cases
from ingest.forms import Form
from ingest.grids import UNKNOWN, Read, printed, read_rows
from ingest.lines import lines_of
from ingest.loose import CUT_OFF, ONE_OF_TWO, SEVERAL, bounds, headed, printed_four, printed_three, printed_two
from ingest.mends import mended
from ingest.report import Document, Grid, Printed
from ingest.running import Running, chunks, entries
from ingest.vocabulary import Part, part

SECTIONS = (2, 3, 4)
TWICE = "printed_twice"


@dataclass
class Found:
    """What a document prints: cells by key; `near` labels by row, as printed; `strange` rows by section."""

    cells: dict[str, Printed] = field(default_factory=dict)
    near: dict[str, str] = field(default_factory=dict)
    strange: dict[int, list[str]] = field(default_factory=dict)
    twice: set[str] = field(default_factory=set)
    """Cells that are printed more than once."""
    equal: set[str] = field(default_factory=set)
    """Those that are printed alike."""

    def add(self, cells: Iterable[Printed]) -> None:
        """Take in more cells; one that is printed twice with different values is in doubt."""
        for cell in cells:
            key = cell.key
            self.cells[key] = cell if key not in self.cells else self._of_two(self.cells[key], cell)

    def _of_two(self, other: Printed, cell: Printed) -> Printed:
        """What is known of a cell that was printed already, and is so again."""
        self.twice.add(cell.key)
        first, then = (cell, other) if other.doubt else (other, cell)
        if other.doubt and cell.doubt and other.doubt != TWICE:
            return cell
        if _contradict(first, then):
            return replace(first, raw=f"{first.raw} | {then.raw}", doubt=TWICE)
        if not then.doubt:
            self.equal.add(cell.key)
        return first


def _contradict(one: Printed, two: Printed) -> bool:
    """Whether one cell, as it is printed twice, holds two things. `two` may be in doubt: then its raw is its whole row."""
    if two.doubt == TWICE:
        return True
    if two.doubt:
        return bool(two.raw.strip()) and one.raw.strip() not in two.raw
    return one.raw.strip() != two.raw.strip()


def find_cells(document: Document, run: Running, form: Form) -> Found:
    """Everything that the document prints of the form. `run` is its text in one piece."""
    parts = {section: part(form, section) for section in SECTIONS}
    found = Found()
    _from_grids(document, form, parts, found)
    told = {section for section in SECTIONS if any(key in found.cells for key in parts[section].keys)}
    if told != set(SECTIONS):
        _from_text(run, form, parts, set(SECTIONS) - told, found)
    for section, rows in found.strange.items():
        _cast_doubt(found, parts[section], form, rows)
    for own in parts.values():
        _doubt_heads(found, own)
        _tell_tables_apart(found, own)
    _tell_ways_apart(found, form)
    return found


def _from_grids(document: Document, form: Form, parts: Mapping[int, Part], found: Found) -> None:
    lines = list(lines_of(document.blocks, document.kind == "text"))
    for section in (2, 3):
        own = parts[section]
        others = [other for number, other in parts.items() if number != section]
        whole = mended(lines, own)
        rows = list(read_rows(whole, own, others))
        if rows and rows[-1].line is whole[-1] and isinstance(document.blocks[-1], Grid):
            rows[-1] = replace(rows[-1], cells=None, doubt=CUT_OFF)
        exact = {row.row for row in rows if row.label is None}
        for row in rows:
            if row.row is None:
                found.strange.setdefault(section, []).append(row.label or "")
            elif row.label is None or row.row not in exact:
                found.add(printed(row, own))
                found.near.update(_near(row))
    found.add(read_cases(lines, parts[4]))


def _near(row: Read) -> Iterator[tuple[str, str]]:
    if row.label is not None and row.row is not None:
        yield row.row, row.label
    for column, label in row.header.near.items():
        yield f".{column}", label


def _from_text(run: Running, form: Form, parts: Mapping[int, Part], wanted: set[int], found: Found) -> None:
    places = bounds(run, parts)
    for section in sorted(wanted & places.keys()):
        place, own = places[section], parts[section]
        if section == 4:
            found.add(printed_four(run, place, own))
            continue
        rows = list(entries(list(chunks(run, *place)), own))
        exact = {row.row for row in rows if not row.near}
        rows = [row for row in rows if not row.near or row.row not in exact]
        strange = [row.words for row in rows if row.row is None]
        if strange:
            found.strange[section] = strange
        found.near.update((row.row, row.words.strip()) for row in rows if row.row and row.near)
        if place[1] == len(run.text) and rows:
            rows[-1] = replace(rows[-1], is_last=True)
        if section == 2:
            found.add(printed_two(rows, own, form))
        else:
            found.add(printed_three(rows, own, form, headed(run, place, own)))


def _doubt_heads(found: Found, part: Part) -> None:
    """A row that stands above others and has values beside them: they are those of one of them, whose label is lost."""
    fields = part.fields
    if not any(key in found.cells for row in part.headed for key in fields[row].values()):
        return
    for row in part.heads:
        cells = [found.cells[key] for key in fields[row].values() if key in found.cells]
        if any(cell.raw.strip() for cell in cells):
            found.cells.update((cell.key, replace(cell, doubt=cell.doubt or UNKNOWN)) for cell in cells)
            lost = (key for other in part.headed for key in fields[other].values() if key not in found.cells)
            found.cells.update({key: Printed(key, "", doubt=UNKNOWN) for key in lost})


def _tell_tables_apart(found: Found, part: Part) -> None:
    """Of two tables of a section, as of two years, a cell that only one holds may be of either; if they differ, any cell."""
    if not found.twice:
        return
    keys = [key for key in part.keys if key in found.cells]
    twice = found.twice.intersection(keys)
    differing = {key.split(".")[0] for key in twice if found.cells[key].doubt == TWICE}
    if len(differing) < SEVERAL and 2 * len(twice) <= len(keys):
        return
    of_one = [key for key in keys if key not in twice or (differing and key not in found.equal)]
    found.cells.update((key, replace(found.cells[key], doubt=found.cells[key].doubt or ONE_OF_TWO)) for key in of_one)


def _tell_ways_apart(found: Found, form: Form) -> None:
    """Where a row stands in one of two ways, whole or in parts: with parts below it, it may be one that lost its label."""
    rows = {key.split(".")[0] for key in found.cells}
    optional = [row for table in form.tables for row in table.rows if row.alternative and row.key in rows]
    if len({row.heads for row in optional}) > 1:
        heads = {row.key for row in optional if row.heads}
        of_heads = [key for key in found.cells if key.split(".")[0] in heads]
        found.cells.update((key, replace(found.cells[key], doubt=found.cells[key].doubt or UNKNOWN)) for key in of_heads)


def _cast_doubt(found: Found, part: Part, form: Form, rows: Sequence[str]) -> None:
    """Rows that seem to be missing may be among those whose labels are not known; blank ones, whose numbers lost theirs."""
    optional = {row.key: row for table in form.tables for row in table.rows if row.alternative}
    ways = {optional[key].heads for cell in found.cells if (key := cell.split(".")[0]) in optional}
    numbers_alone = not all(rows)
    for row, columns in part.expected.items():
        keys = [f"{row}.{column}" for column in columns]
        is_there = any(key in found.cells for key in keys)
        if not is_there and row in optional and optional[row].heads not in (ways or {False}):
            continue
        if not is_there or (numbers_alone and not any(found.cells[key].raw.strip() for key in keys if key in found.cells)):
            found.cells.update((key, Printed(key, "", doubt=UNKNOWN)) for key in keys)
