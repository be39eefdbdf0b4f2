"""The API against its own description: whatever Schemathesis makes up, right and wrong, is answered as the document says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_schemathesis_finds_nothing(site: str, tmp_path: Path) -> None:
    """With all checks: no server error, statuses, content types, headers and bodies as described, what is wrong refused, other
    methods refused with what is allowed."""
    run = [sys.executable, "-m", "schemathesis.cli", "run", f"{site}/api/openapi.json", "--checks", "all", "--no-color"]
    bounds = ["--phases", "examples,coverage,fuzzing", "--max-examples", "4", "--seed", "20", "--generation-database", "none"]
    done = subprocess.run([*run, *bounds], capture_output=True, text=True, cwd=tmp_path, timeout=300)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]
    assert "11 selected" in done.stdout
