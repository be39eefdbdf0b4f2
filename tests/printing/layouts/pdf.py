"""A PDF, as a word processor makes it: ruled tables that may go on over a page break, or tables without rulings."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from random import Random

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, TableStyle
from reportlab.platypus import Table as PdfTable

from tests.printing.paper import HEADINGS, tables
from tests.printing.sheet import Sheet, Table, cut, matrix

FONT = "STSong-Light"
SIZE = 9
MARGIN = 72
WIDTHS = {2: (130.0, 100.0, 100.0, 100.0), 3: (40.0, 46.0, 142.0, *(32.0,) * 7), 4: (30.0,) * 15}
TITLE = ParagraphStyle("title", fontName=FONT, fontSize=16, leading=24, alignment=1, spaceAfter=10, wordWrap="CJK")
HEADING = ParagraphStyle("heading", fontName=FONT, fontSize=13, leading=22, spaceBefore=6, spaceAfter=4, wordWrap="CJK")
BODY = ParagraphStyle("body", fontName=FONT, fontSize=11, leading=18, firstLineIndent=22, wordWrap="CJK")


def ruled(sheet: Sheet, chance: Random) -> bytes:
    """Every table ruled; sections two and three are cut before a row that chance tells, or stay whole."""
    at = {2: chance.choice((0, 0, chance.randrange(1, 10))), 3: chance.choice((0, chance.randrange(4, 26)))}
    return build(sheet, at, rules=True)


def bare(sheet: Sheet, chance: Random) -> bytes:
    """The same tables without a single line; nothing is cut."""
    return build(sheet, {}, rules=False)


def build(sheet: Sheet, at: dict[int, int], *, rules: bool, packed: bool = True, fonts: tuple[str, str] = (FONT, FONT)) -> bytes:
    """The document. `at` tells before which row the table of a section goes over to the next page (0: nowhere).

    One that is not packed holds its drawing as text, a mark a line. `fonts` are names of registered ones, that of the
    words and that of the figures.
    """
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = io.BytesIO()
    SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        invariant=1,
        title=sheet.title,
        pageCompression=int(packed),
    ).build(list(story(sheet, at, rules, fonts=fonts)))
    return out.getvalue()


def story(
    sheet: Sheet,
    at: dict[int, int],
    rules: bool,
    widths: Mapping[int, tuple[float, ...]] = WIDTHS,
    size: float = SIZE,
    breaks: type[Flowable] = PageBreak,
    fonts: tuple[str, str] = (FONT, FONT),
) -> Iterator[Flowable]:
    """The report from top to bottom, a table that is cut going on behind a break."""
    title, above, body = (ParagraphStyle(one.name, one, fontName=fonts[0]) for one in (TITLE, HEADING, BODY))
    yield Paragraph(sheet.title, title)
    if sheet.preface:
        yield Paragraph(sheet.preface, body)
    drawn = tables(sheet)
    for number, (heading, text) in enumerate(zip(HEADINGS, sheet.sections, strict=True), 1):
        yield Paragraph(heading, above)
        for paragraph in text.splitlines():
            yield Paragraph(paragraph, body)
        if number in drawn:
            yield Spacer(1, 6)
            parts = cut(drawn[number], at[number]) if at.get(number) else (drawn[number],)
            for nth, part in enumerate(parts):
                if nth:
                    yield breaks()
                yield _table(part, widths[number], rules, size, fonts)
            yield Spacer(1, 6)


def _table(table: Table, widths: tuple[float, ...], rules: bool, size: float, fonts: tuple[str, str]) -> Flowable:
    """A reportlab table with its merged cells; labels are broken by hand so that they fit their columns."""
    style: list[tuple[object, ...]] = [
        ("FONT", (0, 0), (-1, -1), fonts[0], size, size + 2),
        ("ALIGN", (0, 0), (-1, -1), "CENTER"),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("LEFTPADDING", (0, 0), (-1, -1), 2),
        ("RIGHTPADDING", (0, 0), (-1, -1), 2),
    ]
    if rules:
        style.append(("GRID", (0, 0), (-1, -1), 0.5, "black"))
    cells: list[list[str]] = []
    for y, row in enumerate(matrix(table)):
        cells.append([])
        for x, slot in enumerate(row):
            if slot is None:
                cells[-1].append("")
                continue
            across = x + slot.columns
            cells[-1].append(fold(slot.text, sum(widths[x:across]) - 5, size))
            if slot.key is not None and slot.text.isascii():
                style.append(("FONTNAME", (x, y), (x, y), fonts[1]))
            if slot.rows > 1 or slot.columns > 1:
                style.append(("SPAN", (x, y), (across - 1, y + slot.rows - 1)))
    return PdfTable(cells, colWidths=widths, style=TableStyle(style))


def fold(text: str, width: float, size: float) -> str:
    """The text broken into lines no wider than `width` points; figures are never broken."""
    if text.isascii():
        return text
    lines, line, used = [], "", 0.0
    for char in text:
        wide = size * (0.5 if char.isascii() else 1.0)
        if used + wide > width and line:
            lines.append(line)
            line, used = "", 0.0
        line += char
        used += wide
    return "\n".join([*lines, line])
