"""What the members of an archive are called: names out of any system and any encoding, as labels that lead nowhere."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Sequence

_IS_UTF8 = 0x800
_UNICODE_PATH = 0x7075
_DRIVE = re.compile(r"[A-Za-z]:")


def labelled(entries: Iterable[zipfile.ZipInfo]) -> list[tuple[str, zipfile.ZipInfo]]:
    """Each file with its label, parts set apart by `/`, in order; folders are none. Of a name given twice, the later."""
    files = {entry.orig_filename: entry for entry in entries}.values()
    encoding = _encoding([raw for entry in files if isinstance(raw := _name(entry), bytes)])
    named = [(_slashed(_name(entry), encoding), entry) for entry in files]
    return sorted(((_label(name), entry) for name, entry in named if not name.endswith("/")), key=lambda pair: pair[0])


def _name(entry: zipfile.ZipInfo) -> str | bytes:
    """The name, where its characters are known, else its bytes. zipfile has read these as cp437, which loses none."""
    if entry.flag_bits & _IS_UTF8:
        return entry.orig_filename
    raw = entry.orig_filename.encode("cp437")
    return _unicode_path(entry.extra, raw) or raw


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """The name in UTF-8 that some archivers add, where it is still of the same file."""
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<HH", extra)
        data, extra = extra[4 : 4 + length], extra[4 + length :]
        if kind == _UNICODE_PATH and len(data) > 5 and data[0] == 1 and data[1:5] == zlib.crc32(raw).to_bytes(4, "little"):
            return data[5:].decode("utf-8", "replace")
    return None


def _encoding(names: Sequence[bytes]) -> str:
    """UTF-8 where all names are that, else GB18030: one archiver wrote all of them. A short name may pass for either."""
    try:
        for name in names:
            name.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def _slashed(name: str | bytes, encoding: str) -> str:
    """The characters of a name. Only then is a backslash one: in GBK it is half of many characters."""
    return (name if isinstance(name, str) else name.decode(encoding, "replace")).replace("\\", "/")


def _label(name: str) -> str:
    kept = [part for part in name.split("/") if part.strip() not in ("", ".", "..") and not _DRIVE.fullmatch(part)]
    return "/".join("".join(sign if sign.isprintable() else "�" for sign in part) for part in kept) or "?"
