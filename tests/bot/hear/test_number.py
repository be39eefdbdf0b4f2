"""Numbers and limits, as people say them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from bot.hear.number import bounds_in, chinese_number, numbers_in
from bot.words import load_words

RELATIONS = load_words(Path(__file__).resolve().parents[3] / "data" / "words").relations


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("一千三百四十四", 1344),
        ("两千", 2000),
        ("一万二", 12000),
        ("三百五", 350),
        ("三百零五", 305),
        ("二十", 20),
        ("十二", 12),
        ("一亿", 100_000_000),
    ],
)
def test_chinese_numerals(said: str, value: int) -> None:
    assert chinese_number(said) == value


@pytest.mark.parametrize("said", ["万一", "百百", "一一十"])
def test_what_is_no_numeral(said: str) -> None:
    assert chinese_number(said) is None


@pytest.mark.parametrize(
    ("said", "values"),
    [
        ("许可1,344件", ["1344"]),
        ("7730.28万元", ["7730.28"]),
        ("1.2万件", ["12000.0"]),
        ("两千件以上", ["2000"]),
        ("三件", ["3"]),
        ("不到十件", ["10"]),
        ("超过十万元", ["100000"]),
        ("十大单位", []),
        ("一共多少", []),
        ("一起看看", []),
        ("2024年3月", ["2024"]),
        ("a4纸", []),
        ("增长10%", []),
    ],
)
def test_numbers(said: str, values: list[str]) -> None:
    assert [span.meanings[0][1] for span in numbers_in(said, ())] == values


@pytest.mark.parametrize(
    ("said", "relation", "low", "high"),
    [
        ("超过300件", ">", 300, None),
        ("不到50件", "<", 50, None),
        ("两千件以上", ">=", 2000, None),
        ("10件以下", "<=", 10, None),
        ("至少5件", ">=", 5, None),
        ("200到500之间", "between", 200, 500),
        ("是1344件", "=", 1344, None),
        ("more than 1,000 permits", ">", 1000, None),
        ("at most 7", "<=", 7, None),
        ("between 200 and 500", "between", 200, 500),
        ("过千", ">", 1000, None),
    ],
)
def test_limits(said: str, relation: str, low: int, high: int | None) -> None:
    ((_, _, bound),) = bounds_in(said, numbers_in(said, ()), RELATIONS)
    assert (bound.relation, bound.low, bound.high) == (relation, Decimal(low), None if high is None else Decimal(high))
