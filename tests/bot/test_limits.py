"""Whether a number keeps a limit."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.fetch.limits import keeps
from bot.question import Bound


@pytest.mark.parametrize(
    ("relation", "kept"),
    [("=", [5]), ("!=", [4, 6]), (">", [6]), (">=", [5, 6]), ("<", [4]), ("<=", [4, 5])],
)
def test_each_relation(relation: str, kept: list[int]) -> None:
    assert [value for value in (4, 5, 6) if keeps(Decimal(value), Bound(relation, Decimal(5)))] == kept


def test_between_holds_its_ends_in_either_order() -> None:
    for low, high in ((2, 4), (4, 2)):
        bound = Bound("between", Decimal(low), Decimal(high))
        assert [value for value in range(1, 6) if keeps(Decimal(value), bound)] == [2, 3, 4]


@given(st.lists(st.integers(0, 1000)), st.integers(0, 1000), st.integers(0, 1000))
def test_more_than_a_higher_limit_is_never_more_often_kept(values: list[int], one: int, two: int) -> None:
    low, high = sorted((one, two))
    count = [sum(keeps(Decimal(value), Bound(">", Decimal(limit))) for value in values) for limit in (low, high)]
    assert count[0] >= count[1]
