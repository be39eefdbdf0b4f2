"""Compound files (OLE), in which old Word and WPS keep their documents: what one holds, by its own directory.

The suffix tells nothing: .doc and .wps are the same inside, and workbooks and mails are compound files too.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from ingest.refusals import refused

_ENTRY, _HEADER = 128, 512
_TYPE, _STREAM, _FIRST_SECTOR, _SHIFT = 66, 2, 116, 30
_WORD = (0xA5EC, 0xA5DC)
_FLAGS, _ENCRYPTED = 10, 0x0100
_LARGEST_SHIFT = 16


def kind_in(content: bytes) -> str:
    """ "doc" for the document of a word processor. Raises DocumentRejected for any other, and for one with a password."""
    if any(_streams(content, "EncryptedPackage")):
        raise refused("password")
    place = next(_streams(content, "WordDocument"), None)
    if place is None:
        raise refused("unsupported")
    head = content[place : place + _FLAGS + 2]
    if len(head) == _FLAGS + 2 and _short(head, 0) in _WORD and _short(head, _FLAGS) & _ENCRYPTED:
        raise refused("password")
    return "doc"


def _streams(content: bytes, name: str) -> Iterator[int]:
    """Where streams of that name begin, by the entries of the directory."""
    written = name.encode("utf-16-le") + b"\0\0"
    at = content.find(written, _HEADER)
    while at >= 0:
        entry = content[at : at + _ENTRY]
        if at % _ENTRY == 0 and len(entry) == _ENTRY and entry[_TYPE] == _STREAM:
            (sector,) = struct.unpack_from("<I", entry, _FIRST_SECTOR)
            yield (sector + 1) << min(_short(content, _SHIFT), _LARGEST_SHIFT)
        at = content.find(written, at + 2)


def _short(content: bytes, at: int) -> int:
    return int.from_bytes(content[at : at + 2], "little")
