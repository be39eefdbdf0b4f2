"""Turning the pages of a long answer: ◀ 2/5 ▶ under its one message. The answer is found by its id and worked out anew."""

from __future__ import annotations

import re
import time

from telegram import Message, Update
from telegram.ext import CallbackQueryHandler, ContextTypes

from bot.channels.telegram.counter import Counter, Handlers
from bot.channels.telegram.layout import PAGE, laid_out, pages, with_turner
from bot.channels.telegram.whence import chat_of
from bot.talk.receipt import ALPHABET, LENGTH

_SHAPE = re.compile(rf"{PAGE}([{ALPHABET}]{{{LENGTH}}}):(0|[1-9][0-9]{{0,3}})")


class Paging:
    """Handles the buttons that `turner` of layout.py makes."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def handlers(self) -> Handlers:
        """Tried before the handler of other buttons."""
        return (CallbackQueryHandler(self.turn, pattern=rf"^{PAGE}"),)

    async def turn(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Another page in the same message; the other buttons stay."""
        counter, query = self._counter, update.callback_query
        assert query is not None
        wanted, message = _SHAPE.fullmatch(query.data or ""), query.message
        answer = None
        if wanted is not None and isinstance(message, Message):
            answer = counter.talks.reopen(wanted[1], time.time(), chat_of(message, query.from_user.id))
        if wanted is None or answer is None or not isinstance(message, Message):
            await counter.stop_spinner(query, counter.say("button_gone", update))
            return
        leaves = pages(laid_out(answer))
        page = min(int(wanted[2]), len(leaves) - 1)
        keyboard = with_turner(message.reply_markup, wanted[1], page, len(leaves))
        await counter.replace(update, (message.message_id,), leaves[page], keyboard)
        await counter.stop_spinner(query)
