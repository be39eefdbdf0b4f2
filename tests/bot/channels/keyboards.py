"""Keyboards under messages: what Telegram takes and what it refuses."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from tests.bot.channels.refusals import bad

MOST, WIDEST = 100, 8
DATA = range(1, 65)
ACTIONS = {
    *("url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat"),
    *("switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay"),
}
Rows = list[list[dict[str, Any]]]


def inline_rows(markup: Any) -> Rows:
    """The rows of an inline keyboard, none where there is none. Raises Refused."""
    if markup is None or markup == {}:
        return []
    if not isinstance(markup, dict):
        raise bad("object expected as reply markup")
    if "inline_keyboard" not in markup:
        if not markup.keys() & {"keyboard", "remove_keyboard", "force_reply"}:
            raise bad("can't parse reply keyboard markup JSON object")
        return []
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad('field "inline_keyboard" must be of type Array of Array')
    if sum(map(len, rows)) > MOST or any(len(row) > WIDEST for row in rows):
        raise bad("reply markup is too long")
    for row in rows:
        for button in row:
            _check(button)
    return [row for row in rows if row]


def _check(button: Any) -> None:
    if not isinstance(button, dict):
        raise bad("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    text = button.get("text")
    if not isinstance(text, str) or not text.strip():
        raise bad("can't parse inline keyboard button: text of a button must be non-empty")
    if len(button.keys() & ACTIONS) != 1:
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    data = button.get("callback_data", "-")
    if not isinstance(data, str) or len(data.encode()) not in DATA:
        raise bad("BUTTON_DATA_INVALID")
    copied = button.get("copy_text", {"text": "-"})
    if not 1 <= len(copied.get("text", "")) <= 256:
        raise bad("BUTTON_COPY_TEXT_INVALID")
    if "url" in button and (urlsplit(button["url"]).scheme not in ("http", "https", "tg") or not urlsplit(button["url"]).netloc):
        raise bad(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    for name in ("switch_inline_query", "switch_inline_query_current_chat"):
        if len(button.get(name, "")) > 256:
            raise bad("BUTTON_SWITCH_INLINE_QUERY_INVALID")
