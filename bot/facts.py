"""The one door for reading: the database, opened so that it cannot be written, and every question put to it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from bot.door import open_for_reading
from bot.names import Names
from bot.question import Agency, Fact, Scope
from bot.scopes import where_of

_STATES = {"b": "blank", "d": "dash", "u": "unreadable"}
_FEW_AGENCIES = 20_000
"""Beyond so many agencies, only those of kinds that are not listed are known by their printed names."""
_EVERY_YEAR = """
WITH RECURSIVE held(year) AS (
    SELECT min(year) FROM report
    UNION ALL SELECT (SELECT min(r.year) FROM report r WHERE r.year > held.year) FROM held WHERE held.year IS NOT NULL
) SELECT year FROM held WHERE year IS NOT NULL
"""
"""Each year once, by jumps through the index: not a scan of a million reports."""
_AGENCY = "no, id, name, region_code, region, organ"


class Facts:
    """Reads one database. Nothing here writes: the file is opened read-only, and an authorizer refuses all but SELECT."""

    def __init__(self, path: Path) -> None:
        """Raises DatabaseMissing or DatabaseUnusable with a sentence that says what to do."""
        self._db = open_for_reading(path)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of a SELECT; nothing else is allowed through."""
        return self._db.execute(sql, values).fetchall()

    # What the database knows by itself: fields, regions, kinds of agency.

    @cached_property
    def fields(self) -> Mapping[str, Mapping[str, str]]:
        """Every key with its unit and its phrases (zh, en, row_zh, …)."""
        names = ("key", "section", "unit", "zh", "en", "row_zh", "row_en", "column_zh", "column_en", "row", "column")
        columns = ", ".join(f'"{name}"' for name in names)
        return {
            row[0]: dict(zip(names, row, strict=True))
            for row in self.rows(f"SELECT {columns} FROM field ORDER BY ord")
        }

    @cached_property
    def printed(self) -> frozenset[tuple[str, str]]:
        """Pairs of a form and a key that it prints."""
        return frozenset((form, key) for form, key in self.rows("SELECT form, field FROM printed"))

    @cached_property
    def region_names(self) -> Names:
        """Every name of every region → pairs of code and kind of name (full, short, former, pinyin, english)."""
        return Names(self.rows)

    @cached_property
    def regions(self) -> Mapping[str, tuple[str, str, str]]:
        """Code → name, parent's code, level."""
        return {row[0]: row[1:] for row in self.rows("SELECT code, name, parent, level FROM region")}

    @cached_property
    def organ_names(self) -> Mapping[str, tuple[str, ...]]:
        """Every name of a kind of agency → the kinds it can stand for."""
        names: dict[str, tuple[str, ...]] = {}
        for name, organ in self.rows("SELECT name, organ FROM organ_name WHERE kind <> 'national'"):
            names[name.lower()] = (*names.get(name.lower(), ()), organ)
        return names

    @cached_property
    def ministries(self) -> Mapping[str, str]:
        """Names that stand without a region and mean the whole country's agency (财政部) → its kind."""
        rows = self.rows("SELECT name, organ FROM organ_name WHERE kind = 'national'")
        return {name.lower(): organ for name, organ in rows}

    @cached_property
    def organs(self) -> Mapping[str, tuple[str, str]]:
        """Kind → its Chinese and its English name."""
        return {row[0]: (row[1], row[2]) for row in self.rows("SELECT id, zh, en FROM organ")}

    @cached_property
    def unlisted(self) -> Mapping[str, tuple[int, ...]]:
        """Names of stored agencies that no region and kind make up (towns, bureaus of their own) → their numbers."""
        names: dict[str, tuple[int, ...]] = {}
        rows = self.rows(
            "SELECT n.name, a.no, a.organ FROM agency_name n JOIN agency a ON a.no = n.agency WHERE a.organ IS NULL"
            " UNION SELECT substr(id, instr(id, '/') + 1), no, organ FROM agency WHERE organ IS NULL"
            " UNION SELECT n.name, a.no, a.organ FROM agency_name n JOIN agency a ON a.no = n.agency"
            f" WHERE a.organ IS NOT NULL AND a.no <= {_FEW_AGENCIES} ORDER BY 2"
        )
        for name, no, organ in rows:
            if organ is not None and self._ends_in_a_kind(name):
                continue
            bare = name.lower().removesuffix("人民政府")
            for spelling in {name.lower(), bare, bare + "政府"}:
                if len(spelling) > 1 and no not in names.get(spelling, ()):
                    names[spelling] = (*names.get(spelling, ()), no)
        return names

    def _ends_in_a_kind(self, name: str) -> bool:
        """Whether the name is a place and a kind, as nearly all are; 深圳市市场监督管理局南山监管局 is none."""
        return any(name[-size:].lower() in self.organ_names for size in range(2, min(len(name), 16)))

    @cached_property
    def near_regions(self) -> Mapping[str, str]:
        """Full name of each region of which an agency is stored → its code. Names of several regions are left out."""
        rows = self.rows("SELECT DISTINCT r.name, r.code FROM agency a JOIN region r ON r.code = a.region_code")
        names = [name for name, _ in rows]
        return {name: code for name, code in rows if names.count(name) == 1}

    # Agencies

    def agency(self, no: int) -> Agency:
        """The agency of that number."""
        return Agency(*self.rows(f"SELECT {_AGENCY} FROM agency WHERE no = ?", (no,))[0])

    def agencies_by(self, numbers: Iterable[int]) -> Mapping[int, Agency]:
        """The agencies of those numbers."""
        wanted = list(dict.fromkeys(numbers))
        sql = f"SELECT {_AGENCY} FROM agency WHERE no IN ({', '.join('?' * len(wanted))})"
        return {row[0]: Agency(*row) for row in self.rows(sql, wanted)}

    def agencies_in(self, region: str, organ: str | None = None) -> tuple[Agency, ...]:
        """Those of exactly this region, of one kind where given."""
        if organ:
            rows = self.rows(f"SELECT {_AGENCY} FROM agency WHERE region_code = ? AND organ = ?", (region, organ))
        else:
            rows = self.rows(f"SELECT {_AGENCY} FROM agency WHERE region_code = ? ORDER BY id LIMIT 200", (region,))
        return tuple(Agency(*row) for row in rows)

    def agencies_of(self, scope: Scope, most: int = 50) -> tuple[Agency, ...]:
        """The agencies of a scope, by id, `most` at the most."""
        where, values = where_of(scope)
        rows = self.rows(f"SELECT {_AGENCY} FROM agency a WHERE {where} ORDER BY id LIMIT ?", (*values, most))
        return tuple(Agency(*row) for row in rows)

    def years_of(self, agency: int) -> tuple[int, ...]:
        """The years of which a report of this agency is stored, ascending."""
        return tuple(row[0] for row in self.rows("SELECT year FROM report WHERE agency = ? ORDER BY year", (agency,)))

    def years_held(self, scope: Scope) -> Mapping[int, int]:
        """Year → number of stored reports, within a scope."""
        where, values = where_of(scope)
        sql = f"SELECT year, count(*) FROM report r JOIN agency a ON a.no = r.agency WHERE {where} GROUP BY year ORDER BY year"
        if where == "1":
            sql = "SELECT year, count(*) FROM report GROUP BY year ORDER BY year"
        return dict(self.rows(sql, values))

    def years_in(self, scope: Scope) -> tuple[int, ...]:
        """The years of which any report of a scope is stored, ascending."""
        where, values = where_of(scope)
        if where == "1":
            return tuple(row[0] for row in self.rows(_EVERY_YEAR))
        sql = f"SELECT DISTINCT year FROM agency a JOIN report r ON r.agency = a.no WHERE {where} ORDER BY year"
        return tuple(row[0] for row in self.rows(sql, values))

    def members(self, scope: Scope, year: int) -> tuple[int, ...]:
        """The numbers of the agencies of a scope that reported on `year`, by id."""
        where, values = where_of(scope)
        sql = f"SELECT a.no FROM report r JOIN agency a ON a.no = r.agency WHERE r.year = ? AND {where} ORDER BY a.id"
        return tuple(row[0] for row in self.rows(sql, (year, *values)))

    def size_of(self, scope: Scope) -> tuple[int, int]:
        """How many agencies a scope holds, and how many reports of theirs are stored."""
        where, values = where_of(scope)
        ((agencies,),) = self.rows(f"SELECT count(*) FROM agency a WHERE {where}", values)
        sql = "SELECT count(*) FROM report"
        if where != "1":
            sql = f"SELECT count(*) FROM agency a JOIN report r ON r.agency = a.no WHERE {where}"
        ((reports,),) = self.rows(sql, values)
        return int(agencies), int(reports)

    def years_by_agency(self, scope: Scope) -> Mapping[int, tuple[int, ...]]:
        """Number of each agency of a scope → the years held of it."""
        where, values = where_of(scope)
        sql = f"SELECT a.no, r.year FROM report r JOIN agency a ON a.no = r.agency WHERE {where} ORDER BY r.year"
        held: dict[int, tuple[int, ...]] = {}
        for no, year in self.rows(sql, values):
            held[no] = (*held.get(no, ()), year)
        return held

    def ids_of(self, numbers: Iterable[int]) -> Mapping[int, str]:
        """Number → id, for the agencies given."""
        wanted = list(numbers)
        if len(wanted) > 500:
            return dict(self.rows("SELECT no, id FROM agency"))
        marks = ", ".join("?" * len(wanted))
        return dict(self.rows(f"SELECT no, id FROM agency WHERE no IN ({marks})", wanted))

    # Figures

    def cells(self, agencies: Sequence[Agency], years: Iterable[int], fields: Sequence[str]) -> tuple[Fact, ...]:
        """The cells asked for, in the order agency, year, field; nothing for a year that is not held."""
        return self.cells_of([(agency, year) for agency in agencies for year in years], fields)

    def cells_of(self, reports: Sequence[tuple[Agency, int]], fields: Sequence[str]) -> tuple[Fact, ...]:
        """The cells of many reports, in the order of the reports; nothing for one that is not held."""
        if not fields:
            return ()
        columns = ", ".join(f'f."{key}"' for key in fields)
        found: dict[tuple[int, int], tuple[Fact, ...]] = {}
        by_no = {agency.no: agency for agency, _ in reports}
        for year in dict.fromkeys(year for _, year in reports):
            numbers = [agency.no for agency, other in reports if other == year]
            sql = (
                f"SELECT f.agency, r.form, r.document, e.cells, {columns} FROM figures f"
                " JOIN report r ON r.agency = f.agency AND r.year = f.year"
                " JOIN evidence e ON e.agency = f.agency AND e.year = f.year"
                f" WHERE f.year = ? AND f.agency IN ({', '.join('?' * len(numbers))})"
            )
            for no, form, document, cells, *values in self.rows(sql, (year, *numbers)):
                seen = json.loads(cells) if cells else {}
                pairs = zip(fields, values, strict=True)
                found[no, year] = tuple(
                    self._fact(by_no[no], year, key, value, form, document, seen.get(key)) for key, value in pairs
                )
        return tuple(fact for agency, year in reports for fact in found.get((agency.no, year), ()))

    def _fact(
        self, agency: Agency, year: int, key: str, value: Any, form: str, document: str, seen: list[Any] | None
    ) -> Fact:
        state, raw, page, box, unit, _, exact, *_ = [*(seen or [None]), None, None, None, None, None, None]
        if value is not None:
            number = Decimal(str(value if exact is None else exact))
            raw = str(value) if raw is None else raw
            where = tuple(box) if box else None
            return Fact(agency, year, key, "number", number, unit or self._unit(key), raw, document, page, where)
        if state in _STATES:
            where = tuple(box) if box else None
            return Fact(agency, year, key, _STATES[state], None, unit or self._unit(key), raw, document, page, where)
        absent = "missing" if (form, key) in self.printed else "not_on_form"
        return Fact(agency, year, key, absent, None, self._unit(key), None, document, None, None)

    def _unit(self, key: str) -> str | None:
        return self.fields[key]["unit"] or None

    def column(self, scope: Scope, year: int, fields: Sequence[str]) -> list[tuple[int, tuple[Any, ...]]]:
        """Number of the agency and its values (None where there is no number), for a whole scope, unordered."""
        where, values = where_of(scope)
        columns = ", ".join(f'f."{key}"' for key in fields)
        if where == "1":
            sql = f"SELECT f.agency, {columns} FROM figures f WHERE f.year = ?"
        else:
            sql = f"SELECT f.agency, {columns} FROM agency a CROSS JOIN figures f ON f.year = ? AND f.agency = a.no WHERE {where}"
        return [(row[0], row[1:]) for row in self.rows(sql, (year, *values))]

    # Reports, text, findings

    def document(self, agency: int, year: int) -> tuple[str, int | None] | None:
        """The document of a report and the number of its pages; None where no such report is held."""
        rows = self.rows("SELECT document, pages FROM report WHERE agency = ? AND year = ?", (agency, year))
        return (rows[0][0], rows[0][1]) if rows else None

    def form_of(self, agency: int, year: int) -> str | None:
        """The edition of the form of a report."""
        rows = self.rows("SELECT form FROM report WHERE agency = ? AND year = ?", (agency, year))
        return str(rows[0][0]) if rows else None

    def sections(self, agency: int, year: int) -> tuple[tuple[int, str, str, int | None], ...]:
        """Number, heading, text and page of each section of a report."""
        sql = "SELECT section, heading, text, page FROM section WHERE agency = ? AND year = ? ORDER BY section"
        return tuple((int(row[0]), row[1], row[2], row[3]) for row in self.rows(sql, (agency, year)))

    def findings(self, agency: int, year: int) -> tuple[dict[str, Any], ...]:
        """What was found wrong with a report: check, severity, fields, zh, en."""
        return self.findings_of([(agency, year)]).get((agency, year), ())

    def findings_of(self, reports: Sequence[tuple[int, int]]) -> Mapping[tuple[int, int], tuple[dict[str, Any], ...]]:
        """The findings of many reports, by agency and year."""
        numbers, years = list({no for no, _ in reports}), list({year for _, year in reports})
        sql = (
            'SELECT agency, year, "check", severity, fields, zh, en FROM finding'
            f" WHERE year IN ({', '.join('?' * len(years))}) AND agency IN ({', '.join('?' * len(numbers))}) ORDER BY no"
        )
        names = ("check", "severity", "fields", "zh", "en")
        found: dict[tuple[int, int], tuple[dict[str, Any], ...]] = {}
        for agency, year, *values in self.rows(sql, (*years, *numbers)):
            finding = dict(zip(names, values, strict=True))
            finding["fields"] = tuple(json.loads(finding["fields"]))
            found[agency, year] = (*found.get((agency, year), ()), finding)
        return found

    def texts(self, scope: Scope, year: int | None, most: int = 20_000) -> list[tuple[int, int, int, str, int | None]]:
        """agency, year, section, text and page of every stored section within a scope."""
        where, values = where_of(scope)
        limit = "" if year is None else " AND s.year = ?"
        sql = (
            "SELECT s.agency, s.year, s.section, s.text, s.page FROM section s JOIN agency a ON a.no = s.agency"
            f" WHERE {where}{limit} ORDER BY s.year, a.id, s.section LIMIT ?"
        )
        rows = self.rows(sql, (*values, *(() if year is None else (year,)), most))
        return [(row[0], row[1], row[2], row[3] or "", row[4]) for row in rows]

    def failing(self, scope: Scope, year: int | None) -> tuple[tuple[int, int], ...]:
        """Agency and year of the reports within a scope that have a finding of severity error."""
        where, values = where_of(scope)
        limit = "" if year is None else " AND d.year = ?"
        sql = (
            "SELECT DISTINCT d.agency, d.year FROM finding d JOIN agency a ON a.no = d.agency"
            f" WHERE d.severity = 'error' AND {where}{limit} ORDER BY d.year, a.id"
        )
        rows = self.rows(sql, (*values, *(() if year is None else (year,))))
        return tuple((row[0], row[1]) for row in rows)
