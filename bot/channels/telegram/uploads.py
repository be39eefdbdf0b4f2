"""Documents that staff handed in and that wait to be stored: files in a folder of the bot's own, forgotten after an hour."""

from __future__ import annotations

import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from bot.backoffice.waiting import safe_name
from bot.channels.telegram.notebook import Notebook

HOUR = 3600.0
MOST = 20
"""Uploads of one person that are kept at once; the oldest go first."""


@dataclass(frozen=True)
class Upload:
    """A kept document. `asks` while its agency or year has to be told first; `agency` and `year` are what was told."""

    id: str
    user: int
    name: str
    agency: str | None
    year: int | None
    asks: bool
    path: Path


class Uploads:
    """The folder and its table in the notebook. A file without a row, or a row without a file, is forgotten."""

    def __init__(self, folder: Path, notebook: Notebook) -> None:
        self._folder, self._book = folder, notebook
        self.tidy()

    def put(self, user: int, name: str, content: bytes) -> Upload:
        """Keeps a document under its own name, made safe. Raises OSError where the folder cannot be written."""
        self.tidy()
        self._make_room(user)
        id, name = secrets.token_hex(8), safe_name(name)
        place = self._folder / id
        place.mkdir(parents=True, mode=0o700)
        (place / name).write_bytes(content)
        row = (id, user, name, None, None, 0, self._book.clock())
        self._book.write("INSERT INTO upload VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        return Upload(id, user, name, None, None, False, place / name)

    def get(self, id: str, user: int) -> Upload | None:
        """That upload of that person; None where it is not kept any more."""
        self.tidy()
        return self._one("id = ? AND user = ?", (id, user))

    def asking(self, user: int) -> Upload | None:
        """The latest upload of that person that asks for its agency or year."""
        return self._one("user = ? AND asks ORDER BY at DESC, rowid DESC LIMIT 1", (user,))

    def ask(self, upload: Upload) -> None:
        """From now on it asks for its agency or year."""
        self._book.write("UPDATE upload SET asks = 1 WHERE id = ?", (upload.id,))

    def tell(self, upload: Upload, agency: str | None, year: int | None) -> Upload:
        """The agency and year were told: the upload with them, and no more asking."""
        told = (agency or upload.agency, year or upload.year)
        self._book.write("UPDATE upload SET asks = 0, agency = ?, year = ? WHERE id = ?", (*told, upload.id))
        return Upload(upload.id, upload.user, upload.name, *told, False, upload.path)

    def drop(self, upload: Upload) -> bool:
        """Forgets an upload with its file; False where that was done before."""
        gone = self._book.write("DELETE FROM upload WHERE id = ?", (upload.id,)) > 0
        shutil.rmtree(self._folder / upload.id, ignore_errors=True)
        return gone

    def tidy(self) -> None:
        """Forgets what is an hour old, rows whose file is gone, and files that no row knows."""
        self._book.write("DELETE FROM upload WHERE at < ?", (self._book.clock() - HOUR,))
        known = {id for (id,) in self._book.rows("SELECT id FROM upload")}
        there = {place.name for place in self._folder.iterdir()} if self._folder.is_dir() else set()
        for id in known - there:
            self._book.write("DELETE FROM upload WHERE id = ?", (id,))
        for id in there - known:
            shutil.rmtree(self._folder / id, ignore_errors=True)

    def _make_room(self, user: int) -> None:
        rows = self._book.rows("SELECT id FROM upload WHERE user = ? ORDER BY at DESC LIMIT -1 OFFSET ?", (user, MOST - 1))
        for (id,) in rows:
            self._book.write("DELETE FROM upload WHERE id = ?", (id,))
            shutil.rmtree(self._folder / id, ignore_errors=True)

    def _one(self, where: str, values: tuple[object, ...]) -> Upload | None:
        rows = self._book.rows(f"SELECT id, user, name, agency, year, asks FROM upload WHERE {where}", values)
        if not rows:
            return None
        id, user, name, agency, year, asks = rows[0]
        return Upload(id, user, name, agency, year, bool(asks), self._folder / id / name)
