"""What a reading process is given to do: one document's bytes in, the report or the refusal out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ingest.errors import DocumentRejected
from ingest.knowledge import DATA, Knowledge, load_knowledge
from ingest.messages import TEXTS
from ingest.outcome import Rejected
from ingest.report import Report


@dataclass(frozen=True, slots=True)
class Task:
    """A document to read. `agency` and `year` are taken as said; `reader` tells which code and knowledge are to read it."""

    name: str
    content: bytes
    agency: str | None
    year: int | None
    reader: str


def read_task(task: Task) -> Report | Rejected:
    """Whatever a reader stumbles over is a refusal, never a crash. Only a MemoryError goes further up: it ends the process."""
    try:
        return _read(task)
    except DocumentRejected as error:
        return Rejected(task.name, error.code, error.zh, error.en, None, error.links)
    except MemoryError:
        raise
    except Exception as error:
        zh, en = (sentence.format(error=type(error).__name__) for sentence in TEXTS["unexpected"])
        return Rejected(task.name, "damaged", zh, en)


def _read(task: Task) -> Report:
    from ingest.read import report_of
    from ingest.readers import read_content

    return report_of(read_content(task.name, task.content), _knowledge(), task.agency, task.year)


@cache
def _knowledge() -> Knowledge:
    return load_knowledge(DATA)
