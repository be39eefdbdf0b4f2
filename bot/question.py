"""The nouns of answering: what was asked, what is known, what is said. Frozen, and without verbs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NoReturn


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency of which at least one report is stored. `no` is its number in the database."""

    no: int
    id: str
    name: str
    region: str | None
    region_name: str
    organ: str | None


@dataclass(frozen=True, slots=True)
class Fact:
    """One stored cell. Only state `number` has a value; it has no truth value on purpose."""

    agency: Agency
    year: int
    field: str
    state: str
    value: Decimal | None
    unit: str | None
    raw: str | None
    document: str
    page: int | None
    box: tuple[float, float, float, float] | None

    def __bool__(self) -> NoReturn:
        raise TypeError("a fact has no truth value: ask for its state")


@dataclass(frozen=True, slots=True)
class Choice:
    """A question that has been checked to have an answer, and the label of its button."""

    label: str
    question: str


@dataclass(frozen=True, slots=True)
class Assumed:
    """A slot that the person did not say: which, with what it was filled, and why."""

    slot: str
    value: str
    why: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person gets. The fields are those of the JSON of `bot ask --json`."""

    question: str
    language: str
    status: str
    reason: str | None = None
    operation: str | None = None
    facts: tuple[Fact, ...] = ()
    result: Mapping[str, Any] | None = None
    choices: tuple[Choice, ...] = ()
    assumed: tuple[Assumed, ...] = ()
    notes: tuple[str, ...] = ()
    text: str = ""
    id: Any = field(default=None, kw_only=True)
