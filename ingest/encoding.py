"""The characters of a text file or a page: UTF-8 where it is that, else GB18030, which holds GB2312 and GBK."""

from __future__ import annotations

from ingest.refusals import refused

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_TELLTALE = "信息公开"


def decode(content: bytes) -> str:
    """The characters of a text. What a page says of its own encoding is often wrong, and is not asked."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        tries = [content.decode(encoding, "replace") for encoding in ("gb18030", "utf-8")]
    likely = [text for text in tries if _TELLTALE in text] or [text for text in tries if "�" not in text]
    if not likely:
        raise refused("unsupported")
    return min(likely, key=lambda text: text.count("�"))
