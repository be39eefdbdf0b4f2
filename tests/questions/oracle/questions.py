"""Random questions, meant to be answerable, nearly answerable and not answerable: of reports held and not held, of cells that
hold a number and cells that do not."""

from __future__ import annotations

from random import Random

from tests.questions.oracle import words
from tests.questions.oracle.asked import Asked, Group, Limit
from tests.questions.oracle.table import RATES, Table

HOW_OFTEN = {
    "lookup": 30,
    "presence": 5,
    "verify": 10,
    "compare": 8,
    "change": 7,
    "rank": 9,
    "total": 5,
    "average": 4,
    "count": 6,
    "list": 5,
    "position": 4,
    "times": 3,
    "share": 3,
    "rate": 5,
    "trend": 3,
    "extreme": 3,
}
SHARES = (("received.person", "received.total"), ("received.business", "received.total"), ("granted.total", "concluded.total"))
OF_SETS = (*words.MAIN, "carried_out.total", "granted.total", "reconsideration.total", "denied.total", "litigation.total")
YEARS = range(2018, 2027)


class Asker:
    """Makes questions about one table."""

    def __init__(self, chance: Random, table: Table) -> None:
        self._chance = chance
        self._table = table
        self._agencies = sorted(table.names)
        self._reports = sorted(table.reports)
        self._odd = sorted(
            (agency, year, field)
            for (agency, year), cells in table.reports.items()
            for field, cell in cells.items()
            if cell.state != "number" and field in words.FIELDS
        )

    def question(self) -> Asked:
        """One question."""
        operation = self._chance.choices(list(HOW_OFTEN), list(HOW_OFTEN.values()))[0]
        make = getattr(self, f"_{operation}", None)
        if make is not None:
            return make()  # type: ignore[no-any-return]
        return self._of_set(operation) if operation in ("rank", "total", "average", "count", "list") else self._of_one(operation)

    def _some(self, share: float) -> bool:
        return self._chance.random() < share

    def _report(self) -> tuple[str, int]:
        """An agency and a year, of which a report is held as a rule."""
        agency, year = self._chance.choice(self._reports)
        return agency, year if self._some(0.88) else self._chance.choice(YEARS)

    def _field(self, among: tuple[str, ...] = tuple(words.FIELDS)) -> str:
        return self._chance.choice(words.MAIN if self._some(0.4) and among != SHARES else among)

    def _lookup(self) -> Asked:
        agency, year = self._report()
        if self._some(0.06):
            strangers = words.STRANGERS + words.STRANGERS_EN
            return Asked("lookup", (), None, (year,), (self._field(),), stranger=self._chance.choice(strangers))
        if self._some(0.05):
            stranger = self._chance.choice(words.NOT_ON_FORM + words.NOT_ON_FORM_EN)
            return Asked("lookup", (agency,), None, (year,), (), stranger=stranger)
        if self._some(0.12):
            agency, year, field = self._chance.choice(self._odd)
            return Asked("lookup", (agency,), None, (year,), (field,))
        if self._some(0.15):
            return Asked("lookup", (agency,), None, (year,), tuple(self._chance.sample(words.MAIN, self._chance.choice((2, 3)))))
        return Asked("lookup", (agency,), None, () if self._some(0.06) else (year,), (self._field(),))

    def _presence(self) -> Asked:
        agency, year, field = self._chance.choice(self._odd) if self._some(0.1) else (*self._report(), self._field(words.MAIN))
        return Asked("presence", (agency,), None, (year,), (field,))

    def _verify(self) -> Asked:
        agency, year = self._report()
        field = self._field((*words.MAIN, "granted.total", "fees.amount", "received.person"))
        return Asked("verify", (agency,), None, (year,), (field,), self._limit(self._near(agency, year, field)))

    def _near(self, agency: str, year: int, field: str) -> int:
        value = self._table.value(agency, year, field) if (agency, year) in self._table.reports else None
        number = int(value or self._chance.randrange(60))
        return max(0, number + self._chance.choice((0, 0, 0, -1, 1, -number // 3, number // 4, 10)))

    def _limit(self, low: int) -> Limit:
        relation = self._chance.choice((">", ">", ">=", "<", "<", "<=", "=", "between"))
        if relation in ("<", "between"):
            low = max(1, low)
        return Limit(relation, low, low + self._chance.randrange(1, 50 + low) if relation == "between" else 0)

    def _pair(self) -> tuple[tuple[str, ...], int]:
        """Two or three agencies, of one kind as a rule, and a year of which the first has a report."""
        agency, year = self._chance.choice(self._reports)
        kind = agency.split("/")[1]
        same = [other for other in self._agencies if other != agency and other.split("/")[1] == kind]
        others = same if same and self._some(0.8) else [other for other in self._agencies if other != agency]
        with_report = [other for other in others if (other, year) in self._table.reports]
        others = with_report if with_report and self._some(0.9) else others
        count = 2 if len(others) > 1 and self._some(0.2) else 1
        return (agency, *self._chance.sample(others, count)), year

    def _compare(self) -> Asked:
        agencies, year = self._pair()
        return Asked("compare", agencies, None, (year,), (self._field((*words.MAIN, "granted.total", "carried_out.total")),))

    def _times(self) -> Asked:
        agencies, year = self._pair()
        return Asked("times", agencies[:2], None, (year,), (self._field(words.MAIN),))

    def _change(self) -> Asked:
        agency, _ = self._report()
        held = self._table.years(agency)
        years = self._chance.sample(held, 2) if len(held) > 1 and self._some(0.9) else self._chance.sample(YEARS, 2)
        return Asked("change", (agency,), None, tuple(sorted(years)), (self._field((*words.MAIN, "denied.total")),))

    def _set(self) -> tuple[Group, int]:
        return self._chance.choice(words.GROUPS), self._chance.choice((2020, 2021, 2022, 2022, 2023, 2023, 2024, 2024, 2025))

    def _of_set(self, operation: str) -> Asked:
        group, year = self._set()
        field = self._field(OF_SETS)
        if operation == "rank":
            field = self._chance.choice(list(RATES)) if self._some(0.1) else field
            n = self._chance.choice((None, 1, 1, 2, 3, 3, 5))
            return Asked("rank", (), group, (year,), (field,), n=n, ascending=self._some(0.3))
        limit = None
        if operation in ("count", "list"):
            members = self._table.members(group, year)
            limit = self._limit(self._near(self._chance.choice(members), year, field) if members else 10)
        return Asked(operation, (), group, (year,), (field,), limit)

    def _position(self) -> Asked:
        group, year = self._set()
        members = self._table.members(group, year)
        if not members:
            return self._lookup()
        return Asked("position", (self._chance.choice(members),), group, (year,), (self._field(OF_SETS),))

    def _share(self) -> Asked:
        agency, year = self._report()
        return Asked("share", (agency,), None, (year,), self._chance.choice(SHARES))

    def _rate(self) -> Asked:
        agency, year = self._report()
        return Asked("rate", (agency,), None, (year,), (self._chance.choice(list(RATES)),))

    def _of_one(self, operation: str) -> Asked:
        agency, _ = self._report()
        fields = (*words.MAIN, "granted.total", "reconsideration.total", "denied.total")
        return Asked(operation, (agency,), None, (), (self._field(fields),), ascending=operation == "extreme" and self._some(0.4))
