"""Running unattended: webhook, health, metrics, limits, log, two pollers; each over real HTTP."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from bot.channels.telegram import poll
from bot.channels.telegram.limits import Limits, Verdict
from bot.channels.telegram.settings import Health, Log, Settings, Webhook
from bot.channels.telegram.settings import Limits as Rates
from tests.bot.channels.bot_api import GROUP, TOKEN, BotApi
from tests.bot.channels.tiny import Served, serving


@pytest.fixture
def api() -> Iterator[BotApi]:
    with BotApi() as api:
        yield api


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def get(port: int, path: str) -> httpx.Response:
    return httpx.get(f"http://127.0.0.1:{port}{path}", trust_env=False)


def is_open(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


class TestWebhook:
    @pytest.fixture
    def settings(self, port: int) -> Settings:
        return Settings(webhook=Webhook(f"http://127.0.0.1:{port}/telegram", port=port, secret="s-3"))

    def test_updates_are_brought_and_answered(self, api: BotApi, tmp_path: Path, settings: Settings) -> None:
        with serving(api, tmp_path, settings=settings):
            api.wait(lambda: api.hook)
            assert api.hook["secret_token"] == "s-3" and "message" in api.hook["allowed_updates"]
            api.say("甲")
            assert api.bring() == 200
            api.wait(lambda: api.shown)
            assert api.count("getUpdates") == 0 and api.texts() == ["答 甲 #1 2026-01-02"]

    def test_what_is_brought_twice_is_answered_once(self, api: BotApi, tmp_path: Path, settings: Settings) -> None:
        with serving(api, tmp_path, settings=settings):
            api.wait(lambda: api.hook)
            api.say("甲")
            ((number, update),) = api._updates.items()
            assert api.bring(json.dumps(update).encode()) == 200
            assert api.bring(json.dumps(update).encode()) == 200
            api.say("乙")
            del api._updates[number]
            api.bring()
            api.wait(lambda: len(api.shown) == 2)
            assert [text.split()[1] for text in api.texts()] == ["甲", "乙"]

    def test_strangers_are_kept_out(self, api: BotApi, tmp_path: Path, settings: Settings, port: int) -> None:
        with serving(api, tmp_path, settings=settings):
            api.wait(lambda: api.hook)
            api.say("甲")
            assert api.bring(secret="wrong") == 403
            assert api.bring(secret="") == 403
            assert api.bring(path=f"http://127.0.0.1:{port}/other") == 404
            assert api.bring(b"{") == 400
            assert api.bring(b"[]") == 400
            assert api.bring(b'{"update_id": "x"}') == 400
            assert api.bring(b" " * 1_000_001) == 413
            assert not api.shown
            assert api.bring() == 200

    def test_a_port_that_is_taken_is_said(
        self, api: BotApi, tmp_path: Path, settings: Settings, port: int, capfd: pytest.CaptureFixture[str]
    ) -> None:
        with socket.create_server(("127.0.0.1", port)):
            assert Served(api, tmp_path, settings=settings).join() == 1
        assert "A port of the settings cannot be opened" in capfd.readouterr().err


class TestHealth:
    def test_the_bot_tells_how_it_is(self, api: BotApi, tmp_path: Path, port: int) -> None:
        with serving(api, tmp_path, settings=Settings(health=Health(port=port))):
            api.say("甲")
            api.say("boom")
            api.wait(lambda: len(api.shown) == 2)
            told = get(port, "/healthz")
            assert told.status_code == 200 and told.json()["ok"] is True
            metrics = get(port, "/metrics").text
            assert 'gongkai_updates_total{kind="message"} 2.0' in metrics
            assert 'gongkai_answers_total{reason="",status="answered"} 1.0' in metrics
            assert "gongkai_failures_total 1.0" in metrics and "甲" not in metrics
            assert get(port, "/").status_code == 404
        assert not is_open(port)

    def test_a_bot_that_telegram_does_not_answer_is_not_well(self, api: BotApi, tmp_path: Path, port: int) -> None:
        api.fault("getMe", "502", 99)
        with serving(api, tmp_path, settings=Settings(health=Health(port=port))):
            api.wait(lambda: is_open(port))
            told = get(port, "/healthz")
            assert told.status_code == 503 and told.json() == {"ok": False, "silence_seconds": None}

    def test_without_a_port_nothing_is_opened(self, api: BotApi, tmp_path: Path, port: int) -> None:
        with serving(api, tmp_path):
            api.say("甲")
            api.wait(lambda: api.shown)
            assert not is_open(port)


class TestLimits:
    def test_one_notice_then_silence_until_there_is_room(self) -> None:
        now = [0.0]
        limits = Limits(3, 100, clock=lambda: now[0])
        said = [limits.judge(1, None) for _ in range(6)]
        assert said == [Verdict.ANSWER] * 3 + [Verdict.SAY_SO] + [Verdict.BE_SILENT] * 2
        assert limits.judge(2, None) is Verdict.ANSWER, "one person's flood is nobody else's"
        now[0] += 20
        assert [limits.judge(1, None) for _ in range(2)] == [Verdict.ANSWER, Verdict.BE_SILENT]
        now[0] += 60
        assert [limits.judge(1, None) for _ in range(4)] == [Verdict.ANSWER] * 3 + [Verdict.SAY_SO]

    def test_a_group_has_a_limit_of_its_own(self) -> None:
        limits = Limits(100, 2, clock=lambda: 0.0)
        assert [limits.judge(user, -5) for user in range(4)] == [*[Verdict.ANSWER] * 2, Verdict.SAY_SO, Verdict.BE_SILENT]
        assert limits.judge(1, -6) is Verdict.ANSWER
        assert limits.judge(None, -6) is Verdict.ANSWER

    def test_over_the_limit_is_said_once(self, api: BotApi, tmp_path: Path) -> None:
        with serving(api, tmp_path, settings=Settings(limits=Rates(user_per_minute=2))):
            for number in range(5):
                api.say(f"问{number}")
            api.wait(lambda: not api.unread and len(api.shown) >= 3)
            assert [text[:2] for text in api.texts()] == ["答 ", "答 ", "问得"]

    def test_a_group_is_held_to_its_limit_by_commands_that_do_not_name_the_bot(self, api: BotApi, tmp_path: Path) -> None:
        with serving(api, tmp_path, settings=Settings(limits=Rates(group_per_minute=2))):
            for person in (11, 12, 13, 14):
                api.say("/weather", chat=-7, kind=GROUP, person=person)
                api.say(f"/ask 问{person}", chat=-7, kind=GROUP, person=person)
            api.wait(lambda: not api.unread and len(api.shown) >= 3)
            assert [text[:2] for text in api.texts(-7)] == ["答 ", "答 ", "问得"]

    def test_talk_among_others_uses_up_nobodys_minute(self, api: BotApi, tmp_path: Path) -> None:
        with serving(api, tmp_path, settings=Settings(limits=Rates(user_per_minute=1))):
            for number in range(4):
                api.say(f"闲聊{number}", chat=-7, kind=GROUP)
            api.say("@gongkai_bot 甲", chat=-7, kind=GROUP)
            api.wait(lambda: api.shown)
            assert api.texts(-7) == ["答 甲 #1 2026-01-02"]


class TestLog:
    @pytest.mark.parametrize("texts", [False, True])
    def test_events_are_json_and_hold_texts_only_where_asked_for(
        self, api: BotApi, tmp_path: Path, capfd: pytest.CaptureFixture[str], texts: bool
    ) -> None:
        with serving(api, tmp_path, settings=Settings(log=Log("debug", "json", texts))):
            api.say("很私密的问题")
            api.wait(lambda: api.shown)
        err = capfd.readouterr().err
        events = [json.loads(line) for line in err.splitlines() if line.startswith("{")]
        (told,) = [event for event in events if event["event"] == "answered"]
        assert told["status"] == "answered" and ("text" in told) is texts
        assert ("很私密的问题" in "".join(json.dumps(event, ensure_ascii=False) for event in events if "event" in event)) is texts
        assert TOKEN.split(":")[1] not in err


def test_two_pollers_end_the_bot(
    api: BotApi, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(poll, "LEAVING", 1.0)
    api.fault("getUpdates", "409", 999)
    assert Served(api, tmp_path).join() == 1
    err = capfd.readouterr().err
    assert err.count("waiting for it to end") == 1 and "this one has stopped" in err and "Traceback" not in err
