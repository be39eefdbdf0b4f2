"""Questions in messages: in private any text, in groups what is meant for the bot; what is no text gets one sentence."""

from __future__ import annotations

from telegram import Update
from telegram.ext import ContextTypes, MessageHandler, filters

from bot.channels.telegram.counter import Counter, Handlers
from bot.channels.telegram.memory import Recent
from bot.channels.telegram.whence import message_of


class Questions:
    """Handles every message that is no command."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self._albums: Recent[str, bool] = Recent()

    def handlers(self) -> Handlers:
        """Tried after the commands."""
        # Not simply "no text": what happens in a chat comes as a message, too, in ever new kinds.
        no_text = filters.UpdateType.MESSAGE & ~filters.TEXT & ~filters.SUCCESSFUL_PAYMENT & filters.ATTACHMENT
        return (
            MessageHandler(filters.TEXT & filters.UpdateType.MESSAGES, self.question),
            MessageHandler(no_text, self.no_text),
        )

    async def question(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """A text; in groups only one that is meant for the bot. An edited one is answered anew in its old place."""
        counter, message = self._counter, message_of(update)
        text = counter.without_name(message.text or "")
        if not counter.is_meant(message):
            return
        former = counter.answered(message)
        if update.edited_message and former and former.is_to(text):
            return
        user = update.effective_user.id if update.effective_user else None
        said, keyboard = counter.ask(message, text, user) if text else counter.examples(update)
        await counter.post(update, said, keyboard, text)

    async def no_text(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """A voice message, picture, sticker, file, place …: one sentence, and one only for a whole album."""
        message = message_of(update)
        album = message.media_group_id
        if not self._counter.is_meant(message) or (album and self._albums.get(album)):
            return
        if album:
            self._albums.put(album, True)
        await self._counter.post(update, self._counter.say("text_only", update))
