"""What the buttons under an answer carry: a version, what is wanted, the id of the answer and a number, such as 2s:k7m2xp3:0.

Whatever is of another version, or was never written here, reads as None: such a button has expired. Telegram takes 64 bytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from bot.talk.receipt import ALPHABET, LENGTH

VERSION = 2
OURS = r"^\d+[a-z]:"
"""Of any version. The keys of questions are hexadecimal and hold no colon."""
_SHAPE = re.compile(rf"{VERSION}([a-z]):([{ALPHABET}]{{{LENGTH}}}):(0|[1-9][0-9]{{0,5}})")


class Kind(Enum):
    """What is wanted of an answer, by the letter that stands for it."""

    SOURCE = "s"
    HOW = "h"
    CHART = "c"
    PEERS = "p"
    CSV = "v"
    XLSX = "x"
    MORE = "m"
    GOOD = "g"
    BAD = "b"


_LETTERS = {kind.value: kind for kind in Kind}


@dataclass(frozen=True, slots=True)
class Wish:
    """A pressed button. `number` is the place of the first figure, where there are several."""

    kind: Kind
    answer: str
    number: int = 0


def written(wish: Wish) -> str:
    """The wish as callback data."""
    return f"{VERSION}{wish.kind.value}:{wish.answer}:{wish.number}"


def read(data: str) -> Wish | None:
    """The wish that was written so; None for anything else."""
    match = _SHAPE.fullmatch(data)
    if match is None or match[1] not in _LETTERS:
        return None
    return Wish(_LETTERS[match[1]], match[2], int(match[3]))
