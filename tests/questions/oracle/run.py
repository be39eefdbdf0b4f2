"""Asks random questions of a bot and of the table, and tells where they differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.questions.oracle.asked import Asked
from tests.questions.oracle.compare import difference
from tests.questions.oracle.grammar import Speaker
from tests.questions.oracle.questions import Asker
from tests.questions.oracle.reckon import expected
from tests.questions.oracle.table import Table

Card = Mapping[str, Any]


@dataclass(frozen=True)
class Differing:
    """A question on which the two differ."""

    asked: Asked
    text: str
    fault: str
    card: Card

    @property
    def is_figure(self) -> bool:
        """Whether the bot gave a figure, and not only declined or asked back."""
        return self.card["status"] == "answered"

    def __str__(self) -> str:
        said = f"{self.card['status']}/{self.card['reason']}/{self.card['operation']}"
        return f"{self.asked.operation}: {self.text!r}\n    {self.fault[:600]}\n    {said} {self.card['text'][:160]!r}"


@dataclass
class Outcome:
    """How many questions of each operation were asked and answered, and those that differ."""

    asked: Counter[str] = field(default_factory=Counter)
    answered: Counter[str] = field(default_factory=Counter)
    differing: list[Differing] = field(default_factory=list)


def run(answer: Callable[[str], Card], table: Table, seed: int, count: int) -> Outcome:
    """Asks so many questions; the same for the same seed."""
    chance, outcome = Random(seed), Outcome()
    asker, speaker = Asker(chance, table), Speaker(chance, table.names)
    for _ in range(count):
        asked = asker.question()
        text = speaker.say(asked)
        card = answer(text)
        outcome.asked[asked.operation] += 1
        outcome.answered[asked.operation] += card["status"] == "answered"
        fault = difference(expected(asked, table), card)
        if fault:
            outcome.differing.append(Differing(asked, text, fault, card))
    return outcome
