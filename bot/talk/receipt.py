"""The short id of an answer, worked out of the question as settled and what the data says to it, and ids in a message.

The same answer over the same data has the same id, in every process; where the data has changed, so has the id.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from bot.question import Answer, Doubt, Question
from bot.spelling.pattern import Pattern

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without 0, 1, i, l and o, which are mistaken for each other."""
LENGTH = 7
_PRIME = (1 << 61) - 1
_FACTOR = 0x9E3779B97F4A7C15 % _PRIME
"""Spreads texts that differ in little over all ids."""
_SAID = Pattern(rf"(?i)[#＃]\s?([{ALPHABET}]{{{LENGTH}}})(?![0-9a-z])", "#", "＃")


def id_of(answer: Answer, question: Question | None, doubt: Doubt | None) -> str:
    """Seven characters; 27 thousand million different ones."""
    facts = [[fact.agency.id, fact.year, fact.field, fact.state, str(fact.value), fact.document] for fact in answer.facts]
    whole = [answer.language, answer.status, _settled(question), _doubted(doubt), facts, answer.result]
    return _spelled(json.dumps(whole, ensure_ascii=False, default=str, sort_keys=True))


def id_of_several(ids: Iterable[str]) -> str:
    """The id of several answers told as one."""
    return _spelled(" ".join(ids))


def id_said(message: str) -> tuple[str | None, str]:
    """The id that a message names (#k7m2xp3), and the message without it."""
    match = _SAID.search(message)
    if match is None:
        return None, message
    return match.group(1).lower(), f"{message[: match.start()]} {message[match.end() :]}".strip()


def _settled(question: Question | None) -> list[Any] | None:
    """What a question asks for, without the words in which it was asked. Agencies by id: numbers are one database's own."""
    if question is None:
        return None
    scope = question.scope
    return [
        question.operation,
        [agency.id for agency in question.agencies],
        [scope.organ, scope.regions, scope.level, len(scope.agencies), len(scope.without)] if scope else None,
        [question.years, question.reports and sorted(year for _, year in question.reports)],
        [question.fields, question.then, question.having],
        [[bound.relation, str(bound.low), str(bound.high), bound.field] for bound in question.bounds],
        [question.n, question.ascending, question.section, question.words],
        *(["either"] if "either" in question.cues else []),
    ]


def _doubted(doubt: Doubt | None) -> list[Any] | None:
    if doubt is None:
        return None
    return [doubt.reason, doubt.key, dict(doubt.values), [choice.label for choice in doubt.choices]]


def _spelled(text: str) -> str:
    """A number worked out of all of the text, in letters. hashlib would double the time that one answer takes to import."""
    number = int.from_bytes(text.encode("utf-8", "surrogatepass"), "big") % _PRIME * _FACTOR % _PRIME
    letters = []
    for _ in range(LENGTH):
        number, place = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters)
