"""definitions.toml is whole: every row, column and rate has its meaning in both languages, and each word one meaning."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from bot.fetch.measures import RATES, SUMS
from bot.saying.terms import Terms
from ingest.catalogue import catalogue_of
from ingest.knowledge import load_knowledge

DATA = Path(__file__).parents[2] / "data"
TERMS = Terms(DATA / "words")
KEYS = {key for entry in TERMS.entries for key in entry["keys"]}
FIELDS = catalogue_of(load_knowledge(DATA)).keys
LAST_ARTICLE = 56
COLUMN_OF_OUTCOMES = {"other": "other_result"}
"""其他结果 and 其他处理 are both called `other`: the one is a column, the other a row."""


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_is_explained(field: str) -> None:
    row, column = field.split(".")
    assert row in KEYS
    assert (COLUMN_OF_OUTCOMES.get(column, column) if column != "amount" else "amount") in KEYS


def test_every_sum_and_every_rate_is_explained() -> None:
    assert {*SUMS, *RATES} <= KEYS


def test_nothing_else_claims_to_be_of_the_form() -> None:
    rows = {row for field in FIELDS for row in field.split(".")} | {*SUMS, *RATES}
    assert len(KEYS & rows) > 50


def test_every_term_is_told_in_both_languages() -> None:
    for entry in TERMS.entries:
        assert re.search("[㐀-鿿]", entry["zh"]) and not re.search("[㐀-鿿]", entry["en"].replace("无", "").replace("其他", ""))
        assert entry["zh"].endswith("。") and not entry["en"].endswith("."), entry["keys"]
        assert any(word.isascii() for word in entry["words"]) and any(not word.isascii() for word in entry["words"])


def test_a_word_has_one_meaning() -> None:
    words = [word.lower() for entry in TERMS.entries for word in entry["words"]]
    assert sorted(words) == sorted(set(words))


def test_articles_are_numbers_of_the_regulation() -> None:
    with (DATA / "words" / "definitions.toml").open("rb") as file:
        entries = tomllib.load(file)["term"]
    cited = [number for entry in entries for number in entry.get("article", ())]
    assert len(cited) > 40 and all(isinstance(number, int) and 1 <= number <= LAST_ARTICLE for number in cited)
    assert all(list(entry.get("article", ())) == sorted(set(entry.get("article", ()))) for entry in entries)
