"""What every page works with: the desk on a thread of its own, the conversations, the pictures of cells, the phrases."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from bot.answer import Desk
from bot.backoffice.evidence import Evidence
from bot.channels.web.render import Phrases
from bot.facts import Facts
from bot.fetch.atlas import Atlas
from bot.fetch.changes import Reports
from bot.question import Answer
from bot.say import Say
from bot.talk.conversation import Context
from bot.talk.memory import DAY, Limits
from bot.talk.patient import conversations
from bot.talk.talks import Talks

T = TypeVar("T")

KEPT_DAYS = 365
FONT = "NotoSansSC-subset.otf"


class Site:
    """One database, served. Whatever reads it runs on one thread, by `at_desk`: an answer takes milliseconds, and neither
    SQLite's connection nor what the desk remembers has to be shared. Pictures and files are made in other threads."""

    def __init__(self, desk: Desk, db: Path, state: Path, words: Path, phrases: Phrases, today: Callable[[], date]) -> None:
        self.db, self.today, self.phrases = db, today, phrases
        self.font = words.parent / "fonts" / FONT
        self.talks = Talks(desk, conversations(state / "web-talks.db", Limits(answer=KEPT_DAYS * DAY)))
        self.beyond = desk.beyond
        self.facts = Facts(db)
        self.reports, self.atlas = Reports(self.facts), Atlas(self.facts)
        self.evidence = Evidence(db)
        self._thread = ThreadPoolExecutor(1, "desk")

    async def at_desk(self, work: Callable[..., T], *arguments: object) -> T:
        """What `work` returns, done on the thread of the desk, one after the other."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, partial(work, *arguments))

    async def ask(self, talk: str, text: str, mark: str | None = None) -> tuple[Answer, Context]:
        """The answer to a message of a conversation, and the conversation after it. The same message under the same mark,
        as when a page is loaded again, is answered as it was."""
        return await self.at_desk(self.talks.turn, f"web/{talk}", text, self.today(), time.time(), mark)

    async def reopen(self, id: str) -> Answer | None:
        """The kept answer of that id, over what is stored now; None where it is not kept."""
        return await self.at_desk(self.talks.reopen, id, time.time())

    def say(self, language: str) -> Say:
        """The voice of answers."""
        return self.beyond.say(language)

    def close(self) -> None:
        """Lets go of the files, once what is under way is done."""
        self._thread.shutdown(wait=True, cancel_futures=True)
        self.talks.memory.close()
        self.facts.close()


def new_talk() -> str:
    """The name of a new conversation: whoever does not know it cannot guess it."""
    return secrets.token_urlsafe(12)
