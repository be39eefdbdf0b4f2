"""In which state a database is, and what was worked out of it and holds only as long as it stays so."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")


@dataclass(frozen=True)
class State:
    """A state of the stored reports. `version` is SQLite's own number for what other connections have written."""

    version: int = 0
    reports: int = 0
    """Grows whenever anything was written."""
    agencies: int = 0
    """Grows whenever there are other agencies, or other names of theirs."""
    roster: tuple[Any, ...] = ()

    def after(self, version: int, roster: tuple[Any, ...]) -> State:
        """The state after a writing. `roster` tells whether the agencies are the same."""
        agencies = self.agencies + (roster != self.roster)
        return State(version, self.reports + 1, agencies, roster)

    def replaced(self) -> State:
        """The state after another file has taken the place of this one."""
        return replace(self, version=-1, roster=(), reports=self.reports + 1, agencies=self.agencies + 1)


def identity(path: Path) -> tuple[int, ...] | None:
    """What tells one file from another of the same name; None where there is none. Where SQLite cannot keep beside the file what
    was written last, and so cannot tell of it, a file that was written is another."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    written = () if os.access(os.path.dirname(path) or ".", os.W_OK) else (found.st_size, found.st_mtime_ns)
    return found.st_dev, found.st_ino, *written


def stamp(path: Path) -> str:
    """What changes whenever anything in the database does, for whoever reads it, in whichever process: of the file and of what
    SQLite keeps beside it until it is folded in."""
    seen = []
    for one in (path, path.with_name(f"{path.name}-wal")):
        try:
            found = one.stat()
        except OSError:
            continue
        seen.append(f"{found.st_dev:x}.{found.st_ino:x}.{found.st_size:x}.{found.st_mtime_ns:x}" if found.st_size else "")
    return "-".join(seen)


class _Kept(Generic[T]):
    """Like a cached property, but worked out anew once `part` of the state is another."""

    def __init__(self, work_out: Callable[[Any], T], part: str) -> None:
        self._work_out, self._part = work_out, part
        self.__doc__ = work_out.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = f"_{name}_while"

    @overload
    def __get__(self, instance: None, owner: type) -> _Kept[T]: ...
    @overload
    def __get__(self, instance: object, owner: type) -> T: ...
    def __get__(self, instance: Any, owner: type) -> T | _Kept[T]:
        if instance is None:
            return self
        state = getattr(getattr(instance, "_facts", instance).state, self._part)
        held = instance.__dict__.get(self._name)
        if held is None or held[0] != state:
            held = instance.__dict__[self._name] = (state, self._work_out(instance))
        value: T = held[1]
        return value


def kept_while(part: str) -> Callable[[Callable[[Any], T]], _Kept[T]]:
    """A property of what reads facts, kept while that part of their state (`reports`, `agencies`) stays the same."""
    return lambda work_out: _Kept(work_out, part)
