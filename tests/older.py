"""A database as the edition before the parts of `figures` made it: one wide table, and no word on where a field lies."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path


def made_older(path: Path) -> None:
    """Puts the numbers back into one wide table, as long as the last migration has not been run."""
    with closing(sqlite3.connect(path)) as db:
        keys = [name for (name,) in db.execute("SELECT name FROM pragma_table_info('figures')")][2:]
        columns = ", ".join(f'"{key}" NUMERIC' for key in keys)
        db.execute(f"CREATE TABLE wide (year INTEGER, agency INTEGER, {columns}, PRIMARY KEY (year, agency)) WITHOUT ROWID")
        db.execute("INSERT INTO wide SELECT * FROM figures")
        parts = db.execute("SELECT DISTINCT part FROM field").fetchall()
        views = db.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall()
        for kind, names in (("VIEW", views), ("TABLE", parts)):
            for (name,) in names:
                db.execute(f'DROP {kind} "{name}"')
        db.execute("ALTER TABLE wide RENAME TO figures")
        db.execute("ALTER TABLE field DROP COLUMN part")
        db.execute("DROP INDEX agency_body")
        db.execute("DELETE FROM _sqlite_migrations WHERE name >= '0006'")
        db.commit()


def wide_row(path: Path) -> list[tuple[object, ...]]:
    """The names of the columns of `figures`, and all that stands there, by year and agency."""
    with closing(sqlite3.connect(path)) as db:
        found = db.execute("SELECT * FROM figures ORDER BY year, agency")
        return [tuple(name for name, *_ in found.description), *found.fetchall()]
