"""`ingest export`: the figures as CSV, one a row; a file is there as a whole or not at all."""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from ingest import messages, stored
from ingest.commands.terminal import say
from ingest.commands.whole import written_whole
from ingest.readers.table import COLUMNS


def run(options: argparse.Namespace, language: str) -> int:
    """Writes the file, or to standard output for "-"."""
    count = 0
    with stored.opened(options.db) as connection, _written(options.file) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for row in stored.figures(connection):
            writer.writerow(row)
            count += 1
    if options.file != "-":
        say(messages.text(language, "exported", count=count, file=options.file))
    return 0


@contextmanager
def _written(name: str) -> Iterator[IO[str]]:
    if name == "-":
        yield sys.stdout
        return
    with written_whole(name) as part, part.open("w", encoding="utf-8", newline="") as file:
        yield file
