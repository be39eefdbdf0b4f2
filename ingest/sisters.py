"""The text of a stored report held against last year's, and against the most similar one of its sister agencies.

Sisters are the agencies of the same kind in the regions beside it (the health commissions of all districts of a city),
and all other agencies of its own region. Only their reports on the same year count.
"""

from __future__ import annotations

from dataclasses import dataclass
from sqlite3 import Connection

from ingest.asked import Which
from ingest.likeness import Likeness, alike, likeness, sentences

SECTIONS = (1, 5, 6)
"""The sections that are written freely; two to four are tables."""

_REPORTS = "SELECT a.no, a.id, a.name, r.year, r.document FROM agency AS a JOIN report AS r ON r.agency = a.no AND r.year = ?"
"""The reports on one year, a Held each."""

_SISTERS = f"""{_REPORTS} WHERE a.no IN (
    SELECT other.no FROM agency AS own JOIN agency AS other ON other.region_code = own.region_code WHERE own.no = ?
    UNION SELECT other.no FROM agency AS own JOIN region AS home ON home.code = own.region_code
    JOIN region AS beside ON beside.parent = home.parent
    JOIN agency AS other ON other.region_code = beside.code AND other.organ = own.organ WHERE own.no = ?
) AND a.no <> ? ORDER BY a.id"""
_TEXT = "SELECT heading, text FROM section WHERE year = ? AND agency = ? AND section = ?"


@dataclass(frozen=True, slots=True)
class Held:
    """A stored report: the agency's number in the database, its id and its name."""

    no: int
    id: str
    name: str
    year: int
    document: str


@dataclass(frozen=True, slots=True)
class Compared:
    """One section against that of another report. Where either has no text to compare, no share is known."""

    other: Held
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class SectionCompared:
    """One section of the report: `heading` as printed, `characters` that count; both None where the report lacks it.

    `sister` is the one out of `sisters` in whose report most of it stands, of several the first by id; None where
    nothing of it stands in any.
    """

    number: int
    heading: str | None
    characters: int | None
    last_year: Compared | None
    sister: Compared | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A report with its sections. `last_year` is None where no report on it is held; `sisters` counts those considered."""

    report: Held
    last_year: Held | None
    sisters: int
    sections: tuple[SectionCompared, ...]


def comparison(connection: Connection, which: Which) -> Comparison:
    """Sections one, five and six of a report."""
    year = which.year
    report = Held(which.no, which.id, which.agency, year, which.document)
    last = _report_of(connection, report.no, year - 1)
    sisters = tuple(Held(*row) for row in connection.execute(_SISTERS, (year, report.no, report.no, report.no)))
    sections = tuple(_section(connection, number, report, last, sisters) for number in SECTIONS)
    return Comparison(report, last, len(sisters), sections)


def _section(connection: Connection, number: int, report: Held, last: Held | None, sisters: tuple[Held, ...]) -> SectionCompared:
    heading, text = _text(connection, report, number)
    if text is None:
        return SectionCompared(number, None, None, None, None)
    beside = None if last is None else Compared(last, likeness(text, _text(connection, last, number)[1] or ""))
    nearest = _nearest(connection, number, text, sisters)
    return SectionCompared(number, heading, likeness(text, "").characters, beside, nearest)


def _nearest(connection: Connection, number: int, text: str, sisters: tuple[Held, ...]) -> Compared | None:
    """All are considered, and only the nearest is compared in full."""
    own = sentences(text)
    best, most = None, 0
    for sister in sisters:
        other = _text(connection, sister, number)[1]
        shared = alike(own, other) if own and other else 0
        if other and shared > most:
            best, most = (sister, other), shared
    return None if best is None else Compared(best[0], likeness(text, best[1]))


def _text(connection: Connection, report: Held, number: int) -> tuple[str | None, str | None]:
    row = connection.execute(_TEXT, (report.year, report.no, number)).fetchone()
    return (None, None) if row is None else (row[0], row[1])


def _report_of(connection: Connection, no: int, year: int) -> Held | None:
    """The report of the agency of that number, or None."""
    row = connection.execute(f"{_REPORTS} WHERE a.no = ?", (year, no)).fetchone()
    return None if row is None else Held(*row)
