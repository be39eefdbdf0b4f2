"""Whoever is asked, the answer is the same: 300 questions by the terminal, the API, MCP and Telegram."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.bot.channels.assistants import PATIENCE, Assistant, piped
from tests.bot.channels.bot_api import TOKEN, BotApi, Shown
from tests.bot.channels.web.serving import served
from tests.questions.desk import database
from tests.questions.goldens import goldens

ROOT = Path(__file__).parents[3]
HOW_MANY, AT_ONCE = 300, 30

Card = dict[str, Any]


def questions() -> list[str]:
    """Single questions of the goldens, of every kind, those that must be declined or asked back among them."""
    single = [golden.turns[0][0] for golden in goldens() if len(golden.turns) == 1]
    return single[:: len(single) // HOW_MANY][:HOW_MANY]


@pytest.fixture(scope="module")
def asked() -> list[str]:
    found = questions()
    assert len(set(found)) == HOW_MANY
    return found


@pytest.fixture(scope="module")
def told(asked: list[str]) -> list[Card]:
    """What the terminal answers. All sides count 去年 from today, as they do for people."""
    lines = "".join(json.dumps({"question": question}, ensure_ascii=False) + "\n" for question in asked)
    command = [sys.executable, "-m", "bot", "ask", "--batch", "-", "--db", str(database())]
    done = subprocess.run(command, cwd=ROOT, input=lines, capture_output=True, text=True, check=True)
    cards = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(cards) == HOW_MANY
    assert {card["status"] for card in cards} == {"answered", "clarify", "declined"}
    return cards


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BotApi]:
    state = tmp_path_factory.mktemp("telegram")
    settings = state / "bot.toml"
    settings.write_text(f'state = "{state}"\n', "utf-8")
    with BotApi() as server:
        environment = {**os.environ, "TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": server.url}
        command = [sys.executable, "-m", "bot", "telegram", "--db", str(database()), "--config", str(settings)]
        with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True) as bot:
            yield server
            bot.send_signal(signal.SIGTERM)
            bot.communicate(timeout=30)


def test_the_api_says_what_the_terminal_says(asked: list[str], told: list[Card], tmp_path: Path) -> None:
    with served(database(), tmp_path) as address, httpx.Client(base_url=address, trust_env=False, timeout=30) as client:
        for question, card in zip(asked, told, strict=True):
            assert client.get("/api/v1/ask", params={"q": question}).json() == card


def test_an_assistant_is_told_what_the_terminal_says(asked: list[str], told: list[Card], tmp_path: Path) -> None:
    with (tmp_path / "noted").open("w") as noted, Assistant(piped(database(), noted)) as assistant:
        for some in range(0, HOW_MANY, AT_ONCE):
            calls = [assistant.begin("ask", question=question) for question in asked[some : some + AT_ONCE]]
            assert [call.result(PATIENCE).structured_content for call in calls] == told[some : some + AT_ONCE]


def test_telegram_says_what_the_terminal_says(asked: list[str], told: list[Card], api: BotApi) -> None:
    """The id under an answer is worked out of its language, its status, what was understood, every figure and the result;
    under what is asked back stand the choices. Every line of the text, but for tables, which a phone shows otherwise,
    stands in the messages."""
    for chat, question in enumerate(asked, 1):
        api.say(question, chat=chat)
    api.wait(lambda: len({chat for chat, _ in list(api.shown)}) == HOW_MANY, seconds=120)
    for chat, card in enumerate(told, 1):
        messages = [shown for (where, _), shown in sorted(api.shown.items()) if where == chat]
        choices = [choice["label"] for choice in card["choices"]]
        if choices:
            assert [button["text"] for button in messages[-1].buttons][: len(choices)] == choices, card["question"]
        elif card["operation"] != "help":
            assert card["id"] in ids_under(messages), card["question"]
        text = "\n".join(shown.text for shown in messages)
        for line in card["text"].splitlines():
            assert line.startswith("  ") or line.strip() in text, (card["question"], line)


def ids_under(messages: list[Shown]) -> set[str]:
    """The ids that the buttons of messages carry."""
    carried = [button.get("callback_data", "") for shown in messages for button in shown.buttons]
    return {data.split(":")[1] for data in carried if data.count(":") == 2}
