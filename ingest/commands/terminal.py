"""What commands write on the terminal: results to standard output, complaints and the bar to standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from io import TextIOWrapper
from typing import TypeVar

from ingest.telling import bar

T = TypeVar("T")


def speak_utf8() -> None:
    """JSON and CSV are UTF-8 whatever the locale; a terminal that cannot show a character gets its number."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace", encoding=None if stream.isatty() else "utf-8")


def silence() -> None:
    """After the reader of the output has gone, nothing that is left to write may complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def now() -> str:
    """The present time as it is stored."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def say(sentence: str) -> None:
    """A line of results."""
    wipe()
    print(sentence, flush=True)


def complain(sentence: str) -> None:
    """A line on standard error."""
    wipe()
    print(sentence, file=sys.stderr)


def progress(things: Iterable[tuple[str, T]], of: int) -> Iterator[T]:
    """A bar on standard error, where that is a terminal and there is more than one thing; each comes with its name."""
    shown = of > 1 and sys.stderr.isatty()
    for done, (name, thing) in enumerate(things, 1):
        yield thing
        if shown:
            wipe()
            print(bar(done, max(of, done), name), end="", file=sys.stderr, flush=True)
    wipe()


def counted(rows: Iterable[T], of: Callable[[], int], name: str) -> Iterable[T]:
    """The same rows; on a terminal a bar on standard error moves with them. `of` says how many there are at most."""
    return _counted(rows, max(1, of()), name) if sys.stderr.isatty() else rows


def _counted(rows: Iterable[T], of: int, name: str) -> Iterator[T]:
    step = max(1, of // 200)
    for done, row in enumerate(rows):
        if done % step == 0:
            hint(bar(done, of, name))
        yield row
    wipe()


def hint(sentence: str) -> None:
    """What is being done just now, on a terminal, until something else is said."""
    if sys.stderr.isatty():
        wipe()
        print(sentence, end="", file=sys.stderr, flush=True)


def wipe() -> None:
    """Clears the bar, so that a line can stand in its place."""
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
