"""Bodies of no listed kind, such as towns, zones, customs and weather bureaus: every way to say the names of those stored.

A region and a listed kind make up nearly all names; these are looked up whole, in an index that is made once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from bot.facts import Facts
from bot.fetch.state import kept_while
from bot.spelling.pinyin import spell
from bot.spelling.slips import Slips
from bot.words import Words

_OF_THE_STATE = ("中国", "国家")
_SHORTEST = 2
_MOST_SPELLED = 8_000
_SHORTEST_SPELLED = 7


class Bodies:
    """The bodies of one database, by each of their names."""

    def __init__(self, facts: Facts, words: Words, slips: Slips) -> None:
        self._facts = facts
        self._words = words
        self._slips = slips

    def named(self, piece: str) -> tuple[int, ...] | None:
        """The numbers of the stored agencies of that name; empty where it names a kind of body of which none is stored."""
        found = self._in_letters(piece) if piece.isascii() else self.names.get(piece)
        return found if found is not None or piece not in self._words.bodies else ()

    def _in_letters(self, piece: str) -> tuple[int, ...] | None:
        """Meteorological Bureau, Sitong Town, sitongzhen: a kind by its English name, or pinyin with a kind behind it."""
        kind = self._words.bodies_en.get(piece)
        if kind is not None and kind in self._words.bodies:
            return self.names.get(kind, ())
        if not self._spelled:
            return None
        stem, _, last = piece.rpartition(" ")
        for ending in (last, *(" ".join(piece.split(" ")[-size:]) for size in (2, 4, 6))):
            if ending in self._words.bodies_en and piece.endswith(f" {ending}"):
                stem = piece.removesuffix(ending)
                sound = spell(self._words.bodies_en[ending], self._slips.pinyin) or ""
                return self._spelled.get(_compact(stem) + sound)
        return self._spelled.get(_compact(piece))

    @kept_while("agencies")
    def _spelled(self) -> Mapping[str, tuple[int, ...]]:
        """Pinyin → numbers, where the bodies are few enough to be spelled out."""
        if len(self.names) > _MOST_SPELLED:
            return {}
        spelled: dict[str, tuple[int, ...]] = {}
        for name, numbers in self.names.items():
            letters = spell(name, self._slips.pinyin) or ""
            if len(letters) >= _SHORTEST_SPELLED:
                spelled[letters] = tuple(dict.fromkeys((*spelled.get(letters, ()), *numbers)))
        return spelled

    @kept_while("agencies")
    def names(self) -> Mapping[str, tuple[int, ...]]:
        """Each name of each stored body → the agencies' numbers."""
        names: dict[str, dict[int, None]] = {}  # numbers in order, each once: a thousand towns may be called 城关镇
        for name, no in self._facts.unlisted():
            for spelling in spellings(name.lower(), self._words.shorter):
                names.setdefault(spelling, {})[no] = None
        return {spelling: tuple(numbers) for spelling, numbers in names.items()}


def _compact(piece: str) -> str:
    return re.sub(r"[ '-]", "", piece)


def spellings(name: str, shorter: Iterable[tuple[str, Sequence[str]]]) -> list[str]:
    """The name and its shorter forms: 人和街道办事处 → 人和街道办, 人和街道; 济宁高新技术产业开发区管理委员会 → 济宁高新区."""
    ways = [name, *(name.removeprefix(state) for state in _OF_THE_STATE if name.startswith(state))]
    every = "\n".join(ways)
    for full, shorts in shorter:
        if full not in every:  # nearly always, and there are thousands of names
            continue
        ways += [way.replace(full, short) for way in ways if full in way for short in shorts]
        every = "\n".join(ways)
    return [way for way in dict.fromkeys(ways) if len(way) >= _SHORTEST]
