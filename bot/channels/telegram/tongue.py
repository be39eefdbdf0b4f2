"""/language: in which language the channel's own sentences are. An answer is always in the language of its question."""

from __future__ import annotations

from typing import Literal

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ContextTypes, filters

from bot.channels.telegram.counter import Counter, Handlers
from bot.channels.telegram.menus import Menus
from bot.channels.telegram.notebook import Notebook

TONGUE = "l1:"
Choice = Literal["zh", "en", "app"]
CHOICES: tuple[tuple[Choice, str], ...] = (("zh", "中文"), ("en", "English"), ("app", ""))
"""What can be chosen, and how it calls itself; `app` is said in the language of the sentence."""


class Tongues:
    """Who chose which language; whoever chose none gets that of the app."""

    def __init__(self, notebook: Notebook) -> None:
        self._book = notebook

    def of(self, user: int) -> str | None:
        """zh or en; None where nothing was chosen."""
        rows = self._book.rows("SELECT language FROM tongue WHERE user = ?", (user,))
        return str(rows[0][0]) if rows else None

    def choose(self, user: int, choice: Choice) -> None:
        """From now on."""
        if choice == "app":
            self._book.write("DELETE FROM tongue WHERE user = ?", (user,))
        else:
            self._book.write("INSERT OR REPLACE INTO tongue VALUES (?, ?)", (user, choice))


class Language:
    """Handles the command and its buttons."""

    def __init__(self, counter: Counter, tongues: Tongues, menus: Menus) -> None:
        self._counter, self._tongues, self._menus = counter, tongues, menus

    def handlers(self) -> Handlers:
        """The command works in groups, too: the choice is of the person, not of the group."""
        return (
            CommandHandler("language", self.ask, filters.UpdateType.MESSAGE),
            CallbackQueryHandler(self.press, pattern=rf"^{TONGUE}(zh|en|app)$"),
        )

    async def ask(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Which is set, and the three choices."""
        await self._counter.post(update, self._counter.say("language_which", update), self._choices(update))

    async def press(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """The choice is kept; the sentence, the mark and, in private, the menu are at once as it says."""
        counter, query = self._counter, update.callback_query
        assert query is not None
        choice = next((one for one, _ in CHOICES if f"{TONGUE}{one}" == query.data), None)
        if choice is None:  # a button without data passes every pattern
            await counter.stop_spinner(query, counter.say("button_gone", update))
            return
        self._tongues.choose(query.from_user.id, choice)
        message = query.message
        if message is not None and message.chat.type == message.chat.PRIVATE:
            text = f"{counter.say('language_set', update)}\n{counter.say('language_which', update)}"
            await counter.replace(update, (message.message_id,), text, self._choices(update))
            await self._menus.of_person(query.from_user.id, None if choice == "app" else choice)
        await counter.stop_spinner(query, counter.say("language_set", update))

    def _choices(self, update: Update) -> InlineKeyboardMarkup:
        user = update.effective_user
        chosen = (self._tongues.of(user.id) if user else None) or "app"
        # In a group the buttons are everybody's: no mark there.
        private = update.effective_chat is not None and update.effective_chat.type == update.effective_chat.PRIVATE
        rows = []
        for choice, name in CHOICES:
            label = name or self._counter.say("language_app", update)
            mark = "✓ " if private and choice == chosen else ""
            rows.append(InlineKeyboardButton(mark + label, callback_data=TONGUE + choice))
        return InlineKeyboardMarkup([rows])
