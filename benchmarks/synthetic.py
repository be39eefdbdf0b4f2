"""Synthetic figures as CSV: any number of reports, streamed to a file, the same for the same seed.

    python -m benchmarks.synthetic figures.csv --agencies 2500 --years 2017-2024
    python -m benchmarks.synthetic nation.csv --agencies 125000 --years 2018-2025 --totals

The second is a nation: a million reports of every county, prefecture and province, all kinds, and a town each, a dozen
totals a report instead of two hundred cells.

Each agency is a real region and a real kind of agency; its numbers are chance. The form's sums hold, and what is
carried out of a year is carried into the next, but for one report in `FAULT`, in which one total is off. One report
in `EMPTY` leaves the cells of whole applicants blank, and one in `DASHED` prints a dash for every 0.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from random import Random

from ingest.gazetteer import load_gazetteer
from ingest.readers.table import COLUMNS

FORM = "2021"
FAULT, EMPTY, DASHED = 50, 10, 20

TWO = tuple(f"{row}.{column}" for row in ("rules", "normative_documents") for column in ("made", "repealed", "in_force"))
DECIDED = ("permits.decided", "penalties.decided", "compulsory_measures.decided", "fees.amount")
PEOPLE = ("person", "business", "research", "public_interest", "legal_service", "other_organisation")
OUTCOMES = (
    *("granted", "partly_granted", "denied_state_secret", "denied_prohibited_by_law", "denied_security_and_stability"),
    *("denied_third_party", "denied_internal_affairs", "denied_process_information", "denied_enforcement_files"),
    *("denied_administrative_query", "unavailable_not_held", "unavailable_needs_creation", "unavailable_unclear"),
    *("rejected_petition", "rejected_repeated", "rejected_publication", "rejected_excessive"),
    *("rejected_reconfirmation", "other_not_corrected", "other_fee_unpaid", "other_other"),
)
CASES = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
ENDS = ("upheld", "corrected", "other", "pending")
TOWNS = ("城关镇人民政府", "东街道办事处")
"""Agencies of kinds that are not listed, one of each in each region, behind all others."""

Cells = dict[str, str]
Report = Callable[[Random, dict[str, int]], Cells]
"""The cells of one report, given what was carried out of the year before."""


def agencies(data: Path) -> Iterator[tuple[str, str, str, str]]:
    """id, name, region and kind of every agency that there could be: one of each region, counties first, then the next.

    Neighbours are of different kinds, so that even a few hundred agencies hold some of every kind.
    """
    gazetteer = load_gazetteer(data)
    order = {"county": 0, "prefecture": 1, "province": 2}
    regions = [region for region in gazetteer.regions.values() if region.level in order and region.until is None]
    regions.sort(key=lambda region: (order[region.level], region.code))
    organs = list(gazetteer.organs.values())
    for turn in range(len(organs)):
        for place, region in enumerate(regions):
            organ = organs[(place + turn) % len(organs)]
            yield f"{region.code}/{organ.id}", f"{region.name}{organ.zh}", region.name, organ.id
    for town in TOWNS:
        for region in regions:
            yield f"{region.code}/{town}", f"{region.name}{town}", region.name, ""


def cells(chance: Random, carried: dict[str, int]) -> Cells:
    """The cells of one report. `carried` is what came out of the year before, and then what goes into the next."""
    numbers: dict[str, int] = {key: chance.randrange(30) if chance.random() < 0.2 else 0 for key in TWO}
    size = 10 ** chance.uniform(0, 5)
    numbers |= {key: int(size * chance.random()) for key in DECIDED}
    numbers |= _three(chance, carried) | _four(chance)
    printed = {key: str(number) for key, number in numbers.items()}
    if chance.random() < 0.3:
        printed["fees.amount"] += f".{chance.randrange(1, 100):02}".rstrip("0")
    return _as_clerks_do(chance, printed)


def totals(chance: Random, carried: dict[str, int]) -> Cells:
    """A dozen cells of a report: section two of the form, and what the others come to; as quickly as can be."""
    size, one, other = int(10 ** chance.uniform(0, 5)), chance.random(), chance.random()
    received, carried_in = int(200 * other), carried.get("total", 0)
    out = int((carried_in + received) * one / 4)
    done = carried_in + received - out
    granted = int(done * other)
    carried["total"] = out
    appeals = int(12 * one) if other < 0.2 else 0
    numbers = {"permits.decided": int(size * one), "penalties.decided": int(size * other)}
    numbers |= {"compulsory_measures.decided": size // 9, "fees.amount": int(size * one * other)}
    numbers |= {"received.total": received, "carried_in.total": carried_in, "granted.total": granted}
    numbers |= {"unavailable_not_held.total": done - granted, "concluded.total": done, "carried_out.total": out}
    numbers |= {"reconsideration.upheld": appeals, "reconsideration.total": appeals}
    return _as_clerks_do(chance, {key: str(number) for key, number in numbers.items()})


def _three(chance: Random, carried: dict[str, int]) -> dict[str, int]:
    grid = {row: dict.fromkeys(PEOPLE, 0) for row in ("received", "carried_in", *OUTCOMES, "concluded", "carried_out")}
    busy = PEOPLE if chance.random() < 0.3 else PEOPLE[:1]
    for who in (who for who in PEOPLE if who in busy or carried.get(who)):
        carried_in = carried.get(who, 0)
        received = chance.randrange(200) if chance.random() < 0.6 else 0
        out = chance.randrange(1 + (carried_in + received) // 4)
        done = carried_in + received - out
        first = chance.randrange(done + 1)
        grid["granted"][who], grid[chance.choice(OUTCOMES[1:])][who] = first, done - first
        grid["received"][who], grid["carried_in"][who] = received, carried_in
        grid["concluded"][who], grid["carried_out"][who] = done, out
    for who in PEOPLE:
        carried[who] = grid["carried_out"][who]
    numbers = {f"{row}.{who}": number for row, people in grid.items() for who, number in people.items()}
    return numbers | {f"{row}.total": sum(people.values()) for row, people in grid.items()}


def _four(chance: Random) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for case in CASES:
        ends = {end: chance.randrange(6) if chance.random() < 0.1 else 0 for end in ENDS}
        numbers |= {f"{case}.{end}": number for end, number in ends.items()} | {f"{case}.total": sum(ends.values())}
    return numbers


def _as_clerks_do(chance: Random, printed: Cells) -> Cells:
    if chance.randrange(FAULT) == 0:
        key = chance.choice(("received.total", "concluded.total", "reconsideration.total", "granted.person"))
        key = key if key in printed else "granted.total"
        printed[key] = str(int(printed[key]) + chance.randrange(1, 10))
    if chance.randrange(EMPTY) == 0:
        columns = chance.sample(PEOPLE[1:], 3)
        printed |= {key: "" for key, number in printed.items() if number == "0" and key.partition(".")[2] in columns}
    if chance.randrange(DASHED) == 0:
        printed |= {key: "/" for key, number in printed.items() if number == "0"}
    return printed


def write(file: Path, data: Path, count: int, years: range, seed: int = 1, report: Report = cells) -> int:
    """Writes the reports of `count` agencies in `years`, and returns how many cells they have."""
    chance, written = Random(seed), 0
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        for id_, name, region, organ in islice(agencies(data), count):
            carried: dict[str, int] = {}
            for year in years:
                head, document = (id_, name, region, organ, year, FORM), f"{organ}/{id_[:6]}-{year}.pdf"
                for key, value in report(chance, carried).items():
                    state = "blank" if value == "" else "dash" if value == "/" else "number"
                    writer.writerow((*head, key, state, value if state == "number" else "", value, document, ""))
                    written += 1
    return written


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Write synthetic figures as CSV.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--agencies", type=int, default=2500)
    parser.add_argument("--years", default="2017-2024")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--totals", action="store_true", help="a dozen cells a report instead of two hundred")
    options = parser.parse_args()
    first, _, last = options.years.partition("-")
    data = Path(__file__).resolve().parents[1] / "data"
    years, report = range(int(first), int(last or first) + 1), totals if options.totals else cells
    count = write(options.file, data, options.agencies, years, options.seed, report)
    print(f"{count} cells")


if __name__ == "__main__":
    main()
