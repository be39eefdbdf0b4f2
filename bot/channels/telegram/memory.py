"""What the channel remembers of the last minutes: bounded in number and in time."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

from bot.talk.conversation import Context

if TYPE_CHECKING:
    from bot.talk.memory import Memory

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


class Lasting:
    """The conversations of the chats, kept in a file: `get` and `put` like Recent, so that a restart ends no talk.

    A key is a chat and, in a group that has topics, the topic. How long and how many is the file's own affair.
    """

    def __init__(self, memory: Memory, clock: Callable[[], float] = time.time) -> None:
        self._memory, self._clock = memory, clock

    def get(self, key: tuple[int, int | None]) -> Context | None:
        return self._memory.load(name_of(key), self._clock())

    def put(self, key: tuple[int, int | None], value: Context) -> None:
        self._memory.save(name_of(key), value, self._clock())

    def forget(self, key: tuple[int, int | None]) -> bool:
        """Delete all that is kept of a chat; whether there was anything."""
        return self._memory.forget(name_of(key))


def name_of(key: tuple[int, int | None]) -> str:
    """The name under which a chat is kept: chats of other channels in the same file have others."""
    chat, topic = key
    return f"telegram/{chat}/{topic}" if topic is not None else f"telegram/{chat}"
