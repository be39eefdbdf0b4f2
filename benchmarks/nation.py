"""A synthetic nation: a million reports through CSV, and what answering from them takes.

    python -m benchmarks.nation                          # 125,000 agencies × 8 years; about a quarter of an hour and 3 GB of disk
    python -m benchmarks.nation --agencies 25000         # 200,000 reports
    python -m benchmarks.nation --keep nation.db         # keep the database that it makes, or measure the one that stands there
    python -m benchmarks.synthetic nation.csv --agencies 125000 --years 2018-2025 --totals    # the figures alone

Counties, prefectures and provinces of the gazetteer, an agency of each kind in each, then a town; a dozen totals a report.
The bars, all within one process but where a process is said:

- a look-up or a comparison: p50 ≤ 2 ms, p99 ≤ 10 ms;
- the first ten of any field in a year: p99 ≤ 60 ms, those that nobody is known to ask for among them;
- opening the database up to the first answer: ≤ 2 s and ≤ 300 MB for the process;
- `bot ask` as a process: ≤ 6 × Python with sqlite3 and one look-up;
- a message of 4,096 characters: ≤ 2 × the time of a short one.
"""

from __future__ import annotations

import argparse
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks import synthetic
from benchmarks.answering import COMMAND_HEADS, KIND_HEADS, LOAD_HEADS, LONG_HEADS, Row, command_rows, kind_rows, load, long_rows
from benchmarks.asking import Held, Stored
from benchmarks.stopwatch import ROOT, Timing, bar, machine, most_memory, run, shown, table
from bot.answer import Desk
from bot.facts import Facts
from bot.fetch.crowd import Crowd
from bot.question import Scope
from bot.words import load_words

YEARS = range(2018, 2026)
MOST_TOP, MOST_OPENING, MOST_MEMORY = 0.060, 2.0, 300.0
NAMED = ("lookup", "compare", "several fields", "no year said", "change", "trend", "follow-up", "must not be answered")
"""Questions that name whom they are about: the others go over a whole kind or the whole nation."""
OPENED = "{0}2024年行政许可多少件"
ONCE = """
import sys
from datetime import date
from pathlib import Path
from bot.answer import Desk
from bot.facts import Facts
from bot.words import load_words
desk = Desk(Facts(Path(sys.argv[1])), load_words(Path("data/words")))
desk.answer(sys.argv[2], None, date(2026, 11, 21))
"""
BAR_HEADS = ("what", "measured", "bar")


def governments(database: Path) -> Held:
    """Whom to ask about: the governments of regions whose name no other has, so that the region's name alone says enough."""
    db = sqlite3.connect(database)
    unique = (
        "SELECT no, name, region, organ FROM agency WHERE organ = 'government' AND region IN"
        " (SELECT name FROM region_name GROUP BY name HAVING count(DISTINCT code) = 1) ORDER BY no"
    )
    years = [row[0] for row in db.execute("SELECT DISTINCT year FROM report ORDER BY year")]
    return Held([Stored(*row) for row in db.execute(unique)], dict(db.execute("SELECT id, zh FROM organ")), years)


def opening_rows(database: Path, name: str) -> list[Row]:
    """A desk opened in a process of its own, up to its first answer about an agency: its time there and its memory."""
    question = OPENED.format(name)
    run(("-c", ONCE, str(database), question))
    began = perf_counter()
    run(("-c", ONCE, str(database), question))
    took = perf_counter() - began
    memory = most_memory(("-c", ONCE, str(database), question)) or 0.0
    return [
        ("a process opens it and answers once", shown(took), bar(took, MOST_OPENING)),
        ("the memory of that process", f"{memory:.0f} MiB", bar(memory, MOST_MEMORY)),
    ]


def named_rows(desk: Desk, database: Path, each: int) -> tuple[list[Row], list[Row]]:
    """The table of the kinds of question, and the bars of those that name whom they are about."""
    rows, otherwise = kind_rows(desk, database, governments(database), each)
    bars = [(row[0], f"p50 {row[3]}, p99 {row[4]}", f"≤ 2 ms, ≤ 10 ms; {row[2]} right") for row in rows if row[0] in NAMED]
    return rows, [*bars, *otherwise[:5]]


def top_rows(facts: Facts, turns: int) -> list[Row]:
    """The first ten of any field in a year: of what is asked for most, and of every field of the form."""
    chance = Random(3)
    years = facts.years_in(Scope())
    rows: list[Row] = []
    wholes = [key for key in facts.fields if key.endswith((".total", ".decided", ".amount"))]
    for name, keys in (("first ten of a total, a year", wholes), ("first ten of any field, a year", list(facts.fields))):
        taken = []
        for _ in range(turns):
            crowd = Crowd(facts, Scope(), chance.choice(years), chance.choice(keys))
            ascending = chance.random() < 0.3
            began = perf_counter()
            crowd.foremost(10, ascending, 100)
            taken.append(perf_counter() - began)
        times = Timing(tuple(taken))
        high = times.percentile(0.99)
        rows.append((name, f"p50 {shown(times.median)}, p99 {shown(high)}", bar(high, MOST_TOP)))
    return rows


def measure(folder: Path, database: Path, agencies: int, each: int, turns: int) -> None:
    """Makes the nation where it does not stand yet, measures, and prints the tables."""
    if not database.exists():
        steps = load(folder, database, agencies, YEARS, synthetic.totals)
        print(table(f"A nation of {agencies} agencies", LOAD_HEADS, steps), flush=True)
    who = governments(database).agencies[0]
    began = perf_counter()
    facts = Facts(database)
    desk = Desk(facts, load_words(ROOT / "data" / "words"))
    print(f"Opening the desk {shown(perf_counter() - began)}\n\n{machine()}")
    kinds, named = named_rows(desk, database, each)
    print(table("One process", KIND_HEADS, kinds), flush=True)
    print(table("Bars", BAR_HEADS, [*opening_rows(database, who.name), *named, *top_rows(facts, 10 * turns)]), flush=True)
    print(table("Long messages", LONG_HEADS, long_rows(desk, who, turns)), flush=True)
    print(table("As a command", COMMAND_HEADS, command_rows(database, who, turns)))


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Measure answering from a synthetic nation.")
    parser.add_argument("--agencies", type=int, default=125_000, help="each reports on eight years")
    parser.add_argument("--keep", type=Path, metavar="FILE", help="where the database is kept")
    parser.add_argument("--each", type=int, default=60, help="questions of each kind")
    parser.add_argument("--turns", type=int, default=15, help="how often long messages and commands are measured")
    options = parser.parse_args(arguments)
    with TemporaryDirectory(prefix="nation-") as folder:
        database = options.keep or Path(folder) / "nation.db"
        measure(Path(folder), database, options.agencies, options.each, options.turns)


if __name__ == "__main__":
    main()
