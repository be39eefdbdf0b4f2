"""What is stored, read-only: the findings for `check`, the figures for `export`. Never waits for a writer."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ingest import rows
from ingest.report import Figure, State
from ingest.schema import quoted
from ingest.trouble import foreign, in_plain_words, nothing_there

_FINDINGS = """
SELECT a.id, a.name, f.year, r.document, f."check", f.severity, f.fields, f.zh, f.en, f."left", f."right", f.difference
FROM finding AS f JOIN agency AS a ON a.no = f.agency JOIN report AS r ON r.agency = f.agency AND r.year = f.year
ORDER BY a.id, f.year, f.no
"""
_REPORTS = """
SELECT a.no, a.id, a.name, a.region, a.organ, r.year, r.form, r.document
FROM agency AS a JOIN report AS r ON r.agency = a.no {where} ORDER BY a.id, r.year
"""


@dataclass(frozen=True, slots=True)
class Part:
    """Which reports and cells are wanted: of these years, of the agency of that number, that field; all where not said."""

    years: tuple[int, ...] = ()
    agency: int | None = None
    field: str | None = None

    def where(self) -> tuple[str, dict[str, int]]:
        """The condition on `r`, the report, with its parameters; "" where every report is wanted."""
        named = {f"year{place}": year for place, year in enumerate(self.years)}
        said = [f"r.year IN ({', '.join(f':{name}' for name in named)})"] if named else []
        if self.agency is not None:
            said.append("r.agency = :agency")
            named["agency"] = self.agency
        return (f"WHERE {' AND '.join(said)}" if said else ""), named


ALL = Part()


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """The database, for reading only. Raises StoreError where there is none or it is none of ours."""
    if not path.is_file():
        raise nothing_there(path)
    with in_plain_words(path):
        connection = sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode=ro", uri=True, timeout=30)
        try:
            connection.execute("PRAGMA query_only = 1")
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
            if not {"meta", "report", "evidence"} <= tables:
                raise foreign(path)
            yield connection
        finally:
            connection.close()


def count_reports(connection: sqlite3.Connection) -> int:
    """How many reports are stored."""
    return int(connection.execute("SELECT count(*) FROM report").fetchone()[0])


def findings(connection: sqlite3.Connection) -> Iterator[tuple[Any, ...]]:
    """agency id, agency, year, document, check, severity, fields (JSON), zh, en, left, right, difference."""
    yield from connection.execute(_FINDINGS)


def figures(connection: sqlite3.Connection, part: Part = ALL) -> Iterator[tuple[Any, ...]]:
    """The rows of the CSV: every cell that the report's form prints, by agency, year and the order of the form.

    A cell that the document lacks is a row with state `missing`, but not where the form can print a row in one of two
    ways and the report has chosen the other.
    """
    fields, units = _fields(connection, part.field), dict(connection.execute("SELECT key, unit FROM field"))
    names = [name for (name,) in connection.execute("SELECT name FROM pragma_table_info('figures')")][2:]
    keys = [name for name in names if part.field in (None, name)]
    wide = f"SELECT {', '.join(map(quoted, keys))} FROM figures WHERE year = ? AND agency = ?"
    where, named = part.where()
    for no, id_, name, region, organ, year, form, document in connection.execute(_REPORTS.format(where=where), named):
        cells = connection.execute("SELECT cells FROM evidence WHERE year = ? AND agency = ?", (year, no)).fetchone()
        values = dict(zip(keys, connection.execute(wide, (year, no)).fetchone(), strict=True))
        entries = json.loads(cells[0])
        head = (id_, name, region, organ, year, form)
        for key, alternative in fields.get(form, ()):
            if key in entries:
                yield (*head, key, *_columns(rows.figure_of(key, values[key], entries[key]), units[key], document))
            elif values[key] is not None:
                text = rows.text_of(values[key])
                yield (*head, key, State.NUMBER.value, text, text, document, "")
            elif not alternative:
                yield (*head, key, State.MISSING.value, "", "", document, "")


def _fields(connection: sqlite3.Connection, only: str | None) -> dict[str, list[tuple[str, bool]]]:
    sql = "SELECT p.form, p.field, p.alternative FROM printed AS p JOIN field AS f ON f.key = p.field ORDER BY f.ord"
    fields: dict[str, list[tuple[str, bool]]] = {}
    for form, key, alternative in connection.execute(sql):
        if only in (None, key):
            fields.setdefault(form, []).append((key, bool(alternative)))
    return fields


def _columns(figure: Figure, unit: str, document: str) -> tuple[Any, ...]:
    """state, value, raw, document, page. A unit other than the form's goes with raw, or 251000元 would become 万元."""
    value = "" if figure.value is None else rows.plain(figure.value)
    raw = (figure.raw or "").replace("\r\n", "\n").replace("\r", "\n")
    if figure.unit in ("元", "万元", "亿元") and figure.unit != unit and figure.unit not in raw:
        raw += figure.unit
    return figure.state.value, value, raw, document, figure.page or ""
