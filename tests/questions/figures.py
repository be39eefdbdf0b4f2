"""The figures that the goldens are asked of, made up: `python -m tests.questions.figures FILE.csv` writes them.

Places and kinds of agency are real (agencies.csv, with the years of which a report is held), the numbers are chance with a
fixed seed, so that the file is the same everywhere and need not be kept. The sums of the form hold. What must not be left to
chance stands in cases.csv: blanks, dashes, cells that nobody can read, rows that a report has not, totals that are off.
"""

from __future__ import annotations

import csv
import sys
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random

HERE = Path(__file__).parent
COLUMNS = ["agency_id", "agency", "region", "organ", "year", "form", "field", "state", "value", "raw", "document", "page"]
LAST_OF_THE_FORMER_FORM = 2020
THOUSANDS = "330106/government"
"""The one publisher that prints separators of thousands."""

PEOPLE = {"person": 80, "business": 8, "research": 1, "public_interest": 1.5, "legal_service": 7, "other_organisation": 3}
OUTCOMES = {
    "granted": 40,
    "partly_granted": 12,
    "denied_state_secret": 0.3,
    "denied_prohibited_by_law": 1,
    "denied_security_and_stability": 0.5,
    "denied_third_party": 2,
    "denied_internal_affairs": 2,
    "denied_process_information": 2,
    "denied_enforcement_files": 2,
    "denied_administrative_query": 2,
    "unavailable_not_held": 20,
    "unavailable_needs_creation": 3,
    "unavailable_unclear": 1.5,
    "rejected_petition": 4,
    "rejected_repeated": 2,
    "rejected_publication": 0.6,
    "rejected_excessive": 0.6,
    "rejected_reconfirmation": 0.6,
    "other": 4,
    "other_not_corrected": 1.5,
    "other_fee_unpaid": 0.4,
    "other_other": 2,
}
SPLIT = ("other_not_corrected", "other_fee_unpaid", "other_other")
"""The rows that only the present form prints; the former one has `other` in their place."""
CASES = {"reconsideration": 0.09, "litigation_direct": 0.02, "litigation_after_reconsideration": 0.03}
ENDS = {"upheld": 6, "corrected": 2, "other": 1.5, "pending": 1.5}
SIZES: dict[str, Sequence[tuple[int, int]]] = {
    "dept": ((150, 2900), (4, 190), (0, 9), (3, 40), (0, 3)),
    "edu": ((20, 260), (0, 12), (0, 0), (4, 30), (0, 4)),
    "market": ((3000, 22000), (60, 900), (1, 60), (10, 90), (0, 3)),
    "police": ((900, 4200), (1500, 5200), (200, 900), (8, 40), (0, 2)),
    "quiet": ((0, 9), (0, 4), (0, 0), (0, 6), (0, 1)),
    "gov": ((30000, 160000), (3000, 30000), (100, 2600), (120, 900), (2, 16)),
    "city": ((2000, 9000), (40, 400), (0, 20), (30, 160), (1, 6)),
    "citygov": ((200000, 600000), (40000, 120000), (3000, 9000), (900, 2600), (8, 30)),
    "provgov": ((900000, 2600000), (200000, 800000), (9000, 40000), (4000, 9000), (20, 60)),
    "prov": ((9000, 40000), (30, 300), (0, 9), (150, 600), (2, 12)),
    "ministry": ((1500, 9000), (3, 60), (0, 3), (500, 1900), (10, 50)),
}
"""Size of agency → from what to what its permits, penalties, measures, requests and normative documents go."""
FEES = {"dept": 0.35, "edu": 0.7, "market": 0.2, "quiet": 0, "city": 0.5, "prov": 0.6, "ministry": 0.5}
"""How likely it is to collect fees, where it does not always."""
RULE_MAKERS = ("citygov", "provgov", "ministry")

Number = int | float
Cells = dict[str, tuple[str, Number | None, str]]


def _seeded(text: str) -> Random:
    return Random(zlib.crc32(text.encode()))


def _shared(chance: Random, count: int, weights: Mapping[str, float]) -> dict[str, int]:
    found = dict.fromkeys(weights, 0)
    for key in chance.choices(list(weights), list(weights.values()), k=count):
        found[key] += 1
    return found


def _about(chance: Random, middle: int, low: float = 0.7, high: float = 1.35) -> int:
    return max(0, round(middle * chance.uniform(low, high)))


class Publisher:
    """One agency, which remembers from year to year what is in force and what is carried over."""

    def __init__(self, id: str, size: str) -> None:
        self._id, self._size = id, size
        self._own = _seeded(id)
        self._middles = [self._own.randint(*span) for span in SIZES[size][:4]]
        self._documents = self._own.randint(3, 60)
        self._rules = self._own.randint(15, 90) if size in RULE_MAKERS else 0
        self._items, self._published = self._own.randint(10, 60), self._own.randint(5, 40)
        self._carried: tuple[int, Mapping[str, int]] = (0, {})

    def report(self, year: int) -> dict[str, Number]:
        """The numbers of one year, by key."""
        chance = _seeded(f"{self._id}{year}")
        permits, penalties, measures, requests = self._middles
        decided = (_about(chance, permits), _about(chance, penalties), _about(chance, measures, 0.5, 1.6))
        fees = self._fees(chance)
        former = year <= LAST_OF_THE_FORMER_FORM
        numbers = self._former_two(chance, decided) if former else self._two(chance, decided, fees)
        received = _about(chance, requests, 0.75, 1.3)
        return numbers | self._three(chance, year, received, former) | self._four(chance, received)

    def _fees(self, chance: Random) -> Number:
        scale = {"dept": 1, "edu": 1, "market": 1, "police": 40, "city": 40, "prov": 40}.get(self._size, 900)
        collects = self._own.random() < FEES.get(self._size, 1)
        return round(chance.uniform(3, 90) * scale, 2) if collects else 0

    def _two(self, chance: Random, decided: Sequence[int], fees: Number) -> dict[str, Number]:
        span = SIZES[self._size][4]
        made, repealed = chance.randint(*span), chance.randint(0, max(0, span[1] // 3))
        repealed = min(repealed, self._documents)
        self._documents += made - repealed
        rules = (chance.randint(0, 4), chance.randint(0, 2)) if self._rules else (0, 0)
        self._rules += rules[0] - rules[1]
        return {
            "rules.made": rules[0],
            "rules.repealed": rules[1],
            "rules.in_force": self._rules,
            "normative_documents.made": made,
            "normative_documents.repealed": repealed,
            "normative_documents.in_force": self._documents,
            "permits.decided": decided[0],
            "penalties.decided": decided[1],
            "compulsory_measures.decided": decided[2],
            "fees.amount": fees,
        }

    def _former_two(self, chance: Random, decided: Sequence[int]) -> dict[str, Number]:
        made = chance.randint(*SIZES[self._size][4])
        self._published += made
        numbers: dict[str, Number] = {
            "rules.made": 0,
            "rules.newly_published": 0,
            "rules.published_total": 0,
            "normative_documents.made": made,
            "normative_documents.newly_published": made,
            "normative_documents.published_total": self._published,
        }
        services = _about(chance, self._middles[0], 0.2, 0.5)
        kinds = {"permits": decided[0], "other_services": services, "penalties": decided[1], "compulsory_measures": decided[2]}
        for kind, count in kinds.items():
            change = chance.randint(-4, 9)
            numbers |= {f"{kind}.items_last_year": self._items + len(kind), f"{kind}.items_change": change}
            numbers[f"{kind}.decided"] = count
            self._items += change if kind == "permits" else 0
        numbers |= {"fees.items_last_year": chance.randint(0, 5), "fees.items_change": chance.randint(-1, 1)}
        return numbers | {"procurement.items": chance.randint(2, 40), "procurement.amount": round(chance.uniform(20, 9000), 2)}

    def _three(self, chance: Random, year: int, count: int, former: bool) -> dict[str, Number]:
        outcomes = {key: weight for key, weight in OUTCOMES.items() if (key not in SPLIT if former else key != "other")}
        received = _shared(chance, count, PEOPLE)
        rows: dict[str, dict[str, int]] = {row: {} for row in ("received", "carried_in", *outcomes, "concluded", "carried_out")}
        for who in PEOPLE:
            if self._carried[0] == year - 1:
                before = self._carried[1][who]
            else:
                before = chance.choice((0, 0, 0, 1, 2)) * (1 if who == "person" and self._middles[3] > 3 else 0)
            whole = received[who] + before
            left = min(whole, round(whole * chance.uniform(0, 0.12)) if whole > 6 else 0)
            ended = _shared(chance, whole - left, outcomes)
            column = {"received": received[who], "carried_in": before, **ended, "concluded": whole - left, "carried_out": left}
            for row, number in column.items():
                rows[row][who] = number
        self._carried = (year, rows["carried_out"])
        numbers: dict[str, Number] = {f"{row}.{who}": number for row, people in rows.items() for who, number in people.items()}
        return numbers | {f"{row}.total": sum(people.values()) for row, people in rows.items()}

    def _four(self, chance: Random, received: int) -> dict[str, Number]:
        numbers: dict[str, Number] = {}
        for case, part in CASES.items():
            count = round(received * part * chance.uniform(0.3, 1.6))
            numbers |= {f"{case}.{end}": number for end, number in _shared(chance, count, ENDS).items()}
            numbers[f"{case}.total"] = count
        return numbers


def _printed(number: Number) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".") if isinstance(number, float) else str(number)


def _read(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _laid(cells: Cells, case: Mapping[str, str]) -> None:
    """Lays one case of cases.csv over the cells of its report."""
    field, state = case["field"], case["state"]
    for key in [key for key in cells if key.split(".")[0] in CASES] if field == "section four" else [field]:
        assert key in cells, f"cases.csv: {case['id']} {case['year']} has no {key}"
        if state == "off by":
            number = int(cells[key][1] or 0) + int(case["value"])
            cells[key] = ("number", number, str(number))
        else:
            value = float(case["value"]) if "." in case["value"] else int(case["value"] or 0)
            cells[key] = (state, value if state == "number" else None, case["raw"])


def reports() -> Iterator[tuple[dict[str, str], int, Cells]]:
    """Every report: the line of its agency, its year and its cells."""
    cases = _read("cases.csv")
    for agency in _read("agencies.csv"):
        publisher = Publisher(agency["id"], agency["size"])
        for year in map(int, agency["years"].split()):
            cells: Cells = {key: ("number", value, _printed(value)) for key, value in publisher.report(year).items()}
            for case in cases:
                if (case["id"], case["year"]) == (agency["id"], str(year)):
                    _laid(cells, case)
            if agency["id"] == THOUSANDS:
                for key, (state, value, _) in cells.items():
                    if isinstance(value, int) and value > 999:
                        cells[key] = (state, value, f"{value:,}")
            yield agency, year, cells


def _page(field: str) -> int:
    row = field.split(".")[0]
    in_three = row in ("received", "carried_in", "concluded", "carried_out") or row in OUTCOMES
    return 4 if row in CASES else 3 if in_three else 2


def write(file: Path) -> int:
    """Writes all figures as CSV, and returns how many reports they are of."""
    count = 0
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        for agency, year, cells in reports():
            count += 1
            id, suffix = agency["id"], agency["suffix"]
            form = "2019" if year <= LAST_OF_THE_FORMER_FORM else "2021"
            document = f"{agency['name']}{year}年政府信息公开工作年度报告.{suffix}"
            for key, (state, value, raw) in cells.items():
                head = (id, agency["name"], agency["region"], id.split("/")[1], year, form, key)
                number = "" if value is None else _printed(value)
                writer.writerow((*head, state, number, raw, document, _page(key) if suffix == "pdf" else ""))
    return count


if __name__ == "__main__":
    print(write(Path(sys.argv[1])), "reports")
