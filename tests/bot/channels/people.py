"""What people do in the chats of the test server, each an update for the bot."""

from __future__ import annotations

import itertools
import re
from typing import Any

from tests.bot.channels.chats import PRIVATE, SOMEBODY, Chats, Shown

COMMAND = re.compile(r"/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?!\w)")
"""What Telegram takes for a command: it ends with its word, be there a blank behind it or a stop; /ask川汇区 is none."""
ASKED_FOR = {"chat_member", "message_reaction", "message_reaction_count"}
"""Kinds of update that are sent only to bots that name them in allowed_updates."""


class People(Chats):
    """Talk to the bot with say, edit, press, type_inline; `put` is for every other kind of update."""

    def __init__(self) -> None:
        super().__init__()
        self.inline_queries: dict[str, dict[str, Any]] = {}
        self.pushy = True
        """Whether updates of kinds that the bot has not asked for are sent, too, as those are that wait from before."""
        self._updates: dict[int, dict[str, Any]] = {}
        self._numbers = itertools.count(900_000_001)
        self._allowed: list[str] | None = None
        self._queries: dict[str, bool] = {}
        """Callback queries by id: whether they can still be answered."""

    def say(
        self,
        text: str = "",
        chat: int = 1,
        language: str | None = "zh-hans",
        kind: str = PRIVATE,
        person: int | None = None,
        **more: Any,
    ) -> int:
        """A person writes (or sends `more`, such as voice=…); gives the message's number.

        In private a person's number is the chat's. `more` goes into the message as it is; from_=None leaves out who wrote.
        """
        number = next(self._ids)
        self.put("message", self._from_person(number, text, chat, language, kind, person, more))
        return number

    def edit(
        self,
        number: int,
        text: str,
        chat: int = 1,
        language: str | None = "zh-hans",
        kind: str = PRIVATE,
        person: int | None = None,
        **more: Any,
    ) -> None:
        """A person changes a message, be it known to the server or an old one."""
        body = self._from_person(number, text, chat, language, kind, person, more)
        self.put("edited_message", {**body, "edit_date": 1_750_000_100})

    def press(self, shown: Shown, label: str, language: str = "zh-hans", person: int | None = None) -> str:
        """A person presses the button with that label; gives the id of the callback query."""
        data = next(b["callback_data"] for b in shown.buttons if b["text"] == label)
        return self.press_data(shown, data, language, person)

    def press_data(
        self, shown: Shown, data: str | None, language: str = "zh-hans", person: int | None = None, **more: Any
    ) -> str:
        """Presses a button that may have stood there once or never: forged, of an old version, a game (None)."""
        query = f"q{next(self._ids)}"
        self._queries[query] = True
        where = {"inline_message_id": shown.inline} if shown.inline else {"message": self.message_body(shown)}
        body = {"id": query, "from": self.person_body(person or self._writer(shown.chat), language), "chat_instance": "1"}
        self.put("callback_query", {**body, **where, **({"data": data} if data is not None else {}), **more})
        return query

    def grow_old(self) -> None:
        """So much time passes that no query can be answered any more."""
        self._queries = dict.fromkeys(self._queries, False)
        for query in self.inline_queries.values():
            query["old"] = True

    def type_inline(self, text: str, person: int = SOMEBODY, language: str | None = "zh-hans", offset: str = "") -> str:
        """A person writes `@bot text` somewhere; gives the id of the inline query, whose answer is in inline_queries."""
        query = f"i{next(self._ids)}"
        self.inline_queries[query] = {"person": person}
        body = {"id": query, "from": self.person_body(person, language), "query": text, "offset": offset, "chat_type": "group"}
        self.put("inline_query", body)
        return query

    def choose(self, query: str, number: int = 0, text: str = "") -> Shown:
        """The person picks a result; gives the message that then stands in some chat."""
        asked = self.inline_queries[query]
        result = asked["results"][number]
        content = result["input_message_content"]
        shown = Shown(0, next(self._ids), content["shown"].text, result["rows"], entities=content["shown"].entities)
        shown.inline = f"inline{shown.id}" if shown.rows else ""
        self.shown[0, shown.id] = shown
        body = {"result_id": result["id"], "from": self.person_body(asked["person"]), "query": text}
        self.put("chosen_inline_result", {**body, **({"inline_message_id": shown.inline} if shown.inline else {})})
        return shown

    def put(self, kind: str, body: dict[str, Any]) -> int:
        """An update of any kind, with any body; gives its number."""
        number = next(self._numbers)
        allowed = (self._allowed is None and kind not in ASKED_FOR) or kind in (self._allowed or ())
        if self.pushy or allowed:
            self._updates[number] = {"update_id": number, kind: body}
        return number

    def _writer(self, chat: int) -> int:
        return chat if self.kinds.get(chat, PRIVATE) == PRIVATE and chat > 0 else SOMEBODY

    def _from_person(
        self, number: int, text: str, chat: int, language: str | None, kind: str, person: int | None, more: dict[str, Any]
    ) -> dict[str, Any]:
        self.kinds.setdefault(chat, kind)
        self._heard.add((chat, number))
        if more.get("is_topic_message"):
            self._topics.add((chat, more["message_thread_id"]))
        body = {"message_id": number, "date": 1_750_000_000, "chat": self.chat_body(chat)}
        if not ("from_" in more and more.pop("from_") is None):
            body["from"] = self.person_body(person or self._writer(chat), language)
        body |= more
        if text:
            body["text"] = text
        command = COMMAND.match(text)
        if command is not None and "entities" not in more:
            body["entities"] = [{"type": "bot_command", "offset": 0, "length": command.end()}]
        return body
