"""Measuring on a noisy machine: what is compared is done in turns, and told by medians with their spread.

A ratio is the median of the ratios of each turn, so that a machine that slows down slows both sides of it.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Timing:
    """What was measured, in seconds (or as a ratio), one entry a turn."""

    entries: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle entry."""
        return median(self.entries)

    @property
    def spread(self) -> tuple[float, float]:
        """The first and the third quartile; both the median where there are too few entries."""
        if len(self.entries) < 3:
            return self.median, self.median
        first, _, third = quantiles(self.entries, n=4, method="inclusive")
        return first, third

    def over(self, other: Timing) -> Timing:
        """The ratio to another, turn by turn."""
        return Timing(tuple(mine / its for mine, its in zip(self.entries, other.entries, strict=True)))

    def percentile(self, share: float) -> float:
        """The entry that `share` (0 to 1) of all do not exceed."""
        ordered = sorted(self.entries)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def in_turns(works: Mapping[str, Callable[[], object]], turns: int) -> dict[str, Timing]:
    """The seconds of each work, `turns` times in turns, each turn beginning with another.

    Before more than one turn each is done once unmeasured, so that files are in memory and indexes are made.
    """
    for work in works.values() if turns > 1 else ():
        work()
    taken: dict[str, list[float]] = {name: [] for name in works}
    names = list(works)
    for turn in range(turns):
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            gc.collect()
            began = perf_counter()
            works[name]()
            taken[name].append(perf_counter() - began)
    return {name: Timing(tuple(seconds)) for name, seconds in taken.items()}


@cache
def _bytecode() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="bytecode-")


def _environment(compiled: bool) -> dict[str, str]:
    if not compiled:
        return dict(os.environ)
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": _bytecode().name}


def started(arguments: Sequence[str], compiled: bool = True) -> subprocess.Popen[bytes]:
    """This Python with `arguments`, from the project's folder.

    `compiled`: it finds every module compiled by the run before it, as it would on a machine where it is at home;
    without, the environment is left as it is (PYTHONDONTWRITEBYTECODE keeps nothing).
    """
    quiet = subprocess.DEVNULL
    return subprocess.Popen(
        [sys.executable, *arguments], cwd=ROOT, env=_environment(compiled), stdout=quiet, stderr=quiet
    )  # fmt: skip


def run(arguments: Sequence[str], compiled: bool = True) -> None:
    """Runs this Python with `arguments` to its end, which must be a good one."""
    code = started(arguments, compiled).wait()
    if code:
        raise RuntimeError(f"python {' '.join(arguments)} ended with {code}")


def most_memory(arguments: Sequence[str], compiled: bool = True) -> float | None:
    """The most memory that the process holds, in MiB; None where the system does not say.

    It is asked while it runs, because what the system says of a process that has ended holds its parent's memory too.
    """
    process, most = started(arguments, compiled), None
    while process.poll() is None:
        try:
            status = Path(f"/proc/{process.pid}/status").read_text()
        except OSError:
            break
        held = [int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM:")]
        most = held[0] if held else most
        sleep(0.002)
    process.wait()
    return most


def machine() -> str:
    """How fast this machine is at plain Python just now: what is counted by the second can only be compared beside it."""
    taken = []
    for _ in range(5):
        began = perf_counter()
        for _ in range(1_000_000):
            pass
        taken.append(perf_counter() - began)
    return f"On this machine a million turns of an empty loop take {shown(median(taken))} just now.\n"


def shown(seconds: float) -> str:
    """A duration that a person can read: 12.3 ms, 6.1 µs."""
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}" if seconds < 1000 * size else f"{seconds / size:.0f} {unit}"
    return f"{seconds * 1e6:.3g} µs"


def ratio(one: Timing) -> str:
    """A ratio with its quartiles: 1.27 × (1.24–1.31)."""
    low, high = one.spread
    return f"{one.median:.2f} × ({low:.2f}–{high:.2f})"


def bar(value: float, limit: float, at_most: bool = True) -> str:
    """Whether a figure keeps its bar."""
    kept = value <= limit if at_most else value >= limit
    return f"{'≤' if at_most else '≥'} {limit:g}: {'held' if kept else 'MISSED'}"


def table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A plain table: the first column to the left, the others to the right."""
    widths = [max(len(row[place]) for row in (heads, *rows)) for place in range(len(heads))]
    lines = [title]
    for row in (heads, *rows):
        first, *others = (cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        lines.append("  " + "  ".join((first.strip().ljust(widths[0]), *others)).rstrip())
    return "\n".join((*lines, ""))
