"""A desk over the figures of figures.py, stored as `ingest add` stores them; made once a test run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from bot.answer import Desk
from bot.card import card_of
from bot.facts import Facts
from bot.talk.conversation import Context
from bot.words import load_words
from ingest.catalogue import catalogue_of
from ingest.intake import Taken, intake_with, take
from ingest.knowledge import load_knowledge
from ingest.store import Store
from tests.questions import figures

ROOT = Path(__file__).resolve().parents[2]
WORDS = ROOT / "data" / "words"
TODAY = date(2026, 11, 21)
STORED_ON = "2026-11-21T00:00:00Z"


def stored(table: Path, database: Path) -> Path:
    """The database that the figures of a CSV file become; every report of it must be taken."""
    knowledge = load_knowledge(ROOT / "data")
    catalogue = catalogue_of(knowledge)
    with Store(database, catalogue, STORED_ON) as store:
        intake = intake_with(knowledge, catalogue)(table.name, "0")
        taken = list(take(intake, table, {}, store, STORED_ON))
    refused = [entry for entry in taken if not isinstance(entry, Taken)]
    assert not refused, refused[:3]
    return database


@cache
def database() -> Path:
    """The database of the goldens."""
    folder = Path(mkdtemp(prefix="goldens-"))
    figures.write(folder / "figures.csv")
    return stored(folder / "figures.csv", folder / "reports.db")


@cache
def desk() -> Desk:
    """A desk over the database of the goldens."""
    return Desk(Facts(database()), load_words(WORDS))


def cards(messages: Sequence[str], of: Desk | None = None) -> list[dict[str, Any]]:
    """The answers to one conversation, as the JSON of `bot ask --json`."""
    context: Context | None = None
    told = []
    for message in messages:
        answer, context = (of or desk()).answer(message, context, TODAY)
        told.append(card_of(answer))
    return told


def exported(of: Path, to: Path) -> Path:
    """The figures of a database as `ingest export` writes them."""
    from ingest.__main__ import main

    assert main(["export", str(to), "--db", str(of)]) == 0
    return to
