"""Text that crawlers make of pages: every paragraph of every cell on a line of its own, with or without marks between."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from random import Random

from tests.printing.layouts.lines import fold
from tests.printing.paper import HEADINGS, tables
from tests.printing.sheet import Sheet, Slot, Table, matrix


def a_line_a_cell(sheet: Sheet, chance: Random) -> bytes:
    """Nothing but line breaks parts the cells, and an empty cell leaves nothing at all."""

    def lines(table: Table) -> Iterable[str]:
        return (f"{line}\n" for row in table for slot in row if slot.text for line in _paragraphs(slot, chance))

    return _print(sheet, lines)


def a_paragraph_a_cell(sheet: Sheet, chance: Random) -> bytes:
    """A blank line behind each cell, and one more for each empty cell: two columns of section two end with some."""

    def lines(table: Table) -> Iterable[str]:
        for row in table:
            yield from ("" if not slot.text else f"{slot.text}\n" for slot in row)
            yield from [""] * (4 < len(table) < 20 and chance.random() < 0.2)

    return _print(sheet, lines, "\n")


def bars_between(sheet: Sheet, chance: Random) -> bytes:
    """After each cell a bar on a line of its own; an empty cell leaves a bar."""

    def lines(table: Table) -> Iterable[str]:
        return (line for row in table for slot in row for line in (*_paragraphs(slot, chance), "|"))

    return _print(sheet, lines)


def bars_behind(sheet: Sheet, chance: Random) -> bytes:
    """After each cell a bar on the same line."""

    def lines(table: Table) -> Iterable[str]:
        return (f"{chr(10).join(_paragraphs(slot, chance))} |".lstrip() for row in table for slot in row)

    return _print(sheet, lines)


def bars_and_breaks(sheet: Sheet, chance: Random) -> bytes:
    """Rows with bars in which every cell begins on a new line; the further places of a merged cell are bars alone."""

    def lines(table: Table) -> Iterable[str]:
        for row in matrix(table):
            yield "|" + "|".join("" if slot is None else f" \n {slot.text}  " for slot in row) + "|"

    return _print(sheet, lines)


def _paragraphs(slot: Slot, chance: Random) -> list[str]:
    """Long labels in the pieces that a clerk broke them into."""
    broken = slot.key is None and len(slot.text) > 3 and chance.random() < 0.3
    return fold(slot.text, chance.randrange(2, 9)) if broken else [slot.text] if slot.text else []


def _print(sheet: Sheet, lines: Callable[[Table], Iterable[str]], behind: str = "") -> bytes:
    """`behind` stands after each line of text."""
    drawn = tables(sheet)
    out = [sheet.title + behind]
    for number, (head, text) in enumerate(zip(HEADINGS, sheet.sections, strict=True), 1):
        out += [line + behind for line in (head, *text.splitlines())]
        if number in drawn:
            out += lines(drawn[number])
    return "\n".join(out).encode()
