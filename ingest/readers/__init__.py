"""One reader for each kind of document, chosen by the file's first bytes, whatever its name says."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import cast

from ingest.refusals import refused
from ingest.report import Document

LARGEST = 20 * 2**20
SUFFIXES = frozenset({".pdf", ".html", ".htm", ".shtml", ".xhtml", ".txt", ".md", ".docx"})
"""What files that can be read are called. Only folders are sifted by it."""

READERS = {"pdf": "pdf", "html": "html", "text": "text", "docx": "docx"}
"""Kind of document → module in this folder; imported when first needed."""

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF8", b"BM")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_OTHERS = (b"ID3", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"RIFF", b"%!PS", b"{\\rtf", b"PK\x05\x06")
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_MARKUP = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|table|div|meta|p|h1)[\s>/]", re.IGNORECASE)

Reader = Callable[[str, bytes, str], Document]
"""name, content and sha256 → Document. Raises DocumentRejected."""


def read_document(path: Path) -> Document:
    """What a file holds, in reading order. Raises DocumentRejected where its kind is unknown or it cannot be opened."""
    if path.stat().st_size > LARGEST:
        raise refused("too_large")
    return read_content(path.name, path.read_bytes())


def read_content(name: str, content: bytes) -> Document:
    """The same of a file that is at hand already."""
    if len(content) > LARGEST:
        raise refused("too_large")
    sha256 = hashlib.sha256(content).hexdigest()
    if content.startswith(_WIDE):
        content = content.decode("utf-16", "replace").encode("utf-8")
    module = import_module(f"ingest.readers.{READERS[kind_of(content)]}")
    return cast(Reader, module.read)(name, content, sha256)


def kind_of(content: bytes) -> str:
    """The kind of document, by its bytes."""
    if not content.strip():
        raise refused("empty")
    head = content[:4096]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(_ZIP):
        return "docx"
    if head.startswith(_PICTURES):
        raise refused("a_scan")
    if head.startswith(_OLE) and _LOCKED in content:
        raise refused("password")
    if head.startswith((_OLE, *_OTHERS)) or b"\x00" in head:
        raise refused("unsupported")
    if _MARKUP.search(head) or (head.lstrip()[:1] == b"<" and _MARKUP.search(content)):
        return "html"
    return "text"
