"""Processes with limits: each task has its own result or its own error, and no other task feels it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import CancelledError
from pathlib import Path

import pytest

from ingest import pool as pools
from ingest.pool import Ended, Limits, Pool, TookTooLong
from tests.ingest import tasks


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    made = Pool(2, Limits(seconds=2.0, memory=2**29))
    yield made
    made.shutdown()


def test_results_and_errors_come_back(pool: Pool) -> None:
    assert [future.result() for future in [pool.submit(tasks.double, number) for number in range(50)]] == list(range(0, 100, 2))
    with pytest.raises(ValueError, match="no number"):
        pool.submit(tasks.fail, "no number").result()
    with pytest.raises(FileNotFoundError):
        pool.submit(tasks.stumble).result()
    assert pool.submit(tasks.chatter).result() == "answer"


@pytest.mark.parametrize("task", [tasks.crash, tasks.leave])
def test_a_process_that_ends_costs_its_task_alone(pool: Pool, task: object) -> None:
    good = [pool.submit(tasks.double, 1)]
    bad = pool.submit(task)  # type: ignore[arg-type]
    good += [pool.submit(tasks.double, 1) for _ in range(5)]
    with pytest.raises(Ended):
        bad.result()
    assert {future.result() for future in good} == {2}


def test_what_takes_too_long_is_ended_unless_it_has_asked_for_more(pool: Pool) -> None:
    long, asked = pool.submit(tasks.sleep, 60), pool.submit(tasks.sleep_with_leave, 2.5)
    begun = time.monotonic()
    with pytest.raises(TookTooLong):
        long.result()
    assert time.monotonic() - begun < 30
    assert asked.result() == 2.5
    assert pool.submit(tasks.double, 4).result() == 8


def test_too_much_memory_is_refused_unless_it_has_asked_for_more(pool: Pool) -> None:
    with pytest.raises(MemoryError):
        pool.submit(tasks.hold, 2**30).result()
    assert pool.submit(tasks.hold_with_leave, 2**29).result() == 2**29
    assert pool.submit(tasks.hold, 2**20).result() == 2**20


def test_processes_are_as_many_as_wanted_and_renewed_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "_TASKS_A_PROCESS", 3)
    with Pool(1) as alone:
        seen = [alone.submit(tasks.me).result() for _ in range(7)]
    assert [seen.count(process) for process in dict.fromkeys(seen)] == [3, 3, 1]
    assert not any(Path(f"/proc/{process}").exists() for process in seen)


def test_what_has_not_begun_is_cancelled_when_it_is_closed() -> None:
    hurried = Pool(1)
    first = hurried.submit(tasks.sleep, 25)
    waiting = [hurried.submit(tasks.double, 1) for _ in range(3)]
    while not first.running():
        time.sleep(0.01)
    hurried.shutdown(cancel_futures=True)
    with pytest.raises(Ended):
        first.result()
    for future in waiting:
        with pytest.raises(CancelledError):
            future.result()
    with pytest.raises(RuntimeError):
        hurried.submit(tasks.double, 1)
