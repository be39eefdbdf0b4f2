"""Print, then read: what comes back is what was printed, in every layout, and a damaged document says so.

GONGKAI_MANY=1000 reads so many random reports a layout, and as many damaged ones; without it a few of each are read.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from ingest.errors import DocumentRejected
from ingest.report import Report, State
from tests.printing.damage import damaged
from tests.printing.layouts import LAYOUTS, LOSSY, columns, page, pdf
from tests.printing.paper import APPLICANTS, CASES, OUTCOMES, rows_three, section_three, section_two
from tests.printing.reading import EXACT, OPEN, WRONG, keys, named, random_sheet, reading, told_apart, verdicts
from tests.printing.sheet import Sheet, meaning

MANY = int(os.environ.get("GONGKAI_MANY", "0"))
LEAST = {
    "pdf without rulings": 0.5, "text of a PDF": 0.98, "text in letters": 0.98, "together": 0.4, "misspelt": 0.98,
    "tabs, furnished": 0.9, "a paragraph a cell": 0.98,
}  # fmt: skip
"""What part of the cells must be exact in lossy layouts where every place is filled."""

REFUSALS = {"not_a_report", "unknown_agency", "unknown_year", "empty", "a_scan", "damaged"}
"""A damaged document may be refused: its title, its tables or all its text may be lost."""


def times(few: int, layout: str) -> int:
    """How often a layout is tried: those that take long to print and to read, half as often."""
    return MANY or (few // 2 if layout.startswith(("pdf", "docx")) else few)


def is_number(sheet: Sheet, key: str) -> bool:
    return meaning(sheet.cells[key])[0] == "number"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_is_printed_is_read(tmp_path: Path, layout: str) -> None:
    suffix, press = LAYOUTS[layout]
    for seed in range(times(50, layout)):
        chance = Random(f"{layout} {seed}")
        sheet = random_sheet(chance)
        try:
            report = reading(tmp_path, press(sheet, chance), suffix)
        except DocumentRejected as refusal:
            assert layout in LOSSY, (layout, seed)
            assert refusal.code == "not_a_report", (layout, seed)
            continue
        assert not list(told_apart(report, sheet)), (layout, seed)
        assert not keys(report, sheet, WRONG), (layout, seed)
        if layout in LOSSY or keys(report, sheet, OPEN):
            assert layout in LOSSY or _in_sections_of_blanks(layout, report, sheet), (layout, seed)
            assert _unreadable(report) <= named(report), (layout, seed)
        else:
            assert not report.findings, (layout, seed)


@pytest.mark.parametrize(("form", "first"), [("2021", 4), ("2019", 5)])
def test_a_table_may_go_over_the_page_before_any_row(tmp_path: Path, form: str, first: int) -> None:
    """One form is cut before every second row, the other before those between."""
    chance = Random(f"over {form}")
    sheet = random_sheet(chance)
    while sheet.form != form:
        sheet = random_sheet(chance)
    two, three = len(section_two(sheet)), len(section_three(sheet))
    for at in range(first, three, 2):
        document = pdf.build(sheet, {2: at % two, 3: at}, rules=True)
        report = reading(tmp_path, document, ".pdf")
        assert not keys(report, sheet, WRONG) and not keys(report, sheet, OPEN), at
        assert not report.findings, at


def _in_sections_of_blanks(layout: str, report: Report, sheet: Sheet) -> bool:
    """Whether only rows with blanks are open, of a ragged table: where most rows are empty, none shows where values begin."""
    rows = {key.split(".")[0] for key in keys(report, sheet, OPEN)}
    blank = {key.split(".")[0] for key, value in sheet.cells.items() if not value}
    return layout.startswith(("tabs", "pipes", "bars and")) and rows <= blank


def _unreadable(report: Report) -> set[str]:
    return {key for key, figure in report.figures.items() if figure.state is State.UNREADABLE}


@pytest.mark.parametrize("layout", LEAST)
def test_what_is_lost_in_print_is_little_where_every_place_is_filled(tmp_path: Path, layout: str) -> None:
    """Without blanks and large numbers, sums and places tell most of the cells even where no ruling or mark does."""
    suffix, press = LAYOUTS[layout]
    exact = cells = 0
    for seed in range(times(20, layout)):
        chance = Random(f"{layout} filled {seed}")
        sheet = random_sheet(chance)
        sheet = replace(sheet, cells={key: value if is_number(sheet, key) else "0" for key, value in sheet.cells.items()})
        counts = verdicts(reading(tmp_path, press(sheet, chance), suffix), sheet)
        assert not counts[WRONG], (layout, seed)
        exact, cells = exact + counts[EXACT], cells + counts.total()
    assert exact >= LEAST[layout] * cells, (exact, cells)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_damage_gives_no_other_number_without_a_word(tmp_path: Path, layout: str) -> None:
    for seed in range(times(20, layout)):
        chance = Random(f"{layout} damaged {seed}")
        sheet = random_sheet(chance)
        suffix, document = _printed(layout, sheet, chance)
        document, names = damaged(document, suffix, chance, chance.choice((1, 1, 1, 2, 3)))
        try:
            report = reading(tmp_path, document, suffix)
        except DocumentRejected as refusal:
            assert refusal.code in REFUSALS, (layout, seed, names)
            continue
        wrong = {key for key in keys(report, sheet, WRONG) if report.figures[key].value is not None}
        assert wrong <= named(report), (layout, seed, names)
        assert not [what for what in told_apart(report, sheet) if not what.startswith("form")], (layout, seed, names)


def _printed(layout: str, sheet: Sheet, chance: Random) -> tuple[str, bytes]:
    """The document; a PDF with its drawing as text, so that it can be damaged."""
    suffix, press = LAYOUTS[layout]
    if suffix != ".pdf":
        return suffix, press(sheet, chance)
    at = {3: chance.choice((0, chance.randrange(4, 26)))}
    if layout == "pdf in columns":
        return suffix, columns.build(sheet, at, packed=False)
    return suffix, pdf.build(sheet, at, rules=layout == "pdf", packed=False)


def _in_sums(rows: str) -> list[str]:
    """Every cell of sections three and four."""
    three = [f"{row}.{who}" for row, _ in rows_three(rows) for who in APPLICANTS]
    return three + [f"{case}.{end}" for case in CASES for end in OUTCOMES]


@pytest.mark.parametrize("form", ["2021", "2019"])
def test_every_single_wrong_cell_is_found_by_the_sums(tmp_path: Path, form: str) -> None:
    chance = Random(form)
    sheet = random_sheet(chance)
    while sheet.form != form or not all(is_number(sheet, key) for key in sheet.cells):
        sheet = random_sheet(chance)
    for key in _in_sums(sheet.rows):
        by = chance.choice((1, -1, 10, 7))
        wrong = max(0, int(sheet.cells[key]) + by)
        wrong += wrong == int(sheet.cells[key])
        faulty = replace(sheet, cells={**sheet.cells, key: str(wrong)})
        report = reading(tmp_path, page.plain(faulty, chance), ".html")
        assert not keys(report, faulty, WRONG), key
        assert key in named(report), key
