"""English words that were typed wrong: a letter left out or doubled, two swapped, one vowel for another.

Other slips are none here: what differs by a consonant is mostly another word (revealed, repealed), and is not understood.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

_SHORTEST, _LONGEST = 6, 30
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_VOWELS = "aeiouy"


def mistyped(word: str, known: Collection[str]) -> str | None:
    """The one known word that was meant, None where there is none or where two differ in more than number."""
    if word in known or not _SHORTEST - 1 <= len(word) <= _LONGEST:
        return None
    if word.endswith("ys") and f"{word[:-2]}ies" in known:
        return f"{word[:-2]}ies"
    near = sorted({other for other in _slips(word) if other in known and len(other) >= _SHORTEST})
    return near[-1] if len({other.removesuffix("s") for other in near}) == 1 else None


def _slips(word: str) -> Iterator[str]:
    """What the word may have been before the slip; the first letter is never typed wrong."""
    for place in range(1, len(word)):
        before, here, after = word[:place], word[place], word[place + 1 :]
        yield before + after
        if after:
            yield before + after[0] + here + after[1:]
        if here in _VOWELS:
            yield from (before + vowel + after for vowel in _VOWELS if vowel != here)
    for place in range(1, len(word) + 1):
        yield from (word[:place] + letter + word[place:] for letter in _LETTERS)
