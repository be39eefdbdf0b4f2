"""Commands: /start and /help; another that is meant for the bot is said to be none."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CommandHandler, ContextTypes, MessageHandler, filters

from bot.channels.telegram.counter import Counter, Handlers, message_of

MENU = ("start", "help", "subscribe")
"""The commands of the menu; the words for each are menu_NAME in data/words/channel.csv."""


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
        """The greeting, then what can be asked."""
        text, keyboard = self._counter.examples(update)
        await self._counter.post(update, f"{self._counter.say('greeting', update)}\n\n{text}", keyboard)

    async def help(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """What can be asked."""
        await self._counter.post(update, *self._counter.examples(update))

    async def unknown(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """A command that is none, where it was meant for this bot."""
        if self._counter.is_meant(message_of(update)):
            await self._counter.post(update, self._counter.say("unknown_command", update))
