"""One spelling for one meaning."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text import digits_of, fold, language_of
from bot.words import load_characters

SIMPLIFIED = {
    ord(char): plain
    for char, plain in load_characters(Path(__file__).resolve().parents[2] / "data" / "words" / "traditional.csv").items()
}


@pytest.mark.parametrize(
    ("message", "folded"),
    [
        ("川匯區衛健委２０２４年行政許可幾件", "川汇区卫健委2024年行政许可几件"),
        ("红旗区\n2022年　处罚？😊", "红旗区 2022年 处罚?"),
        ("@gongkai_bot Hongqi PERMITS", "hongqi permits"),
        ("⼆〇⼆四年", "二〇二四年"),
    ],
)
def test_folding(message: str, folded: str) -> None:
    assert fold(message, SIMPLIFIED) == folded


@given(st.text(max_size=80))
def test_folding_twice_changes_nothing(message: str) -> None:
    once = fold(message, SIMPLIFIED)
    assert fold(once, SIMPLIFIED) == once


@pytest.mark.parametrize(
    ("message", "language"),
    [
        ("川汇区2024年办了多少件行政许可", "zh"),
        ("how many permits did 川汇区 issue in 2024", "en"),
        ("川汇区2024 permits 多少", "zh"),
        ("penalties?", "en"),
        ("2024", "zh"),
    ],
)
def test_language(message: str, language: str) -> None:
    assert language_of(message) == language


def test_digits_in_either_script() -> None:
    assert digits_of("二〇二四年") == "2024"
    assert digits_of("2024年") == "2024"
