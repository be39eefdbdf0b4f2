"""A Bot API server for tests: real HTTP on 127.0.0.1, as strict as the published API, with the faults a bot must bear.

It keeps what a chat would show (`shown`), refuses what Telegram refuses, in its words, and forgets an update when a poll
names a higher offset. Its parts: wire (HTTP and faults), forms (requests), markup and keyboards (what a message may hold),
chats and people (what is there and what they do), posting, answering, receiving and files (the methods).
"""

from __future__ import annotations

import time
from collections.abc import Callable

from tests.bot.channels.answering import Answering
from tests.bot.channels.chats import CHANNEL, GROUP, ME, PRIVATE, Shown
from tests.bot.channels.posting import Posting
from tests.bot.channels.receiving import Receiving
from tests.bot.channels.wire import Wire

__all__ = ["CHANNEL", "GROUP", "ME", "PRIVATE", "TOKEN", "BotApi", "Shown"]

TOKEN = "7012345678:AAF-secret_of_the_test-0123456789abcd"


class BotApi(Posting, Answering, Receiving, Wire):
    """Start it with `with BotApi() as api`; talk to the bot with say, edit, press; look at shown and calls."""

    def __init__(self, token: str = TOKEN, latency: float = 0.0) -> None:
        super().__init__()
        self.token, self.latency = token, latency

    def texts(self, chat: int = 1) -> list[str]:
        return [shown.text for (where, _), shown in sorted(self.shown.items()) if where == chat]

    def last(self, chat: int = 1) -> Shown:
        return max((s for s in list(self.shown.values()) if s.chat == chat), key=lambda s: s.id)

    def wait(self, until: Callable[[], object], seconds: float = 30.0) -> None:
        """Blocks the calling thread until the condition holds."""
        end = time.monotonic() + seconds
        while not until():
            assert time.monotonic() < end, "it never came to pass"
            time.sleep(0.005)
