"""What a channel keeps of its chats, in a file of its own: each chat's conversation, and the answers that a link can reopen.

The one door to that file. One transaction a turn in WAL, so that a process that is killed leaves the turn before. What is
too old, or too much, is deleted as new things are kept; what is deleted is overwritten. The caller says what time it is.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import RLock

from sqlite_utils import Database

from bot.errors import MemoryUnusable
from bot.talk.codec import read, written
from bot.talk.conversation import Context, Kept

HOUR = 3600.0
DAY = 24 * HOUR
_EDITION = 2
_MARK = 0x74616C6B
"""Stands in the head of the file, so that no other program's file is taken for it."""
_TABLES = """
CREATE TABLE talk (
    chat TEXT PRIMARY KEY, at REAL NOT NULL, since REAL NOT NULL, context TEXT NOT NULL,
    mark TEXT,    -- the message after which it stands so
    before TEXT   -- how it stood before that message
);
CREATE INDEX talk_by_age ON talk (at);
CREATE TABLE answer (id TEXT NOT NULL, chat TEXT NOT NULL, at REAL NOT NULL, kept TEXT NOT NULL, PRIMARY KEY (id, chat));
CREATE INDEX answer_by_chat ON answer (chat, at);
CREATE INDEX answer_by_age ON answer (at);
"""


@dataclass(frozen=True)
class Limits:
    """How long and how much: seconds and numbers of rows."""

    talk: float = 2 * HOUR
    """A conversation untouched for so long is over: the next message does not lean on it."""
    answer: float = 90 * DAY
    chats: int = 10_000
    answers_a_chat: int = 200


@dataclass(frozen=True)
class Held:
    """What is kept of one chat, for the person who asks: since when, until when, and how many answers."""

    since: float
    until: float
    talk: bool
    answers: int


class Memory:
    """Conversations by chat and answers by id. One object may serve several threads, one file several processes."""

    def __init__(self, path: Path | None, limits: Limits | None = None) -> None:
        """Opens or makes the file; None keeps everything in this process. Raises MemoryUnusable."""
        self._limits = limits or Limits()
        self._lock = RLock()
        try:
            self._db = Database(_opened(path))
            self._prepare()
        except (sqlite3.Error, OSError) as error:
            raise MemoryUnusable(
                f"对话记录文件 {path} 打不开，或者不是本程序的文件。", f"The file of conversations {path} cannot be used."
            ) from error

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    # Conversations

    def load(self, chat: str, now: float, mark: str | None = None) -> Context | None:
        """The conversation of a chat; None where there is none, it is over, or it cannot be read.

        Where the last message was that of the mark, the conversation as it stood before: a message that is answered again,
        after a kill or because it was edited, does not lean on itself.
        """
        column = "CASE WHEN mark = ? THEN before ELSE context END"
        with self._lock:
            rows = self._db.execute(f"SELECT {column}, at FROM talk WHERE chat = ?", (mark, chat)).fetchall()
        fresh = bool(rows) and rows[0][0] is not None and now - rows[0][1] <= self._limits.talk
        return read(rows[0][0], Context) if fresh else None

    def save(self, chat: str, context: Context, now: float, kept: tuple[Kept, ...] = (), mark: str | None = None) -> None:
        """Keep the conversation as it stands after a turn, and the answers of that turn, in one transaction.

        `mark` names the message of that turn.
        """
        former = "CASE WHEN talk.mark = excluded.mark THEN talk.before WHEN talk.at >= ? THEN talk.context END"
        with self._writing():
            self._db.execute(
                "INSERT INTO talk (chat, at, since, context, mark) VALUES (?, ?, ?, ?, ?) ON CONFLICT (chat) DO UPDATE"
                f" SET before = {former}, at = excluded.at, context = excluded.context, mark = excluded.mark",
                (chat, now, now, written(context), mark, now - self._limits.talk),
            )
            for answer in kept:
                row = (answer.id, chat, now, written(answer))
                self._db.execute("INSERT OR REPLACE INTO answer (id, chat, at, kept) VALUES (?, ?, ?, ?)", row)
            self._evict(chat, now)

    def forget(self, chat: str) -> bool:
        """Delete all that is kept of a chat; whether there was anything."""
        with self._writing():
            gone = self._db.execute("DELETE FROM talk WHERE chat = ?", (chat,)).rowcount
            gone += self._db.execute("DELETE FROM answer WHERE chat = ?", (chat,)).rowcount
        with self._lock:
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()  # nor does it stay behind in the log
        return gone > 0

    def held(self, chat: str, now: float) -> Held | None:
        """What is kept of a chat; None where nothing is."""
        with self._lock:
            talks = self._db.execute("SELECT since, at FROM talk WHERE chat = ?", (chat,)).fetchall()
            ((count, first, last),) = self._db.execute(
                "SELECT count(*), min(at), max(at) FROM answer WHERE chat = ?", (chat,)
            ).fetchall()
        if not talks and not count:
            return None
        since = min([row[0] for row in talks] + ([first] if count else []))
        until = max([row[1] + self._limits.talk for row in talks] + ([last + self._limits.answer] if count else []))
        return Held(since, until, bool(talks) and now - talks[0][1] <= self._limits.talk, count)

    def like(self, *patterns: str) -> tuple[str, ...]:
        """The names, by patterns with * in them, of the chats of which anything is kept."""
        where = " OR ".join(["chat GLOB ?"] * len(patterns))
        sql = f"SELECT chat FROM talk WHERE {where} UNION SELECT chat FROM answer WHERE {where} ORDER BY chat"
        with self._lock:
            return tuple(chat for (chat,) in self._db.execute(sql, (*patterns, *patterns)).fetchall())

    # Answers

    def answer_by_id(self, id: str, now: float, chat: str | None = None) -> Kept | None:
        """A kept answer: the question as it was settled, whoever asked it. None where it is not kept any more.

        Where a chat is named and another asked, the words in which it was asked are left out: they are nobody else's.
        """
        sql = "SELECT kept, at, chat FROM answer WHERE id = ? ORDER BY chat = ? DESC, at DESC LIMIT 1"
        with self._lock:
            rows = self._db.execute(sql, (id, chat or "")).fetchall()
        kept = read(rows[0][0], Kept) if rows and now - rows[0][1] <= self._limits.answer else None
        return replace(kept, text="") if kept is not None and chat not in (None, rows[0][2]) else kept

    # The file

    def _evict(self, chat: str, now: float) -> None:
        limits = self._limits
        self._db.execute("DELETE FROM talk WHERE at < ?", (now - limits.talk,))
        self._db.execute("DELETE FROM answer WHERE at < ?", (now - limits.answer,))
        if self._db.execute("SELECT count(*) FROM talk").fetchone()[0] > limits.chats:
            self._db.execute(
                "DELETE FROM talk WHERE chat IN (SELECT chat FROM talk ORDER BY at DESC, chat = ? DESC LIMIT -1 OFFSET ?)",
                (chat, limits.chats),
            )
        self._db.execute(
            "DELETE FROM answer WHERE chat = ? AND id IN"
            " (SELECT id FROM answer WHERE chat = ? ORDER BY at DESC LIMIT -1 OFFSET ?)",
            (chat, chat, limits.answers_a_chat),
        )

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction, IMMEDIATE: one that begins by reading cannot wait for another process's writing."""
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.commit()
            except BaseException:
                self._db.rollback()
                raise

    def _prepare(self) -> None:
        with self._lock:
            if self._number("application_id") != _MARK and self._db.table_names():
                raise sqlite3.DatabaseError("the file of another program")
            self._db.enable_wal()
            self._db.execute("PRAGMA synchronous = NORMAL")  # a kill loses nothing in WAL, and no turn waits for the disk
            self._db.execute("PRAGMA secure_delete = 1").fetchall()
        with self._writing():
            if self._number("user_version") == _EDITION:
                return
            for table in self._db.table_names():  # what another edition kept is not carried over
                self._db.execute(f'DROP TABLE "{table}"')
            for statement in filter(str.strip, _TABLES.split(";")):
                self._db.execute(statement)
            self._db.execute(f"PRAGMA user_version = {_EDITION}")
            self._db.execute(f"PRAGMA application_id = {_MARK}")

    def _number(self, pragma: str) -> int:
        return int(self._db.execute(f"PRAGMA {pragma}").fetchone()[0])


def _opened(path: Path | None) -> sqlite3.Connection:
    if path is None:
        return sqlite3.connect(":memory:", check_same_thread=False)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))  # what people ask is nobody else's business
    return sqlite3.connect(path, timeout=5, check_same_thread=False)
