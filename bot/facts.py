"""The one door for reading: the database, opened so that it cannot be written, and every question put to it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from bot.casting.scopes import region_prefix, where_of
from bot.fetch.known import Known
from bot.fetch.state import kept_while
from bot.fetch.wording import INDEXED, expression, holds, is_exact, place
from bot.question import Agency, Fact, Scope

_STATES = {"b": "blank", "d": "dash", "u": "unreadable"}
_EVERY_YEAR = """
WITH RECURSIVE held(year) AS (
    SELECT min(year) FROM report
    UNION ALL SELECT (SELECT min(r.year) FROM report r WHERE r.year > held.year) FROM held WHERE held.year IS NOT NULL
) SELECT year FROM held WHERE year IS NOT NULL
"""
"""Each year once, by jumps through the index: not a scan of a million reports."""
_MANY, _AT_ONCE = 20_000, 500
"""Agencies of which all are asked for, and those that are asked for in one statement."""
_AGENCY = "no, id, name, region_code, region, organ"


class Facts(Known):
    """Reads one database. Nothing here writes: the file is opened read-only, and an authorizer refuses all but SELECT."""

    # Agencies

    def agency(self, no: int) -> Agency:
        """The agency of that number."""
        return Agency(*self.rows(f"SELECT {_AGENCY} FROM agency WHERE no = ?", (no,))[0])

    def agency_of(self, id: str) -> Agency | None:
        """The agency of that id; None where none is stored."""
        rows = self.rows(f"SELECT {_AGENCY} FROM agency WHERE id = ?", (id,))
        return Agency(*rows[0]) if rows else None

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

    def reporting(self, agencies: Sequence[int], years: Sequence[int]) -> frozenset[int]:
        """Those of the agencies of which a report on one of the years is stored."""
        numbers, wanted = (", ".join("?" * len(some)) for some in (agencies, years))
        sql = f"SELECT agency FROM report WHERE agency IN ({numbers}) AND year IN ({wanted})"
        return frozenset(no for (no,) in self.rows(sql, (*agencies, *years)))

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
        if len(wanted) > _MANY:
            return dict(self.rows("SELECT no, id FROM agency"))
        ids: dict[int, str] = {}
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            ids.update(self.rows(f"SELECT no, id FROM agency WHERE no IN ({', '.join('?' * len(some))})", some))
        return ids

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
        for numbers, years in _at_once(reports):
            sql = (
                f"SELECT f.agency, f.year, r.form, r.document, e.cells, {columns} FROM {self.table_of(fields)} f"
                " JOIN report r ON r.agency = f.agency AND r.year = f.year"
                " JOIN evidence e ON e.agency = f.agency AND e.year = f.year"
                f" WHERE f.year IN ({', '.join('?' * len(years))}) AND f.agency IN ({', '.join('?' * len(numbers))})"
            )
            for no, year, form, document, cells, *values in self.rows(sql, (*years, *numbers)):
                seen = json.loads(cells) if cells else {}
                pairs = zip(fields, values, strict=True)
                found[no, year] = tuple(
                    self._fact(by_no[no], year, key, value, form, document, seen.get(key)) for key, value in pairs
                )
        return tuple(fact for agency, year in reports for fact in found.get((agency.no, year), ()))

    def _fact(self, agency: Agency, year: int, key: str, value: Any, form: str, document: str, seen: list[Any] | None) -> Fact:
        state, raw, page, box, unit, _, exact, *_ = [*(seen or [None]), None, None, None, None, None, None]
        if value is not None or exact is not None:
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
        columns, table = ", ".join(f'f."{key}"' for key in fields), self.table_of(fields)
        if where == "1":
            sql = f"SELECT f.agency, {columns} FROM {table} f WHERE f.year = ?"
        else:
            sql = f"SELECT f.agency, {columns} FROM agency a CROSS JOIN {table} f ON f.year = ? AND f.agency = a.no WHERE {where}"
        return [(row[0], row[1:]) for row in self.rows(sql, (year, *values))]

    def numbers_of(self, agency: int, years: Sequence[int], fields: Sequence[str]) -> int:
        """In how many of those years every one of those fields of an agency holds a number."""
        held, table = " AND ".join(f'f."{key}" IS NOT NULL' for key in fields), self.table_of(fields)
        sql = f"SELECT count(*) FROM {table} f WHERE f.agency = ? AND f.year IN ({', '.join('?' * len(years))}) AND {held}"
        return int(self.rows(sql, (agency, *years))[0][0])

    def has_other(self, agency: Agency, year: int, place: str, level: str) -> bool:
        """Whether another agency of its kind, of that level, within a place ("" for anywhere), reported on that year.

        Ends at the first one. By the codes of the place, which are few, not by all of the kind; a level is looked up for
        one region at a time, for to list all regions of it would cost as much as an answer.
        """
        first = region_prefix(place) if place else ""
        within = f"a.region_code BETWEEN ? AND ? AND {'+' if first else ''}a.organ = ?"
        sql = (
            f"SELECT 1 FROM agency a WHERE {within} AND a.no <> ?"
            " AND (SELECT level FROM region WHERE code = a.region_code) = ?"
            " AND EXISTS (SELECT 1 FROM report r WHERE r.agency = a.no AND r.year = ?) LIMIT 1"
        )
        return bool(self.rows(sql, (first, f"{first}~", agency.organ, agency.no, level, year)))

    # Reports, text, findings

    def document(self, agency: int, year: int) -> tuple[str, int | None] | None:
        """The document of a report and the number of its pages; None where no such report is held."""
        rows = self.rows("SELECT document, pages FROM report WHERE agency = ? AND year = ?", (agency, year))
        return (rows[0][0], rows[0][1]) if rows else None

    def form_of(self, agency: int, year: int) -> str | None:
        """The edition of the form of a report."""
        return self.forms_of(agency).get(year)

    def forms_of(self, agency: int) -> Mapping[int, str]:
        """Year → the edition of the form, for every report of an agency."""
        return dict(self.rows("SELECT year, form FROM report WHERE agency = ?", (agency,)))

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

    def told_in(self, scope: Scope, years: Sequence[int]) -> int:
        """How many reports of a scope have their text stored: the others cannot be looked through."""
        where, values = where_of(scope)
        sql = (
            f"SELECT count(*) FROM report r JOIN agency a ON a.no = r.agency WHERE {where} AND r.year IN"
            f" ({', '.join('?' * len(years))}) AND EXISTS (SELECT 1 FROM section s WHERE s.year = r.year AND s.agency = r.agency)"
        )
        ((count,),) = self.rows(sql, (*values, *years))
        return int(count)

    def prose(self, agency: int, year: int) -> tuple[tuple[str, Decimal, str, str, int], ...]:
        """The numbers of the text of a report: what each counts, its value, unit, sentence and section."""
        sql = "SELECT subject, value, unit, sentence, section FROM prose WHERE year = ? AND agency = ? ORDER BY no"
        rows = self.rows(sql, (year, agency))
        return tuple((row[0] or "", Decimal(str(row[1])), row[2] or "", row[3], int(row[4])) for row in rows)

    @kept_while("reports")
    def _indexed(self) -> bool:
        """Whether the database has an index of the words of the edition that is known here."""
        return self.rows("SELECT value FROM meta WHERE key = 'wording'") == [(INDEXED,)]

    def reports_with(self, words: str, scope: Scope, years: Sequence[int]) -> list[tuple[int, int, int]]:
        """Year, agency and section of every section in whose text the words stand, letter for letter, by year and id."""
        if not words.strip() or not years:
            return []
        where, values = where_of(scope)
        asked = expression(words) if self._indexed else ""
        if not asked:  # an older database: every text is read
            source = "section s JOIN agency a ON a.no = s.agency"
            columns = "s.year, s.agency, s.section, s.text"
        else:
            number = "((w.rowid >> 8) & 1099511627775)"
            source = f"wording w CROSS JOIN agency a ON a.no = {number}"
            columns = f"w.rowid >> 48, {number}, w.rowid & 255, NULL"
            if not is_exact(words):
                source += f" CROSS JOIN section s ON s.year = w.rowid >> 48 AND s.agency = {number} AND s.section = w.rowid & 255"
                columns = columns.replace("NULL", "s.text")
            where = f"w.wording MATCH ? AND w.rowid BETWEEN ? AND ? AND {where}"
            values = (asked, place(min(years), 0, 0), place(max(years) + 1, 0, 0) - 1, *values)
        rows = self._db.execute(f"SELECT {columns} FROM {source} WHERE {where} ORDER BY 1, a.id, 3", values)
        wanted = set(years)
        return [(row[0], row[1], row[2]) for row in rows if row[0] in wanted and (row[3] is None or holds(row[3], words))]

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


def _at_once(reports: Sequence[tuple[Agency, int]]) -> list[tuple[list[int], list[int]]]:
    """The reports in lots of agencies and years that are read together: all years of one agency, else year by year."""
    lots: dict[int, list[int]] = {}
    for agency, year in reports:
        lots.setdefault(year, []).append(agency.no)
    alone = {agency.no for agency, _ in reports}
    return [(list(alone), list(lots))] if len(alone) == 1 else [(numbers, [year]) for year, numbers in lots.items()]
