"""The algebra of answers: what must hold between the answers to several questions, whatever the figures are.

Each law asks a desk of questions about one field and year and yields a sentence for each way in which its answers contradict
each other or the cells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from tests.questions.desk import cards
from tests.questions.worlds import EVERYONE, FIELDS, SHORT, YEARS, Desk, World, number

Law = Callable[["Inquiry"], Iterator[str]]


class Inquiry:
    """One field and year of one world, and a desk to ask."""

    def __init__(self, desk: Desk, world: World, chance: Random) -> None:
        self.desk, self.world, self.chance = desk, world, chance
        self.field = chance.choice(list(FIELDS))
        self.year = chance.choice(YEARS)
        self.what = FIELDS[self.field]
        self.agencies = sorted({agency for agency, _, _ in world})
        self.asked = 0

    def ask(self, question: str) -> dict[str, Any]:
        """The answer to a question of its own."""
        self.asked += 1
        return cards([question], self.desk)[0]

    def result(self, question: str, key: str) -> Any:
        """One key of the result; None where the question was not answered."""
        return (self.ask(question)["result"] or {}).get(key)

    def value(self, agency: str, year: int | None = None) -> int | None:
        """What stands in a cell."""
        return number(self.world, agency, year or self.year, self.field)

    def numbers(self) -> dict[str, int]:
        """The agencies that have a number in this year."""
        return {agency: value for agency in self.agencies if (value := self.value(agency)) is not None}

    def ranking(self, way: str = "") -> list[tuple[str, int]]:
        """The agencies as they are ranked."""
        found = self.result(f"{self.year}年{EVERYONE}{self.what}{way}排名", "ranking") or []
        return [(entry["agency_id"], entry["value"]) for entry in found]


def turned_round(inquiry: Inquiry) -> Iterator[str]:
    """A − B = −(B − A); A ÷ B × (B ÷ A) = 1; who has more has it from either side."""
    one, two = inquiry.chance.sample(inquiry.agencies, 2)
    year, what = inquiry.year, inquiry.what
    there, back = (inquiry.ask(f"{SHORT[a]}和{SHORT[b]}{year}年{what}谁多")["result"] for a, b in ((one, two), (two, one)))
    if there != back:
        yield f"{one} and {two}: {there}, turned round {back}"
    times = [inquiry.result(f"{SHORT[a]}{year}年{what}是{SHORT[b]}的几倍", "value") for a, b in ((one, two), (two, one))]
    if None not in times and all(times) and abs(times[0] * times[1] - 1) > 1e-9:
        yield f"{one} and {two}: {times[0]} times and {times[1]} times"
    first, last = sorted(inquiry.chance.sample(YEARS, 2))
    rise, fall = (
        inquiry.result(f"{SHORT[one]}{b}年{what}比{a}年变化多少", "difference") for a, b in ((first, last), (last, first))
    )
    values = [inquiry.value(one, year) for year in (first, last)]
    wanted = None if values[0] is None or values[1] is None else values[1] - values[0]
    if rise != wanted or fall != wanted:
        yield f"{one} from {first} to {last}: {rise} and {fall}, not {wanted}"


def foremost(inquiry: Inquiry) -> Iterator[str]:
    """The first of the ranking is the superlative, from either end; each has its place."""
    whole = f"{inquiry.year}年{EVERYONE}{inquiry.what}"
    for way, most in (("从多到少", "最多"), ("从少到多", "最少")):
        ranking = inquiry.ranking(way)
        first = inquiry.result(f"{whole}{most}的是谁", "ranking") or []
        best = [agency for agency, value in ranking if value == ranking[0][1]]
        if [entry["agency_id"] for entry in first] != best:
            yield f"{most}: {first}, ranking {ranking}"
        if dict(ranking) != inquiry.numbers():
            yield f"ranking {way} {ranking}, numbers {inquiry.numbers()}"
    for agency in inquiry.chance.sample(inquiry.agencies, 1):
        place = inquiry.result(f"{SHORT[agency]}{inquiry.year}年{inquiry.what}在{EVERYONE}里排第几", "position")
        own = inquiry.value(agency)
        ahead = None if own is None else 1 + sum(value > own for value in inquiry.numbers().values())
        if place != ahead:
            yield f"{agency} is {place}, not {ahead}"


def summed(inquiry: Inquiry) -> Iterator[str]:
    """The sum of the list is the total, the mean is the total by the count, and what holds no number is not counted."""
    whole = f"{inquiry.year}年{EVERYONE}{inquiry.what}"
    listed = inquiry.result(f"{whole}不少于0件的有哪些", "agencies") or []
    numbers = inquiry.numbers()
    total, mean = (inquiry.ask(f"{whole}{word}")["result"] or {} for word in ("合计多少", "平均每家多少"))
    if sorted(listed) != sorted(numbers):
        yield f"listed {listed}, not {sorted(numbers)}"
    if numbers and (total.get("value"), total.get("counted")) != (sum(numbers.values()), len(numbers)):
        yield f"total {total}, not {sum(numbers.values())} of {len(numbers)}"
    if numbers and abs(mean.get("value", -1) * len(numbers) - sum(numbers.values())) > 1e-6:
        yield f"mean {mean}, total {total}"
    if not numbers and (total.get("value") is not None or mean.get("value") is not None):
        yield f"nothing to add, and yet {total} and {mean}"


def exceeded(inquiry: Inquiry) -> Iterator[str]:
    """Fewer exceed a higher limit; those above and those not above are all; as many are counted as are listed."""
    whole = f"{inquiry.year}年{EVERYONE}{inquiry.what}"
    numbers = inquiry.numbers()
    if not numbers:
        return
    limits = sorted({0, *numbers.values(), max(numbers.values()) + 1, inquiry.chance.randrange(3000)})
    counts = [inquiry.result(f"{whole}超过{limit}件的有几家", "value") for limit in limits]
    if counts != [sum(value > limit for value in numbers.values()) for limit in limits]:
        yield f"above {limits}: {counts}, numbers {numbers}"
    limit = inquiry.chance.choice(limits)
    others = inquiry.result(f"{whole}不超过{limit}件的有几家", "value")
    if others is None or others + counts[limits.index(limit)] != len(numbers):
        yield f"above {limit} {counts[limits.index(limit)]}, not above {others}, of {len(numbers)}"
    listed = inquiry.result(f"{whole}超过{limit}件的有哪些", "agencies")
    if len(listed or []) != counts[limits.index(limit)]:
        yield f"above {limit}: {counts[limits.index(limit)]} counted, {listed} listed"


def held(inquiry: Inquiry) -> Iterator[str]:
    """What stands in a cell is told, is true when claimed and not when claimed otherwise; the trend is the cells."""
    agency = inquiry.chance.choice(inquiry.agencies)
    who, value = f"{SHORT[agency]}{inquiry.year}年{inquiry.what}", inquiry.value(agency)
    card = inquiry.ask(f"{who}多少件")
    told = [fact["value"] for fact in card["facts"]] if card["status"] == "answered" else None
    if told != (None if value is None else [value]):
        yield f"{who}: {told}, not {value}"
    for claim, right in ((f"是{value}件", True), (f"超过{value}件", False), (f"是{(value or 0) + 1}件", False)):
        said = inquiry.result(f"{who}{claim}吗", "value") if value is not None else right
        if said is not right:
            yield f"{who}{claim}: {said}"
    points = inquiry.result(f"{SHORT[agency]}历年{inquiry.what}", "points") or []
    wanted = {year: own for year in YEARS if (own := inquiry.value(agency, year)) is not None}
    if {point["year"]: point["value"] for point in points if point["value"] is not None} != wanted:
        yield f"trend of {agency}: {points}, not {wanted}"


LAWS: tuple[Law, ...] = (turned_round, foremost, summed, exceeded, held)
