"""Kills, full disks and readers while `ingest add` writes: never half a report, never a locked reader, nothing lost."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks import synthetic
from ingest import __main__ as command
from ingest import adding, catalogue, intake
from ingest.adding import Desk
from ingest.gather import Item
from ingest.report import Report
from ingest.store import Store
from tests.ingest import by_hand

knowledge = pytest.importorskip("ingest.knowledge")

Work = Callable[[Path], None]

KILLS = 50
"""Of a table, and again as many of single documents."""

REPORTS = 200


def run_apart(work: Work, database: Path, after: float | None) -> list[tuple[str, int]]:
    """Runs the work in a process of its own, kills it `after` seconds, and returns the reports it said were stored."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(writing, 1)
        sys.stdout = os.fdopen(1, "w")
        try:
            work(database)
            sys.stdout.flush()
        finally:
            os._exit(0)
    os.close(writing)
    if after is not None:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(reading) as pipe:
        lines = pipe.read().split("\n")
    os.waitpid(child, 0)
    said = [json.loads(line) for line in lines[:-1]]
    return [(one["agency"]["id"], one["year"]) for one in said if one["status"] != "rejected"]


def whole(database: Path, said: list[tuple[str, int]], sections: int) -> int:
    """Sees to it that every report in the database is whole, and that all that were said to be stored are there."""
    connection = sqlite3.connect(database)  # for writing: a kill while the file is made leaves a journal to roll back
    try:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'figures'").fetchone():
            assert said == []
            return 0
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        sets = {
            table: set(connection.execute(f"SELECT DISTINCT agency, year FROM {table}"))
            for table in ("report", "figures", "evidence")
        }
        assert sets["report"] == sets["figures"] == sets["evidence"]
        count = connection.execute("SELECT count(*) FROM section").fetchone()[0]
        assert count == sections * len(sets["report"])
        assert set(connection.execute("SELECT DISTINCT agency FROM report")) == set(
            connection.execute("SELECT no FROM agency")
        )
        kept = set(connection.execute("SELECT a.id, r.year FROM report AS r JOIN agency AS a ON a.no = r.agency"))
        assert kept >= set(said)
        return len(kept)
    finally:
        connection.close()


def killed_often(work: Work, folder: Path, sections: int) -> int:
    """Kills the work again and again, and then lets it end. Returns the number of reports.

    A new database is begun each fifth time, and where a kill came too late for the one before.
    """
    database, chance, moments = folder / "0.db", random.Random(7), 0
    begun = time.monotonic()
    run_apart(work, folder / "whole.db", None)
    lasts, all_there = time.monotonic() - begun, whole(folder / "whole.db", [], sections)
    there = 0
    for kill in range(KILLS):
        if kill % 5 == 0 or there == all_there:
            database, there = folder / f"{kill}.db", 0
        said = run_apart(work, database, chance.uniform(0, lasts))
        if database.exists():
            there = whole(database, said, sections)
            moments += 0 < there < all_there
    assert moments >= KILLS // 10, "the kills did not fall into the time of writing"
    return whole(database, run_apart(work, database, None), sections)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "figures.csv"
    synthetic.write(path, command.DATA, REPORTS // 4, range(2021, 2025))
    return path


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loads data/ once, so that the kills fall into the time of writing and not into that of starting."""
    known = knowledge.load_knowledge(command.DATA)
    rows = catalogue.catalogue_of(known)
    monkeypatch.setattr(knowledge, "load_knowledge", lambda data: known)
    monkeypatch.setattr(catalogue, "catalogue_of", lambda known: rows)
    monkeypatch.setattr(intake, "BATCH", 20)


def test_a_table_that_is_killed_leaves_whole_reports(table: Path, tmp_path: Path, loaded: None) -> None:
    def work(database: Path) -> None:
        command.main(["add", str(table), "--db", str(database), "--json"])

    assert killed_often(work, tmp_path, sections=0) == REPORTS


def test_documents_that_are_killed_leave_whole_reports(tmp_path: Path) -> None:
    for year in range(2001, 2100):
        (tmp_path / f"{year}.txt").touch()

    def read(item: Item) -> Report:
        return by_hand.report(int(item.path.stem), permits__decided=item.path.stem)

    def work(database: Path) -> None:
        desk = Desk(read, _no_table, {}, lambda: by_hand.NOW)
        with Store(database, by_hand.catalogue(), by_hand.NOW) as store:
            for path in sorted(tmp_path.glob("*.txt")):
                for one in adding.add(desk, store, Item(path, path.name)):
                    print(json.dumps({"status": "stored", "agency": {"id": by_hand.HEALTH.id}, "year": int(path.stem)}))
                    assert isinstance(one, adding.Added)
                    sys.stdout.flush()

    assert killed_often(work, tmp_path, sections=2) == 99


def _no_table(name: str, sha256: str) -> adding.Intake:
    raise AssertionError("no table here")


def test_readers_never_wait(tmp_path: Path) -> None:
    table, database = tmp_path / "figures.csv", tmp_path / "reports.db"
    synthetic.write(table, command.DATA, 250, range(2021, 2025))
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    add = [sys.executable, "-m", "ingest", "add", str(table), "--db", str(database)]
    counts: list[int] = []
    with subprocess.Popen(add, env=environment, stdout=subprocess.DEVNULL) as writer:
        while writer.poll() is None:
            if database.exists():
                counts += count(database)
            time.sleep(0.002)
    assert writer.returncode == 0
    assert counts == sorted(counts)
    assert len(set(counts)) > 2, "nothing was read while it was written"


def count(database: Path) -> list[int]:
    connection = sqlite3.connect(database)  # for writing: a kill while the file is made leaves a journal to roll back
    try:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'figures'").fetchone():
            return []
        return [connection.execute("SELECT count(*) FROM figures").fetchone()[0]]
    finally:
        connection.close()


def test_a_full_disk_is_said_and_it_goes_on_later(table: Path, tmp_path: Path) -> None:
    database = tmp_path / "reports.db"
    add = [sys.executable, "-m", "ingest", "add", str(table), "--db", str(database)]
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    first = tmp_path / "first.csv"
    synthetic.write(first, command.DATA, 1, range(2021, 2022), seed=2)
    subprocess.run([*add[:4], str(first), *add[5:]], env=environment, check=True, capture_output=True)

    def small_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    full = subprocess.run(add, env=environment, capture_output=True, text=True, preexec_fn=small_disk, check=False)
    assert full.returncode == 1
    assert "What was stored is safe" in full.stderr
    assert len(full.stderr.splitlines()) == 1
    assert 1 <= whole(database, [], sections=0) < REPORTS
    assert subprocess.run(add, env=environment, capture_output=True, check=False).returncode == 0
    assert whole(database, [], sections=0) == REPORTS


def test_two_at_once_take_turns(table: Path, tmp_path: Path) -> None:
    database = tmp_path / "reports.db"
    results: list[int] = []

    def add() -> None:
        run = [sys.executable, "-m", "ingest", "add", str(table), "--db", str(database)]
        results.append(subprocess.run(run, capture_output=True, check=False).returncode)

    threads = [threading.Thread(target=add) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [0, 0]
    assert whole(database, [], sections=0) == REPORTS
