"""A report as the rows of the database, and back.

A plain number (printed as itself, no page, no unit of its own) is a number in `figures` and nothing else.
Everything that more must be known of stands in the JSON of `evidence`, as [state, raw, page, box, unit, why, exact]
with trailing nulls cut; state is one letter. `exact` is there only where a number has more digits than SQLite
keeps, or is an amount that is not printed in 万元: in `figures` all amounts stand in 万元, so that they can be compared
and added; one whose unit is printed nowhere stands in `evidence` alone. Missing cells and cells that the form does not
print leave no trace at all: `printed` tells one from the other.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ingest.report import Figure, Finding, ProseFigure, Report, Section, State

LETTERS = {State.NUMBER: "n", State.BLANK: "b", State.DASH: "d", State.UNREADABLE: "u"}
STATES = {letter: state for state, letter in LETTERS.items()}

AMOUNT = ".amount"
_IN_WAN = {"元": Decimal("0.0001"), "万元": Decimal(1), "亿元": Decimal(10_000)}
_OF_THE_FORM = {"fees.amount": "万元"}
"""The unit that the form itself prints, where it prints one."""

Number = int | float
_LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Rows:
    """What is kept of one report: `values` for the wide row, `cells` for the evidence, and the rows of the text."""

    values: Mapping[str, Number]
    cells: str
    sections: tuple[tuple[Any, ...], ...]
    prose: tuple[tuple[Any, ...], ...]
    findings: tuple[tuple[Any, ...], ...]


def number(value: Decimal) -> Number:
    """The nearest number that SQLite keeps: an integer, or the float whose shortest form is the printed number."""
    if value == value.to_integral_value() and abs(value) <= _LARGEST:
        return int(value)
    return float(value)


def decimal(value: Number) -> Decimal:
    """The printed number again: 7730.28 is Decimal("7730.28"), not its binary neighbour."""
    return Decimal(repr(value))


def text_of(value: Number) -> str:
    """The same digits, straight from what SQLite gives back."""
    return str(value) if isinstance(value, int) else plain(decimal(value))


def plain(value: Decimal) -> str:
    """The number as digits, without exponent and without zeros at the end of its fraction."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def in_row(figure: Figure) -> Decimal | None:
    """What stands for a number in `figures`: itself; an amount in 万元, None where it cannot be told in which unit it is."""
    if figure.value is None or not figure.key.endswith(AMOUNT) or not figure.value:
        return figure.value
    factor = _IN_WAN.get(figure.unit or _OF_THE_FORM.get(figure.key, ""))
    return None if factor is None else figure.value * factor


def encode(report: Report) -> Rows:
    """The rows of a report. Raises nothing: whatever state a cell has, there is a way to write it down."""
    values: dict[str, Number] = {}
    cells: dict[str, list[Any]] = {}
    for key, figure in report.figures.items():
        if figure.state not in LETTERS:  # most of a table that states few cells
            continue
        if _is_plain_integer(figure):
            values[key] = int(figure.raw or 0)
            continue
        kept = in_row(figure) if figure.state is State.NUMBER else None
        if kept is not None:
            values[key] = number(kept)
        entry = evidence(figure)
        if entry:
            cells[key] = entry
    return Rows(
        values,
        json.dumps(cells, ensure_ascii=False, separators=(",", ":")),
        tuple(sorted((s.number, s.heading, s.text, s.page) for s in report.sections)),
        tuple((p.section, p.subject, number(p.value), p.unit, p.sentence, p.page) for p in report.prose),
        tuple(finding_row(finding) for finding in report.findings),
    )


def _is_plain_integer(figure: Figure) -> bool:
    """Most cells are: told apart quickly, because a large table has millions of them."""
    raw = figure.raw
    return (
        figure.state is State.NUMBER
        and raw is not None
        and len(raw) < 16
        and raw.isdecimal()
        and raw == str(figure.value)
        and figure.page is None
        and figure.box is None
        and figure.unit is None
        and figure.why is None
        and not (figure.key.endswith(AMOUNT) and in_row(figure) != figure.value)
    )


def evidence(figure: Figure) -> list[Any] | None:
    """The entry of one cell, or None where its number says it all."""
    letter = LETTERS.get(figure.state)
    if letter is None:
        return None
    raw, exact = figure.raw, None
    if figure.value is not None and figure.state is State.NUMBER:
        raw = raw or plain(figure.value)
        kept = in_row(figure)
        exact = None if kept is not None and decimal(number(kept)) == figure.value else plain(figure.value)
    box = None if figure.box is None else [round(edge, 2) for edge in figure.box]
    rest = [figure.page, box, figure.unit, figure.why, exact]
    is_plain = letter == "n" and figure.value is not None and raw == plain(figure.value)
    if is_plain and all(part is None for part in rest):
        return None
    return _cut([letter, raw, *rest])


def _cut(entry: list[Any]) -> list[Any]:
    while entry and entry[-1] is None:
        entry.pop()
    return entry


def decode(values: Mapping[str, Number | None], cells: str) -> dict[str, Figure]:
    """The figures of a stored report; cells that are missing or not on the form are left out."""
    entries: dict[str, list[Any]] = json.loads(cells)
    figures = {
        key: Figure(key, State.NUMBER, decimal(value), plain(decimal(value)))
        for key, value in values.items()
        if value is not None and key not in entries
    }
    for key, entry in entries.items():
        figures[key] = figure_of(key, values.get(key), entry)
    return figures


def figure_of(key: str, value: Number | None, entry: list[Any]) -> Figure:
    """One cell that has an entry in the evidence."""
    letter, raw, page, box, unit, why, exact = entry + [None] * (7 - len(entry))
    printed = Decimal(exact) if exact is not None else None if value is None else decimal(value)
    place = None if box is None else (box[0], box[1], box[2], box[3])
    return Figure(key, STATES[letter], printed, raw, page, place, unit, why)


def finding_row(finding: Finding) -> tuple[Any, ...]:
    """check, severity, fields, zh, en, left, right, difference."""
    sides = (finding.left, finding.right, finding.difference)
    fields = json.dumps(finding.fields, separators=(",", ":"))
    numbers = tuple(None if side is None else number(side) for side in sides)
    return (finding.check, finding.severity, fields, finding.zh, finding.en, *numbers)


def finding_of(row: Iterable[Any]) -> Finding:
    """The finding of such a row."""
    check, severity, fields, zh, en, *sides = row
    left, right, difference = [None if side is None else decimal(side) for side in sides]
    return Finding(check, severity, tuple(json.loads(fields)), zh, en, left, right, difference)


def section_of(row: Iterable[Any]) -> Section:
    """The section of number, heading, text, page."""
    return Section(*row)


def prose_of(row: Iterable[Any]) -> ProseFigure:
    """The figure in prose of section, subject, value, unit, sentence, page."""
    section, subject, value, unit, sentence, page = row
    return ProseFigure(section, subject, decimal(value), unit, sentence, page)


def version_json(figures: Mapping[str, Figure]) -> str:
    """What a corrected report said before: {key: [state, value, raw]}."""
    old = {
        key: [figure.state.value, None if figure.value is None else number(figure.value), figure.raw]
        for key, figure in figures.items()
    }
    return json.dumps(old, ensure_ascii=False, separators=(",", ":"))
