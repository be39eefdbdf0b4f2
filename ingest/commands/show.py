"""`ingest show`: reads one document and prints every cell and finding; the database is not touched."""

from __future__ import annotations

import argparse

from ingest import telling
from ingest.adding import content_of, result, task_of
from ingest.catalogue import catalogue_of
from ingest.commands.terminal import complain, say
from ingest.gather import Item
from ingest.knowledge import DATA, edition_of_reading, load_knowledge
from ingest.outcome import Rejected
from ingest.pool import Pool
from ingest.report import Report
from ingest.worker.task import read_task


def run(options: argparse.Namespace, language: str) -> int:
    """1 where the document is refused."""
    one = _read(options)
    if isinstance(one, Rejected):
        complain(telling.rejected_line(one, language))
        if options.json:
            say(telling.as_json(telling.unshown_json(one, language)))
        return 1
    if options.json:
        say(telling.as_json(telling.shown_json(one, language)))
    else:
        say("\n".join(telling.shown_lines(one, catalogue_of(load_knowledge(DATA)).names, language)))
    return 0


def _read(options: argparse.Namespace) -> Report | Rejected:
    """Read in a process with limits, as everything is."""
    item = Item(options.document, options.document.name)
    content = content_of(item)
    if isinstance(content, Rejected):
        return content
    given = {"agency": options.agency, "year": options.year}
    said = {name: str(value) for name, value in given.items() if value is not None}
    pool = Pool(1)
    try:
        return result(pool.submit(read_task, task_of(item, content, said, edition_of_reading())), item)
    finally:
        pool.shutdown(cancel_futures=True)
