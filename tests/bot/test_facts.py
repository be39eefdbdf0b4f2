"""The door for reading: nothing goes through it but SELECT, and a wrong file is refused in a plain sentence."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from bot.errors import DatabaseMissing, DatabaseUnusable
from bot.facts import Facts
from bot.question import Scope
from tests.bot.desk import database

FACTS = Facts(database())


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM report",
        "UPDATE figures SET year = 1",
        "INSERT INTO meta VALUES ('a', 'b')",
        "DROP TABLE report",
        "CREATE TABLE t (a)",
        "ATTACH DATABASE ':memory:' AS other",
        "VACUUM",
        "VACUUM INTO '/tmp/copy.db'",
        "PRAGMA query_only = 0",
        "PRAGMA journal_mode = DELETE",
    ],
)
def test_nothing_but_reading_is_let_through(statement: str) -> None:
    with pytest.raises(sqlite3.DatabaseError):
        FACTS.rows(statement)


def test_a_missing_database_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DatabaseMissing, match="ingest add"):
        Facts(tmp_path / "none.db")


@pytest.mark.parametrize("content", [b"", b"no database at all, but long enough to be read as one" * 20])
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.db"
    path.write_bytes(content)
    with pytest.raises(DatabaseUnusable):
        Facts(path)


def test_states_of_cells() -> None:
    (agency,) = FACTS.agencies_in("411602", "health")
    keys = ["permits.decided", "compulsory_measures.decided", "reconsideration.total", "procurement.items"]
    states = [fact.state for fact in FACTS.cells([agency], [2023], keys)]
    assert states == ["number", "blank", "missing", "not_on_form"]


def test_years_by_jumps_are_those_that_are_held() -> None:
    assert FACTS.years_in(Scope()) == tuple(FACTS.years_held(Scope()))
