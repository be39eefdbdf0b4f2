"""The walk of `ingest add`: files → reading, wherever it happens → the store, and what became of each, as it comes.

Every file has one outcome, or one for each report of a table. A document that was read before by the same edition of
reading is not read again, so that a second run goes on where the first stopped. Only this process writes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from dataclasses import dataclass, field, replace
from typing import Protocol

from ingest.errors import DocumentRejected, IngestError
from ingest.gather import Item
from ingest.intake import Intake, Keeper, take
from ingest.messages import TEXTS
from ingest.outcome import Added, Outcome, Rejected
from ingest.pool import Ended, TookTooLong
from ingest.readers import LARGEST
from ingest.readers.table import Refused
from ingest.refusals import refused
from ingest.report import Report
from ingest.worker.task import Task

TABLE = ".csv"

Told = tuple[Item, Iterable[Added | Rejected]]
"""A file and what became of it. The outcomes of a table come while they are asked for."""


class Shelves(Keeper, Protocol):
    """What adding needs of the store."""

    def known(self, sha256: str, document: str, reader: str) -> tuple[Report, Outcome] | None: ...


@dataclass(frozen=True, slots=True)
class Desk:
    """How documents are read and kept, and how tables are taken in (name and sha256 of the file → Intake).

    `submit` gives the reading away and `ahead` says how many documents may be under way; `keep` keeps an original
    (sha256, kind, content); `reader` is the edition of reading; `given` is what the command line said of agency and year.
    """

    submit: Callable[[Task], Future[Report | Rejected]]
    ahead: int
    intake: Callable[[str, str], Intake]
    keep: Callable[[str, str, bytes], None]
    given: Mapping[str, str]
    reader: str
    now: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Walk:
    """One run of adding. `documents` that are being read are remembered, so that what is done is kept when it stops."""

    desk: Desk
    store: Shelves
    documents: dict[Future[Report | Rejected], tuple[Item, Task]] = field(default_factory=dict)

    def add(self, items: Iterable[Item]) -> Iterator[Told]:
        """Adds every file, and tells of each when it is done. Only a StoreError goes further up: it concerns all."""
        for item in items:
            if item.path.suffix.lower() == TABLE:
                yield item, self._table(item)
                continue
            at_once = self._begun(item)
            if at_once is not None:
                yield item, (at_once,)
            yield from self.done()
            while len(self.documents) >= self.desk.ahead:
                yield from self._next()
        while self.documents:
            yield from self._next()

    def done(self) -> Iterator[Told]:
        """What has been read by now."""
        for future in [future for future in self.documents if future.done()]:
            item, task = self.documents.pop(future)
            one = result(future, item)
            yield item, (one if isinstance(one, Rejected) else self._kept(item, task, one),)

    def _next(self) -> Iterator[Told]:
        wait(self.documents, return_when=FIRST_COMPLETED)
        return self.done()

    def _begun(self, item: Item) -> Added | Rejected | None:
        """Begins to read a document; or what became of it, where that is known without."""
        content = content_of(item)
        if isinstance(content, Rejected):
            return content
        sha256 = hashlib.sha256(content).hexdigest()
        found = self.store.known(sha256, item.name, self.desk.reader)
        if found is not None:
            report, outcome = found
            self.desk.keep(sha256, report.kind, content)
            return Added(item.name, report, outcome.status, outcome.findings)
        task = task_of(item, content, self.desk.given, self.desk.reader)
        self.documents[self.desk.submit(task)] = item, task
        return None

    def _kept(self, item: Item, task: Task, read: Report) -> Added:
        """Keeps the original first: a report never stands without its evidence."""
        report = replace(read, document=item.name)
        self.desk.keep(report.sha256, report.kind, task.content)
        outcome = self.store.add(report, self.desk.now(), task.reader)
        return Added(item.name, report, outcome.status, outcome.findings)

    def _table(self, item: Item) -> Iterator[Added | Rejected]:
        desk = self.desk
        try:
            with item.path.open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            for one in take(desk.intake(item.name, sha256), item.path, desk.given, self.store, desk.now()):
                if isinstance(one, Refused):
                    yield Rejected(item.name, one.code, one.zh, one.en, one.line)
                else:
                    yield Added(item.name, one.report, one.outcome.status, one.outcome.findings)
            self.store.add_source(sha256, item.name)
        except DocumentRejected as error:
            yield _rejected(item, error)
        except OSError as error:
            yield _unopened(item, error)


def task_of(item: Item, content: bytes, given: Mapping[str, str], reader: str) -> Task:
    """What a reading process is given."""
    year = given.get("year")
    return Task(item.name, content, given.get("agency"), None if year is None else int(year), reader)


def content_of(item: Item) -> bytes | Rejected:
    """The document's bytes, or why they cannot be had."""
    try:
        if not item.path.is_file():
            return Rejected(item.name, "not_found", *TEXTS["no_path"])
        if item.path.stat().st_size > LARGEST:
            return _rejected(item, refused("too_large"))
        return item.path.read_bytes()
    except OSError as error:
        return _unopened(item, error)


def result(future: Future[Report | Rejected], item: Item) -> Report | Rejected:
    """What reading gave. A process that hung, crashed or ran out of memory has refused its document."""
    try:
        one = future.result()
        return replace(one, document=item.name)
    except (TookTooLong, CancelledError):
        return _rejected(item, refused("took_too_long"))
    except MemoryError:
        return _rejected(item, refused("too_large"))
    except Ended:
        return _rejected(item, refused("crashed"))
    except IngestError as error:
        return _rejected(item, error)


def _rejected(item: Item, error: IngestError) -> Rejected:
    return Rejected(item.name, getattr(error, "code", "damaged"), error.zh, error.en, None, getattr(error, "links", ()))


def _unopened(item: Item, error: OSError) -> Rejected:
    if not item.path.exists():
        return Rejected(item.name, "not_found", *TEXTS["no_path"])
    zh, en = (sentence.format(error=error.strerror) for sentence in TEXTS["unreadable_file"])
    return Rejected(item.name, "damaged", zh, en)
