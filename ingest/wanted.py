"""One stored cell with all that its picture needs: whose it is, how it is printed, and the row that it stands in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from sqlite3 import Connection

from ingest import rows
from ingest.errors import NotHeldError
from ingest.report import Figure, State
from ingest.schema import quoted

_AGENCY = """
SELECT no, id, name FROM agency WHERE id = :said OR name = :said
OR no IN (SELECT agency FROM agency_name WHERE name = :said) ORDER BY id
"""
_REPORT = "SELECT form, document, kind, sha256 FROM report WHERE agency = ? AND year = ?"
_FIELD = 'SELECT key, zh, en, section, "row", row_zh FROM field WHERE key = :said OR zh = :said'
_PRINTED = """
SELECT f.key, p.row_label, p.column_label FROM printed AS p JOIN field AS f ON f.key = p.field
WHERE p.form = ? AND f.section = ? AND f."row" = ? ORDER BY f.ord
"""


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a row: its column's label, and what is printed there ("" where nothing is)."""

    key: str
    label: str
    printed: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A cell that is there. `row` holds every place of its row; `sha256` is that of the document."""

    agency: str
    year: int
    figure: Figure
    name: tuple[str, str]
    section: int
    label: str
    row: tuple[Place, ...]
    document: str
    kind: str
    sha256: str


def wanted(connection: Connection, agency: str, year: int, field: str) -> Wanted:
    """The cell of an agency (id or name) on a year; `field` is a key or the Chinese name. Raises NotHeldError."""
    no, name = _agency(connection, agency)
    report = connection.execute(_REPORT, (no, year)).fetchone()
    if report is None:
        raise _no_report(connection, no, name, year)
    form, document, kind, sha256 = report
    found = connection.execute(_FIELD, {"said": field}).fetchall()
    if len(found) != 1:
        raise NotHeldError(f"没有“{field}”这一栏目。", f"There is no field {field}.")
    key, zh, en, section, row, row_zh = found[0]
    printed = connection.execute(_PRINTED, (form, section, row)).fetchall()
    figures = dict(_figures(connection, no, year, [one for one, _, _ in printed]))
    if key not in figures:
        raise NotHeldError(f"{name}{year}年的报告中没有“{zh}”这一栏。", f"The {year} report of {name} has no cell for “{en}”.")
    places = tuple(Place(one, label, figures[one].raw or "" if one in figures else "") for one, _, label in printed)
    label = next((label for one, label, _ in printed if one == key), row_zh)
    return Wanted(name, year, figures[key], (zh, en), section, label, places, document, kind or "", sha256 or "")


def _agency(connection: Connection, said: str) -> tuple[int, str]:
    found = connection.execute(_AGENCY, {"said": said}).fetchall()
    if len(found) == 1:
        return int(found[0][0]), str(found[0][2])
    if found:
        ids = "、".join(id_ for _, id_, _ in found)
        raise NotHeldError(f"“{said}”不止一个机关，请用编号：{ids}。", f"“{said}” is several agencies; use an id: {ids}.")
    raise NotHeldError(
        f"没有“{said}”的报告；请用入库时的全称或编号（如 411602/health）。",
        f"No report of “{said}” is held; use its full name as stored, or its id (such as 411602/health).",
    )


def _no_report(connection: Connection, no: int, name: str, year: int) -> NotHeldError:
    years = connection.execute("SELECT year FROM report WHERE agency = ? ORDER BY year", (no,)).fetchall()
    held = "、".join(str(one) for (one,) in years)
    return NotHeldError(
        f"没有{name}{year}年的报告，已有年份：{held}。", f"No report of {name} on {year} is held; the years held are: {held}."
    )


def _figures(connection: Connection, no: int, year: int, keys: list[str]) -> Iterator[tuple[str, Figure]]:
    columns = ", ".join(map(quoted, keys))
    values = connection.execute(f"SELECT {columns} FROM figures WHERE year = ? AND agency = ?", (year, no)).fetchone()
    cells = connection.execute("SELECT cells FROM evidence WHERE year = ? AND agency = ?", (year, no)).fetchone()
    entries = json.loads(cells[0])
    for key, value in zip(keys, values, strict=True):
        if key in entries:
            yield key, rows.figure_of(key, value, entries[key])
        elif value is not None:
            yield key, Figure(key, State.NUMBER, rows.decimal(value), rows.text_of(value))
