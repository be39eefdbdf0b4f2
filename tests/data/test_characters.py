"""The tables of characters: no simplified text is ever changed, and every name of the data can be read in pinyin."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from bot.spelling.spoken import plain_with
from ingest.gazetteer import Gazetteer, load_gazetteer

DATA = Path(__file__).parents[2] / "data"


def table(name: str) -> list[list[str]]:
    with (DATA / "words" / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(line for line in file if not line.startswith("#")))
    return rows[1:]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer(DATA)


def test_one_character_to_one_character() -> None:
    pairs = table("traditional.csv")
    assert 2500 < len(pairs) == len({pair[0] for pair in pairs})
    assert all(len(left) == len(right) == 1 != (left == right) for left, right in pairs)


def test_folding_twice_changes_nothing() -> None:
    pairs = table("traditional.csv")
    assert not {left for left, _ in pairs} & {right for _, right in pairs}


def test_simplified_characters_stay() -> None:
    left = {pair[0] for pair in table("traditional.csv")}
    assert not left & set("后里乾著台干只面系制几才丑郁")


def test_no_name_of_a_region_is_changed(gazetteer: Gazetteer) -> None:
    for name in gazetteer.places:
        assert name.translate(gazetteer.folding) == name


def test_common_traditional_forms_are_known() -> None:
    known = dict(table("traditional.csv"))
    assert (
        "".join(known.get(char, char) for char in "陜西省人民政府辦公廳衛生健康委員會後續縣區")
        == "陕西省人民政府办公厅卫生健康委员会后续县区"
    )


def test_every_character_of_every_name_has_a_reading(gazetteer: Gazetteer) -> None:
    names = {*gazetteer.places, *gazetteer.kinds}
    missing = {char for name in names for char in name if "㐀" <= char <= "鿿"} - set(gazetteer.syllables)
    assert not missing


def test_readings_are_plain_syllables() -> None:
    rows = table("pinyin.csv")
    assert len(rows) == len({row[0] for row in rows}) > 3700
    assert all(row[1].isascii() and row[1].isalpha() and row[1].islower() for row in rows)


def test_no_spoken_word_stands_in_a_name_or_in_a_word_of_the_common_tongue() -> None:
    """阿拉 is 我们 in Shanghai, and no word for that where 阿拉善 is asked about."""
    plain = plain_with(DATA / "words" / "spoken.csv")
    names = (DATA / "regions.csv").read_text("utf-8") + (DATA / "organs.toml").read_text("utf-8")
    assert plain(names) == names
    common = "周边个体户、两边个数、而家电企业、稳定系数、试点样本、重点解读、周边度假区、周边年度、几多"
    assert plain(common) == common
    assert plain("边个单位") == "哪个单位" and plain("24年有冇处罚") == "24年有没有处罚"
