"""Checks: every planted fault is found, nothing clean is blamed, and what is blank adds nothing."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from ingest.checks import sums
from ingest.figures import figure_of
from ingest.prose import prose_of
from ingest.report import Figure, Printed, Section, State
from ingest.testimony import against_prose
from tests.ingest.print_out import FORMS, blanks, random_values

FORM = FORMS["2021"]


def figures(values: Mapping[str, str]) -> dict[str, Figure]:
    """Every cell of the form."""
    return {key: figure_of(Printed(key, values[key])) if key in values else Figure(key, State.MISSING) for key in FORM.names}


@given(st.integers(0, 2**32), st.booleans(), st.booleans())
def test_clean_reports_are_not_blamed(seed: int, one_row: bool, empty: bool) -> None:
    chance = Random(seed)
    values = random_values(chance, FORM, one_row)
    assert sums(FORM, figures(blanks(chance, values) if empty else values)) == ()


@given(st.integers(0, 2**32), st.integers(1, 500))
def test_every_planted_fault_is_found(seed: int, much: int) -> None:
    chance = Random(seed)
    values = random_values(chance, FORM)
    key = chance.choice([key for rule in FORM.sums for key in (*rule.left, *rule.right) if key in values])
    found = sums(FORM, figures({**values, key: str(int(values[key]) + much)}))
    assert found and all(key in finding.fields for finding in found)
    assert all(finding.difference is not None and abs(finding.difference) == much for finding in found)


def test_what_cannot_be_read_or_is_missing_is_not_tested() -> None:
    values = random_values(Random(1), FORM)
    cells = figures(values)
    cells["received.person"] = Figure("received.person", State.UNREADABLE, None, "?")
    assert not [finding for finding in sums(FORM, cells) if "received.total" in finding.fields]


def test_a_total_alone_is_not_blamed() -> None:
    values = dict.fromkeys(random_values(Random(2), FORM), "") | {"received.total": "5", "concluded.total": "5"}
    assert sums(FORM, figures(values)) == ()


def test_a_finding_says_both_sides() -> None:
    values = {**random_values(Random(3), FORM), **dict.fromkeys(("reconsideration.other", "reconsideration.pending"), "0")}
    values |= {"reconsideration.upheld": "10", "reconsideration.corrected": "1", "reconsideration.total": "0"}
    (finding,) = sums(FORM, figures(values))
    assert (finding.check, finding.left, finding.right, finding.difference) == ("cases", Decimal(11), Decimal(0), Decimal(-11))
    assert "11" in finding.zh and "11" in finding.en


def said(text: str, **values: str) -> list[tuple[str, ...]]:
    """The fields that a text contradicts."""
    section = Section(1, "一、总体情况", text)
    cells = figures({key.replace("__", "."): value for key, value in values.items()})
    return [finding.fields for finding in against_prose(FORM, cells, prose_of([section]), [section])]


def test_the_text_against_the_table() -> None:
    text = "2023年全区受理政府信息公开申请21件，均已答复。"
    assert said(text, received__total="21", carried_in__total="0") == []
    assert said(text, received__total="20", carried_in__total="1") == []
    assert said(text, received__total="22", carried_in__total="0") == [("received.total",)]
    assert said("全年共办理行政许可事项1344件。", permits__decided="1344") == []
    assert said("全年共办理行政许可事项1344件。", permits__decided="1343") == [("permits.decided",)]
    assert said("2023年，我局未收到政府信息公开申请。", received__total="3") == [("received.total",)]
    assert said("2023年，我局未收到政府信息公开申请。", received__total="0") == []


def test_other_counts_are_not_mistaken() -> None:
    for text in (
        "通过网络受理政府信息公开申请3件，信函受理政府信息公开申请2件。",
        "上年结转政府信息公开申请4件。",
        "全年受理网络问政182件。",
        "全年办结政府信息公开申请20件。",
        "发布行政许可类信息40条。",
    ):
        assert said(text, received__total="21", carried_in__total="0", permits__decided="5") == []
