"""The files that take longest are tried first: at the end no core waits for one of them alone."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FIRST = (
    "tests/test_benchmarks.py",
    "tests/printing/test_round_trip.py",
    "tests/ingest/test_crash.py",
    "tests/hostile/test_hostile.py",
    "tests/questions/test_goldens.py",
    "tests/questions/test_laws.py",
    "tests/bot/channels/web/test_api_schema.py",
    "tests/bot/channels/test_telegram_process.py",
    "tests/bot/channels/web/test_reports.py",
    "tests/bot/channels/test_telegram_kills.py",
    "tests/ingest/test_scan.py",
    "tests/test_lint.py",
)
"""By what was measured with `pytest --durations=80`; a file that is not named is merely tried later."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The named files in that order, the others as they were found."""
    places = {name: place for place, name in enumerate(FIRST)}
    items.sort(key=lambda item: places.get(item.path.relative_to(ROOT).as_posix(), len(FIRST)))
