"""The nouns of printing: a report with every cell as it is to be printed, and tables with merged cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

DASHES = ("/", "-", "—", "无")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One report. `cells` maps each key of the form to the very characters to print: "12", "1,344", "", "/".

    `sections` are the texts of sections one to six; those of two to four stand before their tables and may be empty.
    `rows` tells which way section three prints 其他处理: "three" rows or "one".
    """

    agency: str
    year: int
    form: str
    cells: Mapping[str, str]
    sections: tuple[str, str, str, str, str, str]
    preface: str = ""
    rows: str = "three"

    @property
    def title(self) -> str:
        return f"{self.agency}{self.year}年政府信息公开工作年度报告"


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell of a printed table, with how many rows and columns it covers. `key` only where a figure stands in it."""

    text: str
    rows: int = 1
    columns: int = 1
    key: str | None = None


Table = tuple[tuple[Slot, ...], ...]


def meaning(printed: str) -> tuple[str, Decimal | None]:
    """What a cell that was printed so must be read as: its state and, for a number, its value."""
    if not printed.strip():
        return "blank", None
    if printed in DASHES:
        return "dash", None
    return "number", Decimal(printed.replace(",", ""))


def matrix(table: Table) -> list[list[Slot | None]]:
    """The table as a full grid: each slot in its upper left place, None where a merged slot goes on."""
    width = sum(slot.columns for slot in table[0])
    grid: list[list[Slot | None]] = [[None] * width for _ in table]
    taken: set[tuple[int, int]] = set()
    for y, row in enumerate(table):
        x = 0
        for slot in row:
            while (y, x) in taken:
                x += 1
            grid[y][x] = slot
            taken |= {(y + dy, x + dx) for dy in range(slot.rows) for dx in range(slot.columns)}
    return grid


def cut(table: Table, at: int) -> tuple[Table, Table]:
    """The table split over two pages before row `at`: merged slots go on in the second part, without their text."""
    grid = matrix(table)
    upper, lower = grid[:at], grid[at:]
    for y, row in enumerate(upper):
        for x, slot in enumerate(row):
            if slot is not None and y + slot.rows > at:
                row[x] = replace(slot, rows=at - y)
                lower[0][x] = replace(slot, text="", rows=y + slot.rows - at, key=None)
    return _slots(upper), _slots(lower)


def _slots(grid: list[list[Slot | None]]) -> Table:
    return tuple(tuple(slot for slot in row if slot is not None) for row in grid)
