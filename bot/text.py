"""One spelling for one meaning: width, script, case and decoration of a message are folded away before anything is heard."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from bot.spelling.pattern import Pattern

LONGEST_MESSAGE = 400
"""Longer messages are not read: a figure picked out of a page of text would be a guess."""

_FURTHEST_BACK = 80

_HAN = re.compile(r"[㐀-鿿]")
_HAN_RUN = re.compile(r"[㐀-鿿]+")
_PUNCTUATION = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "–": "-", "、": "、", "～": "~"})
_NUMBERING = re.compile(r"(?:(?<=[\s:,。;、])|^)([1-9])[.、)]\s*(?=\D)")
_ACCENTED = re.compile(r"[à-ǜ]")
_NUMBERED_TONES = re.compile(r"\b[a-z]{1,6}[1-5][a-z]{1,6}[1-5](?!\d)")
_TONE = re.compile(r"(?<=[a-z])[1-5](?!\d)")
_ADDRESSED = Pattern(r"@[a-z0-9_]{3,}", "@")
_RING = Pattern(r"(?<=[一二○〇])○|○(?=[一二三四五六七八九〇○年])", "○")
"""The ring that stands for the zero of a year: 二○二四年."""
_ODD = ("So", "Sk", "Cs", "Cf", "Cc", "Mn", "Co")


def fold(message: str, simplified: dict[int, str]) -> str:
    """The message in full-width-free, simplified, lower-case form; emoji and control characters become spaces.

    Folding twice changes nothing.
    """
    text = unicodedata.normalize("NFKC", message).translate(_PUNCTUATION).lower().translate(simplified)
    if _ACCENTED.search(text):
        text = _without_tones(text)
    if _NUMBERED_TONES.search(text):
        text = _TONE.sub("", text)
    text = _ADDRESSED.sub(" ", _RING.sub("〇", text))
    text = "".join(char if char.isalnum() or unicodedata.category(char) not in _ODD else " " for char in text)
    return re.sub(r"\s+", " ", text).strip()


def _without_tones(text: str) -> str:
    """chuānhuì qū → chuanhui qu; ü is v, as in the readings of the characters."""
    apart = unicodedata.normalize("NFD", text).replace("u\u0308", "v")
    return unicodedata.normalize("NFC", re.sub(r"(?<=[a-z])[\u0300-\u036f]+", "", apart))


def language_of(message: str) -> str:
    """`zh` where a Chinese sentence is spoken, `en` where the words around the names are English.

    A Chinese place name inside an English sentence leaves it English: "how many permits did 川汇区 issue".
    """
    folded = unicodedata.normalize("NFKC", message).lower()
    words = re.findall(r"[a-z]{2,}", folded)
    if not words:
        return "zh"
    han = len(_HAN.findall(folded))
    if not han:
        return "en"
    names = len(_HAN_RUN.findall(folded))
    return "en" if len(words) >= 3 and len(words) * 2 >= min(han, names * 4) else "zh"


_OF_BOTH = {"vs", "pk", "ok", "csv", "pdf", "xlsx", "excel", "word", "api", "top", "no", "id", "hi", "hello", "bot"}
"""Latin words that stand in Chinese sentences, too."""


def language_around(text: str, names: Iterable[tuple[int, int]], spoken: str) -> str:
    """The language of a message where nothing but names and years is Chinese in it: compare 川汇区卫健委 and 红旗区卫健委
    penalties 2023. `names` are where the names stand; `spoken` is the language where Chinese words stand beside them."""
    rest = text
    for start, end in names:
        rest = rest[:start] + " " * (end - start) + rest[end:]
    words = set(re.findall(r"[a-z]{2,}", rest)) - _OF_BOTH
    return "en" if spoken == "zh" and words and not _HAN.search(rest) else spoken


def before(pattern: re.Pattern[str] | Pattern, text: str, end: int) -> re.Match[str] | None:
    """What a pattern that ends with $ finds right before a place: none reaches further back, however long the message."""
    return pattern.search(text, max(0, end - _FURTHEST_BACK), end)


def without_numbering(text: str) -> str:
    """The folded text without the numbers of a list (1.许可 2.处罚), where there are at least two of them in order."""
    marks = _NUMBERING.findall(text)
    return _NUMBERING.sub(" ", text) if marks[:2] == ["1", "2"] else text


def is_latin(char: str) -> bool:
    """Whether the (folded) character belongs to a word in Latin letters."""
    return "a" <= char <= "z"


_DIGITS = {char: str(value) for value, char in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0"}


def digits_of(word: str) -> str:
    """The digits of a word in Arabic or Chinese figures: 二〇二四年 → 2024."""
    return "".join(_DIGITS.get(char, char) for char in word if char in _DIGITS or char.isdigit())
