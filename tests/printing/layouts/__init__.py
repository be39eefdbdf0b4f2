"""The layouts a report can be printed in: by name, the suffix of the file and the function that prints it."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.printing.layouts import columns, crawled, lines, odd, page, pdf, portal, text, word
from tests.printing.sheet import Sheet

Layout = Callable[[Sheet, Random], bytes]

LAYOUTS: dict[str, tuple[str, Layout]] = {
    "pdf": (".pdf", pdf.ruled),
    "pdf without rulings": (".pdf", pdf.bare),
    "pdf in columns": (".pdf", columns.in_columns),
    "page": (".html", page.plain),
    "page in a site": (".html", page.site),
    "page in a portal": (".html", portal.portal),
    "page by a script": (".html", portal.scripted),
    "page in spans": (".html", page.spans),
    "page in GB 18030": (".html", page.gb18030),
    "tabs": (".txt", text.tabbed),
    "tabs, shifted": (".txt", text.shifted),
    "pipes": (".md", text.piped),
    "text of a PDF": (".txt", lines.wrapped),
    "text in letters": (".txt", lines.lettered),
    "text across columns": (".txt", lines.columns),
    "parted": (".txt", lines.parted),
    "together": (".txt", lines.together),
    "a line a cell": (".txt", crawled.a_line_a_cell),
    "a paragraph a cell": (".txt", crawled.a_paragraph_a_cell),
    "bars between": (".txt", crawled.bars_between),
    "bars behind": (".txt", crawled.bars_behind),
    "bars and breaks": (".txt", crawled.bars_and_breaks),
    "upright": (".html", odd.upright),
    "wide digits": (".html", odd.wide),
    "units": (".html", odd.with_units),
    "headers again": (".html", odd.headers_again),
    "misspelt": (".html", odd.misspelt),
    "two years": (".html", odd.two_years),
    "side by side": (".html", odd.side_by_side),
    "tabs, furnished": (".txt", odd.furnished),
    "docx": (".docx", word.plain),
    "docx, split": (".docx", word.split),
    "docx in boxes": (".docx", word.boxes),
    "docx, tracked": (".docx", word.tracked),
    "docx, numbered": (".docx", word.numbered),
}
LOSSY = frozenset(
    {"pdf without rulings", "pdf in columns", "text of a PDF", "text in letters", "text across columns", "parted", "together"}
    | {"a line a cell", "a paragraph a cell", "misspelt", "two years", "side by side", "tabs, furnished"}
)
"""Layouts that lose what a cell was: there a cell may be unreadable, but never another number."""
