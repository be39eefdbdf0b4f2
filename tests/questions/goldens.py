"""The goldens of goldens/*.toml as questions with expectations, in the form that `python -m bot eval` marks.

    python -m tests.questions.goldens > questions.jsonl

writes them as such a file. How they are written by hand stands in README.md.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "goldens"
KEYS = {"status", "reason", "operation", "facts", "ranking", "result", "contains", "or"}
MOST_NAMED = 4
"""Up to so many figures of a look-up must each stand in the text."""

Expectation = dict[str, Any]


@dataclass(frozen=True)
class Golden:
    """Messages of one conversation, often a single one, each with what is expected of its answer."""

    id: str
    kind: str
    turns: tuple[tuple[str, Expectation], ...]


@cache
def goldens() -> tuple[Golden, ...]:
    """Every golden, file by file."""
    return tuple(golden for path in sorted(HERE.glob("*.toml")) for golden in _of_file(path))


def _of_file(path: Path) -> Iterator[Golden]:
    entries = tomllib.loads(path.read_text("utf-8"))
    assert entries.keys() <= {"golden", "conversation"}, f"{path.name}: {entries.keys()}"
    for number, entry in enumerate(entries.get("golden", ()), 1):
        kind, asks = entry.pop("kind"), entry.pop("ask")
        assert isinstance(asks, list) and asks, f"{path.name} {number}: ask is a list of questions"
        for place, ask in enumerate(asks, 1):
            yield Golden(f"{path.stem}{number}.{place}", kind, ((ask, _expected(entry, f"{path.name} {asks[0]}")),))
    for number, entry in enumerate(entries.get("conversation", ()), 1):
        turns = [(turn.pop("ask"), _expected(turn, f"{path.name} {number}")) for turn in entry["turn"]]
        yield Golden(f"{path.stem}{number}", "conversations", tuple(turns))


def _expected(entry: dict[str, Any], where: str) -> Expectation:
    assert entry.keys() <= KEYS, f"{where}: unknown keys {entry.keys() - KEYS}"
    if "or" in entry:
        return {"or": [_expected(one, where) for one in entry["or"]]}
    expected = {key: entry[key] for key in ("status", "reason", "operation", "contains") if key in entry}
    if "facts" in entry:
        expected["facts"] = [_fact(line, where) for line in entry["facts"]]
    result = {key: None if value == "none" else value for key, value in entry.get("result", {}).items()}
    if "ranking" in entry:
        result["ranking"] = [_place(line, where) for line in entry["ranking"]]
    if result:
        expected["result"] = result
    if not result and "contains" not in expected and "operation" not in expected:
        expected |= _named(expected)
    return expected


def _named(expected: Expectation) -> Expectation:
    numbers = [fact[3] for fact in expected.get("facts", ()) if not isinstance(fact[3], str)]
    whole = numbers and len(numbers) == len(expected["facts"]) <= MOST_NAMED and expected.get("status") == "answered"
    return {"contains": [str(abs(number)) for number in numbers]} if whole else {}


def _fact(line: str, where: str) -> list[Any]:
    parts = line.split()
    assert len(parts) == 4, f"{where}: {line!r} is not agency, year, field, value"
    agency, year, field, value = parts
    return [agency, int(year), field, _number(value)]


def _place(line: str, where: str) -> dict[str, Any]:
    parts = line.split()
    assert len(parts) == 3, f"{where}: {line!r} is not rank, agency, value"
    return {"rank": int(parts[0]), "agency_id": parts[1], "value": _number(parts[2])}


def _number(text: str) -> int | float | str:
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    return float(text) if re.fullmatch(r"-?\d+\.\d+", text) else text


def lines() -> Iterator[str]:
    """The goldens as the lines of a file for `bot eval`."""
    for golden in goldens():
        for number, (ask, expected) in enumerate(golden.turns, 1):
            line: dict[str, Any] = {"id": golden.id, "question": ask, "expect": expected}
            if len(golden.turns) > 1:
                line |= {"id": f"{golden.id}.{number}", "chat": golden.id}
            yield json.dumps(line, ensure_ascii=False)


if __name__ == "__main__":
    print("\n".join(lines()))
