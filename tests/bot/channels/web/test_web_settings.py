"""Settings of the page: from a file, under the environment, under the command line; every fault said in a plain sentence."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from bot.channels.web.settings import EXAMPLE, Limits, Log, Settings, settings_from
from bot.errors import SettingsWrong
from tests.bot.channels.web.serving import ROOT, database


def written(folder: Path, text: str) -> Path:
    file = folder / "web.toml"
    file.write_text(text, "utf-8")
    return file


def test_the_command_line_wins_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    file = written(tmp_path, 'port = 1\nworkers = 2\nlisten = "::1"\n[limits]\nburst = 7\n')
    environment = {"GONGKAI_WEB_PORT": "2", "GONGKAI_WEB_WORKERS": "3", "GONGKAI_WEB_LOG_ACCESS": "true"}
    environment |= {"GONGKAI_WEB_TRUSTED_PROXIES": "127.0.0.1, 10.0.0.0/8", "GONGKAI_WEB_ADDRESS": "https://example.org/"}
    settings = settings_from(file, environment, {"port": 3, "workers": None})
    assert (settings.port, settings.workers, settings.listen) == (3, 3, "::1")
    assert settings.trusted_proxies == ("127.0.0.1", "10.0.0.0/8") and settings.address == "https://example.org"
    assert settings.limits == Limits(burst=7) and settings.log == Log(access=True)


def test_the_example_names_every_setting_with_its_default(tmp_path: Path) -> None:
    live = "\n".join(line.removeprefix("# ") if " = " in line else line for line in EXAMPLE.splitlines())
    held = tomllib.loads(live)
    assert held.keys() == {entry.name for entry in fields(Settings)}
    for name, value in held.items():
        default = getattr(Settings(), name)
        if is_dataclass(default):
            assert value == {entry.name: getattr(default, entry.name) for entry in fields(default)}
    assert settings_from(written(tmp_path, EXAMPLE), {}) == Settings()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("colour = 1", "colour"),
        ("port = 70000", "port"),
        ("workers = 0", "workers"),
        ("trusted_proxies = ['nginx']", "nginx"),
        ("trusted_proxies = [1]", "list of texts"),
        ("staff = ['secret']", "SHA-256"),
        ("address = 'example.org'", "address"),
        ("[limits]\nper_minute = 0", "limits.per_minute"),
        ("[limits]\nburst = '9'", "whole number"),
        ("[log]\nlevel = 'loud'", "debug, info"),
        ("[health]\nport = -1", "health.port"),
    ],
)
def test_each_fault_is_said_in_both_languages(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SettingsWrong) as wrong:
        settings_from(written(tmp_path, text), {})
    assert said in wrong.value.en
    assert any("一" <= char <= "鿿" for char in wrong.value.zh)


@pytest.mark.parametrize(("name", "value"), [("PORT", "http"), ("LOG_LEVEL", "loud"), ("LOG_ACCESS", "maybe"), ("WORKERS", "99")])
def test_a_fault_of_the_environment_is_said_too(name: str, value: str) -> None:
    with pytest.raises(SettingsWrong):
        settings_from(None, {f"GONGKAI_WEB_{name}": value})


def test_the_command_tells_of_faults_and_prints_its_example(tmp_path: Path) -> None:
    web = [sys.executable, "-m", "bot", "web", "--db", str(database())]
    env = {**os.environ, "LC_ALL": "C.UTF-8"}
    wrong = subprocess.run([*web, "--workers", "0"], cwd=ROOT, env=env, capture_output=True, text=True)
    assert wrong.returncode == 2 and wrong.stderr == "“workers” must be between 1 and 64.\n"
    shown = subprocess.run([*web, "--print-config"], cwd=ROOT, env=env, capture_output=True, text=True)
    assert shown.returncode == 0 and shown.stdout == EXAMPLE
