"""The walk of reading: a file → lines and grids → cells → figures → checks → a report.

readers     what the file holds, in reading order
title       who reports, and on which year
vocabulary  which edition of the form it is printed in
cells       which cell of the form every printed value is
captions    which tables are of another year
deciding    which of several readings of a scanned cell is the printed one
figures     what each cell holds: a number, nothing, a dash, or what cannot be told
checks      which sums do not hold, and where the text says otherwise
prose       the text of the six sections
narrative   reports in free text, from before there was a form with tables
"""

from __future__ import annotations

from pathlib import Path

from ingest.annex import as_text
from ingest.captions import add_other_years, own_blocks
from ingest.cells import SECTIONS, Found, find_cells
from ingest.checks import sums
from ingest.deciding import decide_readings
from ingest.figures import figure_of
from ingest.knowledge import Knowledge
from ingest.loose import tables_in
from ingest.narrative import is_report, narrated, sections_told
from ingest.prose import prose_of, sections_of
from ingest.readers import SUFFIXES, read_document
from ingest.refusals import refused
from ingest.report import Document, Figure, Report, State, Text
from ingest.running import Running, running
from ingest.telltales import findings_of
from ingest.testimony import against_prose
from ingest.title import identify, is_entitled
from ingest.vocabulary import forms_told, in_use, is_before_tables, part

__all__ = ["SUFFIXES", "read", "report_of"]

_FEWEST_ROWS = 4
_BY_PARAGRAPH = frozenset({"html", "docx", "doc", "rtf", "odt", "wordml"})


def read(path: Path, knowledge: Knowledge, agency: str | None = None, year: int | None = None) -> Report:
    """The report that a file holds. `agency` and `year` are taken as said. Raises DocumentRejected."""
    return report_of(read_document(path), knowledge, agency, year)


def report_of(document: Document, knowledge: Knowledge, agency: str | None = None, year: int | None = None) -> Report:
    """The report that a document holds. Raises DocumentRejected."""
    texts = _texts(document)
    told = forms_told(texts, knowledge.forms)
    run = _run(document)
    found = find_cells(document, run, told[0])
    if not _is_filled(found):
        return _in_free_text(document, texts, knowledge, agency, year)
    who, which, title = identify(document, knowledge.gazetteer, agency, year)
    form = in_use(told, which)
    if form is not told[0]:
        found = find_cells(document, run, form)
        if not _is_filled(found):
            raise refused("not_a_report", document.links)
    own = own_blocks(document, which, form)
    if own is not document:
        found, everything = find_cells(own, _run(own), form), found
        add_other_years(found.cells, everything.cells)
    decide_readings(found.cells, form)
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


def _is_filled(found: Found) -> bool:
    """Whether a document has more than a few rows of the form's tables."""
    return len({key.split(".")[0] for key, cell in found.cells.items() if cell.raw or cell.doubt is None}) >= _FEWEST_ROWS


def _in_free_text(document: Document, texts: list[str], knowledge: Knowledge, agency: str | None, year: int | None) -> Report:
    """The report of a year before there was a form with tables: text and no cell. Anything else is refused."""
    form = next((form for form in knowledge.forms.values() if not form.tables), None)
    run = running(as_text(document), document.kind in _BY_PARAGRAPH)
    sections = sections_told(run, form) if form is not None else ()
    may_be = is_before_tables(texts, knowledge.forms) and is_report(document, sections)
    if form is None or not may_be or not is_entitled(document, knowledge.gazetteer):
        raise refused("not_a_report", document.links)
    who, which, title = identify(document, knowledge.gazetteer, agency, year)
    if not is_before_tables(texts, knowledge.forms, which):
        raise refused("not_a_report", document.links)
    return Report(
        document.name, document.kind, document.sha256, title, who, which, form.id, {}, (), sections, narrated(sections),
        document.pages,
    )  # fmt: skip
