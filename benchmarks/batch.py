"""Batches: documents and pages a second for each kind of document, with one reading process and with two.

    python -m benchmarks.batch [--documents 40] [--turns 3]

Random reports are printed into a temporary folder and added to a new database each time, by the same walk as
`ingest add`, whose processes are running already. What is compared is done in turns, and told by medians.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import wait
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, partial
from itertools import count
from pathlib import Path
from random import Random
from shutil import copyfile
from tempfile import TemporaryDirectory

from benchmarks.stopwatch import Timing, bar, in_turns, machine, ratio, shown, table
from ingest import originals
from ingest.adding import Desk, Walk
from ingest.catalogue import Catalogue, catalogue_of
from ingest.gather import Item
from ingest.intake import intake_with
from ingest.knowledge import DATA, Knowledge, load_knowledge
from ingest.outcome import Added
from ingest.pool import Pool
from ingest.store import Store
from ingest.worker.task import Task, read_task
from tests.ingest.by_hand import NO_WEB
from tests.printing import chance as chances
from tests.printing.layouts import LAYOUTS
from tests.printing.prose import sections

KINDS = {"PDF": ("pdf", 1), "Word": ("docx", 1), "web page": ("page in a site", 5), "text": ("tabs", 5)}
"""What is printed of each kind, by the name of its layout, and how many times as many as of PDF."""

HEADS = ("kind", "documents", "a document", "documents a second", "pages a second", "with two", "two against one", "bar")
WORKERS = 2
LEAST_RATIO = 1.6
NOW = "2026-01-01T00:00:00Z"


def printed(folder: Path, kind: str, documents: int) -> list[Item]:
    """So many random reports of different agencies and years."""
    suffix, press = LAYOUTS[KINDS[kind][0]]
    names, items = list(chances.AGENCIES), []
    for number in range(documents):
        chance = Random(f"{kind} {number}")
        year = 2021 + number // len(names) % 40
        sheet = replace(
            chances.sheet(chance, "2021"), agency=names[number % len(names)], year=year, sections=sections(chance, year)
        )
        path = folder / f"{kind} {number:04}{suffix}"
        path.write_bytes(press(sheet, chance))
        items.append(Item(path, path.name))
    return items


@contextmanager
def warm(workers: int) -> Iterator[Pool]:
    """A pool whose processes have begun and have loaded what they need."""
    with Pool(workers) as pool:
        first = Task("nothing.txt", "政府信息公开工作年度报告".encode(), None, None, "")
        wait([pool.submit(read_task, first) for _ in range(4 * workers)])
        yield pool


@cache
def known() -> tuple[Knowledge, Catalogue]:
    """What is loaded once a run."""
    knowledge = load_knowledge(DATA)
    return knowledge, catalogue_of(knowledge)


@cache
def empty(folder: Path) -> Path:
    """A database that knows forms and regions and holds no report."""
    path = folder / "empty.db"
    with Store(path, known()[1], NOW):
        pass
    return path


def added(folder: Path, numbers: Iterator[int], items: Sequence[Item], pool: Pool, workers: int) -> list[Added]:
    """Adds them all to a copy of an empty database."""
    knowledge, catalogue = known()
    database = folder / f"{next(numbers)}.db"
    desk = Desk(
        NO_WEB, lambda task: pool.submit(read_task, task), 2 * workers, intake_with(knowledge, catalogue),
        partial(originals.keep, database), {}, "", lambda: NOW,
    )  # fmt: skip
    copyfile(empty(folder), database)
    with Store(database, catalogue, NOW) as store:
        outcomes = [one for _, several in Walk(desk, store).add(items) for one in several]
    stored = [one for one in outcomes if isinstance(one, Added)]
    if len(stored) < len(items):
        raise RuntimeError(f"{len(items) - len(stored)} of {len(items)} were refused")
    return stored


def row(kind: str, documents: int, turns: int) -> tuple[str, ...]:
    """One kind of document, with one process and with two."""
    with TemporaryDirectory() as name, warm(1) as one, warm(WORKERS) as two:
        folder, numbers = Path(name), count()
        items = printed(folder, kind, documents)
        pages = sum(one.report.pages or 0 for one in added(folder, numbers, items, two, WORKERS))
        works: dict[str, Callable[[], object]] = {
            "one": partial(added, folder, numbers, items, one, 1),
            "two": partial(added, folder, numbers, items, two, WORKERS),
        }
        taken = in_turns(works, turns)
    alone, together = taken["one"], taken["two"]
    times = alone.over(together)
    rates = (a_second(documents, alone), a_second(pages, alone) if pages else "—", a_second(documents, together))
    held = bar(times.median, LEAST_RATIO, False)
    return kind, str(documents), shown(alone.median / documents), *rates, ratio(times), held


def a_second(things: int, taken: Timing) -> str:
    """How many a second."""
    return f"{things / taken.median:.0f}"


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Measure batches with one process and with two, within one run.")
    parser.add_argument("--documents", type=int, default=40, help="how many PDF files")
    parser.add_argument("--turns", type=int, default=3, help="how often each is measured")
    options = parser.parse_args(arguments)
    print(machine())
    rows = [row(kind, times * options.documents, options.turns) for kind, (_, times) in KINDS.items()]
    print(table("Batches: from files to the database", HEADS, rows))


if __name__ == "__main__":
    main()
