"""Former states of a report, and the files that it came in: nothing that was stored is ever lost."""

from __future__ import annotations

import json

from ingest import rows
from ingest.outcome import UNCHANGED, Outcome
from ingest.report import Report
from ingest.rows import Rows
from ingest.shelf import Shelf, fetch, load, stored_findings
from ingest.wording import take_out_words

_INSERT = "INSERT INTO version (agency, year, document, sha256, replaced, figures, sections) VALUES (?, ?, ?, ?, ?, ?, ?)"


def keep_version(shelf: Shelf, no: int, year: int, now: str) -> None:
    """Keeps what stands there as a former state, and makes room for what replaces it."""
    which = "SELECT document, sha256 FROM report WHERE agency = ? AND year = ?"
    document, sha256 = shelf.connection.execute(which, (no, year)).fetchone()
    old = load(shelf, no, year)
    _keep(shelf, no, year, document, sha256, old, now)
    if shelf.indexed:
        take_out_words(shelf.connection, year, no, old.sections)
    for table in ("section", "prose", "finding"):
        shelf.connection.execute(f"DELETE FROM {table} WHERE year = ? AND agency = ?", (year, no))


def keep_behind(shelf: Shelf, no: int, report: Report, new: Rows, now: str) -> None:
    """Keeps a report as a former state of what stands there already."""
    _keep(shelf, no, report.year, report.document, report.sha256, new, now)


def _keep(shelf: Shelf, no: int, year: int, document: str, sha256: str, old: Rows, now: str) -> None:
    sections = json.dumps(old.sections, ensure_ascii=False, separators=(",", ":"))
    figures = rows.version_json(rows.decode(old.values, old.cells))
    shelf.connection.execute(_INSERT, (no, year, document, sha256, now, figures, sections))


def seen(shelf: Shelf, no: int, year: int, sha256: str) -> bool:
    """Whether a file gave a former state of this report."""
    ask = "SELECT 1 FROM version WHERE agency = ? AND year = ? AND sha256 = ?"
    return shelf.connection.execute(ask, (no, year, sha256)).fetchone() is not None


def add_source(shelf: Shelf, sha256: str, document: str, no: int | None, year: int | None, reader: str | None = None) -> None:
    """Remembers a file that gave this report, and by which edition of reading; a table that gave many has neither."""
    shelf.connection.execute(
        "INSERT INTO source (sha256, document, agency, year, reader) VALUES (?, ?, ?, ?, ?) ON CONFLICT (sha256, document)"
        " DO UPDATE SET agency = excluded.agency, year = excluded.year, reader = excluded.reader",
        (sha256, document, no, year, reader),
    )


def again(shelf: Shelf, found: tuple[str, int], sha256: str, document: str, reader: str) -> tuple[Report, Outcome] | None:
    """What a known file gives: the report as it stands, unchanged, with all its findings."""
    agency_id, year = found
    report = fetch(shelf, agency_id, year)
    if report is None:
        return None
    no = shelf.connection.execute("SELECT no FROM agency WHERE id = ?", (agency_id,)).fetchone()[0]
    add_source(shelf, sha256, document, no, year, reader)
    return report, Outcome(UNCHANGED, tuple(map(rows.finding_of, stored_findings(shelf, no, year))))
