"""The bot as a process: SIGTERM, SIGKILL with messages waiting, and what a start after that does."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.bot.channels.bot_api import TOKEN, BotApi

ROOT = Path(__file__).parents[3]
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def api() -> Iterator[BotApi]:
    with BotApi(latency=0.05) as server:
        yield server


@pytest.fixture
def start(api: BotApi, tmp_path: Path) -> Iterator[Start]:
    started: list[subprocess.Popen[str]] = []

    def one(**more: str) -> subprocess.Popen[str]:
        environment = {**os.environ, **more}
        command = [sys.executable, "-W", "error", "-m", "tests.bot.channels.tiny", api.url, str(tmp_path), TOKEN]
        started.append(subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True))
        return started[-1]

    yield one
    for process in started:
        process.kill()
        process.communicate()


def answers(api: BotApi) -> Counter[str]:
    return Counter(shown.text.split()[1] for shown in list(api.shown.values()))


def test_sigterm_finishes_what_is_in_hand(api: BotApi, start: Start) -> None:
    process = start()
    for number in range(100):
        api.say(f"q{number}", chat=number % 40)
    api.wait(lambda: len(api.shown) > 10)
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "Traceback" not in said and TOKEN not in said
    assert answers(api) == {f"q{number}": 1 for number in range(100)}
    assert api.unread == 0


def test_sigterm_while_the_server_is_silent(api: BotApi, start: Start) -> None:
    api.fault("getMe", "502", 1000)
    process = start()
    api.wait(lambda: len(api._faults) < 1000)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=20)
    assert process.returncode == 0


def test_killed_with_300_messages_waiting(api: BotApi, start: Start) -> None:
    """Nothing is atomic over a network: a kill in the 0.1 ms between a write and its note may lose or repeat one."""
    for number in range(300):
        api.say(f"q{number}", chat=number % 60)
    chance = random.Random(20260102)
    for goal in (5, 100, 200):
        process = start()
        api.wait(partial(_has_sent, api, goal))
        time.sleep(chance.random() * 0.1)
        process.kill()
        process.wait()
        time.sleep(0.1)
    process = start()
    api.wait(lambda: len(api.shown) >= 299, seconds=30)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=20)
    assert process.returncode == 0
    times = answers(api)
    assert sum(abs(times[f"q{number}"] - 1) for number in range(300)) <= 1, times.most_common()
    for chat in range(60):
        order = [int(text.split()[1][1:]) for text in api.texts(chat)]
        assert order == sorted(order)


def _has_sent(api: BotApi, messages: int) -> bool:
    return len(api.shown) > messages


def test_a_question_that_waits_out_a_flood_limit_survives_the_end(api: BotApi, start: Start) -> None:
    api.fault("sendMessage", "429", retry_after=600)
    process = start(GRACE="0.5")
    api.say("甲")
    api.wait(lambda: not api._faults)
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 0 and "1 questions are left" in said
    assert not api.shown
    start()
    api.wait(lambda: answers(api) == {"甲": 1})


def test_a_button_outlives_the_process_and_asks_by_its_label_where_its_question_is_lost(
    api: BotApi, start: Start, tmp_path: Path
) -> None:
    process = start()
    for chat in (1, 2):
        api.say("鼓楼区", chat=chat)
    api.wait(lambda: len(api.shown) == 2)
    process.kill()
    process.wait()
    process = start()
    api.press(api.last(1), "福州市鼓楼区")
    api.wait(lambda: api.last(1).text.startswith("答 福州市鼓楼区卫生健康委员会2024年"))
    process.kill()
    process.wait()
    for file in tmp_path.iterdir():
        file.unlink()
    start()
    api.press(api.last(2), "福州市鼓楼区")
    api.wait(lambda: api.last(2).text == "答 福州市鼓楼区 #1 2026-01-02")
