"""What is printed in a cell: five states, and nothing but digits is ever a number."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.figures import figure_of, meaning
from ingest.report import Printed, State


@pytest.mark.parametrize(
    ("raw", "value", "unit"),
    [
        ("0", "0", None),
        (" 21\n", "21", None),
        ("１３４４", "1344", None),
        ("1,344", "1344", None),
        ("1，344", "1344", None),
        ("7730.28", "7730.28", None),
        ("251000元", "251000", "元"),
        ("7730.28万元", "7730.28", "万元"),
        ("22（其中修订16件）", "22", None),
        ("22件（其中修订16件）", "22", "件"),
        ("-15", "-15", None),
        ("－15", "-15", None),
        ("−3", "-3", None),
        ("+3", "3", None),
    ],
)
def test_numbers(raw: str, value: str, unit: str | None) -> None:
    assert meaning(raw) == (State.NUMBER, Decimal(value), unit)


@pytest.mark.parametrize("raw", ["", " ", "\n", "\u3000", "\xa0", "\u200b"])
def test_nothing_is_blank(raw: str) -> None:
    assert meaning(raw) == (State.BLANK, None, None)


@pytest.mark.parametrize("raw", ["/", "-", "—", "——", "无", "／", "－", "–", " / "])
def test_dashes(raw: str) -> None:
    assert meaning(raw)[0] is State.DASH


@pytest.mark.parametrize(
    "raw",
    [
        "约20",
        "12①",
        "12²",
        "007",
        "03,345",
        "0,345",
        "00",
        "1 2",
        "1\n344",
        "二十",
        "20多",
        "见附件",
        "O",
        "1.2.3",
        "1,34",
        "5（二）",
        "5(3)",
        "*",
        "0/0",
        "1e5",
        "٣",
    ],
)
def test_what_is_no_number_is_unreadable(raw: str) -> None:
    assert meaning(raw) == (State.UNREADABLE, None, None)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("+5", 5),
        ("-3", -3),
        ("－3", -3),
        ("增5", 5),
        ("增 5", 5),
        ("增加12项", 12),
        ("新增２件", 2),
        ("减3项", -3),
        ("减少3", -3),
        ("减0", 0),
        ("↑5", 5),
        ("5↓", -5),
        ("5（增）", 5),
        ("5（减）", -5),
        ("5项（减少）", -5),
        ("-3（减少3项）", -3),
        ("+5（新增5项）", 5),
        ("0（无增减）", 0),
        ("5（其中新增8，减少3）", 5),
        ("0", 0),
    ],
)
def test_a_change_in_every_notation(raw: str, value: int) -> None:
    state, read, _ = meaning(raw, True)
    assert (state, read) == (State.NUMBER, Decimal(value))


@pytest.mark.parametrize(
    "raw",
    [
        "增/减",
        "增5减3",
        "+5/-3",
        "增1 2",
        "减-3",
        "增5（减）",
        "+5（减少）",
        "-3（新增）",
        "5（减少2项）",
        "增加",
        "约增5",
        "持平",
        "增05",
    ],
)
def test_a_change_that_cannot_be_told(raw: str) -> None:
    assert meaning(raw, True)[0] is State.UNREADABLE


def test_words_of_change_are_numbers_only_where_a_change_is_asked_for() -> None:
    for raw in ("减5", "增加12项", "↑5", "5↓"):
        assert meaning(raw)[0] is State.UNREADABLE


def test_a_change_may_be_said_in_words_but_only_a_change() -> None:
    assert meaning("减5", True)[1] == Decimal(-5)
    assert meaning("增加12项", True)[1] == Decimal(12)
    assert meaning("减5")[0] is State.UNREADABLE


def test_a_doubt_is_never_a_number() -> None:
    figure = figure_of(Printed("granted.total", "5", doubt="too_few_values"))
    assert (figure.state, figure.value, figure.raw, figure.why) == (State.UNREADABLE, None, "5", "too_few_values")


def test_raw_and_place_are_kept() -> None:
    figure = figure_of(Printed("fees.amount", " 1,344 ", 3, (1.0, 2.0, 3.0, 4.0), "万元"))
    assert (figure.raw, figure.value, figure.page, figure.box) == ("1,344", Decimal(1344), 3, (1.0, 2.0, 3.0, 4.0))
    assert figure.unit == "万元"


@given(st.decimals(min_value=-(10**9), max_value=10**12, places=2, allow_nan=False))
def test_every_number_is_read_as_itself(number: Decimal) -> None:
    assert meaning(str(number)) == (State.NUMBER, number, None)


@given(st.text(max_size=12))
def test_a_number_holds_its_own_digits_and_no_others(raw: str) -> None:
    state, value, _ = meaning(raw)
    if state is State.NUMBER and "(" not in raw and "（" not in raw:
        digits = "".join(str(int(char)) for char in raw if char.isdecimal())
        assert value is not None and "".join(char for char in format(value, "f") if char.isdigit()) == digits
    if not any(char.isdigit() for char in raw):
        assert state is not State.NUMBER
