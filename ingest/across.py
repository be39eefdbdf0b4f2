"""What other reports and former states say of a report: last year's numbers and text, and what was corrected.

Such findings are worked out again whenever either side of them changes, and are no part of what a document says.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from ingest import rows
from ingest.carried import CHECK, IN, OUT, carried_over
from ingest.corrected import CORRECTED, corrections
from ingest.repeated import REPEATED, SECTIONS, repeated
from ingest.report import State
from ingest.schema import quoted
from ingest.shelf import Shelf, load, put_findings


def check_years(shelf: Shelf, no: int, year: int) -> None:
    """Last year's carried_out against this year's carried_in, here and in the report of the year after."""
    carried = _carried(shelf, no, (year - 1, year, year + 1))
    for later in (year, year + 1):
        this, last = carried.get(later), carried.get(later - 1)
        if this is None:
            continue
        shelf.connection.execute('DELETE FROM finding WHERE year = ? AND agency = ? AND "check" = ?', (later, no, CHECK))
        if last is not None:
            found = carried_over(later, last, this, shelf.names)
            put_findings(shelf, no, later, [rows.finding_row(finding) for finding in found])


def check_texts(shelf: Shelf, no: int, year: int) -> None:
    """Last year's sections five and six against this year's, here and in the report of the year after.

    Where no text is stored, as after a table of figures, there is no note to take away either: one beside this report
    went with its former state, and one beside the next needs the next one's text.
    """
    years = (year - 1, year, year + 1)
    numbers = ", ".join(map(str, SECTIONS))
    ask = f"SELECT year, section, text FROM section WHERE agency = ? AND year IN (?, ?, ?) AND section IN ({numbers})"
    texts: dict[int, dict[int, str]] = {}
    for which, section, text in shelf.connection.execute(ask, (no, *years)):
        texts.setdefault(which, {})[section] = text
    if not texts:
        return
    drop = 'DELETE FROM finding WHERE agency = ? AND year IN (?, ?) AND "check" = ?'
    shelf.connection.execute(drop, (no, year, year + 1, REPEATED))
    for later in (year, year + 1):
        found = repeated(later, texts.get(later - 1, {}), texts.get(later, {}))
        put_findings(shelf, no, later, [rows.finding_row(finding) for finding in found])


def check_corrections(shelf: Shelf, no: int, year: int) -> None:
    """What stands there now against what another document said before. A file that was read anew corrects nothing."""
    ask = (
        "SELECT v.figures FROM version AS v JOIN report AS r ON r.agency = v.agency AND r.year = v.year"
        " WHERE v.agency = ? AND v.year = ? AND v.sha256 <> r.sha256 ORDER BY v.no"
    )
    former = [_states(figures) for (figures,) in shelf.connection.execute(ask, (no, year))]
    kept = load(shelf, no, year)
    present = {key: (figure.state, figure.value) for key, figure in rows.decode(kept.values, kept.cells).items()}
    shelf.connection.execute('DELETE FROM finding WHERE year = ? AND agency = ? AND "check" = ?', (year, no, CORRECTED))
    found = corrections(former, present, shelf.names)
    put_findings(shelf, no, year, [rows.finding_row(finding) for finding in found])


def _states(figures: str) -> dict[str, tuple[State, Decimal | None]]:
    entries: dict[str, list[Any]] = json.loads(figures)
    return {key: (State(state), None if value is None else rows.decimal(value)) for key, (state, value, *_) in entries.items()}


_IN_OUT = (*OUT, *IN)
_CARRIED = f"SELECT year, {', '.join(map(quoted, _IN_OUT))} FROM figures WHERE year IN (?, ?, ?) AND agency = ?"


def _carried(shelf: Shelf, no: int, years: tuple[int, int, int]) -> dict[int, dict[str, Decimal]]:
    """By year, the numbers carried in and out: one question for the three years, because every report asks it."""
    return {
        year: {key: rows.decimal(value) for key, value in zip(_IN_OUT, row, strict=True) if value is not None}
        for year, *row in shelf.connection.execute(_CARRIED, (*years, no))
    }
