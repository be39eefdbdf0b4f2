"""What a reading process may use: memory by a limit of the system, time by a watch that its owner holds.

The owner kills it when its time is up; should the owner itself be gone by then, the limit on processor time ends it.
A reader that has good reason to take long (a scan of many pages) asks for more, before it begins.
"""

from __future__ import annotations

from collections.abc import Callable

try:
    import resource
except ImportError:  # Windows knows no such limits: there the owner's watch is the only one
    resource = None  # type: ignore[assignment]

_THREADS = 4
"""Seconds of processor time for one on the clock: some libraries count with several threads."""


def _nobody(seconds: float) -> None:
    """Outside a reading process nobody watches the time."""


_tell: Callable[[float], None] = _nobody


def begin(memory: int, tell: Callable[[float], None]) -> None:
    """Limits the memory of this process to so many bytes. `tell` reaches the owner's watch."""
    global _tell
    _tell = tell
    _limit("RLIMIT_AS", memory)


def allow(seconds: float) -> None:
    """Sets the limit on processor time anew, for the task that comes."""
    if resource is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        _limit("RLIMIT_CPU", int(used.ru_utime + used.ru_stime + _THREADS * seconds) + 1)


def ask(seconds: float, memory: int | None = None) -> None:
    """Asks for so many seconds from now on, and for so much memory in all."""
    if _tell is not _nobody:
        allow(seconds)
        if memory is not None:
            _limit("RLIMIT_AS", memory)
        _tell(seconds)


def _limit(name: str, value: int) -> None:
    """The soft limit alone, so that it can be raised again, never above what the system allows."""
    if resource is not None:
        kind = getattr(resource, name)
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))
