"""`ingest add`: documents, folders and tables of figures into the database."""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from ingest import originals, telling
from ingest.adding import TABLE, Desk, Told, Walk
from ingest.catalogue import Catalogue, catalogue_of
from ingest.commands.terminal import complain, now, progress, say
from ingest.gather import Item, gather
from ingest.intake import intake_with
from ingest.knowledge import DATA, Knowledge, edition_of_reading, load_knowledge
from ingest.outcome import Added, Rejected
from ingest.pool import Pool
from ingest.read import SUFFIXES
from ingest.readers.table import is_figures
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
    jobs = min(options.jobs or os.cpu_count() or 1, max(1, len(gathered.items)))
    with Store(options.db, catalogue, now()) as store, _reading(jobs) as executor:
        walk = Walk(_desk(options, knowledge, catalogue, executor, jobs), store)
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
    suffix = path.suffix.lower()
    return suffix in SUFFIXES or (suffix == TABLE and is_figures(path))


@contextmanager
def _reading(jobs: int) -> Iterator[Executor]:
    pool = Pool(jobs)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _desk(options: argparse.Namespace, knowledge: Knowledge, catalogue: Catalogue, executor: Executor, jobs: int) -> Desk:
    given = {"agency": options.agency, "year": options.year}
    return Desk(
        lambda task: executor.submit(read_task, task),
        _AHEAD * jobs,
        intake_with(knowledge, catalogue),
        partial(originals.keep, options.db),
        {name: str(value) for name, value in given.items() if value is not None},
        edition_of_reading(DATA, options.agency, options.year),
        now,
    )


def _named(told: Iterable[Told]) -> Iterator[tuple[str, Told]]:
    return ((one[0].name, one) for one in told)


def _tell(item: Item, results: Iterable[Added | Rejected], as_json: bool, language: str) -> Counter[str]:
    """Prints what became of one file: an object each, or a line. Refusals go to standard error in either case."""
    tally: Counter[str] = Counter(documents=1)
    last: Added | None = None
    for one in results:
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
