"""Figures asked for in clauses of their own, sentences that only say where, sums of a few, and words typed wrong."""

import pytest

from bot.spelling.mistyped import mistyped
from tests.bot.desk import ask

HEALTH = "川汇区卫健委2024年"


@pytest.mark.parametrize(
    ("question", "fields"),
    [
        (HEALTH + "新收的申请是多少，老百姓个人提的又是多少", ["received.total", "received.person"]),
        (HEALTH + "复议多少件，其中维持的几件", ["reconsideration.total", "reconsideration.upheld"]),
        (HEALTH + "收到申请多少件，不予公开的企业申请有几件", ["received.total", "denied"]),
        (HEALTH + "新收申请总数和自然人申请数各多少", ["received.total", "received.person"]),
        (HEALTH + "收到的申请，自然人提的有多少", ["received.person"]),
    ],
)
def test_each_clause_that_asks_how_many_has_its_figure(question: str, fields: list[str]) -> None:
    said = list(dict.fromkeys(fact.field.split("_")[0] if "denied" in fact.field else fact.field for fact in ask(question).facts))
    assert said == fields


@pytest.mark.parametrize(
    "question",
    [
        "川汇区卫健委2024年许可多少件？周口的。",
        "川汇区卫健委许可多少件？2024年的。",
        "川汇区卫健委。2024年许可多少件？",
        "川汇区卫健委2024年许可多少件？写稿子用。",
        "How many permits did the Chuanhui District health commission issue in 2024? Zhoukou.",
        "How many permts did the Chuanhui Distict health comission issue in 2024?",
        "川汇去卫健委2024年许可多少件",
    ],
)
def test_a_place_or_a_year_behind_the_question_belongs_to_it(question: str) -> None:
    answer = ask(question)
    assert [(fact.year, fact.value) for fact in answer.facts] == [(2024, 2906)], answer.text


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("distict", "district"),
        ("goverment", "government"),
        ("penaltys", "penalties"),
        ("requets", "requests"),
        ("revealed", None),
        ("deceived", None),
        ("ejected", None),
        ("evoked", None),
    ],
)
def test_only_a_slip_of_the_keys_is_mended(word: str, meant: str | None) -> None:
    known = {
        "district",
        "government",
        "penalties",
        "penalty",
        "request",
        "requests",
        "repealed",
        "received",
        "rejected",
        "revoked",
    }
    assert mistyped(word, known) == meant


def test_what_was_typed_wrong_is_said() -> None:
    answer = ask("How many penaltys did the Chuanhui health commission impose in 2024?")
    assert [(entry.slot, entry.value, entry.why) for entry in answer.assumed] == [("word", "penalties", "penaltys")]
