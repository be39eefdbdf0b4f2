"""Asking `python -m ingest`: one command, one process, one time limit."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence

LOCALES = {"zh": "zh_CN.UTF-8", "en": "C.UTF-8"}


class Refused(Exception):
    """The command ended with something refused, or took too long; the message is the sentence that it said."""


def run(arguments: Sequence[str], language: str, patience: float) -> str:
    """What the command printed. `patience` is in seconds. Raises Refused where it did not end with 0."""
    done = _started(arguments, language, patience)
    if done.returncode:
        raise Refused(last_line(done.stderr) or last_line(done.stdout))
    return done.stdout


def tried(arguments: Sequence[str], language: str, patience: float) -> str:
    """What the command printed, also where it ended with 1: a refusal that its output tells. Raises Refused at 2 or worse."""
    done = _started(arguments, language, patience)
    if done.returncode not in (0, 1):
        raise Refused(last_line(done.stderr) or last_line(done.stdout))
    return done.stdout


def _started(arguments: Sequence[str], language: str, patience: float) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ingest", *arguments]
    try:
        return subprocess.run(
            command,
            env=environment(language),
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=patience,
        )
    except subprocess.TimeoutExpired as late:
        raise Refused("") from late


def environment(language: str) -> Mapping[str, str]:
    """That of this process, but its language, and without what an outsider's token could leak into."""
    kept = {name: value for name, value in os.environ.items() if "TOKEN" not in name and not name.startswith("LC_")}
    return {**kept, "LANG": LOCALES.get(language, LOCALES["en"]), "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1"}


def last_line(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return lines[-1] if lines else ""
