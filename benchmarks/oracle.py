"""The bot against a second opinion: random questions in words of their own, answers reckoned from the exported CSV alone.

    python -m benchmarks.oracle [--questions 20000] [--seed 1] [--show 20]

Prints how many questions of each kind were asked, answered and answered otherwise, and each difference. The bar is none at
all. The figures are those of tests/questions, made up, of real places; the oracle is tests/questions/oracle.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.stopwatch import machine, table
from tests.questions.desk import cards, database, exported
from tests.questions.oracle.run import Outcome, run
from tests.questions.oracle.table import Table

HEADS = ("kind", "asked", "answered", "another figure", "not as it should")


def rows(outcome: Outcome) -> list[tuple[str, ...]]:
    """A line for each kind of question, and one for all."""
    differing = Counter(one.asked.operation for one in outcome.differing)
    wrong = Counter(one.asked.operation for one in outcome.differing if one.is_figure)
    told = [
        (kind, str(count), str(outcome.answered[kind]), str(wrong[kind]), str(differing[kind]))
        for kind, count in sorted(outcome.asked.items())
    ]
    whole = (outcome.asked, outcome.answered, wrong, differing)
    return [*told, ("all", *(str(sum(counts.values())) for counts in whole))]


def main(arguments: Sequence[str] | None = None) -> int:
    """The command: 0 where nothing differs."""
    parser = argparse.ArgumentParser(description="Ask random questions of the bot and of an oracle that shares no code with it.")
    parser.add_argument("--questions", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=20, help="how many differences to print")
    options = parser.parse_args(arguments)
    with TemporaryDirectory(prefix="oracle-") as folder:
        held = Table(exported(database(), Path(folder) / "export.csv"))
    outcome = run(lambda question: cards([question])[0], held, options.seed, options.questions)
    print(machine())
    print(table(f"{options.questions} questions, seed {options.seed}", HEADS, rows(outcome)))
    for one in outcome.differing[: options.show]:
        print(one)
    return 1 if outcome.differing else 0


if __name__ == "__main__":
    sys.exit(main())
