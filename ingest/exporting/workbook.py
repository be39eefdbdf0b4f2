"""All tables as a workbook: numbers as numbers, blanks as blanks with their state beside them, sheets for a person to read.

A workbook is written row by row and is never in memory as a whole. A sheet ends at 1,048,576 rows; what goes beyond stands
on the next. A spreadsheet keeps fifteen digits of a number: a longer one, and every code, stands there as text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from ingest import messages
from ingest.exporting.tables import AGENCIES, FIELDS, FIGURES, FINDINGS, REPORTS, STATES, Cell, Column, Table

ROWS = 1_048_575
"""Rows of a sheet below its header."""
MOST_SHEETS = 4
"""Sheets of figures in one workbook; none opens well with more."""

_LONGEST = 32_767
_EXACT = 15
_WIDTHS = {"agency": 30, "agency_id": 24, "field": 32, "name": 36, "name_en": 36, "document": 36, "message": 60, "title": 40}
_NAME = Column("name", "string", "栏目名称", "中文名称", "in Chinese")
_UNIT = Column("unit", "string", "计量单位", "数值的单位", "of the value")

Read = Callable[[Table], Iterable[Sequence[Cell]]]


def write(path: Path, read: Read, language: str) -> int:
    """Writes the workbook; `read` gives the rows of a table. Returns how many figures there are."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(str(path), options)
    book.use_zip64()
    head = book.add_format({"bold": True, "bottom": 1})
    try:
        _notes(book, language, head)
        names = {str(row[0]): (row[2 if language == "zh" else 3], row[4]) for row in read(FIELDS)}
        columns = (*FIGURES.columns[:7], _NAME, *FIGURES.columns[7:9], _UNIT, *FIGURES.columns[9:])
        count = _sheets(book, FIGURES, columns, _with_names(read(FIGURES), names, language), language, head)
        for table in (AGENCIES, REPORTS, FINDINGS, FIELDS):
            _sheets(book, table, table.columns, read(table), language, head)
    finally:
        book.close()
    return count


def _with_names(rows: Iterable[Sequence[Cell]], names: Mapping[str, tuple[Any, Any]], language: str) -> Iterator[Sequence[Cell]]:
    """The rows of figures with the name of the field, the state in words, and the unit that the number is printed in."""
    words = {state: messages.text(language, state) for state in STATES}
    for row in rows:
        name, unit = names[str(row[6])]
        printed = next((one for one in ("亿元", "万元", "元") if str(row[9]).endswith(one)), unit)
        yield (*row[:7], name, words[str(row[7])], row[8], printed if row[8] != "" else None, *row[9:])


def _sheets(book: Any, table: Table, columns: Sequence[Column], rows: Iterable[Sequence[Cell]], language: str, head: Any) -> int:
    """The table on as many sheets as it needs. Returns how many rows."""
    sheet, line, count = _sheet(book, table, columns, 1, language, head), 0, 0
    for row in rows:
        if line == ROWS:
            sheet.autofilter(0, 0, line, len(columns) - 1)
            sheet, line = _sheet(book, table, columns, count // ROWS + 1, language, head), 0
        line += 1
        count += 1
        for place, (column, cell) in enumerate(zip(columns, row, strict=True)):
            if cell is not None and cell != "":
                _put(sheet, line, place, column, cell)
    sheet.autofilter(0, 0, line, len(columns) - 1)
    return count


def _sheet(book: Any, table: Table, columns: Sequence[Column], number: int, language: str, head: Any) -> Any:
    title = table.title if language == "zh" else table.name
    sheet = book.add_worksheet(title if number == 1 else f"{title} {number}")
    sheet.freeze_panes(1, 2)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, _WIDTHS.get(column.name, 12))
        sheet.write_string(0, place, column.title if language == "zh" else column.name, head)
    return sheet


def _put(sheet: Any, line: int, place: int, column: Column, cell: Cell) -> None:
    said = str(cell)
    if column.kind in ("integer", "year", "number") and len(said.strip("-").replace(".", "")) <= _EXACT:
        sheet.write_number(line, place, float(said))
    else:
        sheet.write_string(line, place, said[:_LONGEST])


def _notes(book: Any, language: str, head: Any) -> None:
    """The first sheet: what the states and the columns mean."""
    place = 0 if language == "zh" else 1
    sheet = book.add_worksheet("说明" if language == "zh" else "read me")
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    lines = [(messages.text(language, "workbook"), "", head), ("", "", None)]
    lines += [(messages.text(language, state), said[place], None) for state, said in STATES.items()]
    for table in (FIGURES, AGENCIES, REPORTS, FINDINGS, FIELDS):
        lines += [("", "", None), ((table.title, table.name)[place], (table.zh, table.en)[place], head)]
        lines += [((one.title, one.name)[place], (one.zh, one.en)[place], None) for one in table.columns]
    for line, (name, said, style) in enumerate(lines):
        sheet.write_string(line, 0, name, style)
        sheet.write_string(line, 1, said, style)
