"""Verdicts on answers, and what admins and menders see of them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.channels.telegram.feedback import Feedback, judged, understood
from bot.channels.telegram.listeners import Listeners
from bot.channels.telegram.notebook import DAY, Notebook, day_of
from bot.channels.telegram.phrases import Phrases
from bot.channels.telegram.settings import Settings
from bot.question import Agency, Answer, Assumed, Bound, Doubt, Fact, Question, Scope
from tests.bot.channels.bot_api import BotApi
from tests.bot.channels.tiny import WORDS, serving

ADMIN = 9
NOON = 1_780_000_000.0
HEALTH = Agency(1, "411602/health", "川汇区卫生健康委", "411602", "川汇区", "health")
PERMITS = Fact(HEALTH, 2024, "permits.decided", "number", None, "件", "7", "a.pdf", 1, None)
TOLD = Answer(
    "川汇区许可", "zh", "answered", None, "lookup", (PERMITS,), assumed=(Assumed("year", "2024", "latest"),), text="7件"
)


@pytest.fixture
def api() -> Iterator[BotApi]:
    with BotApi() as api:
        yield api


def said(api: BotApi, text: str, chat: int = 1) -> str:
    before = len(api.texts(chat))
    api.say(text, chat=chat)
    api.wait(lambda: len(api.texts(chat)) > before)
    return api.last(chat).text


def test_a_complaint_is_noted_with_what_was_asked(api: BotApi, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving(api, tmp_path, settings=Settings(admins=(ADMIN,))):
        assert "记下" not in said(api, "不对")
        assert "记下" not in said(api, "川汇区许可")
        assert "已记下（编号" in said(api, "数错了，应该是5件。")
        assert "记下" not in said(api, "这个数不对吗？")
        said(api, "红旗区处罚", chat=2)
        said(api, "That's wrong!", chat=2)
        listed = said(api, "/feedback", chat=ADMIN)
        assert "川汇区许可" in listed and "数错了，应该是5件。" in listed and "红旗区处罚" in listed
        assert said(api, "/feedback", chat=1) == said(api, "/nothing", chat=1)
    assert main(["feedback", "--db", str(tmp_path / "reports.db"), "--json"]) == 0
    listed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["question"], one["said"], one["verdict"], one["status"]) for one in listed] == [
        ("红旗区处罚", "That's wrong!", "said", "answered"),
        ("川汇区许可", "数错了，应该是5件。", "said", "answered"),
    ]
    assert all({"at", "understood", "answer", "reason", "language"} <= one.keys() for one in listed)
    assert main(["feedback", "--db", str(tmp_path / "reports.db"), "--since", "2999-01-01"]) == 0
    assert "川汇" not in capsys.readouterr().out
    assert main(["feedback", "--db", str(tmp_path / "nowhere" / "reports.db")]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_pages_counts_and_health(api: BotApi, tmp_path: Path) -> None:
    with serving(api, tmp_path, settings=Settings(admins=(ADMIN,))):
        for number in range(7):
            said(api, f"问题{number}")
            said(api, "不对")
        said(api, "鼓楼区")
        assert "问题6" in said(api, "/feedback", chat=ADMIN)
        page = api.last(ADMIN)
        assert "问题1" not in page.text and [button["text"] for button in page.buttons] == ["▶"]
        query = api.press(page, "▶")
        api.wait(lambda: query in api.answered_queries)
        assert "问题0" in page.text and "问题6" not in page.text and [button["text"] for button in page.buttons] == ["◀"]
        query = api.press_data(page, "f1:0", person=1)
        api.wait(lambda: query in api.answered_queries)
        assert "问题0" in page.text
        stats = said(api, "/stats", chat=ADMIN)
        assert (
            "共 15" in stats and "反问 1" in stats and "ambiguous_agency  1" in stats and "问题" not in stats.partition("\n")[2]
        )
        health = said(api, "/health", chat=ADMIN)
        assert "0d 00:00" in health and "MiB" in health and "消息 0 条" in health
        assert said(api, "/health", chat=1) == said(api, "/nothing", chat=1)


class TestFeedback:
    def test_one_person_has_one_verdict_on_an_answer(self) -> None:
        feedback = Feedback(Notebook(None))
        assert feedback.record("good", 1, judged("问", TOLD)) and not feedback.record("good", 1, judged("问", TOLD))
        assert feedback.record("bad", 1, judged("问", TOLD)) and feedback.record("good", 2, judged("问", TOLD))
        assert feedback.verdicts() == {"bad": 1, "good": 1}
        assert [entry.verdict for entry in feedback.entries(bad_only=True)] == ["bad"]

    def test_how_it_was_understood_is_told_in_keys(self) -> None:
        feedback = Feedback(Notebook(None))
        feedback.record("bad", 1, judged("问", TOLD))
        (entry,) = feedback.entries()
        for part in ("lookup", "川汇区卫生健康委 (411602/health)", "2024", "permits.decided", "year=2024"):
            assert part in entry.understood

    def test_as_it_was_settled_where_that_is_known(self) -> None:
        feedback = Feedback(Notebook(None))
        declined = Answer("问", "zh", "declined", "no_report")
        bound = Bound(">", Decimal(5))
        settled = Question("list", "zh", "问", scope=Scope("health"), years=(2019,), fields=("a.b",), bounds=(bound,))
        feedback.record("bad", 1, judged("问", declined, settled))
        (entry,) = feedback.entries()
        assert entry.understood == "operation: list; set: organ=health; years: 2019; fields: a.b; limits: > 5"
        doubt = Doubt("declined", "no_report", "no_report", {"name": "川汇区", "year": "2019", "years": ""})
        assert understood(declined, doubt) == "doubt: no_report (name=川汇区, year=2019)"

    def test_nobody_stands_in_the_file_and_everything_can_be_forgotten(self, tmp_path: Path) -> None:
        book = Notebook(tmp_path / "n.db", clock=lambda: NOON)
        feedback = Feedback(book)
        feedback.record("bad", 123456789, judged("问", TOLD))
        feedback.record("bad", 987654321, judged("问", TOLD))
        assert b"123456789" not in (tmp_path / "n.db").read_bytes() + (tmp_path / "n.db-wal").read_bytes()
        assert book.forget(123456789) == 1 and book.forget(123456789) == 0 and feedback.verdicts() == {"bad": 1}

    def test_what_is_old_is_forgotten(self, tmp_path: Path) -> None:
        now = [NOON]
        book = Notebook(tmp_path / "n.db", keep_days=30, clock=lambda: now[0])
        feedback = Feedback(book)
        feedback.record("bad", 1, judged("问", TOLD))
        feedback.count(TOLD, ["不懂"])
        now[0] += 31 * DAY
        feedback.record("bad", 2, judged("问", TOLD))
        book.expire()
        assert feedback.verdicts() == {"bad": 1} and feedback.days() == []
        assert not list(feedback.entries(since=date.fromisoformat(day_of(now[0] + DAY))))

    def test_words_and_reasons_are_counted_by_day(self) -> None:
        now = [NOON]
        feedback = Feedback(Notebook(None, clock=lambda: now[0]))
        puzzled = Answer("问", "zh", "declined", "not_understood")
        feedback.count(puzzled, ["蓝", "蓝", "绿"])
        now[0] += DAY
        feedback.count(puzzled, ["蓝"])
        assert feedback.foremost("word") == [("蓝", 2), ("绿", 1)] and feedback.foremost("word", days=1) == [("蓝", 1)]
        assert [counts for _, counts in feedback.days()] == [{"declined": 1}, {"declined": 1}]

    def test_a_full_disk_is_borne(self, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
        book = Notebook(tmp_path / "n.db")
        book._db.execute("PRAGMA max_page_count = 1")
        Feedback(book).record("bad", 1, judged("问" * 999, TOLD), "错" * 999)
        assert "cannot be written" in caplog.text

    def test_a_file_that_is_no_notebook(self, tmp_path: Path) -> None:
        (tmp_path / "n.db").write_text("no database" * 100)
        with pytest.raises(sqlite3.DatabaseError):
            Notebook(tmp_path / "n.db")


@pytest.mark.parametrize(
    ("text", "complains"),
    [
        ("不对", True),
        ("不对！", True),
        ("数错了，应该是5件", True),
        ("THAT’S WRONG.", True),
        ("that is wrong, it should be 5", True),
        ("不对，我问的是处罚", True),
        ("不对吗？", False),
        ("哪些报告的数字不对", False),
        ("which reports are wrong", False),
        ("川汇区错了几件", False),
        ("", False),
    ],
)
def test_what_is_a_complaint(text: str, complains: bool) -> None:
    listeners = Listeners(Feedback(Notebook(None)), Phrases(WORDS / "channel.csv"))
    assert listeners.is_complaint(text) is complains
