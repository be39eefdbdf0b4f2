"""The door for reading: nothing goes through it but SELECT, and a wrong file is refused in a plain sentence."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

from bot.errors import DatabaseMissing, DatabaseUnusable
from bot.facts import Facts
from bot.fetch.crowd import Crowd
from bot.question import Bound, Scope
from tests.bot.desk import database
from tests.older import made_older

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


def test_a_database_from_before_the_parts_is_read_alike(tmp_path: Path) -> None:
    older = tmp_path / "older.db"
    with closing(sqlite3.connect(database())) as now, closing(sqlite3.connect(older)) as copy:
        now.backup(copy)
    made_older(older)
    facts = Facts(older)
    (agency,) = FACTS.agencies_in("411602", "health")
    keys = ["permits.decided", "granted.total", "received.person", "reconsideration.total"]
    years = FACTS.years_of(agency.no)
    assert facts.cells([agency], years, keys) == FACTS.cells([agency], years, keys)
    assert facts.column(Scope(), years[-1], keys) == FACTS.column(Scope(), years[-1], keys)
    walked = [Crowd(one, Scope(), years[-1], "permits.decided").foremost(3, False, 10) for one in (facts, FACTS)]
    assert walked[0] == walked[1]
    assert (facts.table_of(keys[:1]), FACTS.table_of(keys[:1])) == ('"figures"', '"figures_2"')


def test_figures_of_several_parts_are_read_together() -> None:
    (agency,) = FACTS.agencies_in("411602", "health")
    one_by_one = [FACTS.cells([agency], [2023], [key])[0] for key in ("permits.decided", "received.person", "granted.total")]
    assert list(FACTS.cells([agency], [2023], [fact.field for fact in one_by_one])) == one_by_one
    bound = Bound(">=", Decimal(0), field="received.total")
    crowd = Crowd(FACTS, Scope(), 2023, "permits.decided", ["received.total"])
    by_hand = [no for no, values in FACTS.column(Scope(), 2023, ["permits.decided", "received.total"]) if None not in values]
    walked = crowd.foremost(len(by_hand), False, 10, [bound])
    assert by_hand and {line.no for line in walked.lines} == set(by_hand) and walked.kept == len(by_hand)
