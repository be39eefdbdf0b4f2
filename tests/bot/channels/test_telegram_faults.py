"""What the network does to a bot: flood limits, broken gateways, resets, a refused token, a second poller."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.channels.telegram import poll
from bot.channels.telegram.redact import quiet_about
from bot.channels.telegram.settings import Log, Settings
from tests.bot.channels.bot_api import TOKEN, BotApi
from tests.bot.channels.tiny import EXAMPLES, Served, serving

SECRET = TOKEN.split(":")[1]


@pytest.fixture
def api() -> Iterator[BotApi]:
    with BotApi() as server:
        yield server


@pytest.fixture
def bot(api: BotApi, tmp_path: Path) -> Iterator[Served]:
    with serving(api, tmp_path) as served:
        yield served


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("kind", ["502", "html", "reset", "429"])
def test_every_question_is_answered_once_and_in_order(api: BotApi, kind: str, capfd: pytest.CaptureFixture[str]) -> None:
    for chat in (1, 2, 3):
        for text in "甲乙丙":
            api.say(text, chat)
    api.fault("sendMessage", kind, 5, **({"retry_after": 1} if kind == "429" else {}))
    api.fault("getUpdates", kind, **({"retry_after": 1} if kind == "429" else {}))
    api.wait(lambda: len(api.shown) == 9)
    api.say("丁", 1)
    api.wait(lambda: len(api.shown) == 10)
    for chat in (1, 2, 3):
        assert [text[:6] for text in api.texts(chat)[:3]] == ["答 甲 #1", "答 乙 #2", "答 丙 #3"]
    said = capfd.readouterr().err
    assert "ERROR" not in said and "<html>" not in said and "Traceback" not in said


@pytest.mark.usefixtures("bot")
def test_a_flood_limit_is_waited_out_and_holds_up_nobody_else(api: BotApi) -> None:
    api.fault("sendMessage", "429", retry_after=2)
    began = time.monotonic()
    api.say("甲", 1)
    api.wait(lambda: not api._faults)
    api.say("乙", 2)
    api.wait(lambda: api.texts(2))
    assert time.monotonic() - began < 2
    api.wait(lambda: api.texts(1))
    assert time.monotonic() - began >= 2


@pytest.mark.usefixtures("bot")
def test_a_pressed_button_bears_faults_too(api: BotApi) -> None:
    api.say("/help")
    api.wait(lambda: api.shown)
    for kind in ("502", "reset", "reset_after"):
        api.fault("editMessageText", kind)
    api.fault("answerCallbackQuery", "502")
    query = api.press(api.last(), EXAMPLES[0].label)
    api.wait(lambda: api.answered_queries == [query])
    assert len(api.shown) == 1 and api.last().edits == 1


def test_a_closed_chat_stops_nothing(api: BotApi, bot: Served) -> None:
    api.fault("sendMessage", "403")
    api.say("甲", 1)
    api.say("乙", 2)
    api.wait(lambda: api.texts(2))
    assert bot.end() == 0 and not api.texts(1)


def test_a_server_that_is_down_at_the_start_is_waited_for(api: BotApi, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    api.fault("getMe", "502", 2)
    with serving(api, tmp_path):
        api.say("甲")
        api.wait(lambda: api.shown)
    said = capfd.readouterr().err.splitlines()
    assert said[0].startswith("Cannot reach the Telegram server") and said[1].startswith("Connected to Telegram as @")


def test_a_server_without_menus_or_webhooks_will_do(api: BotApi, tmp_path: Path) -> None:
    for method in ("deleteWebhook", "setMyCommands", "answerCallbackQuery"):
        api.fault(method, "404", 9)
    with serving(api, tmp_path):
        api.say("/help")
        api.wait(lambda: api.shown)
        api.press(api.last(), EXAMPLES[0].label)
        api.wait(lambda: api.last().edits)


def test_two_pollers_are_reported_and_waited_out(api: BotApi, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    api.fault("getUpdates", "409", 2)
    with serving(api, tmp_path):
        api.say("甲")
        api.wait(lambda: api.shown)
    assert capfd.readouterr().err.count("Another program is receiving messages") == 1


def test_a_second_bot_on_this_machine_is_refused(
    api: BotApi, bot: Served, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    api.say("甲")
    api.wait(lambda: api.shown)
    assert Served(api, tmp_path).join() == 1
    assert "already running" in capfd.readouterr().err
    api.say("乙")
    api.wait(lambda: len(api.shown) == 2)


@pytest.mark.parametrize("method", ["getMe", "getUpdates", "sendMessage"])
def test_a_refused_token_ends_the_bot(api: BotApi, tmp_path: Path, capfd: pytest.CaptureFixture[str], method: str) -> None:
    api.fault(method, "401", 99)
    api.say("甲")
    served = Served(api, tmp_path)
    assert served.join() == 1
    said = capfd.readouterr().err
    assert "Telegram refuses the bot token. Please check TELEGRAM_BOT_TOKEN." in said and "Traceback" not in said
    # The question is not lost: a good token finds it.
    api._faults.clear()
    with serving(api, tmp_path):
        api.wait(lambda: api.texts() == ["答 甲 #1 2026-01-02"])


def test_no_token(api: BotApi, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert Served(api, tmp_path, token=" ").join() == 2
    assert "TELEGRAM_BOT_TOKEN is not set" in capfd.readouterr().err


def test_a_folder_that_cannot_be_written_is_no_reason_to_stay_silent(
    api: BotApi, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    with serving(api, tmp_path / "file"):
        api.say("甲")
        api.wait(lambda: api.shown)
    assert "the bot runs all the same" in capfd.readouterr().err


def test_the_token_is_in_no_log_trace_or_reply(
    api: BotApi, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    api.fault("getMe", "reset")
    api.fault("getUpdates", "junk")
    api.fault("sendMessage", "html")
    api.fault("sendMessage", "429", retry_after=1)
    with serving(api, tmp_path, settings=Settings(log=Log("debug", texts=True))):
        for text in ("甲", "boom", "鼓楼区", "/help"):
            api.say(text)
        api.wait(lambda: len(api.shown) == 4)
        api.fault("sendMessage", "401", 1)
    api.fault("getMe", "401")
    assert Served(api, tmp_path).join() == 1
    assert Served(api, tmp_path, token="1:wrong-token-but-secret").join() == 1
    seen = caplog.text + "".join(capfd.readouterr()) + "".join(api.texts())
    assert re.search(r"bot\[token\]/getUpdates", seen), "httpx must have been heard"
    assert "the desk fell over" in seen
    assert SECRET not in seen and "wrong-token-but-secret" not in seen
    assert not any(SECRET.encode() in file.read_bytes() for file in tmp_path.iterdir())


def test_a_traceback_is_cleaned_too(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with quiet_about(TOKEN):
        try:
            raise ValueError(f"bad {TOKEN}")
        except ValueError:
            logging.getLogger("any").exception("%s at https://x/bot%s/", "failed", TOKEN)
    assert "ValueError: bad [token]" in caplog.text and "Traceback" in caplog.text
    assert SECRET not in caplog.text


def test_a_flood_in_one_chat_is_answered_in_order_and_holds_up_nobody_else(
    api: BotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(poll, "IN_HAND", 10)
    monkeypatch.setattr(poll, "OF_ONE", 5)
    api.latency = 0.02
    with serving(api, tmp_path):
        for number in range(60):
            api.say(f"q{number}", 1)
        api.wait(lambda: api.texts(1))
        for chat in range(2, 10):
            api.say("甲", chat)
        api.wait(lambda: len(api.shown) == 68, seconds=60)
    assert [text.split()[1] for text in api.texts(1)] == [f"q{number}" for number in range(60)]
    assert max(api.last(chat).id for chat in range(2, 10)) < api.last(1).id


def test_a_bot_that_ends_in_the_midst_of_a_flood_goes_on_with_it(
    api: BotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(poll, "OF_ONE", 5)
    monkeypatch.setattr(poll, "GRACE", 0.1)
    api.latency = 0.05
    with serving(api, tmp_path):
        for number in range(40):
            api.say(f"q{number}", 1)
        api.wait(lambda: len(api.shown) > 3)
    assert len(api.shown) < 40
    with serving(api, tmp_path):
        api.wait(lambda: len(api.shown) == 40, seconds=60)
    assert [text.split()[1] for text in api.texts(1)] == [f"q{number}" for number in range(40)]
