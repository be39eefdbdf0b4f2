"""The vocabulary: every word names something real, and every field can be named."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from bot.errors import KnowledgeError
from bot.fetch.measures import RATES, SUMS
from bot.words import load_words

FOLDER = Path(__file__).resolve().parents[2] / "data" / "words"
WORDS = load_words(FOLDER)


def _values(kind: str) -> set[str]:
    return {value for found in WORDS.meanings.values() for name, value in found if name == kind}


def test_every_rate_can_be_named() -> None:
    assert _values("rate") == set(RATES)


def test_every_sum_can_be_named() -> None:
    assert set(SUMS) <= _values("row")


def test_choices_are_between_at_least_two_figures() -> None:
    assert all(len(value.split()) >= 2 for value in _values("choice"))


def test_answers_have_the_same_blanks_in_both_languages() -> None:
    for key, (zh, en) in WORDS.says.items():
        assert set(re.findall(r"\{(\w+)\}", zh)) == set(re.findall(r"\{(\w+)\}", en)), key


def test_answers_hold_no_digits_of_their_own() -> None:
    for key, pair in WORDS.says.items():
        assert not any(re.search(r"[0-9]", sentence) for sentence in pair), key


def test_every_topic_has_a_sentence() -> None:
    unsaid = {"greeting", "thanks", "soft_cause", "soft_opinion", "in_text"}
    assert _values("topic") - unsaid <= set(WORDS.says)


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    for path in FOLDER.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "fields.csv").write_text("kind,means,zh,en\nrow,permits,许可\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"Line 2 of fields\.csv"):
        load_words(tmp_path)


@pytest.mark.parametrize(
    "name", ["fields.csv", "asides.csv", "operations.csv", "topics.csv", "sections.csv", "answers.csv", "scale.csv"]
)
def test_files_are_clean(name: str) -> None:
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.reader(lines), 1):
            assert all(cell == cell.strip() for cell in row), (name, number)
            words = [word for cell in row for word in cell.split("|")] if name != "answers.csv" else []
            assert "" not in words or name in ("topics.csv", "scale.csv", "sections.csv", "asides.csv"), (name, number)
