"""The whole walk to a chat: the sample reports read, the bot started by its command, and people writing to it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.channels.bot_api import TOKEN, BotApi

ROOT = Path(__file__).parents[3]
SOURCES = (".pdf", ".html", ".txt")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("whole") / "reports.db"
    command = [sys.executable, "-m", "ingest", "add", "--db", str(path), "data/reports"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return path


@pytest.fixture(scope="module")
def api(database: Path) -> Iterator[BotApi]:
    """One process for all, each in a chat of its own."""
    with BotApi() as server:
        environment = {**os.environ, "TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": server.url, "LC_ALL": "C.UTF-8"}
        command = [sys.executable, "-W", "error", "-m", "bot", "telegram", "--db", str(database)]
        bot = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)
        try:
            yield server
        finally:
            bot.send_signal(signal.SIGTERM)
            _, said = bot.communicate(timeout=20)
        assert bot.returncode == 0 and "Traceback" not in said and TOKEN not in said


def test_a_figure_with_its_source(api: BotApi) -> None:
    api.say("how many permits did 川汇区 issue in 2024", chat=11, language="en")
    api.wait(lambda: api.texts(11), seconds=30)
    text = api.last(11).text
    assert "2906" in text.replace(",", "") and "2024" in text and "chuanhui_health_2024.pdf" in text


@pytest.mark.parametrize(("chat", "language"), [(21, "zh-hans"), (22, "en")])
def test_every_example_of_help_has_an_answer(api: BotApi, chat: int, language: str) -> None:
    api.say("/help", chat=chat, language=language)
    api.wait(lambda: api.texts(chat), seconds=30)
    shown = api.last(chat)
    assert "/subscribe" in shown.text and "/agencies" in shown.text
    examples = [button["text"] for button in shown.buttons]
    assert len(examples) >= 3
    for edits, example in enumerate(examples, start=1):
        query = api.press(shown, example, language)
        api.wait(lambda query=query: query in api.answered_queries)  # type: ignore[misc]
        assert shown.edits == edits, example
        assert any(ending in shown.text for ending in SOURCES), shown.text


def test_a_choice_pressed_becomes_the_answer(api: BotApi) -> None:
    api.say("卫健委办了多少件行政处罚", chat=31)
    api.wait(lambda: api.texts(31), seconds=30)
    asked = api.last(31)
    query = api.press(asked, asked.buttons[0]["text"])
    api.wait(lambda: query in api.answered_queries)
    assert asked.edits == 1 and "怎么算的" in [button["text"] for button in asked.buttons]
    assert any(ending in asked.text for ending in SOURCES)


def test_a_report_that_is_handed_in_is_answered_from_at_once(database: Path, tmp_path: Path) -> None:
    own = tmp_path / "reports.db"
    own.write_bytes(database.read_bytes())
    (tmp_path / "bot.toml").write_text("staff = [77]\n", "utf-8")
    report = (ROOT / "data" / "reports" / "hegang_health_2021.txt").read_text("utf-8")
    report = report.replace("2021", "2022").replace("行政许可 240", "行政许可 300")
    with BotApi() as api:
        environment = {**os.environ, "TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": api.url}
        command = [sys.executable, "-m", "bot", "telegram", "--db", str(own), "--config", str(tmp_path / "bot.toml")]
        bot = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)
        try:
            api.say("鹤岗市卫健委2022年许可", chat=1)
            api.say("/subscribe 鹤岗市卫健委", chat=2)
            api.say(chat=77, document=api.offer(report.encode(), "鹤岗2022.txt", "text/plain"))
            api.wait(lambda: api.texts(77), seconds=40)
            api.press(api.last(77), "存入数据库")
            api.wait(lambda: len(api.texts(77)) == 2, seconds=40)
            api.say("鹤岗市卫健委2022年许可", chat=1)
            api.wait(lambda: len(api.texts(1)) == 2 and len(api.texts(2)) == 2, seconds=20)
        finally:
            bot.send_signal(signal.SIGTERM)
            _, said = bot.communicate(timeout=20)
    assert bot.returncode == 0 and "Traceback" not in said
    before, after = api.texts(1)
    assert "300" not in before and "300" in after and "鹤岗2022.txt" in after
    assert "新入库" in api.texts(2)[1] and "鹤岗2022.txt" in api.texts(2)[1]
