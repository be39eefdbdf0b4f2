"""Each kind of miss, from answers that are known: what is wrong, what is unasked for, what is only a detail."""

from __future__ import annotations

from typing import Any

import pytest

from bot.marking import fault_of, mark, rs10

CELL = ["411602/health", 2024, "permits.decided", 2906]
FACT = {"agency_id": "411602/health", "year": 2024, "field": "permits.decided", "state": "number", "value": 2906}
BLANK = {**FACT, "field": "penalties.decided", "state": "blank", "value": None}


def card(status: str, **more: Any) -> dict[str, Any]:
    return {"status": status, "reason": None, "operation": None, "facts": [], "result": None, "text": "", **more}


LOOKED_UP = card("answered", operation="lookup", facts=[FACT], text="川汇区卫健委2024年：2,906 件。")
MEAN = card("answered", operation="average", result={"value": 2 / 3, "counted": 3, "of": 4})
RANKED = card("answered", operation="rank", result={"ranking": [{"rank": 1, "agency_id": "a", "year": 2024, "value": 5}]})
DECLINED = card("declined", reason="no_report")
ASKED = card("clarify", reason="ambiguous_agency")
EITHER = {"or": [{"status": "declined"}, {"status": "answered", "facts": [CELL]}]}

MARKED: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    ({"status": "answered", "facts": [CELL], "contains": ["2906"]}, LOOKED_UP, "right"),
    ({"facts": [CELL], "contains": ["2,906"]}, LOOKED_UP, "right"),
    ({"status": "answered", "facts": [[*CELL[:3], 2907]]}, LOOKED_UP, "wrong"),
    ({"status": "answered", "facts": [["411603/health", *CELL[1:]]]}, LOOKED_UP, "wrong"),
    ({"status": "answered", "facts": [[CELL[0], 2023, *CELL[2:]]]}, LOOKED_UP, "wrong"),
    ({"status": "answered", "facts": [CELL, [*CELL[:2], "penalties.decided", 51]]}, LOOKED_UP, "wrong"),
    ({"status": "answered", "facts": []}, LOOKED_UP, "wrong"),
    ({"facts": [[*CELL[:2], "penalties.decided", "blank"]]}, card("answered", facts=[BLANK]), "right"),
    ({"facts": [[*CELL[:2], "penalties.decided", 0]]}, card("answered", facts=[BLANK]), "wrong"),
    ({"status": "answered", "operation": "presence"}, LOOKED_UP, "detail"),
    ({"status": "answered", "contains": ["一百"]}, LOOKED_UP, "detail"),
    ({"status": "answered", "operation": "presence", "facts": []}, LOOKED_UP, "wrong"),
    ({"status": ["declined", "clarify"]}, LOOKED_UP, "answered"),
    ({"status": "declined", "facts": []}, LOOKED_UP, "answered"),
    ({"status": "answered", "facts": [CELL]}, DECLINED, "declined"),
    ({"status": "answered", "facts": [CELL]}, ASKED, "asked"),
    ({"status": "declined"}, ASKED, "detail"),
    ({"status": "declined", "reason": "no_report"}, DECLINED, "right"),
    ({"status": "declined", "reason": ["blank", "missing"]}, DECLINED, "detail"),
    ({"status": "declined", "reason": None}, DECLINED, "right"),
    (EITHER, LOOKED_UP, "right"),
    (EITHER, DECLINED, "right"),
    (EITHER, ASKED, "detail"),
    ({"or": [{"status": "declined"}, {"status": "answered", "facts": []}]}, LOOKED_UP, "answered"),
    ({"result": {"value": 0.6666666, "of": 4}}, MEAN, "right"),
    ({"result": {"value": 0.66666}}, MEAN, "wrong"),
    ({"result": {"value": None}}, MEAN, "wrong"),
    ({"result": {"numerator": 2}}, MEAN, "wrong"),
    ({"result": {"value": 1}}, card("answered", result={"value": True}), "wrong"),
    ({"result": {"value": 0}}, card("answered", result={"value": None}), "wrong"),
    ({"result": {"value": 0}}, card("answered"), "wrong"),
    ({"result": {"ranking": [{"agency_id": "a", "value": 5}]}}, RANKED, "right"),
    ({"result": {"ranking": [{"agency_id": "b", "value": 5}]}}, RANKED, "wrong"),
    ({"result": {"ranking": []}}, RANKED, "wrong"),
]


@pytest.mark.parametrize(("expected", "answer", "kind"), MARKED)
def test_the_mark_of_an_answer(expected: dict[str, Any], answer: dict[str, Any], kind: str) -> None:
    assert fault_of(expected) is None
    assert mark(expected, answer) == kind


def test_a_wrong_figure_costs_ten_times_what_a_right_one_earns() -> None:
    assert rs10({"right": 10}) == 100
    assert rs10({"right": 9, "detail": 1}) == 100
    assert rs10({"right": 9, "declined": 1}) == 90
    assert rs10({"right": 9, "asked": 1}) == 90
    assert rs10({"right": 10, "wrong": 1, "declined": 9}) == 0
    assert rs10({"answered": 1}) == -1000
    assert rs10({}) == 0


FAULTS: list[tuple[Any, tuple[str, str]]] = [
    (None, ("no_expectation", "expect")),
    ({}, ("no_expectation", "expect")),
    ([{"status": "answered"}], ("no_expectation", "expect")),
    ({"or": []}, ("odd_value", "or")),
    ({"or": [{"status": "answered"}], "status": "declined"}, ("odd_value", "or")),
    ({"or": [{"status": "answered"}, {}]}, ("no_expectation", "expect")),
    ({"fact": []}, ("odd_key", "fact")),
    ({"status": "refused"}, ("odd_value", "status")),
    ({"status": []}, ("odd_value", "status")),
    ({"operation": 3}, ("odd_value", "operation")),
    ({"result": [1]}, ("odd_value", "result")),
    ({"contains": "2906"}, ("odd_value", "contains")),
    ({"facts": [["411602/health", 2024, "permits.decided"]]}, ("odd_value", "facts")),
    ({"facts": [["411602/health", "2024", "permits.decided", 2906]]}, ("odd_value", "facts")),
    ({"facts": [["411602/health", 2024, "permits.decided", None]]}, ("odd_value", "facts")),
    ({"facts": [["411602/health", 2024, "permits.decided", "empty"]]}, ("odd_value", "facts")),
    ({"facts": [["411602/health", 2024, "permits.decided", True]]}, ("odd_value", "facts")),
]


@pytest.mark.parametrize(("expected", "fault"), FAULTS)
def test_an_expectation_that_says_nothing_is_refused_with_the_word_that_is_wrong(expected: Any, fault: tuple[str, str]) -> None:
    assert fault_of(expected) == fault
