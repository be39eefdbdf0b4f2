"""Sets of reports, ranked, counted and filtered inside SQLite, so that a hundred thousand agencies cost one scan."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from bot.facts import Facts
from bot.question import Bound, Line, Scope
from bot.scopes import where_of

_SQL = {"=": "=", "!=": "<>", ">": ">", ">=": ">=", "<": "<", "<=": "<="}


class Crowd:
    """One year of a set, for one stored key. Cells that hold no number are NULL there, and never compared."""

    def __init__(self, facts: Facts, scope: Scope, year: int, key: str) -> None:
        self._facts = facts
        self._year = year
        self._key = f'f."{key}"'
        where, self._values = where_of(scope)
        # Every agency: one scan of the figures. A set: from its agencies, by the index, to their figures.
        self._where = f"FROM agency a CROSS JOIN figures f ON f.year = ? AND f.agency = a.no WHERE {where}"
        self._narrow = self._where
        if where == "1":
            self._narrow = "FROM figures f WHERE f.year = ?"
            self._where = "FROM figures f CROSS JOIN agency a ON a.no = f.agency WHERE f.year = ?"

    def size(self) -> tuple[int, int]:
        """How many reports there are, and how many of them hold a number."""
        ((of, counted),) = self._rows(f"SELECT count(*), count({self._key}) {self._narrow}")
        return int(of), int(counted)

    def foremost(self, n: int, ascending: bool, most: int) -> list[Line]:
        """The first n with those that are tied with the last of them, n + `most` at the most, by value, then by id."""
        way = "ASC" if ascending else "DESC"
        sql = f"SELECT f.agency, {self._key} {self._narrow} AND {self._key} IS NOT NULL ORDER BY 2 {way} LIMIT ?"
        rows = self._rows(sql, n + most)
        if len(rows) > n:
            last = rows[n - 1][1]
            rows = [row for row in rows if (row[1] <= last if ascending else row[1] >= last)]
        ids = self._facts.ids_of(no for no, _ in rows)
        lines = [Line(no, ids[no], self._year, Decimal(str(value))) for no, value in rows]
        by_id = sorted(lines, key=lambda line: line.id)
        return sorted(by_id, key=lambda line: line.value or 0, reverse=not ascending)

    def ahead_of(self, value: Decimal, ascending: bool) -> int:
        """How many are before a value."""
        sign = "<" if ascending else ">"
        ((count,),) = self._rows(f"SELECT count(*) {self._narrow} AND {self._key} {sign} ?", _plain(value))
        return int(count)

    def keeping(self, bounds: Sequence[Bound], most: int) -> tuple[int, list[Line]]:
        """How many keep all the limits, and the highest of them."""
        tests, values = _tests(self._key, bounds)
        ((count,),) = self._rows(f"SELECT count(*) {self._narrow} {tests}", *values)
        return int(count), self._lines(f"{tests} ORDER BY {self._key} DESC, a.id LIMIT ?", *values, most)

    def _lines(self, tail: str, *values: Any) -> list[Line]:
        rows = self._rows(f"SELECT a.no, a.id, {self._key} {self._where} {tail}", *values)
        return [Line(no, id, self._year, Decimal(str(value))) for no, id, value in rows]

    def _rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        return self._facts.rows(sql, (self._year, *self._values, *values))


def _tests(key: str, bounds: Sequence[Bound]) -> tuple[str, list[Any]]:
    tests: list[str] = []
    values: list[Any] = []
    for bound in bounds:
        if bound.relation == "between" and bound.high is not None:
            tests.append(f"AND {key} BETWEEN ? AND ?")
            values += [_plain(min(bound.low, bound.high)), _plain(max(bound.low, bound.high))]
        else:
            tests.append(f"AND {key} {_SQL[bound.relation]} ?")
            values.append(_plain(bound.low))
    return " ".join(tests), values


def _plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
