"""Answering from many reports: every kind of question against a bare SQLite look-up, in one process and as a command.

    python -m benchmarks.answering [--reports 20000] [--each 150] [--turns 15]

Makes synthetic figures, loads them by `python -m ingest add FIGURES.csv` into a temporary folder, and asks one Desk. The
look-up that it is held against is the least that any answer needs: one cell of a wide row by year and agency.
"""

from __future__ import annotations

import argparse
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks import synthetic
from benchmarks.asking import LONG, LONG_WAYS, Asked, Held, Stored, questions
from benchmarks.stopwatch import ROOT, Timing, bar, in_turns, machine, most_memory, ratio, run, shown, table
from bot.answer import Desk
from bot.facts import Facts
from bot.question import Answer
from bot.talk.conversation import Context
from bot.text import LONGEST_MESSAGE
from bot.words import load_words

Row = tuple[str, ...]
YEARS = range(2017, 2025)
TODAY = date(2026, 11, 21)
MOST_P50, MOST_P99, MOST_AS_COMMAND, MOST_LONG = 0.005, 0.010, 6.0, 2.0
FIGURE = 'SELECT "{}" FROM figures WHERE year = ? AND agency = ?'
BARE = """
import sqlite3, sys
db = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
sql = 'SELECT "permits.decided" FROM figures JOIN agency ON no = agency WHERE year = ? AND name = ?'
print(db.execute(sql, (int(sys.argv[2]), sys.argv[3])).fetchone())
"""
KIND_HEADS = ("kind", "asked", "as it should", "p50", "p99", "slowest", "p50 against SQLite")
LONG_HEADS = (
    *("what fills it", "short", f"{LONGEST_MESSAGE} characters", "ratio"),
    *(f"{LONG} characters", "ratio (quartiles)", "bar"),
)
LOAD_HEADS = ("step", "time", "reports a second", "size", "most memory")
CHINESE, AS_IT_IS = "bot ask, Chinese", "the same, environment as it is"
COMMAND_HEADS = ("command", "time", "ratio (quartiles)", "bar", "most memory")


def load(
    folder: Path,
    database: Path,
    agencies: int,
    years: range,
    report: synthetic.Report = synthetic.cells,
    compiled: bool = True,
) -> list[Row]:
    """Makes the database of so many agencies by the command; what each step took."""
    figures = folder / "figures.csv"
    began = perf_counter()
    cells = synthetic.write(figures, ROOT / "data", agencies, years, report=report)
    made = perf_counter() - began
    began = perf_counter()
    memory = most_memory(("-m", "ingest", "add", str(figures), "--db", str(database)), compiled)
    took = perf_counter() - began
    size = figures.stat().st_size / 2**20
    figures.unlink()
    with closing(sqlite3.connect(database)) as db:
        ((stored,),) = db.execute("SELECT count(*) FROM report")
    each = f"{database.stat().st_size / stored:.0f} bytes a report"
    return [
        (f"write {cells} cells as CSV", shown(made), f"{stored / made:.0f}", f"{size:.0f} MiB", ""),
        (f"ingest add, {stored} reports", shown(took), f"{stored / took:.0f}", each, f"{memory:.0f} MiB" if memory else "?"),
    ]


def held(database: Path) -> Held:
    """What can be asked: agencies whose region's name and whose own name stand for one only, and all kinds and years."""
    db = sqlite3.connect(database)
    unique = (
        "SELECT no, name, region, organ FROM agency WHERE organ IS NOT NULL AND region IN"
        " (SELECT name FROM region_name GROUP BY name HAVING count(DISTINCT code) = 1)"
        " AND region IN (SELECT region FROM agency GROUP BY region HAVING count(*) = 1) ORDER BY no"
    )
    agencies = [Stored(*row) for row in db.execute(unique)]
    if len(agencies) < 2:
        raise SystemExit("Too few reports: there is nobody to compare. Give a larger --reports.")
    years = [row[0] for row in db.execute("SELECT DISTINCT year FROM report ORDER BY year")]
    return Held(agencies, dict(db.execute("SELECT id, zh FROM organ")), years)


def ask(desk: Desk, asked: Asked) -> tuple[Answer, float]:
    """The answer to a question, and the seconds that it took; what is said before it is not counted."""
    context: Context | None = None
    for message in asked.before:
        _, context = desk.answer(message, context, TODAY)
    began = perf_counter()
    answer, _ = desk.answer(asked.text, context, TODAY)
    return answer, perf_counter() - began


def is_right(answer: Answer, asked: Asked, db: sqlite3.Connection) -> bool:
    """Whether the answer has the status that it should; a look-up, whether its figure is the stored one.

    A cell that holds no number is declined as blank, which is right where it is so.
    """
    if asked.cell is None:
        return answer.status in asked.status or answer.reason == "blank"
    no, year, key = asked.cell
    ((value,),) = db.execute(FIGURE.format(key), (year, no))
    if value is None:
        return answer.reason == "blank"
    if answer.status != "answered" or len(answer.facts) != 1:
        return False
    (fact,) = answer.facts
    return (fact.agency.no, fact.year, fact.field, str(fact.value)) == (no, year, key, str(value))


def bare(db: sqlite3.Connection, who: Sequence[Stored], years: Sequence[int], count: int) -> Timing:
    """`count` look-ups of one cell each, by SQLite alone."""
    taken = []
    sql = FIGURE.format("permits.decided")
    for place in range(count):
        here = (years[place % len(years)], who[place * 7919 % len(who)].no)
        began = perf_counter()
        db.execute(sql, here).fetchone()
        taken.append(perf_counter() - began)
    return Timing(tuple(taken))


def kind_rows(desk: Desk, database: Path, what: Held, each: int) -> tuple[list[Row], list[Row]]:
    """A line for each kind of question and one for all, p50 and p99; and a line for each that came out otherwise.

    SQLite is asked before and between.
    """
    db = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    for asked in questions(what, 3, seed=2):
        ask(desk, asked)
    times: dict[str, list[float]] = {}
    right: dict[str, int] = {}
    beside: list[float] = []
    otherwise: list[Row] = []
    for place, asked in enumerate(questions(what, each)):
        if place % 20 == 0:
            beside += bare(db, what.agencies, what.years, 20).entries
        answer, seconds = ask(desk, asked)
        good = is_right(answer, asked, db)
        if not good:
            otherwise.append((" → ".join((*asked.before, asked.text)), answer.status, answer.reason or answer.text))
        for kind in (asked.kind, "all"):
            times.setdefault(kind, []).append(seconds)
            right[kind] = right.get(kind, 0) + good
    alone = Timing(tuple(beside))
    rows = [_line(kind, Timing(tuple(taken)), right[kind], alone) for kind, taken in sorted(times.items(), key=_all_last)]
    return [*rows, _line("bare SQLite look-up", alone, len(beside), alone)], otherwise


def _all_last(entry: tuple[str, list[float]]) -> tuple[bool, str]:
    return entry[0] == "all", entry[0]


def _line(kind: str, taken: Timing, right: int, alone: Timing) -> Row:
    count = len(taken.entries)
    times = (taken.median, taken.percentile(0.99), max(taken.entries))
    return (kind, str(count), f"{right / count:.1%}", *map(shown, times), f"{taken.median / alone.median:.0f} ×")


def long_rows(desk: Desk, who: Stored, turns: int) -> list[Row]:
    """A short question against the longest message that is read, and against the longest that can be sent."""
    rows: list[Row] = []
    short = f"{who.name}{YEARS[-1]}年行政许可多少件"
    for name, way in LONG_WAYS.items():
        texts = {"short": short, "middle": way(short, LONGEST_MESSAGE), "long": way(short, LONG)}
        works: dict[str, Callable[[], object]] = {key: partial(desk.answer, text, None, TODAY) for key, text in texts.items()}
        taken = in_turns(works, turns)
        middle, long = taken["middle"].over(taken["short"]), taken["long"].over(taken["short"])
        verdict = bar(max(middle.median, long.median), MOST_LONG)
        times = (shown(taken[key].median) for key in texts)
        first, second, third = times
        rows.append((name, first, second, f"{middle.median:.2f} ×", third, ratio(long), verdict))
    return rows


def command_rows(database: Path, who: Stored, turns: int) -> list[Row]:
    """`bot ask` as a process against Python, sqlite3 and one look-up as a process."""
    year = str(YEARS[-1])
    ask_for = ("-m", "bot", "ask", "--db", str(database))
    commands: dict[str, Sequence[str]] = {
        "python -c import sqlite3, look-up": ("-c", BARE, str(database), year, who.name),
        CHINESE: (*ask_for, f"{who.name}{year}年行政许可多少件"),
        "bot ask, English": (*ask_for, f"how many permits did {who.name} issue in {year}"),
        "bot ask, not answered": (*ask_for, f"{who.name}{year}年罚款金额是多少"),
    }
    works = {name: partial(run, command, compiled=turns > 1) for name, command in commands.items()}
    works[AS_IT_IS] = partial(run, commands[CHINESE], compiled=False)
    commands[AS_IT_IS] = commands[CHINESE]
    taken = in_turns(works, turns)
    alone = next(iter(taken.values()))
    rows: list[Row] = []
    for name, one in taken.items():
        times, memory = one.over(alone), most_memory(commands[name], compiled=turns > 1)
        verdict = bar(times.median, MOST_AS_COMMAND) if one is not alone else ""
        rows.append((name, shown(one.median), ratio(times), verdict, f"{memory:.0f} MiB" if memory else "?"))
    return rows


def measure(folder: Path, reports: int, each: int, turns: int) -> None:
    """Makes the database in `folder`, measures, and prints the tables."""
    database = folder / "reports.db"
    steps = load(folder, database, -(-reports // len(YEARS)), YEARS, compiled=turns > 1)
    print(table(f"Loading {reports} reports", LOAD_HEADS, steps), flush=True)
    what = held(database)
    began = perf_counter()
    desk = Desk(Facts(database), load_words(ROOT / "data" / "words"))
    opened = perf_counter() - began
    _, first = ask(desk, questions(what, 1)[0])
    print(f"Opening the desk {shown(opened)}, its first answer {shown(first)}\n")
    print(machine())
    rows, otherwise = kind_rows(desk, database, what, each)
    print(table(f"One process, {reports} reports", KIND_HEADS, rows), flush=True)
    if otherwise:
        print(table("Not as it should", ("question", "status", "reason"), otherwise[:20]))
    print(table("Long messages", LONG_HEADS, long_rows(desk, what.agencies[0], turns)), flush=True)
    print(table("As a command", COMMAND_HEADS, command_rows(database, what.agencies[0], turns)))


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Measure answering against a bare SQLite look-up, within one run.")
    parser.add_argument("--reports", type=int, default=20_000)
    parser.add_argument("--each", type=int, default=150, help="questions of each kind")
    parser.add_argument("--turns", type=int, default=15, help="how often long messages and commands are measured")
    options = parser.parse_args(arguments)
    with TemporaryDirectory(prefix="answering-") as folder:
        measure(Path(folder), options.reports, options.each, options.turns)


if __name__ == "__main__":
    main()
