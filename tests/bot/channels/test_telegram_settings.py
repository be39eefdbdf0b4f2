"""Settings: from a file under the environment, and every fault said in a plain sentence."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from bot.channels.telegram.settings import EXAMPLE, OFFICIAL, Health, Limits, Log, Settings, Webhook, settings_from
from bot.errors import SettingsWrong


def written(folder: Path, text: str) -> Path:
    file = folder / "bot.toml"
    file.write_text(text, "utf-8")
    return file


def test_without_anything_all_is_as_by_default() -> None:
    assert settings_from(None, {}) == Settings()


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        f'api_url = "http://127.0.0.1:1/"\ntoken_file = "{tmp_path / "token"}"\nstaff = [7]\n[limits]\nuser_per_minute = 5\n',
    )
    (tmp_path / "token").write_text("1:from-file\n")
    settings = settings_from(file, {})
    assert (settings.token, settings.api_url, settings.staff, settings.limits) == (
        "1:from-file",
        "http://127.0.0.1:1",
        (7,),
        Limits(5, 600),
    )
    named = {"TELEGRAM_BOT_TOKEN": "2:from-environment", "TELEGRAM_API_URL": "http://localhost:2"}
    assert (settings_from(file, named).token, settings_from(file, named).api_url) == ("2:from-environment", "http://localhost:2")


def test_the_token_is_never_shown() -> None:
    assert "hush" not in repr(settings_from(None, {"TELEGRAM_BOT_TOKEN": "1:hush"}))


def test_the_example_names_every_setting_with_its_default(tmp_path: Path) -> None:
    live = "\n".join(line.removeprefix("# ") if " = " in line else line for line in EXAMPLE.splitlines())
    held = tomllib.loads(live)
    names = {entry.name for entry in fields(Settings)} - {"token"}
    assert held.keys() == names
    assert held["api_url"] == OFFICIAL and held["keep_days"] == Settings().keep_days
    for name, part in (("limits", Limits()), ("health", Health()), ("log", Log()), ("webhook", Webhook())):
        assert held[name].keys() == {entry.name for entry in fields(part)}
    assert settings_from(written(tmp_path, EXAMPLE), {}) == Settings()


@pytest.mark.parametrize("token", ["1:a b", "1:a\nb", "1:a/../b", "<token>"])
def test_a_token_that_is_none_is_said(token: str) -> None:
    with pytest.raises(SettingsWrong, match="token") as wrong:
        settings_from(None, {"TELEGRAM_BOT_TOKEN": token})
    assert token not in str(wrong.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("colour = 1", "colour"),
        ('token = "1:x"', "token"),
        ("staff = ['a']", "staff"),
        ("staff = [true]", "staff"),
        ("keep_days = 0", "keep_days"),
        ("keep_days = '3'", "whole number"),
        ("[log]\nlevel = 'loud'", "debug, info"),
        ("[log]\ntexts = 1", "true or false"),
        ("[health]\nport = 70000", "health.port"),
        ("[webhook]\nurl = 'http://bot.example.org'", "https"),
        ("[webhook]\nsecret = 'a b'", "webhook.secret"),
        ("[limits]\nuser_per_minute = 0", "user_per_minute"),
        ("[nonsense]\nx = 1", "nonsense"),
        ("limits = 3", "limits"),
        ("api_url = 'ftp://x'", "api_url"),
        ("token_file = '/no/such/file'", "token_file"),
        ("= broken", "TOML"),
    ],
)
def test_each_fault_is_said_in_both_languages(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SettingsWrong) as wrong:
        settings_from(written(tmp_path, text), {})
    assert said in wrong.value.en
    assert any("一" <= char <= "鿿" for char in wrong.value.zh)


def test_all_faults_are_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(SettingsWrong) as wrong:
        settings_from(written(tmp_path, "colour = 1\nkeep_days = 0\n[log]\nlevel = 'x'"), {})
    assert len(wrong.value.en.splitlines()) == 3


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(SettingsWrong, match=r"none\.toml"):
        settings_from(tmp_path / "none.toml", {})


def test_a_server_of_ones_own_may_be_called_back_without_tls(tmp_path: Path) -> None:
    text = "api_url = 'http://127.0.0.1:8081'\n[webhook]\nurl = 'http://127.0.0.1:9000/x'"
    assert settings_from(written(tmp_path, text), {}).webhook.url.startswith("http:")
