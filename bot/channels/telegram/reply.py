"""Answering a pressed button beneath the message that bears it: texts, photos and files, each sent once whatever happens."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from functools import partial

from telegram import InputFile, Message, ReplyParameters, Update
from telegram.constants import ChatAction
from telegram.error import BadRequest, ChatMigrated, Forbidden

from bot.channels.telegram.counter import NO_PREVIEW, Counter, Keyboard
from bot.channels.telegram.pieces import pieces
from bot.channels.telegram.traces import Shown, answer_under
from bot.channels.telegram.whence import topic_of

CAPTION = 1024


class Reply:
    """What one press gets, message by message. After a kill those that have left are passed over.

    `answer` is the id of the answer that the button stands under: whoever replies to what it gets speaks of that.
    """

    def __init__(self, counter: Counter, update: Update, answer: str) -> None:
        query = update.callback_query
        assert query is not None and query.message is not None
        self._counter, self._update, self.to, self.presser = counter, update, query.message, query.from_user.id
        self._answer, self._number = answer, 0

    def pass_over(self, most: int) -> int:
        """Passes over those of the next messages that left before the process was last killed, and gives their number."""
        left = min(max(self._counter.inbox.sent(self._update.update_id) - self._number, 0), most)
        self._number += left
        return left

    async def text(self, text: str, keyboard: Keyboard = None) -> None:
        """In as many messages as it takes, the buttons under the last."""
        parts = pieces(text)
        for place, part in enumerate(parts):
            under = keyboard if place == len(parts) - 1 else None
            send = partial(self._counter.bot.send_message, text=part, reply_markup=under, link_preview_options=NO_PREVIEW)
            await self._send(send)

    async def photo(self, png: bytes, caption: str, keyboard: Keyboard = None) -> None:
        """A picture; as a file where Telegram does not take it for a photo."""
        said = pieces(caption, CAPTION)[0]
        bot = self._counter.bot
        try:
            await self._send(
                partial(bot.send_photo, photo=InputFile(png, "picture.png"), caption=said, reply_markup=keyboard), True
            )
        except BadRequest:
            await self.document(png, "picture.png", said, keyboard)

    async def document(self, data: bytes, name: str, caption: str, keyboard: Keyboard = None) -> None:
        """A file."""
        said = pieces(caption, CAPTION)[0]
        file = InputFile(data, name)
        await self._send(partial(self._counter.bot.send_document, document=file, caption=said, reply_markup=keyboard))

    def at_work(self, action: ChatAction) -> AbstractContextManager[None]:
        """Shows what the bot is doing, as long as it lasts."""
        return self._counter.signs.at_work((self.to.chat.id, topic_of(self.to)), action)

    async def _send(self, send: Callable[..., Awaitable[Message]], raises: bool = False) -> None:
        """Sends as a reply, in the same topic. Where the chat is gone or closed to the bot there is nobody to tell."""
        number, self._number = self._number, self._number + 1
        reply = ReplyParameters(self.to.message_id, allow_sending_without_reply=True)
        ready = partial(send, message_thread_id=topic_of(self.to), reply_parameters=reply)
        deliver = partial(self._counter.delivery.send, self._update.update_id, number)
        try:
            try:
                sent = await deliver(partial(ready, self.to.chat.id))
            except ChatMigrated as moved:
                sent = await deliver(partial(ready, moved.new_chat_id))
            if sent is not None:
                shown = Shown(self.presser, answer_under(sent.reply_markup) or self._answer)
                self._counter.traces.shows(sent.chat.id, topic_of(sent), sent.message_id, shown)
        except BadRequest:
            if raises:
                self._number = number
                raise
        except Forbidden:
            pass
