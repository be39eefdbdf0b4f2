"""/export: the figures of the last answer as a file. `/export csv` gives CSV, everything else a workbook."""

from __future__ import annotations

import asyncio
import time
from functools import partial

from telegram import InputFile, Update
from telegram.constants import ChatAction
from telegram.error import BadRequest, Forbidden
from telegram.ext import CommandHandler, ContextTypes, filters

from bot.channels.telegram.counter import Counter, Handlers
from bot.channels.telegram.whence import behind, chat_of, message_of, sender, topic_of
from bot.showing.sheet import filed


class Export:
    """Handles the command. The answer is worked out anew, over what is stored now."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def handlers(self) -> Handlers:
        """In private and in groups."""
        return (CommandHandler("export", self.export, filters.UpdateType.MESSAGE),)

    async def export(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """The file; a sentence where there is no answer, or one without figures."""
        counter, message = self._counter, message_of(update)
        id, chat = counter.leaning.meant(message, sender(update)), chat_of(message, sender(update))
        answer = counter.talks.reopen(id, time.time(), chat) if id else None
        if answer is None or not answer.facts:
            await counter.post(update, counter.say("export_nothing", update))
            return
        ending = "csv" if behind(message.text or "").lower() == "csv" else "xlsx"
        say = counter.talks.desk.beyond.say(answer.language)
        with counter.signs.at_work((message.chat.id, topic_of(message)), ChatAction.UPLOAD_DOCUMENT):
            name, data = await asyncio.to_thread(filed, answer, say, ending)
        file = InputFile(data, filename=name)
        caption = counter.say("export_done", update, count=len(answer.facts))
        send = partial(counter.bot.send_document, message.chat.id, file, caption=caption, message_thread_id=topic_of(message))
        try:
            await counter.delivery.send(update.update_id, 0, send)
        except (BadRequest, Forbidden):
            await counter.post(update, counter.say("export_nothing", update))
