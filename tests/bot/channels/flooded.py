"""The bot as its command starts it, over a small database, watched from outside: its failures, its memory, its log."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Self

import httpx

from tests.bot.channels.bot_api import TOKEN, BotApi

ROOT = Path(__file__).parents[3]
AT_ONCE = 500
"""Updates that wait on the server at a time."""


class Flooded:
    """`take` puts updates and waits until the bot has done with them."""

    def __init__(self, api: BotApi, state: Path, database: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        settings, self._log = state / "bot.toml", state / "log.txt"
        settings.write_text(
            f'state = "{state}"\n[limits]\nuser_per_minute = 10000\ngroup_per_minute = 10000\n[health]\nport = {port}\n'
        )
        self._api, self._client, self._url = api, httpx.Client(trust_env=False), f"http://127.0.0.1:{port}/metrics"
        environment = {**os.environ, "TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": api.url, "LC_ALL": "C.UTF-8"}
        command = [sys.executable, "-W", "error", "-m", "bot", "telegram", "--db", str(database), "--config", str(settings)]
        with self._log.open("w") as log:
            self._bot = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=log)
        api.wait(lambda: api.count("getUpdates"), seconds=60)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()
        self._client.close()

    def take(self, updates: Iterable[tuple[str, Any]]) -> None:
        """Each is (kind, body); they are put as the bot gets on with them."""
        for number, (kind, body) in enumerate(updates):
            self._api.put(kind, body)
            if number % AT_ONCE == AT_ONCE - 1:
                self._api.wait(lambda: self._api.unread < AT_ONCE // 2, seconds=120)
        self._api.wait(self._is_done, seconds=120)

    def failures(self) -> float:
        """Updates that could not be answered for a reason that is the bot's own."""
        return self._meter("gongkai_failures_total")

    def megabytes(self) -> float:
        """Memory that the process holds now."""
        status = Path(f"/proc/{self._bot.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) / 1024

    def seconds(self) -> float:
        """Seconds of a core that the process has used, however busy the machine is with other things."""
        used = Path(f"/proc/{self._bot.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        return sum(map(int, used)) / os.sysconf("SC_CLK_TCK")

    def end(self) -> str:
        """Ends it, if it still runs; gives what it said."""
        if self._bot.poll() is None:
            self._bot.send_signal(signal.SIGTERM)
        assert self._bot.wait(30) == 0, self._log.read_text()[-2000:]
        return self._log.read_text()

    def _is_done(self) -> bool:
        assert self._bot.poll() is None, self._log.read_text()[-2000:]
        return not self._api.unread and self._meter("gongkai_in_hand") == 0

    def _meter(self, name: str) -> float:
        lines = self._client.get(self._url).text.splitlines()
        return sum(float(line.split()[-1]) for line in lines if line.split()[0].split("{")[0] == name)
