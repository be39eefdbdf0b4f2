"""What the channel remembers: of the last minutes, bounded in number and in time, and the conversations, in a file."""

from __future__ import annotations

import logging
import sqlite3
import time
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from bot.errors import MemoryUnusable
from bot.talk.conversation import Context, Kept
from bot.talk.memory import DAY, Limits, Memory

LOG = logging.getLogger(__name__)
K = TypeVar("K")
V = TypeVar("V")

MANY = 10_000
HALF_AN_HOUR = 30 * 60.0


class Recent(Generic[K, V]):
    """A mapping of the `size` entries used last; an entry untouched for `seconds` is forgotten."""

    def __init__(self, size: int = MANY, seconds: float = HALF_AN_HOUR, clock: Callable[[], float] = time.monotonic) -> None:
        self._size, self._seconds, self._clock = size, seconds, clock
        self._entries: OrderedDict[K, tuple[float, V]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: K) -> V | None:
        entry = self._entries.get(key)
        if entry is None:
            return None
        if self._clock() - entry[0] > self._seconds:
            del self._entries[key]
            return None
        self.put(key, entry[1])
        return entry[1]

    def put(self, key: K, value: V) -> None:
        self._entries[key] = (self._clock(), value)
        self._entries.move_to_end(key)
        while len(self._entries) > self._size:
            self._entries.popitem(last=False)

    def drop(self, meant: Callable[[K], bool]) -> None:
        """Forgets at once what is meant."""
        for key in [key for key in self._entries if meant(key)]:
            del self._entries[key]


class Patient(Memory):
    """The conversations of all chats in a file. A full disk costs what was said before, and no answer."""

    def load(self, chat: str, now: float, mark: str | None = None) -> Context | None:
        """Nothing was said before where that cannot be read."""
        try:
            return super().load(chat, now, mark)
        except sqlite3.Error as error:
            LOG.error("The conversations cannot be read: %s", error)
            return None

    def save(self, chat: str, context: Context, now: float, kept: tuple[Kept, ...] = (), mark: str | None = None) -> None:
        """What cannot be kept is answered all the same."""
        try:
            super().save(chat, context, now, kept, mark)
        except sqlite3.Error as error:
            LOG.error("The conversations cannot be written: %s", error)


def conversations(inbox: Path, keep_days: int) -> Memory:
    """The conversations beside an inbox; in memory where the folder cannot be written."""
    limits = Limits(answer=keep_days * DAY)
    try:
        return Patient(inbox.with_name(f"{inbox.stem}-talks.db"), limits)
    except MemoryUnusable as error:
        LOG.error("%s They are kept in memory.", error.en)
        return Patient(None, limits)


def name_of(key: tuple[int, int | None, int | None]) -> str:
    """The name under which a chat is kept, with its topic and person: chats of other channels in the file have others."""
    chat, topic, person = key
    return "/".join(["telegram", str(chat), *([str(topic)] if topic is not None else []), *([f"u{person}"] if person else [])])
