"""Labels: what a printed label is compared by, and which label of the form it is.

A label is compared without its number (一、 （三） 5. ⑤), white space and punctuation, for clerks number in more than
one way. Where nothing is equal, a label that is near enough and much nearer than any other is taken, and said so.
Short labels have near twins (予以公开, 不予公开), so that they must be equal.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz import fuzz

from ingest.script import clean, narrow

_NUMBERING = re.compile(
    r"(?:[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）、.．,，:：]+|[①-⑳⑴-⒛㈠-㈩]|\d(?=[㐀-鿿]))+",
    re.ASCII,
)
_OTHER = re.compile(r"[\W_]+")
_NEAR, _MARGIN, _SHORTEST = 78.0, 15.0, 6
UNIT = re.compile(r"单位\s*[:：]?\s*(?P<said>亿元|万元|元|件|项)|[(（]\s*(?P<money>亿元|万元|元)\s*[)）]")
"""A unit in a header: 本年收费金额（单位：万元）, 采购总金额（万元）."""
_KNOWN = 8192


@lru_cache(maxsize=8192)
def fold(label: str) -> str:
    """What a label is compared by: 三、 本年度\n办理结果 → 本年度办理结果."""
    text = narrow(clean(label))
    numbering = _NUMBERING.match(text)
    return bare(text[numbering.end() :] if numbering else text)


def unit_in(header: str) -> str | None:
    """The unit that a header names, None where it names none."""
    match = UNIT.search(narrow(clean(header)))
    return (match["said"] or match["money"]) if match else None


def bare(text: str) -> str:
    """The letters and digits alone."""
    return _OTHER.sub("", text)


def _without_note(label: str) -> str:
    """The label without what stands in brackets behind it: 行政处罚（件）."""
    text = narrow(clean(label))
    note = text.find("(", 2)
    return text[:note] if note > 0 and text.endswith(")") else label


@dataclass(frozen=True, slots=True)
class Match:
    """The key of the label that is meant; `near` where it was printed otherwise than in any known wording."""

    key: str
    near: bool


@dataclass(frozen=True, eq=False)
class Labels:
    """The labels that can stand in one place of the form. `keys` maps a folded wording to its key."""

    keys: Mapping[str, str]
    exact: Callable[[str], str | None] = field(init=False)
    """The key of a label that is printed as known."""
    match: Callable[[str], Match | None] = field(init=False)
    """The label that is meant, or None where none is, or where several could be."""

    def __post_init__(self) -> None:
        """The same few labels are asked for in every document: each is told once."""
        object.__setattr__(self, "exact", lru_cache(maxsize=_KNOWN)(lambda label: self.keys.get(fold(label))))
        object.__setattr__(self, "match", lru_cache(maxsize=_KNOWN)(self._match))

    def _match(self, label: str) -> Match | None:
        text = fold(label)
        key = self.keys.get(text) or self.keys.get(fold(_without_note(label)))
        return Match(key, False) if key is not None else self._nearest(text)

    def _nearest(self, text: str) -> Match | None:
        """One letter in five may differ; or the beginning or the end of one label alone is printed."""
        if len(text) >= _SHORTEST:
            parts = {key for wording, key in self.keys.items() if wording.startswith(text) or wording.endswith(text)}
            if len(parts) == 1:
                return Match(parts.pop(), True)
        if not _SHORTEST <= len(text) <= 80:
            return None
        best: dict[str, float] = {}
        for wording, key in self.keys.items():
            if len(wording) >= _SHORTEST:
                best[key] = max(best.get(key, 0.0), fuzz.ratio(text, wording))
        first, second, *_ = [*sorted(best.items(), key=lambda item: -item[1]), ("", 0.0), ("", 0.0)]
        return Match(first[0], True) if first[1] >= _NEAR and first[1] - second[1] >= _MARGIN else None


def labels_of(pairs: Iterable[tuple[str, str]]) -> Labels:
    """The labels of pairs of a wording and a key; of two equal wordings the first counts."""
    keys: dict[str, str] = {}
    for wording, key in pairs:
        keys.setdefault(fold(wording), key)
    return Labels(keys)
