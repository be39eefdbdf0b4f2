"""Plain text with a column mark: tab-separated tables, Markdown tables, and rows that a page break moved to the left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from random import Random

from tests.printing.paper import HEADINGS, tables
from tests.printing.sheet import Sheet, Table, matrix


def tabbed(sheet: Sheet, chance: Random) -> bytes:
    """Cells parted by tabs; a merged cell is printed once and leaves empty places."""
    return _print(sheet, lambda table: ("\t".join(row) for row in _rows(table)))


def shifted(sheet: Sheet, chance: Random) -> bytes:
    """As tabbed, but after a page break in section three a row starts with its own label: the empty places are lost."""
    at = chance.randrange(6, 26)

    def lines(table: Table) -> Iterator[str]:
        for y, row in enumerate(_rows(table)):
            late = len(table) > 20 and y >= at
            while late and row and not row[0]:
                row = row[1:]
            yield "\t".join(row)

    return _print(sheet, lines)


def piped(sheet: Sheet, chance: Random) -> bytes:
    """Markdown: headings with marks, tables with pipes and a rule under the first row."""

    def lines(table: Table) -> Iterator[str]:
        for y, row in enumerate(_rows(table)):
            yield "| " + " | ".join(row) + " |"
            if y == 0:
                yield "|" + " --- |" * len(row)

    return _print(sheet, lines, title="# ", heading="## ")


def _print(sheet: Sheet, lines: Callable[[Table], Iterable[str]], title: str = "", heading: str = "") -> bytes:
    drawn = tables(sheet)
    out = [title + sheet.title, ""]
    if sheet.preface:
        out += [sheet.preface, ""]
    for number, (head, text) in enumerate(zip(HEADINGS, sheet.sections, strict=True), 1):
        out += [heading + head, ""]
        for paragraph in text.splitlines():
            out += [paragraph, ""]
        if number in drawn:
            out += [*lines(drawn[number]), ""]
    return "\n".join(out).encode()


def _rows(table: Table) -> Iterator[list[str]]:
    for row in matrix(table):
        yield ["" if slot is None else slot.text for slot in row]
