"""What a message leans on: whose conversation it goes on with, and which answer it speaks of.

A reply speaks of the answer that it replies to, whoever asked for it, and however long ago. Everything else goes on with what
its writer asked last in that chat; in a group, whoever has asked nothing yet may ask about the last answer there.
"""

from __future__ import annotations

import time

from telegram import Bot, MaybeInaccessibleMessage, Message

from bot.channels.telegram.traces import Shown, Traces, answer_under
from bot.channels.telegram.whence import chat_of, topic_of
from bot.talk.conversation import Context
from bot.talk.talks import Talks


class Leaning:
    """Looks up conversations and answers by the messages of a chat."""

    def __init__(self, bot: Bot, talks: Talks, traces: Traces) -> None:
        self._bot, self._talks, self._traces = bot, talks, traces

    def of(self, message: MaybeInaccessibleMessage, user: int | None) -> tuple[str, str | None]:
        """The conversation of a message, and the id of the answer that it speaks of where that is not the last one there.

        `user` is who asks, where the message is the bot's own and bears the button that they pressed. A reply to what the bot
        asked back answers for whoever was asked.
        """
        writer, replied = self._writer(message, user), self._replied(message)
        own = chat_of(message, writer)
        if replied is None:
            return own, None
        if replied.answer is not None and self._is_kept(replied.answer):
            return own, replied.answer if replied.answer != self._latest(own) else None
        return chat_of(message, replied.person or writer), None

    def meant(self, message: MaybeInaccessibleMessage, user: int | None) -> str | None:
        """The id of the answer that a command without words is about: the one replied to, else the writer's last, else, in a
        group, anybody's last."""
        replied, own = self._replied(message), chat_of(message, self._writer(message, user))
        if replied is not None and replied.answer is not None and self._is_kept(replied.answer):
            return replied.answer
        return self._talks.last(own, time.time()) or self.others(message)

    def others(self, message: MaybeInaccessibleMessage) -> str | None:
        """The id of the last answer in a group, whoever asked."""
        if message.chat.type == message.chat.PRIVATE:
            return None
        found = self._traces.latest(message.chat.id, topic_of(message))
        return next((id for id in found if self._talks.stands_alone(id, time.time())), None)

    def _writer(self, message: MaybeInaccessibleMessage, user: int | None) -> int | None:
        wrote = message.sender_chat or message.from_user if isinstance(message, Message) else None
        return wrote.id if wrote is not None and wrote.id != self._bot.id else user

    def _replied(self, message: MaybeInaccessibleMessage) -> Shown | None:
        """What is known of the bot's message that a person replies to."""
        if not isinstance(message, Message) or self._writer(message, None) is None:
            return None
        to = message.reply_to_message
        if to is None or to.from_user is None or to.from_user.id != self._bot.id:
            return None
        # Where nothing is remembered of it, its buttons tell which answer it holds.
        return self._traces.shown(message.chat.id, to.message_id) or Shown(None, answer_under(to.reply_markup))

    def _is_kept(self, answer: str) -> bool:
        return self._talks.memory.answer_by_id(answer, time.time()) is not None

    def _latest(self, chat: str) -> str | None:
        """The id of the last turn of a conversation."""
        context = self._talks.memory.load(chat, time.time())
        return context.turns[-1].id if context is not None and context.turns else None


def speaks_of_nothing(talk: Context) -> bool:
    """Whether somebody who has asked nothing yet asks about an answer."""
    last = talk.turns[-1] if talk.turns else None
    return last is not None and last.doubt is not None and last.doubt.key == "explain.nothing"
