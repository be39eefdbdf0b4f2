"""Documents in the chat: staff hand in a report, see what was read of it, and have it stored; everybody else gets a polite no."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass

from telegram import Document, InlineKeyboardButton, InlineKeyboardMarkup, Message, PhotoSize, Update
from telegram.constants import ChatAction
from telegram.error import TelegramError
from telegram.ext import CallbackQueryHandler, ContextTypes, MessageHandler, filters

from bot.backoffice.intake import UNTOLD, Intake, Reading
from bot.backoffice.process import Refused
from bot.backoffice.waiting import safe_name
from bot.channels.telegram.counter import Counter, Handlers, Keyboard
from bot.channels.telegram.delivery import insist
from bot.channels.telegram.memory import Recent
from bot.channels.telegram.pieces import pieces
from bot.channels.telegram.read_out import ReadOut
from bot.channels.telegram.uploads import Upload, Uploads
from bot.channels.telegram.whence import message_of, topic_of

LARGEST = 20 * 2**20
"""Bytes: what Telegram lets a bot download."""
STORE, DISCARD = "u1s:", "u1d:"
_TOLD = re.compile(r"(?P<agency>\S.{0,80}?\D)??\s{0,5}(?P<year>(?:19|20)\d\d)\s{0,5}年?(?:度)?")


@dataclass(frozen=True)
class Backoffice:
    """What the handlers of documents work with. `read_out` makes the voice for a language."""

    staff: Collection[int]
    intake: Intake
    uploads: Uploads
    read_out: Callable[[str], ReadOut]


class Staff:
    """Handles documents, photos, what staff say about them, and the buttons under what was read."""

    def __init__(self, counter: Counter, office: Backoffice) -> None:
        self._counter, self._office = counter, office
        self._seen: Recent[tuple[int, str, str], bool] = Recent()

    def handlers(self) -> Handlers:
        """Tried before those of questions and of other buttons."""
        document = (filters.Document.ALL | filters.PHOTO) & filters.UpdateType.MESSAGE
        return (
            MessageHandler(document, self.document),
            MessageHandler(_Answers(self._office) & filters.UpdateType.MESSAGE, self.told),
            CallbackQueryHandler(self.press, pattern=rf"^({STORE}|{DISCARD})"),
        )

    async def document(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """A document or photo. In groups only what is meant for the bot gets an answer, and nothing is ever downloaded there."""
        counter, message = self._counter, message_of(update)
        if not counter.is_meant(message):
            return
        is_staff = update.effective_user is not None and update.effective_user.id in self._office.staff
        private = message.chat.type == message.chat.PRIVATE
        if not is_staff or not private:
            if self._is_first(message, ""):
                await counter.post(update, counter.say("staff_private" if is_staff else "staff_only", update))
            return
        sent = message.document or message.photo[-1]
        if not self._is_first(message, sent.file_unique_id):
            return
        if sent.file_size and sent.file_size > LARGEST:
            await counter.post(update, counter.say("staff_too_large", update, name=safe_name(_name_of(sent))))
            return
        content = await self._downloaded(update, sent)
        if content is not None:
            try:
                upload = self._office.uploads.put(_user(update), _name_of(sent), content)
                if told := _TOLD.fullmatch(message.caption or ""):
                    upload = self._office.uploads.tell(upload, *_told(told))
            except OSError as error:
                await counter.post(
                    update, counter.say("staff_failed", update, name=safe_name(_name_of(sent)), why=error.strerror or "")
                )
                return
            await self._read(update, upload)

    async def told(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """The agency and the year of a document that does not tell them: 周口市川汇区卫生健康委员会 2024."""
        upload = self._office.uploads.asking(_user(update))
        assert upload is not None
        text = message_of(update).text or ""
        found = _TOLD.fullmatch(text)
        upload = self._office.uploads.tell(upload, *(_told(found) if found else (text.strip(), None)))
        await self._read(update, upload)

    async def press(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Store or discard. The second of two presses finds nothing left to do."""
        counter, query = self._counter, update.callback_query
        assert query is not None
        data = query.data or ""
        upload = self._office.uploads.get(data.partition(":")[2], query.from_user.id)
        if upload is None or query.from_user.id not in self._office.staff:
            await counter.stop_spinner(query, counter.say("staff_expired", update))
            if update.effective_chat is not None and update.effective_chat.id == query.from_user.id:
                await self._take_buttons(update)
            return
        await counter.stop_spinner(query)
        if data.startswith(DISCARD):
            self._office.uploads.drop(upload)
            said = counter.say("staff_discarded", update, name=upload.name)
        else:
            said = await self._stored(update, upload)
        await self._take_buttons(update)
        await counter.send(update, pieces(said), None)

    async def _stored(self, update: Update, upload: Upload) -> str:
        """Stores an upload and says what became of it; it is kept for another try where the reader itself failed."""
        say, language = self._counter.say, self._counter.language(update)
        try:
            with self._working(update, ChatAction.TYPING):
                done = await self._office.intake.store(upload.path, upload.agency, upload.year, language)
        except Refused as refused:
            return say("staff_failed", update, name=upload.name, why=str(refused))
        self._office.uploads.drop(upload)
        if done.status == "rejected":
            return say("staff_refused", update, name=upload.name, why=done.message)
        head = say(f"staff_{done.status}", update, agency=done.agency, year=done.year, count=done.figures)
        return "\n".join([head, *self._office.read_out(language).findings(done.findings)])

    async def _read(self, update: Update, upload: Upload) -> None:
        """Reads an upload and says what stands in it, with the buttons to store it; or asks, or says why not."""
        language = self._counter.language(update)
        try:
            with self._working(update, ChatAction.TYPING):
                reading = await self._office.intake.read(upload.path, upload.agency, upload.year, language)
                text = "" if reading.status == "rejected" else await asyncio.to_thread(self._told_of, reading, language)
        except Refused as refused:
            self._office.uploads.drop(upload)
            await self._counter.post(update, self._counter.say("staff_failed", update, name=upload.name, why=str(refused)))
            return
        if text:
            await self._counter.post(update, text, self._buttons(update, upload))
        else:
            await self._refuse(update, upload, reading)

    def _told_of(self, reading: Reading, language: str) -> str:
        return self._office.read_out(language).handed_in(reading)

    async def _refuse(self, update: Update, upload: Upload, reading: Reading) -> None:
        say = self._counter.say
        if reading.code in UNTOLD:
            self._office.uploads.ask(upload)
            await self._counter.post(update, say("staff_asks", update, name=upload.name, why=reading.message))
            return
        self._office.uploads.drop(upload)
        await self._counter.post(update, say("staff_refused", update, name=upload.name, why=reading.message))

    async def _downloaded(self, update: Update, sent: Document | PhotoSize) -> bytes | None:
        """The bytes; None where they cannot be had, which is said."""
        try:
            with self._working(update, ChatAction.UPLOAD_DOCUMENT):
                file = await insist(lambda: self._counter.bot.get_file(sent.file_id), 3)
                if (file.file_size or 0) > LARGEST:
                    raise TelegramError("file is too big")
                content = bytes(await insist(lambda: file.download_as_bytearray(read_timeout=60), 3))
        except TelegramError as error:
            large = "too big" in str(error).lower()
            said = self._counter.say("staff_too_large" if large else "staff_no_download", update, name=safe_name(_name_of(sent)))
            await self._counter.post(update, said)
            return None
        if len(content) > LARGEST:
            await self._counter.post(update, self._counter.say("staff_too_large", update, name=safe_name(_name_of(sent))))
            return None
        return content

    def _working(self, update: Update, action: ChatAction) -> AbstractContextManager[None]:
        """Shows that the bot is at work, for as long as it lasts."""
        return self._counter.signs.at_work((message_of(update).chat.id, topic_of(message_of(update))), action)

    async def _take_buttons(self, update: Update) -> None:
        message = update.effective_message
        if isinstance(message, Message) and message.reply_markup is not None:
            take = self._counter.bot.edit_message_reply_markup
            await self._counter.delivery.attempt(lambda: take(message.chat.id, message.message_id))

    def _buttons(self, update: Update, upload: Upload) -> Keyboard:
        say = self._counter.say
        store = InlineKeyboardButton(say("staff_store", update), callback_data=f"{STORE}{upload.id}")
        return InlineKeyboardMarkup(
            [[store, InlineKeyboardButton(say("staff_discard", update), callback_data=DISCARD + upload.id)]]
        )

    def _is_first(self, message: Message, file: str) -> bool:
        """Whether this document of an album has not been here yet; for `file` "": whether anything of the album has."""
        if not message.media_group_id:
            return True
        key = (message.chat.id, message.media_group_id, file)
        if self._seen.get(key):
            return False
        self._seen.put(key, True)
        return True


class _Answers(filters.MessageFilter):
    """A text by which staff tell the agency or the year that an upload of theirs asks for."""

    def __init__(self, office: Backoffice) -> None:
        super().__init__("staff tell what a document does not")
        self._office = office

    def filter(self, message: Message) -> bool:
        """With a year, or as a reply to the bot, so that other questions can still be asked meanwhile."""
        user, to = message.from_user, message.reply_to_message
        if message.chat.type != message.chat.PRIVATE or not message.text or message.text.startswith("/"):
            return False
        if user is None or user.id not in self._office.staff:
            return False
        replies = to is not None and to.from_user is not None and to.from_user.is_bot
        told = _TOLD.fullmatch(message.text)
        return bool(replies or told) and self._office.uploads.asking(user.id) is not None


def _told(found: re.Match[str]) -> tuple[str | None, int]:
    """Agency, where one is named, and year."""
    return (found["agency"] or "").strip(" ,，、") or None, int(found["year"])


def _user(update: Update) -> int:
    assert update.effective_user is not None
    return update.effective_user.id


def _name_of(sent: Document | PhotoSize) -> str:
    """The document's name; a photo has none, and is a JPEG."""
    if isinstance(sent, Document):
        return sent.file_name or f"{sent.file_unique_id}"
    return f"photo-{sent.file_unique_id}.jpg"
