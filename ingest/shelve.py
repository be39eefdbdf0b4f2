"""How one report goes on the shelf, within a transaction that is already open.

Four things can happen: the agency and year are new (stored); the file or its content is known (unchanged); the
content differs (replaced, and the former state is kept in `version`). After anything has moved, the check across
years runs for this year and the next.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from sqlite3 import Connection
from typing import Any

from ingest import rows
from ingest.carried import CHECK, IN, OUT, carried_over
from ingest.errors import StoreError
from ingest.outcome import Outcome
from ingest.report import Agency, Report
from ingest.rows import Rows
from ingest.schema import insert_row, quoted

STORED, UNCHANGED, REPLACED = "stored", "unchanged", "replaced"


@dataclass(frozen=True, slots=True)
class Shelf:
    """The connection and what need not be asked of it again: numbers of agencies, names of fields."""

    connection: Connection
    keys: tuple[str, ...]
    names: Mapping[str, tuple[str, str]]
    agencies: dict[str, int] = field(default_factory=dict)
    latest: dict[int, tuple[int, Agency]] = field(default_factory=dict)
    printed: set[tuple[str, int]] = field(default_factory=set)

    def forget(self) -> None:
        """After a transaction that failed, nothing that it numbered may be remembered."""
        self.agencies.clear()
        self.latest.clear()
        self.printed.clear()


def put(shelf: Shelf, report: Report, now: str, *, of_its_own: bool = True, reader: str | None = None) -> Outcome:
    """Stores the report, and says what became of it. `of_its_own`: it came in a file of its own, not in a table."""
    _known_fields(shelf, report)
    no = agency_number(shelf, report)
    new = rows.encode(report)
    known = shelf.connection.execute("SELECT sha256 FROM report WHERE agency = ? AND year = ?", (no, report.year)).fetchone()
    status = STORED if known is None else _compare(shelf, no, report, new, known[0])
    if status == REPLACED:
        _keep_version(shelf, no, report.year, now)
    if status != UNCHANGED:
        _write(shelf, no, report, new, now)
        check_years(shelf, no, report.year)
    if of_its_own:
        add_source(shelf, report.sha256, report.document, no, report.year, reader)
    return Outcome(status, tuple(map(rows.finding_of, _stored_findings(shelf, no, report.year))))


def _known_fields(shelf: Shelf, report: Report) -> None:
    strange = report.figures.keys() - shelf.names.keys()
    if strange:
        key = min(strange)
        raise StoreError(f"数据库中没有“{key}”这一项。", f"The database has no field {key}.")


def _compare(shelf: Shelf, no: int, report: Report, new: Rows, sha256: str) -> str:
    """A file that has been replaced stays replaced; a file that is now read otherwise is stored anew."""
    old = load(shelf, no, report.year)
    if report.sha256 == sha256:
        return UNCHANGED if old == new else REPLACED
    seen = shelf.connection.execute(
        "SELECT 1 FROM version WHERE agency = ? AND year = ? AND sha256 = ?", (no, report.year, report.sha256)
    ).fetchone()
    return UNCHANGED if seen or rows.same_content(old, new) else REPLACED


def agency_number(shelf: Shelf, report: Report) -> int:
    """The agency's number. Its name and region are those of its latest report; every printed name is kept."""
    agency, year = report.agency, report.year
    no = shelf.agencies.get(agency.id) or _known_agency(shelf, agency)
    if no is None:
        parameters = (agency.id, agency.name, agency.region, agency.region_name, agency.organ)
        cursor = shelf.connection.execute(
            "INSERT INTO agency (id, name, region_code, region, organ) VALUES (?, ?, ?, ?, ?)", parameters
        )
        no = int(cursor.lastrowid or 0)
        shelf.latest[no] = (year, agency)
    shelf.agencies[agency.id] = no
    _rename(shelf, no, agency, year)
    if (agency.name, no) not in shelf.printed:
        shelf.connection.execute("INSERT OR IGNORE INTO agency_name (name, agency) VALUES (?, ?)", (agency.name, no))
        shelf.printed.add((agency.name, no))
    return no


def _known_agency(shelf: Shelf, agency: Agency) -> int | None:
    row = shelf.connection.execute(
        "SELECT no, name, region_code, region, organ FROM agency WHERE id = ?", (agency.id,)
    ).fetchone()
    if row is None:
        return None
    no, *parts = row
    year = shelf.connection.execute("SELECT max(year) FROM report WHERE agency = ?", (no,)).fetchone()[0]
    shelf.latest[no] = (year or 0, Agency(agency.id, *parts))
    return int(no)


def _rename(shelf: Shelf, no: int, agency: Agency, year: int) -> None:
    latest, stored = shelf.latest[no]
    if year < latest:
        return
    shelf.latest[no] = (year, agency)
    if agency != stored:
        shelf.connection.execute(
            "UPDATE agency SET name = ?, region_code = ?, region = ?, organ = ? WHERE no = ?",
            (agency.name, agency.region, agency.region_name, agency.organ, no),
        )


def load(shelf: Shelf, no: int, year: int) -> Rows:
    """What is stored of a report; the findings of the check across years are not its own and are left out."""
    here = (year, no)
    ask = shelf.connection.execute
    columns = ", ".join(map(quoted, shelf.keys))
    wide = ask(f"SELECT {columns} FROM figures WHERE year = ? AND agency = ?", here).fetchone()
    cells = ask("SELECT cells FROM evidence WHERE year = ? AND agency = ?", here).fetchone()[0]
    sections = ask("SELECT section, heading, text, page FROM section WHERE year = ? AND agency = ?", here).fetchall()
    prose = ask(
        "SELECT section, subject, value, unit, sentence, page FROM prose WHERE year = ? AND agency = ? ORDER BY no",
        here,
    ).fetchall()
    findings = [row for row in _stored_findings(shelf, no, year) if row[0] != CHECK]
    values = {key: value for key, value in zip(shelf.keys, wide, strict=True) if value is not None}
    return Rows(values, cells, tuple(sections), tuple(prose), tuple(findings))


def _stored_findings(shelf: Shelf, no: int, year: int) -> list[tuple[Any, ...]]:
    return shelf.connection.execute(
        'SELECT "check", severity, fields, zh, en, "left", "right", difference FROM finding'
        " WHERE year = ? AND agency = ? ORDER BY no",
        (year, no),
    ).fetchall()


def fetch(shelf: Shelf, agency_id: str, year: int) -> Report | None:
    """The report as it is stored, or None; without the findings of the check across years."""
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


def _keep_version(shelf: Shelf, no: int, year: int, now: str) -> None:
    old = load(shelf, no, year)
    sections = json.dumps(old.sections, ensure_ascii=False, separators=(",", ":"))
    figures = rows.version_json(rows.decode(old.values, old.cells))
    shelf.connection.execute(
        "INSERT INTO version (agency, year, document, sha256, replaced, figures, sections)"
        " SELECT agency, year, document, sha256, ?, ?, ? FROM report WHERE agency = ? AND year = ?",
        (now, figures, sections, no, year),
    )
    for table in ("section", "prose", "finding"):
        shelf.connection.execute(f"DELETE FROM {table} WHERE year = ? AND agency = ?", (year, no))


def _write(shelf: Shelf, no: int, report: Report, new: Rows, now: str) -> None:
    year = report.year
    head = (no, year, report.form, report.document, report.kind, report.sha256, report.title, report.pages)
    shelf.connection.execute(
        "INSERT INTO report (agency, year, form, document, kind, sha256, title, pages, figures, added)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (agency, year) DO UPDATE SET form = excluded.form,"
        " document = excluded.document, kind = excluded.kind, sha256 = excluded.sha256, title = excluded.title,"
        " pages = excluded.pages, figures = excluded.figures, added = excluded.added",
        (*head, len(new.values), now),
    )
    get = new.values.get
    shelf.connection.execute(insert_row("figures", ("year", "agency", *shelf.keys)), (year, no, *map(get, shelf.keys)))
    shelf.connection.execute("INSERT OR REPLACE INTO evidence VALUES (?, ?, ?)", (year, no, new.cells))
    _lines(shelf, "section", ("section", "heading", "text", "page"), (year, no), new.sections)
    _lines(shelf, "prose", ("section", "subject", "value", "unit", "sentence", "page"), (year, no), new.prose)
    _findings(shelf, no, year, new.findings)


def _lines(shelf: Shelf, table: str, columns: tuple[str, ...], here: tuple[int, int], lines: Sequence[tuple[Any, ...]]) -> None:
    if lines:
        statement = insert_row(table, ("year", "agency", *columns))
        shelf.connection.executemany(statement, [(*here, *line) for line in lines])


def _findings(shelf: Shelf, no: int, year: int, findings: Sequence[tuple[Any, ...]]) -> None:
    columns = ("check", "severity", "fields", "zh", "en", "left", "right", "difference")
    _lines(shelf, "finding", columns, (year, no), findings)


def add_source(shelf: Shelf, sha256: str, document: str, no: int | None, year: int | None, reader: str | None = None) -> None:
    """Remembers a file that gave this report, and by which edition of reading; a table that gave many has neither."""
    shelf.connection.execute(
        "INSERT INTO source (sha256, document, agency, year, reader) VALUES (?, ?, ?, ?, ?) ON CONFLICT (sha256, document)"
        " DO UPDATE SET agency = excluded.agency, year = excluded.year, reader = excluded.reader",
        (sha256, document, no, year, reader),
    )


def known(shelf: Shelf, sha256: str, reader: str) -> tuple[str, int] | None:
    """The agency and the year of the report that a file gave, where this edition of reading has read it before."""
    row = shelf.connection.execute(
        "SELECT a.id, s.year FROM source AS s JOIN agency AS a ON a.no = s.agency"
        " JOIN report AS r ON r.agency = s.agency AND r.year = s.year WHERE s.sha256 = ? AND s.reader = ?",
        (sha256, reader),
    ).fetchone()
    return None if row is None else (str(row[0]), int(row[1]))


def again(shelf: Shelf, found: tuple[str, int], sha256: str, document: str, reader: str) -> tuple[Report, Outcome] | None:
    """What a known file gives: the report as it stands, unchanged, with all its findings."""
    agency_id, year = found
    report = fetch(shelf, agency_id, year)
    if report is None:
        return None
    no = shelf.connection.execute("SELECT no FROM agency WHERE id = ?", (agency_id,)).fetchone()[0]
    add_source(shelf, sha256, document, no, year, reader)
    return report, Outcome(UNCHANGED, tuple(map(rows.finding_of, _stored_findings(shelf, no, year))))


def check_years(shelf: Shelf, no: int, year: int) -> None:
    """Last year's carried_out against this year's carried_in, here and in the report of the year after."""
    out = {y: _numbers(shelf, no, y, OUT) for y in (year - 1, year)}
    for later in (year, year + 1):
        this = _numbers(shelf, no, later, IN)
        if this is None:
            continue
        shelf.connection.execute('DELETE FROM finding WHERE year = ? AND agency = ? AND "check" = ?', (later, no, CHECK))
        last = out[later - 1]
        if last is not None:
            found = carried_over(later, last, this, shelf.names)
            _findings(shelf, no, later, [rows.finding_row(finding) for finding in found])


def _numbers(shelf: Shelf, no: int, year: int, keys: Sequence[str]) -> dict[str, Any] | None:
    columns = ", ".join(map(quoted, keys))
    row = shelf.connection.execute(f"SELECT {columns} FROM figures WHERE year = ? AND agency = ?", (year, no)).fetchone()
    if row is None:
        return None
    return {key: None if value is None else rows.decimal(value) for key, value in zip(keys, row, strict=True)}
