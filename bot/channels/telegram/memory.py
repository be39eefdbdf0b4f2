"""What the channel remembers of the last minutes: bounded in number and in time."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

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
