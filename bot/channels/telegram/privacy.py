"""/privacy: what is kept of a person, in all files of the bot, and until when; a button that deletes all of it.

In a group it tells no more than the rules: what is kept of whom is told in private only.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ContextTypes, filters

from bot.channels.telegram.counter import Counter, Handlers, Keyboard
from bot.channels.telegram.listeners import Listeners
from bot.channels.telegram.menus import Menus
from bot.channels.telegram.notebook import Notebook
from bot.channels.telegram.whence import message_of

DELETE, SURE, KEEP = "p1:delete", "p1:sure", "p1:keep"


class Privacy:
    """Handles the command and its buttons."""

    def __init__(self, counter: Counter, notebook: Notebook, listeners: Listeners, menus: Menus, keep_days: int) -> None:
        self._counter, self._book, self._listeners = counter, notebook, listeners
        self._menus, self._days = menus, keep_days

    def handlers(self) -> Handlers:
        """The command and its three buttons."""
        return (
            CommandHandler("privacy", self.tell, filters.UpdateType.MESSAGE),
            CallbackQueryHandler(self.press, pattern=rf"^({DELETE}|{SURE}|{KEEP})$"),
        )

    async def tell(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """The rules; in private also what there is, and the button."""
        message = message_of(update)
        rules = self._counter.say("privacy_rules", update, days=self._days)
        if message.chat.type != message.chat.PRIVATE:
            await self._counter.post(update, f"{rules}\n\n{self._counter.say('privacy_in_private', update)}")
            return
        await self._counter.post(update, *self._told(update, message.chat.id))

    async def press(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Asks once more, then deletes, and says what is left: nothing."""
        counter, query = self._counter, update.callback_query
        assert query is not None
        user, message, say = query.from_user.id, query.message, counter.say
        if message is None or message.chat.id != user:
            await counter.stop_spinner(query, say("button_gone", update))
            return
        if query.data == DELETE:
            sure = [("privacy_sure", SURE), ("privacy_keep", KEEP)]
            rows = [[InlineKeyboardButton(say(key, update), callback_data=data)] for key, data in sure]
            await counter.replace(update, (message.message_id,), say("privacy_ask", update), InlineKeyboardMarkup(rows))
        elif query.data == SURE:
            done = say("privacy_done", update)
            await self._delete(user)
            await counter.replace(update, (message.message_id,), done, None)
        else:
            await counter.replace(update, (message.message_id,), *self._told(update, user))
        await counter.stop_spinner(query)

    def _told(self, update: Update, user: int) -> tuple[str, Keyboard]:
        say = self._counter.say
        held = self._held(update, user)
        lines = [say("privacy_rules", update, days=self._days), "", say("privacy_held" if held else "privacy_nothing", update)]
        text = "\n".join([*lines, *(f"· {line}" for line in held)])
        button = InlineKeyboardButton(say("privacy_delete", update), callback_data=DELETE)
        return text, InlineKeyboardMarkup([[button]]) if held else None

    def _held(self, update: Update, user: int) -> list[str]:
        """A line for each kind of thing that is kept of a person, with how many and until when."""
        say, now, memory = self._counter.say, time.time(), self._counter.talks.memory
        found = [held for chat in memory.like(*_chats(user)) if (held := memory.held(chat, now)) is not None]
        lines = []
        if any(one.talk for one in found):
            lines.append(say("privacy_talk", update))
        if answers := sum(one.answers for one in found):
            until = time.strftime("%Y-%m-%d", time.localtime(max(one.until for one in found)))
            lines.append(say("privacy_answers", update, count=answers, until=until))
        for kind, count in self._book.held(user).items():
            if count:
                lines.append(say(f"privacy_{kind}", update, count=count))
        return lines

    async def _delete(self, user: int) -> None:
        memory = self._counter.talks.memory
        for chat in memory.like(*_chats(user)):
            memory.forget(chat)
        self._book.forget(user)
        self._listeners.forget(user)
        if self._counter.under is not None:
            self._counter.under.forget(user)
        await self._menus.of_person(user, None)


def _chats(user: int) -> Sequence[str]:
    """The private chat with a person, its topics, and what they asked in groups."""
    return f"telegram/{user}", f"telegram/{user}/*", f"telegram/-*/u{user}"
