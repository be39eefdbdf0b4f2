"""The menus of commands: in private chats, in groups, and for admins; in Chinese and in English."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError

from bot.channels.telegram.phrases import Phrases

PRIVATE = (
    *("start", "ask", "compare", "rank", "trend", "agencies", "source", "check", "export"),
    *("subscribe", "language", "privacy", "about", "help"),
)
GROUP = ("ask", "compare", "rank", "trend", "agencies", "source", "check", "export", "help")
ADMIN = (*PRIVATE, "stats", "feedback", "health")
"""The words for each are menu_NAME in data/words/channel.csv."""


class Menus:
    """Fills the menus. None of it is worth ending for."""

    def __init__(self, bot: Bot, phrases: Phrases, admins: Collection[int]) -> None:
        self._bot, self._phrases, self._admins = bot, phrases, admins

    async def fill(self) -> None:
        """At the start: all menus in both languages, and what the empty chat says of the bot."""
        wide: Sequence[tuple[BotCommandScope, Sequence[str]]] = (
            (BotCommandScopeDefault(), ("start", "help")),
            (BotCommandScopeAllPrivateChats(), PRIVATE),
            (BotCommandScopeAllGroupChats(), GROUP),
            *((BotCommandScopeChat(admin), ADMIN) for admin in self._admins),
        )
        for language in ("zh", None):
            for scope, names in wide:
                with suppress(TelegramError):
                    await self._bot.set_my_commands(self._said(names, language), scope, language)
            with suppress(TelegramError):
                await self._bot.set_my_description(self._phrases.say("description", language), language)
            with suppress(TelegramError):
                await self._bot.set_my_short_description(self._phrases.say("short_description", language), language)

    async def of_person(self, user: int, language: str | None) -> None:
        """The menu in the private chat with a person who chose a language; None gives back what the app calls for."""
        scope, names = BotCommandScopeChat(user), ADMIN if user in self._admins else PRIVATE
        for app in ("zh", None):
            with suppress(TelegramError):
                if language is None and user not in self._admins:
                    await self._bot.delete_my_commands(scope, app)
                else:
                    await self._bot.set_my_commands(self._said(names, language or app), scope, app)

    def _said(self, names: Sequence[str], language: str | None) -> list[BotCommand]:
        return [BotCommand(name, self._phrases.say(f"menu_{name}", language)) for name in names]
