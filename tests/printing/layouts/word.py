"""Word documents: plain, cut where pages end, in boxes and frames, with tracked changes, with numbers by numbering alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random

from tests.printing import word
from tests.printing.paper import HEADINGS, tables
from tests.printing.sheet import Sheet, Slot, Table, cut, meaning
from tests.printing.word import cell, paragraph, run

HEADING = '<w:pStyle w:val="1"/>'
TABLE_LIST, HEADING_LIST = 1, 2
LEVELS = (("chineseCounting", "%1、", "nothing"), ("chineseCountingThousand", "（%2）", "nothing"), ("decimal", "%3.", "tab"))
COUNTED = (re.compile(r"[一二三四]、"), re.compile(r"（[一二三四五六七]）"), re.compile(r"\d\."))
HEAD_ROWS = 3

Write = Callable[[str], str]
"""Words → runs."""


def plain(sheet: Sheet, chance: Random) -> bytes:
    """Merged tables and headings by style; now and then of the strict kind, or with its parts elsewhere."""
    body = "".join(_body(sheet, lambda words: _runs(words, chance)))
    return word.package(body, main=chance.choice((word.MAIN, "content/report.xml")), strict=chance.random() < 0.3)


def split(sheet: Sheet, chance: Random) -> bytes:
    """Section three as two tables, one right behind the other or a line apart, the headers printed again or not."""

    def draw(table: Table) -> str:
        if len(table) < 20:
            return _table(table, run)
        upper, lower = cut(table, chance.randrange(4, len(table) - 1))
        lower = (*table[:HEAD_ROWS], *lower) if chance.random() < 0.5 else lower
        between = chance.choice(("", paragraph(""), paragraph(run("- 3 -"))))
        return _table(upper, run, HEAD_ROWS) + between + _table(lower, run, HEAD_ROWS)

    return word.package("".join(_body(sheet, run, draw)))


def boxes(sheet: Sheet, chance: Random) -> bytes:
    """The title and some tables in text boxes, tables in a table for layout, in a frame of one cell, in content controls."""

    def draw(table: Table) -> str:
        drawn = _table(table, run)
        way = chance.randrange(5)
        if way == 0:
            return paragraph(word.box(drawn + paragraph("")))
        if way == 1:
            return word.frame(drawn)
        if way == 2:
            beside = chance.choice(("", paragraph(run("填报说明"))))
            rows = (((Slot("a"), Slot("b")),), ((Slot("a"),), (Slot("b"),)))[chance.randrange(2)]
            return word.table(rows, lambda slot: beside + paragraph("") if slot.text == "a" else drawn + paragraph(""))
        if way == 3:
            return re.sub(r"(<w:tr>.*?</w:tr>)", r"<w:sdt><w:sdtContent>\1</w:sdtContent></w:sdt>", drawn)
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{drawn}</w:sdtContent></w:sdt>"

    title = paragraph(word.box(paragraph(run(sheet.title)))) if chance.random() < 0.5 else paragraph(run(sheet.title))
    return word.package("".join(_body(sheet, run, draw, title)))


def tracked(sheet: Sheet, chance: Random) -> bytes:
    """Old figures deleted beside the new ones, rows and cells deleted, lines deleted, moved, joined or hidden."""

    def draw(table: Table) -> str:
        return _with_old_rows(word.table(table, lambda slot: paragraph(_changed(slot, chance))), chance)

    at = chance.randrange(2, len(sheet.title))
    title = paragraph(run(sheet.title[:at]), "<w:rPr><w:del/></w:rPr>") + paragraph(_inserted(sheet.title[at:]))
    old = paragraph(_deleted("川江县水利局2011年政府信息公开工作年度报告"), "<w:rPr><w:del/></w:rPr>")
    moved = paragraph(f"<w:moveFrom>{run(HEADINGS[3])}</w:moveFrom>", "<w:rPr><w:moveFrom/></w:rPr>")
    hidden = paragraph(
        run("鹤江市教育局2010年政府信息公开工作年度报告", chance.choice(("<w:vanish/>", '<w:rStyle w:val="gone"/>')))
    )
    return word.package("".join(_body(sheet, run, draw, old + title + hidden + moved)))


def numbered(sheet: Sheet, chance: Random) -> bytes:
    """The numbers of headings and of labels stand nowhere in the text: lists count them."""
    by_style = chance.random() < 0.5
    headings = "" if by_style else word.numbered(HEADING_LIST)
    levels = {TABLE_LIST: LEVELS, HEADING_LIST: LEVELS[:1]}
    styled = {(HEADING_LIST, 0): "1"} if by_style else {}
    style = f'<w:numPr><w:numId w:val="{HEADING_LIST}"/></w:numPr>' if by_style else ""

    def spell(slot: Slot) -> str:
        for level, pattern in enumerate(COUNTED):
            if slot.key is None and pattern.match(slot.text):
                return paragraph(run(pattern.sub("", slot.text, count=1)), word.numbered(TABLE_LIST, level))
        return paragraph(run(slot.text))

    def write(heading: str) -> str:
        return paragraph(run(heading[2:]), HEADING + headings)

    body = "".join(_body(sheet, run, lambda table: word.table(table, spell), heading=write))
    return word.package(body, word.STYLES.format(numbered=style), word.numbering(levels, styled))


def _body(
    sheet: Sheet,
    write: Write,
    draw: Callable[[Table], str] | None = None,
    title: str = "",
    heading: Write | None = None,
) -> Iterator[str]:
    """The report's blocks. A paragraph stands behind every table."""
    yield title or paragraph(write(sheet.title))
    if sheet.preface:
        yield paragraph(write(sheet.preface))
    drawn: Mapping[int, Table] = tables(sheet)
    for number, (head, text) in enumerate(zip(HEADINGS, sheet.sections, strict=True), 1):
        yield heading(head) if heading else paragraph(write(head), HEADING)
        for line in text.splitlines():
            yield paragraph(write(line))
        if number in drawn:
            yield draw(drawn[number]) if draw else _table(drawn[number], write)
            yield paragraph("")


def _table(table: Table, write: Write, heads: int = 0) -> str:
    return word.table(table, lambda slot: paragraph(write(slot.text)), heads)


def _runs(words: str, chance: Random) -> str:
    """The words cut in two where spelling or fonts change."""
    at = chance.randrange(len(words) + 1)
    return run(words[:at]) + run(words[at:], "<w:b/>")


def _inserted(words: str) -> str:
    return f'<w:ins w:id="1" w:author="x">{run(words)}</w:ins>' if words else ""


def _deleted(words: str) -> str:
    return f'<w:del w:id="2" w:author="x">{run(words).replace("w:t", "w:delText")}</w:del>'


def _changed(slot: Slot, chance: Random) -> str:
    """What a cell holds now, with what it held before."""
    if slot.key is None or chance.random() < 0.5:
        return run(slot.text)
    old = str(chance.randrange(10_000))
    if meaning(slot.text)[0] != "number" or chance.random() < 0.5:
        hidden = run(old, "<w:vanish/>") if chance.random() < 0.2 else ""
        return _deleted(old) + hidden + _inserted(slot.text)
    at = chance.randrange(len(slot.text))
    return run(slot.text[:at]) + _deleted(old) + _inserted(slot.text[at:])


def _with_old_rows(table: str, chance: Random) -> str:
    """Deleted rows among the rows, and deleted cells at the end of some."""
    rows: Sequence[str] = table.split("<w:tr>")
    out = rows[0]
    for row in rows[1:]:
        if chance.random() < 0.1 and "vMerge" not in row and "</w:tbl>" not in row:
            out += "<w:tr><w:trPr><w:del/></w:trPr>" + row
        if chance.random() < 0.1:
            row = row.replace("</w:tr>", cell(paragraph(run("77")), '<w:cellDel w:id="3" w:author="x"/>') + "</w:tr>")
        out += "<w:tr>" + row
    return out
