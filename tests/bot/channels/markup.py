"""Texts as Telegram reads them: the subset of HTML, entities, what is cleaned away, and lengths in UTF-16 units.

Follows the published parser: https://core.telegram.org/bots/api#html-style and the parser of the server itself, whose
words for each fault are used here.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from tests.bot.channels.refusals import Refused, bad

TEXT, CAPTION = 4096, 1024
KINDS = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    **dict.fromkeys(("span", "tg-spoiler"), "spoiler"),
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:(lt|gt|amp|quot)(?![A-Za-z])|#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6}));?")
_UNQUOTED = re.compile(r"[A-Za-z0-9.\-]+")
_SPACE = " \t\r\n\f\v"
_TO_BLANK = {code: " " for code in range(32) if code not in (9, 10, 13)}
_GONE = {13: None, **dict.fromkeys(range(8232, 8239)), 0x0333: None, 0x033F: None, 0x030A: None}


def units(text: str) -> int:
    """Length as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


@dataclass
class Formatted:
    """What the chat shows: a text and the entities in it."""

    text: str
    entities: list[dict[str, Any]]


def formatted(asked: dict[str, Any], key: str, limit: int, entities: str, required: bool) -> Formatted:
    """The text of a call under its parse_mode, or Refused: empty, too long, badly marked up."""
    raw, mode = asked.get(key) or "", asked.get("parse_mode") or ""
    if not isinstance(raw, str):
        raise bad(f"{key} must be a String")
    if mode and mode.lower() != "html":
        raise bad("unsupported parse_mode" if mode.lower() not in ("markdown", "markdownv2") else f"{mode} is not read here")
    read = parsed(raw) if mode else Formatted(raw, _given(asked.get(entities), raw))
    shown = read.text.translate(_GONE | _TO_BLANK)
    if shown != read.text or mode:
        read = Formatted(shown, read.entities)
    read.text = read.text.strip()
    if all(unicodedata.category(ch)[0] in "ZC" for ch in read.text):
        if required:
            raise bad("message text is empty")
        read.text = ""
    if units(read.text) > limit:
        raise bad("message is too long" if key in ("text", "message_text") else "message caption is too long")
    return read


def parsed(html: str) -> Formatted:
    """A text in Telegram's HTML."""
    try:
        return _Reader(html).read()
    except _Fault as fault:
        raise bad(f"can't parse entities: {fault}") from None


class _Fault(Exception):
    """Why it cannot be parsed."""


class _Reader:
    """Walks through the HTML once; offsets of faults are in bytes, those of entities in UTF-16 units."""

    def __init__(self, html: str) -> None:
        self._html, self._at = html, 0
        self._out: list[str] = []
        self._length = 0
        self._open: list[tuple[str, dict[str, str], int]] = []
        self._entities: list[dict[str, Any]] = []

    def read(self) -> Formatted:
        while self._at < len(self._html):
            ch = self._html[self._at]
            if ch == "&" and (found := _REFERENCE.match(self._html, self._at)):
                self._put(_character(found))
                self._at = found.end()
            elif ch == "<":
                (self._end if self._html.startswith("</", self._at) else self._begin)(self._at)
            else:
                self._put(ch)
                self._at += 1
        if self._open:
            raise _Fault(f'Can\'t find end tag corresponding to start tag "{self._open[-1][0]}"')
        return Formatted("".join(self._out), sorted(self._entities, key=lambda one: (one["offset"], -one["length"])))

    def _put(self, ch: str) -> None:
        self._out.append(ch)
        self._length += units(ch)

    def _begin(self, start: int) -> None:
        tag = self._word(start + 1, _SPACE + ">", f"Unclosed start tag at byte offset {self._byte(start)}").lower()
        if tag not in KINDS:
            raise _Fault(f'Unsupported start tag "{tag}" at byte offset {self._byte(start)}')
        attributes = self._attributes(tag, start)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise _Fault(f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte(start)}')
        if tag == "tg-emoji" and not attributes.get("emoji-id", "").isdigit():
            raise _Fault("Invalid custom emoji identifier specified")
        self._open.append((tag, attributes, self._length))

    def _attributes(self, tag: str, start: int) -> dict[str, str]:
        found: dict[str, str] = {}
        unclosed = f"Unclosed start tag at byte offset {self._byte(start)}"
        while True:
            self._skip(unclosed)
            if self._html[self._at] == ">":
                self._at += 1
                return found
            name = self._word(self._at, _SPACE + "=>", unclosed).lower()
            if not name:
                raise _Fault(f'Empty attribute name in the tag "{tag}" at byte offset {self._byte(start)}')
            self._skip(unclosed)
            found[name] = self._value(unclosed) if self._html[self._at] == "=" else ""

    def _value(self, unclosed: str) -> str:
        self._at += 1
        self._skip(unclosed)
        quote = self._html[self._at]
        if quote not in "\"'":
            if found := _UNQUOTED.match(self._html, self._at):
                self._at = found.end()
                if self._html[self._at : self._at + 1] and self._html[self._at] in _SPACE + ">":
                    return found[0].lower()
            raise _Fault(f"Unexpected end of name token at byte offset {self._byte(self._at)}")
        end = self._html.find(quote, self._at + 1)
        if end < 0:
            raise _Fault(unclosed)
        value, self._at = self._html[self._at + 1 : end], end + 1
        return value

    def _end(self, start: int) -> None:
        where = f"at byte offset {self._byte(start)}"
        if not self._open:
            raise _Fault(f"Unexpected end tag {where}")
        name = self._word(start + 2, _SPACE + ">", f"Unclosed end tag {where}").lower()
        self._skip(f"Unclosed end tag {where}")
        if self._html[self._at] != ">":
            raise _Fault(f"Unclosed end tag {where}")
        self._at += 1
        tag, attributes, offset = self._open.pop()
        if name and name != tag:
            raise _Fault(f'Unmatched end tag {where}, expected "</{tag}>", found "</{name}>"')
        if self._length > offset:
            kind = "expandable_blockquote" if tag == "blockquote" and "expandable" in attributes else KINDS[tag]
            url = {"url": attributes["href"]} if kind == "text_link" and attributes.get("href") else {}
            if kind != "text_link" or url:
                self._entities.append({"type": kind, "offset": offset, "length": self._length - offset, **url})

    def _word(self, start: int, stops: str, fault: str) -> str:
        self._at = start
        while self._at < len(self._html) and self._html[self._at] not in stops:
            self._at += 1
        if self._at >= len(self._html):
            raise _Fault(fault)
        return self._html[start : self._at]

    def _skip(self, fault: str) -> None:
        while self._at < len(self._html) and self._html[self._at] in _SPACE:
            self._at += 1
        if self._at >= len(self._html):
            raise _Fault(fault)

    def _byte(self, at: int) -> int:
        return len(self._html[:at].encode())


def _character(reference: re.Match[str]) -> str:
    if reference[1]:
        return NAMED[reference[1]]
    code = int(reference[2]) if reference[2] else int(reference[3], 16)
    if 0xD800 <= code < 0xE000:
        raise _Fault("Text contains invalid Unicode characters after decoding HTML entities")
    return chr(code) if 0 < code < 0x10FFFF else reference[0]


def _given(entities: Any, text: str) -> list[dict[str, Any]]:
    """Entities sent beside a plain text; each must lie inside it."""
    for one in entities or []:
        if not isinstance(one, dict) or not {"type", "offset", "length"} <= one.keys():
            raise bad("can't parse MessageEntity: object expected")
        if one["offset"] < 0 or one["length"] < 1 or one["offset"] + one["length"] > units(text):
            raise Refused(400, "Bad Request: ENTITY_BOUNDS_INVALID")
    return list(entities or [])
