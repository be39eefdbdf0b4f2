"""Typing: for whoever waits longer than a moment, again and again; nothing for an answer that is there in time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.channels.telegram import signs
from tests.bot.channels.bot_api import GROUP, BotApi
from tests.bot.channels.tiny import serving

ROOM, OTHERS = -5, -6


@pytest.fixture
def api() -> Iterator[BotApi]:
    with BotApi() as api:
        yield api


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signs, "SOON", 0.02)
    monkeypatch.setattr(signs, "PACE", 0.001)


def test_an_answer_that_is_there_in_time_gets_no_sign(api: BotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signs, "SOON", 600.0)
    with serving(api, tmp_path):
        for number in range(40):
            api.say(f"甲{number}", chat=number % 5)
        api.wait(lambda: len(api.shown) == 40)
    assert api.actions == []


@pytest.mark.usefixtures("at_once")
def test_who_waits_sees_that_it_is_typing_until_the_answer_is_there(
    api: BotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signs, "STILL", 0.05)
    with serving(api, tmp_path):
        api.fault("sendMessage", "429", retry_after=1)
        api.say("甲")
        api.wait(lambda: len(api.actions) > 2)
        assert not api.shown and set(api.actions) == {(1, "typing")}
        api.wait(lambda: api.shown)
        api.say("乙", chat=2)
        api.wait(lambda: len(api.shown) == 2)
        signs_so_far = Counter(chat for chat, _ in api.actions)[1]
        api.say("丙", chat=2)
        api.wait(lambda: len(api.shown) == 3)
        assert Counter(chat for chat, _ in api.actions)[1] == signs_so_far


@pytest.mark.usefixtures("at_once")
def test_a_queue_in_one_chat_is_one_sign_and_each_chat_gets_its_own(
    api: BotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signs, "STILL", 600.0)
    with serving(api, tmp_path):
        api.fault("sendMessage", "429", times=20, retry_after=1)
        for number in range(100):
            api.say(f"q{number}", chat=number % 20)
        api.wait(lambda: len(api.shown) == 100)
    assert Counter(api.actions) == dict.fromkeys(((chat, "typing") for chat in range(20)), 1)


@pytest.mark.usefixtures("at_once")
def test_in_groups_only_whoever_is_answered_waits(api: BotApi, tmp_path: Path) -> None:
    with serving(api, tmp_path):
        api.fault("sendMessage", "429", times=2, retry_after=1)
        api.say("甲", chat=OTHERS, kind=GROUP)
        api.say("/ask@other_bot 甲", chat=OTHERS, kind=GROUP)
        api.say("@gongkai_bot 甲", chat=ROOM, kind=GROUP, message_thread_id=7, is_topic_message=True)
        api.say("/ask 甲", chat=ROOM - 10, kind=GROUP)
        api.wait(lambda: len(api.shown) == 2)
    assert set(api.actions) == {(ROOM, "typing"), (ROOM - 10, "typing")}
    threads = {asked.get("message_thread_id") for method, asked in api.calls if method == "sendChatAction"}
    assert {int(thread) if thread else None for thread in threads} == {7, None}
    assert not [said for method, said in api.refused if method == "sendChatAction"]


@pytest.mark.usefixtures("at_once")
def test_a_sign_that_fails_holds_up_nothing(api: BotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signs, "STILL", 0.05)
    with serving(api, tmp_path):
        for kind in ("502", "reset", "403", "429"):
            api.fault("sendChatAction", kind, **({"retry_after": 1} if kind == "429" else {}))
        api.fault("sendMessage", "429", times=3, retry_after=1)
        for chat in (1, 2, 3):
            api.say("甲", chat=chat)
        api.wait(lambda: len(api.shown) == 3)
        api.wait(lambda: not api._faults or api.count("sendChatAction") > 3)
    assert sorted(chat for chat, _ in api.shown) == [1, 2, 3]
