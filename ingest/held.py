"""What a person names of what is stored: an agency by its name or id, and its report on a year."""

from __future__ import annotations

from dataclasses import dataclass
from sqlite3 import Connection

from ingest.errors import NotHeldError

_AGENCY = """
SELECT no, id, name FROM agency WHERE id = :said OR name = :said
OR no IN (SELECT agency FROM agency_name WHERE name = :said) ORDER BY id
"""
REPORTS = "SELECT a.no, a.id, a.name, r.year, r.document FROM agency AS a JOIN report AS r ON r.agency = a.no AND r.year = ?"
"""The reports on one year, a Held each."""


@dataclass(frozen=True, slots=True)
class Held:
    """A stored report: the agency's number in the database, its id and its name."""

    no: int
    id: str
    name: str
    year: int
    document: str


def report_held(connection: Connection, agency: str, year: int) -> Held:
    """The report of an agency (id or name) on a year. Raises NotHeldError."""
    no, name = agency_held(connection, agency)
    report = report_of(connection, no, year)
    if report is None:
        raise not_held(connection, no, name, year)
    return report


def report_of(connection: Connection, no: int, year: int) -> Held | None:
    """The report of the agency of that number, or None."""
    row = connection.execute(f"{REPORTS} WHERE a.no = ?", (year, no)).fetchone()
    return None if row is None else Held(*row)


def agency_held(connection: Connection, said: str) -> tuple[int, str]:
    """Number and name of the agency of that id or name. Raises NotHeldError where there is none, or several."""
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


def not_held(connection: Connection, no: int, name: str, year: int) -> NotHeldError:
    """The error that the agency has no report on this year, with the years that it has."""
    years = connection.execute("SELECT year FROM report WHERE agency = ? ORDER BY year", (no,)).fetchall()
    held = "、".join(str(one) for (one,) in years)
    return NotHeldError(
        f"没有{name}{year}年的报告，已有年份：{held}。", f"No report of {name} on {year} is held; the years held are: {held}."
    )
