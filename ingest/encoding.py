"""The characters of a text file or a page: UTF-8 where it is that, else GB18030, which holds GB2312 and GBK."""

from __future__ import annotations

from ingest.refusals import refused

_TELLTALE = "信息公开"


def decode(content: bytes) -> str:
    """The characters of a text. What a page says of its own encoding is often wrong, and is not asked."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        tries = [content.decode(encoding, "replace") for encoding in ("gb18030", "utf-8")]
    likely = [text for text in tries if _TELLTALE in text] or [text for text in tries if "�" not in text]
    if not likely:
        raise refused("unsupported")
    return min(likely, key=lambda text: text.count("�"))
