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
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

import pytest

from benchmarks import synthetic
from ingest import __main__ as command
from ingest import catalogue, intake, originals
from ingest.adding import Desk, Walk
from ingest.gather import Item
from ingest.intake import Intake
from ingest.knowledge import DATA
from ingest.outcome import Rejected
from ingest.report import Report
from ingest.store import Store
from ingest.worker.task import Task
from tests.ingest import by_hand
from tests.printing import chance as chances
from tests.printing.layouts import text
from tests.printing.prose import sections

knowledge = pytest.importorskip("ingest.knowledge")

Work = Callable[[Path], None]

KILLS = 50
"""Of a table, and again as many of single documents."""

REPORTS = 60


def run_apart(work: Work, database: Path, kill: tuple[int, float] | None) -> list[tuple[str, int]]:
    """Runs the work in a process of its own and returns the reports it said were stored.

    `kill` is when it is killed: how many reports it has told of by then, and how many seconds later.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        os.dup2(writing, 1)
        sys.stdout = os.fdopen(1, "w", buffering=1)
        try:
            work(database)
            sys.stdout.flush()
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        lines = []
        if kill is not None:
            told, later = kill
            lines = list(islice(pipe, told))
            time.sleep(later)
            os.kill(child, signal.SIGKILL)
        lines += pipe
    os.waitpid(child, 0)
    said = [json.loads(line) for line in lines if line.endswith("\n")]
    return [(one["agency"]["id"], one["year"]) for one in said if one["status"] != "rejected"]


def whole(database: Path, said: list[tuple[str, int]], sections: int | None) -> int:
    """Sees to it that every report in the database is whole, and that all that were said to be stored are there.

    `sections` is how many each has; None where that differs from one to the next.
    """
    connection = sqlite3.connect(database)  # for writing: a kill while the file is made leaves a journal to roll back
    try:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'figures'").fetchone():
            assert said == []
            return 0
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        parts = [part for (part,) in connection.execute("SELECT DISTINCT part FROM field")]
        sets = {
            table: set(connection.execute(f"SELECT DISTINCT agency, year FROM {table}"))
            for table in ("report", "evidence", *parts)
        }
        assert parts and all(held == sets["report"] for held in sets.values())
        count = connection.execute("SELECT count(*) FROM section").fetchone()[0]
        assert sections is None or count == sections * len(sets["report"])
        assert set(connection.execute("SELECT DISTINCT agency FROM report")) == set(connection.execute("SELECT no FROM agency"))
        kept = set(connection.execute("SELECT a.id, r.year FROM report AS r JOIN agency AS a ON a.no = r.agency"))
        assert kept >= set(said)
        return len(kept)
    finally:
        connection.close()


def killed_often(work: Work, folder: Path, sections: int) -> int:
    """Kills the work again and again, and then lets it end. Returns the number of reports.

    A new database is begun each fifth time, and where a kill came too late for the one before. When to kill is counted in
    reports told of, and only then in parts of a second: how long the work takes differs from run to run.
    """
    database, chance, moments = folder / "0.db", random.Random(7), 0
    begun = time.monotonic()
    run_apart(work, folder / "whole.db", None)
    lasts, all_there = time.monotonic() - begun, whole(folder / "whole.db", [], sections)
    there = 0
    for kill in range(KILLS):
        if kill % 5 == 0 or there == all_there:
            database, there = folder / f"{kill}.db", 0
        said = run_apart(work, database, (chance.randrange(all_there), chance.uniform(0, lasts / 10)))
        if database.exists():
            there = whole(database, said, sections)
            moments += 0 < there < all_there
    assert moments >= KILLS // 10, "the kills did not fall into the time of writing"
    return whole(database, run_apart(work, database, None), sections)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "figures.csv"
    synthetic.write(path, DATA, REPORTS // 4, range(2021, 2025))
    return path


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loads data/ once, so that the kills fall into the time of writing and not into that of starting."""
    known = knowledge.load_knowledge(DATA)
    rows = catalogue.catalogue_of(known)
    monkeypatch.setattr(knowledge, "load_knowledge", lambda data: known)
    monkeypatch.setattr(catalogue, "catalogue_of", lambda known: rows)
    monkeypatch.setattr(intake, "BATCH", 6)


def test_a_table_that_is_killed_leaves_whole_reports(table: Path, tmp_path: Path, loaded: None) -> None:
    def work(database: Path) -> None:
        command.main(["add", str(table), "--db", str(database), "--json"])

    assert killed_often(work, tmp_path, sections=0) == REPORTS


def test_documents_that_are_killed_leave_whole_reports(tmp_path: Path) -> None:
    """Reading is done at once here, so that the kills fall into the time of writing."""
    for year in range(2001, 2100):
        (tmp_path / f"{year}.txt").touch()

    def submit(task: Task) -> Future[Report | Rejected]:
        read: Future[Report | Rejected] = Future()
        stem = Path(task.name).stem
        read.set_result(by_hand.report(int(stem), permits__decided=stem))
        return read

    def work(database: Path) -> None:
        desk = Desk(by_hand.NO_WEB, submit, 2, _no_table, partial(originals.keep, database), {}, "", lambda: by_hand.NOW)
        items = [Item(path, path.name) for path in sorted(tmp_path.glob("*.txt"))]
        with Store(database, by_hand.catalogue(), by_hand.NOW) as store:
            for _, outcomes in Walk(desk, store).add(items):
                (one,) = outcomes
                assert not isinstance(one, Rejected)
                print(json.dumps({"status": "stored", "agency": {"id": by_hand.HEALTH.id}, "year": one.report.year}))
                sys.stdout.flush()

    assert killed_often(work, tmp_path, sections=2) == 99


def _no_table(name: str, sha256: str) -> Intake:
    raise AssertionError("no table here")


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty reports as text, of ten agencies on four years."""
    folder = tmp_path_factory.mktemp("documents")
    chance = random.Random(3)
    for agency in chances.AGENCIES:
        for year in range(2021, 2025):
            sheet = replace(chances.sheet(chance, "2021"), year=year, agency=agency, sections=sections(chance, year))
            (folder / f"{agency}{year}.txt").write_bytes(text.tabbed(sheet, chance))
    return folder


def test_a_run_that_is_killed_while_it_reads_is_gone_on_with(documents: Path, tmp_path: Path) -> None:
    database = tmp_path / "reports.db"
    add = [sys.executable, "-m", "ingest", "add", str(documents), "--db", str(database), "--jobs", "2", "--json"]
    kept = 0
    for lines in (1, 9, 18, 30):
        with subprocess.Popen(add, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
            assert process.stdout is not None
            said = [json.loads(process.stdout.readline()) for _ in range(lines)]
            readers = children(process.pid)
            process.kill()
        assert readers or all(one["status"] == "unchanged" for one in said)
        assert all(ends(reader) for reader in readers), "a reading process outlives its owner"
        assert sum(one["status"] == "stored" for one in said) <= 40 - kept
        kept = whole(database, [(one["agency"]["id"], one["year"]) for one in said], sections=None)
        assert kept >= lines
    last = subprocess.run(add, capture_output=True, text=True, check=True)
    said = [json.loads(line) for line in last.stdout.splitlines()]
    assert len(said) == 40
    assert [one["status"] for one in said].count("unchanged") == kept, "what was done is not done again"
    assert whole(database, [], sections=None) == 40


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_interrupted_keeps_what_is_done_and_says_so(number: int, documents: Path, tmp_path: Path) -> None:
    database = tmp_path / "reports.db"
    add = [sys.executable, "-m", "ingest", "add", str(documents), "--db", str(database), "--json", "--jobs", "1"]
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    pipe = subprocess.PIPE
    with subprocess.Popen(add, env=environment, stdout=pipe, stderr=pipe, text=True, preexec_fn=heeding) as process:
        assert process.stdout is not None and process.stderr is not None
        said = [json.loads(process.stdout.readline())]
        process.send_signal(number)
        said += map(json.loads, process.stdout)
        complaint = process.stderr.read()
    assert process.returncode == 1
    assert complaint == "Stopped. What was stored before is safe.\n"
    assert 1 <= len(said) < 40
    assert whole(database, [(one["agency"]["id"], one["year"]) for one in said], sections=None) >= len(said)


def heeding() -> None:
    """A test run in the background may ignore Ctrl-C, and its children would with it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def children(process: int) -> list[int]:
    """The processes that it has begun."""
    lists = Path(f"/proc/{process}/task").glob("*/children")
    return [int(number) for one in lists for number in one.read_text().split()]


def ends(process: int) -> bool:
    """Whether it is gone within ten seconds. A dead one that nobody has buried is gone."""
    for _ in range(1000):
        try:
            state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except FileNotFoundError:
            return True
        if state in "ZX":
            return True
        time.sleep(0.01)
    return False


def test_readers_never_wait(tmp_path: Path) -> None:
    table, database = tmp_path / "figures.csv", tmp_path / "reports.db"
    synthetic.write(table, DATA, 250, range(2021, 2025))
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


def test_a_full_disk_is_said_and_it_goes_on_later(tmp_path: Path) -> None:
    database, table, reports = tmp_path / "reports.db", tmp_path / "large.csv", 200
    synthetic.write(table, DATA, reports // 4, range(2021, 2025))
    add = [sys.executable, "-m", "ingest", "add", str(table), "--db", str(database)]
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    first = tmp_path / "first.csv"
    synthetic.write(first, DATA, 1, range(2021, 2022), seed=2)
    subprocess.run([*add[:4], str(first), *add[5:]], env=environment, check=True, capture_output=True)

    def small_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    full = subprocess.run(add, env=environment, capture_output=True, text=True, preexec_fn=small_disk, check=False)
    assert full.returncode == 1
    assert "What was stored is safe" in full.stderr
    assert len(full.stderr.splitlines()) == 1
    assert 1 <= whole(database, [], sections=0) < reports
    assert subprocess.run(add, env=environment, capture_output=True, check=False).returncode == 0
    assert whole(database, [], sections=0) == reports


def test_documents_on_a_full_disk_are_whole_and_gone_on_with(documents: Path, tmp_path: Path) -> None:
    database = tmp_path / "reports.db"
    add = [sys.executable, "-m", "ingest", "add", str(documents), "--db", str(database), "--json"]
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    subprocess.run([*add[:4], str(min(documents.iterdir())), *add[5:]], env=environment, check=True, capture_output=True)

    def small_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    full = subprocess.run(add, env=environment, capture_output=True, text=True, preexec_fn=small_disk, check=False)
    assert full.returncode == 1
    assert "What was stored is safe" in full.stderr
    assert len(full.stderr.splitlines()) == 1
    said = [(one["agency"]["id"], one["year"]) for one in map(json.loads, full.stdout.splitlines())]
    assert 1 <= whole(database, said, sections=None) < 40
    last = subprocess.run(add, env=environment, capture_output=True, text=True, check=True)
    assert len(last.stdout.splitlines()) == 40
    assert whole(database, [], sections=None) == 40


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
