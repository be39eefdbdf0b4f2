"""The whole database as a file to take away: made by `python -m ingest export`, kept as long as the database stays as it is."""

from __future__ import annotations

import asyncio
import hashlib
from contextlib import suppress
from pathlib import Path

from bot.backoffice.process import Refused, run

FORMATS = ("csv", "xlsx", "zip", "jsonl")
"""Endings of the files that are offered: figures one a row, a workbook, a data package, and JSON a line."""
PATIENCE = 1800.0
"""Seconds for one file. A million reports take some minutes."""


class Exports:
    """Files in a folder of their own, named after the state of the database that they were made of. Each is made once,
    whoever asks meanwhile; those of former states go."""

    def __init__(self, db: Path, folder: Path) -> None:
        self._db, self._folder = db, folder
        self._under_way: dict[Path, asyncio.Task[None]] = {}
        self._one_at_a_time = asyncio.Lock()

    def mark(self) -> str:
        """Changes with the database: with its file, and with what is written beside it until it is taken in."""
        seen = []
        for name in (self._db.name, f"{self._db.name}-wal"):
            with suppress(OSError):
                found = self._db.with_name(name).stat()
                seen.append((name, found.st_ino, found.st_mtime_ns, found.st_size))
        return hashlib.blake2b(repr(seen).encode(), digest_size=9).hexdigest()

    async def file(self, ending: str, language: str, wait: float) -> Path | None:
        """The file of that ending; None where it is not ready within `wait` seconds, being made on. Raises Refused with the
        sentence of the command where it cannot be made."""
        path = self._folder / f"{self.mark()}-{language}.{ending}"
        if path.is_file():
            return path
        task = self._under_way.get(path)
        if task is None:
            task = self._under_way[path] = asyncio.create_task(self._make(path, language))
            task.add_done_callback(lambda done: self._over(path, done))
        done, _ = await asyncio.wait([task], timeout=wait)
        if done and (error := task.exception()) is not None:
            raise error
        return path if done else None

    def _over(self, path: Path, task: asyncio.Task[None]) -> None:
        self._under_way.pop(path, None)
        if not task.cancelled():
            task.exception()  # told to whoever waited for it

    async def _make(self, path: Path, language: str) -> None:
        async with self._one_at_a_time:
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                self._clear(path.name.partition("-")[0])
                asked = ("export", str(path), "--db", str(self._db))
                await asyncio.to_thread(run, asked, language, PATIENCE)
            except OSError as error:
                raise Refused(error.strerror or "") from error
            if not path.is_file():
                raise Refused("")

    def _clear(self, mark: str) -> None:
        """Forgets the files of other states."""
        for old in self._folder.iterdir():
            if old.is_file() and not old.name.startswith((mark, ".")):
                old.unlink(missing_ok=True)
