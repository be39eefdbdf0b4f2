"""`ingest add`: documents, folders and tables of figures into the database."""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from ingest import archives, originals, telling
from ingest.adding import TABLE, Desk, Submit, Taking, Told, Walk
from ingest.archives import Skipped
from ingest.catalogue import catalogue_of
from ingest.commands.terminal import complain, now, progress, say
from ingest.commands.web import fetching
from ingest.gather import Item, gather
from ingest.intake import intake_with
from ingest.knowledge import DATA, edition_of_reading, load_knowledge
from ingest.outcome import Added, Rejected
from ingest.pool import Pool
from ingest.read import SUFFIXES
from ingest.readers.table import is_figures
from ingest.sources import Sources
from ingest.store import Store
from ingest.worker.task import read_task

_AHEAD = 2
"""Documents under way for each process: one is read while the next one waits at the door."""


def run(options: argparse.Namespace, language: str) -> int:
    """Reads everything that was named; 1 where something was refused."""
    knowledge = load_knowledge(DATA)
    catalogue = catalogue_of(knowledge)
    gathered = gather(options.paths, _readable)
    tally: Counter[str] = Counter(skipped=gathered.skipped)
    with Store(options.db, catalogue, now()) as store, _reading(options) as (submit, places):
        walk = Walk(_desk(options, language, intake_with(knowledge, catalogue), submit, places), store)
        try:
            for told in progress(_named(walk.add(gathered.items)), len(gathered.items)):
                tally += _tell(*told, options.json, language)
        except KeyboardInterrupt:
            for told in walk.done():
                _tell(*told, options.json, language)
            raise
    if not options.json:
        say(telling.summary(tally, language))
    return 1 if tally["rejected"] or tally["lines"] else 0


def _readable(path: Path) -> bool:
    return _is_document(path) or (path.suffix.lower() == TABLE and is_figures(path))


def _is_document(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES | archives.SUFFIXES


@contextmanager
def _reading(options: argparse.Namespace) -> Iterator[tuple[Submit, int]]:
    """Where documents are read, and how many at once: on a cluster, or in processes of this machine."""
    if options.cluster is not None:
        from ingest.cluster import cluster, read_there

        with cluster(options.cluster) as (there, threads):
            yield lambda task: there.submit(read_there, task), threads
        return
    jobs = options.jobs or os.cpu_count() or 1
    pool = Pool(jobs)
    try:
        yield lambda task: pool.submit(read_task, task), jobs
    finally:
        pool.shutdown(cancel_futures=True)


def _desk(options: argparse.Namespace, language: str, intake: Taking, submit: Submit, places: int) -> Desk:
    given = {"agency": options.agency, "year": options.year}
    return Desk(
        Sources(fetching(options, language), lambda name: _is_document(Path(name))),
        submit,
        _AHEAD * places,
        intake,
        partial(originals.keep, options.db),
        {name: str(value) for name, value in given.items() if value is not None},
        edition_of_reading(DATA, options.agency, options.year),
        now,
    )


def _named(told: Iterable[Told]) -> Iterator[tuple[str, Told]]:
    return ((one[0].name, one) for one in told)


def _tell(item: Item, results: Iterable[Added | Rejected | Skipped], as_json: bool, language: str) -> Counter[str]:
    """Prints what became of one file: an object each, or a line. Refusals go to standard error in either case."""
    tally: Counter[str] = Counter(documents=1)
    last: Added | None = None
    for one in results:
        if isinstance(one, Skipped):
            return Counter(skipped=one.count)
        if isinstance(one, Rejected):
            tally["rejected" if one.line is None else "lines"] += 1
            complain(telling.rejected_line(one, language))
        else:
            tally[one.status] += 1
            last = one
        if as_json:
            say(telling.as_json(telling.outcome_json(one, language)))
    if last is not None and not as_json:
        is_table = item.path.suffix.lower() == TABLE
        say(telling.table_line(item.name, tally, language) if is_table else telling.added_line(last, language))
    return tally
