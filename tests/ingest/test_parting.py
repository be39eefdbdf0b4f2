"""Numbers that run together: parted where only one way is left, and then rightly."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.parting import Row, forced_alone, in_groups, resolve, ways


def fits(row: Row) -> bool:
    return sum(row[:-1]) == row[-1]


def test_a_row_that_adds_up_one_way_alone() -> None:
    assert resolve({"received": ["713000074"]}, {}, 7, fits, []) == {"received": (71, 3, 0, 0, 0, 0, 74)}
    assert resolve({"received": ["200", "000121"]}, {}, 7, fits, []) == {"received": (20, 0, 0, 0, 0, 1, 21)}


def test_a_row_that_adds_up_no_way_stays() -> None:
    assert resolve({"received": ["713000075"]}, {}, 7, fits, []) == {}


def test_several_ways_stay_unless_a_column_decides() -> None:
    """11213 is 11 + 2 = 13 or 1 + 12 = 13."""
    assert resolve({"granted": ["11213"]}, {}, 3, fits, []) == {}
    signs = {"granted": 1, "denied": 1, "concluded": -1}
    firm = {"denied": (4, 0, 4), "concluded": (15, 2, 17)}
    assert resolve({"granted": ["11213"]}, firm, 3, fits, [signs]) == {"granted": (11, 2, 13)}
    assert resolve({"granted": ["11213"]}, {**firm, "concluded": (9, 9, 18)}, 3, fits, [signs]) == {}


def test_where_no_sum_can_help_only_what_is_forced() -> None:
    assert forced_alone(["007"], 3) == (0, 0, 7)
    assert forced_alone(["000"], 3) == (0, 0, 0)
    assert forced_alone(["268"], 3) is None
    assert forced_alone(["7777166"], 3) is None
    assert forced_alone(["39573802895.90元"], 2) is None


def test_too_many_ways_are_not_looked_at() -> None:
    assert ways(["1" * 60], 15) is None


def test_six_values_are_not_parted_into_seven() -> None:
    assert ways(["5", "0", "0", "0", "0", "5"], 7) == []


@settings(deadline=None)
@given(st.lists(st.integers(0, 400), min_size=6, max_size=6), st.integers(0, 2**30))
def test_what_is_parted_is_what_was_printed(numbers: list[int], seed: int) -> None:
    row = (*numbers, sum(numbers))
    chance, tokens = Random(seed), [""]
    for number in row:
        if tokens[-1] and chance.random() < 0.3:
            tokens.append("")
        tokens[-1] += str(number)
    found = resolve({"row": tokens}, {}, 7, fits, [])
    assert found.get("row", row) == row


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(0, 60), min_size=2, max_size=2), min_size=2, max_size=5))
def test_columns_help_and_never_mislead(people: list[list[int]]) -> None:
    rows = {f"row{place}": (*pair, sum(pair)) for place, pair in enumerate(people)}
    total = tuple(sum(row[place] for row in rows.values()) for place in range(3))
    everything = {**rows, "all": total}
    signs = {**dict.fromkeys(rows, 1), "all": -1}
    found = resolve({name: ["".join(map(str, row))] for name, row in everything.items()}, {}, 3, fits, [signs])
    assert all(everything[name] == row for name, row in found.items())


def test_groups_with_their_sums() -> None:
    assert in_groups(["123", "000"], 2, 3) == [(1, 2, 3, 0, 0, 0)]
    assert in_groups(["1230"], 2, 3) == [(1, 2, 3, 0)], "two empty cells"
    assert (1, 11, 12, 1, 2, 3) in in_groups(["11112", "123"], 2, 3)
    assert in_groups(["x"], 2, 3) == []
    assert in_groups(["123456789" * 6], 3, 5) == [], "too many ways to look at"


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(0, 30), min_size=4, max_size=4), min_size=3, max_size=3), st.data())
def test_groups_are_never_parted_in_one_wrong_way(parts: list[list[int]], data: st.DataObject) -> None:
    """Whatever runs together, and whichever noughts are left out: what was printed is among the ways."""
    printed = [number for group in parts for number in (*group, sum(group))]
    shown = [number for number in printed if number or data.draw(st.booleans())]
    gaps = [data.draw(st.booleans()) for _ in shown]
    tokens = "".join(f"{' ' if gap else ''}{number}" for number, gap in zip(shown, gaps, strict=True)).split()
    found = in_groups(tokens, 3, 5)
    assert not found or tuple(shown) in found
