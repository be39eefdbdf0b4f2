"""`ingest show`: reads one document and prints every cell and finding; the database is not touched."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from ingest import telling
from ingest.adding import result
from ingest.addresses import is_address
from ingest.catalogue import catalogue_of
from ingest.commands.terminal import complain, say
from ingest.commands.web import fetching
from ingest.gather import Item
from ingest.knowledge import DATA, load_knowledge
from ingest.outcome import Rejected
from ingest.pool import Pool
from ingest.readers import SUFFIXES
from ingest.refusals import refused
from ingest.report import Report
from ingest.sources import Sources, rejected
from ingest.worker.task import Task, read_task


def run(options: argparse.Namespace, language: str) -> int:
    """1 where the document is refused."""
    one = _read(options, language)
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


def _read(options: argparse.Namespace, language: str) -> Report | Rejected:
    """Read in a process with limits, as everything is."""
    word = options.document
    item = Item(Path(), word, word) if is_address(word) else Item(Path(word), Path(word).name)
    sources = Sources(fetching(options, language), lambda name: Path(name).suffix.lower() in SUFFIXES)
    one = next(iter(sources.documents(item)))
    if not isinstance(one, Item):
        return one if isinstance(one, Rejected) else rejected(item, refused("not_a_report"))
    pool = Pool(1)

    def read(document: Item) -> Report | Rejected:
        task = Task(document.name, document.content or b"", options.agency, options.year, "")
        return result(pool.submit(read_task, task), document)

    try:
        read_at_once = read(one)
        if not isinstance(read_at_once, Rejected) or not read_at_once.links:
            return read_at_once
        found = sources.elsewhere(one, read_at_once, read)
        return found if isinstance(found, Rejected) else replace(found[1], document=found[0].name)
    finally:
        pool.shutdown(cancel_futures=True)
