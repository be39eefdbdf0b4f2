"""Tables of another year: some reports print last year's beside this year's, each with its year above it.

A caption is a short line, or a row with one cell, that says hardly more than a year. What stands below it is of that
year, up to the next caption or the next section. Where a report's own table cannot be read, or is lost, the other year's
must not be taken for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ingest.forms import Form
from ingest.report import Document, Grid, GridCell, Printed, Text
from ingest.script import clean, narrow

OTHER_YEAR = "other_year"
_LONGEST = 40
_CAPTION = re.compile(
    r"[(\[【附件表注第一二三四五六\d、.:]{0,6}(?P<year>20\d\d)年度?(?!\d)"
    r"(?:政府信息公开|行政(?:复议|诉讼)|[主动公开收到和处理申请办情况数据统计表格对照的与、.:()\]】])*",
    re.ASCII,
)
_HEADING = re.compile(r"[一二三四五六]\s*[、.]\s*(?=(?P<words>.{2,40}))")
_NUMBERS = "一二三四五六"


def own_blocks(document: Document, year: int, form: Form) -> Document:
    """The document without what stands under the caption of another year."""
    if not any(_year(text) not in (None, year) for text in _lines(document.blocks)):
        return document
    return replace(document, blocks=tuple(_own(document.blocks, year, form)))


def add_other_years(cells: dict[str, Printed], everything: Mapping[str, Printed]) -> None:
    """Cells that stand under the caption of another year alone cannot be told."""
    for key, cell in everything.items():
        if key not in cells:
            cells[key] = replace(cell, doubt=OTHER_YEAR)


def _lines(blocks: Sequence[Text | Grid]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Text):
            yield block.text
        else:
            yield from (alone for row in block.rows if (alone := _alone(row)))


def _alone(row: Sequence[GridCell]) -> str | None:
    """The text of a row that says but one thing."""
    filled = {cell.text for cell in row if cell.text}
    return filled.pop() if len(filled) == 1 else None


def _year(text: str) -> int | None:
    """The year that a caption names; None of anything else."""
    if len(text) > _LONGEST or "20" not in narrow(text):
        return None
    words = narrow(clean(text))
    match = None if words.isdecimal() else _CAPTION.fullmatch(words)  # a number alone may well be a value
    return int(match["year"]) if match else None


def _own(blocks: Sequence[Text | Grid], year: int, form: Form) -> Iterator[Text | Grid]:
    is_own = True
    for block in blocks:
        if isinstance(block, Text):
            told = _year(block.text)
            is_own = told == year if told is not None else is_own or _is_heading(block.text, form)
            if is_own:
                yield block
            continue
        rows = []
        for row in block.rows:
            told = _year(_alone(row) or "")
            is_own = told == year if told is not None else is_own
            rows += [row] if is_own else []
        if rows:
            yield replace(block, rows=tuple(rows))


def _is_heading(text: str, form: Form) -> bool:
    match = _HEADING.match(text)
    if match is None:
        return False
    words = form.headings.get(_NUMBERS.index(text[0]) + 1, ())
    return any(word in match["words"] for word in words)
