"""Lists of what is stored, a page at a time: agencies, reports, their cells, findings, regions.

Each list goes on behind the last entry that was read (`after`), never from a number of entries on: it stays as it is while
reports are added. Agencies and reports stand by the agency's id, which begins with the code of its region, so that the index
of the ids serves a region, too, and a page costs the same at a million reports.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.casting.scopes import region_prefix
from bot.facts import Facts
from bot.fetch.state import kept_while
from bot.question import Agency, Fact

Years = tuple[tuple[int, int], ...]
"""Ranges of years, their ends included; none for every year."""
_AGENCY = "a.no, a.id, a.name, a.region_code, a.region, a.organ"
_REPORT = "r.year, r.form, r.document, r.kind, r.title, r.pages, r.figures, r.added"


@dataclass(frozen=True)
class Which:
    """Which agencies, and which years of theirs. `ids` are agencies that are named; `region` is a code, with all below it."""

    ids: tuple[str, ...] = ()
    region: str = ""
    kind: str = ""
    level: str = ""
    name: str = ""
    """Stands somewhere in the agency's name."""
    years: Years = ()


@dataclass(frozen=True)
class Report:
    """A stored report. `findings` counts what does not add up by its severity."""

    agency: Agency
    year: int
    form: str
    document: str
    format: str | None
    title: str | None
    pages: int | None
    figures: int
    added: str | None
    findings: Mapping[str, int]


class Listing:
    """Lists from one database."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    def agencies(self, which: Which, after: str, most: int) -> list[Agency]:
        """Agencies by id, behind the one of the id `after`."""
        where, values = _where(which)
        sql = f"SELECT {_AGENCY} FROM agency a WHERE a.id > ? AND {where} ORDER BY a.id LIMIT ?"
        return [Agency(*row) for row in self._facts.rows(sql, (after, *values, most))]

    def years_of(self, agencies: Sequence[Agency]) -> Mapping[int, tuple[int, ...]]:
        """Number of the agency → the years held of it."""
        held: dict[int, tuple[int, ...]] = {}
        sql = f"SELECT agency, year FROM report WHERE agency IN ({_marks(agencies)}) ORDER BY agency, year"
        for no, year in self._facts.rows(sql, [agency.no for agency in agencies]):
            held[no] = (*held.get(no, ()), year)
        return held

    def levels_of(self, agencies: Sequence[Agency]) -> list[str | None]:
        """The level of each agency's region."""
        regions = self._facts.regions
        return [regions[one.region][2] if one.region and one.region in regions else None for one in agencies]

    def places(self, which: Which, after: tuple[str, int], most: int) -> list[tuple[Agency, int]]:
        """Agency and year of the stored reports, by id and year, behind those of `after`."""
        found = self._reports("r.year", which, after, most)
        return [(Agency(*row[:6]), row[6]) for row in found]

    def reports(self, which: Which, after: tuple[str, int], most: int) -> list[Report]:
        """Stored reports, by id and year, behind that of `after`."""
        found = self._reports(_REPORT, which, after, most)
        faults = self._counted([(row[0], row[6]) for row in found])
        return [Report(*(Agency(*row[:6]), *row[6:], faults.get((row[0], row[6]), {}))) for row in found]

    def _reports(self, columns: str, which: Which, after: tuple[str, int], most: int) -> list[tuple[Any, ...]]:
        where, values = _where(which)
        year, years = _year(which.years)
        sql = (
            f"SELECT {_AGENCY}, {columns} FROM agency a CROSS JOIN report r ON r.agency = a.no"
            f" WHERE a.id >= ? AND (a.id > ? OR r.year > ?) AND {where} AND {year} ORDER BY a.id, r.year LIMIT ?"
        )
        return self._facts.rows(sql, (after[0], after[0], after[1], *values, *years, most))

    def _counted(self, reports: Sequence[tuple[int, int]]) -> Mapping[tuple[int, int], Mapping[str, int]]:
        found: dict[tuple[int, int], dict[str, int]] = {}
        sql = (
            "SELECT f.agency, f.year, f.severity, count(*) FROM wanted w"
            " CROSS JOIN finding f ON f.year = w.year AND f.agency = w.no GROUP BY 1, 2, 3"
        )
        for no, year, severity, count in self._of(reports, sql):
            found.setdefault((no, year), {})[severity] = count
        return found

    def cells(
        self,
        reports: Sequence[tuple[Agency, int]],
        keys: Sequence[str],
        states: frozenset[str],
        forms: Mapping[tuple[int, int], str],
    ) -> Iterator[Fact]:
        """Their cells, in the order of the reports and of the form. `forms` are those of the reports.

        Without `keys`, all that the form of a report prints, save a row for which it prints another instead; with `keys`, each
        of them, if only to say that the form does not print it. Of these, those of `states`, where any are named.
        """
        for fact in self._facts.cells_of(reports, keys or tuple(self._facts.fields)):
            if states and fact.state not in states:
                continue
            beside = fact.state == "missing" and (forms[fact.agency.no, fact.year], fact.field) in self._alternatives
            absent = fact.state == "not_on_form" and "not_on_form" not in states
            if keys or not (beside or absent):
                yield fact

    @kept_while("reports")
    def _alternatives(self) -> frozenset[tuple[str, str]]:
        """Pairs of a form and a key that it prints only where it does not print another."""
        return frozenset((form, key) for form, key in self._facts.rows("SELECT form, field FROM printed WHERE alternative"))

    def forms_of(self, reports: Sequence[tuple[Agency, int]]) -> Mapping[tuple[int, int], str]:
        """Number and year of the reports → the edition of their form."""
        sql = "SELECT r.agency, r.year, r.form FROM wanted w CROSS JOIN report r ON r.agency = w.no AND r.year = w.year"
        return {(no, year): form for no, year, form in self._of([(one.no, year) for one, year in reports], sql)}

    def _of(self, reports: Sequence[tuple[int, int]], sql: str) -> list[tuple[Any, ...]]:
        """The rows of a SELECT that has those reports as a table `wanted`, looked up one by one: a list of pairs behind IN
        would have all reports read."""
        if not reports:
            return []
        wanted = f"WITH wanted(no, year) AS (VALUES {', '.join('(?, ?)' for _ in reports)})"
        return self._facts.rows(f"{wanted} {sql}", [number for pair in reports for number in pair])

    def findings(self, which: Which, check: str, severity: str, after: int, most: int) -> list[dict[str, Any]]:
        """What does not add up, in the order in which it was found, behind the finding `after`."""
        where, values = _where(which)
        year, years = _year(which.years, "f")
        if which.ids:
            source = "agency a CROSS JOIN report r ON r.agency = a.no CROSS JOIN finding f ON f.year = r.year AND f.agency = a.no"
        else:
            source = "finding f CROSS JOIN agency a ON a.no = f.agency"
        sql = (
            'SELECT f.no, a.id, a.name, f.year, f."check", f.severity, f.fields, f."left", f."right", f.difference, f.zh, f.en'
            f' FROM {source} WHERE f.no > ? AND {where} AND {year} AND (? = "" OR f."check" = ?) AND (? = "" OR f.severity = ?)'
            " ORDER BY f.no LIMIT ?"
        ).replace('""', "''")
        names = ("no", "agency_id", "agency", "year", "check", "severity", "fields", "left", "right", "difference", "zh", "en")
        rows = self._facts.rows(sql, (after, *values, *years, check, check, severity, severity, most))
        return [{**dict(zip(names, row, strict=True)), "fields": json.loads(row[6])} for row in rows]

    @kept_while("reports")
    def checks(self) -> tuple[str, ...]:
        """The checks that found something, by name."""
        return tuple(name for (name,) in self._facts.rows('SELECT DISTINCT "check" FROM finding ORDER BY 1'))

    def regions(self, parent: str, level: str, name: str, after: str, most: int) -> list[tuple[str, str, str | None, str]]:
        """Code, name, parent's code and level of the regions right below a parent, of a level, by code."""
        sql = (
            "SELECT code, name, parent, level FROM region WHERE code > ? AND (? = '' OR parent = ?) AND (? = '' OR level = ?)"
            " AND (? = '' OR instr(name, ?)) ORDER BY code LIMIT ?"
        )
        rows = self._facts.rows(sql, (after, parent, parent, level, level, name, name, most))
        return [(code, name, parent or None, level) for code, name, parent, level in rows]


def _where(which: Which) -> tuple[str, list[Any]]:
    """A condition on `agency a`, and its values. Every id begins with the code of its region, or with what is no code."""
    parts, values = ["1"], list[Any]()
    if which.ids:
        parts.append(f"a.id IN ({_marks(which.ids)})")
        values += which.ids
    if prefix := region_prefix(which.region) if which.region else "":
        parts.append("a.id BETWEEN ? AND ?")
        values += (prefix, f"{prefix}~")
    if which.kind:
        parts.append("+a.organ = ?")
        values.append(which.kind)
    if which.level:
        parts.append("+a.region_code IN (SELECT code FROM region WHERE level = ?)")
        values.append(which.level)
    if which.name:
        parts.append("instr(a.name, ?)")
        values.append(which.name)
    return " AND ".join(parts), values


def _year(years: Years, table: str = "r") -> tuple[str, list[int]]:
    said = " OR ".join(f"{table}.year BETWEEN ? AND ?" for _ in years)
    return f"({said or '1'})", [year for ends in years for year in sorted(ends)]


def _marks(values: Iterable[Any]) -> str:
    return ", ".join("?" for _ in values)
