"""The vocabulary: what people call each field, operation, year and topic, out of data/words/, checked as it is loaded."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from bot.errors import KnowledgeError

Meaning = tuple[str, str]

_SAYS = ("answers.csv", "sentences.csv")
"""What is said: the frames of answers, and how each figure is put into a sentence."""


@dataclass(frozen=True)
class Words:
    """All words by spelling. `meanings` maps a folded word to pairs of a kind and a value; `says` holds the sentences."""

    folder: Path
    meanings: Mapping[str, tuple[Meaning, ...]]
    relations: tuple[tuple[str, str], ...]
    nearest: Mapping[str, tuple[str, ...]]
    says: Mapping[str, tuple[str, str]]
    subjects: Mapping[str, tuple[str, ...]]
    """English word → the Chinese ones by which reports say it."""
    shorter: tuple[tuple[str, tuple[str, ...]], ...]
    """What ends the name of a body of no listed kind, and what people make of it: 街道办事处 → 街道办, 街道."""
    bodies: frozenset[str]
    """Kinds of such bodies that are heard as one though none is stored: 气象局, 海关."""
    around: Mapping[str, tuple[str, ...]]
    """What a clause about the asker is made of: who asks, what for."""
    bodies_en: Mapping[str, str]
    """What English calls such bodies, or says at the end of their names: customs, town."""


def load_words(folder: Path) -> Words:
    """Read the word files of `folder` (data/words).

    Raises KnowledgeError where a file is missing or a line has no words: a word that means nothing would be swallowed.
    """
    meanings: dict[str, tuple[Meaning, ...]] = {}
    nearest: dict[str, tuple[str, ...]] = {}
    for kind, value, words in _entries(folder, nearest):
        alone = ((kind, value),)  # shared by nearly all words of a line
        for word in words:
            known = meanings.setdefault(word, alone)
            if alone[0] not in known:
                meanings[word] = (*known, *alone)
    says = {row["key"]: (row["zh"], row["en"]) for name in _SAYS for row in _rows(folder / name)}
    relations = tuple(
        (word, row["relation"]) for row in _rows(folder / "scale.csv") for lang in ("zh", "en") for word in _split(row[lang])
    )
    bodies = [(row["name"], _split(row["short"]), row["alone"]) for row in _rows(folder / "bodies.csv")]
    return Words(
        folder,
        MappingProxyType(meanings),
        tuple(sorted(relations, key=lambda pair: -len(pair[0]))),
        MappingProxyType(nearest),
        MappingProxyType(says),
        MappingProxyType(
            {word: tuple(_split(row["zh"])) for row in _rows(folder / "subjects.csv") for word in _split(row["en"])}
        ),
        tuple((name, tuple(shorts)) for name, shorts, _ in bodies if shorts),
        frozenset(word for name, shorts, alone in bodies if alone for word in (name, *shorts)),
        {row["what"]: (*_split(row["zh"]), *_split(row["en"])) for row in _rows(folder / "around.csv")},
        {word: row["name"] for row in _rows(folder / "bodies.csv") for word in _split(row["en"])},
    )


def load_characters(path: Path) -> dict[str, str]:
    """A table of two columns (traditional,simplified or character,pinyin) as a dict; lines that begin with # are notes."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.reader(line for line in lines if not line.startswith("#"))
        next(rows, None)
        return {row[0]: row[1] for row in rows if len(row) > 1}


def _entries(folder: Path, nearest: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, str, list[str]]]:
    for row in _rows(folder / "fields.csv"):
        yield row["kind"], row["means"], _both(row)
    for row in _rows(folder / "operations.csv"):
        yield "cue", row["cue"], _both(row)
    for row in _rows(folder / "sections.csv"):
        yield "section", row["section"], _both(row)
    for row in _rows(folder / "topics.csv"):
        words = _both(row)
        nearest.update(dict.fromkeys(words, tuple(row["nearest"].split())))
        yield "topic", row["topic"], words
    for row in _rows(folder / "asides.csv"):
        yield "filler", row["what"], _both(row)
    for row in _rows(folder / "filler.csv"):
        yield ("strange" if row["language"] == "strange" else "filler"), row["language"], _split(row["words"])


def _both(row: Mapping[str, str]) -> list[str]:
    return [*_split(row["zh"]), *_split(row["en"])]


def _split(cell: str) -> list[str]:
    return [word for piece in cell.lower().split("|") if (word := piece.strip())]


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
    except OSError as error:
        raise KnowledgeError(f"词表 {path.name} 读不到。", f"The word file {path.name} cannot be read.") from error
    for number, row in enumerate(rows, 2):
        if None in row or None in row.values():
            raise KnowledgeError(
                f"词表 {path.name} 第 {number} 行的列数不对。",
                f"Line {number} of {path.name} has the wrong number of columns.",
            )
    return rows
