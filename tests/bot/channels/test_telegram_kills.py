"""SIGKILL in the midst of presses, commands, edits and files: nothing is lost, and nothing is there twice.

Telegram has no way to ask whether a call has arrived, so there is a gap that no program can close: of 0.1 ms, between a message
handed to the system and the note of it. What changes a message has none: it is simply done again.
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import cycle
from pathlib import Path

import pytest

from tests.bot.channels.bot_api import GROUP, PRIVATE, TOKEN, BotApi
from tests.bot.channels.chats import Shown
from tests.bot.desk import database

ROOT = Path(__file__).parents[3]
CHATS = range(1, 25)
PATIENCE = 90.0
"""Seconds: a process takes some to start where the machine is busy."""
CHOSEN = "答 福州市鼓楼区卫生健康委员会2024年行政许可处理决定数量是多少 #2 2026-01-02"
ASKED = "川汇区卫健委2024年许可"


class Mortal:
    """A bot that is started again and again; `db` makes it a real one."""

    def __init__(self, api: BotApi, folder: Path, db: Path | None = None) -> None:
        more = [str(db)] if db is not None else []
        self._command = [sys.executable, "-W", "error", "-m", "tests.bot.channels.tiny", api.url, str(folder), TOKEN, *more]
        self._api, self._chance = api, random.Random(20260102)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(self._command, cwd=ROOT, stderr=subprocess.DEVNULL)

    def die(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def through_deaths(self, count: Callable[[], int], goals: tuple[int, ...], done: Callable[[], object]) -> None:
        """Killed as soon as so many are done, and a moment later; at last left to come to its end."""
        polls = 0
        for goal in goals:
            self._api.wait(partial(_has, count, goal), PATIENCE)
            time.sleep(self._chance.random() * 0.05)
            self.die()
            time.sleep(0.1)
            polls = self._api.count("getUpdates")
            self.start()
        self._api.wait(done, PATIENCE)
        self._api.wait(lambda: self._api.count("getUpdates") > polls, PATIENCE)  # it listens for signals by then
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(PATIENCE) == 0


def _has(count: Callable[[], int], goal: int) -> bool:
    return count() >= goal


@pytest.fixture
def api() -> Iterator[BotApi]:
    with BotApi(latency=0.05) as server:
        yield server


@pytest.fixture
def mortal(api: BotApi, tmp_path: Path) -> Iterator[Mortal]:
    bot = Mortal(api, tmp_path)
    bot.start()
    yield bot
    bot.die()


def asked(api: BotApi, *texts: str) -> tuple[list[int], list[Shown]]:
    """What every chat asks, these in turn: the questions' numbers and the answers."""
    numbers = [api.say(text, chat=chat) for chat, text in zip(CHATS, cycle(texts), strict=False)]
    api.wait(lambda: len(api.shown) == len(CHATS), PATIENCE)
    return numbers, [api.last(chat) for chat in CHATS]


def test_a_pressed_choice_and_an_edited_question_change_the_answer_once(api: BotApi, mortal: Mortal) -> None:
    numbers, shown = asked(api, "甲", "鼓楼区")
    for chat, number, one in zip(CHATS, numbers, shown, strict=True):
        if chat % 2:
            api.edit(number, "乙", chat=chat)
        else:
            api.press(one, "福州市鼓楼区")
    mortal.through_deaths(lambda: sum(one.edits for one in shown), (3, 12), lambda: all(one.edits for one in shown))
    assert {one.text for one in shown[::2]} == {"答 乙 #1 2026-01-02"} and {one.text for one in shown[1::2]} == {CHOSEN}
    assert [one.edits for one in shown] == [1] * len(shown)
    assert len(api.shown) == len(CHATS)


def test_commands_are_answered_once(api: BotApi, mortal: Mortal) -> None:
    where = [chat if chat % 2 else -chat for chat in CHATS]
    for command in ("/ask q", "/help", "/none@gongkai_bot"):
        for chat in where:
            api.say(command, chat=chat, kind=PRIVATE if chat > 0 else GROUP, person=abs(chat))
    whole = 3 * len(where)
    mortal.through_deaths(lambda: len(api.shown), (5, 40), lambda: len(api.shown) >= whole - 1 and not api.unread)
    begun = [[text[:2] for text in api.texts(chat)] for chat in where]
    assert sum(texts != ["答 ", "可以", "没有"] for texts in begun) <= 1, begun


def test_a_file_and_a_comparison_are_sent_once(api: BotApi, tmp_path: Path) -> None:
    """A message that a press brings is new, so that the gap is there as for any other."""
    bot = Mortal(api, tmp_path, database())
    bot.start()
    try:
        _, shown = asked(api, ASKED)
        for one in shown:
            api.press(one, "CSV")
            api.press(one, "怎么算的")
        whole = 3 * len(CHATS)
        bot.through_deaths(lambda: len(api.shown) - len(CHATS), (5, 30), lambda: len(api.shown) >= whole - 1 and not api.unread)
    finally:
        bot.die()
    of_each = [[one.kind for key, one in sorted(api.shown.items()) if key[0] == chat] for chat in CHATS]
    assert sum(kinds != ["text", "document", "text"] for kinds in of_each) <= 1
