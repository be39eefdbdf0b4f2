"""Reading: PDF files against bare pdfplumber on the same file, text and pages by reports a second, start-up, memory.

    python -m benchmarks.reading [PATH…] [--turns 9]

Without paths it reads data/reports/ and, where they lie beside the project, the real reports of ../shared/reports/.
Bare pdfplumber opens the file and takes the words and the tables of each page, which is the least that any reader does.
Everything runs on one core, from the file's bytes to the checked report; nothing is stored.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pdfplumber

from benchmarks.stopwatch import ROOT, Timing, bar, in_turns, machine, most_memory, ratio, run, shown, table
from ingest.errors import DocumentRejected
from ingest.knowledge import Knowledge, load_knowledge
from ingest.read import read
from ingest.readers import SUFFIXES

FOLDERS = (ROOT / "data" / "reports", ROOT.parent / "shared" / "reports")
Row = tuple[str, ...]
Work = Callable[[], object]
MOST_RATIO, FEWEST_A_SECOND = 1.3, 300.0
PDF_HEADS = ("file", "outcome", "end to end", "pages a second", "pdfplumber", "ratio (quartiles)", "bar")
RATE_HEADS = ("file", "outcome", "a report", "a second (quartiles)", "bar")
START_HEADS = ("process", "time", "against python alone", "most memory")
BARE = """
import sys, pdfplumber
with pdfplumber.open(sys.argv[1]) as pdf:
    for page in pdf.pages:
        page.extract_words(), page.extract_tables()
"""


@dataclass(frozen=True, slots=True)
class Sample:
    """A file to read, and what becomes of it: "read", or the code of the reason why it is refused; 0 pages where it has none."""

    path: Path
    kind: str
    outcome: str
    pages: int


def samples(paths: Iterable[Path], knowledge: Knowledge) -> list[Sample]:
    """The documents under the paths, each read once."""
    found = []
    for path in paths:
        files = [path] if path.is_file() else sorted(path.glob("*")) if path.is_dir() else []
        for file in files:
            if file.suffix.lower() in SUFFIXES and file.name != "README.md":
                found.append(_read_once(file, knowledge))
    return found


def _read_once(path: Path, knowledge: Knowledge) -> Sample:
    try:
        report = read(path, knowledge)
        return Sample(path, report.kind, "read", report.pages or 0)
    except DocumentRejected as error:
        return Sample(path, path.suffix.lower().lstrip("."), error.code, 0)


def house(path: Path, knowledge: Knowledge) -> object:
    """From the file to the checked report, or to the refusal."""
    try:
        return read(path, knowledge)
    except DocumentRejected as error:
        return error


def bare(path: Path) -> None:
    """The words and the tables of each page, by pdfplumber alone."""
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_words()
            page.extract_tables()


def pdf_rows(found: Sequence[Sample], knowledge: Knowledge, turns: int) -> list[Row]:
    """A line for each PDF, and one for all together."""
    rows: list[Row] = []
    wholes: list[tuple[Timing, Timing]] = []
    for sample in found:
        works: dict[str, Work] = {"house": partial(house, sample.path, knowledge), "bare": partial(bare, sample.path)}
        taken = in_turns(works, turns)
        wholes.append((taken["house"], taken["bare"]))
        rows.append((sample.path.name, sample.outcome, *_beside(taken["house"], taken["bare"], sample.pages)))
    if len(wholes) > 1:
        mine, its = (_sum(side) for side in zip(*wholes, strict=True))
        rows.append(("together", "", *_beside(mine, its, sum(sample.pages for sample in found))))
    return rows


def _beside(mine: Timing, its: Timing, pages: int) -> Row:
    times = mine.over(its)
    a_second = f"{pages / mine.median:.0f}"
    return shown(mine.median), a_second, shown(its.median), ratio(times), bar(times.median, MOST_RATIO)


def _sum(timings: Sequence[Timing]) -> Timing:
    return Timing(tuple(map(sum, zip(*(one.entries for one in timings), strict=True))))


def rate_rows(found: Sequence[Sample], knowledge: Knowledge, turns: int) -> list[Row]:
    """A line for each text and page, and one for each kind: how many such reports a second one core reads."""
    works: dict[str, Work] = {str(one.path): partial(house, one.path, knowledge) for one in found}
    taken = in_turns(works, turns) if works else {}
    rows = [_rate(one.path.name, one.outcome, [taken[str(one.path)]]) for one in found]
    for kind in dict.fromkeys(one.kind for one in found):
        of_kind = [taken[str(one.path)] for one in found if one.kind == kind]
        rows.append(_rate(f"all {kind}", f"{len(of_kind)} files", of_kind))
    return rows


def _rate(name: str, outcome: str, timings: Sequence[Timing]) -> Row:
    each = Timing(tuple(seconds / len(timings) for seconds in _sum(timings).entries))
    low, high = each.spread
    a_second = f"{1 / each.median:.0f} ({1 / high:.0f}–{1 / low:.0f})"
    return name, outcome, shown(each.median), a_second, bar(1 / each.median, FEWEST_A_SECOND, False)


def start_rows(pdf: Path | None, text: Path | None, turns: int) -> list[Row]:
    """What a process costs in time and memory: nothing, help, one text, one PDF."""
    commands: dict[str, Sequence[str]] = {"python -c pass": ("-c", "pass"), "ingest --help": ("-m", "ingest", "--help")}
    commands["import pdfplumber"] = ("-c", "import pdfplumber")
    if text is not None:
        commands["ingest show, a text"] = ("-m", "ingest", "show", str(text))
    if pdf is not None:
        commands["ingest show, a PDF"] = ("-m", "ingest", "show", str(pdf))
        commands["bare pdfplumber, that PDF"] = ("-c", BARE, str(pdf))
    works = {name: partial(run, command, compiled=turns > 1) for name, command in commands.items()}
    taken = in_turns(works, turns)
    nothing = taken["python -c pass"]
    held = {name: most_memory(command, compiled=turns > 1) for name, command in commands.items()}
    return [
        (name, shown(one.median), ratio(one.over(nothing)), f"{memory:.0f} MiB" if memory else "?")
        for (name, one), memory in zip(taken.items(), held.values(), strict=True)
    ]


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Measure reading against bare pdfplumber, within one run.")
    parser.add_argument("paths", metavar="PATH", nargs="*", type=Path, default=FOLDERS)
    parser.add_argument("--turns", type=int, default=9, help="how often each is measured")
    options = parser.parse_args(arguments)
    knowledge = load_knowledge(ROOT / "data")
    found = samples(options.paths, knowledge)
    pdfs = [one for one in found if one.path.suffix.lower() == ".pdf"]
    others = [one for one in found if one not in pdfs]
    print(table("PDF: end to end against bare pdfplumber words + tables", PDF_HEADS, pdf_rows(pdfs, knowledge, options.turns)))
    print(machine())
    print(table("Text and HTML: reports a second on one core", RATE_HEADS, rate_rows(others, knowledge, options.turns)))
    pdf, text = _first(pdfs), _first([one for one in others if one.kind == "text"])
    print(table("Start-up and memory", START_HEADS, start_rows(pdf, text, options.turns)))


def _first(found: Sequence[Sample]) -> Path | None:
    return next((one.path for one in found if one.outcome == "read"), None)


if __name__ == "__main__":
    main()
