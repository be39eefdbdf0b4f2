"""Figures as Parquet, for programs that reckon: numbers as decimals of 38 digits, 18 of them behind the point.

The library is an extra. A number that does not fit, which no report ever needed, stands in `raw` alone and is counted:
it is never rounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from ingest import messages
from ingest.errors import StoreError
from ingest.exporting.tables import Cell, Column, Table

WHOLE, BEHIND = 20, 18
"""Digits in front of the point, and behind it."""

_AT_ONCE = 50_000


def write(path: Path, table: Table, rows: Iterable[Sequence[Cell]]) -> tuple[int, int]:
    """Writes the table a batch at a time. Returns how many rows, and how many numbers did not fit. Raises StoreError."""
    arrow, parquet = _library()
    types = {
        "integer": arrow.DataType.int64(),
        "year": arrow.DataType.int64(),
        "number": arrow.DataType.decimal128(WHOLE + BEHIND, BEHIND),
    }
    text = arrow.DataType.string()
    fields = [arrow.Field(one.name, types.get(one.kind, text), nullable=not one.required) for one in table.columns]
    schema = arrow.Schema(fields)
    tally = [0, 0]

    def batches() -> Iterator[Any]:
        source = iter(rows)
        while batch := list(islice(source, _AT_ONCE)):
            tally[0] += len(batch)
            columns = [
                _texts(column, cells, tally) for column, cells in zip(table.columns, zip(*batch, strict=True), strict=True)
            ]
            arrays = [
                arrow.Array(cells, text).cast(types[column.kind]) if column.kind in types else arrow.Array(cells, text)
                for column, cells in zip(table.columns, columns, strict=True)
            ]
            yield arrow.RecordBatch(arrays, schema=schema)

    parquet.write_parquet(arrow.RecordBatchReader.from_batches(schema, batches()), str(path), compression="zstd(3)")
    return tally[0], tally[1]


def _texts(column: Column, cells: Iterable[Cell], tally: list[int]) -> list[str | None]:
    """The cells as text, None for whatever is empty or would not fit."""
    texts = [None if cell in (None, "") else str(cell) for cell in cells]
    if column.kind != "number":
        return texts
    fitting = [one if one is None or _fits(one) else None for one in texts]
    tally[1] += fitting.count(None) - texts.count(None)
    return fitting


def _fits(digits: str) -> bool:
    whole, _, behind = digits.lstrip("-").partition(".")
    return len(whole) <= WHOLE and len(behind) <= BEHIND


def _library() -> tuple[Any, Any]:
    try:
        import arro3.core
        import arro3.io
    except ImportError as error:
        raise StoreError(*(messages.text(one, "no_parquet") for one in ("zh", "en"))) from error
    return arro3.core, arro3.io
