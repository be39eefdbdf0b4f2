"""What the bot keeps of its own beside the inbox: verdicts on answers, counts, subscriptions, uploads that wait to be stored.

One SQLite file for each bot in the state folder; `Notebook.forget(user)` deletes everything in it that is one person's, and
`expire()` what is older than the settings say. `python -m bot feedback` reads it while the bot runs. The tables are those of
`Feedback`, `Following`, `Uploads`, `Tongues` and `Traces`, each in a file of its name, which all work on this one connection.
"""

from __future__ import annotations

import hashlib
import logging
import os
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

LOG = logging.getLogger(__name__)
DAY = 86_400.0
_TRACES = ("posted", "shown")
_TRACES_DAYS, _MOST_TRACES = 2, 100_000
_PERSONAL = ("follow", "due", "upload", "tongue")
SCHEMA = """
CREATE TABLE IF NOT EXISTS kept (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS feedback (
    no INTEGER PRIMARY KEY,
    at REAL NOT NULL,
    verdict TEXT NOT NULL,             -- good, bad (buttons), said (in words), corrected (in words that were understood)
    answer TEXT NOT NULL,              -- the answer's id
    who TEXT NOT NULL,                 -- a keyed digest of the user id: enough to take one verdict a person
    question TEXT NOT NULL,
    understood TEXT NOT NULL,
    status TEXT NOT NULL,
    reason TEXT,
    language TEXT NOT NULL,
    said TEXT,                         -- the words of the complaint or correction, where there were any
    UNIQUE (answer, who)
);
CREATE TABLE IF NOT EXISTS tally (
    day TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (day, kind, name)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS follow (
    no INTEGER PRIMARY KEY, user INTEGER NOT NULL, agency TEXT NOT NULL, name TEXT NOT NULL, language TEXT NOT NULL,
    UNIQUE (user, agency)
);
CREATE TABLE IF NOT EXISTS seen (
    agency TEXT NOT NULL, year INTEGER NOT NULL, mark TEXT NOT NULL, cells TEXT NOT NULL, PRIMARY KEY (agency, year)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS due (
    no INTEGER PRIMARY KEY, user INTEGER NOT NULL, text TEXT NOT NULL, at REAL NOT NULL, sent INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS upload (
    id TEXT PRIMARY KEY, user INTEGER NOT NULL, name TEXT NOT NULL, agency TEXT, year INTEGER, asks INTEGER NOT NULL,
    at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS tongue (user INTEGER PRIMARY KEY, language TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS posted (
    chat INTEGER NOT NULL, message INTEGER NOT NULL, user INTEGER,
    question BLOB,                     -- a digest of the text that was answered
    ids TEXT NOT NULL,                 -- the messages that are the answer
    at REAL NOT NULL, PRIMARY KEY (chat, message)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS shown (
    chat INTEGER NOT NULL, topic INTEGER NOT NULL, message INTEGER NOT NULL, user INTEGER,
    answer TEXT,                       -- the id of the answer that this message of the bot holds
    at REAL NOT NULL, PRIMARY KEY (chat, message)
) WITHOUT ROWID;
"""


class Notebook:
    """The file. Without a path it lives in memory. `keep_days` is how long verdicts and counts are kept."""

    def __init__(
        self, path: Path | None, keep_days: int = 30, clock: Callable[[], float] = time.time, *, only_look: bool = False
    ) -> None:
        """`only_look` needs no right to write. Raises sqlite3.Error or OSError where the file cannot be used."""
        self.clock = clock
        self._seconds = keep_days * DAY
        self._several = False
        if only_look and path is not None:
            self._db = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, timeout=5)
            return
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))  # what people say is nobody else's business
        self._db = sqlite3.connect(path or ":memory:", timeout=5, isolation_level=None, check_same_thread=False)
        try:
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
            self._db.execute("PRAGMA secure_delete=1")
            self._db.executescript(SCHEMA)
            self._db.execute("INSERT OR IGNORE INTO kept VALUES ('salt', ?)", (secrets.token_hex(16),))
            self._salt = bytes.fromhex(self.rows("SELECT value FROM kept WHERE name = 'salt'")[0][0])
        except BaseException:
            self._db.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def rows(self, sql: str, values: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of a SELECT."""
        return self._db.execute(sql, tuple(values)).fetchall()

    def write(self, sql: str, values: Iterable[Any] = ()) -> int:
        """One statement; gives the number of rows that it touched. What a full disk refuses is logged and borne, but not
        in the midst of several that belong together."""
        try:
            return self._db.execute(sql, tuple(values)).rowcount
        except sqlite3.Error as error:
            if self._several:
                raise
            LOG.error("The notebook cannot be written: %s", error)
            return 0

    @contextmanager
    def together(self) -> Iterator[None]:
        """Several statements as one: all of them are there, or none. Raises sqlite3.Error."""
        self._db.execute("BEGIN IMMEDIATE")
        self._several = True
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise
        finally:
            self._several = False

    def veiled(self, user: int) -> str:
        """A digest that tells one person from another and nothing more."""
        return hashlib.blake2b(str(user).encode(), key=self._salt, digest_size=12).hexdigest()

    def held(self, user: int) -> dict[str, int]:
        """How many entries of each kind are this person's."""
        counted = {"feedback": ("who", self.veiled(user)), **dict.fromkeys(_PERSONAL, ("user", user))}
        sql = "SELECT count(*) FROM {} WHERE {} = ?"
        return {table: self.rows(sql.format(table, name), (value,))[0][0] for table, (name, value) in counted.items()}

    def forget(self, user: int) -> int:
        """Deletes everything that is this person's: verdicts, subscriptions, messages to come, uploads, language. Gives the
        number of entries. The files of uploads go as soon as they are looked for (`Uploads.tidy`)."""
        gone = self.write("DELETE FROM feedback WHERE who = ?", (self.veiled(user),))
        for table in _TRACES:
            self.write(f"DELETE FROM {table} WHERE user = ? OR chat = ?", (user, user))
        return gone + sum(self.write(f"DELETE FROM {table} WHERE user = ?", (user,)) for table in _PERSONAL)

    def expire(self) -> None:
        """Deletes verdicts, counts and traces that are too old, and traces that are too many."""
        before = self.clock() - self._seconds
        self.write("DELETE FROM feedback WHERE at < ?", (before,))
        self.write("DELETE FROM due WHERE at < ?", (before,))
        self.write("DELETE FROM tally WHERE day < ?", (day_of(before),))
        for table in _TRACES:
            self.write(f"DELETE FROM {table} WHERE at < ?", (self.clock() - _TRACES_DAYS * DAY,))
            if self.rows(f"SELECT count(*) FROM {table}")[0][0] > _MOST_TRACES:
                oldest = f"SELECT at FROM {table} ORDER BY at DESC LIMIT 1 OFFSET {_MOST_TRACES}"
                self.write(f"DELETE FROM {table} WHERE at <= ({oldest})")


def day_of(at: float) -> str:
    """The day of a moment, as YYYY-MM-DD of this machine's time."""
    return time.strftime("%Y-%m-%d", time.localtime(at))
