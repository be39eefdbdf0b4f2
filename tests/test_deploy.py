"""What `deploy/` holds fits the program: its command lines, settings and addresses, and what the pages say of them."""

from __future__ import annotations

import configparser
import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.__main__ import _parser
from bot.channels.telegram.menus import ADMIN, GROUP, PRIVATE
from bot.channels.telegram.settings import settings_from
from bot.channels.web.settings import settings_from as web_settings_from

ROOT = Path(__file__).resolve().parents[1]
UNIT, IMAGE, SETTINGS = (ROOT / "deploy" / name for name in ("gongkai-telegram.service", "Dockerfile", "telegram.toml"))
WEB, WEB_SETTINGS, NGINX = (ROOT / "deploy" / name for name in ("gongkai-web.service", "web.toml", "nginx.conf"))


def unit(file: Path = UNIT) -> configparser.SectionProxy:
    read = configparser.ConfigParser(strict=False, interpolation=None)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read_string(file.read_text("utf-8"))
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
    asked = re.search(r"for at in (.+?);", image)
    assert asked is not None and asked[1].split() == [f"{settings.health.port}/healthz", f"{web_settings_from(None, {}).port}/"]
    assert re.search(r"^USER (?!root)\w+$", image, re.MULTILINE) and f"VOLUME {settings.state}\n" in image
    for source in re.findall(r"^COPY (?:--\S+ )?(.+) \S+$", image, re.MULTILINE):
        assert all((ROOT / one).exists() for one in source.split())


@pytest.mark.parametrize("command", [None, ["web", "--listen", "0.0.0.0"]])
def test_what_the_image_starts_takes_its_arguments_and_begins_with_the_samples(command: list[str] | None, tmp_path: Path) -> None:
    """The script that it runs, with a python that writes down what it is asked."""
    (given,) = (
        json.loads(line.removeprefix("CMD ")) for line in IMAGE.read_text("utf-8").splitlines() if line.startswith("CMD ")
    )
    asked = tmp_path / "asked"
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\necho "$@" >> "{asked}"\n[ "$2" = bot ]\n')
    python.chmod(0o755)
    settings = {"PATH": f"{tmp_path}:/bin:/usr/bin", "GONGKAI_DB": str(tmp_path / "reports.db")}
    for _ in range(2):
        assert subprocess.run([ROOT / "deploy" / "start", *(command or given)], env=settings, check=False).returncode == 0
        (tmp_path / "reports.db").touch()
    first, *others = asked.read_text().splitlines()
    assert first == "-m ingest add /opt/gongkai/data/reports" and others == [" ".join(["-m", "bot", *(command or given)])] * 2
    assert _parser().parse_args(command or given).command == (command or given)[0]


@pytest.mark.parametrize("page", ["docs/telegram.md", "docs/telegram.zh-CN.md"])
def test_the_pages_tell_of_every_command(page: str) -> None:
    told = set(re.findall(r"^\| `/(\w+)` \|", (ROOT / page).read_text("utf-8"), re.MULTILINE))
    assert told == {*PRIVATE, *GROUP, *ADMIN}


def test_the_unit_of_the_page_starts_it_with_what_it_takes() -> None:
    program, m, module, *arguments = shlex.split(unit(WEB)["ExecStart"])
    assert program.endswith("/python") and (m, module) == ("-m", "bot")
    options = _parser().parse_args(arguments)
    assert options.command == "web" and options.db.parent == Path("/var/lib") / unit(WEB)["StateDirectory"]
    assert int(unit(WEB)["TimeoutStopSec"]) > 8 and unit(WEB)["User"] != "root"
    settings = web_settings_from(WEB_SETTINGS, {})
    assert f"server {settings.listen}:{settings.port};" in NGINX.read_text("utf-8")
    assert settings.trusted_proxies == ("127.0.0.1",) and settings.health.port


@pytest.mark.parametrize("page", ["docs/web.md", "docs/web.zh-CN.md"])
def test_the_container_of_the_page_is_started_with_what_it_takes(page: str) -> None:
    command = re.search(r"docker run (?:.*\\\n)*.*\bgongkai (web .*)", (ROOT / page).read_text("utf-8"))
    assert command is not None and _parser().parse_args(shlex.split(command[1])).listen == "0.0.0.0"


@pytest.mark.skipif(shutil.which("nginx") is None, reason="no nginx on this machine to try its configuration")
def test_nginx_takes_its_configuration(tmp_path: Path) -> None:
    whole = f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ access_log off; {NGINX.read_text('utf-8')} }}"
    for folder in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"):
        whole = whole.replace("http {", f"http {{ {folder}_temp_path {tmp_path}/{folder};", 1)
    (tmp_path / "nginx.conf").write_text(whole.replace("listen 80;", "listen 127.0.0.1:1080;"), "utf-8")
    tried = subprocess.run(["nginx", "-t", "-c", tmp_path / "nginx.conf"], capture_output=True, text=True)
    assert tried.returncode == 0, tried.stderr
