"""Rows as text: CSV, and JSON as a list or an object a line. Every digit is the one that is kept; no number is ever rounded."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import IO

from ingest.exporting.tables import Cell, Table

Rows = Iterable[Sequence[Cell]]

_AS_IT_IS = {"integer", "year", "number", "array"}
"""Kinds of column whose text is JSON already."""


def write_csv(file: IO[str], table: Table, rows: Rows) -> int:
    """UTF-8 with a header and Unix line ends. Returns how many rows."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(table.header)
    count = 0
    for row in rows:
        writer.writerow(row)
        count += 1
    return count


def write_jsonl(file: IO[str], table: Table, rows: Rows) -> int:
    """An object a line; what a row has not is null."""
    count = 0
    for line in _objects(table, rows):
        file.write(line + "\n")
        count += 1
    return count


def write_json(file: IO[str], table: Table, rows: Rows) -> int:
    """A list of the same objects, each on a line of its own."""
    count = 0
    for count, line in enumerate(_objects(table, rows), 1):
        file.write(("[\n" if count == 1 else ",\n") + line)
    file.write("\n]\n" if count else "[]\n")
    return count


def _objects(table: Table, rows: Rows) -> Iterator[str]:
    heads = [(f"{json.dumps(column.name)}: ", _token if column.kind in _AS_IT_IS else _string) for column in table.columns]
    for row in rows:
        yield "{" + ", ".join(head + write(cell) for (head, write), cell in zip(heads, row, strict=True)) + "}"


def _token(cell: Cell) -> str:
    return "null" if cell in (None, "") else str(cell)


def _string(cell: Cell) -> str:
    return "null" if cell in (None, "") else json.dumps(cell, ensure_ascii=False)


WRITERS: dict[str, Callable[[IO[str], Table, Rows], int]] = {".csv": write_csv, ".json": write_json, ".jsonl": write_jsonl}
"""How figures are written as text, by the ending of the file's name."""
