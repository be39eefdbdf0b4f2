"""Read off an update: which message, who wrote it, where, and in which conversation."""

from __future__ import annotations

import re
from hashlib import blake2b

from telegram import MaybeInaccessibleMessage, Message, Update

from bot.channels.telegram.memory import name_of

_COMMAND = re.compile(r"/(?P<name>[A-Za-z0-9_]+)(?:@(?P<bot>[A-Za-z0-9_]+))?(?P<rest>.*)", re.DOTALL)
_BETWEEN = " \t\r\n:：,，、;；。"
"""What people write between a command and what they mean by it: /rank：2024年许可."""


def digest_of(text: str) -> bytes:
    """By which two texts are told apart."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def message_of(update: Update) -> Message:
    """The message of an update that has one."""
    message = update.effective_message
    assert message is not None
    return message


def addressed(text: str) -> str | None:
    """Whose command a text is: /ask@name is that bot's, /ask is anybody's (""); None where it is no command."""
    found = _COMMAND.match(text)
    return (found["bot"] or "").lower() if found is not None else None


def command_in(text: str) -> str | None:
    """The name of the command that a text begins with, if it is meant for anybody."""
    found = _COMMAND.match(text)
    return found["name"].lower() if found is not None and not found["bot"] else None


def behind(text: str) -> str:
    """What stands behind a command, its line breaks kept."""
    found = _COMMAND.match(text)
    return found["rest"].lstrip(_BETWEEN).rstrip() if found is not None else text.strip()


def sender(update: Update) -> int | None:
    """Who wrote or pressed, where that is known: a person, or a channel or group that writes as itself."""
    return update.effective_sender.id if update.effective_sender else None


def speaks_chinese(update: Update) -> bool:
    """Whether the app of whoever wrote is set to Chinese."""
    user = update.effective_user
    return user is not None and (user.language_code or "").lower().startswith("zh")


def topic_of(message: MaybeInaccessibleMessage) -> int | None:
    """The topic of a group that has topics, else None."""
    return message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None


def chat_of(message: MaybeInaccessibleMessage, person: int | None = None) -> str:
    """The name under which a conversation is kept: one a chat and topic, and among others one a person."""
    return name_of((message.chat.id, topic_of(message), person if message.chat.type != message.chat.PRIVATE else None))
