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

Shorter = Sequence[tuple[str, Sequence[str]]]
"""Ends of names, each with what people make of it."""

Longer = Mapping[str, Sequence[tuple[str, str]]]

_OF_THE_STATE = ("中国", "国家")
_SHORTEST = 2
_MOST_SPELLED = 3_000
"""Bodies that are spelled out in pinyin: beyond, it would take longer than all the rest."""
_FEW, _MANY, _REMEMBERED = 1_000, 60, 20_000
"""Agencies of which all names are read at once, beginnings that are asked for one by one, and that are remembered."""
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
            return self.names.get(kind) or ()
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
        if self._facts.bodies > _MOST_SPELLED:
            return {}
        spelled: dict[str, tuple[int, ...]] = {}
        for name, numbers in self.names.every().items():
            letters = spell(name, self._slips.pinyin) or ""
            if len(letters) >= _SHORTEST_SPELLED:
                spelled[letters] = tuple(dict.fromkeys((*spelled.get(letters, ()), *numbers)))
        return spelled

    @kept_while("agencies")
    def names(self) -> BodyNames:
        """Each name of each stored body → the agencies' numbers."""
        return BodyNames(self._facts, self._words.shorter)


class BodyNames:
    """The names of the stored bodies: those that begin alike are asked for together at first, all read once many are wanted.

    A process that answers one question has no time to read ten thousand towns; a server soon has them all in memory. They
    are spelled out only when their beginning is asked for.
    """

    def __init__(self, facts: Facts, shorter: Shorter) -> None:
        self._facts, self._shorter = facts, shorter
        self._longer = longer_ones(shorter)
        self._known: dict[str, tuple[int, ...]] = {}
        self._starting: dict[str, list[str]] = {}
        self._stored: dict[str, list[tuple[str, int]]] | None = None
        self._complete = False

    def get(self, name: str) -> tuple[int, ...] | None:
        """The numbers of the agencies of that name, ascending; None where there is none."""
        self._ask(name[:2])
        return self._known.get(name)

    def starting(self, first: str) -> Sequence[str]:
        """The names that begin with these two characters."""
        self._ask(first)
        return self._starting.get(first, ())

    def every(self) -> Mapping[str, tuple[int, ...]]:
        """All names, by number of their first agency."""
        if not self._complete:
            self._known.clear()
            self._starting.clear()
            self._take(self._facts.unlisted(), "")
            self._complete = True
        return self._known

    def _ask(self, first: str) -> None:
        if self._complete or first in self._starting or len(first) < _SHORTEST:
            return
        if len(self._starting) >= _REMEMBERED:
            self._known.clear()
            self._starting.clear()
        found = {one for start in origins(first, self._longer) for one in self._beginning(start)}
        self._starting[first] = []
        self._take(sorted(found, key=lambda pair: pair[1]), first)

    def _beginning(self, start: str) -> Iterable[tuple[str, int]]:
        """The names as stored that begin so, with the agencies' numbers."""
        if self._stored is None and (len(self._starting) >= _MANY or self._facts.highest <= _FEW):
            self._stored = {}
            for name, no in self._facts.unlisted():
                self._stored.setdefault(name[:2], []).append((name, no))
        if self._stored is None:
            return self._facts.unlisted(start)
        return [pair for pair in self._stored.get(start[:2], ()) if pair[0].startswith(start)]

    def _take(self, rows: Iterable[tuple[str, int]], first: str) -> None:
        names: dict[str, dict[int, None]] = {}  # numbers in order, each once: a thousand towns may be called 城关镇
        for name, no in rows:
            for spelling in spellings(name.lower(), self._shorter):
                if spelling.startswith(first):
                    names.setdefault(spelling, {})[no] = None
        for spelling, numbers in names.items():
            self._known[spelling] = tuple(numbers)
            self._starting.setdefault(spelling[:2], []).append(spelling)


def _compact(piece: str) -> str:
    return re.sub(r"[ '-]", "", piece)


def longer_ones(shorter: Shorter) -> Longer:
    """First character of what people say → what they say, and what it is short for."""
    longer: dict[str, list[tuple[str, str]]] = {}
    for full, shorts in shorter:
        for short in shorts:
            longer.setdefault(short[0], []).append((short, full))
    return longer


def origins(first: str, longer: Longer) -> list[str]:
    """What a stored name may begin with, of which a spelling begins with these two characters: 管理 for 管委."""
    found = list(dict.fromkeys((first, first.upper())))
    for origin in found:  # which grows on the way: what is made shorter may have been so before
        for at, char in enumerate(origin):
            for short, full in longer.get(char, ()):
                rest, begun = origin[at:], (origin[:at] + full)[:2]
                if (rest.startswith(short) or short.startswith(rest)) and begun not in found:
                    found.append(begun)
    return [start + origin for start in ("", *_OF_THE_STATE) for origin in found]


def spellings(name: str, shorter: Shorter) -> list[str]:
    """The name and its shorter forms: 人和街道办事处 → 人和街道办, 人和街道; 济宁高新技术产业开发区管理委员会 → 济宁高新区."""
    ways = [name, *(name.removeprefix(state) for state in _OF_THE_STATE if name.startswith(state))]
    every = "\n".join(ways)
    for full, shorts in shorter:
        if full not in every:  # nearly always, and there are thousands of names
            continue
        ways += [way.replace(full, short) for way in ways if full in way for short in shorts]
        every = "\n".join(ways)
    return [way for way in dict.fromkeys(ways) if len(way) >= _SHORTEST]
