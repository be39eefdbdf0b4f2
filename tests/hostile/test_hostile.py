"""Whatever a file does, it has one outcome with its code, in time, and everything beside it is stored all the same."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest

from ingest.errors import CODES
from tests.hostile.files import made
from tests.printing import chance as chances
from tests.printing.layouts import page

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {**os.environ, "LC_ALL": "C.UTF-8"}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What became of every file, all named in one run, with a good report as the first and the last."""
    folder = tmp_path_factory.mktemp("hostile")
    sheet = chances.sheet(Random(1), "2021")
    names = ["0 good.html", *(name for name, content, _ in made() if (folder / name).write_bytes(content) >= 0), "z good.html"]
    for name in (names[0], names[-1]):
        (folder / name).write_bytes(page.plain(sheet, Random(1)) + name.encode())
    command = [sys.executable, "-m", "ingest", "add", *(str(folder / name) for name in names)]
    run = subprocess.run(
        [*command, "--db", str(folder / "reports.db"), "--json", "--jobs", "2"],
        cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, timeout=500,
    )  # fmt: skip
    assert run.returncode == 1
    assert "Traceback" not in run.stderr
    found = [json.loads(line) for line in run.stdout.splitlines()]
    assert sorted(one["document"] for one in found) == sorted(names), "one outcome each"
    assert len(run.stderr.splitlines()) == len(names) - 2, "one sentence each"
    return {one["document"]: one for one in found}


def test_good_reports_beside_them_are_stored(outcomes: dict[str, dict[str, Any]]) -> None:
    assert {outcomes[name]["status"] for name in ("0 good.html", "z good.html")} <= {"stored", "unchanged"}


@pytest.mark.parametrize(("name", "codes"), [(name, codes) for name, _, codes in made()])
def test_each_is_refused_by_a_code_that_fits(outcomes: dict[str, dict[str, Any]], name: str, codes: frozenset[str]) -> None:
    assert codes <= set(CODES)
    assert outcomes[name]["status"] == "rejected"
    assert outcomes[name]["error"]["code"] in codes
