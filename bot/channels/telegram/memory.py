"""What the channel remembers: of the last minutes, bounded in number and in time, and the conversations, in a file."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from bot.talk import patient
from bot.talk.memory import DAY, Limits, Memory

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


def conversations(inbox: Path, keep_days: int) -> Memory:
    """The conversations beside an inbox; in memory where the folder cannot be written."""
    return patient.conversations(inbox.with_name(f"{inbox.stem}-talks.db"), Limits(answer=keep_days * DAY))


def name_of(key: tuple[int, int | None, int | None]) -> str:
    """The name under which a chat is kept, with its topic and person: chats of other channels in the file have others."""
    chat, topic, person = key
    return "/".join(["telegram", str(chat), *([str(topic)] if topic is not None else []), *([f"u{person}"] if person else [])])


def is_of(name: str, person: int) -> bool:
    """Whether a conversation of that name is that person's: in private, or among others."""
    return name == f"telegram/{person}" or name.startswith(f"telegram/{person}/") or name.endswith(f"/u{person}")
