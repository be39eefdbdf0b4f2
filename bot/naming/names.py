"""The names of regions: asked one by one at first, all loaded once many are wanted.

A process that answers one question needs the names that begin as some stretch of it does; loading every name would take
it longer than all the rest. A server soon has them all in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

Pairs = tuple[tuple[str, str], ...]
_MANY = 500
_BEHIND_ALL = "\U0010ffff"


class Names(Mapping[str, Pairs]):
    """Every name of every region → pairs of code and kind of name (full, short, former, pinyin, english)."""

    def __init__(self, rows: Callable[..., list[tuple[Any, ...]]]) -> None:
        self._rows = rows
        self._known: dict[str, Pairs] = {}
        self._starting: dict[str, list[str]] = {}
        self._asked = 0
        self._complete = False

    def get(self, name: str, default: Any = None) -> Any:
        """The pairs of a name, `default` where it is none."""
        if not self._complete:
            self._ask(name)
        return self._known.get(name) or default

    def starting(self, first: str) -> Sequence[str]:
        """The names that begin with these two characters."""
        if not self._complete and first not in self._starting:
            self._ask_for_all(first)
        return self._starting.get(first, ())

    def __getitem__(self, name: str) -> Pairs:
        found: Pairs | None = self.get(name)
        if found is None:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        self._load()
        return iter(self._known)

    def __len__(self) -> int:
        self._load()
        return len(self._known)

    def _ask(self, name: str) -> None:
        if name in self._known or name[:2] in self._starting or self._are_many():
            return
        found = self._rows("SELECT code, kind FROM region_name WHERE name = ?", (name,))
        self._known[name] = tuple((code, kind) for code, kind in found)

    def _ask_for_all(self, first: str) -> None:
        if self._are_many():
            return
        sql = "SELECT name, code, kind FROM region_name WHERE name >= ? AND name < ?"
        self._take(self._rows(sql, (first, first + _BEHIND_ALL)))
        self._starting.setdefault(first, [])

    def _are_many(self) -> bool:
        self._asked += 1
        if self._asked > _MANY:
            self._load()
        return self._complete

    def _take(self, rows: Iterable[tuple[str, str, str]]) -> None:
        names: dict[str, list[tuple[str, str]]] = {}
        for name, code, kind in rows:
            names.setdefault(name, []).append((code, kind))
        for name, found in names.items():
            self._known[name] = tuple(found)
            self._starting.setdefault(name[:2], []).append(name)

    def _load(self) -> None:
        if self._complete:
            return
        self._known.clear()  # also of what turned out to be no name
        self._starting.clear()
        self._take(self._rows("SELECT name, code, kind FROM region_name"))
        self._complete = True
