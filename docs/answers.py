"""Real answers for the pages: the sample reports, read into a database of their own, and a desk that answers from it."""

from __future__ import annotations

import io
import json
import tempfile
from contextlib import redirect_stdout
from datetime import date
from functools import cache
from pathlib import Path

from bot.answer import Desk
from bot.card import card_of
from bot.facts import Facts
from bot.question import Answer
from bot.talk.conversation import Context
from bot.words import load_words
from ingest.__main__ import main as ingest

ROOT = Path(__file__).resolve().parents[1]
TODAY = date(2025, 7, 1)
"""The day on which the pages' questions are asked, so that 去年 stays the same year."""


@cache
def database() -> Path:
    """The sample reports, whatever else the reader of this page has stored."""
    database = Path(tempfile.mkdtemp(prefix="pages-")) / "reports.db"
    with redirect_stdout(io.StringIO()):
        refused = ingest(["add", "--db", str(database), str(ROOT / "data" / "reports")])
    assert not refused, "a sample report was refused"
    return database


@cache
def desk() -> Desk:
    """A desk over them."""
    return Desk(Facts(database()), load_words(ROOT / "data" / "words"))


def conversation(*questions: str) -> list[tuple[str, Answer]]:
    """The questions of one conversation, each with its answer."""
    context: Context | None = None
    told = []
    for question in questions:
        answer, context = desk().answer(question, context, TODAY)
        told.append((question, answer))
    return told


def transcript(*conversations: str | tuple[str, ...]) -> str:
    """Questions after "> " and what the person reads below, as a block of text. A tuple is one conversation."""
    parts = []
    for questions in conversations:
        told = conversation(*((questions,) if isinstance(questions, str) else questions))
        parts.append("\n\n".join(f"> {question}\n{answer.text}" for question, answer in told))
    return "```text\n" + "\n\n".join(parts) + "\n```"


def as_json(question: str) -> str:
    """The JSON of one answer, its boxes on one line."""
    (_, answer), *_ = conversation(question)
    card = card_of(answer)
    lines = json.dumps(card, ensure_ascii=False, indent=2)
    for fact in card["facts"]:
        box = json.dumps(fact["box"])
        spread = json.dumps(fact["box"], indent=2).replace("\n", "\n" + " " * 6)
        lines = lines.replace(spread, box)
    return f"```json\n{lines}\n```"
