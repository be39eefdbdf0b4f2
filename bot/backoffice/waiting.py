"""Documents that wait to be stored: a folder each, with what was read of it, for all processes, and forgotten in an hour."""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import time
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from bot.backoffice.intake import Finding, Reading
from bot.fetch.changes import Cell

HOUR = 3600.0
MOST = 20
"""Documents of one person that are kept at once; the oldest go first."""
_LONGEST_NAME = 120
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}$")
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)$")
_ID = re.compile(r"[0-9a-f]{32}")
_META, _CLAIM = "meta.json", "claimed"


@dataclass(frozen=True)
class Waiting:
    """One document. `stage` is reading, read, asks, refused, failed, storing or stored; `owner` tells one person from another.
    `agency` and `year` are what was told beside the document, `why` is the sentence of the reader where it failed."""

    id: str
    owner: str
    name: str
    stage: str
    since: float
    agency: str | None = None
    year: int | None = None
    why: str = ""
    reading: Reading | None = None


class Shelf:
    """The folder. Whoever does not own a document does not find it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, owner: str, name: str, document: Path) -> Waiting:
        """Takes a file over, under a safe name. Raises OSError where the folder cannot be written."""
        self.tidy()
        for old in sorted(self._of(owner), key=lambda one: one.since, reverse=True)[MOST - 1 :]:
            self.drop(old)
        waiting = Waiting(secrets.token_hex(16), owner, safe_name(name), "reading", time.time())
        place = self.document(waiting)
        place.parent.mkdir(parents=True, mode=0o700)
        shutil.move(document, place)
        return self.keep(waiting)

    def document(self, waiting: Waiting) -> Path:
        """Where the document lies."""
        return self._folder / waiting.id / "document" / waiting.name

    def get(self, id: str, owner: str) -> Waiting | None:
        """That document of that person; None where it is not kept (any more)."""
        self.tidy()
        found = self._read(self._folder / id) if _ID.fullmatch(id) else None
        return found if found is not None and found.owner == owner else None

    def keep(self, waiting: Waiting, **changed: Any) -> Waiting:
        """Writes down how it stands now, whole or not at all; one that was dropped meanwhile stays dropped."""
        waiting = replace(waiting, **changed)
        place = self._folder / waiting.id
        part = place / f"{secrets.token_hex(4)}.part"
        with suppress(FileNotFoundError):
            part.write_text(json.dumps(asdict(waiting), default=str, ensure_ascii=False), "utf-8")
            os.replace(part, place / _META)
        return waiting

    def claim(self, waiting: Waiting) -> bool:
        """Whether the caller is the one to store it: true once, in all processes."""
        try:
            os.close(os.open(self._folder / waiting.id / _CLAIM, os.O_CREAT | os.O_EXCL))
        except OSError:
            return False
        return True

    def unclaim(self, waiting: Waiting) -> None:
        """Lets it be stored once more, where storing it failed."""
        (self._folder / waiting.id / _CLAIM).unlink(missing_ok=True)

    def drop(self, waiting: Waiting) -> None:
        """Forgets it with its file."""
        shutil.rmtree(self._folder / waiting.id, ignore_errors=True)

    def empty(self, waiting: Waiting) -> None:
        """Deletes the document, but not what became of it."""
        shutil.rmtree(self.document(waiting).parent, ignore_errors=True)

    def tidy(self) -> None:
        """Forgets what is an hour old."""
        with suppress(OSError):
            for place in list(self._folder.iterdir()):
                with suppress(OSError):
                    if place.stat().st_mtime < time.time() - HOUR:
                        shutil.rmtree(place, ignore_errors=True)

    def _of(self, owner: str) -> Iterator[Waiting]:
        places = list(self._folder.iterdir()) if self._folder.is_dir() else []
        return (found for place in places if (found := self._read(place)) is not None and found.owner == owner)

    def _read(self, place: Path) -> Waiting | None:
        try:
            held = json.loads((place / _META).read_text("utf-8"))
            return Waiting(**{**held, "reading": _reading(held["reading"])})
        except (OSError, ValueError, KeyError, TypeError):
            return None


def _reading(held: dict[str, Any] | None) -> Reading | None:
    if held is None:
        return None
    cells = {key: Cell(one["state"], _number(one["value"]), one["raw"]) for key, one in (held["cells"] or {}).items()}
    findings = tuple(
        Finding(one["severity"], one["message"], *(_number(one[side]) for side in ("left", "right", "difference")))
        for one in held["findings"]
    )
    return Reading(**{**held, "cells": cells, "findings": findings})


def _number(said: str | None) -> Decimal | None:
    return None if said is None else Decimal(said)


def safe_name(name: str) -> str:
    """A name for a file: no folders, no control or odd characters, no leading dots or dashes, its suffix kept."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    plain = "".join(ch for ch in last if unicodedata.category(ch)[0] not in "CZ" or ch == " ")
    plain = re.sub(r'[<>:"|?*\s]+', "_", plain).lstrip(".-_ ").rstrip(". ")
    found = _SUFFIX.search(plain)
    suffix = found[0] if found else ""
    stem = plain.removesuffix(suffix)
    while len(stem.encode()) > _LONGEST_NAME:
        stem = stem[:-1]
    return f"{stem if stem and not _RESERVED.match(stem) else 'document'}{suffix}"
