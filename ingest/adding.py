"""The walk of `ingest add`: one file → what became of it. A file that cannot be read is one recorded outcome, no more.

A document gives one report. A table of figures gives many, and each row that is refused is an outcome of its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from ingest.errors import DocumentRejected, IngestError
from ingest.gather import Item
from ingest.intake import Intake, Keeper, take
from ingest.messages import TEXTS
from ingest.outcome import Added, Rejected
from ingest.readers.table import Refused
from ingest.report import Report

TABLE = ".csv"

Read = Callable[[Item], Report]
"""Reads one document; raises DocumentRejected."""


@dataclass(frozen=True, slots=True)
class Desk:
    """How to read a document and how to take in a table (name and sha256 of the file → Intake); what else was given."""

    read: Read
    intake: Callable[[str, str], Intake]
    given: Mapping[str, str]
    now: Callable[[], str]


def add(desk: Desk, store: Keeper, item: Item) -> Iterator[Added | Rejected]:
    """Keepers what the file holds. Only a StoreError goes further up: it concerns every file."""
    if item.path.suffix.lower() == TABLE:
        yield from _table(desk, store, item)
        return
    report = read(desk.read, item)
    if isinstance(report, Rejected):
        yield report
        return
    outcome = store.add(report, desk.now())
    yield Added(item.name, report, outcome.status, outcome.findings)


def read(reader: Read, item: Item) -> Report | Rejected:
    """The report, under the name that it is stored by. Whatever a reader stumbles over is a refusal, never a crash."""
    try:
        if not item.path.is_file():
            return Rejected(item.name, "not_found", *TEXTS["no_path"])
        return replace(reader(item), document=item.name)
    except IngestError as error:
        return _rejected(item, error)
    except OSError as error:
        return _unopened(item, error)
    except Exception as error:
        zh, en = (sentence.format(error=type(error).__name__) for sentence in TEXTS["unexpected"])
        return Rejected(item.name, "damaged", zh, en)


def _table(desk: Desk, store: Keeper, item: Item) -> Iterator[Added | Rejected]:
    try:
        with item.path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        for one in take(desk.intake(item.name, sha256), item.path, desk.given, store, desk.now()):
            if isinstance(one, Refused):
                yield Rejected(item.name, one.code, one.zh, one.en, one.line)
            else:
                yield Added(item.name, one.report, one.outcome.status, one.outcome.findings)
        store.add_source(sha256, item.name)
    except DocumentRejected as error:
        yield _rejected(item, error)
    except OSError as error:
        yield _unopened(item, error)


def _rejected(item: Item, error: IngestError) -> Rejected:
    return Rejected(item.name, getattr(error, "code", "damaged"), error.zh, error.en, None, getattr(error, "links", ()))


def _unopened(item: Item, error: OSError) -> Rejected:
    if not item.path.exists():
        return Rejected(item.name, "not_found", *TEXTS["no_path"])
    zh, en = (sentence.format(error=error.strerror) for sentence in TEXTS["unreadable_file"])
    return Rejected(item.name, "damaged", zh, en)
