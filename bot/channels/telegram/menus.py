"""The menus of commands: in private chats, in groups, and for admins; in Chinese and in English."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Collection, Sequence
from contextlib import suppress
from functools import partial

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
        calls: list[Awaitable[object]] = []
        for language in ("zh", None):
            say = partial(self._phrases.say, language=language)
            calls += [self._bot.set_my_commands(self._said(names, language), scope, language) for scope, names in wide]
            calls.append(self._bot.set_my_description(say("description"), language))
            calls.append(self._bot.set_my_short_description(say("short_description"), language))
        # At once, for nobody is answered before.
        for failure in await asyncio.gather(*calls, return_exceptions=True):
            if isinstance(failure, BaseException) and not isinstance(failure, TelegramError):
                raise failure

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
