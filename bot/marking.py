"""Marks an answer against what was expected of it: right, right but for a detail, declined, asked, or wrong.

An expectation is a dict with any of `status`, `reason`, `operation` (one, or a list of those that are fine), `facts`
([[agency_id, year, field, value or state], …], the cells used, no more and no fewer), `result` (the keys of the result that
must be equal, numbers to within a millionth) and `contains` (what the text must hold, digits compared without separators of
thousands); or with `or` alone, a list of expectations of which one must hold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

MARKS = ("right", "detail", "declined", "asked", "answered", "wrong", "failed")
"""From the best to the worst. `declined` and `asked`: what can be answered was not; `answered`: what cannot be answered was;
`detail`: the right figures, but status, reason, operation or text is off; `failed`: the program gave no answer at all."""

POINTS: Mapping[str, int] = {"right": 1, "detail": 1, "answered": -10, "wrong": -10}
"""RS(10): what each mark counts; a mark that is not named counts nothing."""

BAD = ("answered", "wrong", "failed")

_STATUSES = ("answered", "clarify", "declined")
_STATES = ("number", "blank", "dash", "unreadable", "missing", "not_on_form")
_UNASKED = {"declined": "declined", "clarify": "asked"}
_NEARLY = 1e-6

Expectation = Mapping[str, Any]
Card = Mapping[str, Any]


def rs10(marks: Mapping[str, int]) -> float:
    """The points of all marks as a percentage of the most that could be had; 0 where nothing was asked."""
    asked = sum(marks.values())
    return 100 * sum(POINTS.get(mark, 0) * count for mark, count in marks.items()) / asked if asked else 0.0


def mark(expected: Expectation, card: Card) -> str:
    """The mark of an answer, given as the JSON of `bot ask --json`."""
    return max(misses(expected, card), key=MARKS.index, default="right")


def misses(expected: Expectation, card: Card) -> list[str]:
    """A mark for each point in which the answer is not as expected; of several expectations, those of the nearest."""
    if "or" in expected:
        return min((misses(one, card) for one in expected["or"]), key=_distance)
    found = [*_of_status(expected, card)]
    found += ["detail" for key in ("reason", "operation") if not _is_among(expected.get(key), card.get(key))]
    if card.get("status") == "answered" and "answered" not in found:
        found += _of_figures(expected, card)
    return found


def _distance(found: Sequence[str]) -> tuple[int, bool, int]:
    return len(found), "wrong" in found, max(map(MARKS.index, found), default=0)


def _of_status(expected: Expectation, card: Card) -> Iterable[str]:
    wanted, said = expected.get("status"), str(card.get("status"))
    if _is_among(wanted, said):
        return
    may_answer = _is_among(wanted, "answered")
    if said == "answered":
        yield "answered"
    else:
        yield _UNASKED.get(said, "detail") if may_answer else "detail"


def _of_figures(expected: Expectation, card: Card) -> Iterable[str]:
    if "facts" in expected and Counter(map(_cell, expected["facts"])) != Counter(map(_cell, _used(card))):
        yield "wrong"
    if "result" in expected and not _equal(expected["result"], card.get("result") or {}):
        yield "wrong"
    text = _bare(card.get("text") or "")
    if any(_bare(str(piece)) not in text for piece in expected.get("contains", ())):
        yield "detail"


def _is_among(wanted: Any, said: Any) -> bool:
    return wanted is None or said in (wanted if isinstance(wanted, list) else [wanted])


def _used(card: Card) -> list[list[Any]]:
    return [
        [fact["agency_id"], fact["year"], fact["field"], fact["value"] if fact["state"] == "number" else fact["state"]]
        for fact in card.get("facts") or ()
    ]


def _cell(entry: Sequence[Any]) -> tuple[Any, ...]:
    *place, value = entry
    return (*place, value if isinstance(value, str) else float(value))


def _bare(text: str) -> str:
    return text.replace(",", "").replace("，", "")


def _equal(wanted: Any, got: Any) -> bool:
    if isinstance(wanted, bool) or wanted is None or isinstance(got, bool) or got is None:
        return wanted is got
    if isinstance(wanted, int | float) and isinstance(got, int | float):
        return abs(wanted - got) <= _NEARLY * max(1, abs(wanted), abs(got))
    if isinstance(wanted, list) and isinstance(got, list):
        return len(wanted) == len(got) and all(map(_equal, wanted, got))
    if isinstance(wanted, Mapping) and isinstance(got, Mapping):
        return all(key in got and _equal(value, got[key]) for key, value in wanted.items())
    return bool(wanted == got)


def fault_of(expected: Any) -> tuple[str, str] | None:
    """What is wrong with an expectation, as the key of a sentence and the word it is about; None where it can be marked."""
    if not isinstance(expected, dict) or not expected:
        return "no_expectation", "expect"
    if "or" in expected:
        ways = expected["or"]
        if not isinstance(ways, list) or not ways or len(expected) > 1:
            return "odd_value", "or"
        return next((fault for fault in map(fault_of, ways) if fault), None)
    strange = expected.keys() - {"status", "reason", "operation", "facts", "result", "contains"}
    if strange:
        return "odd_key", min(strange)
    return next((("odd_value", key) for key in expected if not _is_sound(key, expected[key])), None)


def _is_sound(key: str, value: Any) -> bool:
    if key in ("status", "reason", "operation"):
        entries = value if isinstance(value, list) and value else [value]
        return all(entry is None or isinstance(entry, str) for entry in entries) and (
            key != "status" or set(entries) <= {*_STATUSES}
        )
    if key == "result":
        return isinstance(value, dict)
    return isinstance(value, list) and (key != "facts" or all(map(_is_cell, value)))


def _is_cell(entry: Any) -> bool:
    if not isinstance(entry, list) or len(entry) != 4:
        return False
    agency, year, field, value = entry
    is_value = value in _STATES[1:] if isinstance(value, str) else isinstance(value, int | float)
    return isinstance(agency, str) and isinstance(field, str) and type(year) is int and is_value and type(value) is not bool
