"""What is suggested after an answer: at most four, each run and answered, none of it what was just told."""

from __future__ import annotations

import pytest

from bot.question import Choice
from bot.talk.conversation import Context
from tests.bot.desk import TODAY, ask, desk
from tests.bot.test_answers import ASKED, LOOKUPS, RESULTS

CHUANHUI = "川汇区卫生健康委员会"
AROUND = "2024年周口市各县区卫生健康委员会"


def _after(question: str) -> tuple[Choice, ...]:
    answer, context = desk().answer(question, None, TODAY)
    return desk().suggestions(answer, context, TODAY)


@pytest.mark.parametrize(
    ("question", "suggested"),
    [
        ("川汇区卫健委2024年许可多少", [f"{CHUANHUI}历年行政许可", f"{CHUANHUI}2024年行政处罚是多少", f"{AROUND}行政许可排名"]),
        ("permits of 川汇区卫健委 in 2024", [f"trend of permits of {CHUANHUI}", f"penalties of {CHUANHUI} in 2024"]),
        ("川汇区卫健委2023年不予公开率", [f"{CHUANHUI}历年不予公开率", f"{CHUANHUI}2023年不予公开各项合计是多少"]),
        ("2024年周口各县区卫健委许可合计", [f"{AROUND}行政许可排名", f"{AROUND}行政许可平均"]),
        ("川汇区卫健委历年许可", ["川汇区卫生健康委员会2024年行政处罚是多少"]),
        ("有哪些单位", ["川汇区卫生健康委员会2024年行政许可多少"]),
    ],
)
def test_the_likeliest_come_first(question: str, suggested: list[str]) -> None:
    assert [choice.question for choice in _after(question)][: len(suggested)] == suggested


@pytest.mark.parametrize("question", [entry[0] for table in (LOOKUPS[:8], RESULTS[::3]) for entry in table] + ["今天天气怎么样"])
def test_each_has_an_answer_and_tells_something_else(question: str) -> None:
    answer = ask(question)
    suggestions = _after(question)
    assert 0 < len(suggestions) <= 4 and suggestions == _after(question)
    texts = [answer.text]
    for choice in suggestions:
        following = ask(choice.question)
        assert following.status == "answered" and following.language == answer.language, choice
        assert following.text not in texts
        texts.append(following.text)


def test_fewer_where_fewer_are_wanted() -> None:
    answer, context = desk().answer("川汇区卫健委2024年许可多少", None, TODAY)
    assert len(desk().suggestions(answer, context, TODAY, most=2)) == 2


@pytest.mark.parametrize("question", [entry[0] for entry in ASKED[:3]])
def test_a_question_back_has_choices_of_its_own(question: str) -> None:
    assert _after(question) == ()


def test_nothing_is_suggested_where_nothing_is_remembered() -> None:
    assert all(ask(choice.question).status == "answered" for choice in desk().suggestions(ask("谢谢"), Context(), TODAY))
