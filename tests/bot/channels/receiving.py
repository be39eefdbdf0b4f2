"""Methods by which the bot gets its updates: polling and the webhook."""

from __future__ import annotations

import asyncio
import json
import re
import time
from typing import Any
from urllib.parse import urlsplit

import httpx

from tests.bot.channels.chats import ME
from tests.bot.channels.forms import truth
from tests.bot.channels.people import People
from tests.bot.channels.refusals import Refused, bad, told_to

SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
ALL_KINDS = {
    *("message", "edited_message", "channel_post", "edited_channel_post", "business_connection", "business_message"),
    *("edited_business_message", "deleted_business_messages", "message_reaction", "message_reaction_count", "inline_query"),
    *("chosen_inline_result", "callback_query", "shipping_query", "pre_checkout_query", "purchased_paid_media", "poll"),
    *("poll_answer", "my_chat_member", "chat_member", "chat_join_request", "chat_boost", "removed_chat_boost"),
    *("managed_bot", "guest_message"),
}
"""The kinds of update of the Bot API, 10.0."""


class Receiving(People):
    """`hook` is what the bot said of its webhook; `bring` calls it as Telegram would."""

    _loop: asyncio.AbstractEventLoop

    def __init__(self) -> None:
        super().__init__()
        self.hook: dict[str, Any] = {}
        self._poller: asyncio.Future[None] | None = None

    @property
    def unread(self) -> int:
        return len(self._updates)

    async def getMe(self, _: dict[str, Any]) -> Any:
        return ME

    async def deleteWebhook(self, asked: dict[str, Any]) -> Any:
        self.hook = {}
        if truth(asked, "drop_pending_updates"):
            self._updates.clear()
        return True

    async def setWebhook(self, asked: dict[str, Any]) -> Any:
        """Kept; `bring` then calls it. Only a server on one's own machine may be called without TLS."""
        url = urlsplit(asked.get("url") or "")
        if url.scheme != "https" and url.hostname not in ("127.0.0.1", "localhost"):
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        if "secret_token" in asked and not SECRET.fullmatch(asked["secret_token"]):
            raise bad("secret token contains unallowed characters")
        if not 1 <= int(asked.get("max_connections", 40)) <= 100:
            raise bad("max_connections must be between 1 and 100")
        self._allow(asked)
        self.hook = asked
        return True

    async def getWebhookInfo(self, _: dict[str, Any]) -> Any:
        return {"url": self.hook.get("url", ""), "has_custom_certificate": False, "pending_update_count": self.unread}

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
        """A second poll ends the first with 409, as with Telegram; none is answered while there is a webhook."""
        if self.hook:
            said = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            raise Refused(409, said)
        self._allow(asked)
        offset, limit = int(asked.get("offset", 0)), min(int(asked.get("limit", 100)) or 100, 100)
        if offset < 0:
            offset = max([0, *sorted(self._updates)[offset:][:1]])
        for number in [n for n in list(self._updates) if n < offset]:
            del self._updates[number]
        if self._poller and not self._poller.done():
            self._poller.set_exception(told_to("409"))
        mine = self._poller = self._loop.create_future()
        end = time.monotonic() + min(float(asked.get("timeout", 0)), 50)
        while not self._updates and time.monotonic() < end:
            await asyncio.sleep(0.005)
            if mine.done():
                return mine.result()
        mine.cancel()
        return [self._updates[number] for number in sorted(self._updates)[:limit]]

    def _allow(self, asked: dict[str, Any]) -> None:
        """Names no kind: as before. An empty list: all but those that must be asked for."""
        named = asked.get("allowed_updates")
        if named is None:
            return
        if not isinstance(named, list) or not {*named} <= ALL_KINDS:
            raise bad(f"wrong allowed_updates: {named}")
        self._allowed = named or None
