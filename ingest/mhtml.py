"""Web pages saved as one file (.mht, and the .doc that some sites offer): the page inside the message that carries it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message

from ingest.refusals import refused

_FIELD = re.compile(rb"\s*(?:\xef\xbb\xbf)?[A-Za-z][A-Za-z0-9-]*:[ \t]")
_BODY = re.compile(rb"^Content-Type:\s*(?:multipart/|text/html)", re.IGNORECASE | re.MULTILINE)
_HEAD = 4096
_BOUNDARY, _MOST = re.compile(rb"\bboundary=", re.IGNORECASE), 20
_CELL = re.compile(rb"<td\b", re.IGNORECASE)


def is_message(head: bytes) -> bool:
    """Whether a file that begins so is a message with a page in it."""
    head = head[:_HEAD]
    return _FIELD.match(head) is not None and _BODY.search(head) is not None


def page_in(content: bytes) -> bytes:
    """The page; of several, as of frames, the one with most cells. Raises DocumentRejected where there is none."""
    if len(_BOUNDARY.findall(content)) > _MOST:  # parts in parts in parts take a time that grows with the square
        raise refused("damaged")
    try:
        pages = list(_pages(message_from_bytes(content.lstrip().removeprefix(b"\xef\xbb\xbf"))))
    except (RecursionError, LookupError, ValueError) as error:
        raise refused("damaged") from error
    if not pages:
        raise refused("unsupported")
    return max(pages, key=lambda page: len(_CELL.findall(page)))


def _pages(message: Message) -> Iterator[bytes]:
    for part in message.walk():
        body = part.get_payload(decode=True) if part.get_content_type() == "text/html" else None
        if isinstance(body, bytes):
            yield body
