"""The rows of the tables that are given out, read one after another: no table is ever in memory as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from sqlite3 import Connection
from typing import Any

from ingest import rows, stored
from ingest.stored import Part

Row = tuple[Any, ...]

_AGENCIES = """
SELECT a.id, a.name, a.region, a.region_code, p.name, a.organ, count(*), min(r.year), max(r.year)
FROM agency AS a JOIN report AS r ON r.agency = a.no
LEFT JOIN region AS p ON p.code = substr(a.region_code, 1, 2) || '0000' AND p.level = 'province'
{where} GROUP BY a.no ORDER BY a.id
"""
_REPORTS = """
SELECT a.id, a.name, r.year, r.form, r.title, r.document, r.kind, r.sha256, r.pages, r.added
FROM agency AS a JOIN report AS r ON r.agency = a.no {where} ORDER BY a.id, r.year
"""
_FIELDS = """
SELECT d.key, d.section, d.zh, d.en, nullif(d.unit, ''),
    (SELECT group_concat(form, ' ') FROM (SELECT form FROM printed WHERE field = d.key ORDER BY form))
FROM field AS d WHERE d.key IN (SELECT field FROM printed) AND (:field IS NULL OR d.key = :field) ORDER BY d.ord
"""
_FINDINGS = """
SELECT a.id, a.name, f.year, r.document, f."check", f.severity, f.fields, f.zh, f.en, f."left", f."right", f.difference
FROM finding AS f JOIN agency AS a ON a.no = f.agency JOIN report AS r ON r.agency = f.agency AND r.year = f.year
{where} ORDER BY a.id, f.year, f.no
"""
_CELLS = """
SELECT coalesce(sum(n), 0) FROM (
    SELECT count(*) * (SELECT count(*) FROM printed AS p WHERE p.form = r.form AND (:field IS NULL OR p.field = :field)) AS n
    FROM report AS r {where} GROUP BY r.form
)
"""
_LATEST = "SELECT max(added) FROM report"


def most_cells(connection: Connection, part: Part) -> int:
    """How many rows the table of figures may have: reports that print one of two alternatives have fewer."""
    where, named = part.where()
    return int(connection.execute(_CELLS.format(where=where), {**named, "field": part.field}).fetchone()[0])


def latest(connection: Connection) -> str:
    """When the last report was stored, as it is stored; "" where there is none."""
    return connection.execute(_LATEST).fetchone()[0] or ""


def _figures(connection: Connection, part: Part) -> Iterator[Row]:
    return stored.figures(connection, part)


def _agencies(connection: Connection, part: Part) -> Iterator[Row]:
    where, named = part.where()
    yield from connection.execute(_AGENCIES.format(where=where), named)


def _reports(connection: Connection, part: Part) -> Iterator[Row]:
    where, named = part.where()
    yield from connection.execute(_REPORTS.format(where=where), named)


def _fields(connection: Connection, part: Part) -> Iterator[Row]:
    yield from connection.execute(_FIELDS, {"field": part.field})


def _findings(connection: Connection, part: Part) -> Iterator[Row]:
    where, named = part.where()
    touched = f'"{part.field}"'
    for row in connection.execute(_FINDINGS.format(where=where), named):
        if part.field is None or touched in row[6]:
            yield (*row[:9], *(None if side is None else rows.text_of(side) for side in row[9:]))


READ: Mapping[str, Callable[[Connection, Part], Iterator[Row]]] = {
    "figures": _figures,
    "agencies": _agencies,
    "reports": _reports,
    "fields": _fields,
    "findings": _findings,
}
"""How the rows of each table are read, by its name."""
