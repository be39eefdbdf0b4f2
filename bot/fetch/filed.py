"""A report as it is filed: the document that it came in, what was found wrong with it, and what it said before."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bot.facts import Facts
from bot.fetch.changes import Cell, Cells


@dataclass(frozen=True)
class Filed:
    """What stands at the head of a report. `kind` is that of the document (pdf, html …), `added` a UTC time in ISO 8601."""

    form: str
    document: str
    kind: str
    sha256: str
    title: str
    pages: int | None
    figures: int
    added: str


@dataclass(frozen=True)
class Finding:
    """What does not add up or cannot be read; `left` and `right` are the sides of a sum. `said` is by language."""

    check: str
    severity: str
    fields: tuple[str, ...]
    said: Mapping[str, str]
    left: Decimal | None
    right: Decimal | None


@dataclass(frozen=True)
class Former:
    """A state of the report that was replaced: its document, when, and its cells as they were."""

    document: str
    sha256: str
    replaced: str
    cells: Cells


class Filing:
    """Looks reports up in one database."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    def head(self, agency: int, year: int) -> Filed | None:
        """The head of a report; None where none is stored."""
        sql = "SELECT form, document, kind, sha256, title, pages, figures, added FROM report WHERE agency = ? AND year = ?"
        rows = self._facts.rows(sql, (agency, year))
        if not rows:
            return None
        form, document, kind, sha256, title, pages, figures, added = rows[0]
        return Filed(form or "", document or "", kind or "", sha256 or "", title or "", pages, figures or 0, added or "")

    def forms(self, agency: int) -> Mapping[int, str]:
        """Year → edition of the form, of every report of an agency, ascending."""
        return dict(self._facts.rows("SELECT year, form FROM report WHERE agency = ? ORDER BY year", (agency,)))

    def findings(self, agency: int, years: Sequence[int]) -> Mapping[int, tuple[Finding, ...]]:
        """What was found wrong with the reports of an agency, by year; errors before notes."""
        marks = ", ".join("?" * len(years))
        sql = (
            'SELECT year, "check", severity, fields, zh, en, "left", "right" FROM finding'
            f" WHERE year IN ({marks}) AND agency = ? ORDER BY year, severity <> 'error', no"
        )
        found: dict[int, tuple[Finding, ...]] = {}
        for year, *row in self._facts.rows(sql, (*years, agency)):
            found[year] = (*found.get(year, ()), finding_of(row))
        return found

    def former(self, agency: int, year: int) -> tuple[Former, ...]:
        """Its former states, the newest first."""
        sql = "SELECT document, sha256, replaced, figures FROM version WHERE agency = ? AND year = ? ORDER BY no DESC"
        return tuple(
            Former(document or "", sha256 or "", replaced or "", _cells(figures))
            for document, sha256, replaced, figures in self._facts.rows(sql, (agency, year))
        )


def finding_of(row: Sequence[Any]) -> Finding:
    """The finding of check, severity, fields, zh, en, left, right."""
    check, severity, fields, zh, en, left, right = row
    return Finding(check, severity, tuple(json.loads(fields)), {"zh": zh, "en": en}, _decimal(left), _decimal(right))


def _cells(figures: str) -> Cells:
    return {key: Cell(state, _decimal(value), raw) for key, (state, value, raw) in json.loads(figures).items()}


def _decimal(value: int | float | None) -> Decimal | None:
    return None if value is None else Decimal(repr(value))
