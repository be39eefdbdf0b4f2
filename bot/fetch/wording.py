"""Words in a text: cut for the index as ingest cuts them, found letter for letter, and the sentence around them.

A text is compared without white space between Chinese letters (lines break anywhere) and in one width and case.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from bot.spelling.pattern import Pattern

INDEXED = "1"
"""The edition of the index that is cut as here."""

_HAN = "㐀-鿿"
_GAP = Pattern(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])")
_RUN = Pattern(rf"[{_HAN}]+|[a-z0-9]+")
_LATIN = Pattern("[a-z0-9]")
_SENTENCE = Pattern(r"[^。；！？\n]+[。；！？]?[”’」』]?")
_SHORTEST = 2


def flat(text: str) -> str:
    """The text as it is compared."""
    return _GAP.sub("", unicodedata.normalize("NFKC", text).lower())


def place(year: int, agency: int, section: int) -> int:
    """The number under which a section stands in the index."""
    return (year << 48) | (agency << 8) | section


def placed(number: int) -> tuple[int, int, int]:
    """Year, agency and section of a number in the index."""
    return number >> 48, (number >> 8) & ((1 << 40) - 1), number & 255


def expression(words: str) -> str:
    """What the index is asked for so that nothing that holds these words is missed; empty where they are too short."""
    pieces: dict[str, None] = {}
    for run in _RUN.findall(flat(words)):
        if run.isascii():
            pieces[run] = None
        else:
            pieces.update(dict.fromkeys(run[start : start + 2] for start in range(len(run) - 1)))
    return " AND ".join(f'"{piece}"' for piece in pieces)


def is_exact(words: str) -> bool:
    """Whether the index alone tells: one pair of Chinese letters."""
    plain = flat(words)
    return len(plain) == _SHORTEST and bool(re.fullmatch(f"[{_HAN}]+", plain))


def holds(text: str, words: str) -> bool:
    """Whether the words stand in the text, letter for letter; Latin ones as whole words."""
    plain = flat(words)
    if _stands(text, plain) or _stands("".join(text.split()).lower() if not _LATIN.search(plain) else text.lower(), plain):
        return True  # found without folding every letter of a long text
    return bool(_LATIN.search(plain)) and _stands(flat(text), plain)


def _stands(text: str, words: str) -> bool:
    at = text.find(words)
    while at >= 0:
        before, behind = text[at - 1 : at], text[at + len(words) : at + len(words) + 1]
        if not (_joined(before, words[0]) or _joined(words[-1], behind)):
            return True
        at = text.find(words, at + 1)
    return False


def _joined(one: str, two: str) -> bool:
    return one.isascii() and two.isascii() and one.isalnum() and two.isalnum()


def sentences(text: str) -> list[str]:
    """The sentences of a text, as printed, without the white space around them."""
    return [found for match in _SENTENCE.findall(text) if (found := match.strip())]


def sentences_with(text: str, words: str) -> list[str]:
    """The sentences that hold these words; where they run over the end of one, the whole paragraph."""
    own = [sentence for sentence in sentences(text) if holds(sentence, words)]
    return (
        own or [line.strip() for line in text.split("\n") if holds(line, words)] or ([text.strip()] if holds(text, words) else [])
    )


def told_of(text: str, topics: Sequence[str]) -> list[str]:
    """The sentences of the paragraphs that speak of every topic, those with most of the topics in them alone.

    A topic of several words (微信信息) is spoken of where its words are.
    """
    best: list[str] = []
    most = 0
    for line in text.split("\n"):
        if not all(_speaks(flat(line), topic) for topic in topics):
            continue
        for sentence in sentences(line):
            count = sum(_speaks(flat(sentence), topic) for topic in topics)
            if count > most:
                best, most = [], count
            if count == most and count:
                best.append(sentence)
    return best


def _speaks(text: str, topic: str) -> bool:
    return _stands(text, topic) or _in_parts(text, topic)


def _in_parts(text: str, topic: str) -> bool:
    """Whether a topic falls into words of two letters or more that all stand in the text."""
    if not re.fullmatch(f"[{_HAN}]{{4,12}}", topic):
        return False
    reached = {0}
    for start in range(len(topic)):
        if start in reached:
            reached |= {end for end in range(start + 2, len(topic) + 1) if topic[start:end] in text}
    return len(topic) in reached
