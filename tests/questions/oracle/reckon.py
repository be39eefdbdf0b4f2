"""What must come of a question, reckoned from the exported table by the words of the contract."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from tests.questions.oracle.asked import Asked
from tests.questions.oracle.compare import Expected, answered, not_answered
from tests.questions.oracle.table import RATES, SUMS, Cell, Table

NO_NUMBER = ("blank", "missing", "not_on_form")
PAGE = 10
"""Where nobody says how many, a ranking may end after so many."""
Ways = tuple[Expected, ...]


def expected(asked: Asked, table: Table) -> Ways:
    """The ways in which the question may be answered."""
    if asked.stranger:
        return (not_answered(),)
    return _BY_OPERATION[asked.operation](asked, table)


def _cells(table: Table, agencies: Iterable[str], years: Iterable[int], fields: Iterable[str]) -> list[Cell]:
    return [
        cell
        for agency in agencies
        for year in years
        if (agency, year) in table.reports
        for field in fields
        for cell in table.parts(agency, year, field)
    ]


def _lookup(asked: Asked, table: Table) -> Ways:
    (agency,) = asked.agencies
    years = asked.years or table.years(agency)[-1:]
    held = [year for year in years if (agency, year) in table.reports]
    if not held:
        return (not_answered("no_report"),)
    cells = _cells(table, [agency], held, asked.fields)
    values = [table.value(agency, year, field) for year in held for field in asked.fields]
    numbers = [value for value in values if value is not None]
    if not numbers:
        state = next(cell.state for cell in cells if cell.value is None)
        reason = state if state in NO_NUMBER else "blank"
        return (not_answered(reason, most=cells),)
    if len(held) < len(years):
        return (answered(cells), not_answered("no_report"))
    return (answered(cells, told=tuple(numbers)),)


def _truth(holds: Callable[[Asked, Decimal], bool]) -> Callable[[Asked, Table], Ways]:
    def ways(asked: Asked, table: Table) -> Ways:
        (agency,), (year,), (field,) = asked.agencies, asked.years, asked.fields
        if (agency, year) not in table.reports:
            return (not_answered("no_report"),)
        cells = _cells(table, [agency], [year], [field])
        value = table.value(agency, year, field)
        if value is None:
            return (answered(cells, {"value": None}, least=frozenset()), not_answered(*NO_NUMBER, most=cells))
        return (answered(cells, {"value": holds(asked, value)}, operation=asked.operation),)

    return ways


def _compare(asked: Asked, table: Table) -> Ways:
    (year,), (field,) = asked.years, asked.fields
    held = [agency for agency in asked.agencies if (agency, year) in table.reports]
    cells = _cells(table, held, [year], [field])
    values = {agency: value for agency in held if (value := table.value(agency, year, field)) is not None}
    if len(values) < len(asked.agencies):
        return (answered(cells, None, least=frozenset()), not_answered("no_report", *NO_NUMBER, most=cells))
    best = max(values.values())
    winners = sorted(agency for agency, value in values.items() if value == best)
    return (answered(cells, {"winners": winners, "difference": best - min(values.values())}),)


def _change(asked: Asked, table: Table) -> Ways:
    (agency,), (field,) = asked.agencies, asked.fields
    held = [year for year in asked.years if (agency, year) in table.reports]
    cells = _cells(table, [agency], held, [field])
    numbers = [value for year in held if (value := table.value(agency, year, field)) is not None]
    if len(numbers) < len(asked.years):
        ways = (answered(cells, {"difference": None}, least=frozenset()), answered(cells, None, least=frozenset()))
        return (*ways, not_answered("no_report", *NO_NUMBER, most=cells))
    first, last = numbers
    percent = (last - first) / first * 100 if first else None
    return (answered(cells, {"difference": last - first, "percent": percent}, operation="change"),)


def _set(asked: Asked, table: Table) -> tuple[list[str], list[tuple[str, Decimal]], list[Cell], int]:
    """The agencies of a set with a report on the year, those of them with a number, the cells, and the year."""
    assert asked.group
    (year,), (field,) = asked.years, asked.fields
    members = table.members(asked.group, year)
    numbers = [(agency, value) for agency in members if (value := table.value(agency, year, field)) is not None]
    return members, numbers, _cells(table, members, [year], [field]), year


def _of(cells: Iterable[Cell], agencies: Iterable[str]) -> frozenset[Cell]:
    chosen = {*agencies}
    return frozenset(cell for cell in cells if cell.agency in chosen and cell.value is not None)


def _rank(asked: Asked, table: Table) -> Ways:
    members, numbers, cells, year = _set(asked, table)
    if not numbers:
        return (not_answered("no_report", *NO_NUMBER, most=cells), answered(cells, {"ranking": []}))
    values = [value for _, value in numbers]
    ranking: list[dict[str, Any]] = []
    for agency, value in sorted(numbers, key=lambda pair: (pair[1] if asked.ascending else -pair[1], pair[0])):
        ahead = sum(other < value if asked.ascending else other > value for other in values)
        if asked.n is None or ahead < asked.n:
            ranking.append({"rank": ahead + 1, "agency_id": agency, "year": year, "value": value})
    if len(members) == 1:
        return (answered(cells, least=_of(cells, members)), answered(cells, {"ranking": ranking}))
    page = [entry for entry in ranking if asked.n is not None or entry["rank"] <= PAGE]
    return tuple(
        answered(cells, {"ranking": told}, least=_of(cells, [str(entry["agency_id"]) for entry in told]), operation="rank")
        for told in (ranking, page)
    )


def _sum(asked: Asked, table: Table) -> Ways:
    members, numbers, cells, _ = _set(asked, table)
    if not numbers:
        return (
            not_answered("no_report", *NO_NUMBER, most=cells),
            answered(cells, {"value": None, "counted": 0}, least=frozenset()),
        )
    whole = sum((value for _, value in numbers), Decimal(0))
    value = whole if asked.operation == "total" else whole / len(numbers)
    least = _of(cells, [agency for agency, _ in numbers])
    result = {"value": value, "counted": len(numbers), "of": len(members)}
    return (answered(cells, result, least=least, operation=asked.operation),)


def _kept(asked: Asked, table: Table) -> Ways:
    members, numbers, cells, _ = _set(asked, table)
    limit = asked.limit
    assert limit
    if not numbers:
        nothing = answered(cells, {"value": 0} if asked.operation == "count" else {"agencies": []}, least=frozenset())
        return (nothing, not_answered("no_report", *NO_NUMBER, most=cells))
    kept = [(agency, value) for agency, value in numbers if limit.keeps(value)]
    least = _of(cells, [agency for agency, _ in kept])
    if asked.operation == "count":
        result: dict[str, Any] = {"value": len(kept), "counted": len(numbers), "of": len(members)}
        return (answered(cells, result, operation="count", least=frozenset()),)
    up = [agency for agency, _ in sorted(kept, key=lambda pair: (pair[1], pair[0]))]
    down = [agency for agency, _ in sorted(kept, key=lambda pair: (-pair[1], pair[0]))]
    return tuple(answered(cells, {"agencies": order}, least=least, operation="list") for order in (down, up))


def _position(asked: Asked, table: Table) -> Ways:
    _, numbers, cells, _ = _set(asked, table)
    own = dict(numbers).get(asked.agencies[0])
    if own is None:
        return (not_answered("no_report", *NO_NUMBER, "unknown_agency", most=cells), answered(cells, None, least=frozenset()))
    ahead = sum(value > own for _, value in numbers)
    least = _of(cells, asked.agencies)
    return (answered(cells, {"position": ahead + 1, "of": len(numbers)}, least=least, operation="position"),)


def _ratio(cells: Sequence[Cell], above: Decimal | None, below: Decimal | None) -> Ways:
    if above is None or below is None:
        nothing = (not_answered("no_report", *NO_NUMBER, most=cells), answered(cells, {"value": None}, least=frozenset()))
        return (*nothing, answered(cells, None, least=frozenset()))
    value = above / below if below else None
    return (answered(cells, {"value": value, "numerator": above, "denominator": below}),)


def _times(asked: Asked, table: Table) -> Ways:
    (year,), (field,) = asked.years, asked.fields
    values = [table.value(agency, year, field) if (agency, year) in table.reports else None for agency in asked.agencies]
    return _ratio(_cells(table, asked.agencies, [year], [field]), values[0], values[1])


def _share(asked: Asked, table: Table) -> Ways:
    (agency,), (year,) = asked.agencies, asked.years
    if (agency, year) not in table.reports:
        return (not_answered("no_report"),)
    above, below = (table.value(agency, year, field) for field in asked.fields)
    return _ratio(_cells(table, [agency], [year], asked.fields), above, below)


def _rate(asked: Asked, table: Table) -> Ways:
    (agency,), (year,), (field,) = asked.agencies, asked.years, asked.fields
    if (agency, year) not in table.reports:
        return (not_answered("no_report"),)
    return _ratio(_cells(table, [agency], [year], [field]), *table.fraction(agency, year, field))


def _trend(asked: Asked, table: Table) -> Ways:
    (agency,), (field,) = asked.agencies, asked.fields
    years = table.years(agency)
    cells = _cells(table, [agency], years, [field])
    points = [{"year": year, "value": table.value(agency, year, field)} for year in years]
    told = [point for point in points if point["value"] is not None]
    if not told:
        return (not_answered(*NO_NUMBER, most=cells),)
    return tuple(answered(cells, {"points": which}, operation="trend") for which in (told, points))


def _extreme(asked: Asked, table: Table) -> Ways:
    (agency,), (field,) = asked.agencies, asked.fields
    years = table.years(agency)
    cells = _cells(table, [agency], years, [field])
    values = {year: value for year in years if (value := table.value(agency, year, field)) is not None}
    if not values:
        return (not_answered(*NO_NUMBER, most=cells),)
    best = min(values.values()) if asked.ascending else max(values.values())
    won = [year for year, value in values.items() if value == best]
    least = frozenset(cell for cell in cells if cell.year in won and cell.value is not None)
    return (answered(cells, least=least, told=(best, *map(Decimal, won))),)


_BY_OPERATION: dict[str, Callable[[Asked, Table], Ways]] = {
    "lookup": _lookup,
    "presence": _truth(lambda asked, value: value > 0),
    "verify": _truth(lambda asked, value: bool(asked.limit and asked.limit.keeps(value))),
    "compare": _compare,
    "change": _change,
    "rank": _rank,
    "total": _sum,
    "average": _sum,
    "count": _kept,
    "list": _kept,
    "position": _position,
    "times": _times,
    "share": _share,
    "rate": _rate,
    "trend": _trend,
    "extreme": _extreme,
}
OPERATIONS = tuple(_BY_OPERATION)
DERIVED = (*SUMS, *RATES)
