"""Figures as CSV: UTF-8 (or GB18030, as Chinese spreadsheets save it) with a header, one cell of a report a row.

The rows of one report stand together, as `export` writes them. A small file may hold them in any order; in a large
one, which is never in memory as a whole, a report that comes back is refused. Nothing is understood here yet: a
Group is what the rows of one report say, letter for letter.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Any

from ingest.errors import DocumentRejected

COLUMNS = (
    "agency_id",
    "agency",
    "region",
    "organ",
    "year",
    "form",
    "field",
    "state",
    "value",
    "raw",
    "document",
    "page",
)
REQUIRED = ("agency", "year", "field", "value")

SMALL = 16 * 2**20
"""Bytes up to which a file is read as a whole: about 150,000 rows, 130 MB of memory."""

_BEGINNING = 4 * 2**20


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that is not taken, with the reason."""

    line: int
    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one report. `head` is what its first row says of it; `cells` are (line, row), `at` finds a column."""

    head: Mapping[str, str]
    cells: Sequence[tuple[int, list[str]]]
    at: Mapping[str, int]


def is_figures(path: Path) -> bool:
    """Whether the file's header is that of a table of figures."""
    try:
        with path.open(encoding=encoding(path), newline="") as file:
            return set(REQUIRED) <= set(_header(next(csv.reader(file), [])))
    except (OSError, ValueError, csv.Error):
        return False


def encoding(path: Path) -> str:
    """UTF-8 where the beginning of the file is UTF-8, else GB18030."""
    with path.open("rb") as file:
        beginning = file.read(_BEGINNING)
    try:
        beginning.decode("utf-8")
    except UnicodeDecodeError as error:
        cut_in_a_character = len(beginning) == _BEGINNING and error.start > _BEGINNING - 4
        return "utf-8-sig" if cut_in_a_character else "gb18030"
    return "utf-8-sig"


def groups(path: Path, given: Mapping[str, str]) -> Iterator[Group | Refused]:
    """The reports of the file, in order. `given` (agency, year) stands in where the file has no such column."""
    try:
        with path.open(encoding=encoding(path), newline="") as file:
            reader = csv.reader(file)
            at = _columns(_header(next(reader, [])), given)
            found = _consecutive(reader, at, given)
            yield from _gathered(found) if path.stat().st_size <= SMALL else _once(found)
    except (UnicodeDecodeError, csv.Error) as error:
        raise DocumentRejected("damaged", f"表格读到一半无法继续：{error}。", f"The table breaks off: {error}.") from error


def _header(row: Sequence[str]) -> list[str]:
    return [name.strip().lower() for name in row]


def _columns(header: Sequence[str], given: Mapping[str, str]) -> dict[str, int]:
    absent = [name for name in REQUIRED if name not in header and name not in given]
    if absent:
        names = ", ".join(absent)
        raise DocumentRejected("not_a_report", f"表格缺少列：{names}。", f"The table lacks the columns {names}.")
    return {name: header.index(name) for name in COLUMNS if name in header} | {"": len(header)}


def _consecutive(rows: Any, at: Mapping[str, int], given: Mapping[str, str]) -> Iterator[Group | Refused]:
    width = at[""]
    names = [name for name in ("agency_id", "agency", "year") if name in at]
    key_of = itemgetter(*(at[name] for name in names)) if names else lambda row: None
    current: object = object()
    cells: list[tuple[int, list[str]]] = []
    for row in rows:
        if len(row) != width:
            if any(row):
                yield _ragged(rows.line_num, len(row), width)
            continue
        key = key_of(row)
        if key != current:
            if cells:
                yield _group(cells, at, given)
            current, cells = key, []
        cells.append((rows.line_num, row))
    if cells:
        yield _group(cells, at, given)


def _ragged(line: int, count: int, width: int) -> Refused:
    return Refused(line, "bad_row", f"这一行有 {count} 列，表头有 {width} 列", f"the row has {count} columns, the header {width}")


def _group(cells: Sequence[tuple[int, list[str]]], at: Mapping[str, int], given: Mapping[str, str]) -> Group:
    first = cells[0][1]
    head = {name: first[at[name]].strip() if name in at else "" for name in COLUMNS}
    for name, value in given.items():
        head[name] = head[name] or value
    return Group(head, cells, at)


def _key(group: Group) -> tuple[str, str]:
    return group.head["agency_id"] or group.head["agency"], group.head["year"]


def _gathered(found: Iterator[Group | Refused]) -> Iterator[Group | Refused]:
    """A small file: the rows of a report are brought together wherever they stand."""
    gathered: dict[tuple[str, str], Group] = {}
    for one in found:
        if isinstance(one, Refused):
            yield one
        elif _key(one) in gathered:
            first = gathered[_key(one)]
            gathered[_key(one)] = Group(first.head, [*first.cells, *one.cells], one.at)
        else:
            gathered[_key(one)] = one
    yield from gathered.values()


def _once(found: Iterator[Group | Refused]) -> Iterator[Group | Refused]:
    """A large file: a report whose rows have been left is closed."""
    seen: set[int] = set()
    for one in found:
        if isinstance(one, Group) and hash(_key(one)) in seen:
            for line, _ in one.cells:
                yield Refused(
                    line,
                    "not_together",
                    "同一份报告的各行必须相连，请按单位和年度排序",
                    "the rows of a report must stand together: sort by agency and year",
                )
        else:
            if isinstance(one, Group):
                seen.add(hash(_key(one)))
            yield one
