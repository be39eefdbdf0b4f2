"""Where the numbers lie: the parts of `figures` by section and applicant, and the wide row over them.

SQLite reads the whole of every row that it ranks, and finds a column by counting through those before it: to rank a
hundred thousand agencies by one of two hundred columns takes several times as long as by one of thirty. So the fields
that are asked for together lie together: those of one section, or of two applicants where a section has many. More and
smaller parts would be read faster still, but each takes a dozen bytes of every report.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ingest.schema import KNOWLEDGE, quoted

_MANY = 60
"""The most fields of a section that lie in one part; where there are more, as many columns of the form as it holds."""

_FORMER = "figures_former"
"""The part of fields that no form prints any more: what is stored of them is kept."""


def lay_out(db: sqlite3.Connection, fields: Sequence[tuple[Any, ...]]) -> None:
    """Makes the parts, or adds a column for each new field; none is ever dropped, and none ever moves to another part.

    `fields` are the rows of `field`. To be called within a transaction, after they have been written. A `figures` that is a
    table, as it was before there were parts, is moved into them.
    """
    tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    lying = {part: _columns(db, part) for part in sorted(tables) if part.startswith("figures_")}
    wide = _columns(db, "figures") if "figures" in tables else ()
    here = {key: part for part, keys in lying.items() for key in keys}
    due = _parts(fields)
    due |= {key: _FORMER for key in wide if key not in due} | here
    for part in dict.fromkeys(due.values()):
        keys = [key for key, its in due.items() if its == part]
        if part not in lying:
            _make(db, part, keys, wide)
        for key in keys if part in lying else ():
            if key not in here:
                db.execute(f"ALTER TABLE {quoted(part)} ADD COLUMN {quoted(key)} NUMERIC")
    if wide:
        db.execute("DROP TABLE figures")
    db.executemany("UPDATE field SET part = ? WHERE key = ?", [(part, key) for key, part in due.items()])
    _show(db, due, [row[0] for row in fields])


def part_by_key(db: sqlite3.Connection) -> dict[str, str]:
    """The part in which each field lies, by key."""
    return dict(db.execute("SELECT key, part FROM field ORDER BY ord"))


def _parts(fields: Sequence[tuple[Any, ...]]) -> dict[str, str]:
    """The part that each field belongs to, by key, in the order of the form; it bears the name of its first column."""
    key, section, column = (KNOWLEDGE["field"].index(name) for name in ("key", "section", "column"))
    sizes = Counter(row[section] for row in fields)
    columns = Counter((row[section], row[column]) for row in fields)
    named: dict[tuple[int, str], str] = {}
    filling: dict[int, tuple[str, int]] = {}  # section → the part that is being filled, and how many fields it still holds
    for (which, name), size in columns.items():
        part, room = filling.get(which, ("", 0))
        if size > room:
            part, room = f"figures_{which}" if sizes[which] <= _MANY else f"figures_{which}_{name}", _MANY
        named[which, name] = part
        filling[which] = part, room - size
    return {row[key]: named[row[section], row[column]] for row in fields}


def _columns(db: sqlite3.Connection, table: str) -> tuple[str, ...]:
    """The keys that a table of figures has, without year and agency."""
    return tuple(name for (name,) in db.execute("SELECT name FROM pragma_table_info(?)", (table,)))[2:]


def _make(db: sqlite3.Connection, part: str, keys: Iterable[str], wide: Iterable[str]) -> None:
    """A part, one NUMERIC column a field: 7730.28 stays 7730.28 and 2906 stays an integer; with a row for every report."""
    columns = ", ".join(f"{quoted(key)} NUMERIC" for key in keys)
    db.execute(f"CREATE TABLE {quoted(part)} (year INTEGER, agency INTEGER, {columns}, PRIMARY KEY (year, agency)) WITHOUT ROWID")
    held = set(wide)
    names = ", ".join(("year", "agency", *(quoted(key) for key in keys if key in held)))
    db.execute(f"INSERT INTO {quoted(part)} ({names}) SELECT {names} FROM {'figures' if held else 'report'} ORDER BY 1, 2")


def _show(db: sqlite3.Connection, due: Mapping[str, str], keys: Sequence[str]) -> None:
    """The view `figures`: a wide row of all parts."""
    first, *others = dict.fromkeys(due[key] for key in keys)
    others += sorted(set(due.values()) - {first, *others})
    columns = ", ".join(f"{quoted(due[key])}.{quoted(key)}" for key in dict.fromkeys((*keys, *due)))
    # LEFT, though no row is ever lacking: SQLite leaves out each such part of which nothing is asked.
    joins = "".join(f" LEFT JOIN {quoted(part)} USING (year, agency)" for part in others)
    db.execute("DROP VIEW IF EXISTS figures")
    which = ", ".join(f"{quoted(first)}.{name}" for name in ("year", "agency"))
    db.execute(f"CREATE VIEW figures AS SELECT {which}, {columns} FROM {quoted(first)}{joins}")
