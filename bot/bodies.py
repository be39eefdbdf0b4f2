"""Bodies of no listed kind, such as towns, zones, customs and weather bureaus: every way to say the names of those stored.

A region and a listed kind make up nearly all names; these are looked up whole, in an index that is made once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from bot.facts import Facts
from bot.words import Words

_OF_THE_STATE = ("中国", "国家")
_SHORTEST = 2


class Bodies:
    """The bodies of one database, by each of their names."""

    def __init__(self, facts: Facts, words: Words) -> None:
        self._facts = facts
        self._words = words

    def named(self, piece: str) -> tuple[int, ...] | None:
        """The numbers of the stored agencies of that name; empty where it names a kind of body of which none is stored."""
        found = self.names.get(piece)
        return found if found is not None or piece not in self._words.bodies else ()

    @cached_property
    def names(self) -> Mapping[str, tuple[int, ...]]:
        """Each name of each stored body → the agencies' numbers."""
        names: dict[str, tuple[int, ...]] = {}
        for name, no in self._facts.unlisted():
            for spelling in spellings(name.lower(), self._words.shorter):
                if no not in names.get(spelling, ()):
                    names[spelling] = (*names.get(spelling, ()), no)
        return names


def spellings(name: str, shorter: Iterable[tuple[str, Sequence[str]]]) -> list[str]:
    """The name and its shorter forms: 人和街道办事处 → 人和街道办, 人和街道; 济宁高新技术产业开发区管理委员会 → 济宁高新区."""
    ways = [name, *(name.removeprefix(state) for state in _OF_THE_STATE if name.startswith(state))]
    for full, shorts in shorter:
        ways += [way.replace(full, short) for way in ways if full in way for short in shorts]
    return [way for way in dict.fromkeys(ways) if len(way) >= _SHORTEST]
