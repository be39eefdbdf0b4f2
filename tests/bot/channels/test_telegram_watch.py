"""Subscriptions: by name, after an answer, by button; who is told what, once, and who is not told any more."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.answer import Desk
from bot.channels.telegram import following as following_module
from bot.channels.telegram import watch
from bot.channels.telegram.following import Following
from bot.channels.telegram.notebook import Notebook
from bot.facts import Facts
from bot.fetch.changes import Cell, Seen, moved, read, written
from bot.words import load_words
from ingest.__main__ import main as ingest
from tests.bot.channels.bot_api import GROUP, BotApi
from tests.bot.channels.tiny import WORDS, serving

SEEN = Seen("m", "{}")
CHUANHUI, HONGQI = "周口市川汇区卫生健康委员会", "新乡市红旗区卫生健康委员会"


def add(db: Path, *lines: str) -> None:
    table = db.parent / f"{len(list(db.parent.iterdir()))}.csv"
    table.write_text("agency,year,field,value\n" + "\n".join(lines) + "\n", "utf-8")
    assert ingest(["add", str(table), "--db", str(db)]) == 0


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(watch, "EVERY", 0.05)
    add(tmp_path / "r.db", f"{CHUANHUI},2023,permits.decided,7", f"{HONGQI},2023,permits.decided,8")
    return tmp_path / "r.db"


@pytest.fixture
def api() -> Iterator[BotApi]:
    with BotApi() as api:
        yield api


def at_work(api: BotApi, db: Path) -> Any:
    return serving(api, db.parent, desk=Desk(Facts(db), load_words(WORDS)), db=db)


def said(api: BotApi, text: str, chat: int, language: str = "zh-hans", **more: Any) -> str:
    before = len(api.texts(chat))
    api.say(text, chat=chat, language=language, **more)
    api.wait(lambda: len(api.texts(chat)) > before)
    return api.last(chat).text


def pressed(api: BotApi, chat: int, label: str) -> str:
    shown = api.last(chat)
    query = api.press(shown, label)
    api.wait(lambda: query in api.answered_queries)
    api.wait(lambda: shown.edits)
    return shown.text


def test_followers_are_told_once_each_in_their_language(api: BotApi, db: Path) -> None:
    with at_work(api, db):
        assert "已订阅周口市川汇区卫生健康委员会" in said(api, "/subscribe 川汇区卫健委", 1)
        assert "You now follow" in said(api, "/subscribe Chuanhui District Health Commission", 2, "en")
        assert "已订阅" in said(api, "/subscribe 红旗区卫健委", 3)
        assert "已订阅" in said(api, "/subscribe 川汇区卫健委", 4)
        api.block(4)
        api.fault("sendMessage", "429", retry_after=0)
        api.fault("sendMessage", "502")
        add(db, f"{CHUANHUI},2024,permits.decided,2906", f"{CHUANHUI},2023,permits.decided,9")
        api.wait(lambda: len(api.texts(1)) == 3 and len(api.texts(2)) == 3, seconds=20)
    changed, new = api.texts(1)[1:]
    assert "2023年报告有 1 处" in changed and "7 → 9" in changed and "出处" in changed
    assert "新入库" in new and "2024" in new and "2906" in new
    assert "7 → 9" in api.texts(2)[1] and "New report stored" in api.texts(2)[2] and "2906" in api.texts(2)[2]
    assert len(api.texts(3)) == len(api.texts(4)) == 1
    # What is written while nobody runs is told at the next start, and what was told is not told again.
    api.open(4)
    db.unlink()
    add(db, f"{CHUANHUI},2023,permits.decided,9", f"{HONGQI},2023,permits.decided,81")  # all of it made anew
    with at_work(api, db):
        api.wait(lambda: len(api.texts(3)) == 2, seconds=20)
        assert "8 → 81" in api.texts(3)[1]
        assert "没有订阅" in said(api, "/subscribe", 4)
        said(api, "/subscribe", 1)
    assert [len(api.texts(chat)) for chat in (1, 2, 3, 4)] == [4, 3, 2, 2]


def test_listing_offering_and_stopping(api: BotApi, db: Path) -> None:
    with at_work(api, db):
        assert "没有订阅" in said(api, "/subscribe", 1) and not api.last(1).buttons
        said(api, "川汇区卫健委2023年许可", 1)
        said(api, "/subscribe", 1)
        assert "已订阅" in pressed(api, 1, f"订阅 {CHUANHUI}")
        assert [button["text"] for button in api.last(1).buttons] == [f"退订 {CHUANHUI}"]
        stop = api.last(1).buttons[0]["callback_data"]
        query = api.press_data(api.last(1), stop, person=2)
        api.wait(lambda: query in api.answered_queries)
        assert "订阅了 1 个" in said(api, "/subscribe", 1) and "已经订阅" in said(api, "/subscribe 川汇区卫健委", 1)
        assert "已退订" in pressed(api, 1, f"退订 {CHUANHUI}")
        assert [button["text"] for button in api.last(1).buttons] == [f"订阅 {CHUANHUI}"]
        said(api, "2024年卫健委许可排名", 1)
        said(api, "/subscribe 川汇区卫健委", 1)
        assert [button["text"] for button in api.last(1).buttons] == [f"退订 {CHUANHUI}"]
        assert "没有收录" in said(api, "/subscribe 火星环保局", 1)
        assert "私聊" in said(api, "/subscribe 川汇区卫健委", -100, kind=GROUP)


def test_a_name_of_several_is_asked(api: BotApi, db: Path) -> None:
    add(db, *(f"{city}鼓楼区教育局,2023,permits.decided,1" for city in ("南京市", "福州市")))
    with at_work(api, db):
        assert "哪一个" in said(api, "/subscribe 鼓楼区教育局", 1)
        assert len(api.last(1).buttons) == 2 and all(len(one["callback_data"].encode()) <= 64 for one in api.last(1).buttons)
        label = next(one["text"] for one in api.last(1).buttons if "福州" in one["text"])
        assert "已订阅" in pressed(api, 1, label)


class TestFollowing:
    def test_it_is_bounded_and_forgotten(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(following_module, "MOST", 2)
        book = Notebook(None)
        following = Following(book)
        assert [following.follow(1, id, id, "zh", {(id, 2024): SEEN}) for id in ("a", "a", "b", "c")] == [True, False, True, None]
        following.note({("a", 2024): Seen("n", "{}")}, [(1, "text")])
        assert following.marks()["a", 2024] == "n" and [due.text for due in following.due()] == ["text"]
        assert book.forget(1) == 3 and not following.of(1) and not following.due()

    def test_who_joins_later_does_not_hide_news_from_others(self) -> None:
        following = Following(Notebook(None))
        following.follow(1, "a", "a", "zh", {("a", 2023): SEEN})
        following.follow(2, "a", "a", "zh", {("a", 2023): SEEN, ("a", 2024): SEEN})
        assert ("a", 2024) not in following.marks()

    def test_news_that_cannot_be_written_down_are_still_news(self, tmp_path: Path) -> None:
        book = Notebook(tmp_path / "n.db")
        following = Following(book)
        following.follow(1, "a", "a", "zh", {("a", 2023): SEEN})
        book._db.execute("PRAGMA max_page_count = 1")
        with pytest.raises(sqlite3.OperationalError):
            following.note({("a", 2024): SEEN}, [(1, "text" * 10_000)])
        assert ("a", 2024) not in following.marks() and not following.due()

    def test_what_nobody_follows_is_not_looked_at(self) -> None:
        following = Following(Notebook(None))
        following.follow(1, "a", "a", "zh", {("a", 2023): SEEN})
        (one,) = following.of(1)
        assert following.stop(2, one.no) is None and following.stop(1, one.no) == one and following.marks() == {}


def test_the_most_telling_changes_come_first() -> None:
    def cells(**values: int | str) -> dict[str, Cell]:
        keys = {name.replace("__", "."): value for name, value in values.items()}
        return {key: Cell("number", value) if isinstance(value, int) else Cell(value, None) for key, value in keys.items()}  # type: ignore[arg-type]

    old = cells(permits__decided=1000, granted__total=2, granted__person=2, rules__made=0, denied__x="not_on_form", y="blank")
    new = cells(permits__decided=1010, granted__total=9, granted__person=9, rules__made=0, denied__x=5, y=0)
    assert [one.key for one in moved(old, new)] == ["granted.total", "permits.decided", "granted.person", "y"]


def test_cells_are_written_and_read_to_the_digit() -> None:
    cells = {"fees.amount": Cell("number", Decimal("7730.28")), "a": Cell("blank", None), "b": Cell("missing", None)}
    assert read(written(cells)) == {"fees.amount": Cell("number", Decimal("7730.28")), "a": Cell("blank", None)}
