"""Questions slot by slot: keys and names give what the same question gives in words, and nothing is guessed."""

from __future__ import annotations

import pytest

from bot.card import card_of
from bot.question import Answer, Doubt
from bot.slots import Slots
from tests.bot.desk import TODAY, ask, desk

HEALTH, OTHER = "411602/health", "411603/health"


def filled(operation: str, field: str, *agencies: str, **more: object) -> Answer:
    return desk().filled(Slots(operation, field, agencies, **more), TODAY)  # type: ignore[arg-type]


def test_every_figure_is_known_by_its_key_and_by_what_answers_call_it() -> None:
    for key in desk().filling.every_key():
        for language in ("zh", "en"):
            name = desk().beyond.say(language).field(key)
            for said in (key, name) if language == "zh" else (name,):
                answer = filled("lookup", said, HEALTH, year=2024, language=language)
                assert answer.status == "answered" or answer.reason in ("blank", "missing", "not_on_form"), said
                assert answer.operation in ("lookup", "rate"), said
                assert answer.reason != "not_on_form" or {fact.state for fact in answer.facts} & {"not_on_form"}, said


def test_every_agency_is_known_by_its_id_and_by_its_name() -> None:
    facts = desk().filling.facts
    for (no,) in facts.rows("SELECT no FROM agency"):
        agency = facts.agency(no)
        for name in (agency.id, agency.name):
            answer = filled("source", "permits.decided", name, year=facts.years_of(no)[-1])
            assert {fact.agency.id for fact in answer.facts} == {agency.id}, name


@pytest.mark.parametrize(
    ("slots", "words"),
    [
        (Slots("lookup", "permits.decided", (HEALTH,), year=2024), "川汇区卫健委2024年许可"),
        (Slots("lookup", "denial_rate", (HEALTH,)), "川汇区卫健委不予公开率"),
        (Slots("lookup", "denied.total", (HEALTH,), year=2024), "川汇区卫健委2024年不予公开合计多少"),
        (Slots("lookup", "compulsory_measures.decided", (HEALTH,), year=2023), "川汇区卫健委2023年行政强制"),
        (Slots("lookup", "permits.decided", (HEALTH,), year=2011), "川汇区卫健委2011年许可"),
        (Slots("compare", "permits.decided", (HEALTH, OTHER), year=2024), "川汇区卫健委和淮阳区卫健委2024年哪个许可多"),
        (Slots("rank", "permits.decided", kind="health", year=2024, most=3), "2024年卫健委许可排名前三"),
        (Slots("rank", "permits.decided", kind="health", region="411600", year=2024, most=2), "2024年周口市卫健委许可前两名"),
    ],
)
def test_slots_are_answered_as_words_are(slots: Slots, words: str) -> None:
    one, other = card_of(desk().filled(slots, TODAY)), card_of(ask(words))
    assert {key: one[key] for key in ("status", "reason", "operation", "facts", "result", "assumed")} == {
        key: other[key] for key in ("status", "reason", "operation", "facts", "result", "assumed")
    }


@pytest.mark.parametrize(
    "name",
    ["川汇区卫健委2023年", "川汇区卫健委许可", "除川汇区以外", "川汇区卫健委和教育局", "最多的卫健委", "川汇区卫健委甲乙丙"],
)
def test_a_name_must_be_nothing_but_one_name(name: str) -> None:
    answer = filled("lookup", "permits.decided", name, year=2024)
    assert answer.status != "answered" and not answer.facts


@pytest.mark.parametrize(
    "figure", ["permits.total", "permit_count", "2023年许可", "许可最多", "川汇区许可", "许可多少件以上", "permits.decided "]
)
def test_a_figure_must_be_nothing_but_one_figure(figure: str) -> None:
    answer = filled("lookup", figure, HEALTH, year=2024)
    assert (answer.status == "answered") == (figure.strip() == "permits.decided")


@pytest.mark.parametrize("name", ["红棋区", "川江区", "淮洋区卫健委", "四同镇", "chqwjw"])
def test_a_name_that_is_slightly_wrong_is_taken_as_in_words(name: str) -> None:
    one, other = filled("lookup", "permits.decided", name, year=2024), ask(f"{name}2024年许可多少")
    assert (one.status, one.reason, one.facts, one.assumed) == (other.status, other.reason, other.facts, other.assumed)
    assert [choice.question for choice in one.choices] == [choice.question for choice in other.choices]


@pytest.mark.parametrize(
    ("name", "code"), [("周口", "411600"), ("411602", "411602"), ("三元区", "350404"), ("五家渠市", "659004")]
)
def test_a_region_is_known_by_its_code_and_by_its_name(name: str, code: str) -> None:
    """Names that hold an amount of money, or a number of agencies, are names all the same."""
    region = desk().filling.region(name, TODAY)
    assert not isinstance(region, Doubt) and region.mentions[0].regions == (code,)
