"""A site that is really served: `python -m bot web` in a process of its own, over the sample reports and a table of figures."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from tests.bot import desk

ROOT = Path(__file__).resolve().parents[4]
TODAY = "2026-11-21"


@cache
def database() -> Path:
    """Made once a test run: the sample reports, which have documents and boxes, and the figures of tests/bot, which have
    several agencies and years."""
    path = Path(mkdtemp(prefix="site-")) / "reports.db"
    shutil.copy(desk.database(), path)
    add = [sys.executable, "-m", "ingest", "add", str(ROOT / "data" / "reports"), "--db", str(path)]
    subprocess.run(add, check=True, capture_output=True, cwd=ROOT)
    return path


@contextmanager
def served(db: Path, state: Path, *options: str, **environment: str) -> Iterator[str]:
    """The address of the site while it lasts, without a slash at its end."""
    with started(db, state, *options, **environment) as (_, address):
        yield address


@contextmanager
def started(
    db: Path, state: Path, *options: str, under: Sequence[str] = (), **environment: str
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process as well. `under` is a command that runs it."""
    state.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "bot", "web", "--db", str(db), "--port", "0", "--state", str(state), "--today", TODAY]
    free = {"GONGKAI_WEB_LIMITS_PER_MINUTE": "1000000", "GONGKAI_WEB_LIMITS_BURST": "100000"}
    env = {**os.environ, "LC_ALL": "C.UTF-8", **free, **environment}
    with subprocess.Popen([*under, *command, *options], env=env, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        told = []
        try:
            for line in process.stderr:
                told.append(line)
                if found := re.search(r"http://[\w.:\[\]]+", line):
                    break
            else:
                raise AssertionError("".join(told))
            yield process, found.group()
        finally:
            process.terminate()
            process.communicate(timeout=20)
