"""Printed sheets read back: what became of every cell, held against what was printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

from ingest.knowledge import Knowledge, load_knowledge
from ingest.read import read
from ingest.report import Figure, Report, State
from tests.printing.chance import AGENCIES, sheet
from tests.printing.prose import sections
from tests.printing.sheet import Sheet, meaning

DATA = Path(__file__).resolve().parents[2] / "data"
EXACT, OPEN, WRONG = "exact", "open", "wrong"


@cache
def knowledge() -> Knowledge:
    """Loaded once."""
    return load_knowledge(DATA)


def reading(folder: Path, content: bytes, suffix: str) -> Report:
    """The report of these bytes."""
    file = folder / f"report{suffix}"
    file.write_bytes(content)
    return read(file, knowledge())


def random_sheet(chance: Random) -> Sheet:
    """A random report of either form; now and then on the old form years after."""
    made = sheet(chance, chance.choice(("2021", "2021", "2019")), ("", "/", "-", "—"))
    if made.form == "2019" and chance.random() < 0.2:
        return replace(made, year=2022, sections=sections(chance, 2022))
    return made


def verdict(figure: Figure, sheet: Sheet) -> str:
    """What became of one cell: it is exact, or it is open (no number is given), or it is wrong.

    Where a number was printed, no number is only open; a blank or a dash must never become a number.
    """
    printed = sheet.cells.get(figure.key)
    if printed is None:
        return EXACT if figure.state is State.MISSING else OPEN if figure.value is None else WRONG
    state, value = meaning(printed)
    if figure.state.value == state and figure.value == value:
        return EXACT
    return OPEN if figure.state in (State.UNREADABLE, State.MISSING) else WRONG


def verdicts(report: Report, sheet: Sheet) -> Counter[str]:
    """How many cells are exact, open, wrong."""
    return Counter(verdict(figure, sheet) for figure in report.figures.values())


def keys(report: Report, sheet: Sheet, kind: str) -> list[str]:
    """The cells of which a verdict is given."""
    return [key for key, figure in report.figures.items() if verdict(figure, sheet) == kind]


def named(report: Report) -> set[str]:
    """The cells that findings of severity error name."""
    return {key for finding in report.findings if finding.severity == "error" for key in finding.fields}


def told_apart(report: Report, sheet: Sheet) -> Iterator[str]:
    """What of agency, year and form is not as printed."""
    if report.agency.id != AGENCIES[sheet.agency]:
        yield f"agency {report.agency.id}"
    if report.year != sheet.year:
        yield f"year {report.year}"
    if report.form != sheet.form:
        yield f"form {report.form}"
