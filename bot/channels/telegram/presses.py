"""Pressed buttons: a choice or an example becomes the answer to its question."""

from __future__ import annotations

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MaybeInaccessibleMessage, Message, Update
from telegram.ext import CallbackQueryHandler, ContextTypes

from bot.channels.telegram.counter import EXAMPLE, Counter, Handlers, Keyboard


class Presses:
    """Handles callback queries."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def handlers(self) -> Handlers:
        """Of every callback query."""
        return (CallbackQueryHandler(self.press),)

    async def press(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """A button: the message that bears it becomes the answer to its question."""
        counter, query = self._counter, update.callback_query
        assert query is not None
        message, data = query.message, query.data or ""
        question = counter.inbox.question(data.removeprefix(EXAMPLE)) or _label(message, data)
        if message is None or not question:
            await counter.expired(update)
            return
        text, keyboard = counter.ask(message, question, query.from_user.id)
        if data.startswith(EXAMPLE) and isinstance(message, Message):
            keyboard = _with_examples(keyboard, message.reply_markup)
        await counter.replace(update, (message.message_id,), text, keyboard)
        await counter.stop_spinner(query)


def _with_examples(keyboard: Keyboard, former: Keyboard) -> Keyboard:
    """The buttons of an answer, and below them the examples that were there before."""
    rows = [row for row in (former.inline_keyboard if former else ()) if all(_is_example(button) for button in row)]
    return InlineKeyboardMarkup([*(keyboard.inline_keyboard if keyboard else ()), *rows])


def _is_example(button: InlineKeyboardButton) -> bool:
    return isinstance(button.callback_data, str) and button.callback_data.startswith(EXAMPLE)


def _label(message: MaybeInaccessibleMessage | None, data: str) -> str | None:
    """What stands on the pressed button: all that is left where its question was forgotten."""
    if not isinstance(message, Message) or message.reply_markup is None:
        return None
    buttons = (button for row in message.reply_markup.inline_keyboard for button in row)
    return next((button.text for button in buttons if button.callback_data == data), None)
