"""What an answer may be, and where one differs from all that it may be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tests.questions.oracle.table import Cell

Place = tuple[str, int, str]
Numbers = Mapping[Place, Decimal]


@dataclass(frozen=True)
class Expected:
    """One way in which a question may be answered.

    `least` are the figures that must be used and `most` those that may be; None: any that are stored. `result` are the keys
    of the result that must be so, None: no result at all.
    """

    status: tuple[str, ...]
    reasons: tuple[str, ...] = ()
    least: frozenset[Cell] = frozenset()
    most: frozenset[Cell] | None = frozenset()
    result: Mapping[str, Any] | None = None
    operation: str | None = None
    told: tuple[Decimal, ...] = ()


ANY: Mapping[str, Any] = {}


def answered(cells: Iterable[Cell], result: Mapping[str, Any] | None = ANY, **more: Any) -> Expected:
    """Answered with just these cells; those of them that hold no number may stand among the facts or not."""
    given = frozenset(cells)
    return Expected(
        **{
            "status": ("answered",),
            "least": frozenset(cell for cell in given if cell.value is not None),
            "most": given,
            "result": result,
            **more,
        }
    )


def not_answered(*reasons: str, most: Iterable[Cell] = ()) -> Expected:
    """Declined or asked back, for one of the reasons, at the most with cells that were asked for."""
    return Expected(("declined", "clarify"), reasons, most=frozenset(most))


def difference(ways: Sequence[Expected], card: Mapping[str, Any]) -> str | None:
    """What is wrong with an answer that none of the ways allows, by the way that comes nearest; None where all is well."""
    found = [_difference(way, card) for way in ways]
    return None if None in found else min((fault for fault in found if fault), key=len)


def _difference(way: Expected, card: Mapping[str, Any]) -> str | None:
    if card["status"] not in way.status:
        return f"{card['status']}, not {'/'.join(way.status)}"
    if way.reasons and card["reason"] not in way.reasons:
        return f"reason {card['reason']}, not {'/'.join(way.reasons)}"
    if way.operation and card["operation"] != way.operation:
        return f"{card['operation']}, not {way.operation}"
    used = {_cell(fact) for fact in card["facts"]}
    if card["status"] == "answered":
        if not used >= way.least:
            return f"figures left out: {_shown(way.least - used)}"
        fault = _result(way.result, card["result"])
        if fault:
            return fault
    if way.most is not None and not used <= way.most:
        return f"figures that do not belong: {_shown(used - way.most)}"
    text = str(card["text"]).replace(",", "")
    missing = [number for number in way.told if _plain(number) not in text]
    return f"not in the text: {', '.join(map(_plain, missing))}" if missing and card["status"] == "answered" else None


def _cell(fact: Mapping[str, Any]) -> Cell:
    value = None if fact["value"] is None else Decimal(str(fact["value"]))
    return Cell(fact["agency_id"], fact["year"], fact["field"], fact["state"], value)


def _result(wanted: Mapping[str, Any] | None, got: Mapping[str, Any] | None) -> str | None:
    if wanted is None:
        known = {key: value for key, value in (got or {}).items() if value not in (None, [], ())}
        return f"a result where there is none: {known}" if {"value", "winners", "position", "ranking"} & known.keys() else None
    for key, value in wanted.items():
        if key not in (got or {}) or not _same(value, (got or {})[key]):
            return f"{key} is {(got or {}).get(key)!r}, not {value!r}"
    return None


def _same(wanted: Any, got: Any) -> bool:
    if isinstance(wanted, bool) or wanted is None or got is None:
        return wanted is got
    if isinstance(wanted, Decimal | int | float) and isinstance(got, int | float):
        return abs(float(wanted) - got) <= 1e-9 * max(1.0, abs(float(wanted)))
    if isinstance(wanted, Mapping):
        return isinstance(got, Mapping) and all(key in got and _same(value, got[key]) for key, value in wanted.items())
    if isinstance(wanted, list | tuple):
        return isinstance(got, list) and len(wanted) == len(got) and all(map(_same, wanted, got))
    return bool(wanted == got)


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _shown(cells: Iterable[Cell]) -> str:
    told = sorted(f"{cell.agency} {cell.year} {cell.field} {cell.state if cell.value is None else cell.value}" for cell in cells)
    return "; ".join(told[:4]) + (" …" if len(told) > 4 else "")
