"""Which documents stand behind what a person names: files as they are, folders with all that is in them, web addresses.

Folders are walked in sorted order, so that two runs read in the same order. What is named itself is always read or
refused; of what merely lies in a folder, kinds that nobody can read are passed over and counted.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.addresses import LONGEST_LIST, addresses_in, is_address


@dataclass(frozen=True, slots=True)
class Item:
    """A document to read, and the name that it is stored under: a file's own or where it lies within the folder named.

    What is at hand already has its `content`; what is yet to be fetched has an `address`. `path` is where its suffix and,
    for a saved page, its attachments are looked for.
    """

    path: Path
    name: str
    address: str | None = None
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class Gathered:
    """`items` to read, in order; `skipped` files of other kinds in folders."""

    items: tuple[Item, ...]
    skipped: int


def gather(words: Iterable[str | Path], readable: Callable[[Path], bool]) -> Gathered:
    """The documents behind all words, each once. A text of nothing but addresses stands for what they hold."""
    items: dict[str, Item] = {}
    skipped = 0
    for word in words:
        if isinstance(word, str) and is_address(word):
            items.setdefault(word, _on_the_web(word))
            continue
        path = Path(word)
        if not path.is_dir():
            listed = _addresses(path)
            for item in [Item(path, path.name)] if listed is None else map(_on_the_web, listed):
                items.setdefault(item.address or str(path), item)
            continue
        for file in _inside(path):
            if readable(file):
                items.setdefault(str(file), Item(file, file.relative_to(path).as_posix()))
            else:
                skipped += 1
    return Gathered(tuple(items.values()), skipped)


def _on_the_web(address: str) -> Item:
    return Item(Path(), address.strip(), address.strip())


def _addresses(path: Path) -> tuple[str, ...] | None:
    """The addresses that a list holds; None for everything else."""
    if path.suffix.lower() != ".txt":
        return None
    try:
        with path.open("rb") as file:
            return addresses_in(file.read(LONGEST_LIST + 1))
    except OSError:
        return None


def _inside(folder: Path) -> Iterator[Path]:
    """Every file but hidden ones. Links to folders are not followed, so that no circle is walked."""
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith((".", "~$")):
                yield Path(parent) / name
