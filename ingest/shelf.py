"""The shelf: the connection to the database, what stands there of a report, and how lines are put beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from sqlite3 import Connection
from typing import Any

from ingest import rows
from ingest.report import Agency, Report
from ingest.rows import Rows
from ingest.schema import insert_row, quoted

ACROSS = ("carried_over", "corrected", "same_text_as_last_year")
"""Checks whose findings come from other reports or former states: they are no part of what a document says."""


@dataclass(frozen=True)
class Shelf:
    """The connection and what need not be asked of it again: numbers of agencies, parts and names of fields."""

    connection: Connection
    parts: Mapping[str, str]
    """The table in which the numbers of each field lie, by key."""
    names: Mapping[str, tuple[str, str]]
    indexed: bool = True
    """Whether there is an index of the words, to be kept in step."""
    agencies: dict[str, int] = field(default_factory=dict)
    latest: dict[int, tuple[int, Agency]] = field(default_factory=dict)
    printed: set[tuple[str, int]] = field(default_factory=set)

    @cached_property
    def every_part(self) -> tuple[str, ...]:
        """The tables in which numbers lie, each once."""
        return tuple(dict.fromkeys(self.parts.values()))

    def forget(self) -> None:
        """After a transaction that failed, nothing that it numbered may be remembered."""
        self.agencies.clear()
        self.latest.clear()
        self.printed.clear()


def load(shelf: Shelf, no: int, year: int) -> Rows:
    """What is stored of a report; findings that come from elsewhere are not its own and are left out."""
    here = (year, no)
    ask = shelf.connection.execute
    columns = ", ".join(map(quoted, shelf.parts))
    wide = ask(f"SELECT {columns} FROM figures WHERE year = ? AND agency = ?", here).fetchone()
    cells = ask("SELECT cells FROM evidence WHERE year = ? AND agency = ?", here).fetchone()[0]
    sections = ask("SELECT section, heading, text, page FROM section WHERE year = ? AND agency = ?", here).fetchall()
    prose = ask(
        "SELECT section, subject, value, unit, sentence, page FROM prose WHERE year = ? AND agency = ? ORDER BY no",
        here,
    ).fetchall()
    findings = [row for row in stored_findings(shelf, no, year) if row[0] not in ACROSS]
    values = {key: value for key, value in zip(shelf.parts, wide, strict=True) if value is not None}
    return Rows(values, cells, tuple(sections), tuple(prose), tuple(findings))


def stored_findings(shelf: Shelf, no: int, year: int) -> list[tuple[Any, ...]]:
    return shelf.connection.execute(
        'SELECT "check", severity, fields, zh, en, "left", "right", difference FROM finding'
        " WHERE year = ? AND agency = ? ORDER BY no",
        (year, no),
    ).fetchall()


def fetch(shelf: Shelf, agency_id: str, year: int) -> Report | None:
    """The report as it is stored, or None; without the findings that come from elsewhere."""
    head = shelf.connection.execute(
        "SELECT a.no, a.name, a.region_code, a.region, a.organ, r.document, r.kind, r.sha256, r.title, r.form, r.pages"
        " FROM agency AS a JOIN report AS r ON r.agency = a.no WHERE a.id = ? AND r.year = ?",
        (agency_id, year),
    ).fetchone()
    if head is None:
        return None
    no, name, code, region, organ, document, kind, sha256, title, form, pages = head
    kept = load(shelf, no, year)
    return Report(
        document,
        kind,
        sha256,
        title,
        Agency(agency_id, name, code, region, organ),
        year,
        form,
        rows.decode(kept.values, kept.cells),
        tuple(map(rows.finding_of, kept.findings)),
        tuple(map(rows.section_of, kept.sections)),
        tuple(map(rows.prose_of, kept.prose)),
        pages,
    )


def known(shelf: Shelf, sha256: str, reader: str) -> tuple[str, int] | None:
    """The agency and the year of the report that a file gave, where this edition of reading has read it before."""
    row = shelf.connection.execute(
        "SELECT a.id, s.year FROM source AS s JOIN agency AS a ON a.no = s.agency"
        " JOIN report AS r ON r.agency = s.agency AND r.year = s.year WHERE s.sha256 = ? AND s.reader = ?",
        (sha256, reader),
    ).fetchone()
    return None if row is None else (str(row[0]), int(row[1]))


def put_lines(
    shelf: Shelf, table: str, columns: tuple[str, ...], here: tuple[int, int], lines: Sequence[tuple[Any, ...]]
) -> None:
    """Puts rows into a table; `here` are year and agency."""
    if lines:
        statement = insert_row(table, ("year", "agency", *columns))
        shelf.connection.executemany(statement, [(*here, *line) for line in lines])


def put_findings(shelf: Shelf, no: int, year: int, findings: Sequence[tuple[Any, ...]]) -> None:
    """Puts findings beside a report."""
    columns = ("check", "severity", "fields", "zh", "en", "left", "right", "difference")
    put_lines(shelf, "finding", columns, (year, no), findings)
