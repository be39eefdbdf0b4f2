"""A report set in two columns a page, as a gazette sets it: tables are narrow and go on at the head of the next column."""

from __future__ import annotations

import io
from random import Random

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import BaseDocTemplate, Frame, FrameBreak, PageTemplate

from tests.printing.layouts.pdf import FONT, story
from tests.printing.sheet import Sheet

EDGE, BETWEEN = 30.0, 12.0
SMALL = 5.5
NARROW = {2: (62.0, 62.0, 62.0, 62.0), 3: (24.0, 30.0, 45.0, *(22.0,) * 7), 4: (17.0,) * 15}


def in_columns(sheet: Sheet, chance: Random) -> bytes:
    """Two columns; the table of section three is cut at a row or stays whole."""
    return build(sheet, {3: chance.choice((0, chance.randrange(4, 26)))})


def build(sheet: Sheet, at: dict[int, int], *, packed: bool = True) -> bytes:
    """The document. `at` tells before which row a table goes on in the next column."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = io.BytesIO()
    width, height = A4
    wide, high = (width - 2 * EDGE - BETWEEN) / 2, height - 2 * EDGE
    frames = [
        Frame(left, EDGE, wide, high, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
        for left in (EDGE, EDGE + wide + BETWEEN)
    ]
    paper = BaseDocTemplate(out, pagesize=A4, invariant=1, title=sheet.title, pageCompression=int(packed))
    paper.addPageTemplates(PageTemplate(frames=frames))
    paper.build(list(story(sheet, at, rules=True, widths=NARROW, size=SMALL, breaks=FrameBreak)))
    return out.getvalue()
