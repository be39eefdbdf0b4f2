"""What the words of the form mean: the definitions of data/words/definitions.toml, found in a question by the longest word."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from bot.text import is_latin

Entry = Mapping[str, Any]
"""A definition: keys, words, article, zh, en."""

_MOST_OF_FIGURES = 3
_QUOTES = str.maketrans("“”", '""')
"""As in a message that has been folded."""


class Terms:
    """The definitions of one folder, read when they are first asked for: most questions never do."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "definitions.toml"

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every definition, in the order of the file."""
        with self._path.open("rb") as file:
            return tuple(tomllib.load(file)["term"])

    @cached_property
    def _spelled(self) -> tuple[tuple[str, Entry], ...]:
        pairs = [(word.lower().translate(_QUOTES), entry) for entry in self.entries for word in entry["words"]]
        singular = [(word[:-1], entry) for word, entry in pairs if word.isascii() and len(word) > 5 and word.endswith("s")]
        return tuple(sorted((*pairs, *singular), key=lambda pair: -len(pair[0])))

    def asked(self, text: str, fields: Sequence[str] = ()) -> list[dict[str, Any]]:
        """The definitions of the terms that stand in the text, in its order, each with the `term` that was found; where
        none does, those of the figures that were named in other words."""
        found = self._found(text)
        if found:
            return [{**entry, "term": word} for _, word, entry in found]
        parts = {part for key in fields for part in (key, *key.split("."))}
        entries = [entry for entry in self.entries if set(entry["keys"]) & parts]
        return [{**entry, "term": entry["words"][0]} for entry in entries][:_MOST_OF_FIGURES]

    def cover(self, text: str, pieces: Iterable[str]) -> bool:
        """Whether each of these pieces of the text belongs to a term that stands in it."""
        words = [word for _, word, _ in self._found(text)]
        return all(any(piece.strip() in word for word in words) for piece in pieces)

    def _found(self, text: str) -> list[tuple[int, str, Entry]]:
        """Place, word and definition: the longest first, one for each stretch of the text, each definition once."""
        found: list[tuple[int, str, Entry]] = []
        left = text
        for word, entry in self._spelled:
            place = _place(left, word)
            if place >= 0:
                left = left[:place] + "\0" * len(word) + left[place + len(word) :]
                if all(entry is not other for _, _, other in found):
                    found.append((place, word, entry))
        return sorted(found, key=lambda one: one[0])


def _place(text: str, word: str) -> int:
    """Where a word stands; one in Latin letters only as a whole word, be it in the plural."""
    place = text.find(word)
    while place >= 0 and is_latin(word[0]):
        behind = text[place + len(word) :].removeprefix("s")
        if not (place and is_latin(text[place - 1])) and not (behind and is_latin(behind[0])):
            return place
        place = text.find(word, place + 1)
    return place
