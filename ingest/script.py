"""Script: the printed text without what only encodes it, and its folded form for matching, letter for letter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping


class Letters(dict[int, str]):
    """What is written for which letter: a table of str.translate, which asks for every letter of a text.

    Where few letters change, to look for those alone takes a tenth of the time.
    """

    def __init__(self, table: Mapping[int, str | int]) -> None:
        super().__init__({code: chr(letter) if isinstance(letter, int) else letter for code, letter in table.items()})
        self._changing = re.compile("[" + re.escape("".join(map(chr, self))) + "]")

    def spell(self, text: str) -> str:
        """The text with every letter of the table replaced."""
        return self._changing.sub(lambda found: self[ord(found[0])], text)


# A PDF's font may give radicals in place of characters. NFKC maps those of Kangxi (U+2F00 on); these it leaves alone.
_RADICALS = dict(
    zip(
        "⺠⺟⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰",
        "民母西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙",
        strict=True,
    )
)
_RADICALS |= {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}

# Soft hyphens, joiners, direction marks and byte order marks, which pages and word processors leave behind.
EMPTY_CELL = "\ue000"
"""Stands in running text for a cell that is there and empty. No font draws it, and no text that is shown keeps it."""

_INVISIBLE = EMPTY_CELL + "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"
_CLEAN = Letters({ord(letter): written for letter, written in (_RADICALS | dict.fromkeys(_INVISIBLE, "")).items()})

_BETWEEN = "\0"
_NARROW = Letters({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "})

# Full-width letters and digits become narrow; every kind of bracket becomes one of three wide pairs.
_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord(narrow): wide for narrow, wide in zip("()<>[]〔〕（）", "（）《》【】【】（）", strict=True)
}


def clean(text: str) -> str:
    """The printed text without white space and with radicals as the characters that they look like (⼈⺠ → 人民)."""
    text = "".join(text.split())
    return text if text.isascii() else _CLEAN.spell(text)


def clean_all(texts: Iterable[str]) -> list[str]:
    """Each text cleaned; many short ones at once."""
    return ["".join(text.split()) for text in _CLEAN.spell(_BETWEEN.join(texts)).split(_BETWEEN)]


def narrow(text: str) -> str:
    """Full-width letters, digits and marks in half width, letter for letter. ① and ² are no digits and stay."""
    return text if text.isascii() else _NARROW.spell(text)


def folding(simplified: Mapping[int, str]) -> Letters:
    """The table of `fold`: half width and simplified, brackets in full width."""
    return Letters({**simplified, **_WIDTH})


def fold(cleaned: str, table: Letters) -> str:
    """The cleaned text in one script and width. It is as long as before, so that places can be carried over."""
    return table.spell(cleaned)
