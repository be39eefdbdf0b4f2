"""The algebra of answers over databases of chance: how often a law is broken. The bar is never.

    python -m benchmarks.laws [--tries 20000] [--seed 1] [--each 400]

Each try takes one law, one field and one year, and asks the three to ten questions of which the law speaks; after `--each`
tries the figures are drawn again. The laws are those of tests/questions/laws.py.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from random import Random

from benchmarks.stopwatch import machine, table
from tests.questions.laws import LAWS, Inquiry
from tests.questions.worlds import AGENCIES, FIELDS, PRINTED, YEARS, World, desk_of

HEADS = ("law", "tries", "questions", "broken")
FEW, MANY, WITHOUT = 6, 3000, 0.15


def world(chance: Random) -> World:
    """Cells of chance: few small numbers, so that there are ties, some large ones, and some that hold none."""
    found: dict[tuple[str, int, str], int | str] = {}
    for place in ((agency, year, field) for agency in AGENCIES for year in YEARS for field in FIELDS):
        number = chance.randrange(FEW if chance.random() < 0.5 else MANY)
        found[place] = chance.choice(sorted(PRINTED)) if chance.random() < WITHOUT else number
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """The command: 0 where no law is broken."""
    parser = argparse.ArgumentParser(description="Look for answers that contradict each other.")
    parser.add_argument("--tries", type=int, default=20_000)
    parser.add_argument("--each", type=int, default=400, help="tries on the same figures")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    chance = Random(options.seed)
    tries, questions, broken = Counter[str](), Counter[str](), Counter[str]()
    faults: list[str] = []
    left = options.tries
    while left > 0:
        cells = world(chance)
        with desk_of(cells) as desk:
            for _ in range(min(left, options.each)):
                law = chance.choice(LAWS)
                inquiry = Inquiry(desk, cells, chance)
                found = list(law(inquiry))
                tries[law.__name__] += 1
                questions[law.__name__] += inquiry.asked
                broken[law.__name__] += bool(found)
                faults += [f"{law.__name__}, {inquiry.field} {inquiry.year}: {fault}" for fault in found]
        left -= options.each
    counts = [tuple(map(str, (name, tries[name], questions[name], broken[name]))) for name in tries]
    whole = tuple(str(sum(counter.values())) for counter in (tries, questions, broken))
    print(machine())
    print(table(f"{options.tries} tries, seed {options.seed}", HEADS, [*sorted(counts), ("all", *whole)]))
    print("\n".join(faults[:20]))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
