"""From what is to be read to documents at hand: files, members of archives, what an address gives, what a page leads to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ingest import archives
from ingest.archives import Member, Skipped
from ingest.beside import addresses_from, files_beside, first_report, shown_name
from ingest.errors import IngestError
from ingest.gather import Item
from ingest.messages import TEXTS
from ingest.outcome import Rejected
from ingest.readers import LARGEST
from ingest.refusals import refused
from ingest.report import Report


class Brought(Protocol):
    """What an address gave: the name and the bytes of a document, and the address that gave them in the end."""

    @property
    def name(self) -> str: ...
    @property
    def content(self) -> bytes: ...
    @property
    def url(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Sources:
    """How documents come to hand. `fetch` raises DocumentRejected; `readable` says by its name whether a member is read."""

    fetch: Callable[[str], Brought]
    readable: Callable[[str], bool]

    def documents(self, item: Item) -> Iterator[Item | Rejected | Skipped]:
        """The documents behind an item, each with its content: one, or those of an archive."""
        if item.address is not None:
            yield from self._fetched(item, item.address)
        elif not item.path.is_file():
            yield Rejected(item.name, "not_found", *TEXTS["no_path"])
        else:
            try:
                yield from self._of_file(item)
            except OSError as error:
                yield unopened(item, error)

    def elsewhere(self, item: Item, own: Rejected, read: Callable[[Item], Report | Rejected]) -> tuple[Item, Report] | Rejected:
        """The report in a frame or an attachment of a page that holds none itself, and where it was."""
        found: dict[str | Path, Item] = {}

        def read_at(place: str | Path) -> Report | Rejected:
            one = self._one(place)
            if isinstance(one, Rejected):
                return one
            found[place] = one
            return read(one)

        first: tuple[str | Path, Report] | Rejected = own
        if item.address is not None:
            first = first_report(item.address, own, addresses_from, read_at)
        elif item.path.is_file():
            first = first_report(item.path, own, files_beside, read_at)
        if isinstance(first, Rejected):
            return first
        place, report = first
        at = found[place]
        return Item(at.path, shown_name(item.name, at.name), at.address, at.content), report

    def _of_file(self, item: Item) -> Iterator[Item | Rejected | Skipped]:
        if archives.is_archive(item.path):
            yield from self._members(item, item.path)
        elif item.path.stat().st_size > LARGEST:
            yield rejected(item, refused("too_large"))
        else:
            yield Item(item.path, item.name, None, item.path.read_bytes())

    def _fetched(self, item: Item, address: str) -> Iterator[Item | Rejected | Skipped]:
        try:
            got = self.fetch(address)
        except IngestError as error:
            yield rejected(item, error)
            return
        if archives.is_archive(got.content):
            yield from self._members(item, got.content)
        else:
            yield Item(Path(got.name), item.name, got.url, got.content)

    def _members(self, item: Item, source: bytes | Path) -> Iterator[Item | Rejected | Skipped]:
        for one in archives.members(item.name, source, self.readable):
            yield Item(Path(one.name), one.name, None, one.content) if isinstance(one, Member) else one

    def _one(self, place: str | Path) -> Item | Rejected:
        """The document that a page leads to; of an archive, the first."""
        item = Item(place, place.name) if isinstance(place, Path) else Item(Path(), place, place)
        for one in self.documents(item):
            if not isinstance(one, Skipped):
                return one
        return rejected(item, refused("not_a_report"))


def rejected(item: Item, error: IngestError) -> Rejected:
    """The outcome of a document that was refused."""
    return Rejected(item.name, getattr(error, "code", "damaged"), error.zh, error.en, None, getattr(error, "links", ()))


def unopened(item: Item, error: OSError) -> Rejected:
    """The outcome of a file that the system does not give."""
    if not item.path.exists():
        return Rejected(item.name, "not_found", *TEXTS["no_path"])
    zh, en = (sentence.format(error=error.strerror) for sentence in TEXTS["unreadable_file"])
    return Rejected(item.name, "damaged", zh, en)
