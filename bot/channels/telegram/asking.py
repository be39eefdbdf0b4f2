"""Commands that ask: /ask as it stands; /compare, /rank, /trend, /source and /check with a word that says what is wanted."""

from __future__ import annotations

from functools import partial

from telegram import Update
from telegram.ext import CommandHandler, ContextTypes, MessageHandler, filters

from bot.channels.telegram.commands import link
from bot.channels.telegram.counter import EXAMPLE, Counter, Handlers, Said
from bot.channels.telegram.whence import behind, message_of, sender
from bot.question import Choice
from bot.text import is_latin, language_of

WANTED = {"compare": "compare", "rank": "rank", "trend": "trend", "source": "source", "check": "consistency"}
"""Command → the operation that it asks for; how it is put in words is command_NAME in data/words/channel.csv."""
_NAMES = ("ask", *WANTED)
_LEANING = ("source", "check")
"""Alone they are about the answer before."""
_GLUED = r"^/(?P<name>ask|compare|rank|trend|source|check)(?=[^\x00-\x7f])"
"""/rank2024 is another command, /rank卫健委 none for Telegram: whoever writes Chinese leaves the blank out."""


class Asking:
    """Handles them, new or edited."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def handlers(self) -> Handlers:
        """python-telegram-bot leaves out /ask@other_bot."""
        new_or_edited = filters.UpdateType.MESSAGES
        asked = (CommandHandler(name, partial(self.command, name), new_or_edited) for name in _NAMES)
        return (*asked, MessageHandler(filters.Regex(_GLUED) & ~filters.COMMAND & new_or_edited, self.glued))

    async def glued(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A command without a blank behind it, where it is meant for the bot."""
        if self._counter.is_meant(message_of(update)) and context.matches:
            await self.command(context.matches[0]["name"], update, context)

    async def command(self, name: str, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """With text: asked. Alone: how it is used, with an example that has an answer."""
        counter, message = self._counter, message_of(update)
        text = behind(message.text or "")
        if not text and name not in _LEANING:
            await counter.post(update, *self._usage(update, name))
            return
        user = update.effective_user.id if update.effective_user else None
        question = self._question(update, name, text)
        former = counter.answered(message)
        if not (update.edited_message and former and former.is_to(question)):
            linked = self._link(update) if name == "source" and not text else ""
            said, keyboard = counter.ask(message, question, user, bare=not text)
            await counter.post(update, f"{said}\n{linked}".rstrip(), keyboard, question)

    def _link(self, update: Update) -> str:
        """A line with the link that reopens the answer that is meant."""
        id = self._counter.leaning.meant(message_of(update), sender(update))
        return self._counter.say("link_line", update, link=link(self._counter.bot.username, id)) if id else ""

    def _question(self, update: Update, name: str, text: str) -> str:
        """The text as a question of that kind; as it stands where it is one already."""
        if name == "ask" or (text and self._counter.tried(text).operation == WANTED[name]):
            return text
        if not text:
            return self._counter.say(f"last_{name}", update)
        # permits of 川汇区 is too little to tell a language by: then whoever writes does.
        told = self._counter.language(update) if any(map(is_latin, text.lower())) else language_of(text)
        return self._counter.phrases.say(f"command_{name}", told, text=text)

    def _usage(self, update: Update, name: str) -> Said:
        examples = self._examples(update, name)
        line = self._counter.say(f"usage_{name}", update)
        shown = "\n".join([line, *(f"/{name} {example}" for example in examples)])
        return shown, self._counter.keyboard([Choice(example, example) for example in examples], EXAMPLE)

    def _examples(self, update: Update, name: str) -> list[str]:
        """Those of the help that are of this kind: each has an answer in this database."""
        known = self._counter.examples_of(update)
        return [one for one in known if name == "ask" or self._counter.tried(one).operation == WANTED[name]][:3]
