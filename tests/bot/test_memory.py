"""The memory of chats: what is kept, for how long, how much of it, and what a killed process leaves."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import MemoryUnusable
from bot.question import Question
from bot.talk.codec import read, written
from bot.talk.conversation import Context, Kept
from bot.talk.memory import Limits, Memory
from tests.bot.desk import ROOT, TODAY, desk

MESSAGES = (
    *("川汇区卫健委2024年许可多少", "处罚呢", "川汇区2018年许可多少", "2022年周口各县区卫健委许可排名", "第二名的处罚"),
    *("鼓楼区政府2024年许可多少", "许可超过1000件的有几家", "what problems did 川汇区卫健委 report in 2024", "谢谢"),
)


def talked(*messages: str) -> Context:
    context: Context | None = None
    for message in messages:
        _, context = desk().answer(message, context, TODAY)
    assert context is not None
    return context


@pytest.mark.parametrize("count", range(1, len(MESSAGES) + 1))
def test_a_conversation_is_read_as_it_was_written(count: int) -> None:
    context = talked(*MESSAGES[:count])
    assert context.turns and read(written(context), Context) == context


def test_where_a_figure_stands_on_its_page_is_kept_with_what_is_offered() -> None:
    context = talked("川汇区卫健委2024年")
    box = (212.64, 428.0, 512.64, 445.0)
    offered = [replace(choice, facts=tuple(replace(fact, box=box) for fact in choice.facts)) for choice in context.choices]
    context = replace(context, choices=tuple(offered))
    assert any(choice.facts for choice in context.choices) and read(written(context), Context) == context


def test_what_was_read_goes_on_like_what_was_kept_in_mind() -> None:
    context = talked("2022年周口各县区卫健委许可排名")
    again = read(written(context), Context)
    assert desk().answer("第二名的处罚", again, TODAY) == desk().answer("第二名的处罚", context, TODAY)


def damaged() -> list[str]:
    line = written(talked("川汇区卫健委2024年许可多少"))
    seal, _, text = line.partition(" ")
    return ["", "x", text, line[:-1], line.replace("2024", "2023"), f"{seal[:-1]}x {text}", line.replace("Context", "Agency")]


@pytest.mark.parametrize("line", damaged())
def test_what_cannot_be_read_is_no_conversation(line: str) -> None:
    assert read(line, Context) is None


def test_a_whole_thing_of_another_sort_is_not_taken_for_it() -> None:
    kept = Kept("k7m2xp3", "许可多少", "zh", None, "2026-11-22")
    assert read(written(kept), Kept) == kept and read(written(kept), Context) is None


def test_a_chat_is_kept_for_its_time_and_apart_from_others(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "talks.db", Limits(talk=60))
    context = talked("川汇区卫健委2024年许可多少")
    memory.save("a", context, 1000.0)
    assert memory.load("a", 1060.0) == context and memory.load("b", 1000.0) is None
    assert memory.load("a", 1060.1) is None
    memory.save("b", context, 1061.0)
    assert rows(tmp_path, "talk") == 1, "what is too old is deleted as something new is kept"


def rows(folder: Path, table: str) -> int:
    with sqlite3.connect(folder / "talks.db") as db:
        ((count,),) = db.execute(f"SELECT count(*) FROM {table}").fetchall()
    db.close()
    return int(count)


def test_no_more_chats_are_kept_than_agreed_and_the_latest_stay(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "talks.db", Limits(chats=3))
    for place in range(6):
        memory.save(f"chat {place}", Context(), float(place))
    assert [place for place in range(6) if memory.load(f"chat {place}", 6.0) is not None] == [3, 4, 5]
    memory.save("late", Context(), 5.0)
    assert memory.load("late", 6.0) is not None, "the chat that speaks is never the one that goes"


def test_answers_are_kept_by_id_for_their_time_and_so_many_a_chat(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "talks.db", Limits(answer=100, answers_a_chat=2))
    for place, id in enumerate(("aaaaaaa", "bbbbbbb", "ccccccc")):
        memory.save("a", Context(), float(place), (kept(id),))
    assert memory.answer_by_id("aaaaaaa", 2.0) is None
    assert memory.answer_by_id("ccccccc", 102.0) == kept("ccccccc")
    assert memory.answer_by_id("ccccccc", 102.1) is None


def kept(id: str) -> Kept:
    return Kept(id, "许可多少", "zh", Question("lookup", "zh", "许可多少"), "2026-11-22")


def test_a_chat_can_be_told_what_is_kept_of_it_and_forgotten(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "talks.db", Limits(talk=60, answer=100))
    memory.save("a", talked("川汇区卫健委2024年许可多少"), 10.0, (kept("aaaaaaa"),))
    memory.save("a", talked("川汇区卫健委2024年处罚多少"), 20.0, (kept("bbbbbbb"),))
    held = memory.held("a", 21.0)
    assert held is not None and (held.since, held.until, held.talk, held.answers) == (10.0, 120.0, True, 2)
    assert memory.forget("a") and not memory.forget("a")
    assert memory.held("a", 21.0) is None and memory.load("a", 21.0) is None and memory.answer_by_id("aaaaaaa", 21.0) is None
    memory.close()
    left = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert "川汇".encode() not in left, "what is forgotten is overwritten"


def test_an_answer_given_in_two_chats_stays_when_one_is_forgotten(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "talks.db")
    for chat in ("a", "b"):
        memory.save(chat, Context(), 1.0, (kept("aaaaaaa"),))
    memory.forget("a")
    assert memory.answer_by_id("aaaaaaa", 2.0) == kept("aaaaaaa")


def test_what_another_edition_kept_is_dropped_and_no_foreign_file_is_touched(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "talks.db")
    memory.save("a", Context(), 1.0)
    memory.close()
    with sqlite3.connect(tmp_path / "talks.db") as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    assert Memory(tmp_path / "talks.db").load("a", 1.0) is None
    with sqlite3.connect(tmp_path / "other.db") as db:
        db.execute("CREATE TABLE report (year)")
        db.execute("INSERT INTO report VALUES (2024)")
    db.close()
    (tmp_path / "text.db").write_text("not a database at all, but long enough to be one" * 100)
    for name in ("other.db", "text.db"):
        before = (tmp_path / name).read_bytes()
        with pytest.raises(MemoryUnusable):
            Memory(tmp_path / name)
        assert (tmp_path / name).read_bytes() == before


def test_a_damaged_row_is_no_conversation(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "talks.db")
    memory.save("a", talked("川汇区卫健委2024年许可多少"), 1.0, (kept("aaaaaaa"),))
    with sqlite3.connect(tmp_path / "talks.db") as db:
        db.execute("UPDATE talk SET context = substr(context, 1, 100)")
        db.execute("UPDATE answer SET kept = 'x'")
    db.close()
    assert memory.load("a", 1.0) is None and memory.answer_by_id("aaaaaaa", 1.0) is None


def test_only_its_owner_can_read_the_file(tmp_path: Path) -> None:
    Memory(tmp_path / "talks.db").close()
    assert (tmp_path / "talks.db").stat().st_mode & 0o077 == 0


WRITER = """
import sys
from pathlib import Path
from bot.talk.conversation import Context, Kept
from bot.talk.memory import Memory
memory = Memory(Path(sys.argv[1]))
print("ready", flush=True)
for place in range(1_000_000):
    id = "2" * 7
    context = Context(agencies=(place,), known=((place, "x" * 2000),))
    memory.save("a", context, float(place), (Kept(id, str(place), "zh", None, ""),))
"""


def test_killed_in_the_middle_it_keeps_whole_turns(tmp_path: Path) -> None:
    path = tmp_path / "talks.db"
    for pause in (0.02, 0.11, 0.23):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert writer.stdout is not None and writer.stdout.readline() == "ready\n"
        time.sleep(pause)
        os.kill(writer.pid, signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        memory = Memory(path)
        with sqlite3.connect(path) as db:
            assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            rows = db.execute("SELECT at FROM talk").fetchall()
        db.close()
        if rows:
            context, answer = memory.load("a", rows[0][0]), memory.answer_by_id("2222222", rows[0][0])
            assert context is not None and answer is not None and str(context.agencies[0]) == answer.text
        memory.close()
