"""The bot and the oracle agree on random questions; and the oracle itself is checked, so that agreeing means something."""

from __future__ import annotations

import ast
import csv
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from tempfile import mkdtemp
from typing import Any

import pytest

from tests.questions.desk import cards, database, exported
from tests.questions.oracle.asked import Asked, Limit
from tests.questions.oracle.compare import difference
from tests.questions.oracle.grammar import Speaker
from tests.questions.oracle.numerals import chinese
from tests.questions.oracle.questions import Asker
from tests.questions.oracle.reckon import OPERATIONS, expected
from tests.questions.oracle.run import Outcome, run
from tests.questions.oracle.table import Table

SEED, QUESTIONS = 20261121, 500
LEAST_ANSWERED = 0.6
HOME = Path(__file__).parent / "oracle"
CHUANHUI = "411602/health"


@cache
def table() -> Table:
    return Table(exported(database(), Path(mkdtemp(prefix="oracle-")) / "export.csv"))


def answer(question: str) -> dict[str, Any]:
    return cards([question])[0]


@cache
def outcome() -> Outcome:
    return run(answer, table(), SEED, QUESTIONS)


def test_bot_and_oracle_never_differ() -> None:
    assert not outcome().differing, "\n".join(map(str, outcome().differing))


def test_every_operation_is_asked_and_most_are_answered() -> None:
    assert {*outcome().asked} == {*OPERATIONS}
    assert sum(outcome().answered.values()) >= LEAST_ANSWERED * QUESTIONS


def test_the_oracle_shares_no_code_with_the_bot() -> None:
    for path in HOME.glob("*.py"):
        nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
        names = [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
        names += [one.name for node in nodes if isinstance(node, ast.Import) for one in node.names]
        assert not [name for name in names if name.split(".")[0] in ("bot", "ingest")], path
        assert "data/" not in path.read_text("utf-8"), path


def test_the_same_seed_asks_the_same() -> None:
    def texts(seed: int) -> list[str]:
        chance = Random(seed)
        asker, speaker = Asker(chance, table()), Speaker(chance, table().names)
        return [speaker.say(asker.question()) for _ in range(50)]

    assert texts(1) == texts(1) != texts(2)


LOOKUP = Asked("lookup", (CHUANHUI,), None, (2024,), ("permits.decided",))
COMPARE = Asked("compare", (CHUANHUI, "411603/health"), None, (2024,), ("permits.decided",))
CHANGE = Asked("change", (CHUANHUI,), None, (2023, 2024), ("permits.decided",))
CLAIM = Asked("verify", (CHUANHUI,), None, (2024,), ("permits.decided",), Limit(">", 325))
BLANK = Asked("presence", (CHUANHUI,), None, (2023,), ("compulsory_measures.decided",))

Card = dict[str, Any]
LIES: list[tuple[Asked, str, Callable[[Card], Card]]] = [
    (LOOKUP, "川汇区卫健委2024年许可多少", lambda card: {**card, "facts": [{**card["facts"][0], "value": 326}]}),
    (LOOKUP, "川汇区卫健委2024年许可多少", lambda card: {**card, "facts": [{**card["facts"][0], "year": 2023}]}),
    (LOOKUP, "川汇区卫健委2024年许可多少", lambda card: {**card, "facts": []}),
    (LOOKUP, "川汇区卫健委2024年许可多少", lambda card: {**card, "text": "326件"}),
    (LOOKUP, "川汇区卫健委2024年许可多少", lambda card: {**card, "status": "declined"}),
    (
        COMPARE,
        "川汇区卫健委和淮阳区卫健委2024年许可谁多",
        lambda card: {**card, "result": {**card["result"], "winners": [CHUANHUI]}},
    ),
    (CHANGE, "川汇区卫健委2024年许可比2023年变化多少", lambda card: {**card, "result": {"difference": -61, "percent": 23.1}}),
    (CLAIM, "川汇区卫健委2024年许可超过325件吗", lambda card: {**card, "result": {"value": True}}),
    (BLANK, "川汇区卫健委2023年有没有行政强制", lambda card: {**card, "status": "answered", "result": {"value": False}}),
]


@pytest.mark.parametrize(("asked", "text", "lie"), LIES)
def test_a_wrong_answer_is_told_from_a_right_one(asked: Asked, text: str, lie: Callable[[Card], Card]) -> None:
    card = answer(text)
    ways = expected(asked, table())
    assert difference(ways, card) is None, card
    assert difference(ways, lie(card)) is not None


def test_a_reading_of_other_slots_is_told_from_the_right_one() -> None:
    card = answer("川汇区卫健委2024年许可多少")
    for other in ({"years": (2023,)}, {"agencies": ("411603/health",)}, {"fields": ("penalties.decided",)}):
        assert difference(expected(replace(LOOKUP, **other), table()), card)  # type: ignore[arg-type]


def test_what_is_worked_out_of_the_export(tmp_path: Path) -> None:
    """By hand: a small export, and its sums and rates."""
    head = ["agency_id", "agency", "region", "organ", "year", "form", "field", "state", "value", "raw", "document", "page"]
    cells = {"concluded.total": 8, "granted.total": 3, "partly_granted.total": 1}
    cells |= {"litigation_direct.total": 2, "litigation_after_reconsideration.total": 5}
    report = [CHUANHUI, "川汇区卫健委", "川汇区", "health", 2024, 2021]
    file = tmp_path / "export.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(head)
        for field, value in cells.items():
            writer.writerow([*report, field, "number", value, value, "a.pdf", 3])
        writer.writerow([*report, "permits.decided", "blank", "", "", "a.pdf", 2])
    small = Table(file)
    assert small.value(CHUANHUI, 2024, "litigation.total") == 7
    assert small.value(CHUANHUI, 2024, "disclosure_rate") == Decimal("0.5")
    assert small.value(CHUANHUI, 2024, "permits.decided") is None
    assert small.value(CHUANHUI, 2024, "denied.total") is None
    assert small.years(CHUANHUI) == [2024]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        *[(0, "零"), (7, "七"), (10, "十"), (15, "十五"), (20, "二十"), (105, "一百零五"), (110, "一百一十"), (1005, "一千零五")],
        *[(1344, "一千三百四十四"), (30120, "三万零一百二十"), (160000, "十六万")],
    ],
)
def test_numbers_in_words(value: int, said: str) -> None:
    assert chinese(value) == said
