"""What must hold whatever is asked: algebra of comparisons and sets, and no digit in a text that nobody printed."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.facts import Facts
from bot.question import Answer, Scope
from tests.bot.desk import ask, database
from tests.bot.test_answers import ASKED, CONVERSATIONS, DECLINED, LOOKUPS, RESULTS

FACTS = Facts(database())
HEALTH = list(FACTS.agencies_of(Scope(organ="health", regions=("411600",))))
NAMES = {"permits.decided": "许可", "penalties.decided": "处罚", "compulsory_measures.decided": "行政强制"}
SHORT = st.sampled_from(sorted(NAMES))


def _value(answer: Answer, key: str) -> Decimal | None:
    return None if answer.result is None else answer.result[key]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(HEALTH), st.integers(2019, 2026), SHORT)
def test_a_look_up_gives_the_stored_cell_or_says_why_not(agency: object, year: int, key: str) -> None:
    name = agency.name  # type: ignore[attr-defined]
    answer = ask(f"{name}{year}年{NAMES[key]}多少件")
    stored = FACTS.cells([agency], [year], [key])  # type: ignore[list-item]
    if not stored:
        assert (answer.status, answer.reason) == ("declined", "no_report")
    elif stored[0].state == "number":
        assert answer.facts == stored
    else:
        assert answer.status == "declined" and answer.reason in ("blank", "missing") and stored[0].value is None


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(HEALTH), st.sampled_from(HEALTH), st.sampled_from([2022, 2024]), SHORT)
def test_a_comparison_is_the_same_from_either_side(one: object, two: object, year: int, key: str) -> None:
    first, second = one.name, two.name  # type: ignore[attr-defined]
    there = ask(f"{first}和{second}{year}年{NAMES[key]}哪个多")
    back = ask(f"{second}和{first}{year}年{NAMES[key]}哪个多")
    assert there.result == back.result
    assert set(there.facts) == set(back.facts)


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(HEALTH), SHORT)
def test_a_change_turned_round_changes_its_sign(agency: object, key: str) -> None:
    name = agency.name  # type: ignore[attr-defined]
    facts = {fact.year: fact.value for fact in FACTS.cells([agency], [2022, 2024], [key])}  # type: ignore[list-item]
    answer = ask(f"{name}2024年{NAMES[key]}比2022年变化多少")
    if facts.get(2022) is None or facts.get(2024) is None:
        assert answer.status == "declined" or _value(answer, "difference") is None
    else:
        assert _value(answer, "difference") == facts[2024] - facts[2022]  # type: ignore[operator]


@pytest.mark.parametrize("key", sorted(NAMES))
@pytest.mark.parametrize("year", [2022, 2024])
def test_sets_agree_with_each_other(key: str, year: int) -> None:
    whole = f"{year}年周口各县区卫健委{NAMES[key]}"
    ranking = (ask(f"{whole}排名").result or {}).get("ranking", [])
    first = (ask(f"{whole}最多的是谁").result or {}).get("ranking", [])
    assert first == [entry for entry in ranking if entry["rank"] == 1]
    total = ask(f"{whole}合计")
    if ranking:
        assert _value(total, "value") == sum(entry["value"] for entry in ranking)
        assert _value(ask(f"{whole}平均"), "value") == _value(total, "value") / len(ranking)  # type: ignore[operator]


def test_fewer_exceed_a_higher_limit() -> None:
    counts = [_value(ask(f"2024年周口各县区卫健委许可超过{limit}件的有几家"), "value") for limit in (0, 500, 1000, 2000, 5000)]
    assert counts == sorted(counts, reverse=True)  # type: ignore[type-var]


def _allowed(answer: Answer) -> set[str]:
    """The digits that may stand in a text: figures used, results, years, counts, pages, parts of names and of the question."""
    held = [str(year) for year in range(2018, 2027)]
    for fact in answer.facts:
        held += [str(fact.value), str(fact.page), fact.document, fact.agency.name]
    plain = re.findall(r"\d+(?:\.\d+)?", str(answer.result))
    said = re.findall(r"\d+(?:\.\d+)?", answer.question)
    labels = [choice.label + choice.question for choice in answer.choices]
    return set(re.findall(r"\d+(?:\.\d+)?", " ".join([*held, *labels]))) | set(plain) | set(said)


QUESTIONS = [entry[0] for table in (LOOKUPS, DECLINED, ASKED) for entry in table]


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_digit_stands_in_a_text_that_nobody_printed(question: str) -> None:
    answer = ask(question)
    assert set(re.findall(r"\d+(?:\.\d+)?", re.sub(r"(?<=\d),(?=\d)", "", answer.text))) <= _allowed(answer), answer.text


def test_a_blank_never_becomes_a_nought() -> None:
    for question in ("川汇区卫健委2023年行政强制多少", "淮阳区卫健委2024年处罚多少"):
        answer = ask(question)
        assert answer.status == "declined" and not re.search(r"(?<!\d)0(?!\d)", answer.text)
        assert all(fact.value is None for fact in answer.facts)


def test_every_kind_of_question_stands_in_the_goldens() -> None:
    from bot.operations import CALLED
    from bot.operations import NAMES as OPERATIONS

    seen = {operation for _, operation, _ in RESULTS} | {"lookup", "rank", "help", "passage", "definition"}
    assert seen == {CALLED.get(name, name) for name in OPERATIONS}
    assert CONVERSATIONS
