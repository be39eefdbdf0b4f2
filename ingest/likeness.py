"""How much of a text stands in another one, sentence by sentence, and what differs.

Two sentences are equal to the letter, or equal but for figures: then numbers, years and the sentence's own numbering
(一是, （二）, 3.) are left out of account. White space, width and the mark at the end count in neither way, nor does the
order of the sentences. Left out altogether is what says nothing of its own: short sentences, and the words that the
state's notice prescribes as headings and beneath the tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.script import clean, narrow

_SHORTEST = 8
"""Characters besides figures of a sentence that counts: shorter ones are alike in all reports."""

_COUNT = "[一二三四五六七八九十]{1,3}"
_NUMBERING = re.compile(rf"[(（](?:{_COUNT}|\d{{1,2}})[)）]|第?{_COUNT}[、,，是]|\d{{1,2}}[.．、](?!\d)", re.ASCII)
_HEADING = re.compile(rf"(?:[(（](?:{_COUNT}|\d{{1,2}})[)）]|{_COUNT}、|\d{{1,2}}[.．、])[^。！？；!?;：:]{{2,22}}")
"""A numbered line that ends without a mark, too short to be the first line of a paragraph."""

_ITEM = re.compile(rf"[(（](?<!第.)(?={_COUNT}[)）])|[：:，,](?=第?{_COUNT}是)")
"""Where an item of a list begins within a line: at such a bracket, or behind such a mark."""

_SENTENCE = re.compile(r"[^。！？；!?;\n]+[。！？；!?;]*[”’」』]*")
_END = "。！？；!?;”’」』"
_FIGURE = re.compile(r"[0-9〇○零一二三四五六七八九](?:(?<=[0-9])[0-9]*(?:[.,][0-9]+)*|[〇○零一二三四五六七八九]{3}(?=年))")
_ANY = "#"
"""Stands for a figure, whichever it is."""

_ABOUT = r"(?:工作)?(?:情况|方面|部分)?"
_PRESCRIBED = re.compile(
    rf"总体情况|其他需要报告的事项|(?:政府信息公开工作)?存在的(?:主要)?问题(?:[及和与](?:改进|整改)(?:情况|措施))?"
    rf"|(?:主动|依申请)公开(?:政府信息)?{_ABOUT}|政府信息(?:主动|依申请)公开{_ABOUT}|(?:政府)?信息管理{_ABOUT}"
    rf"|(?:政府)?(?:信息)?(?:公开)?平台建设{_ABOUT}|(?:政府信息公开)?监督保障{_ABOUT}|.*本列数据的勾稽关系.*"
)
"""The headings that the notice of the form prescribes, and the note in its tables."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that counts: as printed, its letters, and its words, which are the letters without figures."""

    printed: str
    letters: str
    words: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """A text held against another one. All sentences stand as printed, each once, in the order of their text.

    `characters` are those of this text's sentences that count; `equal` those in sentences that stand in the other to the
    letter; `alike` those and the ones in sentences that stand there but for figures. The shares of them are None where
    either text has nothing that counts. `changed` are sentences, here and there, that differ in figures alone.
    """

    characters: int
    equal: int
    alike: int
    comparable: bool
    same: tuple[str, ...]
    changed: tuple[tuple[str, str], ...]
    only_here: tuple[str, ...]
    only_there: tuple[str, ...]

    @property
    def share_equal(self) -> float | None:
        """0 to 1."""
        return self.equal / self.characters if self.comparable else None

    @property
    def share_alike(self) -> float | None:
        """0 to 1, and never less than share_equal."""
        return self.alike / self.characters if self.comparable else None


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences that count, in order."""
    found = (_sentence(printed) for passage in _passages(text) for printed in _SENTENCE.findall(_ITEM.sub(_begun, passage)))
    return tuple(one for one in found if one is not None)


def likeness(here: str, there: str) -> Likeness:
    """This text against that one. What is only there is listed, but counts in no share."""
    mine, others = sentences(here), sentences(there)
    letters = {one.letters for one in others}
    by_words = {one.words: one for one in reversed(others)}
    equal = [one for one in mine if one.letters in letters]
    changed = [one for one in mine if one.letters not in letters and one.words in by_words]
    words = {one.words for one in mine}
    return Likeness(
        _length(mine),
        _length(equal),
        _length(equal) + _length(changed),
        bool(mine and others),
        _printed(equal),
        tuple(dict.fromkeys((one.printed, by_words[one.words].printed) for one in changed)),
        _printed(one for one in mine if one.words not in by_words),
        _printed(one for one in others if one.words not in words),
    )


def alike(here: Iterable[Sentence], there: str) -> int:
    """Characters in sentences that stand in a text but for figures: `Likeness.alike`, quickly."""
    words = {one.words for one in sentences(there)}
    return _length(one for one in here if one.words in words)


def _passages(text: str) -> Iterator[str]:
    """Lines joined, because where they break is chance; but a numbered line begins anew, and a numbered heading ends."""
    passage = ""
    for line in filter(None, (clean(line) for line in text.splitlines())):
        if passage and (_HEADING.fullmatch(passage) or _NUMBERING.match(line)):
            yield passage
            passage = ""
        passage += line
    yield passage


def _begun(item: re.Match[str]) -> str:
    return f"\n{item[0]}" if item[0] in "(（" else f"{item[0]}\n"


def _sentence(printed: str) -> Sentence | None:
    letters = narrow(printed).rstrip(_END)
    number = _NUMBERING.match(letters)
    bare = letters[number.end() :] if number else letters
    words = _FIGURE.sub(_ANY, bare)
    if len(words) - words.count(_ANY) < _SHORTEST or _PRESCRIBED.fullmatch(bare):
        return None
    return Sentence(printed, letters, words)


def _length(found: Iterable[Sentence]) -> int:
    return sum(len(one.letters) for one in found)


def _printed(found: Iterable[Sentence]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.printed for one in found))
