"""Ctrl-C between any two steps of writing: the report is there or it is not, and the next one can be kept."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from ingest.store import Store
from tests.ingest.by_hand import NOW, catalogue, report

WATCHED = ("/ingest/store.py", "/contextlib.py")


@contextmanager
def interrupted(after: int) -> Iterator[Callable[[], bool]]:
    """Ctrl-C after that many steps of the interpreter in the watched files. Tells whether there were as many."""
    left = after

    def step(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal left
        if not frame.f_code.co_filename.endswith(WATCHED):
            return None
        frame.f_trace_opcodes = True
        if event == "opcode":
            left -= 1
            if left == 0:
                raise KeyboardInterrupt
        return step

    before = sys.gettrace()
    sys.settrace(step)
    try:
        yield lambda: left <= 0
    finally:
        sys.settrace(before)


def test_an_interruption_at_any_step_keeps_the_store_in_order(tmp_path: Path) -> None:
    """The command tells what is done before it ends, and keeps what has been read by then: it writes once more."""
    steps = 0
    with Store(tmp_path / "reports.db", catalogue(), NOW) as store:
        while True:
            steps, year, fell = steps + 1, 2001 + steps, lambda: True
            try:
                with interrupted(steps) as fell:
                    store.add(report(year, permits__decided="2906"), NOW)
            except KeyboardInterrupt:
                pass
            stored = store.stored("411602/health", year)
            assert stored is None or stored.figures
            outcome = store.add(report(year, permits__decided="2906"), NOW)
            assert outcome.status == ("stored" if stored is None else "unchanged")
            if not fell():
                break
    assert steps > 50, "nothing was interrupted"
