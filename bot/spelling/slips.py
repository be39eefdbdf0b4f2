"""Slips of the pen and pinyin: what was left over, written as the one word that it can be.

A word is taken only for one of the same sound (卫建委); one that looks or is typed alike (行政外罚) is asked back, because
real words differ by one character too (行政处分). Where two words are as near, none is taken.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import chain

from bot.facts import Facts
from bot.fetch.state import kept_while
from bot.hear.agency import sounds_alike
from bot.spelling.mistyped import mistyped
from bot.spelling.pinyin import spellings, write_back
from bot.words import Words, load_characters

_FUZZY_FROM = 4
_LONGEST = 8
_FIGURES = ("row", "rate", "column")
_SHORTEST_NAME = 5
_LEVELS = {"区": "qu", "县": "xian", "市": "shi", "旗": "qi", "盟": "meng", "州": "zhou", "省": "sheng"}
_SHORT = frozenset(("of", "in", "on", "at", "to", "by", "is", "as", "or", "an", "do", "it", "me", "my", "we", "if", "so", "no"))


class Slips:
    """Finds the word that was meant, among those that this vocabulary and database know."""

    def __init__(self, facts: Facts, words: Words) -> None:
        self._facts = facts
        self._words = words

    def spelled_out(self, text: str) -> str:
        """The text with pinyin written in characters."""
        return write_back(text, self._spelling, self._english, self._facts.region_names)

    def english_in(self, text: str) -> int:
        """How many words of the text belong to the English vocabulary."""
        return sum(token in self._english for token in re.findall(r"[a-z]+", text))

    def near(self, text: str, piece: str, by_sound: bool) -> Iterable[tuple[int, int, str]]:
        """Places of `text` around a left-over piece, each with the one word that is a character away; longest first.

        By sound, or else by any one character (行政外罚): the latter is for asking back only.
        """
        at = text.find(piece)
        if piece.isascii() and piece.isalpha():
            typed = mistyped(piece, self._typed) if by_sound else None
            if typed is not None:
                yield at, at + len(piece), typed
            return
        if at < 0 or len(piece) > _LONGEST or piece.isascii():
            return
        for size in range(_LONGEST, 1, -1):
            for start in range(max(0, at + len(piece) - size), min(at, len(text) - size) + 1):
                word = self._meant(text[start : start + size], by_sound)
                if word is not None:
                    yield start, start + size, word

    def _meant(self, window: str, by_sound: bool) -> str | None:
        place = self._place_endings.get(window[:-1]) if by_sound and len(window) > 2 else None
        if place and place != window and sounds_alike(place, window, self.pinyin) and window not in self._facts.region_names:
            return place
        near = self._one_off(window)
        alike = {word for word in near if sounds_alike(window, word, self.pinyin)}
        figures = {word for word in near if word in self._words.meanings and len(word) >= _FUZZY_FROM}
        pick = alike if by_sound else figures
        return pick.pop() if len(pick) == 1 else None

    def _one_off(self, window: str) -> set[str]:
        """The known words of this length that share all characters but one with the window, each in its place."""
        known, size = self._known, len(window)
        sharing = [words for place, char in enumerate(window) if (words := known.get((size, place, char)))]
        if len(sharing) < size - 1:
            return set()
        shared = Counter(chain.from_iterable(sharing))
        return {word for word, places in shared.items() if places == size - 1}

    @cached_property
    def _known(self) -> dict[tuple[int, int, str], tuple[str, ...]]:
        words = [word for word, found in self._words.meanings.items() if any(kind in _FIGURES for kind, _ in found)]
        index: dict[tuple[int, int, str], list[str]] = {}
        for word in dict.fromkeys((*words, *self._facts.organ_names, *self._facts.ministries)):
            for place, char in enumerate(word if not word.isascii() and len(word) <= _LONGEST else ""):
                index.setdefault((len(word), place, char), []).append(word)
        return {key: tuple(found) for key, found in index.items()}

    @kept_while("agencies")
    def _place_endings(self) -> dict[str, str]:
        """A stored region's name less its last character → the name: 川汇去 is written for 川汇区."""
        return {name[:-1]: name for name in self._facts.near_regions if len(name) > 2}

    @cached_property
    def pinyin(self) -> dict[str, str]:
        """The reading of each character, without tones."""
        return load_characters(self._words.folder / "pinyin.csv")

    @cached_property
    def _english(self) -> frozenset[str]:
        phrases = [word for word in self._words.meanings if word[0].isascii()]
        tokens = (token for phrase in phrases for token in re.split(r"[ '-]", phrase))
        return frozenset(token for token in tokens if len(token) != 2 or token in _SHORT)

    @cached_property
    def _typed(self) -> frozenset[str]:
        """The English words that may have been mistyped: those of the vocabulary and of the kinds of agency."""
        return self._english | {token for name in self._facts.organ_names if name.isascii() for token in name.split()}

    @cached_property
    def _spelling(self) -> dict[str, tuple[str, ...]]:
        """Letters → words: those that mean something first, then fillers. Letters that several regions are spelled with stay
        as they are (chaoyangqu: 朝阳区, 潮阳区), so that they are never parted into another one (抄 and 阳曲)."""
        plain = [(word, found[0][0]) for word, found in self._words.meanings.items() if not word.isascii()]
        names = [name for name in (*self._facts.organ_names, *self._facts.ministries) if not name.isascii()]
        ordered = [word for word, kind in plain if kind != "filler"] + names + [word for word, kind in plain if kind == "filler"]
        index = spellings(ordered, self.pinyin)
        for letters, found in self._facts.region_names.items():
            spelled = self._regions_spelled(found) if letters.isascii() and letters.isalpha() else ()
            if spelled and (letters not in index or _in_full(letters, spelled)):  # quxian is 渠县 before it is 区县
                index[letters] = spelled if len(spelled) == 1 else (f" {letters} ",)
        return index

    def _regions_spelled(self, found: Sequence[tuple[str, str]]) -> tuple[str, ...]:
        regions = self._facts.regions
        return tuple(dict.fromkeys(regions[code][0] for code, kind in found if kind == "pinyin" and code in regions))


def _in_full(letters: str, names: Iterable[str]) -> bool:
    """Whether the letters spell a region with its level."""
    return any(letters.endswith(_LEVELS.get(name[-1], "?")) and len(letters) > _SHORTEST_NAME for name in names)
