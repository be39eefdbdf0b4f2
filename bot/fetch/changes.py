"""What differs between two states of a report, or two reports of an agency: old and new, the most telling first."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bot.facts import Facts
from bot.question import Agency

MAIN = (
    *("permits.decided", "penalties.decided", "compulsory_measures.decided", "fees.amount"),
    *("received.total", "carried_in.total", "granted.total", "partly_granted.total", "concluded.total", "carried_out.total"),
    *("reconsideration.total", "litigation_direct.total", "litigation_after_reconsideration.total"),
)
"""The figures that stand for a report where there is no room for all of them."""
_ABSENT = ("missing", "not_on_form")
_AT_ONCE = 400


@dataclass(frozen=True)
class Cell:
    """One cell of a report: only `number` has a value."""

    state: str
    value: Decimal | None
    raw: str | None = None


@dataclass(frozen=True)
class Moved:
    """A cell that says something else than before."""

    key: str
    old: Cell
    new: Cell


@dataclass(frozen=True)
class Seen:
    """A report as it was when it was looked at: its mark, and its cells as `written` writes them."""

    mark: str
    cells: str


Cells = Mapping[str, Cell]


def moved(old: Cells, new: Cells) -> tuple[Moved, ...]:
    """The cells that differ, by how much they tell: the main figures, then totals, then the rest, larger moves first.

    What only one edition of the form prints is no change; a row that one of two reports lacks is none either.
    """
    both = [Moved(key, old[key], new[key]) for key in new if key in old]
    told = [one for one in both if _says(one.old) != _says(one.new) and not {one.old.state, one.new.state} & {*_ABSENT}]
    return tuple(sorted(told, key=_weight))


def _says(cell: Cell) -> tuple[str, Decimal | None]:
    return cell.state, cell.value


def _weight(one: Moved) -> tuple[int, float, str]:
    """Sorts by how far a figure has moved against what chance would move it: 2 → 9 tells more than 1000 → 1010."""
    rank = 0 if one.key in MAIN else 1 if one.key.endswith(".total") else 2
    before, after = (float(cell.value or 0) for cell in (one.old, one.new))
    return rank, -abs(after - before) / (max(before, after, 0.0) + 1) ** 0.5, one.key


class Reports:
    """Looks up whole reports in one database, and whether they are still the same."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    def agency(self, id: str) -> Agency | None:
        """The agency of that id, as it is stored now."""
        self.facts.look()
        rows = self.facts.rows("SELECT no FROM agency WHERE id = ?", (id,))
        return self.facts.agency(rows[0][0]) if rows else None

    def cells(self, id: str, year: int) -> Cells | None:
        """All cells of a stored report; None where none is stored."""
        agency = self.agency(id)
        facts = self.facts.cells([agency], [year], tuple(self.facts.fields)) if agency else ()
        return {fact.field: Cell(fact.state, fact.value, fact.raw) for fact in facts} or None

    def document(self, id: str, year: int) -> str:
        """The document of a stored report."""
        agency = self.agency(id)
        found = self.facts.document(agency.no, year) if agency else None
        return found[0] if found else ""

    def findings(self, id: str, year: int) -> tuple[dict[str, Any], ...]:
        """What does not add up in a stored report."""
        agency = self.agency(id)
        return self.facts.findings(agency.no, year) if agency else ()

    def marks(self, ids: Iterable[str]) -> dict[tuple[str, int], str]:
        """Agency's id and year of every stored report of these agencies → a mark that changes with the report."""
        self.facts.look()
        wanted = list(ids)
        found: dict[tuple[str, int], str] = {}
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            sql = (
                "SELECT a.id, r.year, r.sha256, r.added, (SELECT count(*) FROM version v WHERE v.agency = r.agency AND"
                " v.year = r.year) FROM agency a JOIN report r ON r.agency = a.no"
                f" WHERE a.id IN ({', '.join('?' * len(some))})"
            )
            found |= {(id, year): "/".join(map(str, parts)) for id, year, *parts in self.facts.rows(sql, some)}
        return found

    def seen(self, reports: Iterable[tuple[str, int]], marks: Mapping[tuple[str, int], str]) -> dict[tuple[str, int], Seen]:
        """Those reports as they stand now, to be compared with later."""
        return {(id, year): Seen(marks[id, year], written(self.cells(id, year) or {})) for id, year in reports}


def written(cells: Cells) -> str:
    """Cells as JSON, without those that are not there."""
    kept = {key: [cell.state, None if cell.value is None else str(cell.value)] for key, cell in cells.items()}
    return json.dumps({key: cell for key, cell in kept.items() if cell[0] not in _ABSENT}, separators=(",", ":"))


def read(text: str) -> Cells:
    """What `written` wrote."""
    return {key: Cell(state, None if value is None else Decimal(value)) for key, (state, value) in json.loads(text).items()}
