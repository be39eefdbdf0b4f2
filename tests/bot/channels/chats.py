"""The chats of the test server: what stands in them, who is in them, and what has become of them."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any

from tests.bot.channels.forms import Upload
from tests.bot.channels.refusals import Refused, bad

ME = {
    "id": 7012345678,
    "is_bot": True,
    "first_name": "Gongkai",
    "username": "gongkai_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": True,
    "can_connect_to_business": False,
    "has_main_web_app": False,
}
SELF = {key: ME[key] for key in ("id", "is_bot", "first_name", "username")}
PRIVATE, GROUP, CHANNEL = "private", "supergroup", "channel"
SOMEBODY = 555
"""Who writes in groups, where a test names nobody."""


@dataclass
class Shown:
    """A message of the bot as it stands in the chat now. `text` is what is read, its caption where it bears a file."""

    chat: int
    id: int
    text: str
    rows: list[list[dict[str, Any]]] = field(default_factory=list)
    reply_to: int | None = None
    edits: int = 0
    entities: list[dict[str, Any]] = field(default_factory=list)
    thread: int | None = None
    kind: str = "text"
    """text, photo or document."""
    file: Upload | None = None
    file_id: str = ""
    inline: str = ""
    """The inline_message_id of a message that was sent by way of inline mode."""

    @property
    def buttons(self) -> list[dict[str, Any]]:
        """All buttons, row by row."""
        return [button for row in self.rows for button in row]


class Chats:
    """Which chats the bot may write to, and the shapes of chats, people and messages."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: dict[tuple[int, int], Shown] = {}
        self.kinds: dict[int, str] = {}
        self._heard: set[tuple[int, int]] = set()
        """Messages of people, by chat and number."""
        self._topics: set[tuple[int, int]] = set()
        self._closed: dict[int, Refused] = {}
        self._ids = itertools.count(1)

    # --- what becomes of a chat

    def knows(self, chat: int, kind: str = PRIVATE) -> None:
        """The bot has met this chat, and may write to it."""
        self.kinds[chat] = kind

    def opens(self, chat: int, topic: int) -> None:
        """A topic is opened in a group."""
        self._topics.add((chat, topic))

    def block(self, chat: int) -> None:
        """The person blocks the bot."""
        self._closed[chat] = Refused(403, "Forbidden: bot was blocked by the user")

    def kick(self, chat: int) -> None:
        """The bot is thrown out of the group."""
        self._closed[chat] = Refused(403, f"Forbidden: bot was kicked from the {self.kinds.get(chat, GROUP)} chat")

    def mute(self, chat: int) -> None:
        """The bot may not write in the group."""
        self._closed[chat] = bad("not enough rights to send text messages to the chat")

    def open(self, chat: int) -> None:
        """All is well again."""
        self._closed.pop(chat, None)

    def migrate(self, chat: int, to: int) -> None:
        """The group becomes a supergroup with another number."""
        self.kinds[to] = GROUP
        said = "Bad Request: group chat was upgraded to a supergroup chat"
        self._closed[chat] = Refused(400, said, migrate_to_chat_id=to)

    def place(self, asked: dict[str, Any]) -> int:
        """The chat a call is for; Refused where the bot may not write there."""
        try:
            chat = int(asked["chat_id"])
        except (KeyError, ValueError, TypeError):
            raise bad("chat_id is empty" if not asked.get("chat_id") else "chat not found") from None
        if chat in self._closed:
            raise self._closed[chat]
        if chat not in self.kinds:
            raise bad("chat not found")
        return chat

    def topic(self, asked: dict[str, Any], chat: int) -> int | None:
        """The topic a call is for."""
        thread = asked.get("message_thread_id")
        if thread is None:
            return None
        if (chat, int(thread)) not in self._topics:
            raise bad("message thread not found")
        return int(thread)

    def quoted(self, asked: dict[str, Any], chat: int) -> int | None:
        """The message that is replied to."""
        reply = asked.get("reply_parameters") or {}
        number = reply.get("message_id") or asked.get("reply_to_message_id")
        if number is None:
            return None
        if (chat, int(number)) in self._heard or (chat, int(number)) in self.shown:
            return int(number)
        if not (reply.get("allow_sending_without_reply") or asked.get("allow_sending_without_reply")):
            raise bad("message to be replied not found")
        return None

    # --- shapes

    def chat_body(self, chat: int) -> dict[str, Any]:
        """A Chat."""
        kind = self.kinds.get(chat, PRIVATE)
        forum = {"is_forum": True} if any(where == chat for where, _ in self._topics) else {}
        return {"id": chat, "type": kind, **({"first_name": "人"} if kind == PRIVATE else {"title": "群"}), **forum}

    def person_body(self, person: int, language: str | None = None) -> dict[str, Any]:
        """A User."""
        return {"id": person, "is_bot": False, "first_name": "人", **({"language_code": language} if language else {})}

    def message_body(self, shown: Shown) -> dict[str, Any]:
        """A Message of the bot."""
        body: dict[str, Any] = {"message_id": shown.id, "date": 1_750_000_001, "chat": self.chat_body(shown.chat), "from": SELF}
        words, marks = ("text", "entities") if shown.kind == "text" else ("caption", "caption_entities")
        if shown.text:
            body[words] = shown.text
        if shown.entities:
            body[marks] = shown.entities
        if shown.file:
            sizes = {"file_id": shown.file_id, "file_unique_id": shown.file_id[-8:], "file_size": len(shown.file.data)}
            if shown.kind == "photo":
                body["photo"] = [{**sizes, "width": 90, "height": 60}, {**sizes, "width": 1280, "height": 853}]
            else:
                body["document"] = {**sizes, "file_name": shown.file.name, "mime_type": shown.file.kind}
        if shown.thread is not None:
            body |= {"message_thread_id": shown.thread, "is_topic_message": True}
        if shown.reply_to is not None:
            body["reply_to_message"] = {"message_id": shown.reply_to, "date": 1_750_000_000, "chat": self.chat_body(shown.chat)}
        if shown.rows:
            body["reply_markup"] = {"inline_keyboard": shown.rows}
        return body
