"""Who follows which agency, what was seen of it, and the messages that are due: three tables of the notebook.

What was seen is noted in the same transaction as the messages that follow from it, so that a kill neither loses nor repeats one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.channels.telegram.notebook import Notebook
from bot.fetch.changes import Seen

MOST = 50
"""Agencies that one person can follow."""


@dataclass(frozen=True)
class Followed:
    """One agency that somebody follows, and the language in which to tell."""

    no: int
    user: int
    agency: str
    name: str
    language: str


@dataclass(frozen=True)
class Due:
    """A message that is still to be sent, and how many of its pieces have left."""

    no: int
    user: int
    text: str
    sent: int


class Following:
    """The subscriptions in a notebook. An agency is known by its id, for numbers may change with the database."""

    def __init__(self, notebook: Notebook) -> None:
        self._book = notebook

    def follow(self, user: int, agency: str, name: str, language: str, seen: Mapping[tuple[str, int], Seen]) -> bool | None:
        """From now on this person hears of the agency; False where it was so before, None where there are too many.

        `seen` are the agency's reports as they stand now: what is stored already is no news.
        """
        held = self.of(user)
        if any(one.agency == agency for one in held):
            self._book.write(
                "UPDATE follow SET language = ?, name = ? WHERE user = ? AND agency = ?", (language, name, user, agency)
            )
            return False
        if len(held) >= MOST:
            return None
        with self._book.together():
            if not self._book.rows("SELECT 1 FROM follow WHERE agency = ?", (agency,)):
                self._note(seen)
            self._book.write(
                "INSERT INTO follow (user, agency, name, language) VALUES (?, ?, ?, ?)", (user, agency, name, language)
            )
        return True

    def stop(self, user: int, no: int) -> Followed | None:
        """This person hears no more of it; None where that was so before."""
        one = next((one for one in self.of(user) if one.no == no), None)
        if one is not None:
            self._book.write("DELETE FROM follow WHERE no = ?", (no,))
            self._tidy()
        return one

    def of(self, user: int) -> list[Followed]:
        """What this person follows, by name."""
        return self._some("WHERE user = ? ORDER BY name, no", (user,))

    def followers(self) -> dict[str, list[Followed]]:
        """Agency's id → who follows it."""
        found: dict[str, list[Followed]] = {}
        for one in self._some("ORDER BY no", ()):
            found.setdefault(one.agency, []).append(one)
        return found

    def marks(self) -> dict[tuple[str, int], str]:
        """Agency's id and year → the mark of the report when it was last looked at."""
        return {(agency, year): mark for agency, year, mark in self._book.rows("SELECT agency, year, mark FROM seen")}

    def cells(self, agency: str, year: int) -> str | None:
        """The cells of a report when it was last looked at; None where it was not."""
        rows = self._book.rows("SELECT cells FROM seen WHERE agency = ? AND year = ?", (agency, year))
        return str(rows[0][0]) if rows else None

    def note(self, seen: Mapping[tuple[str, int], Seen], texts: Iterable[tuple[int, str]]) -> None:
        """Those reports are seen as they are now, and these messages (user and text) are due."""
        with self._book.together():
            self._note(seen)
            for user, text in texts:
                self._book.write("INSERT INTO due (user, text, at) VALUES (?, ?, ?)", (user, text, self._book.clock()))

    def due(self) -> list[Due]:
        """The messages that are still to be sent, oldest first."""
        return [Due(*row) for row in self._book.rows("SELECT no, user, text, sent FROM due ORDER BY no")]

    def set_sent(self, due: Due, pieces: int) -> None:
        """So many pieces of the message have left."""
        self._book.write("UPDATE due SET sent = ? WHERE no = ?", (pieces, due.no))

    def done(self, due: Due) -> None:
        """All of the message has been sent."""
        self._book.write("DELETE FROM due WHERE no = ?", (due.no,))

    def leave(self, user: int) -> None:
        """This person cannot be written to any more: nothing is followed, and nothing is due."""
        with self._book.together():
            for table in ("follow", "due"):
                self._book.write(f"DELETE FROM {table} WHERE user = ?", (user,))
            self._tidy()

    def _note(self, seen: Mapping[tuple[str, int], Seen]) -> None:
        for (agency, year), one in seen.items():
            self._book.write("INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?)", (agency, year, one.mark, one.cells))

    def _tidy(self) -> None:
        self._book.write("DELETE FROM seen WHERE agency NOT IN (SELECT agency FROM follow)")

    def _some(self, where: str, values: tuple[object, ...]) -> list[Followed]:
        rows = self._book.rows(f"SELECT no, user, agency, name, language FROM follow {where}", values)
        return [Followed(*row) for row in rows]
