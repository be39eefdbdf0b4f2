"""`ingest export`: the figures in the format that the name ends in; what is written is there as a whole or not at all."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from sqlite3 import Connection

from ingest import messages, stored
from ingest.asked import which_agency, which_field
from ingest.commands.terminal import complain, counted, say
from ingest.commands.whole import folder_written_whole, written_whole
from ingest.errors import StoreError
from ingest.exporting import lines, package
from ingest.exporting.records import latest, most_cells
from ingest.exporting.tables import FIGURES, Cell, Table
from ingest.knowledge import DATA, load_knowledge
from ingest.stored import Part


def run(options: argparse.Namespace, language: str) -> int:
    """Writes the file or folder, or CSV to standard output for "-". All of it is what the database held at one moment."""
    with stored.opened(options.db) as connection:
        connection.execute("BEGIN")
        count = _Export(connection, _part(connection, options), language).write(options.file)
    if options.file != "-":
        say(messages.text(language, "exported", count=count, file=options.file))
    return 0


def _part(connection: Connection, options: argparse.Namespace) -> Part:
    agency = field = None
    if options.agency is not None:
        agency = which_agency(connection, options.agency, lambda: load_knowledge(DATA).gazetteer)
    if options.field is not None:
        field = which_field(connection, options.field)
    return Part(options.year, agency, field)


class _Export:
    """One export: a way of writing for each ending."""

    def __init__(self, connection: Connection, part: Part, language: str) -> None:
        self._connection, self._part, self._language = connection, part, language

    def write(self, name: str) -> int:
        """Writes what the name asks for. Returns how many figures there are."""
        ending = Path(name).suffix.lower()
        if name == "-":
            return lines.write_csv(sys.stdout, FIGURES, self._read(FIGURES))
        if Path(name).is_dir() or not ending:
            with folder_written_whole(name, package.NAME) as folder:
                return package.write_folder(folder, self._read)
        if ending == ".xlsx":
            self._refuse_too_many()
        with written_whole(name) as part:
            return self._write(part, ending)

    def _write(self, part: Path, ending: str) -> int:
        if ending == ".zip":
            return package.write_zip(part, self._read, latest(self._connection))
        if ending == ".xlsx":
            from ingest.exporting import workbook

            return workbook.write(part, self._read, self._language)
        if ending == ".parquet":
            return self._parquet(part)
        with part.open("w", encoding="utf-8", newline="") as file:
            return lines.WRITERS[ending](file, FIGURES, self._read(FIGURES))

    def _parquet(self, part: Path) -> int:
        from ingest.exporting import parquet

        count, left_out = parquet.write(part, FIGURES, self._read(FIGURES))
        if left_out:
            complain(messages.text(self._language, "not_in_parquet", count=left_out))
        return count

    def _read(self, table: Table) -> Iterable[Sequence[Cell]]:
        """The rows of a table; those of the figures move a bar on a terminal."""
        rows: Iterator[Sequence[Cell]] = table.rows(self._connection, self._part)
        return counted(rows, lambda: most_cells(self._connection, self._part), table.name) if table is FIGURES else rows

    def _refuse_too_many(self) -> None:
        from ingest.exporting.workbook import MOST_SHEETS, ROWS

        count, most = most_cells(self._connection, self._part), MOST_SHEETS * ROWS
        if count > most:
            raise StoreError(*(messages.text(one, "too_many_rows", count=count, most=most) for one in ("zh", "en")))
