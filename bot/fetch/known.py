"""What a database knows by itself: the fields, the forms, the regions and the kinds of agency that it describes."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from bot.errors import BotError
from bot.fetch.door import open_for_reading
from bot.fetch.state import State, identity, kept_while
from bot.naming.names import Names

_FEW_AGENCIES = 20_000
"""Beyond so many agencies, only those of kinds that are not listed are known by their printed names."""
_BEHIND_ALL = "\U0010ffff"
_PRINTED_OTHERWISE = f"n.agency <= {_FEW_AGENCIES} AND a.organ IS NOT NULL AND (n.name IS NOT a.region || o.zh OR a.region = '')"
_EVERY_BODY = (
    "SELECT name, agency, NULL FROM agency_name WHERE agency IN (SELECT no FROM agency WHERE organ IS NULL)"
    " UNION SELECT n.name, a.no, a.organ FROM agency_name n CROSS JOIN agency a ON a.no = n.agency"
    f" LEFT JOIN organ o ON o.id = a.organ WHERE {_PRINTED_OTHERWISE}"
    " UNION SELECT substr(id, instr(id, '/') + 1), no, organ FROM agency WHERE organ IS NULL ORDER BY 2"
)
_BODIES = (
    "SELECT n.name, a.no, a.organ FROM agency_name n CROSS JOIN agency a ON a.no = n.agency"
    " WHERE n.name >= ? AND n.name < ? AND a.organ IS NULL"
    " UNION ALL SELECT n.name, a.no, a.organ FROM agency_name n CROSS JOIN agency a ON a.no = n.agency"
    f" LEFT JOIN organ o ON o.id = a.organ WHERE n.name >= ? AND n.name < ? AND {_PRINTED_OTHERWISE}"
    " UNION ALL SELECT substr(id, instr(id, '/') + 1), no, organ FROM agency"
    " WHERE organ IS NULL AND substr(id, instr(id, '/') + 1) >= ? AND substr(id, instr(id, '/') + 1) < ?"
)


class Known:
    """One database, opened for reading, and what it says of itself; looked up when first asked for."""

    def __init__(self, path: Path) -> None:
        """Raises DatabaseMissing or DatabaseUnusable with a sentence that says what to do."""
        self._path = path
        self._db = open_for_reading(path)
        self._file = identity(path)
        self.state = State()

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of a SELECT; nothing else is allowed through."""
        return self._db.execute(sql, values).fetchall()

    def look(self) -> None:
        """Notices that another process has written, or that another file lies in the place of this one: what was worked out
        of the stored reports is then worked out anew. To be called before each answer; it costs microseconds."""
        if identity(self._path) not in (None, self._file):
            self._reopen()
        ((version,),) = self.rows("PRAGMA data_version")
        if version == self.state.version:
            return
        if not self.state.version:  # nothing was worked out before the first look
            self.state = State(version)
            return
        ((agencies,),) = self.rows("SELECT max(no) FROM agency")
        ((names,),) = self.rows("SELECT count(*) FROM agency_name")
        self.state = self.state.after(version, (agencies, names))

    def _reopen(self) -> None:
        """Reads the new file, unless it cannot be read (yet): then what is open serves on."""
        try:
            new = open_for_reading(self._path)
        except BotError:
            return
        self._db, self._file = new, identity(self._path)
        for name in ("fields", "_parts", "printed", "region_names", "regions", "organ_names", "ministries", "organs"):
            self.__dict__.pop(name, None)
        self.state = self.state.replaced()

    @cached_property
    def fields(self) -> Mapping[str, Mapping[str, str]]:
        """Every key with its unit and its phrases (zh, en, row_zh, …)."""
        names = ("key", "section", "unit", "zh", "en", "row_zh", "row_en", "column_zh", "column_en", "row", "column")
        columns = ", ".join(f'"{name}"' for name in names)
        return {row[0]: dict(zip(names, row, strict=True)) for row in self.rows(f"SELECT {columns} FROM field ORDER BY ord")}

    @cached_property
    def _parts(self) -> Mapping[str, str]:
        """Key → the table in which its numbers lie; nothing where a database is older than its parts."""
        try:
            return dict(self.rows("SELECT f.key, f.part FROM field f"))
        except sqlite3.OperationalError:
            return {}

    def table_of(self, keys: Iterable[str]) -> str:
        """The table in which the numbers of all those fields lie: their part, which is read much faster, or `figures`."""
        parts = {self._parts.get(key, "figures") for key in keys}
        return f'"{parts.pop()}"' if len(parts) == 1 else "figures"

    @cached_property
    def printed(self) -> frozenset[tuple[str, str]]:
        """Pairs of a form and a key that it prints."""
        return frozenset((form, key) for form, key in self.rows("SELECT form, field FROM printed"))

    @cached_property
    def region_names(self) -> Names:
        """Every name of every region → pairs of code and kind of name (full, short, former, pinyin, english)."""
        return Names(self.rows)

    @cached_property
    def regions(self) -> Mapping[str, tuple[str, str, str]]:
        """Code → name, parent's code, level."""
        return {row[0]: row[1:] for row in self.rows("SELECT code, name, parent, level FROM region")}

    def around(self, region: str) -> Sequence[str]:
        """The places around a region, the nearest first; the whole country, as "", for a province alone."""
        _, parent, level = self.regions[region]
        if level == "province":
            return ("",)
        places = []
        while parent in self.regions and parent != "000000":
            places.append(parent)
            parent = self.regions[parent][1]
        return places

    @cached_property
    def organ_names(self) -> Mapping[str, tuple[str, ...]]:
        """Every name of a kind of agency → the kinds it can stand for."""
        names: dict[str, tuple[str, ...]] = {}
        for name, organ in self.rows("SELECT name, organ FROM organ_name WHERE kind <> 'national'"):
            names[name.lower()] = (*names.get(name.lower(), ()), organ)
        return names

    @cached_property
    def ministries(self) -> Mapping[str, str]:
        """Names that stand without a region and mean the whole country's agency (财政部) → its kind."""
        rows = self.rows("SELECT name, organ FROM organ_name WHERE kind = 'national'")
        return {name.lower(): organ for name, organ in rows}

    @cached_property
    def organs(self) -> Mapping[str, tuple[str, str]]:
        """Kind → its Chinese and its English name."""
        return {row[0]: (row[1], row[2]) for row in self.rows("SELECT id, zh, en FROM organ")}

    def unlisted(self, start: str = "") -> Iterator[tuple[str, int]]:
        """Names of stored agencies that no region and kind make up (towns, bureaus of their own), with their numbers.

        Those that begin with `start` are found in the indexes of the names, in no order, and some twice.
        """
        rows = self.rows(_BODIES, (start, start + _BEHIND_ALL) * 3) if start else self.rows(_EVERY_BODY)
        for name, no, organ in rows:
            if organ is None or not self._ends_in_a_kind(name):
                yield name, no

    @kept_while("agencies")
    def highest(self) -> int:
        """The highest number of an agency, which costs nothing to know."""
        return int(self.rows("SELECT max(no) FROM agency")[0][0] or 0)

    @kept_while("agencies")
    def bodies(self) -> int:
        """How many agencies of no listed kind are stored."""
        return int(self.rows("SELECT count(*) FROM agency WHERE organ IS NULL")[0][0])

    def _ends_in_a_kind(self, name: str) -> bool:
        """Whether the name is a place and a kind, as nearly all are; 深圳市市场监督管理局南山监管局 is none."""
        return any(name[-size:].lower() in self.organ_names for size in range(2, min(len(name), 16)))

    @kept_while("agencies")
    def every_agency(self) -> int:
        """How many agencies are known."""
        return int(self.rows("SELECT count(*) FROM agency")[0][0])

    @kept_while("agencies")
    def near_regions(self) -> Mapping[str, str]:
        """Full name of each region of which an agency is stored → its code. Names of several regions are left out."""
        rows = self.rows("SELECT DISTINCT r.name, r.code FROM agency a JOIN region r ON r.code = a.region_code")
        bearers = Counter(name for name, _ in rows)
        return {name: code for name, code in rows if bearers[name] == 1}
