"""The nouns of a conversation: what was asked and told so far, bounded, so that the next message can lean on it.

Frozen, and without verbs, like bot/question.py; bot/talk/codec.py writes them down.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.question import Choice, Doubt, Heard, Question, Scope

MOST_TURNS = 8
"""So many answers can be asked about afterwards."""


@dataclass(frozen=True)
class Entry:
    """A report that an answer told of: its agency's number, its year, and its rank where it has one."""

    agency: int
    year: int
    rank: int


@dataclass(frozen=True)
class Roll:
    """An ordered list that was told, for 第二名 and 前两家: the question that it answered and its entries in order."""

    question: Question
    entries: tuple[Entry, ...]
    whole: bool = True
    """Whether it holds all that were ranked, so that the last of it is the last of all."""


@dataclass(frozen=True)
class Turn:
    """One message and what came of it: the question as settled, or the doubt, or both."""

    id: str
    text: str
    language: str
    question: Question | None = None
    doubt: Doubt | None = None
    entries: tuple[Entry, ...] = ()
    """The reports whose figures were told, in the order told."""


@dataclass(frozen=True)
class Context:
    """What a conversation remembers: the last question and the agencies of its answer, in the order told."""

    question: Question | None = None
    agencies: tuple[int, ...] = ()
    pending: Heard | None = None
    """What was heard of a question that lacked something, waiting for it."""
    before: tuple[int, ...] = ()
    """The agencies of the answers before the last: 谁更多 after two look-ups compares the two."""
    scope: Scope | None = None
    """The last set that was spoken of."""
    roll: Roll | None = None
    """The last list that was told in an order."""
    turns: tuple[Turn, ...] = ()
    """The last messages, the latest last."""
    choices: tuple[Choice, ...] = ()
    """What the last answer offered to choose from."""
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """The ids of messages that asked several questions, each with the ids of its answers."""
    known: tuple[tuple[int, str], ...] = ()
    """Number and id of every agency in it: numbers are those of one database."""


@dataclass(frozen=True)
class Kept:
    """An answer that can be reopened: the question as it was settled, to be answered anew, and the day it was asked."""

    id: str
    text: str
    language: str
    question: Question | None
    day: str
    known: tuple[tuple[int, str], ...] = ()
    parts: tuple[str, ...] = ()
    """The ids of the answers that it consists of, where the message asked several questions."""
