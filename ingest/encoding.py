"""The characters of a text file or a page: UTF-8 where it is that, else GB18030, which holds GB2312 and GBK.

What a page says of its own encoding is often wrong, and is not asked. A few broken bytes do not make it another one.
"""

from __future__ import annotations

from ingest.refusals import refused

_TELLTALE = "信息公开"
_TELLING = {"utf-8": _TELLTALE.encode("utf-8"), "gb18030": _TELLTALE.encode("gb18030")}
_OLD_BIG5 = "信息公開"
_LOST = "\N{REPLACEMENT CHARACTER}"
_FEW = 10
"""One lost character in so many that are not ASCII is still few: of text in another encoding, every other one is lost."""

_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_HEAD = 4096


def decode(content: bytes) -> str:
    """The characters of a text, without the mark at its beginning. A byte that is no character, and NUL, is U+FFFD."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _decoded(content).removeprefix("\ufeff")
    return text.replace("\0", _LOST) if "\0" in text else text


def _decoded(content: bytes) -> str:
    """By what only a report says, else in the first encoding in which little is lost. Big5 only where it says so itself."""
    told = [encoding for encoding, telling in _TELLING.items() if telling in content]
    traditional = "" if told else content.decode("big5hkscs", "replace")
    if _OLD_BIG5 in traditional:
        return traditional
    for encoding in dict.fromkeys((*told, *_TELLING)):
        text = content.decode(encoding, "replace")
        if text.count(_LOST) * _FEW <= _beyond_ascii(text):
            return text
    raise refused("unsupported")


def _beyond_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def narrowed(content: bytes) -> bytes:
    """Text in UTF-16 as UTF-8: told by its mark, or without one by what only a report says. Everything else as it is."""
    encoding = _MARKS.get(content[:2])
    if encoding is None and b"\0" in content[:_HEAD]:
        encoding = next((way for way in _MARKS.values() if content.find(_TELLTALE.encode(way)) % 2 == 0), None)
    return content.decode(encoding, "replace").encode("utf-8", "replace") if encoding else content


def is_text(content: bytes) -> bool:
    """Whether bytes with NUL among them are text all the same: that of a report, or a page."""
    return any(telling in content for telling in _TELLING.values()) or b"<html" in content[:_HEAD].lower()
