"""The counter that every handler works at: it asks the desk, says the channel's own sentences, and posts answers in the chat."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, TypeAlias

from telegram import (
    Bot,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    MaybeInaccessibleMessage,
    Message,
    ReplyParameters,
    Update,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden
from telegram.ext import BaseHandler

from bot.channels.telegram.delivery import Delivery, insist
from bot.channels.telegram.inbox import Inbox
from bot.channels.telegram.journal import Journal
from bot.channels.telegram.layout import laid_out, pages, with_turner
from bot.channels.telegram.leaning import Leaning, speaks_of_nothing
from bot.channels.telegram.listeners import Heard, Listeners
from bot.channels.telegram.menus import PRIVATE
from bot.channels.telegram.meters import Meters
from bot.channels.telegram.phrases import Phrases
from bot.channels.telegram.pieces import pieces
from bot.channels.telegram.redact import bare
from bot.channels.telegram.signs import Signs
from bot.channels.telegram.traces import Posted, Shown, Traces, answer_under
from bot.channels.telegram.under import Under
from bot.channels.telegram.whence import addressed, chat_of, command_in, digest_of, message_of, sender, speaks_chinese, topic_of
from bot.question import Agency, Answer, Choice, Question
from bot.talk.conversation import Context
from bot.talk.talks import Talks

LOG = logging.getLogger(__name__)
EXAMPLE = "+"
Keyboard: TypeAlias = InlineKeyboardMarkup | None
Said: TypeAlias = tuple[str, Keyboard]
Handlers: TypeAlias = tuple[BaseHandler[Any, Any, Any], ...]
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Counter:
    """Carries questions to the desk and answers back. Knows nothing of figures, and nothing of which message gets what."""

    def __init__(
        self,
        bot: Bot,
        talks: Talks,
        today: Callable[[], date],
        phrases: Phrases,
        inbox: Inbox,
        delivery: Delivery,
        meters: Meters,
        journal: Journal,
        traces: Traces,
    ) -> None:
        self.bot, self.inbox, self.delivery = bot, inbox, delivery
        self.meters, self.journal = meters, journal
        self.talks, self.today, self.phrases = talks, today, phrases
        self.traces, self.signs, self.leaning = traces, Signs(bot), Leaning(bot, talks, traces)
        self.listeners: Listeners | None = None
        self.chosen_language: Callable[[int], str | None] = lambda user: None
        """zh or en for a person who chose one of the two."""
        self.under: Under | None = None

    # --- asking

    def ask(self, message: MaybeInaccessibleMessage, text: str, user: int | None = None, bare: bool = False) -> Said:
        """The answer, in the conversation that the message leans on. `user` is who asks, where that is known."""
        chat, about = self.leaning.of(message, user)
        about = about or (self.leaning.meant(message, user) if bare else None)
        answer, talk = self._turn(message, chat, text, about)
        if about is None and speaks_of_nothing(talk) and (about := self.leaning.others(message)) is not None:
            answer, talk = self._turn(message, chat, text, about)
        self.meters.answered(answer)
        self.journal.event("answered", text, status=answer.status, reason=answer.reason, operation=answer.operation)
        return self._shown(message, answer, self._noted(chat, answer, talk, user, about))

    def _turn(self, message: MaybeInaccessibleMessage, chat: str, text: str, about: str | None) -> tuple[Answer, Context]:
        """A turn of a conversation; `about` is the id of the answer spoken of, as people may write it themselves."""
        asked = f"{text} #{about}" if about else text
        with self.meters.timed():
            answer, talk = self.talks.turn(chat, asked, self.today(), time.time(), str(message.message_id))
        return replace(answer, question=text), talk

    def ask_settled(self, update: Update, question: Question) -> Said | None:
        """The answer to a question that a pressed button holds, in the conversation of whoever pressed it; None where there
        is none any more."""
        query = update.callback_query
        assert query is not None and query.message is not None
        chat, mark = chat_of(query.message, query.from_user.id), f"{query.message.message_id} {query.data}"
        with self.meters.timed():
            answer = self.talks.settled(chat, question, self.today(), time.time(), mark)
        if answer is None:
            return None
        self.meters.answered(answer)
        self._noted(chat, replace(answer, question=question.text), None, query.from_user.id, None)
        return self._shown(query.message, answer)

    def _below(self, message: MaybeInaccessibleMessage, answer: Answer) -> Keyboard:
        """The choices where something is asked back, else what can be done with the answer."""
        if answer.choices or self.under is None:
            return self.keyboard(answer.choices)
        try:
            return self.under.keyboard(message.chat.id, answer)
        except Exception as error:  # an answer without buttons is better than none
            LOG.error("No buttons under an answer: %s", bare(error))
            return None

    def _shown(self, message: MaybeInaccessibleMessage, answer: Answer, noted: str | None = None) -> Said:
        """An answer as it stands in the chat: all of it, or its first page where it is long and can be worked out anew."""
        text, keyboard = laid_out(answer), self._below(message, answer)
        leaves = pages(f"{text}\n\n{noted}" if noted else text)
        if len(leaves) > 1 and self.talks.memory.answer_by_id(str(answer.id), time.time()) is not None:
            return leaves[0], with_turner(keyboard, str(answer.id), 0, len(leaves))
        return "\n".join(leaves), keyboard

    def taken_up(self, update: Update, id: str) -> Said | None:
        """A kept answer as it stands now, from which the conversation goes on; None where it is not kept (any more)."""
        chat = chat_of(message_of(update), sender(update))
        answer = self.talks.take_up(id, chat, self.today(), time.time())
        if answer is None:
            return None
        text, keyboard = self._shown(message_of(update), answer)
        return f"{self.say('link_opened', update, id=id)}\n\n{text}", keyboard

    def _noted(self, chat: str, answer: Answer, talk: Context | None, user: int | None, about: str | None) -> str | None:
        """What the listeners add to an answer: that a complaint was written down."""
        if self.listeners is None:
            return None
        unheard = self.talks.desk.heard(answer.question, self.today())[0] if answer.reason == "not_understood" else ()
        spoken = self.talks.reopen(about, time.time(), chat) if about is not None else None
        return self.listeners.told(chat, user, answer, Heard(talk, unheard, spoken))

    def agencies_named(self, name: str) -> Sequence[tuple[Agency, str]]:
        """The stored agencies that a name can stand for, each with what to call it."""
        return self.talks.desk.heard(name, self.today())[1]

    def examples(self, update: Update) -> Said:
        """What can be asked, and buttons that ask it; they stay where they are when one is pressed."""
        answer = self.tried("帮助" if self.language(update) == "zh" else "help")
        choices = answer.choices or [Choice(each, each) for each in _examples(answer)]
        return f"{answer.text}\n\n{self.say('help_more', update)}", self.keyboard(choices, EXAMPLE)

    def examples_of(self, update: Update) -> Sequence[str]:
        """Questions that have an answer in this database."""
        return _examples(self.tried("帮助" if self.language(update) == "zh" else "help"))

    def tried(self, text: str) -> Answer:
        """The answer to a text that stands alone and that nobody has asked (yet): no conversation goes on with it."""
        return self.talks.desk.answer(text, None, self.today())[0]

    def say(self, key: str, update: Update, **blanks: object) -> str:
        """A sentence of the channel's own, in the language of whoever wrote."""
        return self.phrases.say(key, self.language(update), **blanks)

    def language(self, update: Update) -> str:
        """zh or en: what whoever wrote has chosen, else what their app is set to."""
        user = update.effective_user
        return (self.chosen_language(user.id) if user else None) or ("zh" if speaks_chinese(update) else "en")

    def answered(self, message: Message) -> Posted | None:
        """What stands in the chat as the answer to that message, where it is not long ago."""
        return self.traces.posted(message.chat.id, message.message_id)

    def conversation_of(self, message: MaybeInaccessibleMessage, presser: int) -> str:
        """The conversation that an answer of the bot belongs to, be it another's than of whoever presses its button."""
        shown = self.traces.shown(message.chat.id, message.message_id)
        return chat_of(message, (shown.person if shown is not None else None) or presser)

    async def stop_spinner(self, query: CallbackQuery, text: str | None = None, alert: bool = False) -> None:
        """Ends the waiting sign on a pressed button, with a line that shows for a moment, or until it is read."""
        await self.delivery.attempt(lambda: self.bot.answer_callback_query(query.id, text, show_alert=alert or None))

    async def expired(self, update: Update) -> None:
        """Says that a pressed button does nothing any more."""
        assert update.callback_query is not None
        await self.stop_spinner(update.callback_query, self.say("expired", update), alert=True)

    # --- who is spoken to

    def is_meant(self, message: Message) -> bool:
        """In private always; in groups where the bot is named or replied to."""
        if message.chat.type == message.chat.PRIVATE:
            return True
        to = message.reply_to_message
        if to is not None and to.from_user is not None and to.from_user.id == self.bot.id:
            return True
        said = message.text or message.caption or ""
        return bool(self._name().search(said)) or addressed(said) == self.bot.username.lower()

    def is_awaited(self, message: Message) -> bool:
        """Whether an answer is to come: what is meant for the bot, and its own commands where no other is named."""
        if message.from_user is not None and message.from_user.is_bot and message.sender_chat is None:
            return False
        return self.is_meant(message) or command_in(message.text or "") in PRIVATE

    def without_name(self, text: str) -> str:
        return self._name().sub(" ", text).strip()

    def _name(self) -> re.Pattern[str]:
        """@name, not followed by more of a name; a Chinese character may follow at once, so \\b will not do."""
        return re.compile(rf"(?<![A-Za-z0-9_])@{re.escape(self.bot.username)}(?![A-Za-z0-9_])", re.IGNORECASE)

    # --- putting it into the chat

    async def post(self, update: Update, text: str, keyboard: Keyboard = None, question: str | None = None) -> None:
        """A new message, or the old answer changed where the question was edited."""
        message = message_of(update)
        former = self.answered(message) if update.edited_message else None
        if former:
            ids = await self.replace(update, former.messages, text, keyboard)
        else:
            ids = await self.send(update, pieces(text), keyboard)
        if ids:
            digest = None if question is None else digest_of(question)
            self.traces.answered(message.chat.id, message.message_id, sender(update), digest, ids)

    async def replace(self, update: Update, old: tuple[int, ...], text: str, keyboard: Keyboard) -> list[int]:
        """The first old message becomes the answer's first piece; further old ones go, further pieces are sent."""
        assert update.effective_chat is not None
        chat, (first, *rest) = update.effective_chat.id, pieces(text)
        under = None if rest else keyboard
        edit = partial(self.bot.edit_message_text, first, chat, old[0], reply_markup=under, link_preview_options=NO_PREVIEW)
        try:
            await insist(edit)
        except BadRequest as error:
            if "not modified" not in str(error):
                return await self.send(update, [first, *rest], keyboard)
        except Forbidden:
            return []
        shown = self.traces.shown(chat, old[0])
        if shown is None or shown.answer != answer_under(keyboard):  # another page of it is still for whom it was
            self._trace(chat, topic_of(message_of(update)), old[0], sender(update), keyboard)
        for number in old[1:]:
            await self.delivery.attempt(partial(self.bot.delete_message, chat, number))
        return [old[0], *await self.send(update, rest, keyboard)]

    async def send(self, update: Update, parts: list[str], keyboard: Keyboard) -> list[int]:
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
                self._trace(sent.chat.id, topic_of(sent), sent.message_id, sender(update), keyboard)
        return ids

    def _trace(self, chat: int, topic: int | None, message: int, person: int | None, keyboard: Keyboard) -> None:
        self.traces.shows(chat, topic, message, Shown(person, answer_under(keyboard)))

    async def _send_one(self, update: Update, number: int, text: str, keyboard: Keyboard) -> Message | None:
        message = update.effective_message
        assert message is not None
        among_others = message.chat.type != message.chat.PRIVATE
        quote = number == 0 and not update.callback_query and (among_others or bool(update.edited_message))
        send = partial(
            self.bot.send_message,
            text=text,
            reply_markup=keyboard,
            message_thread_id=topic_of(message),
            reply_parameters=ReplyParameters(message.message_id, allow_sending_without_reply=True) if quote else None,
            link_preview_options=NO_PREVIEW,
        )
        try:
            return await self.delivery.send(update.update_id, number, partial(send, message.chat.id))
        except ChatMigrated as moved:
            return await self.delivery.send(update.update_id, number, partial(send, moved.new_chat_id))

    def keyboard(self, choices: Sequence[Choice], mark: str = "") -> Keyboard:
        """One button a row; what it asks is kept in the inbox, for 64 bytes hold no Chinese question."""
        rows = [[InlineKeyboardButton(c.label, callback_data=mark + self.inbox.button(c.question))] for c in choices]
        return InlineKeyboardMarkup(rows) if rows else None


def _examples(help: Answer) -> Sequence[str]:
    return tuple(help.result.get("examples", ())) if help.result else ()
