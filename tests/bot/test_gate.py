"""The gate: no true answer is held back, and a digit that is changed in a text is seen."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest

from bot.question import Answer
from bot.saying.gate import Stray, held_back, strays
from bot.saying.said import Grounds
from tests.bot.desk import TODAY, ask, database, desk, desk_over
from tests.bot.test_answers import ASKED, CONVERSATIONS, DECLINED, LOOKUPS, RESULTS

ONE = (
    "{name}{year}年{field}多少",
    "{name}{year}年有没有{field}",
    "{name}{year}年{field}超过{bound}件吗",
    "{name}历年{field}",
    "{name}{field}在同类里排第几",
)
SOME = (
    "{year}年{field}排名",
    "{year}年{field}合计",
    "{year}年{field}平均",
    "{year}年{field}超过{bound}件的有几家",
    "哪些单位{year}年{field}不到{bound}件",
)
ENGLISH = (
    "{field} of {name} in {year}",
    "trend of {field} of {name}",
    "which agency had the most {field} in {year}",
    "total {field} in {year}",
)
NAMES = ("川汇区卫健委", "淮阳区卫健委", "扶沟县卫健委", "红旗区卫健委", "鹤岗市卫健委", "川汇区政府", "川汇区教育局")
YEARS = (2021, 2022, 2023, 2024)
COUNTS = ("行政许可", "行政处罚", "行政强制", "收费", "新收申请", "予以公开", "不予公开", "结转下年度", "行政复议", "行政诉讼")
FIELDS = (*COUNTS, "不予公开率", "公开率")
CALLED = ("permits", "penalties", "compulsory measures", "fees", "requests received", "denials", "denial rate")


def _questions(many: int) -> list[str]:
    """So many of all questions of these shapes, spread over them."""
    drawn = random.Random(7)
    every = [
        shape.format(name=name, year=year, field=field, bound=bound)
        for shapes, fields in (((*ONE, *SOME), FIELDS), (ENGLISH, CALLED))
        for shape, name, year, field, bound in product(shapes, NAMES, YEARS, fields, (0, 50, 1000))
    ]
    return drawn.sample(sorted(set(every)), many)


def _answers(questions: list[str]) -> list[Answer]:
    """What a desk says that would tell of a text held back."""
    held: list[Stray] = []
    told = desk()
    told.on_stray = held.append
    try:
        answers = [told.answer(question, None, TODAY)[0] for question in questions]
    finally:
        told.on_stray = None
    assert not held
    return answers


def test_no_true_answer_is_held_back() -> None:
    answers = _answers(_questions(400))
    assert sum(answer.status == "answered" for answer in answers) > 150


def test_no_golden_is_held_back() -> None:
    _answers([entry[0] for table in (LOOKUPS, DECLINED, ASKED, RESULTS) for entry in table])
    for messages, _ in CONVERSATIONS:
        assert held_back(ask(*messages)) is None


def _changed(text: str, drawn: random.Random) -> tuple[str, str]:
    """The text with one digit turned into another, and the number in which that digit stands."""
    place = drawn.choice([match.start() for match in re.finditer(r"[0-9]", text)])
    other = drawn.choice([digit for digit in "0123456789" if digit != text[place]])
    text = text[:place] + other + text[place + 1 :]
    numbers = re.finditer(r"\d+(?:,\d{3})*(?:\.\d+)?", text)
    return text, next(match.group() for match in numbers if match.start() <= place < match.end())


def test_a_changed_digit_is_seen() -> None:
    """Always where the new number is none that the answer stands on; and nearly all new numbers are none."""
    drawn = random.Random(11)
    caught = tried = 0
    for answer in _answers(_questions(150)):
        grounds = answer.bodies[0].grounds
        for _ in range(8 if re.search(r"[0-9]", answer.text) else 0):
            text, number = _changed(answer.text, drawn)
            stray = held_back(replace(answer, text=text))
            assert stray is not None or Decimal(number.replace(",", "")) in grounds.numbers | grounds.shares, text
            caught += stray is not None
            tried += 1
    assert tried > 400 and caught / tried > 0.9


@pytest.mark.parametrize(
    ("before", "after"),
    [("2906件", "2096件"), ("2024年", "2025年"), ("第2页", "第9页"), ("2024.pdf", "2034.pdf")],
)
def test_a_wrong_number_is_held_back_and_told(before: str, after: str) -> None:
    answer = ask("川汇区卫健委2024年许可多少")
    stray = held_back(replace(answer, text=answer.text.replace(before, after)))
    assert stray is not None and len(stray.numbers) == 1
    assert stray.numbers[0] in after.replace(".pdf", "")


def test_a_text_that_is_held_back_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Stray] = []
    monkeypatch.setattr("bot.saying.finish.plain", lambda body: "\n".join(body.lead).replace("2906", "2907"))
    monkeypatch.setattr(desk(), "on_stray", told.append)
    answer = ask("川汇区卫健委2024年许可多少")
    assert (answer.status, answer.reason, answer.facts, answer.result) == ("declined", "not_understood", (), None)
    assert "2907" not in answer.text and told[0].numbers == ("2907",)


def test_a_percentage_is_no_count() -> None:
    grounds = Grounds(frozenset(), frozenset(), ())
    assert strays("40%", grounds) == ("40%",) and strays("没有数字", grounds) == ()


def test_a_message_over_which_the_desk_stumbles_is_declined_where_somebody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    with desk_over(database()) as own:
        monkeypatch.setattr(own, "_answered", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            own.answer("川汇区2024年许可", None, TODAY)
        own.on_failure = lambda text, error: told.append(f"{text} {type(error).__name__}")
        answer, _ = own.answer("川汇区2024年许可", None, TODAY)
    assert (answer.status, answer.reason, answer.facts) == ("declined", "not_understood", ())
    assert told == ["川汇区2024年许可 ZeroDivisionError"] and "差错" in answer.text
