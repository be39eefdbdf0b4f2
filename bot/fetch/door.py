"""Opening the database so that it cannot be written: read-only by URI, query_only, and an authorizer that allows SELECT alone."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from urllib.parse import quote

from bot.errors import DatabaseMissing, DatabaseUnusable

SCHEMA = "1"
_READING = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE)


def open_for_reading(path: Path) -> sqlite3.Connection:
    """A connection to a database of this project and version.

    Raises DatabaseMissing or DatabaseUnusable with a sentence that says what to do.
    """
    if not path.is_file():
        raise DatabaseMissing(
            f"没有找到数据库 {path}。请先运行：python -m ingest add 文件或文件夹",
            f"There is no database at {path}. First run: python -m ingest add FILE-OR-FOLDER",
        )
    try:
        try:
            db, held = _opened(path, "mode=ro")
        except sqlite3.OperationalError:
            if not _lies_still(path):
                raise
            db, held = _opened(path, "mode=ro&immutable=1")
    except sqlite3.Error as error:
        raise _unusable(path) from error
    if held is None or str(held[0]) != SCHEMA:
        raise _unusable(path)
    return db


def _opened(path: Path, how: str) -> tuple[sqlite3.Connection, tuple[str] | None]:
    """A connection, and what the database says of its version."""
    db = sqlite3.connect(f"file:{quote(str(path))}?{how}", uri=True, check_same_thread=False)
    db.execute("PRAGMA query_only = 1")
    db.set_authorizer(_only_reading)
    return db, db.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()


def _lies_still(path: Path) -> bool:
    """Whether the file is as its last writer left it, in a folder where SQLite cannot put what a reader needs beside it."""
    beside = path.with_name(f"{path.name}-wal")
    return not os.access(path.absolute().parent, os.W_OK) and not (beside.exists() and beside.stat().st_size)


def _only_reading(action: int, first: str | None, *_: str | None) -> int:
    if action in _READING:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_PRAGMA and first == "data_version":
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_UPDATE and first == "sqlite_master":
        # Asked when the index of the words is opened: SQLite declares its columns as if it made a table. Nothing is
        # written: SQLite itself refuses every UPDATE of sqlite_master, and the file is open for reading only.
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def _unusable(path: Path) -> DatabaseUnusable:
    return DatabaseUnusable(
        f"{path} 不是本程序的数据库，或者版本不同。请用 python -m ingest add 重新建立。",
        f"{path} is no database of this program, or of another version. Build it anew with python -m ingest add.",
    )
