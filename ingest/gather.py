"""Which documents stand behind the paths that a person names: files as they are, folders with all that is in them.

Folders are walked in sorted order, so that two runs read in the same order. What is named itself is always read or
refused; of what merely lies in a folder, kinds that nobody can read are passed over and counted.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Item:
    """A file to read, and the name that it is stored under: its own, or where it lies within the folder named."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Gathered:
    """`items` to read, in order; `skipped` files of other kinds in folders."""

    items: tuple[Item, ...]
    skipped: int


def gather(paths: Iterable[Path], readable: Callable[[Path], bool]) -> Gathered:
    """The files of all paths, each once."""
    items: dict[Path, Item] = {}
    skipped = 0
    for path in paths:
        if not path.is_dir():
            items.setdefault(path, Item(path, path.name))
            continue
        for file in _inside(path):
            if readable(file):
                items.setdefault(file, Item(file, file.relative_to(path).as_posix()))
            else:
                skipped += 1
    return Gathered(tuple(items.values()), skipped)


def _inside(folder: Path) -> Iterator[Path]:
    """Every file but hidden ones. Links to folders are not followed, so that no circle is walked."""
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith((".", "~$")):
                yield Path(parent) / name
