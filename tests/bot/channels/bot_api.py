"""A Bot API server for tests: real HTTP on 127.0.0.1, with the methods the bot calls and the faults it must bear.

It keeps what a chat would show (`shown`), refuses what Telegram refuses (too long, not modified, unknown button) and
forgets an update when a poll names a higher offset.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.bot.channels.wire import Refused, Wire

TOKEN = "7012345678:AAF-secret_of_the_test-0123456789abcd"
ME = {"id": 7012345678, "is_bot": True, "first_name": "Gongkai", "username": "gongkai_bot", "can_join_groups": True}
PRIVATE, GROUP = "private", "supergroup"


@dataclass
class Shown:
    """A message as it stands in the chat now."""

    chat: int
    id: int
    text: str
    buttons: list[dict[str, Any]] = field(default_factory=list)
    reply_to: int | None = None
    edits: int = 0


class BotApi(Wire):
    """Start it with `with BotApi() as api`; talk to the bot with say, edit, press; look at shown and calls."""

    def __init__(self, token: str = TOKEN, latency: float = 0.0) -> None:
        super().__init__(token, latency)
        self.shown: dict[tuple[int, int], Shown] = {}
        self.answered_queries: list[str] = []
        self.hook: dict[str, Any] = {}
        self._updates: dict[int, dict[str, Any]] = {}
        self._kinds: dict[int, str] = {}
        self._ids, self._numbers = itertools.count(1), itertools.count(900_000_001)
        self._poller: asyncio.Future[None] | None = None

    # --- what people do

    def say(self, text: str = "", chat: int = 1, language: str | None = "zh-hans", kind: str = PRIVATE, **more: Any) -> int:
        """A person writes (or sends `more`, such as voice=…); gives the message's id."""
        number = next(self._ids)
        self._kinds[chat] = kind
        self._put("message", self._from_person(number, text, chat, language, kind, more))
        return number

    def edit(self, number: int, text: str, chat: int = 1, language: str = "zh-hans", kind: str = PRIVATE) -> None:
        body = self._from_person(number, text, chat, language, kind, {})
        self._put("edited_message", {**body, "edit_date": 1_750_000_100})

    def press(self, shown: Shown, label: str, language: str = "zh-hans") -> str:
        """A person presses the button with that label; gives the id of the callback query."""
        data = next(b["callback_data"] for b in shown.buttons if b["text"] == label)
        query = f"q{next(self._ids)}"
        message = self._as_message(shown)
        person = {"id": shown.chat, "is_bot": False, "first_name": "人", "language_code": language}
        self._put("callback_query", {"id": query, "from": person, "chat_instance": "1", "data": data, "message": message})
        return query

    # --- what can be seen

    def texts(self, chat: int = 1) -> list[str]:
        return [shown.text for (where, _), shown in sorted(self.shown.items()) if where == chat]

    def last(self, chat: int = 1) -> Shown:
        return max((s for s in list(self.shown.values()) if s.chat == chat), key=lambda s: s.id)

    def wait(self, until: Callable[[], object], seconds: float = 10.0) -> None:
        """Blocks the calling thread until the condition holds."""
        end = time.monotonic() + seconds
        while not until():
            assert time.monotonic() < end, "it never came to pass"
            time.sleep(0.005)

    @property
    def unread(self) -> int:
        return len(self._updates)

    # --- methods of the Bot API

    async def getMe(self, _: dict[str, Any]) -> Any:
        return ME

    async def deleteWebhook(self, _: dict[str, Any]) -> Any:
        return True

    setMyCommands = deleteWebhook

    async def setWebhook(self, asked: dict[str, Any]) -> Any:
        """Kept; `bring` then calls it as Telegram would."""
        self.hook = asked
        return True

    def bring(self, body: bytes | None = None, secret: str | None = None, path: str | None = None) -> int:
        """Brings the oldest unread update (or any body) to the webhook; gives the status that it is answered with."""
        url = self.hook["url"] if path is None else path
        number = min(self._updates) if body is None else None
        sent = json.dumps(self._updates[number]).encode() if number is not None else body or b""
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.hook["secret_token"] if secret is None else secret}
        status = httpx.post(url, content=sent, headers=headers, trust_env=False).status_code
        if status == 200 and number is not None:
            del self._updates[number]
        return status

    async def getUpdates(self, asked: dict[str, Any]) -> Any:
        """A second poll ends the first with 409, as with Telegram."""
        offset, limit = int(asked.get("offset", 0)), int(asked.get("limit", 100))
        for number in [n for n in list(self._updates) if n < offset]:
            del self._updates[number]
        if self._poller and not self._poller.done():
            self._poller.set_exception(Refused(409, "Conflict: terminated by other getUpdates request"))
        mine = self._poller = self._loop.create_future()
        end = time.monotonic() + float(asked.get("timeout", 0))
        while not self._updates and time.monotonic() < end:
            await asyncio.sleep(0.005)
            if mine.done():
                return mine.result()
        mine.cancel()
        return [self._updates[number] for number in sorted(self._updates)[:limit]]

    async def sendMessage(self, asked: dict[str, Any]) -> Any:
        chat, text = int(asked["chat_id"]), asked.get("text", "")
        _check(text, asked.get("reply_markup"))
        reply = asked.get("reply_parameters") or {}
        shown = Shown(chat, next(self._ids), text, _buttons(asked.get("reply_markup")), reply.get("message_id"))
        self.shown[chat, shown.id] = shown
        return self._as_message(shown)

    async def editMessageText(self, asked: dict[str, Any]) -> Any:
        shown = self.shown.get((int(asked["chat_id"]), int(asked["message_id"])))
        if shown is None:
            raise Refused(400, "Bad Request: message to edit not found")
        _check(asked["text"], asked.get("reply_markup"))
        buttons = _buttons(asked.get("reply_markup"))
        if (shown.text, shown.buttons) == (asked["text"], buttons):
            raise Refused(400, "Bad Request: message is not modified: specified new message content is the same")
        shown.text, shown.buttons, shown.edits = asked["text"], buttons, shown.edits + 1
        return self._as_message(shown)

    async def deleteMessage(self, asked: dict[str, Any]) -> Any:
        if self.shown.pop((int(asked["chat_id"]), int(asked["message_id"])), None) is None:
            raise Refused(400, "Bad Request: message to delete not found")
        return True

    async def answerCallbackQuery(self, asked: dict[str, Any]) -> Any:
        self.answered_queries.append(asked["callback_query_id"])
        return True

    # --- shapes

    def _put(self, kind: str, body: dict[str, Any]) -> None:
        number = next(self._numbers)
        self._updates[number] = {"update_id": number, kind: body}

    def _from_person(
        self, number: int, text: str, chat: int, language: str | None, kind: str, more: dict[str, Any]
    ) -> dict[str, Any]:
        body = {
            "message_id": number,
            "date": 1_750_000_000,
            "chat": _chat(chat, kind),
            "from": _person(language),
            **more,
        }
        if text:
            body["text"] = text
        if text.startswith("/"):
            body["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
        return body

    def _as_message(self, shown: Shown) -> dict[str, Any]:
        chat = _chat(shown.chat, self._kinds.get(shown.chat, PRIVATE))
        body = {"message_id": shown.id, "date": 1_750_000_001, "chat": chat, "from": ME, "text": shown.text}
        if shown.buttons:
            body["reply_markup"] = {"inline_keyboard": [[button] for button in shown.buttons]}
        return body


def _chat(chat: int, kind: str) -> dict[str, Any]:
    return {"id": chat, "type": kind, **({"first_name": "人"} if kind == PRIVATE else {"title": "群"})}


def _person(language: str | None) -> dict[str, Any]:
    return {"id": 555, "is_bot": False, "first_name": "人", **({"language_code": language} if language else {})}


def _check(text: str, markup: Any) -> None:
    if not text.strip():
        raise Refused(400, "Bad Request: message text is empty")
    if len(text.encode("utf-16-le")) // 2 > 4096:
        raise Refused(400, "Bad Request: message is too long")
    if any(len(button["callback_data"].encode()) > 64 for button in _buttons(markup)):
        raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")


def _buttons(markup: Any) -> list[dict[str, Any]]:
    return [button for row in (markup or {}).get("inline_keyboard", []) for button in row]
