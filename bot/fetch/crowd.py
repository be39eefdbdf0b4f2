"""Sets of reports, ranked, counted and filtered inside SQLite, so that a hundred thousand agencies cost one scan.

One pass counts what there is and finds who may be among the first: those that are better than a mark which at least as many
as are wanted are known to reach, because so many do in a sample. Nobody is sorted who cannot come first.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from bot.casting.scopes import where_of
from bot.facts import Facts
from bot.question import Bound, Line, Scope

_SQL = {"=": "=", "!=": "<>", ">": ">", ">=": ">=", "<": "<", "<=": "<="}
_SAMPLE = 1_000
"""Reports of a sample for one that is wanted; for more, the square root of it more: that costs least in all."""
_AT_ONCE = 500


@dataclass(frozen=True)
class Walked:
    """What one pass found: how many reports there are, how many hold a number, how many keep the limits, and the first."""

    of: int
    counted: int
    kept: int
    lines: list[Line]


class Crowd:
    """One year of a set, for one stored key. Cells that hold no number are NULL there, and never compared.

    `others` are the further keys that limits and states are asked of.
    """

    def __init__(self, facts: Facts, scope: Scope, year: int, key: str, others: Sequence[str] = ()) -> None:
        self._facts = facts
        self._scope = scope
        self._year = year
        self._key = f'f."{key}"'
        self._held = f"{self._key} IS NOT NULL"
        self._table = facts.table_of({key, *others})
        where, self._values = where_of(scope)
        # Every agency: one scan of the figures. A set: from its agencies, by the index, to their figures.
        self._where = f"FROM agency a CROSS JOIN {self._table} f ON f.year = ? AND f.agency = a.no WHERE {where}"
        self._narrow = f"FROM {self._table} f WHERE f.year = ?" if where == "1" else self._where

    @cached_property
    def agencies(self) -> int:
        """How many agencies the set has, whether they reported on this year or not."""
        where, values = where_of(self._scope)
        if where == "1":
            return self._facts.every_agency
        return int(self._facts.rows(f"SELECT count(*) FROM agency a WHERE {where}", values)[0][0])

    def foremost(self, n: int, ascending: bool, most: int, bounds: Sequence[Bound] = ()) -> Walked:
        """The first n of those that keep the limits, with those that are tied with the last of them, n + `most` at the
        most, by value, then by id."""
        test, limits = _tests(self._key, bounds)
        return self._walked(n, most, ascending, " AND ".join([self._held, *test]), limits)

    def keeping(self, bounds: Sequence[Bound], most: int) -> Walked:
        """How many keep all the limits, and the highest of them, by value, then by id."""
        test, limits = _tests(self._key, bounds)
        walked = self._walked(most, 0, False, " AND ".join(test), limits)
        columns = {_column(bound, self._key) for bound in bounds}
        return walked if columns <= {self._key} else replace(walked, counted=self._counted(columns))

    def chosen(self, bounds: Sequence[Bound]) -> int:
        """How many keep the limits, whether they have a number for the key or not."""
        test, limits = _tests(self._key, bounds)
        return int(self._rows(f"SELECT count(*) FILTER (WHERE {' AND '.join(test)})", limits)[0][0])

    def without_number(self, keys: Sequence[str]) -> tuple[int, int, list[int]]:
        """How many reports there are, how many have a zero for the key, and the agencies without a number for any key."""
        none = " AND ".join(f'f."{key}" IS NULL' for key in keys)
        sql = f"SELECT count(*), count(*) FILTER (WHERE {self._key} = 0)"
        ((of, zeros),) = self._rows(sql, ())
        rows = self._facts.rows(f"SELECT f.agency {self._narrow} AND {none}", (self._year, *self._values))
        return int(of), int(zeros), [row[0] for row in rows]

    def _counted(self, columns: set[str]) -> int:
        """How many have a number for every limit."""
        held = " AND ".join(f"{column} IS NOT NULL" for column in sorted(columns))
        return int(self._rows(f"SELECT count(*) FILTER (WHERE {held})", ())[0][0])

    def ahead_of(self, value: Decimal | None, ascending: bool) -> Walked:
        """How many are before a value (`kept`); nobody is before none."""
        test = "0" if value is None else f"{self._key} {'<' if ascending else '>'} ?"
        sql = f"SELECT count(*), count({self._key}), count(*) FILTER (WHERE {test})"
        ((of, counted, ahead),) = self._rows(sql, () if value is None else (_plain(value),))
        return Walked(of, counted, ahead, [])

    def _walked(self, n: int, more: int, ascending: bool, test: str, limits: Sequence[Any]) -> Walked:
        mark = self._mark(n, ascending, test, limits)
        better = [] if mark is None else [f"{self._key} {'<' if ascending else '>'} ?"]
        # What is better than a mark is a number, and to test each of a hundred thousand for it once more takes a while.
        kept_sql = f"count({self._key})" if test == self._held else f"count(*) FILTER (WHERE {test})"
        found_sql = " AND ".join(better if better and test == self._held else [test, *better])
        sql = f"SELECT count(*), count({self._key}), {kept_sql}, json_group_array(f.agency) FILTER (WHERE {found_sql})"
        ((of, counted, kept, found),) = self._rows(sql, (*limits, *limits, *(() if mark is None else (mark,))))
        lines = self._lines(json.loads(found))
        lines.sort(key=lambda line: line.id)
        lines.sort(key=lambda line: line.value or 0, reverse=not ascending)
        if len(lines) < n and mark is not None:
            lines += self._at(mark, n + more - len(lines), test, limits)
        elif len(lines) > n and more:
            last = lines[n - 1].value
            lines = lines[:n] + [line for line in lines[n : n + more] if line.value == last]
        return Walked(of, counted, kept, lines[: n + more])

    def _mark(self, n: int, ascending: bool, test: str, limits: Sequence[Any]) -> int | float | None:
        """A value that at least n reach, None where the sample does not tell."""
        way = "ASC" if ascending else "DESC"
        size = min(self.agencies // 8, int(_SAMPLE * n**0.5))
        sample = f"SELECT {self._key} AS value, {test} AS good {self._narrow} LIMIT ?"
        sql = f"SELECT value FROM ({sample}) WHERE good ORDER BY value {way} LIMIT 1 OFFSET ?"
        rows = self._facts.rows(sql, (*limits, self._year, *self._values, size, n - 1))
        return rows[0][0] if rows else None

    def _at(self, mark: int | float, most: int, test: str, limits: Sequence[Any]) -> list[Line]:
        """Those that stand at the mark itself, by id: as they are many, the walk by id soon has enough of them."""
        sql = f"SELECT a.no, a.id, {self._key} {self._where} AND {test} AND {self._key} = ? ORDER BY a.id LIMIT ?"
        rows = self._facts.rows(sql, (self._year, *self._values, *limits, mark, most))
        return [Line(no, id, self._year, Decimal(str(value))) for no, id, value in rows]

    def _lines(self, numbers: Sequence[int]) -> list[Line]:
        rows: list[tuple[Any, ...]] = []
        for start in range(0, len(numbers), _AT_ONCE):
            some = numbers[start : start + _AT_ONCE]
            sql = (
                f"SELECT a.no, a.id, {self._key} FROM {self._table} f JOIN agency a ON a.no = f.agency"
                f" WHERE f.year = ? AND f.agency IN ({', '.join('?' * len(some))})"
            )
            rows += self._facts.rows(sql, (self._year, *some))
        return [Line(no, id, self._year, Decimal(str(value))) for no, id, value in rows]

    def _rows(self, columns: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        return self._facts.rows(f"{columns} {self._narrow}", (*values, self._year, *self._values))


def _tests(key: str, bounds: Sequence[Bound]) -> tuple[list[str], list[Any]]:
    """The limits as conditions, each on its own figure, and their values."""
    tests: list[str] = []
    values: list[Any] = []
    for bound in bounds:
        column = _column(bound, key)
        if bound.relation == "between" and bound.high is not None:
            tests.append(f"{column} BETWEEN ? AND ?")
            values += [_plain(min(bound.low, bound.high)), _plain(max(bound.low, bound.high))]
        else:
            tests.append(f"{column} {_SQL[bound.relation]} ?")
            values.append(_plain(bound.low))
    return tests, values


def _column(bound: Bound, key: str) -> str:
    return f'f."{bound.field}"' if bound.field else key


def _plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
