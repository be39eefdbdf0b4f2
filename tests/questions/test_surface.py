"""One meaning in ten surface forms: the same reading nearly always, and never another figure."""

from __future__ import annotations

from collections import Counter
from functools import cache
from random import Random

from tests.questions import figures
from tests.questions.desk import cards
from tests.questions.surface import FIELDS, can_be_said, forms

MEANINGS, SEED = 36, 11
LEAST_SAME = 0.97
Figure = tuple[str, int, str, object]


@cache
def outcome() -> tuple[Counter[str], list[str], list[str]]:
    """How often each form was read as it is meant; questions read otherwise, and those of them that got another figure."""
    chance = Random(SEED)
    stored = [
        (agency, year, field, cells[field][1])
        for agency, year, cells in figures.reports()
        for field in FIELDS
        if can_be_said(agency["region"], agency["id"].split("/")[1]) and cells[field][0] == "number"
    ]
    same: Counter[str] = Counter()
    otherwise, wrong = [], []
    for agency, year, field, value in chance.sample(stored, MEANINGS):
        for form, text in forms(agency["region"], agency["id"].split("/")[1], year, field).items():
            (card,) = cards([text])
            used = [(fact["agency_id"], fact["year"], fact["field"], fact["value"]) for fact in card["facts"]]
            right = card["status"] == "answered" and used == [(agency["id"], year, field, value)]
            same[form] += right
            if not right:
                otherwise.append(f"{form}: {text!r} {card['status']} {used} {card['text'][:80]!r}")
            if card["status"] == "answered" and not right:
                wrong.append(otherwise[-1])
    return same, otherwise, wrong


def test_no_form_of_a_question_gets_another_figure() -> None:
    assert not outcome()[2], "\n".join(outcome()[2])


def test_a_question_is_read_the_same_in_every_form() -> None:
    same, otherwise, _ = outcome()
    assert len(same) >= 10
    assert sum(same.values()) >= LEAST_SAME * MEANINGS * len(same), (same, "\n".join(otherwise))
