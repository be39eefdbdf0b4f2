"""The walk of reading: a file → lines and grids → cells → figures → checks → a report.

readers     what the file holds, in reading order
title       who reports, and on which year
vocabulary  which edition of the form it is printed in
cells       which cell of the form every printed value is
captions    which tables are of another year
figures     what each cell holds: a number, nothing, a dash, or what cannot be told
checks      which sums do not hold, and where the text says otherwise
prose       the text of the six sections
"""

from __future__ import annotations

from pathlib import Path

from ingest.captions import add_other_years, own_blocks
from ingest.cells import SECTIONS, Found, find_cells
from ingest.checks import sums
from ingest.figures import figure_of
from ingest.forms import Form
from ingest.knowledge import Knowledge
from ingest.loose import tables_in
from ingest.prose import prose_of, sections_of
from ingest.readers import LARGEST, SUFFIXES, read_content
from ingest.refusals import refused
from ingest.report import Document, Figure, Report, State, Text
from ingest.running import Running, running
from ingest.telltales import findings_of
from ingest.testimony import against_prose
from ingest.title import identify
from ingest.vocabulary import forms_told, in_use, part

__all__ = ["SUFFIXES", "read", "report_of"]

_FEWEST_ROWS = 4
_BY_PARAGRAPH = frozenset({"html", "docx"})


def read(path: Path, knowledge: Knowledge, agency: str | None = None, year: int | None = None) -> Report:
    """The report that a file holds. `agency` and `year` are taken as said. Raises DocumentRejected."""
    if path.stat().st_size > LARGEST:
        raise refused("too_large")
    return report_of(read_content(path.name, path.read_bytes()), knowledge, agency, year)


def report_of(document: Document, knowledge: Knowledge, agency: str | None = None, year: int | None = None) -> Report:
    """The report that a document holds. Raises DocumentRejected."""
    told = forms_told(_texts(document), knowledge.forms)
    run = _run(document)
    found = _cells(document, run, told[0])
    who, which, title = identify(document, knowledge.gazetteer, agency, year)
    form = in_use(told, which)
    if form is not told[0]:
        found = _cells(document, run, form)
    own = own_blocks(document, which, form)
    if own is not document:
        found, everything = find_cells(own, _run(own), form), found
        add_other_years(found.cells, everything.cells)
    figures = {key: figure_of(found.cells[key]) if key in found.cells else Figure(key, State.MISSING) for key in form.names}
    tables = tables_in(run, {number: part(form, number) for number in SECTIONS})
    sections = sections_of(run, form, tables)
    prose = prose_of(sections)
    said = against_prose(form, figures, prose, sections)
    findings = (*findings_of(found, figures, form), *sums(form, figures), *said)
    return Report(
        document.name, document.kind, document.sha256, title, who, which, form.id, figures, findings, sections, prose,
        document.pages,
    )  # fmt: skip


def _run(document: Document) -> Running:
    return running([block for block in document.blocks if isinstance(block, Text)], document.kind in _BY_PARAGRAPH)


def _texts(document: Document) -> list[str]:
    return [
        text
        for block in document.blocks
        for text in ([block.text] if isinstance(block, Text) else [cell.text for row in block.rows for cell in row])
    ]


def _cells(document: Document, run: Running, form: Form) -> Found:
    """The cells of the form; a document that has none of its rows is refused."""
    found = find_cells(document, run, form)
    if len({key.split(".")[0] for key, cell in found.cells.items() if cell.raw or cell.doubt is None}) < _FEWEST_ROWS:
        raise refused("not_a_report", document.links)
    return found
