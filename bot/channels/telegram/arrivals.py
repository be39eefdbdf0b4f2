"""Updates as they arrive, each looked at for itself: one that cannot be read holds up no other, and stops nothing.

An update that python-telegram-bot cannot read becomes an empty one: it is counted and passed over, and Telegram is told that
it has arrived. Else it would come again with every poll, and end the bot each time.
"""

from __future__ import annotations

import json
import logging
import re
from typing import Any

from telegram import Update

LOG = logging.getLogger(__name__)
LARGEST_ID = 2**63 - 2
_LONE = re.compile(r"[\ud800-\udfff]")
_ID = re.compile(rb'"update_id"\s*:\s*(\d{1,18})\b')
_MESSAGES = ("message", "edited_message", "channel_post", "edited_channel_post")
_WORDS = ("text", "caption", "data", "query")


def readable(told: Any) -> dict[str, Any] | None:
    """The update, or an empty one in its place where it cannot be read; None where it has not even a number."""
    number = told.get("update_id") if isinstance(told, dict) else None
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number <= LARGEST_ID:
        return None
    try:
        sound: dict[str, Any] = _sound(told)
        Update.de_json(sound, None).to_json().encode()
        _check(sound)
    except Exception as error:
        # Whatever is wrong with it, and there is no end to what can be.
        LOG.warning("Update %d cannot be read: %s", number, type(error).__name__)
        return {"update_id": number}
    return sound


def sifted(answer: bytes) -> bytes:
    """An answer to getUpdates in which every update can be read."""
    try:
        told = json.loads(answer)
        updates = told["result"]
        if not told["ok"] or not isinstance(updates, list):
            return answer
    except RecursionError:
        updates = [{"update_id": int(number)} for number in _ID.findall(answer)]
    except (ValueError, KeyError, TypeError):
        return answer
    kept = [update for update in map(readable, updates) if update is not None]
    return json.dumps({"ok": True, "result": kept}).encode()


def _sound(told: Any) -> Any:
    """The same with halves of characters, which cannot be written as UTF-8, replaced."""
    if isinstance(told, str):
        return _LONE.sub("\ufffd", told)
    if isinstance(told, dict):
        return {_sound(key): _sound(value) for key, value in told.items()}
    return [_sound(one) for one in told] if isinstance(told, list) else told


def _check(told: dict[str, Any]) -> None:
    """Raises TypeError where a message is in no chat, what people write is no text, or a number is none.

    python-telegram-bot does not look.
    """
    for kind, body in told.items():
        if isinstance(body, dict):
            if kind in _MESSAGES and not {"id", "type"} <= (body.get("chat") or {}).keys():
                raise TypeError("chat")
            message = body.get("message")
            for one in (body, message if isinstance(message, dict) else {}):
                who = [one[key].get("id", 0) for key in ("chat", "from", "sender_chat") if isinstance(one.get(key), dict)]
                numbers = [one.get("message_id", 0), one.get("message_thread_id", 0), *who]
                if not all(type(number) is int and abs(number) <= LARGEST_ID for number in numbers):
                    raise TypeError("number")
                if not all(isinstance(one.get(name, ""), str) for name in _WORDS):
                    raise TypeError("words")
