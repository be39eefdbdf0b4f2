"""Pinyin without tones back into the words it spells: chuanhuiqu xingzheng xuke → 川汇区 行政许可.

Only words that the bot knows are written back, and only where they cover a stretch of letters whole; everything else
stays as it is, and will be left over.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from itertools import accumulate

Spelling = Mapping[str, tuple[str, ...]]
"""Letters → the words that they can spell."""

_STRETCH = re.compile(r"[a-z]+(?:[ '-]+[a-z]+)*")
_LONGEST = 24
_PLAIN = 4
"""English words of so many letters are no syllables: an, he and she can be."""


def spell(word: str, table: Mapping[str, str]) -> str | None:
    """The letters of a Chinese word (行政许可 → xingzhengxuke); None where a character has no reading in the table."""
    letters = [table.get(char) for char in word]
    return "".join(letter for letter in letters if letter) if all(letters) else None


def spellings(words: Iterable[str], table: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """An index from letters to words, for all words whose characters have readings."""
    index: dict[str, tuple[str, ...]] = {}
    for word in words:
        letters = spell(word, table)
        if letters and len(letters) > 1 and word not in index.get(letters, ()):
            index[letters] = (*index.get(letters, ()), word)
    return index


def write_back(text: str, index: Spelling, english: frozenset[str], places: Container[str] = ()) -> str:
    """The text with each stretch of letters that is wholly pinyin written in characters.

    A stretch in which any word is English is left alone, unless it is one syllable among words that are known; where
    letters spell several words, the first in the index stands (callers put the words that matter first). Within a word that
    is written in one, a place stands at its beginning or behind another place (zhoukouchuanhuiqu): xiachengqu is not 阿城区.
    """

    def replaced(match: re.Match[str]) -> str:
        tokens = re.split(r"[ '-]+", match.group())
        strange = [token for token in tokens if token in english]
        short = strange and all(len(token) < _PLAIN for token in strange)
        words = _cover("".join(tokens), index, tokens, places) if short else None
        if words:
            return "".join(words)  # gong an ju
        runs: list[str] = []
        kept: list[str] = []
        for token in tokens:
            if token in english:
                runs += [*_write("".join(kept), index, kept, places), token] if kept else [token]
                kept = []
            else:
                kept.append(token)
        if kept:
            runs += _write("".join(kept), index, kept, places)
        return " ".join(runs)

    return _STRETCH.sub(replaced, text)


def _write(letters: str, index: Spelling, tokens: list[str], places: Container[str]) -> list[str]:
    """The words of a run of letters; where it is not all pinyin, of each of its tokens that is."""
    words = _cover(letters, index, tokens, places)
    if words:
        return ["".join(words)]
    return ["".join(_cover(token, index, (), places) or [token]) for token in tokens]


def _cover(letters: str, index: Spelling, tokens: Iterable[str], places: Container[str]) -> list[str] | None:
    """The fewest words that spell the letters exactly, or None; of as few, those that end where a token ends (nian chufa is
    年 and 处罚, not 年初 and 发)."""
    size = len(letters)
    if size > 160:
        return None
    ends = set(accumulate(map(len, tokens)))
    best: list[tuple[int, int, list[str]] | None] = [None] * (size + 1)
    best[size] = (0, 0, [])
    for start in range(size - 1, -1, -1):
        for end in range(min(size, start + _LONGEST), start, -1):
            rest, words = best[end], index.get(letters[start:end])
            if rest is None or not words or (_is_inside(rest[2], end, ends, places) and words[0] not in places):
                continue
            found, known = (rest[0] + 1, rest[1] + (end not in ends), [words[0], *rest[2]]), best[start]
            if known is None or found[:2] < known[:2]:
                best[start] = found
    whole = best[0]
    return whole[2] if whole else None


def _is_inside(rest: list[str], start: int, ends: set[int], places: Container[str]) -> bool:
    """Whether the words that follow begin with a place in the middle of what was written in one."""
    return bool(rest) and start not in ends and rest[0] in places
