"""Years, as people say them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.hear.year import years_in

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("said", "years"),
    [
        ("川汇区2024年许可", (2024,)),
        ("川汇区2024年度许可", (2024,)),
        ("川汇区2024许可", (2024,)),
        ("2022项城市卫健委许可", (2022,)),
        ("2023成都市政府许可", (2023,)),
        ("2023成华区政府许可", (2023,)),
        ("2023万州区政府许可", (2023,)),
        ("2023元阳县政府许可", (2023,)),
        ("2023名山区政府许可", (2023,)),
        ("2023个旧市政府许可", (2023,)),
        ("许可超过2022项", ()),
        ("收费超过2022万元", ()),
        ("鹤岗21年许可数", (2021,)),
        ("二〇二四年", (2024,)),
        ("二零二四", (2024,)),
        ("二一年", (2021,)),
        ("2023和2024分别多少", (2023, 2024)),
        ("2021到2023年", (2021, 2022, 2023)),
        ("2021-2023", (2021, 2022, 2023)),
        ("from 2021 to 2023", (2021, 2022, 2023)),
        ("去年", (2025,)),
        ("前年", (2024,)),
        ("大前年", (2023,)),
        ("今年", (2026,)),
        ("last year", (2025,)),
        ("the year before last", (2024,)),
        ("近三年", (2023, 2024, 2025)),
        ("最近两年", (2024, 2025)),
        ("the last three years", (2023, 2024, 2025)),
        ("2024年比上一年", (2023, 2024)),
        ("2023年比去年", (2022, 2023)),
        ("2022 permits", (2022,)),
        ("许可2024件", ()),
        ("超过2000件", ()),
        ("more than 2000 permits", ()),
        ("上年结转的申请", ()),
        ("requests carried over from last year", ()),
        ("前三名", ()),
    ],
)
def test_years_said(said: str, years: tuple[int, ...]) -> None:
    assert years_in(said, TODAY)[0].said == years


@pytest.mark.parametrize("said", ["历年许可", "近几年", "这几年", "over the years", "每年"])
def test_every_year(said: str) -> None:
    assert years_in(said, TODAY)[0].every


@pytest.mark.parametrize("said", ["2021年以来", "since 2021", "自2021年起"])
def test_since_a_year(said: str) -> None:
    assert years_in(said, TODAY)[0].since == 2021


def test_relative_years_are_counted_from_the_day_given() -> None:
    assert years_in("去年", date(2022, 1, 1))[0].said == (2021,)


@given(st.text(alphabet="川汇区年度去前今两三0123456789-到 ab", max_size=40))
def test_any_text_is_heard_without_error_and_spans_lie_in_it(text: str) -> None:
    years, spans = years_in(text, TODAY)
    assert list(years.said) == sorted(set(years.said))
    assert all(text[span.start : span.end] == span.text for span in spans)
