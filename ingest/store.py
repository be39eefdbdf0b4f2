"""The one door for writing: reports into SQLite, each in one transaction, nothing stored ever lost.

A report is found by its agency and its year. The same file twice changes nothing; a file with other content for the
same agency and year replaces what stands there, and the old figures and text go to `version`. The file is in WAL
mode, so that reading never waits for writing. `Store.add` keeps one document; `Store.add_table` keeps a batch of
reports in one transaction: the whole batch is there or nothing of it, so that nobody ever sees half a report. Times
come from outside.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

from sqlite_utils import Database, Migrations

from ingest import parts, schema, shelve, views, wording
from ingest.catalogue import Catalogue
from ingest.outcome import Outcome
from ingest.report import Report
from ingest.shelf import Shelf, fetch, known
from ingest.trouble import foreign, in_plain_words, newer, no_folder
from ingest.versions import add_source, again

_WAIT = 30.0
"""Seconds to wait for another program that writes: far longer than any batch takes to be written."""


class Store:
    """An open database. Use it as a context manager; every error of SQLite leaves it as a StoreError."""

    def __init__(self, path: Path, catalogue: Catalogue, now: str) -> None:
        """Opens the database for writing, makes it where there is none, and brings its knowledge up to date."""
        if not path.parent.is_dir():
            raise no_folder(path)
        self._path = path
        with in_plain_words(path):
            self._db = Database(sqlite3.connect(path, timeout=_WAIT))
            try:
                self._prepare(catalogue, now)
            except BaseException:
                self._db.close()
                raise
        names = {key: (zh, en) for key, zh, en in self._db.execute("SELECT key, zh, en FROM field")}
        self._shelf = Shelf(self._db.conn, parts.part_by_key(self._db.conn), names, wording.is_indexed(self._db.conn))

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Closes the database. The last to close it folds the WAL into it, or else the next to open it."""
        with suppress(sqlite3.Error):
            self._db.close()

    def add(self, report: Report, now: str, reader: str | None = None, *, behind: bool = False) -> Outcome:
        """Keeps one report in one transaction. `reader` is the edition of reading that read it; for `behind` see `put`."""
        with self._writing():
            return shelve.put(self._shelf, report, now, reader=reader, behind=behind)

    def known(self, sha256: str, document: str, reader: str) -> tuple[Report, Outcome] | None:
        """The report that the file of that SHA-256 gave when this edition of reading read it; None if it never did.

        Where the file lies under another name now, that name is remembered too.
        """
        with self._writing():
            found = known(self._shelf, sha256, reader)
            return None if found is None else again(self._shelf, found, sha256, document, reader)

    def add_table(self, reports: Sequence[Report], now: str) -> list[Outcome]:
        """Keeps reports out of a table of figures, all in one transaction, in order."""
        with self._writing():
            return [shelve.put(self._shelf, report, now, of_its_own=False) for report in reports]

    def add_source(self, sha256: str, document: str) -> None:
        """Remembers a table of figures that has been taken in."""
        with self._writing():
            add_source(self._shelf, sha256, document, None, None)

    def stored(self, agency_id: str, year: int) -> Report | None:
        """The report as it is stored, or None."""
        with in_plain_words(self._path):
            return fetch(self._shelf, agency_id, year)

    def _prepare(self, catalogue: Catalogue, now: str) -> None:
        self._recognise()
        if self._db.journal_mode != "wal":
            self._db.enable_wal()
        self._db.execute("PRAGMA cache_size = -65536")
        if self._pending() or self._meta("knowledge") != catalogue.digest:
            with self._transaction():
                self._migrations().apply(self._db)
                self._learn(catalogue, now)
        if not wording.is_indexed(self._db.conn):
            with self._transaction():
                wording.index(self._db.conn)

    def _recognise(self) -> None:
        """Refuses a file that another program or a newer version of this one has made."""
        tables = set(self._db.table_names())
        if tables and not {"meta", "report", "evidence"} <= tables:
            raise foreign(self._path)
        known = {name for name, _ in schema.MIGRATIONS}
        if any(migration.name not in known for migration in self._migrations().applied(self._db)):
            raise newer(self._path)

    def _pending(self) -> bool:
        return bool(self._migrations().pending(self._db))

    @staticmethod
    def _migrations() -> Migrations:
        migrations = Migrations("gongkai")
        for name, sql in schema.MIGRATIONS:
            migrations(name=name)(_script(sql))
        return migrations

    def _meta(self, key: str) -> str | None:
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def _learn(self, catalogue: Catalogue, now: str) -> None:
        """Writes the forms, regions and kinds of agency, and makes room for each new field; none is ever dropped."""
        for table, columns in schema.KNOWLEDGE.items():
            self._db.execute(f"DELETE FROM {schema.quoted(table)}")
            self._db.conn.executemany(schema.insert_row(table, columns), catalogue.tables[table])
        parts.lay_out(self._db.conn, catalogue.tables["field"])
        views.show(self._db.conn)
        meta = {**catalogue.meta, "schema": schema.VERSION, "knowledge": catalogue.digest, "knowledge_written": now}
        self._db.conn.executemany("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", list(meta.items()))

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            with in_plain_words(self._path), self._transaction():
                yield
        except BaseException:
            self._shelf.forget()
            raise

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """One transaction. IMMEDIATE, because one that begins by reading cannot wait for another program's writing.

        Ctrl-C may fall between any two steps, also between beginning and whatever would undo it: so the next one undoes it.
        """
        if self._db.conn.in_transaction:
            self._shelf.forget()
            self._db.rollback()
        try:
            self._db.execute("BEGIN IMMEDIATE")
            yield
            self._db.commit()
        except BaseException:
            self._db.rollback()
            raise


def _script(sql: str) -> Callable[[Database], None]:
    def migration(db: Database) -> None:
        db.executescript(sql)

    return migration
