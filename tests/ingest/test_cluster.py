"""Reading on a cluster of this machine: a real scheduler, two real workers, one of which dies in the middle."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from tests.printing import chance as chances
from tests.printing.layouts import page, pdf
from tests.printing.prose import sections

pytest.importorskip("distributed", reason="the cluster extra is not installed")

ROOT = Path(__file__).resolve().parents[2]
DASK = (sys.executable, "-m", "distributed.cli.dask_worker")


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a scheduler on a free port."""
    log = tmp_path_factory.mktemp("scheduler") / "log"
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0"]
    with started([*command, "--no-dashboard"], log):
        for _ in range(600):
            found = re.search(r"Scheduler at:\s*(tcp://\S+)", log.read_text("utf-8"))
            if found:
                break
            time.sleep(0.05)
        assert found, log.read_text("utf-8")
        yield found[1]


class started:
    """A process and all that it begins, ended together."""

    def __init__(self, command: list[str], log: Path) -> None:
        with log.open("wb") as file:
            self.process = subprocess.Popen(command, cwd=ROOT, stdout=file, stderr=file, start_new_session=True)

    def __enter__(self) -> started:
        return self

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def __exit__(self, *error: object) -> None:
        self.kill()


def worker(scheduler: str, folder: Path, name: str) -> started:
    options = ["--name", name, "--nthreads", "1", "--no-dashboard", "--local-directory", str(folder / name)]
    return started([*DASK, scheduler, *options], folder / f"{name}.log")


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("documents")
    chance = Random(5)
    for place, agency in enumerate(chances.AGENCIES):
        for year in (2022, 2023, 2024):
            sheet = replace(chances.sheet(chance, "2021"), year=year, agency=agency, sections=sections(chance, year))
            name, press = (f"{place}-{year}.pdf", pdf.ruled) if place < 4 else (f"{place}-{year}.html", page.plain)
            (folder / name).write_bytes(press(sheet, chance))
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 and then nothing")
    return folder


def add(documents: Path, database: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "ingest", "add", str(documents), "--db", str(database), "--json", *options]


def test_every_document_has_one_outcome_though_a_worker_dies(scheduler: str, documents: Path, tmp_path: Path) -> None:
    with ExitStack() as stack:
        first, _ = (stack.enter_context(worker(scheduler, tmp_path, name)) for name in ("first", "second"))
        wait_for_two(scheduler)
        command = add(documents, tmp_path / "there.db", "--cluster", scheduler)
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
            assert run.stdout is not None
            lines = [run.stdout.readline() for _ in range(3)]
            first.kill()
            lines += run.stdout.readlines()
        there = [json.loads(line) for line in lines]
    here = subprocess.run(add(documents, tmp_path / "here.db"), cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == here.returncode == 1
    assert sorted(one["document"] for one in there) == sorted(file.name for file in documents.iterdir())
    alone = {one["document"]: one for one in map(json.loads, here.stdout.splitlines())}
    for one in there:  # what is found across years is told with whichever year comes last
        assert {**one, "findings": None} == {**alone[one["document"]], "findings": None}
    for command in (["check", "--json"], ["export", "-"]):
        assert said(command, tmp_path / "there.db") == said(command, tmp_path / "here.db")


def said(command: list[str], database: Path) -> list[str]:
    run = subprocess.run([sys.executable, "-m", "ingest", *command, "--db", str(database)], cwd=ROOT, capture_output=True)
    return sorted(run.stdout.decode().splitlines())


def wait_for_two(scheduler: str) -> None:
    from distributed import Client

    with Client(scheduler, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)


def test_a_cluster_that_is_not_there_is_said_plainly(documents: Path, tmp_path: Path) -> None:
    command = add(documents, tmp_path / "nowhere.db", "--cluster", "tcp://127.0.0.1:9")
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
    assert run.returncode == 1
    assert run.stdout == ""
    assert run.stderr.splitlines() == [
        "The cluster tcp://127.0.0.1:9 does not answer; check the address and that dask scheduler is running."
    ]


def test_an_address_that_is_none_is_a_wrong_command_line(documents: Path, tmp_path: Path) -> None:
    run = subprocess.run(add(documents, tmp_path / "x.db", "--cluster", "127.0.0.1"), cwd=ROOT, capture_output=True, text=True)
    assert (run.returncode, run.stdout, len(run.stderr.splitlines())) == (2, "", 1)
