"""Whole answers as a person has read them, one of every kind in both languages: sayings.txt beside this file.

A question stands after "> ", its answer below; figures are those of figures.csv.
"""

from __future__ import annotations

from pathlib import Path
from unicodedata import east_asian_width

import pytest

from bot.operations import CALLED, NAMES
from bot.saying.lay import drawn, plain
from bot.saying.said import Body, Table
from tests.bot.desk import ask

SAYINGS = Path(__file__).with_name("sayings.txt").read_text("utf-8")
ENTRIES = [tuple(entry.strip("\n").split("\n", 1)) for entry in SAYINGS.split("\n> ")[1:]]


@pytest.mark.parametrize(("question", "text"), ENTRIES)
def test_the_whole_answer(question: str, text: str) -> None:
    assert ask(question).text == text


def test_every_kind_of_answer_is_read_in_both_languages() -> None:
    said = {(answer.operation, answer.language) for question, _ in ENTRIES if (answer := ask(question)).status == "answered"}
    without_text = {("passage", "zh"), ("passage", "en")}  # the figures of these tests come without text: test_free_text.py
    assert said | without_text >= {(CALLED.get(name, name), language) for name in NAMES for language in ("zh", "en")}


@pytest.mark.parametrize("question", [question for question, _ in ENTRIES])
def test_the_parts_are_the_text(question: str) -> None:
    """A channel that shows the parts its own way shows what the text says."""
    answer = ask(question)
    assert "\n\n".join(plain(body) for body in answer.bodies) == answer.text
    assert all(answer.text.count(line) for body in answer.bodies for line in (*body.lead, body.source, *body.remarks))


def _columns(line: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in line)


def test_a_table_has_even_columns() -> None:
    table = Table(("机关", "2023年", "2024年"), (("川汇区卫生健康委员会", "2500件", "2906件"), ("abc", "—", "1200件")), 2)
    lines = drawn(table)
    assert len({_columns(line) for line in lines}) == 1 and lines[0].endswith("2024年")
    assert drawn(Table(("项目", "数量"), (("许可", "1件"),))) == ["  许可  1件"]


def test_the_order_of_the_parts() -> None:
    body = Body(("一",), Table(("项目", "数量"), (("许可", "1件"),)), ("二",), "出处：三", ("四", "五"))
    assert plain(body).split("\n") == ["一", "  许可  1件", "二", "出处：三", "四", "五"]
    assert plain(Body(("一",))) == "一"
