"""The walk of `ingest add`: files → reading, wherever it happens → the store, and what became of each, as it comes.

Every file has one outcome, or one for each report of a table. A document that was read before by the same edition of
reading is not read again, so that a second run goes on where the first stopped. Only this process writes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Protocol

from ingest.archives import Skipped
from ingest.errors import ClusterError, DocumentRejected
from ingest.gather import Item
from ingest.intake import Intake, Keeper, take
from ingest.outcome import Added, Outcome, Rejected
from ingest.pool import TookTooLong
from ingest.readers.table import Refused
from ingest.refusals import lost, refused
from ingest.report import Report
from ingest.sources import Sources, rejected, unopened
from ingest.worker.task import Task

TABLE = ".csv"

Told = tuple[Item, Iterable[Added | Rejected | Skipped]]
"""A document and what became of it. The outcomes of a table come while they are asked for."""

Submit = Callable[[Task], Future[Report | Rejected]]
"""Gives a document away to be read."""


Taking = Callable[[str, str], Intake]
"""How a table is taken in, by the name and the sha256 of its file."""


class Shelves(Keeper, Protocol):
    """What adding needs of the store."""

    def known(self, sha256: str, document: str, reader: str) -> tuple[Report, Outcome] | None: ...


@dataclass(frozen=True, slots=True)
class Desk:
    """How documents come, are read and kept, and how tables are taken in.

    `submit` gives the reading away and `ahead` says how many documents may be under way; `keep` keeps an original
    (sha256, kind, content); `reader` is the edition of reading; `given` is what the command line said of agency and year.
    """

    sources: Sources
    submit: Submit
    ahead: int
    intake: Taking
    keep: Callable[[str, str, bytes], None]
    given: Mapping[str, str]
    reader: str
    now: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Walk:
    """One run of adding. `documents` that are being read are remembered, so that what is done is kept when it stops."""

    desk: Desk
    store: Shelves
    documents: dict[Future[Report | Rejected], tuple[Item, int]] = field(default_factory=dict)
    """What is being read, with its place among all."""

    stored: dict[tuple[str, int], int] = field(default_factory=dict)
    """By agency and year, the last place among all that gave it: of two documents the later counts, whichever is done first."""

    def add(self, items: Iterable[Item]) -> Iterator[Told]:
        """Adds every file, and tells of each when it is done. Only a StoreError goes further up: it concerns all."""
        places = count()
        for item in items:
            if item.path.suffix.lower() == TABLE:
                yield item, self._table(item)
                continue
            for one in self.desk.sources.documents(item):
                yield from self._begun(item, one, next(places))
                yield from self.done()
                while len(self.documents) >= self.desk.ahead:
                    yield from self._next()
        while self.documents:
            yield from self._next()

    def done(self) -> Iterator[Told]:
        """What has been read by now."""
        for future in [future for future in self.documents if future.done()]:
            item, place = self.documents.pop(future)
            one = result(future, item)
            if isinstance(one, Rejected) and one.links:
                yield item, (self._elsewhere(item, one, place),)
            else:
                yield item, (one if isinstance(one, Rejected) else self._kept(item, one, place),)

    def _next(self) -> Iterator[Told]:
        wait(self.documents, return_when=FIRST_COMPLETED)
        return self.done()

    def _begun(self, item: Item, one: Item | Rejected | Skipped, place: int) -> Iterator[Told]:
        """Begins to read a document; or tells at once what became of it, where that is known without."""
        if not isinstance(one, Item) or one.content is None:
            yield item, () if isinstance(one, Item) else (one,)
            return
        sha256 = hashlib.sha256(one.content).hexdigest()
        found = self.store.known(sha256, one.name, self.desk.reader)
        if found is None:
            self.documents[self.desk.submit(self._task(one))] = one, place
            return
        report, outcome = found
        self.stored[report.agency.id, report.year] = place
        self.desk.keep(sha256, report.kind, one.content)
        yield one, (Added(one.name, report, outcome.status, outcome.findings),)

    def _elsewhere(self, item: Item, own: Rejected, place: int) -> Added | Rejected:
        """Looks for the report in what the page leads to, one after the other."""

        def read(one: Item) -> Report | Rejected:
            return result(self.desk.submit(self._task(one)), one)

        found = self.desk.sources.elsewhere(item, own, read)
        if isinstance(found, Rejected):
            return found
        there, report = found
        return self._kept(there, report, place)

    def _task(self, item: Item) -> Task:
        desk = self.desk
        year = desk.given.get("year")
        return Task(item.name, item.content or b"", desk.given.get("agency"), None if year is None else int(year), desk.reader)

    def _kept(self, item: Item, read: Report, place: int) -> Added:
        """Keeps the original first: a report never stands without its evidence."""
        report = replace(read, document=item.name)
        self.desk.keep(report.sha256, report.kind, item.content or b"")
        which = (report.agency.id, report.year)
        behind = self.stored.get(which, place) > place
        self.stored[which] = max(self.stored.get(which, place), place)
        outcome = self.store.add(report, self.desk.now(), self.desk.reader, behind=behind)
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
            yield rejected(item, error)
        except OSError as error:
            yield unopened(item, error)


def result(future: Future[Report | Rejected], item: Item) -> Report | Rejected:
    """What reading gave. A process that hung, crashed or ran out of memory has refused its document.

    Raises ClusterError where nothing more can be read at all.
    """
    try:
        return replace(future.result(), document=item.name)
    except TookTooLong:
        return rejected(item, refused("took_too_long"))
    except MemoryError:
        return rejected(item, refused("too_large"))
    except (ClusterError, CancelledError) as error:
        raise error if isinstance(error, ClusterError) else lost() from error
    except Exception:  # a process of ours that ended, or a worker of a cluster that was given up
        return rejected(item, refused("crashed"))
