"""`ingest picture`: draws the evidence of one stored cell, as it stands in the document."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from ingest import messages, originals, stored
from ingest.asked import Which, documents_of, figures_of, not_printed, which_field, which_report
from ingest.commands.terminal import complain, say
from ingest.commands.whole import written_whole
from ingest.drawing.row import Cell, Row
from ingest.drawing.sheet import Caption
from ingest.forms import Form
from ingest.knowledge import DATA, load_knowledge
from ingest.picture import Wanted, draw, draw_row
from ingest.pool import Pool
from ingest.report import Figure, State

_NUMBERS = "零一二三四五六"
_LONGEST = 60


def run(options: argparse.Namespace, language: str) -> int:
    """Writes the picture. An original that is gone, or that cannot be drawn, is said, and the row is drawn instead."""
    knowledge = load_knowledge(DATA)
    with stored.opened(options.db) as connection:
        which = which_report(connection, options.agency, options.year, lambda: knowledge.gazetteer)
        key = which_field(connection, options.field)
        figures = figures_of(connection, which)
        if key not in figures or key not in knowledge.forms[which.form].names:
            raise not_printed(connection, which, key)
        paths = [originals.path_of(options.db, sha256) for sha256 in documents_of(connection, which)]
    original = next((path for path in paths if path is not None), None)
    if original is None and figures[key].box is not None:
        complain(messages.text(language, "original_gone", document=which.document))
    wanted = _wanted(which, knowledge.forms[which.form], key, figures, original, language)
    drawn = _drawn(wanted, language)
    with written_whole(options.out) as file:
        file.write_bytes(drawn)
    say(messages.text(language, "drawn", file=options.out))
    return 0


def _drawn(wanted: Wanted, language: str) -> bytes:
    """Drawn in a process with limits, as everything is that opens a document."""
    if wanted.content is None:
        return draw_row(wanted)
    pool = Pool(1)
    try:
        return pool.submit(draw, wanted).result()
    except Exception as error:  # a library stumbled over the document, or its process was ended
        complain(messages.text(language, "undrawable", document=wanted.name, error=type(error).__name__))
        return draw_row(wanted)
    finally:
        pool.shutdown(cancel_futures=True)


def _wanted(which: Which, form: Form, key: str, figures: Mapping[str, Figure], original: Path | None, language: str) -> Wanted:
    def text(name: str, **parts: object) -> str:
        return messages.text(language, name, **parts)

    figure = figures[key]
    title = text("picture_title", agency=which.agency, year=which.year)
    line = text("picture_line", field=form.names[key][language != "zh"], said=_said(figure, language))
    where = "picture_page" if figure.page is not None else "picture_document"
    place = text(where, document=which.document, page=figure.page)
    captions = Caption(title, line, (place,)), Caption(title, line, (place, text("picture_note")))
    content = original.read_bytes() if original is not None and figure.box is not None else None
    row, torn_at = _row(form, key, figures, language), text("picture_torn", page=figure.page)
    return Wanted(which.document, which.kind, content, figure.page, figure.box, row, torn_at, captions)


def _said(figure: Figure, language: str) -> str:
    """What the cell holds, to the letter where something is printed that can be read."""
    if figure.state in (State.NUMBER, State.DASH):
        return (figure.raw or "").strip()
    return messages.text(language, figure.state.value)


def _row(form: Form, key: str, figures: Mapping[str, Figure], language: str) -> Row:
    """The row of the form that a field stands in. A cell that the document lacks is said to be wanting."""
    table, row = next((table, row) for table in form.tables for one, row, _ in table.fields() if one == key)
    name = f"{_NUMBERS[table.section]}、{form.headings[table.section][0]}"
    name += f" · {table.clause}" if table.section == 2 else ""
    keys = [f"{row.key}.{column.key}" for column in table.columns]
    cells = tuple(_cell(figures.get(one), one == key, language) for one in keys)
    return Row(name, (*row.under, row.labels[0]), tuple(column.labels[0] for column in table.columns), cells)


def _cell(figure: Figure | None, marked: bool, language: str) -> Cell:
    if figure is None:
        return Cell("", messages.text(language, State.MISSING.value), marked)
    raw = (figure.raw or "").strip()
    aside = "" if figure.state in (State.NUMBER, State.DASH) else messages.text(language, figure.state.value)
    return Cell(raw if len(raw) <= _LONGEST else raw[:_LONGEST] + "…", aside, marked)
