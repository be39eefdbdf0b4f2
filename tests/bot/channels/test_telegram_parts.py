"""The parts of the Telegram channel that need no network: pieces, memory, inbox, phrases."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram import inbox as inbox_module
from bot.channels.telegram.inbox import Inbox, InboxBusy
from bot.channels.telegram.memory import Recent, conversations, name_of
from bot.channels.telegram.phrases import KEYS, Phrases
from bot.channels.telegram.pieces import LIMIT, pieces, units
from bot.errors import KnowledgeError
from bot.talk.conversation import Context
from tests.bot.channels.tiny import WORDS


@given(st.text(st.sampled_from("ab川𠮷 \n"), max_size=200), st.integers(2, 40))
def test_pieces_lose_nothing_and_fit(text: str, limit: int) -> None:
    parts = pieces(text, limit)
    assert all(0 < units(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        ("川汇区", ["川汇区"]),
        ("x" * LIMIT, ["x" * LIMIT]),
        ("x" * (LIMIT + 1), ["x" * LIMIT, "x"]),
        ("𠮷" * 2049, ["𠮷" * 2048, "𠮷"]),
        ("a" * 4000 + "\n" + "b" * 200, ["a" * 4000, "b" * 200]),
    ],
)
def test_pieces_are_cut_at_line_ends(text: str, parts: list[str]) -> None:
    assert pieces(text) == parts


def test_memory_forgets_what_is_old_and_what_is_too_much() -> None:
    now = [0.0]
    memory: Recent[int, str] = Recent(size=2, seconds=10, clock=lambda: now[0])
    memory.put(1, "甲")
    memory.put(2, "乙")
    assert memory.get(1) == "甲"
    memory.put(3, "丙")
    assert memory.get(2) is None and len(memory) == 2
    now[0] = 9.0
    assert memory.get(1) == "甲"
    now[0] = 18.0
    assert memory.get(1) == "甲" and memory.get(3) is None


def test_conversations_outlive_the_process_and_keep_topics_apart(tmp_path: Path) -> None:
    talks = conversations(tmp_path / "inbox.db", 30)
    talks.save(name_of((-5, None, None)), Context(agencies=(1,)), 0)
    talks.save(name_of((-5, 7, None)), Context(agencies=(2,)), 0)
    again = conversations(tmp_path / "inbox.db", 30)
    assert [again.load(name_of((-5, topic, None)), 1) for topic in (None, 7)] == [Context(agencies=(1,)), Context(agencies=(2,))]
    assert again.load(name_of((-57, None, None)), 1) is None
    assert again.forget(name_of((-5, 7, None))) and again.load(name_of((-5, 7, None)), 1) is None
    assert again.load(name_of((-5, None, None)), 3 * 3600) is None


def test_conversations_bear_a_full_disk_and_a_folder_that_is_none(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    talks = conversations(tmp_path / "inbox.db", 30)
    talks.save("甲", Context(), 0)
    talks._db.execute("PRAGMA max_page_count = 1")
    talks.save("乙", Context(agencies=tuple(range(100_000))), 0)
    assert "cannot be written" in caplog.text and talks.load("乙", 0) is None and talks.load("甲", 0) == Context()
    (tmp_path / "file").write_text("")
    held = conversations(tmp_path / "file" / "inbox.db", 30)
    held.save("甲", Context(), 0)
    assert held.load("甲", 1) == Context() and "kept in memory" in caplog.text


class TestInbox:
    def test_an_update_is_new_once(self, tmp_path: Path) -> None:
        inbox = Inbox(tmp_path / "inbox.db")
        assert inbox.receive([(5, "甲"), (6, "乙")]) == {5, 6}
        inbox.done(5)
        assert inbox.receive([(5, "甲"), (6, "乙"), (7, "丙")]) == {7}
        assert inbox.waiting() == ["乙", "丙"]

    def test_an_id_with_another_body_is_another_update(self, tmp_path: Path) -> None:
        inbox = Inbox(tmp_path / "inbox.db")
        inbox.receive([(5, "甲")])
        inbox.set_sent(5, 1)
        inbox.done(5)
        assert inbox.receive([(5, "乙")]) == {5}
        assert inbox.sent(5) == 0 and inbox.waiting() == ["乙"]

    def test_only_what_is_answered_and_told_is_forgotten(self, tmp_path: Path) -> None:
        inbox = Inbox(tmp_path / "inbox.db")
        inbox.receive([(5, "甲"), (6, "乙"), (7, "丙")])
        inbox.done(5)
        inbox.done(7)
        inbox.told(7)
        assert inbox.receive([(5, "甲"), (6, "乙"), (7, "丙")]) == {5}

    def test_all_of_it_outlives_the_process(self, tmp_path: Path) -> None:
        first = Inbox(tmp_path / "inbox.db")
        first.receive([(5, "甲"), (6, "乙")])
        first.set_sent(6, 2)
        key = first.button("问")
        first.close()
        second = Inbox(tmp_path / "inbox.db")
        assert (second.waiting(), second.sent(6), second.question(key)) == (["甲", "乙"], 2, "问")

    def test_two_processes_do_not_share_it(self, tmp_path: Path) -> None:
        first = Inbox(tmp_path / "inbox.db")
        with pytest.raises(InboxBusy):
            Inbox(tmp_path / "inbox.db")
        first.close()
        Inbox(tmp_path / "inbox.db").close()

    def test_a_file_that_is_no_inbox(self, tmp_path: Path) -> None:
        (tmp_path / "inbox.db").write_text("no database" * 100)
        with pytest.raises(sqlite3.DatabaseError):
            Inbox(tmp_path / "inbox.db")

    def test_a_full_disk_is_reported_and_borne(self, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
        inbox = Inbox(tmp_path / "inbox.db")
        inbox.receive([(5, "甲")])
        inbox._db.execute("PRAGMA max_page_count = 1")
        assert inbox.receive([(5, "甲"), (6, "乙" * 10_000)]) == {6}
        inbox.set_sent(5, 1)
        inbox.done(5)
        assert inbox.waiting() == [] and "cannot be written" in caplog.text
        assert inbox.receive([(7, "丙")]) == {7}

    def test_buttons_are_kept_once_and_bounded(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(inbox_module, "BUTTONS", 50)
        inbox = Inbox(None)
        first = inbox.button("0")
        assert inbox.button("0") == first and len(first.encode()) <= 64
        for number in range(1, 52):
            last = inbox.button(str(number))
        assert inbox.question(first) is None and inbox.question(last) == "51"


class TestPhrases:
    def test_every_phrase_stands_in_both_languages(self) -> None:
        phrases = Phrases(WORDS / "channel.csv")
        blanks = dict.fromkeys(re.findall(r"\{(\w+)\}", (WORDS / "channel.csv").read_text("utf-8")), "b")
        for key in KEYS:
            zh, en = phrases.say(key, "zh-hant", **blanks), phrases.say(key, None, **blanks)
            assert any("\u4e00" <= ch <= "\u9fff" for ch in zh) and en.isascii() and "{" not in zh + en

    @pytest.mark.parametrize("row", ["greeting,,Hello\n", "nobody_says_this,甲,A\n"])
    def test_a_gap_or_a_stranger_is_named(self, tmp_path: Path, row: str) -> None:
        text = (WORDS / "channel.csv").read_text(encoding="utf-8")
        kept = [line for line in text.splitlines(keepends=True) if not line.startswith(row.split(",")[0] + ",")]
        (tmp_path / "channel.csv").write_text("".join(kept) + row, encoding="utf-8")
        with pytest.raises(KnowledgeError, match=row.split(",")[0]):
            Phrases(tmp_path / "channel.csv")
