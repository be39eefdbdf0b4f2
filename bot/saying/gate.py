"""The gate before an answer leaves: every number in its text is one that the answer stands on, or the text is not sent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bot.fetch.measures import is_amount
from bot.question import Answer, Choice, Fact
from bot.say import cut
from bot.saying.said import Grounds

_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?%?")
_DIGIT = re.compile(r"\d")
_OTHER_UNITS = (Decimal("0.0001"), Decimal(10_000))
"""元 as 万元, 亿元 as 万元: amounts of several reports stand beside each other in one unit."""


@dataclass(frozen=True)
class Stray:
    """A text that was held back, and the numbers in it that nothing stands behind."""

    question: str
    text: str
    numbers: tuple[str, ...]


def strays(text: str, grounds: Grounds) -> tuple[str, ...]:
    """The numbers of a text that are neither figures, results, years, counts nor pages, nor part of a name or quotation."""
    for word in sorted(set(grounds.words), key=len, reverse=True):
        text = text.replace(word, "\n")
    return tuple(number for number in _NUMBER.findall(text) if not _stands(number, grounds))


def _stands(number: str, grounds: Grounds) -> bool:
    value = Decimal(number.rstrip("%").replace(",", ""))
    return value in (grounds.shares if number.endswith("%") else grounds.numbers)


def held_back(answer: Answer) -> Stray | None:
    """What must be told of an answer that is not to be sent; None where every number in it stands."""
    found = strays(answer.text, _together([body.grounds for body in answer.bodies]))
    return Stray(answer.question, answer.text, found) if found else None


def _together(parts: Sequence[Grounds]) -> Grounds:
    if len(parts) == 1:
        return parts[0]
    return Grounds(
        frozenset[Decimal]().union(*(part.numbers for part in parts)),
        frozenset[Decimal]().union(*(part.shares for part in parts)),
        tuple(word for part in parts for word in part.words),
    )


def grounds_of(
    facts: Iterable[Fact],
    result: Mapping[str, Any] | None = None,
    worked: Iterable[Decimal] = (),
    counts: Iterable[object] = (),
    words: Iterable[str] = (),
    choices: Iterable[Choice] = (),
) -> Grounds:
    """What a text may say: the figures used, what was worked out of them, years, pages, counts; names and quotations."""
    numbers: set[Decimal] = {Decimal(number) for count in counts for number in _NUMBER.findall(str(count)) if "%" not in number}
    kept = {word for word in words if _DIGIT.search(word)}
    for choice in choices:
        numbers.update(Decimal(number) for number in _NUMBER.findall(choice.question) if "," not in number and "%" not in number)
        facts = (*facts, *choice.facts)
    for fact in facts:
        _know(fact, numbers, kept)
    made: set[Decimal] = set(worked)
    for value in _leaves(result):
        if isinstance(value, str):
            kept |= {value, value.strip()} if _DIGIT.search(value) else set()
        else:
            made.add(Decimal(value))
    numbers |= {form for value in made for form in (value, abs(value), cut(abs(value)), cut(abs(value), 4))}
    shares = {cut(form) for value in made for form in (abs(value), abs(value) * 100)}
    return Grounds(frozenset(numbers), frozenset(shares), tuple(kept))


def _know(fact: Fact, numbers: set[Decimal], words: set[str]) -> None:
    numbers.add(Decimal(fact.year))
    if fact.page is not None:
        numbers.add(Decimal(fact.page))
    if fact.value is not None:
        numbers |= {fact.value, abs(fact.value)}
        if is_amount(fact.field):
            numbers |= {cut(fact.value * factor, 6) for factor in _OTHER_UNITS}
    words |= {word for word in (fact.document, fact.agency.name) if _DIGIT.search(word)}


def _leaves(result: Any) -> Iterator[Decimal | int | str]:
    """The numbers and texts of a result, however deep."""
    if isinstance(result, Mapping):
        result = result.values()
    elif isinstance(result, bool) or result is None:
        return
    elif isinstance(result, Decimal | int | str):
        yield result
        return
    for value in result:
        yield from _leaves(value)
