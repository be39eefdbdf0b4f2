"""A crowd is ranked, counted and filtered in one pass: what comes out is what sorting everybody by hand gives."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from bot.facts import Facts
from bot.fetch.crowd import Crowd
from bot.fetch.limits import keeps
from bot.fetch.state import State
from bot.question import Bound, Scope

SIZE, YEAR = 400, 2024
Known = dict[int, tuple[str, str, Decimal | None]]


class Rows(Facts):
    """A database without a file."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self.state = State()


def crowded(seed: int) -> tuple[Facts, Known]:
    """Agencies with values of which many are tied and some are blank; their ids are in another order than their numbers."""
    chance = Random(seed)
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE agency (no INTEGER PRIMARY KEY, id TEXT UNIQUE, organ TEXT, region_code TEXT)")
    db.execute('CREATE TABLE figures (year INTEGER, agency INTEGER, "a.b" NUMERIC, PRIMARY KEY (year, agency)) WITHOUT ROWID')
    ways = (lambda: chance.randrange(10**6), lambda: chance.randrange(4), lambda: 0, lambda: chance.randrange(900) / 8)
    value = chance.choice(ways)
    known: Known = {}
    for no in range(1, SIZE):
        number = None if chance.random() < 0.2 else value()
        id_, organ = f"{no * 7919 % 1009:06}/x", chance.choice(("health", "education"))
        db.execute("INSERT INTO agency VALUES (?, ?, ?, ?)", (no, id_, organ, "411602"))
        if chance.random() < 0.9:
            db.execute("INSERT INTO figures VALUES (?, ?, ?)", (YEAR, no, number))
            known[no] = id_, organ, None if number is None else Decimal(str(number))
    return Rows(db), known


def by_hand(known: Known, organ: str | None, ascending: bool) -> list[tuple[str, Decimal]]:
    numbers = [(id_, value) for id_, own, value in known.values() if value is not None and organ in (None, own)]
    return sorted(sorted(numbers), key=lambda pair: pair[1], reverse=not ascending)


def told(lines: Sequence[Any]) -> list[tuple[str, Decimal]]:
    return [(line.id, line.value) for line in lines]


@pytest.mark.parametrize("seed", range(24))
@pytest.mark.parametrize("organ", [None, "health"])
def test_the_first_are_those_of_a_ranking_by_hand(seed: int, organ: str | None) -> None:
    facts, known = crowded(seed)
    for n, more, ascending in ((1, 100, False), (3, 5, True), (10, 100, False), (10, 2, True), (500, 100, False)):
        ranked = by_hand(known, organ, ascending)
        last = ranked[min(n, len(ranked)) - 1][1]
        first = ranked[:n] + [pair for pair in ranked[n : n + more] if pair[1] == last]
        walked = Crowd(facts, Scope(organ=organ), YEAR, "a.b").foremost(n, ascending, more)
        assert told(walked.lines) == first
        assert (walked.of, walked.counted) == (sum(organ in (None, own) for _, own, _ in known.values()), len(ranked))


@pytest.mark.parametrize("seed", range(24))
def test_those_that_keep_a_limit_are_counted_and_the_highest_told(seed: int) -> None:
    facts, known = crowded(seed)
    low = Decimal(Random(seed).choice((0, 1, 2, 50, 400_000)))
    for bound in (*(Bound(sign, low) for sign in ("=", "!=", ">", ">=", "<", "<=")), Bound("between", low, low + 3)):
        kept = [pair for pair in by_hand(known, None, False) if keeps(pair[1], bound)]
        walked = Crowd(facts, Scope(), YEAR, "a.b").keeping([bound], 100)
        assert (walked.kept, told(walked.lines)) == (len(kept), kept[:100])


@pytest.mark.parametrize("ascending", [False, True])
def test_who_is_ahead_of_a_value(ascending: bool) -> None:
    facts, known = crowded(2)
    crowd = Crowd(facts, Scope(organ="health"), YEAR, "a.b")
    ranked = by_hand(known, "health", ascending)
    for place in (0, 7, len(ranked) - 1):
        value = ranked[place][1]
        ahead = sum(other < value if ascending else other > value for _, other in ranked)
        assert crowd.ahead_of(value, ascending).kept == ahead
    assert crowd.ahead_of(None, ascending).kept == 0
