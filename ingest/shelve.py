"""How one report goes on the shelf, within a transaction that is already open.

Four things can happen: the agency and year are new (stored); the file or its content is known (unchanged); the
content differs (replaced, and the former state is kept in `version`). After anything has moved, the checks across
years run for this year and the next.
"""

from __future__ import annotations

from ingest import rows
from ingest.across import check_corrections, check_texts, check_years
from ingest.errors import StoreError
from ingest.outcome import REPLACED, STORED, UNCHANGED, Outcome
from ingest.report import Agency, Report
from ingest.rows import Rows
from ingest.sameness import same_report
from ingest.schema import insert_row
from ingest.shelf import Shelf, load, put_findings, put_lines, stored_findings
from ingest.versions import add_source, keep_behind, keep_version, seen
from ingest.wording import put_words


def put(
    shelf: Shelf, report: Report, now: str, *, of_its_own: bool = True, reader: str | None = None, behind: bool = False
) -> Outcome:
    """Stores the report, and says what became of it.

    `of_its_own`: it came in a file of its own, not in a table. `behind`: what is stored of this agency and year came
    after it, though it was done sooner, so that it is kept as a former state.
    """
    _known_fields(shelf, report)
    no = agency_number(shelf, report)
    new = rows.encode(report)
    known = shelf.connection.execute("SELECT sha256 FROM report WHERE agency = ? AND year = ?", (no, report.year)).fetchone()
    status = STORED if known is None else _compare(shelf, no, report, new, known[0])
    if status == REPLACED and behind:
        keep_behind(shelf, no, report, new, now)
    elif status == REPLACED:
        keep_version(shelf, no, report.year, now)
    if status != UNCHANGED and not (status == REPLACED and behind):
        _write(shelf, no, report, new, now)
        check_years(shelf, no, report.year)
        check_texts(shelf, no, report.year)
    if status == REPLACED:
        check_corrections(shelf, no, report.year)
    if of_its_own:
        add_source(shelf, report.sha256, report.document, no, report.year, reader)
    return Outcome(status, tuple(map(rows.finding_of, stored_findings(shelf, no, report.year))))


def _known_fields(shelf: Shelf, report: Report) -> None:
    if not report.figures.keys() <= shelf.names.keys():
        key = min(report.figures.keys() - shelf.names.keys())
        raise StoreError(f"数据库中没有“{key}”这一项。", f"The database has no field {key}.")


def _compare(shelf: Shelf, no: int, report: Report, new: Rows, sha256: str) -> str:
    """A file that has been replaced stays replaced; a file that is now read otherwise is stored anew."""
    old = load(shelf, no, report.year)
    if report.sha256 == sha256:
        return UNCHANGED if old == new else REPLACED
    known = seen(shelf, no, report.year, report.sha256)
    return UNCHANGED if known or same_report(old, new) else REPLACED


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
    _write_figures(shelf, (year, no), new)
    shelf.connection.execute("INSERT OR REPLACE INTO evidence VALUES (?, ?, ?)", (year, no, new.cells))
    put_lines(shelf, "section", ("section", "heading", "text", "page"), (year, no), new.sections)
    if shelf.indexed:
        put_words(shelf.connection, year, no, new.sections)
    put_lines(shelf, "prose", ("section", "subject", "value", "unit", "sentence", "page"), (year, no), new.prose)
    put_findings(shelf, no, year, new.findings)


def _write_figures(shelf: Shelf, here: tuple[int, int], new: Rows) -> None:
    """A row in every part. Only the cells that hold numbers: to bind two hundred NULLs takes longer than all the rest."""
    kept: dict[str, dict[str, rows.Number]] = {}
    for key, value in new.values.items():
        kept.setdefault(shelf.parts[key], {})[key] = value
    for part in shelf.every_part:
        values = kept.get(part, {})
        shelf.connection.execute(insert_row(part, ("year", "agency", *values)), (*here, *values.values()))
