"""Script: the printed text without what only encodes it, and its folded form for matching, letter for letter."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

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
_CLEAN = str.maketrans(_RADICALS | dict.fromkeys(_INVISIBLE, ""))

# Full-width letters and digits become narrow; every kind of bracket becomes one of three wide pairs.
_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord(narrow): wide for narrow, wide in zip("()<>[]〔〕（）", "（）《》【】【】（）", strict=True)
}


def clean(text: str) -> str:
    """The printed text without white space and with radicals as the characters that they look like (⼈⺠ → 人民)."""
    return "".join(text.split()).translate(_CLEAN)


def folding(simplified: Mapping[int, str]) -> dict[int, str | int]:
    """The table of `fold`: half width and simplified, brackets in full width."""
    return {**simplified, **_WIDTH}


def fold(cleaned: str, table: Mapping[int, str | int]) -> str:
    """The cleaned text in one script and width. It is as long as before, so that places can be carried over."""
    return cleaned.translate(table)
