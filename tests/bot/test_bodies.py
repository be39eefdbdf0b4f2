"""Names of towns and other bodies of no listed kind: those that are asked for by their beginning are those of the whole list."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from random import Random

import pytest

from bot.facts import Facts
from bot.fetch.state import State
from bot.naming import bodies
from bot.naming.bodies import BodyNames, longer_ones, origins, spellings
from bot.words import load_words

SHORTER = load_words(Path(__file__).resolve().parents[2] / "data" / "words").shorter
PLACES = ("四通", "人和", "东", "镇海", "开发", "经济", "市", "Ａ", "A")
STATES = ("", "", "中国", "国家")


class Rows(Facts):
    """A database without a file."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self.state = State()


def stored(chance: Random) -> Facts:
    """Bodies of every ending that is said shorter, alone, behind a place and behind two; and a bureau of a listed kind."""
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE agency (no INTEGER PRIMARY KEY, id TEXT UNIQUE, region TEXT, organ TEXT)")
    db.execute("CREATE TABLE agency_name (name TEXT, agency INTEGER, PRIMARY KEY (name, agency)) WITHOUT ROWID")
    db.execute("CREATE TABLE organ (id TEXT PRIMARY KEY, zh TEXT)")
    db.execute("CREATE TABLE organ_name (name TEXT, organ TEXT, kind TEXT)")
    db.execute("INSERT INTO organ VALUES ('water', '水利局')")
    for no, (full, _) in enumerate([*SHORTER, *SHORTER, *SHORTER], 1):
        own = chance.choice(STATES) + "".join(chance.sample(PLACES, chance.randrange(3))) + full
        db.execute("INSERT INTO agency VALUES (?, ?, '川汇区', ?)", (no, f"{no:06}/{own}", None if no % 5 else "water"))
        for name in {f"川汇区{own}", own}:
            db.execute("INSERT INTO agency_name VALUES (?, ?)", (name, no))
    return Rows(db)


@pytest.mark.parametrize(("seed", "many"), [(0, 10**6), (1, 10**6), (2, 0), (3, 3)])
def test_names_by_their_beginning_are_those_of_the_whole_list(seed: int, many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "_FEW", 0)
    monkeypatch.setattr(bodies, "_MANY", many)
    monkeypatch.setattr(bodies, "_REMEMBERED", 20 + seed)
    facts = stored(Random(seed))
    some, whole = BodyNames(facts, SHORTER), BodyNames(facts, SHORTER).every()
    assert len(whole) > 200
    for name, numbers in whole.items():
        alike = sorted(other for other in whole if other.startswith(name[:2]))
        assert (some.get(name), sorted(some.starting(name[:2]))) == (numbers, alike), name
    assert some.get("没有这个镇") is None and not some.starting("没有")


def test_a_name_is_looked_for_where_a_longer_one_would_stand() -> None:
    assert origins("四通", longer_ones(SHORTER)) == ["四通", "中国四通", "国家四通"]
    assert "管理" in origins("管委", longer_ones(SHORTER))
    assert "镇人民政府" not in spellings("四通镇人民政府", SHORTER)
