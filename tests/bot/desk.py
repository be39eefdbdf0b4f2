"""A desk over a small database: figures made up for these tests, of real places and kinds of agency."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from bot.answer import Desk
from bot.facts import Facts
from bot.question import Answer
from bot.talk.conversation import Context
from bot.words import load_words
from ingest.catalogue import catalogue_of
from ingest.intake import Taken, intake_with, take
from ingest.knowledge import load_knowledge
from ingest.store import Store

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 21)
TABLE = Path(__file__).with_name("figures.csv")


@cache
def database() -> Path:
    """The database, made once a test run."""
    path = Path(mkdtemp(prefix="desk-")) / "reports.db"
    knowledge = load_knowledge(ROOT / "data")
    catalogue = catalogue_of(knowledge)
    with Store(path, catalogue, "2026-11-21T00:00:00Z") as store:
        intake = intake_with(knowledge, catalogue)("figures.csv", "0")
        taken = list(take(intake, TABLE, {}, store, "2026-11-21T00:00:00Z"))
    assert all(isinstance(entry, Taken) for entry in taken)
    return path


@cache
def desk() -> Desk:
    """A desk over that database."""
    return Desk(Facts(database()), load_words(ROOT / "data" / "words"))


@contextmanager
def desk_over(path: Path) -> Iterator[Desk]:
    """A desk over a database of a test's own."""
    facts = Facts(path)
    try:
        yield Desk(facts, load_words(ROOT / "data" / "words"))
    finally:
        facts.close()


def answer_of(desk: Desk, message: str) -> Answer:
    """The answer of a desk to a message that begins a conversation."""
    answer, _ = desk.answer(message, None, TODAY)
    return answer


def ask(*messages: str) -> Answer:
    """The answer to the last message of one conversation."""
    context: Context | None = None
    for message in messages:
        answer, context = desk().answer(message, context, TODAY)
    return answer
