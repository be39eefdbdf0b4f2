"""The figures of an answer as a table to take away: CSV to the last digit, and XLSX for those who work in a spreadsheet.

One figure a row, as the export of the whole database has them, and behind the rows what the answer said: how many of how
many were counted, what was assumed, which sum fails. A cell without a number stays empty, and its state says why.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from io import BytesIO, StringIO

import xlsxwriter

from bot.question import Answer
from bot.say import Say

COLUMNS = ("agency_id", "agency", "year", "field", "name", "state", "value", "unit", "raw", "document", "page")
_WIDTHS = (18, 30, 8, 24, 34, 10, 12, 8, 12, 40, 6)
_EXACT = 15
"""A spreadsheet keeps that many digits of a number; a longer one is written as text."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Cell = str | int | Decimal | None


def rows(answer: Answer, say: Say) -> Iterator[tuple[Cell, ...]]:
    """A row a figure, in the order of COLUMNS; `name` is what the field is called in the language of the answer."""
    for fact in answer.facts:
        yield (
            *(fact.agency.id, fact.agency.name, fact.year, fact.field, say.field(fact.field), fact.state),
            *(fact.value, fact.unit, fact.raw, fact.document, fact.page),
        )


@dataclass(frozen=True)
class Leaf:
    """A table to take away, and the sentences that go with it."""

    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    said: tuple[str, ...]
    widths: tuple[int, ...] = _WIDTHS


def as_csv(answer: Answer, say: Say) -> str:
    """The figures of an answer as text."""
    return csv_of(_leaf(answer, say))


def as_xlsx(answer: Answer, say: Say) -> bytes:
    """The figures of an answer as a workbook."""
    return xlsx_of(_leaf(answer, say), say)


def csv_of(leaf: Leaf) -> str:
    """UTF-8 text with a byte order mark, for Excel takes Chinese for another encoding without it."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(leaf.headers)
    for row in leaf.rows:
        writer.writerow(["" if cell is None else _harmless(cell) for cell in row])
    writer.writerow([])
    for line in leaf.said:
        writer.writerow([_harmless(f"# {line}")])
    return "\ufeff" + out.getvalue()


def xlsx_of(leaf: Leaf, say: Say) -> bytes:
    """A workbook of two sheets: the figures, and what was said of them."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    figures = book.add_worksheet(say("sheet.figures"))
    for place, (header, width) in enumerate(zip(leaf.headers, leaf.widths, strict=True)):
        figures.set_column(place, place, width)
        figures.write_string(0, place, header, bold)
    for number, row in enumerate(leaf.rows, 1):
        for place, cell in enumerate(row):
            if isinstance(cell, int | Decimal) and _is_short(cell):
                figures.write_number(number, place, float(cell))
            elif cell is not None:
                figures.write_string(number, place, str(cell))
    figures.freeze_panes(1, 2)
    figures.autofilter(0, 0, len(leaf.rows), len(leaf.headers) - 1)
    notes = book.add_worksheet(say("sheet.notes"))
    notes.set_column(0, 0, 100)
    for number, line in enumerate(leaf.said):
        notes.write_string(number, 0, line, wrapped)
    book.close()
    return out.getvalue()


def filed(answer: Answer, say: Say, ending: str) -> tuple[str, bytes]:
    """The file to hand out, by its ending (csv or xlsx): its name and what it holds."""
    data = as_csv(answer, say).encode() if ending == "csv" else as_xlsx(answer, say)
    return f"{name_of(answer)}.{ending}", data


def name_of(answer: Answer) -> str:
    """A name for the file, without its ending: who, when and what, as far as they are one each."""
    parts = [_only([fact.agency.name for fact in answer.facts]), _only([str(fact.year) for fact in answer.facts])]
    parts.append(_only([fact.field for fact in answer.facts]))
    kept = "-".join(part for part in parts if part) or answer.operation or "figures"
    return "".join(char if char.isalnum() or char in "-_." else "_" for char in kept)[:80]


def kept(value: Decimal) -> Decimal:
    """A number that was worked out, to as many digits as a spreadsheet keeps; what is printed is shorter, and stays as it is."""
    return Context(prec=_EXACT).plus(value) if not _is_short(value) else value


def _leaf(answer: Answer, say: Say) -> Leaf:
    headers = tuple(say(f"sheet.{column}") for column in COLUMNS)
    return Leaf(headers, tuple(rows(answer, say)), (answer.question, "", *answer.text.splitlines()))


def _only(values: Sequence[str]) -> str:
    return values[0] if values and len(set(values)) == 1 else ""


def _is_short(number: int | Decimal) -> bool:
    return len(Decimal(number).as_tuple().digits) <= _EXACT


def _harmless(cell: str | int | Decimal) -> str:
    """What a spreadsheet would take for a formula stays text; a number below zero, and a dash alone, are none."""
    said = str(cell)
    if isinstance(cell, str) and said[:1] in ("=", "+", "@", "-", "\t") and len(said) > 1 and not _is_number(said):
        return "'" + said
    return said


def _is_number(said: str) -> bool:
    return said.lstrip("+-").replace(".", "", 1).isdigit()
