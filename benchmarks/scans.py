"""Scans: how many cells of random reports are read exactly, how many are left open, and how many are silently wrong.

    python -m benchmarks.scans [--scans 20] [--first 0] [--font FILE …] [--show]

Random reports are printed, drawn as pictures of 150 to 300 dots an inch, turned by up to 1.5 degrees, made noisy and
pressed as JPEG; each as a PDF, a TIFF or a PNG. A cell is silently wrong where it is read as something else than was
printed and no finding names it.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.stopwatch import bar, machine, shown
from ingest.errors import DocumentRejected
from ingest.report import Report
from tests.printing import scans
from tests.printing.reading import EXACT, OPEN, WRONG, random_sheet, reading, told_apart, verdict
from tests.printing.sheet import Sheet

LEAST_EXACT = 0.99
MOST_SILENT = 1 / 2000
FIGURES = (None, None, "Times-Roman", "Helvetica")
"""Fonts of the figures, beside the page's own."""


@dataclass
class Tally:
    """What came of all scans. `told` are lines about what went wrong."""

    cells: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    apart: list[str] = field(default_factory=list)
    pages: int = 0
    seconds: float = 0.0
    told: list[str] = field(default_factory=list)


def scan(number: int, fonts: Sequence[Path]) -> tuple[Sheet, scans.Scanner, int, bytes, str]:
    """The report, how it was scanned, how many pages it has, and the file."""
    chance = Random(f"scan {number}")
    sheet = random_sheet(chance)
    at = {2: chance.choice((0, 0, chance.randrange(1, 10))), 3: chance.choice((0, chance.randrange(4, 26)))}
    font = scans.typeface(fonts[number % len(fonts)])
    scanner = scans.any_scanner(chance)
    pictures = scans.pages(scans.printed(sheet, at, font, chance.choice(FIGURES)), scanner, chance)
    kind = chance.choice((".pdf", ".pdf", ".tiff"))
    content = scans.as_pdf(pictures) if kind == ".pdf" else scans.as_tiff(pictures)
    return sheet, scanner, len(pictures), content, kind


def measure(numbers: Sequence[int], fonts: Sequence[Path], show: bool) -> Tally:
    """Reads so many scans."""
    tally = Tally()
    with TemporaryDirectory() as folder:
        for number in numbers:
            sheet, scanner, pages, content, kind = scan(number, fonts)
            began = perf_counter()
            try:
                report = reading(Path(folder), content, kind)
            except DocumentRejected as error:
                report = None
                tally.refused[error.code] += 1
                tally.told.append(f"{number}: refused, {error.en}")
            taken = perf_counter() - began
            tally.seconds += taken
            tally.pages += pages
            if report is None:
                tally.cells["refused"] += len(sheet.cells)
                continue
            tally.told += list(_count(tally, number, report, sheet))
            if show:
                font = fonts[number % len(fonts)].stem
                print(f"{number} {font} {scanner} {kind} {pages} pages, {shown(taken)}", *tally.told, sep="\n  ", flush=True)
                tally.told.clear()
    return tally


def _count(tally: Tally, number: int, report: Report, sheet: Sheet) -> Iterator[str]:
    """Adds what came of the cells of one report, and tells what went wrong."""
    named = {key for finding in report.findings for key in finding.fields}
    for key, figure in report.figures.items():
        came = verdict(figure, sheet)
        if came == WRONG:
            came = "wrong, named" if key in named else "silently wrong"
        tally.cells[came] += 1
        if came != EXACT:
            why = f", {figure.why}" if figure.why else ""
            yield f"{number} {key}: {came}, printed {sheet.cells.get(key)!r}, read {figure.raw!r} ({figure.state.value}{why})"
    for apart in told_apart(report, sheet):
        tally.apart.append(f"{number}: {apart}, printed {sheet.title}")
        yield tally.apart[-1]


def report_of(tally: Tally) -> str:
    """The figures, and whether they keep their bars."""
    cells = tally.cells.total()
    exact, silent = tally.cells[EXACT] / cells, tally.cells["silently wrong"] / cells
    lines = [f"{count:>8,}  {count / cells:8.3%}  {came}" for came, count in tally.cells.most_common()]
    return "\n".join(
        (
            f"Scans: {cells:,} cells on {tally.pages} pages",
            *lines,
            f"exact {exact:.3%}: {bar(exact, LEAST_EXACT, False)}",
            f"silently wrong {silent:.4%}: {bar(silent, MOST_SILENT)}",
            f"wrong agency, year or form: {len(tally.apart)}; refused: {dict(tally.refused)}; open: {tally.cells[OPEN]}",
            f"{shown(tally.seconds / tally.pages)} a page",
        )
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Measure how scans are read.")
    parser.add_argument("--scans", type=int, default=20, help="how many reports")
    parser.add_argument("--first", type=int, default=0, help="the number of the first")
    parser.add_argument("--font", type=Path, nargs="*", default=[scans.FONT], help="font files to print in, in turns")
    parser.add_argument("--show", action="store_true", help="tell of every cell that is not exact")
    options = parser.parse_args(arguments)
    print(machine())
    print(report_of(measure(range(options.first, options.first + options.scans), options.font, options.show)))


if __name__ == "__main__":
    main()
