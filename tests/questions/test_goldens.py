"""Every golden is answered as a person has read that it should be; each that is not is named with what came instead."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.marking import fault_of, mark
from tests.questions import figures
from tests.questions.desk import cards
from tests.questions.goldens import Expectation, Golden, goldens

KINDS = sorted({golden.kind for golden in goldens()})
LEAST_QUESTIONS, LEAST_UNANSWERABLE = 1000, 0.25
EVERY_LETTER = "ABCDEFGHIJ"


@pytest.mark.parametrize("kind", KINDS)
def test_goldens(kind: str) -> None:
    faults = [fault for golden in goldens() if golden.kind == kind for fault in faults_of(golden)]
    assert not faults, f"{len(faults)} of kind {kind} are not as they should be:\n" + "\n".join(faults)


def faults_of(golden: Golden) -> Iterator[str]:
    """A line for each turn whose answer is not right in every detail."""
    told = cards([ask for ask, _ in golden.turns])
    for (ask, expected), card in zip(golden.turns, told, strict=True):
        kind = mark(expected, card)
        if kind != "right":
            said = f"{card['status']}/{card['reason']}/{card['operation']} {card['text'][:160]!r}"
            yield f"{kind} {golden.id} {ask!r}\n    expected {expected}\n    got {said}"


def leaves(expected: Expectation) -> list[dict[str, Any]]:
    return [leaf for one in expected["or"] for leaf in leaves(one)] if "or" in expected else [expected]


def may_be_answered(expected: Expectation) -> bool:
    statuses = [leaf.get("status", "answered") for leaf in leaves(expected)]
    return any("answered" in (status if isinstance(status, list) else [status]) for status in statuses)


def test_there_are_enough_of_every_kind_and_a_quarter_must_not_be_answered() -> None:
    turns = [turn for golden in goldens() for turn in golden.turns]
    unanswerable = [ask for ask, expected in turns if not may_be_answered(expected)]
    assert len(turns) >= LEAST_QUESTIONS
    assert len(unanswerable) >= LEAST_UNANSWERABLE * len(turns)
    assert {golden.kind[0] for golden in goldens()} >= {*EVERY_LETTER}


def test_an_expectation_can_be_marked_and_holds_something_down() -> None:
    """Whoever answers anything at all must not meet it."""
    anything = {"status": "answered", "operation": "lookup", "facts": [], "result": None, "text": ""}
    for golden in goldens():
        for ask, expected in golden.turns:
            assert fault_of(expected) is None, (golden.id, ask, expected)
            declined, clarify = ({**anything, "status": status} for status in ("declined", "clarify"))
            met = [mark(expected, card) == "right" for card in (anything, declined, clarify)]
            assert not all(met) or any(leaf.get("facts") == [] for leaf in leaves(expected)), (golden.id, ask)


def test_no_question_stands_twice() -> None:
    asked = Counter(golden.turns[0][0] for golden in goldens() if len(golden.turns) == 1)
    assert not [ask for ask, count in asked.items() if count > 1]


@cache
def stored() -> dict[tuple[str, int, str], object]:
    found: dict[tuple[str, int, str], object] = {}
    for agency, year, cells in figures.reports():
        for field, (state, value, _) in cells.items():
            found[agency["id"], year, field] = value if state == "number" else state
    return found


def test_every_figure_expected_stands_in_the_data() -> None:
    """not_on_form is the state of a cell that the edition of the report does not print, so it stands in no data."""
    for golden in goldens():
        for ask, expected in golden.turns:
            for leaf in leaves(expected):
                for agency, year, field, value in leaf.get("facts", ()):
                    assert stored().get((agency, year, field), "not_on_form") == value, (golden.id, ask, agency, year, field)


def test_the_figures_are_the_same_everywhere(tmp_path: Path) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    assert figures.write(first) == figures.write(second) == 214
    assert first.read_bytes() == second.read_bytes()
    with first.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["state"] for row in rows} == {"number", "blank", "dash", "unreadable", "missing"}
    assert {row["form"] for row in rows} == {"2019", "2021"}
