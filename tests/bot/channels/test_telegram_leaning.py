"""Which answer a message speaks of: in groups, in replies, after a restart; and what is a correction, what a complaint."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.answer import Desk
from bot.channels.telegram.feedback import Entry, Feedback
from bot.channels.telegram.notebook import DAY, Notebook
from bot.channels.telegram.traces import Shown as Trace
from bot.channels.telegram.traces import Traces
from tests.bot.channels.bot_api import GROUP, BotApi
from tests.bot.channels.chats import Shown
from tests.bot.channels.tiny import serving
from tests.bot.desk import database, desk_over

ROOM, ANNE, BERT, CARL = -5, 11, 12, 13
HONGQI, CHUANHUI = "红旗区卫健委2022年处罚", "川汇区卫健委2024年许可"


@pytest.fixture(scope="module")
def real() -> Iterator[Desk]:
    with desk_over(database()) as desk:
        yield desk


@pytest.fixture
def api() -> Iterator[BotApi]:
    with BotApi() as api:
        yield api


@pytest.fixture
def talk(api: BotApi, real: Desk, tmp_path: Path) -> Iterator[Any]:
    with serving(api, tmp_path, desk=real, db=database()):
        yield lambda text, person=ANNE, **more: said(api, text, person, **more)


def said(api: BotApi, text: str, person: int, to: Shown | None = None, chat: int = ROOM) -> Shown:
    """What a person is answered, in the group or in private; `to` is the message that they reply to."""
    before = set(api.shown)
    reply = {"reply_to_message": api.message_body(to)} if to is not None else {}
    asked = text if text.startswith("/") or chat > 0 else f"@gongkai_bot {text}"
    number = api.say(asked, chat=chat, kind=GROUP if chat < 0 else "private", person=person, **reply)
    api.wait(lambda: set(api.shown) - before)
    (shown,) = (one for key, one in api.shown.items() if key not in before)
    assert chat > 0 or shown.reply_to == number or shown.kind == "document"
    return shown


def verdicts(folder: Path) -> list[Entry]:
    (file,) = folder.glob("*-notes.db")
    notebook = Notebook(file, only_look=True)
    try:
        return list(Feedback(notebook).entries())
    finally:
        notebook.close()


class TestInAGroup:
    def test_commands_are_about_ones_own_answer_and_not_about_anothers(self, talk: Any) -> None:
        assert "325" not in talk(HONGQI, ANNE).text
        assert "川汇区" in talk(CHUANHUI, BERT).text
        assert "红旗区" in talk("/source", ANNE).text and "川汇区" in talk("/source", BERT).text
        assert "红旗区" in talk("怎么算的", ANNE).text and "川汇区" in talk("怎么算的", BERT).text
        assert "红旗区" in talk("/check", ANNE).text
        table = talk("/export csv", ANNE)
        assert table.file is not None and "红旗区" in table.file.data.decode() and "川汇区" not in table.file.data.decode()

    def test_a_reply_goes_before_ones_own_answer(self, talk: Any) -> None:
        first = talk(HONGQI, ANNE)
        talk(CHUANHUI, BERT)
        assert "红旗区" in talk("/source", BERT, to=first).text
        assert "红旗区" in talk("怎么算的", BERT, to=first).text
        assert "红旗区" in talk("/check", BERT, to=first).text
        table = talk("/export csv", BERT, to=first)
        assert table.file is not None and "红旗区" in table.file.data.decode()
        assert "许可" in talk("那许可呢", BERT, to=first).text
        assert "许可" not in talk("/source", ANNE).text and "红旗区" in talk("怎么算的", ANNE).text

    def test_who_has_asked_nothing_asks_about_the_last_answer_there(self, talk: Any) -> None:
        talk(HONGQI, ANNE)
        talk(CHUANHUI, BERT)
        assert "川汇区" in talk("/source", CARL).text and "川汇区" in talk("怎么算的", CARL + 1).text
        table = talk("/export csv", CARL + 2)
        assert table.file is not None and "川汇区" in table.file.data.decode()
        assert "哪一家" in talk("许可多少", CARL + 3).text

    def test_an_old_answer_can_be_replied_to(self, talk: Any) -> None:
        first = talk(HONGQI, ANNE)
        for _ in range(5):
            talk(CHUANHUI, ANNE)
            talk("2022年川汇区卫健委许可", ANNE)
        assert "红旗区" in talk("怎么算的", ANNE, to=first).text
        assert "红旗区" in talk("那许可呢", ANNE, to=first).text

    def test_a_complaint_is_about_what_it_replies_to(self, talk: Any, tmp_path: Path) -> None:
        first = talk(HONGQI, ANNE)
        talk(CHUANHUI, BERT)
        assert "已记下" in talk("不对", BERT, to=first).text and "已记下" in talk("数错了", BERT).text
        assert "已记下" not in talk("不对", CARL).text
        latest, earlier = verdicts(tmp_path)
        assert "川汇区" in latest.understood and "红旗区" in earlier.understood

    def test_verdicts_by_buttons_are_on_the_answer_above(self, api: BotApi, talk: Any, tmp_path: Path) -> None:
        first = talk(HONGQI, ANNE)
        talk(CHUANHUI, BERT)
        query = api.press(first, "👎", person=BERT)
        api.wait(lambda: query in api.answered_queries)
        (kept,) = verdicts(tmp_path)
        assert "红旗区" in kept.understood and "红旗区" in talk("/source", ANNE).text


class TestInPrivate:
    def test_nobody_hears_of_what_another_asked(self, api: BotApi, talk: Any) -> None:
        mine = talk(f"{HONGQI}，给我领导看的", chat=1)
        talk(HONGQI, ANNE)
        assert "还没有可以导出" in talk("/export", chat=2).text
        assert "哪一家" in talk("/source", chat=2).text and "还没有可以说明的回答" in talk("怎么算的", chat=3).text
        theirs = talk(CHUANHUI, chat=2)
        (data,) = (one["callback_data"] for one in mine.buttons if one["text"] == "CSV")
        before = set(api.shown)
        api.press_data(theirs, data, person=2)
        api.wait(lambda: set(api.shown) - before)
        table = api.last(2)
        assert table.file is not None and "领导" not in table.file.data.decode()
        assert "川汇区" in talk("/source", chat=2).text

    def test_what_was_answered_before_a_restart_can_be_replied_to_and_edited(
        self, api: BotApi, real: Desk, tmp_path: Path
    ) -> None:
        with serving(api, tmp_path, desk=real, db=database()):
            number = api.say(HONGQI)
            api.wait(lambda: api.shown)
            first = api.last()
            said(api, CHUANHUI, 1, chat=1)
        with serving(api, tmp_path, desk=real, db=database()):
            assert "红旗区" in said(api, "怎么算的", 1, to=first, chat=1).text
            api.edit(number, HONGQI.replace("处罚", "许可"))
            api.wait(lambda: first.edits)
        assert "许可" in first.text and len(api.shown) == 3

    def test_who_deletes_everything_deletes_the_traces(self) -> None:
        book = Notebook(None)
        traces = Traces(book)
        for person in (1, 2):
            traces.answered(person, 7, person, b"x", (8,))
            traces.shows(person, None, 8, Trace(person, "k7m2xp3"))
        traces.shows(ROOM, None, 9, Trace(1, "k7m2xp4"))
        book.forget(1)
        assert traces.posted(1, 7) is None and traces.shown(1, 8) is None and traces.latest(ROOM, None) == []
        assert traces.posted(2, 7) is not None and traces.shown(2, 8) == Trace(2, "k7m2xp3")

    def test_traces_go_when_they_are_old_or_too_many(self, monkeypatch: pytest.MonkeyPatch) -> None:
        now = [0.0]
        book = Notebook(None, clock=lambda: now[0])
        traces = Traces(book)
        traces.answered(1, 7, 1, None, (8,))
        now[0] = 2 * DAY + 1
        monkeypatch.setattr("bot.channels.telegram.notebook._MOST_TRACES", 3)
        for number in range(10, 15):
            now[0] += 1
            traces.answered(1, number, 1, None, (number + 100, number + 200))
        book.expire()
        kept = [number for number in (7, *range(10, 15)) if traces.posted(1, number)]
        assert kept == [12, 13, 14]


@pytest.mark.parametrize(
    ("first", "then", "figure"),
    [
        (HONGQI, "不对，我问的是许可", "许可"),
        (HONGQI, "错，是许可", "许可"),
        (HONGQI, "不是处罚，是许可", "许可"),
        (HONGQI, "我问的是许可", "许可"),
        ("permits of 红旗区卫健委 in 2022", "no, I meant penalties", "penalt"),
        ("permits of 红旗区卫健委 in 2022", "That's wrong, I asked about penalties", "penalt"),
        ("permits of 红旗区卫健委 in 2022", "No, penalties", "penalt"),
    ],
)
def test_a_correction_is_answered_and_kept_as_one(talk: Any, tmp_path: Path, first: str, then: str, figure: str) -> None:
    talk(first, chat=1)
    corrected = talk(then, chat=1).text
    assert figure in corrected and "记下" not in corrected and "noted" not in corrected
    assert [(one.verdict, one.said) for one in verdicts(tmp_path)] == [("corrected", then)]


@pytest.mark.parametrize(("said", "noted"), [("不对", "已记下"), ("数错了，应该是5件", "已记下"), ("wrong", "noted under")])
def test_a_complaint_is_noted(talk: Any, tmp_path: Path, said: str, noted: str) -> None:
    talk(HONGQI if noted == "已记下" else "permits of 红旗区卫健委 in 2022", chat=1)
    assert noted in talk(said, chat=1).text
    assert [(one.verdict, one.said) for one in verdicts(tmp_path)] == [("said", said)]


def test_a_question_after_an_answer_is_neither(talk: Any, tmp_path: Path) -> None:
    for text in (HONGQI, "那许可呢", "2024年川汇区卫健委处罚", "哪个更多", "红旗区卫健委没有处罚吗"):
        talk(text, chat=1)
    assert verdicts(tmp_path) == []
