"""Conversations: what each turn must give. Figures are those of figures.csv beside this file."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from bot.answer import Desk
from bot.question import Answer
from bot.talk.codec import read, written
from bot.talk.conversation import Context
from bot.talk.memory import Memory
from bot.talk.receipt import ALPHABET, LENGTH, id_said
from bot.talk.talks import Talks
from tests.bot.desk import TODAY, ask, database, desk, desk_over

CHUANHUI, HUAIYANG, FUGOU, HONGQI = "411602/health", "411603/health", "411621/health", "410702/health"
PERMITS, PENALTIES, MEASURES = "permits.decided", "penalties.decided", "compulsory_measures.decided"
RANKING = "2022年周口各县区卫健委许可排名"
Cell = tuple[str, int, str]


def cells(answer: Answer) -> list[Cell]:
    return sorted((fact.agency.id, fact.year, fact.field) for fact in answer.facts)


TALKS: list[tuple[tuple[str, ...], list[Cell]]] = [
    ((RANKING, "第一名的处罚"), [(CHUANHUI, 2022, PENALTIES)]),
    ((RANKING, "第一名2024年许可"), [(CHUANHUI, 2024, PERMITS)]),
    ((RANKING, "第一名2024年许可", "第一名的强制"), [(CHUANHUI, 2022, MEASURES)]),
    ((RANKING, "最后一名的处罚"), [(HUAIYANG, 2022, PENALTIES), (FUGOU, 2022, PENALTIES)]),
    ((RANKING, "除了第一名其他的许可合计"), [(HUAIYANG, 2022, PERMITS), (FUGOU, 2022, PERMITS)]),
    (("2024年周口各县区卫健委许可最多的是哪家", "第二名的许可"), [(HUAIYANG, 2024, PERMITS)]),
    (("2024年周口各县区卫健委许可排名", "前两家加起来"), [(CHUANHUI, 2024, PERMITS), (HUAIYANG, 2024, PERMITS)]),
    (("2024年周口各县区卫健委许可排名", "第二名和第三名差多少"), [(HUAIYANG, 2024, PERMITS), (FUGOU, 2024, PERMITS)]),
    (
        ("top 2 health commissions of Zhoukou by permits 2024", "how many penalties did the first one impose"),
        [(CHUANHUI, 2024, PENALTIES)],
    ),
    (("川汇区卫健委和扶沟县卫健委2024年许可分别多少", "后者的处罚"), [(FUGOU, 2024, PENALTIES)]),
    (("川汇区卫健委2024年许可", "扶沟县卫健委呢", "前者的处罚"), [(CHUANHUI, 2024, PENALTIES)]),
    (("川汇区卫健委2024年许可", "红旗区卫健委2022年许可", "谁更多"), [(HONGQI, 2022, PERMITS), (CHUANHUI, 2024, PERMITS)]),
    (
        ("川汇区卫健委2024年许可", "扶沟县卫健委呢", "淮阳区卫健委呢", "三家加起来"),
        [(CHUANHUI, 2024, PERMITS), (HUAIYANG, 2024, PERMITS), (FUGOU, 2024, PERMITS)],
    ),
    (("川汇区卫健委2024年许可", "扶沟县卫健委呢", "前者的处罚", "后者呢"), [(FUGOU, 2024, PENALTIES)]),
    (("川汇区卫健委2024年许可多少，扶沟县呢？",), [(CHUANHUI, 2024, PERMITS), (FUGOU, 2024, PERMITS)]),
    (("2024年卫健委许可合计", "扶沟县呢"), [(FUGOU, 2024, PERMITS)]),
    (
        ("permits of Chuanhui health commission in 2024", "compare 川汇区卫健委 and 红旗区卫健委 permits 2022"),
        [(HONGQI, 2022, PERMITS), (CHUANHUI, 2022, PERMITS)],
    ),
    (("川汇区卫健委2024年许可", "许可换成处罚"), [(CHUANHUI, 2024, PENALTIES)]),
    (("川汇区卫健委2024年许可", "错，是处罚"), [(CHUANHUI, 2024, PENALTIES)]),
    (("permits of Chuanhui health commission 2024", "not permits but penalties"), [(CHUANHUI, 2024, PENALTIES)]),
    (("川汇区卫健委2024年许可", "2021年呢", "处罚呢", "2023年呢"), [(CHUANHUI, 2023, PENALTIES)]),
    (("川汇区卫健委2024年许可", "鹿邑县呢", "扶沟县呢"), [(FUGOU, 2024, PERMITS)]),
    (("川汇区卫健委2024年许可多少？2023年处罚多少？", "第一个的强制"), [(CHUANHUI, 2024, MEASURES)]),
    (
        ("2024年周口各县区卫健委许可最多的是哪家", "那2022年呢", "第二名的处罚"),
        [(HUAIYANG, 2022, PENALTIES), (FUGOU, 2022, PENALTIES)],
    ),
    (("川汇区政府2024年不予公开率", "处罚呢"), [("411602/government", 2024, PENALTIES)]),
    (("川汇区卫健委历年许可", "哪年最多", "那一年处罚多少"), [(CHUANHUI, 2024, PENALTIES)]),
    (("川汇区卫健委2024年许可", "不是川汇区，是扶沟县"), [(FUGOU, 2024, PERMITS)]),
    (("川汇区卫健委2024年许可", "不是卫健委，是教育局"), [("411602/education", 2024, PERMITS)]),
    (("川汇区卫健委2024年许可", "说错了，2023"), [(CHUANHUI, 2023, PERMITS)]),
    (("川汇区卫健委2024年许可", "我要的是处罚不是许可"), [(CHUANHUI, 2024, PENALTIES)]),
    (("permits of Chuanhui health commission 2024", "2023, not 2024"), [(CHUANHUI, 2023, PERMITS)]),
    (("permits of Chuanhui health commission 2024", "not Chuanhui, Fugou"), [(FUGOU, 2024, PERMITS)]),
    (("permits of Chuanhui health commission 2024", "处罚呢", "and 2023?"), [(CHUANHUI, 2023, PENALTIES)]),
    (("许可", "2024", "扶沟县卫健委"), [(FUGOU, 2024, PERMITS)]),
    (("扶沟县卫健委", "2022年", "处罚"), [(FUGOU, 2022, PENALTIES)]),
    (("鼓楼区政府2024年许可多少", "1"), [("320106/government", 2024, PERMITS)]),
    (("鼓楼区政府2024年许可多少", "第二个"), [("350102/government", 2024, PERMITS)]),
    (("鼓楼区政府2024年许可多少", "选2", "第一个呢"), [("320106/government", 2024, PERMITS)]),
    (("permits of Gulou district government 2024", "the second one"), [("350102/government", 2024, PERMITS)]),
    (("川汇区卫健委2024年许可多少", "不对"), [(CHUANHUI, 2024, PERMITS)]),
    (("permits of Chuanhui health commission 2024", "that is wrong"), [(CHUANHUI, 2024, PERMITS)]),
    (("川汇区卫健委2024年许可多少", "数错了", "2023年呢"), [(CHUANHUI, 2023, PERMITS)]),
    (("川汇区卫健委2024年许可多少", "怎么算的", "处罚呢"), [(CHUANHUI, 2024, PENALTIES)]),
]


@pytest.mark.parametrize(("messages", "used"), TALKS)
def test_a_message_is_about_what_it_points_at(messages: tuple[str, ...], used: list[Cell]) -> None:
    answer = ask(*messages)
    assert answer.status == "answered", answer.text
    assert cells(answer) == sorted(used)


UNSURE = [
    ("许可超过90件对吗", "那到底是多少"),
    ("扶沟县卫健委2022年许可900件对吗", "川汇区也糊里糊涂吗", "那到底是多少"),
    (RANKING, "第五名的处罚"),
    ("川汇区卫健委2024年许可", "扶沟县卫健委处罚", "谁更多"),
    ("川汇区卫健委2024年许可", "红旗区卫健委2022年许可", "两家加起来"),
    ("川汇区卫健委2024年许可", "前者的处罚"),
    ("川汇区卫健委2024年许可", "三家加起来"),
    ("鼓楼区政府2024年许可多少", "5"),
    ("川汇区卫健委2024年许可", "2021年呢", "处罚呢"),
    ("川汇区卫健委2024年许可", "糊里糊涂的处罚呢", "扶沟县呢"),
    ("川汇区卫健委2024年许可", "第二名的处罚"),
    ("1",),
    ("川汇区政府2024年复议多少", "占比", "诉讼呢"),
]


@pytest.mark.parametrize("messages", UNSURE)
def test_where_it_cannot_be_told_what_is_meant_no_figure_is_given(messages: tuple[str, ...]) -> None:
    answer = ask(*messages)
    assert answer.status in ("clarify", "declined") and not answer.facts, answer.text


def test_figures_of_different_years_get_no_verdict() -> None:
    answer = ask("川汇区卫健委2024年许可", "红旗区卫健委2022年许可", "谁更多")
    assert answer.operation == "compare" and answer.result is None and answer.notes


def test_several_questions_are_answered_in_order_and_numbered() -> None:
    answer = ask("川汇区卫健委2024年许可多少？红旗区卫健委2022年呢？谁更多？")
    assert [line[:2] for line in answer.text.split("\n\n")] == ["1.", "2.", "3."]
    assert {(fact.agency.id, fact.year) for fact in answer.facts} == {(CHUANHUI, 2024), (HONGQI, 2022)}
    said = ask("先说川汇区卫健委2024年处罚，再说扶沟县卫健委2024年处罚")
    assert [(fact.agency.id, fact.value) for fact in said.facts] == [(CHUANHUI, 51), (FUGOU, 33)]


def test_one_of_several_questions_may_go_without_an_answer() -> None:
    answer = ask("川汇区卫健委2024年许可多少？川汇区卫健委2018年许可多少？")
    assert answer.status == "answered" and cells(answer) == [(CHUANHUI, 2024, PERMITS)]
    assert "2. " in answer.text and "2018" in answer.text


def test_a_card_is_asked_for_in_parts() -> None:
    answer = ask("川汇区卫健委", "1.许可 2.处罚 3.原文")
    assert cells(answer)[-2:] == [(CHUANHUI, 2024, PENALTIES), (CHUANHUI, 2024, PERMITS)]
    assert "3. " in answer.text


# Ids and explanations


def test_the_same_answer_has_the_same_id_however_it_was_asked() -> None:
    plain = ask("川汇区卫健委2024年许可多少")
    assert len(plain.id) == LENGTH and set(plain.id) <= set(ALPHABET)
    assert plain.id == ask("周口市川汇区卫生健康委员会2024年度行政许可办了几件？").id
    assert plain.id == ask("川汇区卫健委2023年许可", "2024年呢").id
    others = (
        "川汇区卫健委2023年许可多少",
        "川汇区卫健委2024年处罚多少",
        "扶沟县卫健委2024年许可多少",
        "川汇区卫健委2018年许可多少",
    )
    assert len({plain.id, *(ask(other).id for other in others)}) == 5


def test_an_id_in_a_message() -> None:
    assert id_said("#K7M2XP3 怎么算的") == ("k7m2xp3", "怎么算的")
    assert id_said("＃k7m2xp3") == ("k7m2xp3", "")
    assert id_said("#k7m2xp 怎么算的")[0] is None and id_said("第3名")[0] is None


def test_how_an_answer_came_about() -> None:
    answer = ask("川汇区卫健委2024年许可", "处罚呢", "怎么算的")
    assert (answer.status, answer.operation) == ("answered", "source")
    assert cells(answer) == [(CHUANHUI, 2024, PENALTIES)] and answer.result == {
        "document": "川汇区卫生健康委员会2024.pdf",
        "page": 2,
    }
    assert "（接上文）" in answer.text and "（您说的）" in answer.text and "“51”" in answer.text
    added = ask("2024年周口各县区卫健委许可排名", "前两家加起来", "how was this computed?")
    assert added.language == "en" and "2906 + 1200 = 4106" in added.text.replace(",", "")
    changed = ask("川汇区卫健委2024年许可比2023年多多少", "你怎么知道")
    assert "2906 − 2500 = 406" in changed.text


@pytest.mark.parametrize(
    ("turns", "documents"),
    [
        (("川汇区卫健委历年许可", "出处"), 3),
        (("川汇区卫健委和扶沟县卫健委2022年许可谁多", "这个数字出自哪里"), 2),
        (("2024年周口各县区卫健委许可排名", "where does it come from"), 2),
        (("川汇区卫健委2024年许可", "出处"), 1),
        (("2024年周口各县区卫健委许可排名", "第一名呢", "出处"), 1),
    ],
)
def test_the_source_of_an_answer_is_every_report_it_rests_on(turns: tuple[str, ...], documents: int) -> None:
    answer = ask(*turns)
    assert answer.status == "answered" and answer.operation == "source"
    assert len(set(re.findall(r"\w+\.(?:pdf|html|txt|csv)", answer.text))) >= documents


def test_what_nobody_said_before_is_not_taken_from_the_conversation() -> None:
    how = ask("2024年许可最多的是谁", "怎么算的").text
    assert "接上文" not in how and "全部收录的" in how


def test_why_there_is_no_answer() -> None:
    answer = ask("川汇区卫健委2018年许可多少", "为什么不回答")
    assert (answer.status, answer.reason, answer.facts) == ("declined", "no_report", ())
    assert "2018" in answer.text and "不用别的年份代替" in answer.text
    assert ask("火星区2024年许可", "why not?").reason == "unknown_agency"
    assert ask("川汇区卫健委2023年强制多少", "为什么").reason == "blank"
    assert ask("川汇区卫健委2024年许可多少", "为什么").reason == "beyond_the_data"


def test_an_answer_is_asked_about_by_its_id() -> None:
    first, context = desk().answer("川汇区卫健委2024年许可多少", None, TODAY)
    _, context = desk().answer("扶沟县卫健委2022年处罚多少", context, TODAY)
    how, _ = desk().answer(f"#{first.id} 怎么算的", context, TODAY)
    assert cells(how) == [(CHUANHUI, 2024, PERMITS)] and how.id == first.id
    again, _ = desk().answer(f"#{first.id}", context, TODAY)
    assert (again.text, again.facts, again.id) == (first.text, first.facts, first.id)
    other, _ = desk().answer(f"#{first.id} 处罚呢", context, TODAY)
    assert cells(other) == [(CHUANHUI, 2024, PENALTIES)]
    for unknown in ("#zzzzzzz 怎么算的", "#zzzzzzz"):
        assert desk().answer(unknown, context, TODAY)[0].status == "declined"


@pytest.mark.parametrize("message", ["怎么算的", "为什么不回答", "不对", "原文", "how was this computed?", "why not?"])
def test_without_an_answer_there_is_nothing_to_ask_about(message: str) -> None:
    answer = ask(message)
    assert answer.status in ("declined", "clarify") and not answer.facts and answer.text


def test_what_a_conversation_remembers_is_bounded() -> None:
    context: Context | None = None
    for year in (2022, 2023, 2024) * 10:
        _, context = desk().answer(f"川汇区卫健委{year}年许可多少", context, TODAY)
    assert context is not None and len(context.turns) <= 8 and len(context.before) <= 6


def test_numbers_of_another_database_are_let_go() -> None:
    _, context = desk().answer("川汇区卫健委2024年许可多少", None, TODAY)
    moved = Context(
        context.question, context.agencies, turns=context.turns, known=tuple((no, "000000/other") for no, _ in context.known)
    )
    answer, _ = desk().answer("处罚呢", moved, TODAY)
    assert answer.status == "clarify"


FIRST = [messages[0] for messages, _ in TALKS]
AFTER = [message for messages, _ in TALKS for message in messages[1:]]
ABOUT = [
    "怎么算的",
    "不对",
    "为什么",
    "1",
    "第二个",
    "最后一名呢",
    "前两家加起来",
    "谁更多",
    "原文",
    "why not",
    "占比",
    "比去年呢",
]


@pytest.mark.parametrize("seed", range(30))
def test_a_talk_at_random_never_breaks_off(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every turn has a sentence and an id, no number that nothing stands behind, and a conversation that can be kept."""
    chance = Random(seed)
    context: Context | None = None
    held: list[object] = []
    monkeypatch.setattr(desk(), "on_stray", held.append)
    for _ in range(6):
        message = chance.choice(chance.choice((FIRST, AFTER, ABOUT)))
        answer, context = desk().answer(message, context, TODAY)
        assert answer.text and answer.id and not held, message
        assert read(written(context), Context) == context


# Talks that are kept


@pytest.fixture
def talks(tmp_path: Path) -> Talks:
    return Talks(desk(), Memory(tmp_path / "talks.db"))


def test_chats_go_on_apart(talks: Talks) -> None:
    talks.answer("a", "川汇区卫健委2024年许可多少", TODAY, 1.0)
    talks.answer("b", "扶沟县卫健委2022年许可多少", TODAY, 2.0)
    assert cells(talks.answer("a", "处罚呢", TODAY, 3.0)) == [(CHUANHUI, 2024, PENALTIES)]
    assert cells(talks.answer("b", "处罚呢", TODAY, 4.0)) == [(FUGOU, 2022, PENALTIES)]
    assert talks.answer("a", "2023年呢", TODAY, 1e9).status == "clarify", "a conversation ends"


def test_an_answer_is_reopened_and_asked_about_from_anywhere(talks: Talks) -> None:
    first = talks.answer("a", "川汇区卫健委2024年许可多少", TODAY, 1.0)
    opened = talks.reopen(first.id, 2.0)
    assert opened is not None and (opened.text, opened.id) == (first.text, first.id)
    assert cells(talks.answer("b", f"#{first.id} 怎么算的", TODAY, 3.0)) == [(CHUANHUI, 2024, PERMITS)]
    both = talks.answer("a", "川汇区卫健委2024年处罚多少？2023年呢？", TODAY, 4.0)
    again = talks.reopen(both.id, 5.0)
    assert again is not None and (again.text, again.id) == (both.text, both.id)
    assert len(talks.answer("c", f"#{both.id} 怎么算的", TODAY, 6.0).facts) == 2
    assert talks.reopen("zzzzzzz", 7.0) is None


@pytest.fixture
def changed(tmp_path: Path) -> Iterator[Desk]:
    """A desk over the same data but for one figure."""
    path = tmp_path / "changed.db"
    with closing(sqlite3.connect(database())) as old, closing(sqlite3.connect(path)) as new:
        old.backup(new)
        new.execute('UPDATE figures_2 SET "permits.decided" = 2907 WHERE "permits.decided" = 2906')
        new.commit()
    with desk_over(path) as found:
        yield found


def test_a_reopened_answer_says_where_the_data_has_changed(talks: Talks, changed: Desk, tmp_path: Path) -> None:
    first = talks.answer("a", "川汇区卫健委2024年许可多少", TODAY, 1.0)
    opened = Talks(changed, Memory(tmp_path / "talks.db")).reopen(first.id, 2.0)
    assert opened is not None and opened.facts[0].value == 2907 and opened.id != first.id
    assert opened.notes and "2026-11-21" in opened.text and first.id in opened.text


def test_a_message_that_comes_again_does_not_lean_on_itself() -> None:
    talks = Talks(desk(), Memory(None))
    talks.turn("甲", "川汇区卫健委2024年许可", TODAY, 0, "1")
    asked = [cells(talks.turn("甲", "上一年呢", TODAY, now, mark)[0]) for now, mark in ((1, "2"), (2, "2"), (3, "3"))]
    assert [year for ((_, year, _),) in asked] == [2023, 2023, 2022]
    talks.turn("乙", "川汇区卫健委2024年许可", TODAY, 0, "1")
    assert cells(talks.turn("乙", "扶沟县卫健委2024年处罚", TODAY, 1, "1")[0]) == [(FUGOU, 2024, PENALTIES)]
    assert cells(talks.turn("乙", "2022年呢", TODAY, 2, "2")[0]) == [(FUGOU, 2022, PENALTIES)]
    gone = talks.turn("乙", "2023年呢", TODAY, 9 * 3600, "2")[0]
    assert gone.status == "clarify", "a conversation that is over is not leant on, whatever its mark"


def test_the_words_of_a_kept_answer_are_those_of_who_asked() -> None:
    talks = Talks(desk(), Memory(None))
    mine = talks.answer("甲", "川汇区卫健委2024年许可，急！", TODAY, 0)
    theirs = talks.answer("乙", "2024年川汇区卫健委的许可", TODAY, 1)
    assert mine.id == theirs.id
    told = [talks.reopen(str(mine.id), 2, chat) for chat in ("甲", "乙", "丙", None)]
    assert [answer and answer.question for answer in told] == [mine.question, theirs.question, "", theirs.question]
    how = talks.explain(str(mine.id), 2, "丙")
    assert how is not None and "2906" in how.text and "急" not in how.text


def test_a_settled_question_is_a_turn_like_any_other() -> None:
    talks = Talks(desk(), Memory(None))
    answer = talks.answer("甲", "川汇区卫健委2024年许可", TODAY, 0)
    peers = desk().beyond.ways(answer).peers
    assert peers is not None
    ranking = talks.settled("甲", peers, TODAY, 1)
    assert ranking is not None and ranking.operation == "rank" and talks.reopen(str(ranking.id), 2) is not None
    assert cells(talks.answer("甲", "第二名的处罚", TODAY, 2)) == [(HUAIYANG, 2024, PENALTIES)]
    assert [choice.question for choice in talks.following(str(answer.id), TODAY, 3)]


def test_an_old_answer_is_spoken_of_by_its_id_however_many_came_after_it() -> None:
    talks = Talks(desk(), Memory(None))
    first = talks.answer("甲", "红旗区卫健委2022年处罚", TODAY, 0)
    for turn in range(12):
        talks.answer("甲", f"川汇区卫健委{2021 + turn % 4}年许可", TODAY, turn)
    told = talks.answer("甲", f"那许可呢 #{first.id}", TODAY, 20)
    assert cells(told) == [(HONGQI, 2022, PERMITS)]
