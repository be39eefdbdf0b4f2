"""Small databases with figures of chance, for laws that must hold whatever the figures are."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.answer import Desk
from bot.facts import Facts
from bot.words import Words, load_words
from tests.questions.desk import WORDS, stored
from tests.questions.figures import COLUMNS

AGENCIES = {
    "411602/health": "周口市川汇区卫生健康委员会",
    "411603/health": "周口市淮阳区卫生健康委员会",
    "411621/health": "扶沟县卫生健康委员会",
    "411623/health": "商水县卫生健康委员会",
    "411627/health": "太康县卫生健康委员会",
}
SHORT = {id: name.removeprefix("周口市").replace("卫生健康委员会", "卫健委") for id, name in AGENCIES.items()}
EVERYONE = "周口市各县区卫健委"
YEARS = (2022, 2023, 2024)
FIELDS = {
    "permits.decided": "行政许可",
    "penalties.decided": "行政处罚",
    "compulsory_measures.decided": "行政强制",
    "received.total": "新收申请",
}
PRINTED = {"blank": "", "dash": "/", "unreadable": "■", "missing": ""}

Place = tuple[str, int, str]
World = Mapping[Place, int | str]
"""What stands in each cell: a number, or the state of a cell that holds none."""


def number(world: World, agency: str, year: int, field: str) -> int | None:
    """The number in a cell, None where it holds none."""
    value = world[agency, year, field]
    return value if isinstance(value, int) else None


@cache
def words() -> Words:
    return load_words(WORDS)


@contextmanager
def desk_of(world: World) -> Iterator[Desk]:
    """A desk over a database of these cells."""
    with TemporaryDirectory(prefix="world-") as folder:
        table = Path(folder) / "figures.csv"
        with table.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(COLUMNS)
            for (agency, year, field), value in world.items():
                known = isinstance(value, int)
                told = ("number", value, value) if known else (value, "", PRINTED[str(value)])
                writer.writerow((agency, AGENCIES[agency], "", "", year, "2021", field, *told, f"{agency[:6]}-{year}.pdf", 2))
        facts = Facts(stored(table, Path(folder) / "reports.db"))
        try:
            yield Desk(facts, words())
        finally:
            facts.close()
