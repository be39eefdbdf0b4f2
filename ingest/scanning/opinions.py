"""What a cell with a figure may say: two readings that go wrong in different ways, and all of them where they differ.

The recognition model reads the grey picture; the shapes of the signs are held against all others of the document. Where
shapes have no opinion, the model reads once more, from the bare ink at another size. A reading is certain where two
agree and none contradicts; else every reading stays, the likeliest first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.scanning.digits import Bank, Sign, bank_of
from ingest.scanning.letters import Reading, read_lines
from ingest.scanning.pictures import Grey
from ingest.script import narrow

UNREAD = "\ufffd"
"""Stands for ink that nobody can read: no letter, no digit and no dash."""

LONGEST = 16
"""Letters of a figure."""
_FIGURE = re.compile(r"[^\u3400-\u9fff]{0,16}|[无一〇二]")
_SIGNS = re.compile(r"[\d.,/\-]*", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3}){2,}", re.ASCII)
"""Commas between thousands, twice and more: with points there, it would be no number at all."""
_ALIKE = str.maketrans({"—": "-", "–": "-", "一": "-", "−": "-", "_": "-", "~": "-", "\\": "/", "，": ",", "。": "."})
_STROKES = ("-", "/")
_UNSURE = 0.6


@dataclass(frozen=True, eq=False)
class Ink:
    """A figure as it lies in its cell: its bare ink, its signs, and whether it stays clear of the cell's rules."""

    bare: Grey
    signs: Sequence[Sign]
    clear: bool


def is_figure(reading: Reading, signs: Sequence[Sign]) -> bool:
    """Whether a line alone in its cell is no words, or nothing but a stroke, so that it may be a figure."""
    is_stroke = len(signs) == 1 and bool(signs[0].stroke)
    return is_stroke or _FIGURE.fullmatch(reading.text.strip()) is not None


def plain(text: str) -> str:
    """The reading in the signs of figures: dashes are one sign, and blanks between signs are none."""
    return "".join(narrow(text).translate(_ALIKE).split())


def decided(figures: Sequence[tuple[Ink, Reading]]) -> list[tuple[str, tuple[str, ...]]]:
    """For each figure of a document its text and, where it is not certain, all readings."""
    first = [plain(reading.text) for _, reading in figures]
    bank = bank_of([(ink.signs if _SIGNS.fullmatch(text) else (), text) for (ink, _), text in zip(figures, first, strict=True)])
    shaped = [_shaped(ink.signs, text, bank, place) for place, ((ink, _), text) in enumerate(zip(figures, first, strict=True))]
    strokes = [_stroke(ink.signs, text, bank, place) for place, ((ink, _), text) in enumerate(zip(figures, first, strict=True))]
    open_ = [
        place
        for place, (text, (_, reading)) in enumerate(zip(first, figures, strict=True))
        if not strokes[place] and (shaped[place] != text or not text or reading.sure < _UNSURE)
    ]
    again = dict(zip(open_, read_lines([figures[place][0].bare for place in open_]), strict=True))
    told = [
        (strokes[place], ())
        if strokes[place]
        else _of_readings(text, shaped[place], plain(again[place].text) if place in again else text)
        for place, text in enumerate(first)
    ]
    return [one if ink.clear else _doubted(*one) for one, (ink, _) in zip(told, figures, strict=True)]


def _doubted(text: str, candidates: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """A reading that only the sums can make certain: ink that runs into the rules may be a stamp's or a pen's."""
    return text, candidates or (text, UNREAD)


def _stroke(signs: Sequence[Sign], text: str, bank: Bank, owner: int) -> str:
    """A dash or a slash alone in its cell, where the model sees no digit in it, or other slashes are like it."""
    if len(signs) != 1:
        return ""
    like = bank.opinion(signs[0], owner)
    if not any(letter.isdigit() for letter in text):
        return signs[0].stroke or (like if like in _STROKES else "")
    return like if like and like == signs[0].stroke else ""


def _shaped(signs: Sequence[Sign], text: str, bank: Bank, owner: int) -> str | None:
    """The reading by shapes, in which a sign without an opinion of its own is "?"; None where signs cannot be told apart."""
    if len(signs) != len(text) and not (len(signs) == 1 and signs[0].stroke):
        return None
    return "".join(sign.stroke or bank.opinion(sign, owner) or "?" for sign in signs)


def _of_readings(first: str, shaped: str | None, again: str) -> tuple[str, tuple[str, ...]]:
    """The text and its candidates."""
    if first and _agrees(shaped, first) and (again == first or "?" not in (shaped or "?")):
        return first, ()
    if again and _agrees(shaped, again) and "?" not in (shaped or "?") and not _SIGNS.fullmatch(first):
        return again, ()
    if _agrees(shaped, first) and _GROUPED.fullmatch(first) and again.replace(".", ",") == first:
        return first, ()
    if first and first == again and (shaped is None or _agrees(shaped, first)):
        return _doubted(first, ())
    full = shaped if shaped and "?" not in shaped else _filled(shaped, first)
    several = tuple(dict.fromkeys(one for one in (first, again, full) if one))
    return (several[0], several if len(several) > 1 else (several[0], UNREAD)) if several else (UNREAD, ())


def _agrees(shaped: str | None, text: str) -> bool:
    """Whether no sign is contradicted by its shape."""
    return shaped is not None and len(shaped) == len(text) and all(a in ("?", b) for a, b in zip(shaped, text, strict=True))


def _filled(shaped: str | None, text: str) -> str:
    """The reading by shapes, with the model's signs where they have no opinion."""
    if shaped is None or len(shaped) != len(text):
        return ""
    return "".join(b if a == "?" else a for a, b in zip(shaped, text, strict=True))
