"""The index of the words: which section of which report holds which pieces of text, for finding a word in all of them.

SQLite's full text search cuts Latin text into words, but Chinese has no spaces, and its own cutting by threes cannot
find a word of two letters, as most are. So the text is cut here: runs of Chinese letters into overlapping pairs
(微信公众号 → 微信 信公 公众 众号), Latin letters and digits into whole words. A word of two letters is found exactly; of a
longer one all pieces must be there, and whoever asks looks into the text of the section to see that they stand together.

The index holds no text of its own and no places: it is half the size of the text. It is written in the
transaction that writes the report, and made anew for a database that has none, or one of another edition.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

TABLE = "wording"
EDITION = "1"
"""How the text is cut. Change it whenever that changes, and every index is made anew."""

_CREATE = f"CREATE VIRTUAL TABLE {TABLE} USING fts5(pieces, content='', columnsize=0, detail=none, tokenize='ascii')"
_PUT = f"INSERT INTO {TABLE} (rowid, pieces) VALUES (?, ?)"
_TAKE_OUT = f"INSERT INTO {TABLE} ({TABLE}, rowid, pieces) VALUES ('delete', ?, ?)"

_HAN = "㐀-鿿"
_GAP = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])")
_RUN = re.compile(rf"[{_HAN}]+|[a-z0-9]+")

Rows = Sequence[Sequence[Any]]
"""Sections as they are stored: number, heading, text, page."""


def place(year: int, agency: int, section: int) -> int:
    """The number under which a section stands in the index: its year first, so that a year is a stretch of numbers."""
    return (year << 48) | (agency << 8) | (section & 255)


def pieces(text: str) -> str:
    """The pieces of a text, each once, with spaces between them."""
    plain = _GAP.sub("", unicodedata.normalize("NFKC", text).lower())
    found: dict[str, None] = {}
    for run in _RUN.findall(plain):
        if run.isascii():
            found[run] = None
        else:
            found.update(dict.fromkeys(run[start : start + 2] for start in range(len(run) - 1)))
    return " ".join(found)


def put_words(connection: sqlite3.Connection, year: int, agency: int, sections: Rows) -> None:
    """Puts the sections of a report into the index."""
    connection.executemany(_PUT, _entries(year, agency, sections))


def take_out_words(connection: sqlite3.Connection, year: int, agency: int, sections: Rows) -> None:
    """Takes the sections of a report, as they were put, out of the index."""
    connection.executemany(_TAKE_OUT, _entries(year, agency, sections))


def _entries(year: int, agency: int, sections: Rows) -> Iterable[tuple[int, str]]:
    for number, _, text, _ in sections:
        cut = pieces(text or "")
        if cut:
            yield place(year, agency, number), cut


def is_indexed(connection: sqlite3.Connection) -> bool:
    """Whether the database has an index of this edition."""
    held: tuple[Any, ...] | None = connection.execute("SELECT value FROM meta WHERE key = ?", (TABLE,)).fetchone()
    return held == (EDITION,)


def index(connection: sqlite3.Connection) -> bool:
    """Makes the index for all that is stored, within the open transaction. False where this SQLite has no full text
    search: then nothing is indexed, and whoever asks reads all the text instead."""
    try:
        connection.execute(f"DROP TABLE IF EXISTS {TABLE}")
        connection.execute(_CREATE)
    except sqlite3.OperationalError as error:
        if "no such module" not in str(error):
            raise
        return False
    rows = connection.execute("SELECT year, agency, section, heading, text, page FROM section")
    for year, agency, *section in rows:
        put_words(connection, year, agency, (section,))
    connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (TABLE, EDITION))
    return True
