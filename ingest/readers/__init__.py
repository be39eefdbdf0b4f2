"""One reader for each kind of document, chosen by the file's first bytes, whatever its name says."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import cast

from ingest import compound, mhtml
from ingest.encoding import is_text, narrowed
from ingest.errors import DocumentRejected
from ingest.refusals import refused
from ingest.report import Document

LARGEST = 20 * 2**20
SUFFIXES = frozenset(
    {".pdf", ".tif", ".tiff", ".html", ".htm", ".shtml", ".xhtml", ".mht", ".mhtml", ".txt", ".md"}
    | {".docx", ".docm", ".dotx", ".dotm", ".doc", ".dot", ".wps", ".wpt", ".rtf", ".odt"}
)
"""What files that can be read are called. Only folders are sifted by it."""

READERS = {"pdf": "pdf", "html": "html", "text": "text", "docx": "docx", "scan": "scan"}
"""Kind of document → module in this folder; imported when first needed."""

OFFICE = frozenset({"doc", "rtf", "odt", "wordml"})
"""Kinds that are turned into .docx first."""

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF8", b"BM")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_OTHERS = (b"ID3", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"RIFF", b"%!PS", b"PK\x05\x06")
_PDF = b"%PDF-"
_RTF, _ODT = b"{\\rtf", b"mimetypeapplication/vnd.oasis.opendocument.text"
_WORDML = b"schemas.microsoft.com/office/word/2003/wordml"
_FLAT = b"schemas.microsoft.com/office/2006/xmlPackage"
"""The names in which a .doc says that it is the XML of a Word document: that of 2003, or a .docx without its zip."""

_MARKS = (_ZIP, _OLE, *_PICTURES, *_OTHERS)
"""How files begin that are no text, whatever they hold."""

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
    if not (content.startswith(_MARKS) or _PDF in content[:1024]):
        content = narrowed(content)
    kind = kind_of(content)
    if kind in OFFICE:
        turned = import_module("ingest.office").as_docx(content, kind)
        return replace(_reader("docx")(name, turned, sha256), kind=kind)
    if kind == "mhtml":
        content, kind = mhtml.page_in(content), "html"
    if kind == "pdf":
        return _pdf(name, content, sha256)
    return _reader(kind)(name, content, sha256)


def _pdf(name: str, content: bytes, sha256: str) -> Document:
    """A PDF by its text; those of its pages that are pictures, by what is seen on them."""
    scan = import_module("ingest.readers.scan")
    try:
        document = _reader("pdf")(name, content, sha256)
    except DocumentRejected as error:
        if error.code != "a_scan":
            raise
        return cast(Document, scan.read(name, content, sha256))
    return cast(Document, scan.with_scanned_pages(document, content))


def _reader(kind: str) -> Reader:
    return cast(Reader, import_module(f"ingest.readers.{READERS[kind]}").read)


def kind_of(content: bytes) -> str:
    """The kind of document, by its bytes: one of READERS or OFFICE, or "mhtml", a page inside a message."""
    if not content.strip():
        raise refused("empty")
    head = content[:4096]
    if _PDF in head[:1024]:
        return "pdf"
    if head.startswith(_ZIP):
        return "odt" if _ODT in head[:200] else "docx"
    if head.startswith(_PICTURES):
        return "scan"
    if head.startswith(_OLE):
        return compound.kind_in(content)
    if head.startswith(_RTF):
        return "rtf"
    if head.startswith(_OTHERS) or (b"\x00" in head and not is_text(content)):
        raise refused("unsupported")
    if mhtml.is_message(head):
        return "mhtml"
    if _WORDML in head or _FLAT in head:
        return "wordml" if _WORDML in head else "docx"
    if _MARKUP.search(head) or (head.lstrip()[:1] == b"<" and _MARKUP.search(content)):
        return "html"
    return "text"
