"""Telegram: updates answered a second at 50 ms of network, over real HTTP to a Bot API server on this machine.

    .venv/bin/python -m benchmarks.bench_telegram [UPDATES]

Two rates: from many chats, where only the connections limit; and from one chat, where each answer waits for the one
before it. The bar is 90 a second from many chats.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bot.channels.bot_api import TOKEN, BotApi

LATENCY = 0.05
BAR = 90.0


def rate(updates: int, chats: int) -> float:
    """Updates a second, from the first one said to the last one answered."""
    with BotApi(latency=LATENCY) as api, tempfile.TemporaryDirectory() as inbox:
        command = [sys.executable, "-m", "tests.bot.channels.tiny", api.url, inbox, TOKEN]
        bot = subprocess.Popen(command, cwd=Path(__file__).parents[1], stderr=subprocess.DEVNULL)
        try:
            api.wait(lambda: api.count("getUpdates"))
            began = time.perf_counter()
            for number in range(updates):
                api.say(f"q{number}", chat=number % chats)
            api.wait(lambda: len(api.shown) >= updates, seconds=120)
            return updates / (time.perf_counter() - began)
        finally:
            bot.send_signal(signal.SIGTERM)
            bot.wait()


def main() -> None:
    updates = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    many, one = rate(updates, 200), rate(updates // 20, 1)
    verdict = "held" if many >= BAR else "MISSED"
    print(f"{LATENCY * 1000:.0f} ms of network, real HTTP:")
    print(f"  {updates} updates from 200 chats  {many:6.1f} a second (bar {BAR:.0f}: {verdict})")
    print(f"  {updates // 20} updates from one chat    {one:6.1f} a second")


if __name__ == "__main__":
    main()
