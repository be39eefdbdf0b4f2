"""Texts held against the reports: what is right is ticked, what is not is crossed, and what cannot be told is neither."""

from __future__ import annotations

import random

import pytest

from bot.facts import Facts
from bot.talk.checked import Checking, pieces_of
from tests.bot.desk import TODAY, database, desk

MARKS = {"right": "✓", "wrong": "✗", "unsure": "？", "absent": "∅", "unchecked": "–"}


def marked(text: str, agency: str = "", year: int | None = None) -> str:
    """The text with its marks in their places."""
    own = desk().heard(agency, TODAY)[1][0][0] if agency else None
    checking = Checking(desk(), TODAY, own, year)
    stretches = [stretch for piece in pieces_of(text) for stretch in checking.sentence(piece)]
    assert "".join(stretch.text for stretch in stretches) == text, "the text itself is as it was"
    return "".join(stretch.text + (MARKS[stretch.verdict.verdict] if stretch.verdict else "") for stretch in stretches)


CHECKED = [
    "川汇区卫健委2022年作出行政许可决定2100✓件，行政处罚40✓件。",
    "川汇区卫健委2022年作出行政许可决定2101✗件，行政处罚40✓件。",
    "2022年，川汇区卫健委坚持以人民为中心，认真落实条例，共办理行政许可2,100✓件、行政处罚41✗件，较上年增长15%–。",
    "川汇区卫健委2022年许可２１００✓件。处罚41✗件。",
    "川汇区卫健委2022年办理许可两千一百✓件",
    "川汇区卫健委2022年许可2100✓件，红旗区卫健委2022年许可1344✓件，处罚6✗件。",
    "川汇区卫健委2022年许可约2000✓件，组织培训3∅场。",
    "In 2022 the Chuanhui District health commission issued 2,100✓ permits and imposed 41✗ penalties.",
]


@pytest.mark.parametrize("expected", CHECKED)
def test_each_figure_has_its_verdict(expected: str) -> None:
    text = expected.translate({ord(mark): None for mark in MARKS.values()})
    assert marked(text) == expected


UNCHECKED = [
    "我委办理行政许可2100件。",
    "川汇区卫健委的下属单位2022年，办理行政许可2100件，处罚40件。",
    "川汇区卫健委2022年许可2100件占比",
    "截至2022年底，川汇区卫健委累计办理行政许可2100件。",
    "川汇区卫健委2022年行政许可较上年增加2100件。",
    "2022年上半年，川汇区卫健委办理行政许可2100件。",
    "火星区卫健委2022年办理许可2100件，处罚40件。",
    "卫健委2022年办理许可2100件。",
    "鼓楼区政府2024年收到申请5件。",
    "川汇区卫健委和红旗区卫健委2022年许可分别为2100件和1344件。",
    "川汇区卫健委2022年印发红头文件95件。",
    "川汇区卫健委1999年办理许可2100件。",
    "根据国务院令第711号，川汇区卫健委2022年公开率为2100%。",
]


@pytest.mark.parametrize("text", UNCHECKED)
def test_what_cannot_be_told_is_never_ticked_or_crossed(text: str) -> None:
    assert not set(marked(text)) & {"✓", "✗"}


def test_whose_report_it_is_can_be_told_beside_the_text() -> None:
    text = "我委1月1日至12月31日办理行政许可2100件，处罚41件。"
    assert marked("2022年" + text, "川汇区卫健委") == "2022年我委1月1日至12月31日办理行政许可2100✓件，处罚41✗件。"
    assert marked("我委办理行政许可2100件。", "川汇区卫健委", 2022) == "我委办理行政许可2100✓件。"


def test_a_stranger_in_the_text_is_not_mistaken_for_who_was_told() -> None:
    assert "✓" not in marked("火星区卫健委2022年办理行政许可2100件。", "川汇区卫健委", 2022)


def test_numbers_of_a_report_are_right_and_any_other_is_wrong() -> None:
    facts, dice = Facts(database()), random.Random(7)
    said = {"permits.decided": "行政许可", "penalties.decided": "行政处罚", "compulsory_measures.decided": "行政强制"}
    agencies = facts.agencies_by(no for (no,) in facts.rows("SELECT no FROM agency WHERE organ IN ('health', 'education')"))
    tried = 0
    for fact in facts.cells(list(agencies.values()), (2022, 2023, 2024), list(said)):
        if fact.value is None:
            continue
        off = int(fact.value) + dice.choice((-1, 1, 10)) if fact.value else 3
        head = f"{fact.agency.name}{fact.year}年作出{said[fact.field]}决定"
        assert marked(f"{head}{fact.value}件。") == f"{head}{fact.value}✓件。"
        assert marked(f"{head}{off}件。") == f"{head}{off}✗件。"
        tried += 1
    facts.close()
    assert tried > 10


def test_pieces_are_the_text() -> None:
    for text in ("", "。。", "a. B。c\n\nd；e", "2024年许可1.5万件.No", "，" * 500, "x" * 5000):
        assert "".join(pieces_of(text)) == text
        marked(text)


@pytest.mark.parametrize("text", ["1，" * 1500, "许可1件。" * 600])
def test_a_list_of_bare_figures_is_not_checked_for_ever(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk is asked so often for one text, and no more; what is behind that is not checked, and stays in its place."""
    asked, claims = [0], Checking._claims

    def counted(self: Checking, piece: str) -> object:
        asked[0] += 1
        return claims(self, piece)

    monkeypatch.setattr("bot.talk.checked.MOST_ASKED", 50)
    monkeypatch.setattr(Checking, "_claims", counted)
    assert marked(text).endswith(("1–，", "1–件。"))
    assert 50 <= asked[0] <= 100


def test_a_sentence_is_worked_out_as_it_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that others at the desk can be answered in between."""
    checking = Checking(desk(), TODAY)
    next(checking.sentence("1，" * 1500))
    assert checking.asked < 10


@pytest.mark.parametrize("text", ["一" * 6000, "1" * 6000, "万" * 6000, "一千" * 3000, "1" * 6000 + "万", "9,999" * 1500])
def test_no_number_is_too_long(text: str) -> None:
    assert marked(text)
