"""Commands: /start, /help and /about; another that is meant for the bot is said to be none."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, metadata

from telegram import Update
from telegram.ext import CommandHandler, ContextTypes, MessageHandler, filters

from bot.channels.telegram.counter import Counter, Handlers
from bot.channels.telegram.whence import behind, message_of
from bot.fetch.changes import Reports
from bot.talk.receipt import ALPHABET, LENGTH

PACKAGE = "gongkai"
_LINKED = re.compile(rf"a-([{ALPHABET}]{{{LENGTH}}})")


class Commands:
    """Handles what begins with a slash."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def handlers(self) -> Handlers:
        """Tried first. /ask@other_bot is no command to this one: python-telegram-bot sees to that."""
        new_or_edited = filters.UpdateType.MESSAGES
        return (
            CommandHandler("start", self.start, new_or_edited),
            CommandHandler("help", self.help, new_or_edited),
            MessageHandler(filters.COMMAND & new_or_edited, self.unknown),
        )

    async def start(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """The greeting, then what can be asked; behind a link, the answer that it leads to."""
        opened = id_linked(behind(message_of(update).text or ""))
        said = self._counter.taken_up(update, opened) if opened is not None else None
        if said is None:
            text, keyboard = self._counter.examples(update)
            head = self._counter.say("greeting" if opened is None else "link_gone", update)
            said = f"{head}\n\n{text}", keyboard
        await self._counter.post(update, *said)

    async def help(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """What can be asked."""
        await self._counter.post(update, *self._counter.examples(update))

    async def unknown(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """A command that is none, where it was meant for this bot."""
        if self._counter.is_meant(message_of(update)):
            await self._counter.post(update, self._counter.say("unknown_command", update))


class About:
    """Handles the command. The numbers are those of the database as it stands."""

    def __init__(self, counter: Counter, reports: Reports) -> None:
        self._counter, self._facts = counter, reports.facts

    def handlers(self) -> Handlers:
        """In private and in groups."""
        return (CommandHandler("about", self.tell, filters.UpdateType.MESSAGE),)

    async def tell(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """How many reports of how many agencies, since when, and where the program comes from."""
        self._facts.look()
        ((agencies,),) = self._facts.rows("SELECT count(*) FROM agency")
        ((reports, first, last),) = self._facts.rows("SELECT count(*), min(year), max(year) FROM report")
        if not reports:
            await self._counter.post(update, self._counter.say("browse_empty", update))
            return
        known = {"agencies": agencies, "reports": reports, "first": first, "last": last}
        await self._counter.post(update, self._counter.say("about", update, source=source(), **known))


def source() -> str:
    """Where the program's source code is, as the package says; its name and licence where it says nothing."""
    try:
        told = metadata(PACKAGE)
    except PackageNotFoundError:
        return PACKAGE
    urls = (entry.partition(",") for entry in told.get_all("Project-URL") or [])
    licence = next((told[name] for name in ("License-Expression", "License") if name in told), "MIT")
    known = {label.strip().lower(): url.strip() for label, _, url in urls}
    return known.get("source") or known.get("homepage") or f"{PACKAGE} ({licence})"


def link(bot: str, id: str) -> str:
    """Opens that answer for whoever follows it."""
    return f"https://t.me/{bot}?start=a-{id}"


def id_linked(payload: str) -> str | None:
    """The id of the answer that a link leads to; None for any other payload, which leads nowhere."""
    match = _LINKED.fullmatch(payload)
    return match[1] if match else None
