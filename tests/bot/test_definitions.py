"""What the words of the form mean, asked in words: the right definition, its article, and nothing where there is none."""

from __future__ import annotations

import pytest

from bot.facts import Facts
from tests.bot.desk import ask, database

MEANINGS = (
    ("部分公开是什么意思", "部分公开", "第三十七条"),
    ("区分处理怎么理解", "区分处理", "第三十七条"),
    ("“三安全一稳定”指什么", "三安全一稳定", "第十四条"),
    ("什么叫主动公开", "主动公开", "第十九、二十条"),
    ("什么是信息处理费", "信息处理费", "第四十二条"),
    ("什么是依申请公开", "依申请公开", "第十三、二十七条"),
    ("补正是什么意思", "补正", "第三十条"),
    ("斜杠是什么意思", "斜杠", "不等于零"),
    ("斜杠是不是0", "斜杠", "不等于零"),
    ("表里的斜杠代表什么", "斜杠", "不等于零"),
    ("法律服务机构指什么", "法律服务机构", "律师事务所"),
    ("公开率怎么算的", "公开率", "除以"),
    ("信访是什么意思", "信访举报投诉类申请", "第三十九条"),
    ("what is proactive disclosure?", "proactive disclosure", "articles 19, 20"),
    ('what counts as "not held"?', "not held", "article 36"),
    ("what does the slash mean", "slash", "no zero"),
    ("what is a normative document", "normative document", "article 20"),
)


@pytest.mark.parametrize(("question", "term", "told"), MEANINGS)
def test_a_term_is_explained(question: str, term: str, told: str) -> None:
    answer = ask(question)
    assert (answer.status, answer.operation) == ("answered", "definition")
    assert answer.result is not None and answer.result["term"] == term
    assert told in answer.text


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        ("规章和行政规范性文件的区别", "规章：", "行政规范性文件："),
        ("空白和斜杠有什么区别", "空白：", "斜杠："),
        ("difference between granted and partly granted", "granted:", "partly granted:"),
    ],
)
def test_two_terms_stand_side_by_side(question: str, first: str, second: str) -> None:
    answer = ask(question)
    assert answer.status == "answered"
    assert first in answer.text and second in answer.text


@pytest.mark.parametrize("question", ["火锅是什么意思", "规章和火锅的区别", "行政裁决是什么意思", "部分公开和沉默公开的区别"])
def test_what_is_no_term_is_not_explained(question: str) -> None:
    assert ask(question).status == "declined"


def test_every_row_and_every_column_can_be_asked_for() -> None:
    facts, seen, asked = Facts(database()), set(), []
    for key, field in facts.fields.items():
        if not set(key.split(".")) <= seen:
            asked += [f"{field['zh']}是什么意思", f"what does {field['en']} mean"]
        seen |= set(key.split("."))
    assert len(asked) > 100
    answers = {said: ask(said) for said in asked}
    assert not [said for said, answer in answers.items() if (answer.status, answer.operation) != ("answered", "definition")]
