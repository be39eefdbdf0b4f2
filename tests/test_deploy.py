"""What `deploy/` holds fits the program: its command lines, settings and addresses, and what the pages say of them."""

from __future__ import annotations

import configparser
import re
import shlex
from pathlib import Path

import pytest

from bot.__main__ import _parser
from bot.channels.telegram.menus import ADMIN, GROUP, PRIVATE
from bot.channels.telegram.settings import settings_from

ROOT = Path(__file__).resolve().parents[1]
UNIT, IMAGE, SETTINGS = (ROOT / "deploy" / name for name in ("gongkai-telegram.service", "Dockerfile", "telegram.toml"))


def unit() -> configparser.SectionProxy:
    read = configparser.ConfigParser(strict=False, interpolation=None)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read_string(UNIT.read_text("utf-8"))
    return read["Service"]


def test_the_unit_starts_the_bot_with_a_command_line_that_it_takes() -> None:
    program, m, module, *arguments = shlex.split(unit()["ExecStart"])
    assert program.endswith("/python") and (m, module) == ("-m", "bot")
    options = _parser().parse_args(arguments)
    assert options.command == "telegram" and options.db.parent == Path("/var/lib") / unit()["StateDirectory"]
    assert unit()["KillSignal"] == "SIGTERM" and int(unit()["TimeoutStopSec"]) > 8 and unit()["User"] != "root"


@pytest.mark.parametrize("page", ["docs/telegram.md", "docs/telegram.zh-CN.md"])
def test_the_token_file_of_the_pages_is_where_the_unit_puts_it(page: str) -> None:
    name = unit()["LoadCredential"].partition(":")[0]
    assert f"/run/credentials/{UNIT.name}/{name}" in (ROOT / page).read_text("utf-8")


def test_the_image_runs_without_root_and_asks_where_health_is_told() -> None:
    image = IMAGE.read_text("utf-8")
    settings = settings_from(SETTINGS, {})
    asked = re.search(r"http://127\.0\.0\.1:(\d+)(/\w+)", image)
    assert asked is not None and (int(asked[1]), asked[2]) == (settings.health.port, "/healthz")
    assert re.search(r"^USER (?!root)\w+$", image, re.MULTILINE) and f"VOLUME {settings.state}\n" in image
    for source in re.findall(r"^COPY (.+) \S+$", image, re.MULTILINE):
        assert all((ROOT / one).exists() for one in source.split())


@pytest.mark.parametrize("page", ["docs/telegram.md", "docs/telegram.zh-CN.md"])
def test_the_pages_tell_of_every_command(page: str) -> None:
    told = set(re.findall(r"^\| `/(\w+)` \|", (ROOT / page).read_text("utf-8"), re.MULTILINE))
    assert told == {*PRIVATE, *GROUP, *ADMIN}
