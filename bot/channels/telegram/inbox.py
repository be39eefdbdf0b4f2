"""The inbox: what Telegram has handed over and what has become of it, so that a kill loses nothing.

Telegram forgets an update as soon as the next poll names a higher offset, long before it is answered. So each
update is written here first and forgotten only when it is answered *and* Telegram has been told. A table more holds
the questions behind the buttons, for a button outlives the process that made it.

A message counts as sent from the moment it is handed to the system. Whoever is killed between that and the server's
reply does not send it again: it has almost surely arrived, and there is no way to ask.
"""

from __future__ import annotations

import hashlib
import logging
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

LOG = logging.getLogger(__name__)
BUTTONS = 100_000
SCHEMA = """
CREATE TABLE IF NOT EXISTS held (
    id INTEGER PRIMARY KEY,            -- update_id
    body TEXT NOT NULL,                -- the update as JSON; gone as soon as Telegram has been told
    sent INTEGER NOT NULL DEFAULT 0,   -- how many messages of the answer have left
    done INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS button (no INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, question TEXT NOT NULL);
"""


class InboxBusy(Exception):
    """Another process holds the inbox."""


class Inbox:
    """One file, one process: a second one that opens it is refused. Without a path it lives in memory."""

    def __init__(self, path: Path | None) -> None:
        """Raises InboxBusy, or sqlite3.Error / OSError where the file cannot be used."""
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path or ":memory:", timeout=0.2, isolation_level=None)
        try:
            # Exclusive before WAL: no shared-memory file, and the lock ends with the process, however it ends.
            self._db.execute("PRAGMA locking_mode=EXCLUSIVE")
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
            self._db.execute("BEGIN EXCLUSIVE")
            self._db.execute("COMMIT")
            self._db.executescript(SCHEMA)
        except sqlite3.OperationalError as error:
            self._db.close()
            if "locked" in str(error):
                raise InboxBusy(str(path)) from error
            raise

    def close(self) -> None:
        self._db.close()

    def receive(self, updates: Iterable[tuple[int, str]]) -> set[int]:
        """Holds (id, body) of a poll in one transaction; gives the ids that are new.

        Telegram hands over again what it has not been told of. The same id with another body is another update:
        ids start anew at random after a quiet week.
        """
        rows = list(updates)
        held = {id: self._one("SELECT body FROM held WHERE id = ?", id) for id, _ in rows}
        new = [(id, body) for id, body in rows if held[id] != body]
        with self._bearing_a_full_disk(), self._db:
            self._db.execute("BEGIN")
            self._db.executemany("INSERT OR REPLACE INTO held (id, body) VALUES (?, ?)", new)
        return {id for id, _ in new}

    def waiting(self) -> list[str]:
        """Bodies of what is not answered yet, oldest first."""
        return [body for (body,) in self._db.execute("SELECT body FROM held WHERE NOT done ORDER BY id")]

    def sent(self, id: int) -> int:
        """How many messages of the answer to this update have left."""
        return self._one("SELECT sent FROM held WHERE id = ?", id) or 0

    def set_sent(self, id: int, messages: int) -> None:
        with self._bearing_a_full_disk():
            self._db.execute("UPDATE held SET sent = ? WHERE id = ?", (messages, id))

    def done(self, id: int) -> None:
        with self._bearing_a_full_disk():
            self._db.execute("UPDATE held SET done = 1 WHERE id = ?", (id,))

    def told(self, offset: int) -> None:
        """Telegram has been told of everything below the offset: what is answered can be forgotten."""
        with self._bearing_a_full_disk():
            self._db.execute("DELETE FROM held WHERE id < ? AND done", (offset,))

    def button(self, question: str) -> str:
        """The key of a question, 32 characters (callback_data holds 64 bytes, about 21 Chinese characters)."""
        key = hashlib.blake2b(question.encode(), digest_size=16).hexdigest()
        if self.question(key) is None:
            with self._bearing_a_full_disk():
                self._db.execute("INSERT INTO button (key, question) VALUES (?, ?)", (key, question))
                self._db.execute("DELETE FROM button WHERE no <= (SELECT max(no) FROM button) - ?", (BUTTONS,))
        return key

    def question(self, key: str) -> str | None:
        question: str | None = self._one("SELECT question FROM button WHERE key = ?", key)
        return question

    def _one(self, sql: str, value: object) -> Any:
        row = self._db.execute(sql, (value,)).fetchone()
        return row[0] if row else None

    @contextmanager
    def _bearing_a_full_disk(self) -> Iterator[None]:
        """What cannot be noted is only lost if the process is killed as well: no reason to answer nobody."""
        try:
            yield
        except sqlite3.Error as error:
            LOG.error("The inbox cannot be written: %s", error)
