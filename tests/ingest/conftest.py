"""A database of the catalogue made by hand, for tests of the store that need no document."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.store import Store
from tests.ingest.by_hand import NOW, catalogue


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "reports.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store(path, catalogue(), NOW) as opened:
        yield opened
