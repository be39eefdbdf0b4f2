"""What every page works with: the desk on a thread of its own, the conversations, the pictures of cells, the phrases."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from bot.answer import Desk
from bot.backoffice.evidence import Evidence
from bot.casting.who import Who
from bot.channels.web.render import Phrases
from bot.facts import Facts
from bot.fetch.atlas import Atlas
from bot.fetch.changes import Reports
from bot.question import Answer, Choice
from bot.say import Say
from bot.saying.offers import Offers
from bot.talk.conversation import Context
from bot.talk.memory import DAY, Limits
from bot.talk.patient import conversations
from bot.talk.talks import Talks
from bot.words import load_words

T = TypeVar("T")

KEPT_DAYS = 365
_REMEMBERED = 2_000
FONT = "NotoSansSC-subset.otf"


class Site:
    """One database, served. Whatever reads it runs on one thread, by `at_desk`: an answer takes milliseconds, and neither
    SQLite's connection nor what the desk remembers has to be shared. Pictures and files are made in other threads."""

    def __init__(self, desk: Desk, db: Path, state: Path, words: Path, phrases: Phrases, today: Callable[[], date]) -> None:
        self.db, self.state, self.words, self.today, self.phrases = db, state, words, today, phrases
        self.staff: tuple[str, ...] = ()
        """The SHA-256 of the tokens with which staff log in."""
        self.address = ""
        """Where the site is reached from outside, without a slash at its end; empty where that is not said."""
        self._closing: list[Callable[[], None]] = []
        self.font = words.parent / "fonts" / FONT
        with suppress(OSError):  # what cannot be kept there is kept in memory
            state.mkdir(parents=True, exist_ok=True)
        self.talks = Talks(desk, conversations(state / "web-talks.db", Limits(answer=KEPT_DAYS * DAY)))
        self.beyond = desk.beyond
        self.facts = Facts(db)
        self.called = Who(self.facts).label
        """What answers call an agency."""
        self.reports, self.atlas = Reports(self.facts), Atlas(self.facts)
        self.evidence = Evidence(db)
        self.offers = Offers(self.facts, load_words(words))
        self._known: dict[tuple[str, str, int, int], bool] = {}
        """Of which answer a question is, as long as no report is stored."""
        self._following: dict[tuple[str, int, int], tuple[Choice, ...]] = {}
        """What can be asked after a kept answer, as long as no report is stored."""
        self._examples: dict[str, tuple[int, tuple[str, ...]]] = {}
        """Of each language, and of which state of the reports."""
        self._thread = ThreadPoolExecutor(1, "desk")

    async def at_desk(self, work: Callable[..., T], *arguments: object) -> T:
        """What `work` returns, done on the thread of the desk, one after the other."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, partial(work, *arguments))

    def soon(self, work: Callable[..., object], *arguments: object) -> None:
        """Has something done at the desk before the first request, so that nobody waits for what is worked out once."""
        self._thread.submit(work, *arguments)

    async def ask(self, talk: str, text: str, on: str = "") -> tuple[Answer, Context]:
        """The answer to a message of a conversation, and the conversation after it. `on` is the id of the answer under which
        it was asked. The same message under the same answer, as when a page is loaded again, is answered as it was."""
        return await self.at_desk(self._asked, f"web/{talk}", text, on)

    def _asked(self, chat: str, text: str, on: str) -> tuple[Answer, Context]:
        now, mark = time.time(), f"{on}/{text}"
        self._lean(chat, on, mark, now)
        return self.talks.turn(chat, text, self.today(), now, mark)

    async def settle(self, talk: str, id: str, way: str) -> tuple[Answer, Context] | None:
        """What `way` (trend or peers) of a kept answer leads to, as a turn of the conversation; None where it leads nowhere."""
        return await self.at_desk(self._settled, f"web/{talk}", id, way)

    def _settled(self, chat: str, id: str, way: str) -> tuple[Answer, Context] | None:
        now, mark = time.time(), f"{id}/{way}"
        answer = self.talks.reopen(id, now, chat)
        question = getattr(self.beyond.ways(answer), way) if answer is not None else None
        if question is None:
            return None
        self._lean(chat, id, mark, now)
        told = self.talks.settled(chat, question, self.today(), now, mark)
        after = self.talks.memory.load(chat, now)
        return (told, after or Context()) if told is not None else None

    def _lean(self, chat: str, on: str, mark: str, now: float) -> None:
        """Takes the conversation back to the answer under which something is asked, where it went on since: someone has gone
        back in the browser, or opened a link to the answer."""
        context = self.talks.memory.load(chat, now, mark) or Context()
        last = context.turns[-1].id if context.turns else ""
        if on and on not in {last, *(id for id, parts in context.groups if parts[-1:] == (last,))}:
            self.talks.take_up(on, chat, self.today(), now)

    async def reopen(self, id: str, talk: str = "") -> Answer | None:
        """The kept answer of that id, over what is stored now; None where it is not kept. The words of its question are there
        only where it was asked in that conversation: they are nobody else's."""
        return await self.at_desk(self.talks.reopen, id, time.time(), f"web/{talk}")

    def is_of(self, text: str, id: str) -> bool:
        """Whether a question, asked on its own and at any time, has the answer of that id. At the desk."""
        self.facts.look()
        asked = (text, id, self.today().year, self.facts.state.reports)
        if asked not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            later = date(self.today().year + 1, 1, 1)
            self._known[asked] = bool(self.talks.desk.answer(text, None, later)[0].id == id)
        return self._known[asked]

    def examples(self, language: str) -> tuple[str, ...]:
        """Questions of every kind that have an answer, worked out anew when something was stored. At the desk."""
        self.facts.look()
        state, examples = self._examples.get(language, (-1, ()))
        if state != self.facts.state.reports:
            answer, _ = self.talks.desk.answer("帮助" if language == "zh" else "help", None, self.today())
            examples = tuple((answer.result or {}).get("examples", ()))
            self._examples[language] = (self.facts.state.reports, examples)
        return examples

    def following(self, id: str) -> tuple[Choice, ...]:
        """What can be asked after a kept answer: each is run before it is offered, once as long as nothing is stored. At the
        desk."""
        self.facts.look()
        after = (id, self.today().year, self.facts.state.reports)
        if after not in self._following:
            if len(self._following) >= _REMEMBERED:
                self._following.clear()
            self._following[after] = self.talks.following(id, self.today(), time.time())
        return self._following[after]

    def say(self, language: str) -> Say:
        """The voice of answers."""
        return self.beyond.say(language)

    def on_close(self, close: Callable[[], None]) -> None:
        """Has something else closed together with the site."""
        self._closing.append(close)

    def close(self) -> None:
        """Lets go of the files, once what is under way is done."""
        for close in self._closing:
            close()
        self._thread.shutdown(wait=True, cancel_futures=True)
        self.talks.memory.close()
        self.facts.close()


def new_talk() -> str:
    """The name of a new conversation: whoever does not know it cannot guess it."""
    return secrets.token_urlsafe(12)
