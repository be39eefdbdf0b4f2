"""The exported CSV in memory: cells by report and field, and what the contract says is worked out of them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from tests.questions.oracle.asked import Group

DENIED = "state_secret prohibited_by_law security_and_stability third_party internal_affairs process_information"
SUMS = {
    "denied": [f"denied_{name}" for name in [*DENIED.split(), "enforcement_files", "administrative_query"]],
    "unavailable": ["unavailable_not_held", "unavailable_needs_creation", "unavailable_unclear"],
    "rejected": [f"rejected_{name}" for name in ("petition", "repeated", "publication", "excessive", "reconfirmation")],
    "requests": ["received", "carried_in"],
    "litigation": ["litigation_direct", "litigation_after_reconsideration"],
}
"""Rows that are on no form: contract, section 2."""
RATES = {
    "denial_rate": (["denied.total"], "concluded.total"),
    "disclosure_rate": (["granted.total", "partly_granted.total"], "concluded.total"),
    "correction_rate": (["reconsideration.corrected"], "reconsideration.total"),
}


@dataclass(frozen=True)
class Cell:
    """One stored cell, and where it stands."""

    agency: str
    year: int
    field: str
    state: str
    value: Decimal | None


class Table:
    """All reports of an export."""

    def __init__(self, file: Path) -> None:
        self.reports: dict[tuple[str, int], dict[str, Cell]] = {}
        self.names: dict[str, str] = {}
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                agency, year, field = row["agency_id"], int(row["year"]), row["field"]
                value = Decimal(row["value"]) if row["state"] == "number" else None
                self.reports.setdefault((agency, year), {})[field] = Cell(agency, year, field, row["state"], value)
                self.names[agency] = row["agency"]
        self.fields = {field for cells in self.reports.values() for field in cells}

    def years(self, agency: str) -> list[int]:
        """The years of which a report of the agency is held."""
        return sorted(year for who, year in self.reports if who == agency)

    def members(self, group: Group, year: int) -> list[str]:
        """The agencies of a set that have a report on that year."""
        found = []
        for agency, own in self.reports:
            code, organ = agency.split("/")
            county = not code.endswith("00") and code.startswith(group.prefix)
            if own == year and organ == group.organ and (county or not group.prefix):
                found.append(agency)
        return sorted(found)

    def parts(self, agency: str, year: int, field: str) -> list[Cell]:
        """The stored cells that a figure is made of; a field that the report's form has not is `not_on_form`."""
        cells = self.reports[agency, year]
        row, _, column = field.partition(".")
        if field in RATES:
            above, below = RATES[field]
            return [cell for key in (*above, below) for cell in self.parts(agency, year, key)]
        keys = [f"{part}.{column}" for part in SUMS[row]] if row in SUMS else [field]
        return [cells.get(key) or Cell(agency, year, key, "not_on_form", None) for key in keys]

    def value(self, agency: str, year: int, field: str) -> Decimal | None:
        """The number, or None as soon as a part of it is none; for a rate, None also where its denominator is 0."""
        if field in RATES:
            above, below = self.fraction(agency, year, field)
            return None if above is None or not below else above / below
        values = [cell.value for cell in self.parts(agency, year, field)]
        return None if None in values else sum((value for value in values if value is not None), Decimal(0))

    def fraction(self, agency: str, year: int, field: str) -> tuple[Decimal | None, Decimal | None]:
        """What stands above and below the line of a rate."""
        above, below = RATES[field]
        return self.added([self.value(agency, year, key) for key in above]), self.value(agency, year, below)

    @staticmethod
    def added(values: Sequence[Decimal | None]) -> Decimal | None:
        """The sum, or None where one of them is none."""
        return None if None in values else sum((value for value in values if value is not None), Decimal(0))
