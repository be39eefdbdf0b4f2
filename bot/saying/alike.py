"""How much of a text stands in another one, sentence by sentence, and which sentences were changed.

Two sentences are equal to the letter, or alike: equal but for their figures and their numbering (一是, （二）). White space,
width and marks at the end count in neither way, nor does the order. What is not alike is held against the sentence that
is nearest to it: from _NEAR on it counts as changed, below as new.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.fetch.wording import flat, sentences

_SHORTEST = 6
"""Letters of a sentence that counts: shorter ones (headings, mostly) are alike in all reports."""

_NEAR = 60.0
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_NUMBERING = re.compile(
    r"^(?:[(（]?[一二三四五六七八九十\d]{1,2}[)）]|[一二三四五六七八九十]{1,2}[、,，是]|第[一二三四五六七八九十][、,，是]|\d{1,2}[.．、](?!\d))"
)
_MARKS = re.compile(r"[\s。！？；!?;,，、:：“”\"'()（）《》]")


@dataclass(frozen=True)
class Alike:
    """A text held against another: percents of its letters, rounded down, and its sentences as printed.

    `changed` are pairs, here and there; `new` stand here alone, `gone` there alone.
    """

    equal: int
    alike: int
    changed: tuple[tuple[str, str], ...]
    new: tuple[str, ...]
    gone: tuple[str, ...]


def held_against(here: str, there: str) -> Alike | None:
    """This text against that one; None where either has nothing that counts."""
    mine, others = _counting(here), _counting(there)
    if not mine or not others:
        return None
    letters = {_letters(one) for one in others}
    words = {_words(one): one for one in reversed(others)}
    equal = [one for one in mine if _letters(one) in letters]
    alike = [one for one in mine if _words(one) in words]
    spare = [one for one in others if _words(one) not in {_words(own) for own in mine}]
    changed = [(one, words[_words(one)]) for one in alike if _letters(one) not in letters]
    new: list[str] = []
    for one in (own for own in mine if _words(own) not in words):
        near = _nearest(one, spare)
        if near is None:
            new.append(one)
        else:
            changed.append((one, near))
            spare.remove(near)
    size = _size(mine)
    return Alike(100 * _size(equal) // size, 100 * _size(alike) // size, tuple(changed), tuple(new), tuple(spare))


def _nearest(sentence: str, others: Sequence[str]) -> str | None:
    found = process.extractOne(_words(sentence), [_words(one) for one in others], scorer=fuzz.ratio, score_cutoff=_NEAR)
    return None if found is None else others[found[2]]


def _counting(text: str) -> list[str]:
    return [one for one in sentences(text) if len(_letters(one)) >= _SHORTEST]


def _letters(sentence: str) -> str:
    return _MARKS.sub("", flat(sentence))


def _words(sentence: str) -> str:
    return _MARKS.sub("", _FIGURE.sub("#", _NUMBERING.sub("", flat(sentence).strip())))


def _size(found: Sequence[str]) -> int:
    return sum(len(_letters(one)) for one in found)
