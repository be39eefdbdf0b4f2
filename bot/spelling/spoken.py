"""What other tongues of Chinese say, in the words of the common one: 邊個 is 哪个, 有冇 is 有没有, 侬 is 你.

Only words whose characters the common tongue does not use so are changed, so that nothing else can be meant; a longer word that
holds one by chance stands in the table for itself (周边个).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from bot.words import load_characters


def plain_with(path: Path) -> Callable[[str], str]:
    """What changes the words of that table (spoken,plain) in a folded text. The longest word at a place decides."""
    table = load_characters(path)
    pattern = re.compile("|".join(map(re.escape, sorted(table, key=len, reverse=True))))
    first = frozenset(word[0] for word in table)

    def plain(text: str) -> str:
        return text if first.isdisjoint(text) else pattern.sub(lambda match: table[match.group()], text)

    return plain
