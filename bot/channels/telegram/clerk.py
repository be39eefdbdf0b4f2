"""What each kind of message gets: /start, /help, a question, a pressed button, something that is no text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Protocol, TypeAlias

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    MaybeInaccessibleMessage,
    Message,
    ReplyParameters,
    Update,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes, MessageHandler, filters

from bot.channels.telegram.delivery import Delivery, insist
from bot.channels.telegram.inbox import Inbox
from bot.channels.telegram.memory import Recent
from bot.channels.telegram.phrases import Phrases
from bot.channels.telegram.pieces import pieces
from bot.question import Answer, Choice

EXAMPLE = "+"
Keyboard: TypeAlias = InlineKeyboardMarkup | None
Said: TypeAlias = tuple[str, Keyboard]
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Desk(Protocol):
    """Who answers: text, the conversation so far (None at its start) and today; gives the conversation after it."""

    def answer(self, text: str, context: Any, today: date) -> tuple[Answer, Any]: ...


@dataclass(frozen=True, slots=True)
class Posted:
    """What stands in the chat as the answer to a message: the text that was answered and the ids of the answer."""

    question: str | None
    messages: tuple[int, ...]


class Clerk:
    """Carries questions to the desk and answers back. Knows nothing of figures."""

    def __init__(
        self, bot: Bot, desk: Desk, today: Callable[[], date], phrases: Phrases, inbox: Inbox, delivery: Delivery
    ) -> None:
        self._bot, self._desk, self._today, self._phrases = bot, desk, today, phrases
        self._inbox, self._delivery = inbox, delivery
        self._talks: Recent[tuple[int, int | None], Any] = Recent()
        self._posted: Recent[tuple[int, int], Posted] = Recent()
        self._albums: Recent[str, bool] = Recent()

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """The handlers, in the order in which they are tried."""
        new_or_edited = filters.UpdateType.MESSAGES
        application.add_handlers(
            (
                CommandHandler("start", self.start, new_or_edited),
                CommandHandler("help", self.help, new_or_edited),
                MessageHandler(filters.COMMAND & new_or_edited, self.unknown_command),
                MessageHandler(filters.TEXT & new_or_edited, self.question),
                MessageHandler(~filters.TEXT & ~filters.StatusUpdate.ALL & filters.UpdateType.MESSAGE, self.no_text),
                CallbackQueryHandler(self.press),
            )
        )

    async def start(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """The greeting, then what can be asked."""
        text, keyboard = self._examples(update)
        await self._post(update, f"{self._say('greeting', update)}\n\n{text}", keyboard)

    async def help(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        await self._post(update, *self._examples(update))

    async def unknown_command(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        if self._meant_for_me(_message(update)):
            await self._post(update, self._say("unknown_command", update))

    async def question(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """A text; in groups only one that is meant for the bot. An edited one is answered anew in its old place."""
        message = _message(update)
        text = self._without_name(message.text or "")
        if not self._meant_for_me(message):
            return
        former = self._posted.get((message.chat.id, message.message_id))
        if update.edited_message and former and former.question == text:
            return
        said, keyboard = self._ask(message, text) if text else self._examples(update)
        await self._post(update, said, keyboard, text)

    async def no_text(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """A voice message, picture, sticker, file, place …: one sentence, and one only for a whole album."""
        message = _message(update)
        album = message.media_group_id
        if not self._meant_for_me(message) or (album and self._albums.get(album)):
            return
        if album:
            self._albums.put(album, True)
        await self._post(update, self._say("text_only", update))

    async def press(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """A button: the message that bears it becomes the answer to its question."""
        query = update.callback_query
        assert query is not None
        message, data = query.message, query.data or ""
        stop_the_spinner = partial(self._delivery.attempt, lambda: self._bot.answer_callback_query(query.id))
        question = self._inbox.question(data.removeprefix(EXAMPLE)) or _label(message, data)
        if message is None or not question:
            await stop_the_spinner()
            return
        text, keyboard = self._ask(message, question)
        if data.startswith(EXAMPLE) and keyboard is None and isinstance(message, Message):
            keyboard = message.reply_markup
        await self._replace(update, (message.message_id,), text, keyboard)
        await stop_the_spinner()

    async def apologise(self, update: Update) -> None:
        """Said where answering broke down for a reason that is the bot's own."""
        if update.effective_message is not None:
            await self._post(update, self._say("went_wrong", update))

    # --- asking

    def _ask(self, message: MaybeInaccessibleMessage, text: str) -> Said:
        """One conversation a chat, and one a topic in a group that has topics."""
        key = (message.chat.id, _topic(message))
        answer, talk = self._desk.answer(text, self._talks.get(key), self._today())
        self._talks.put(key, talk)
        return answer.text, self._keyboard(answer.choices)

    def _examples(self, update: Update) -> Said:
        """What can be asked, and buttons that ask it; they stay where they are when one is pressed."""
        answer, _ = self._desk.answer("帮助" if _speaks_chinese(update) else "help", None, self._today())
        questions = answer.result.get("examples", ()) if answer.result else ()
        return answer.text, self._keyboard(answer.choices or [Choice(each, each) for each in questions], EXAMPLE)

    def _say(self, key: str, update: Update) -> str:
        return self._phrases.say(key, "zh" if _speaks_chinese(update) else "en")

    def _meant_for_me(self, message: Message) -> bool:
        if message.chat.type == message.chat.PRIVATE:
            return True
        to = message.reply_to_message
        if to is not None and to.from_user is not None and to.from_user.id == self._bot.id:
            return True
        return bool(self._name().search(message.text or message.caption or ""))

    def _without_name(self, text: str) -> str:
        return self._name().sub(" ", text).strip()

    def _name(self) -> re.Pattern[str]:
        """@name, not followed by more of a name; a Chinese character may follow at once, so \\b will not do."""
        return re.compile(rf"(?<![A-Za-z0-9_])@{re.escape(self._bot.username)}(?![A-Za-z0-9_])", re.IGNORECASE)

    # --- putting it into the chat

    async def _post(self, update: Update, text: str, keyboard: Keyboard = None, question: str | None = None) -> None:
        """A new message, or the old answer changed where the question was edited."""
        message = _message(update)
        former = self._posted.get((message.chat.id, message.message_id)) if update.edited_message else None
        if former:
            ids = await self._replace(update, former.messages, text, keyboard)
        else:
            ids = await self._send(update, pieces(text), keyboard)
        if ids:
            self._posted.put((message.chat.id, message.message_id), Posted(question, tuple(ids)))

    async def _replace(self, update: Update, old: tuple[int, ...], text: str, keyboard: Keyboard) -> list[int]:
        """The first old message becomes the answer's first piece; further old ones go, further pieces are sent."""
        assert update.effective_chat is not None
        chat, (first, *rest) = update.effective_chat.id, pieces(text)
        under = None if rest else keyboard
        edit = partial(self._bot.edit_message_text, first, chat, old[0], reply_markup=under, link_preview_options=NO_PREVIEW)
        try:
            await insist(edit)
        except BadRequest as error:
            if "not modified" not in str(error):
                return await self._send(update, [first, *rest], keyboard)
        except Forbidden:
            return []
        for number in old[1:]:
            await self._delivery.attempt(partial(self._bot.delete_message, chat, number))
        return [old[0], *await self._send(update, rest, keyboard)]

    async def _send(self, update: Update, parts: list[str], keyboard: Keyboard) -> list[int]:
        """The pieces in order, the buttons under the last; the ids of those that were sent now."""
        ids = []
        for number, part in enumerate(parts):
            under = keyboard if number == len(parts) - 1 else None
            try:
                sent = await self._send_one(update, number, part, under)
            except (BadRequest, Forbidden):
                # The chat is gone or closed to the bot: there is nobody to tell.
                break
            if sent is not None:
                ids.append(sent.message_id)
        return ids

    async def _send_one(self, update: Update, number: int, text: str, keyboard: Keyboard) -> Message | None:
        message = update.effective_message
        assert message is not None
        among_others = message.chat.type != message.chat.PRIVATE
        quote = number == 0 and not update.callback_query and (among_others or bool(update.edited_message))
        send = partial(
            self._bot.send_message,
            text=text,
            reply_markup=keyboard,
            message_thread_id=_topic(message),
            reply_parameters=ReplyParameters(message.message_id, allow_sending_without_reply=True) if quote else None,
            link_preview_options=NO_PREVIEW,
        )
        try:
            return await self._delivery.send(update.update_id, number, partial(send, message.chat.id))
        except ChatMigrated as moved:
            return await self._delivery.send(update.update_id, number, partial(send, moved.new_chat_id))

    def _keyboard(self, choices: Sequence[Choice], mark: str = "") -> Keyboard:
        """One button a row; what it asks is kept in the inbox, for 64 bytes hold no Chinese question."""
        rows = [[InlineKeyboardButton(c.label, callback_data=mark + self._inbox.button(c.question))] for c in choices]
        return InlineKeyboardMarkup(rows) if rows else None


def _message(update: Update) -> Message:
    message = update.effective_message
    assert message is not None
    return message


def _speaks_chinese(update: Update) -> bool:
    user = update.effective_user
    return user is not None and (user.language_code or "").lower().startswith("zh")


def _topic(message: MaybeInaccessibleMessage) -> int | None:
    return message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None


def _label(message: MaybeInaccessibleMessage | None, data: str) -> str | None:
    """What stands on the pressed button: all that is left where its question was forgotten."""
    if not isinstance(message, Message) or message.reply_markup is None:
        return None
    buttons = (button for row in message.reply_markup.inline_keyboard for button in row)
    return next((button.text for button in buttons if button.callback_data == data), None)
