"""Archives: a ZIP → the documents in it, in the order of their names. Names are labels: nothing is written to a disk.

What an archive says of itself is not believed: what has really come out is counted against the limits, the directory is
measured before it is read, and archives within archives are opened one level deep. Each member that cannot be had is an
outcome of its own.
"""

from __future__ import annotations

import mmap
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import IO

from ingest.errors import DocumentRejected
from ingest.labelled import labelled
from ingest.outcome import Rejected
from ingest.readers import LARGEST
from ingest.refusals import refused

Source = bytes | Path
"""An archive: its content, or the file that holds it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Members read, bytes of one and of all when unpacked; entries listed and bytes of an archive; and the most times
    that a member of more than `small` bytes may be larger than it is packed."""

    members: int = 2_000
    largest: int = LARGEST
    total: int = 400 * 2**20
    entries: int = 20_000
    archive: int = 2**30
    ratio: int = 200
    small: int = 2**20


@dataclass(frozen=True, slots=True)
class Member:
    """A document in an archive. `name` begins with the archive's own: archive.zip/folder/report.pdf."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Skipped:
    """How many files of other kinds were passed over. Comes last."""

    count: int


_ZIPS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_FOREIGN = (b"Rar!\x1a", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
_TAR = slice(257, 262)
SUFFIXES = frozenset({".zip", ".rar", ".7z", ".gz", ".tgz", ".tar", ".bz2", ".xz"})
"""What packed files are called: in a folder or an archive none of these is passed over, even where it is then refused."""

_DOCUMENTS = frozenset({"[Content_Types].xml", "word/document.xml", "mimetype", "META-INF/manifest.xml", "OFD.xml"})
"""What a ZIP holds at its top that is a document itself: DOCX, XLSX, ODT, EPUB, OFD."""

_ENTRY = re.compile(rb"PK\x01\x02")
_LOCKED = 0x41
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError),
    *(ValueError, OverflowError, NotImplementedError, IndexError, RuntimeError),
)
_CHUNK = 2**16
_SENTENCES = {
    "foreign": (
        "unsupported",
        "这种压缩包无法读取；请先解压，或改用 ZIP 格式压缩。",
        "Archives of this kind cannot be opened: unpack it first, or pack the files as ZIP.",
    ),
    "nested": (
        "unsupported",
        "压缩包里套着两层以上的压缩包；请先解压。",
        "This archive lies within an archive within an archive: unpack it first.",
    ),
    "method": (
        "unsupported",
        "文件的压缩方式无法读取；请解压后重新压缩成普通的 ZIP。",
        "The file is packed by a method that cannot be read: unpack it, and pack it as an ordinary ZIP.",
    ),
    "nothing": (
        "not_a_report",
        "压缩包里没有可以读取的文件。",
        "There is nothing in the archive that can be read.",
    ),
    "crowded": (
        "too_large",
        "压缩包里的文件太多或太大，其余的没有读取；请分成几个压缩包。",
        "There is too much in the archive, and the rest was not read: split it up.",
    ),
    "bomb": (
        "too_large",
        "文件解压后大得异常，没有读取。",
        "The file unfolds to something abnormally large and was not read.",
    ),
}


class _Full(Exception):
    """All that may be read of an archive has been read."""


def is_archive(source: Source) -> bool:
    """Whether a file is packed files. A ZIP that is a document itself (DOCX, XLSX, ODT, OFD) is none."""
    head = _head(source)
    if head.startswith(_FOREIGN) or head[_TAR] == b"ustar":
        return True
    return head.startswith(_ZIPS) and not _is_document(source, head)


def members(
    name: str, source: Source, readable: Callable[[str], bool], limits: Limits | None = None
) -> Iterator[Member | Rejected | Skipped]:
    """What an archive called `name` holds. `readable` tells by a member's name whether anybody can read it."""
    unpacking = _Unpacking(readable, limits or Limits())
    try:
        yield from unpacking.of_archive(name, source, False)
    except _Full:
        yield _rejected(name, "crowded")
    if unpacking.skipped:
        yield Skipped(unpacking.skipped)


class _Unpacking:
    """One walk through an archive and those in it, with what has been read so far."""

    def __init__(self, readable: Callable[[str], bool], limits: Limits) -> None:
        self._readable, self._limits = readable, limits
        self._read = self._unpacked = 0
        self.skipped = 0

    def of_archive(self, name: str, source: Source, is_inner: bool) -> Iterator[Member | Rejected]:
        if not _head(source).startswith(_ZIPS):
            yield _rejected(name, "foreign")
            return
        count = 0
        try:
            with _opened(source, self._limits) as archive:
                for one in self._of_entries(name, archive, is_inner):
                    count += 1
                    yield one
        except DocumentRejected as error:
            yield Rejected(name, error.code, error.zh, error.en)
        except _BROKEN:
            yield _refusal(name, "damaged")
        else:
            if not count:
                yield _rejected(name, "nothing")

    def _of_entries(self, name: str, archive: zipfile.ZipFile, is_inner: bool) -> Iterator[Member | Rejected]:
        for label, entry in self._wanted(archive):
            full = f"{name}/{label}"
            self._read += 1
            if self._read > self._limits.members:
                raise _Full
            try:
                content = self._content(archive, entry)
            except DocumentRejected as error:
                yield Rejected(full, error.code, error.zh, error.en)
            except _BROKEN:
                yield _refusal(full, "damaged")
            else:
                yield from self._of_member(full, content, is_inner)

    def _wanted(self, archive: zipfile.ZipFile) -> Iterator[tuple[str, zipfile.ZipInfo]]:
        """The entries to read, in order. Hidden ones are as if they were not there; other kinds are counted."""
        for label, entry in labelled(archive.infolist()):
            parts = label.split("/")
            if any(part.startswith((".", "~$", "__MACOSX")) for part in parts):
                continue
            if PurePosixPath(label).suffix.lower() in SUFFIXES or self._readable(label):
                yield label, entry
            else:
                self.skipped += 1

    def _of_member(self, name: str, content: bytes, is_inner: bool) -> Iterator[Member | Rejected]:
        is_packed = PurePosixPath(name).suffix.lower() in SUFFIXES
        if not is_packed or (content and not is_archive(content)):
            yield Member(name, content)
        elif is_inner:
            yield _rejected(name, "nested")
        else:
            yield from self.of_archive(name, content, True)

    def _content(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
        """What a member holds. Raises DocumentRejected, one of _BROKEN where it is damaged, or _Full."""
        if entry.flag_bits & _LOCKED:
            raise refused("password")
        if entry.compress_type not in _METHODS:
            raise _refused("method")
        limits, content = self._limits, bytearray()
        with archive.open(entry) as stream:
            while piece := stream.read(_CHUNK):
                content += piece
                self._unpacked += len(piece)
                if self._unpacked > limits.total:
                    raise _Full
                if len(content) > limits.largest:
                    raise refused("too_large")
                if len(content) > max(limits.small, limits.ratio * entry.compress_size):
                    raise _refused("bomb")
        return bytes(content)


def _head(source: Source) -> bytes:
    if isinstance(source, bytes):
        return source[:512]
    with source.open("rb") as file:
        return file.read(512)


def _is_document(source: Source, head: bytes) -> bool:
    try:
        with _opened(source, Limits()) as archive:
            return not _DOCUMENTS.isdisjoint(archive.namelist())
    except (DocumentRejected, *_BROKEN):
        return any(head[30:].startswith(name.encode()) for name in _DOCUMENTS)


@contextmanager
def _opened(source: Source, limits: Limits) -> Iterator[zipfile.ZipFile]:
    """The archive, once it is known that its directory is no larger than what may be listed."""
    with ExitStack() as stack:
        view: bytes | mmap.mmap
        file: IO[bytes]
        if isinstance(source, bytes):
            view, file = source, BytesIO(source)
        else:
            file = stack.enter_context(source.open("rb"))
            view = stack.enter_context(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        if len(view) > limits.archive:
            raise refused("too_large")
        if sum(1 for _ in islice(_ENTRY.finditer(view), limits.entries + 1)) > limits.entries:
            raise _refused("crowded")
        yield stack.enter_context(zipfile.ZipFile(file))


def _refused(reason: str) -> DocumentRejected:
    return DocumentRejected(*_SENTENCES[reason])


def _rejected(name: str, reason: str) -> Rejected:
    return Rejected(name, *_SENTENCES[reason])


def _refusal(name: str, reason: str) -> Rejected:
    error = refused(reason)
    return Rejected(name, error.code, error.zh, error.en)
