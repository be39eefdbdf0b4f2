"""The names of regions: asked one by one at first, all loaded once many are wanted.

A process that answers one question looks up a few hundred pieces of text; loading every name would take it longer than all
the rest. A server soon has them all in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Pairs = tuple[tuple[str, str], ...]
_MANY = 1_500


class Names(Mapping[str, Pairs]):
    """Every name of every region → pairs of code and kind of name (full, short, former, pinyin, english)."""

    def __init__(self, rows: Callable[..., list[tuple[Any, ...]]]) -> None:
        self._rows = rows
        self._known: dict[str, Pairs] = {}
        self._asked = 0
        self._complete = False

    def get(self, name: str, default: Any = None) -> Any:
        """The pairs of a name, `default` where it is none."""
        if not self._complete:
            self._ask(name)
        return self._known.get(name) or default

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
        if name in self._known:
            return
        self._asked += 1
        if self._asked > _MANY:
            self._load()
            return
        found = self._rows("SELECT code, kind FROM region_name WHERE name = ?", (name,))
        self._known[name] = tuple((code, kind) for code, kind in found)

    def _load(self) -> None:
        if self._complete:
            return
        names: dict[str, list[tuple[str, str]]] = {}
        for name, code, kind in self._rows("SELECT name, code, kind FROM region_name"):
            names.setdefault(name, []).append((code, kind))
        self._known = {name: tuple(found) for name, found in names.items()}
        self._complete = True
