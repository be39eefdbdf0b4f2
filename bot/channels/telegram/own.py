"""What the bot does besides answering: verdicts, admins, staff, subscriptions; put together over one notebook."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Protocol

from telegram import Bot

from bot.backoffice.intake import Intake
from bot.channels.telegram.admin import Admin, Records
from bot.channels.telegram.asking import Asking
from bot.channels.telegram.browse import Browse
from bot.channels.telegram.commands import About
from bot.channels.telegram.counter import Counter, Handlers
from bot.channels.telegram.export import Export
from bot.channels.telegram.feedback import Feedback
from bot.channels.telegram.following import Following
from bot.channels.telegram.listeners import Listeners
from bot.channels.telegram.menus import Menus
from bot.channels.telegram.notebook import Notebook
from bot.channels.telegram.paging import Paging
from bot.channels.telegram.phrases import Phrases
from bot.channels.telegram.privacy import Privacy
from bot.channels.telegram.read_out import ReadOut
from bot.channels.telegram.settings import Settings
from bot.channels.telegram.staff import Backoffice, Staff
from bot.channels.telegram.subscribe import Subscribe
from bot.channels.telegram.tongue import Language, Tongues
from bot.channels.telegram.uploads import Uploads
from bot.channels.telegram.watch import Watch
from bot.facts import Facts
from bot.fetch.changes import Reports

LOG = logging.getLogger(__name__)
FORGETTING = 600.0


class Given(Protocol):
    """What of the post is needed here."""

    @property
    def settings(self) -> Settings: ...
    @property
    def db(self) -> Path | None: ...


class Part(Protocol):
    """One thing that the bot can do."""

    def handlers(self) -> Handlers: ...


class Own:
    """The parts, and the tasks that run beside the poll. `file` is the inbox, beside which their files lie.

    Connections to the database are their own: what SQLite tells of others' writing it tells to each connection apart.
    """

    def __init__(self, post: Given, bot: Bot, counter: Counter, phrases: Phrases, file: Path, notebook: Notebook) -> None:
        self._bot, self._counter, self._phrases = bot, counter, phrases
        self._settings = post.settings
        self.notebook = notebook
        self.feedback = Feedback(self.notebook)
        self.following = Following(self.notebook)
        self._uploads = Uploads(file.with_name(f"{file.stem}-uploads"), self.notebook)
        self._db = post.db
        self._reports = Reports(Facts(post.db)) if post.db else None
        self._tongues = Tongues(self.notebook)
        counter.chosen_language = self._tongues.of
        self.menus = Menus(bot, phrases, self._settings.admins)
        self.listeners = counter.listeners = Listeners(self.feedback, phrases)

    def parts(self) -> tuple[Part, ...]:
        """In the order in which they are tried; those that need a database only where there is one."""
        records = Records(frozenset(self._settings.admins), self.feedback, self._reports, time.time())
        counter, reports = self._counter, self._reports
        privacy = Privacy(counter, self.notebook, self.listeners, self.menus, self._settings.keep_days)
        always = (
            Admin(counter, records),
            Language(counter, self._tongues, self.menus),
            Asking(counter),
            privacy,
            Paging(counter),
            Export(counter),
        )
        if self._db is None or reports is None:
            return always
        staff = frozenset({*self._settings.staff, *self._settings.admins})
        office = Backoffice(staff, Intake(self._db), self._uploads, self._voice)
        subscribe = Subscribe(counter, self.following, reports, self.listeners)
        return (*always, Staff(counter, office), subscribe, Browse(counter, reports), About(counter, reports))

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """The watch and the forgetting, while it lasts."""
        tasks = [asyncio.create_task(self._forget())]
        if self._db is not None and self._reports is not None:
            reports = Reports(Facts(self._db))
            voice = {language: ReadOut(self._phrases, reports, language) for language in ("zh", "en")}
            tasks.append(asyncio.create_task(Watch(self._bot, self.following, reports, voice.__getitem__).run()))
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)

    def close(self) -> None:
        """Let go of the files."""
        self.notebook.close()
        if self._reports is not None:
            self._reports.facts.close()

    def _voice(self, language: str) -> ReadOut:
        assert self._reports is not None
        return ReadOut(self._phrases, self._reports, language)

    async def _forget(self) -> None:
        """Now and then: what is too old, and files of uploads that nothing knows of any more."""
        while True:
            with suppress(sqlite3.Error, OSError):
                self.notebook.expire()
                self._uploads.tidy()
            await asyncio.sleep(FORGETTING)


def notes(file: Path, keep_days: int) -> Notebook:
    """The notebook beside an inbox; in memory where the folder cannot be written, as the inbox is."""
    try:
        return Notebook(file.with_name(f"{file.stem}-notes.db"), keep_days)
    except (sqlite3.Error, OSError) as error:
        LOG.error("The notebook is kept in memory: %s", error)
        return Notebook(None, keep_days)
