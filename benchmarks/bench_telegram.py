"""Telegram: updates answered a second at 50 ms of network, over real HTTP to a Bot API server on this machine.

    .venv/bin/python -m benchmarks.bench_telegram [UPDATES]

The real desk over a small database, in a process of its own. Many chats at once, where only the connections limit, and one
chat, where each answer waits for the one before it; then a steady stream, for the time from a message to its answer. Within
a chat the answers must come in the order of the questions. The bar is 90 a second from many chats.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.bot.channels.bot_api import GROUP, BotApi
from tests.bot.channels.flooded import Flooded
from tests.bot.desk import database

LATENCY = 0.05
BAR = 90.0
STREAM = 40
"""Messages a second of the steady stream."""
QUESTIONS = ("川汇区卫健委2024年许可多少", "红旗区2022年行政处罚几件", "2024年许可最多的是哪里", "川汇区近三年许可趋势")


class Timed(BotApi):
    """Notes when a message is said and when it is answered: in groups an answer is a reply, which tells what it answers."""

    def __init__(self) -> None:
        super().__init__(latency=LATENCY)
        self.said: dict[int, float] = {}
        self.heard: dict[int, float] = {}

    def ask(self, number: int, chat: int) -> None:
        began = time.perf_counter()
        question = f"@gongkai_bot {QUESTIONS[number % len(QUESTIONS)]}"
        self.said[self.say(question, chat=chat, kind=GROUP, person=number + 1)] = began

    def quoted(self, asked: dict[str, Any], chat: int) -> int | None:
        question = super().quoted(asked, chat)
        if question is not None:
            self.heard[question] = time.perf_counter()
        return question

    def waits(self) -> list[float]:
        """Milliseconds from each message to its answer, shortest first; each must be answered, and in order in its chat."""
        assert self.said.keys() == self.heard.keys(), "one is lost"
        for chat in {shown.chat for shown in self.shown.values()}:
            order = [shown.reply_to or 0 for (where, _), shown in sorted(self.shown.items()) if where == chat]
            assert order == sorted(set(order)), "not in order, or twice"
        return sorted(1000 * (self.heard[one] - self.said[one]) for one in self.said)


def measured(updates: int, chats: int, a_second: float = 0.0) -> tuple[float, float, list[float]]:
    """Updates a second from the first one said to the last one answered, milliseconds of a core for each, and the waits."""
    with Timed() as api, tempfile.TemporaryDirectory() as state, Flooded(api, Path(state), database()) as bot:
        began, used = time.perf_counter(), bot.seconds()
        for number in range(updates):
            api.ask(number, -1 - number % chats)
            if a_second:
                time.sleep(max(0.0, began + (number + 1) / a_second - time.perf_counter()))
        api.wait(lambda: len(api.shown) >= updates, seconds=300)
        rate = updates / (time.perf_counter() - began)
        return rate, 1000 * (bot.seconds() - used) / updates, api.waits()


def main() -> None:
    updates = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    few = max(20, updates // 20)
    many, core, _ = measured(updates, 200)
    one, _, _ = measured(few, 1)
    _, _, waits = measured(min(updates, 400), 200, STREAM)
    verdict = "held" if many >= BAR else "MISSED"
    p50, p99 = waits[len(waits) // 2], waits[len(waits) * 99 // 100]
    print(f"{LATENCY * 1000:.0f} ms of network, real HTTP, the real desk; order held in every chat:")
    print(f"  {updates} updates from 200 chats  {many:6.1f} a second (bar {BAR:.0f}: {verdict}), {core:.1f} ms of a core each")
    print(f"  {few} updates from one chat    {one:6.1f} a second")
    print(f"  {STREAM} a second, from message to answer: p50 {p50:.0f} ms, p99 {p99:.0f} ms")


if __name__ == "__main__":
    main()
