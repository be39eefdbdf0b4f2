"""Web pages and texts as some clerk once made them: odd, but a person reads them without doubt, or sees the doubt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html import escape
from random import Random

from tests.printing.chance import sheet as another
from tests.printing.layouts import page, text
from tests.printing.paper import tables
from tests.printing.sheet import Sheet, Slot, Table, cut, meaning

WIDE = str.maketrans("0123456789,.-/", "０１２３４５６７８９，．－／")
BETWEEN = ("- 3 -", "第 3 页 共 6 页", "4", "川汇区卫生健康委员会 政府信息公开", "内部资料")
LONGEST = 11
CAPTIONS = ("{year}年", "（{year}年度）", "附：{year}年度收到和处理政府信息公开申请情况", "{year}年数据", "表二 {year}年统计表")


def upright(sheet: Sheet, chance: Random) -> bytes:
    """Labels set upright, a letter a line."""

    def spell(words: str) -> str:
        return escape(words) if words.isascii() else "<br>".join(map(escape, words))

    return page.document(sheet, "\n".join(page.body(sheet, spell)))


def wide(sheet: Sheet, chance: Random) -> bytes:
    """Digits and marks as wide as letters."""

    def spell(words: str) -> str:
        return escape(words.translate(WIDE) if words.isascii() else words)

    return page.document(sheet, "\n".join(page.body(sheet, spell)))


def with_units(sheet: Sheet, chance: Random) -> bytes:
    """Numbers with their unit, some with a remark in brackets."""

    def dress(slot: Slot) -> Slot:
        if slot.key is None or meaning(slot.text)[0] != "number" or "-" in slot.text:
            return slot
        note = chance.choice(("", "", "（其中修订1件）", "（含上年结转）"))
        return replace(slot, text=slot.text + chance.choice(("", "件")) + note)

    return _with_tables(sheet, lambda table: (_each(table, dress),))


def headers_again(sheet: Sheet, chance: Random) -> bytes:
    """Section three cut where a page ended, its headers printed again above the rest."""

    def parts(table: Table) -> tuple[Table, ...]:
        if len(table) < 20:
            return (table,)
        upper, lower = cut(table, chance.randrange(4, len(table) - 1))
        return (upper, (*table[:3], *lower)) if chance.random() < 0.5 else ((*upper, *table[:3], *lower),)

    return _with_tables(sheet, parts)


def misspelt(sheet: Sheet, chance: Random) -> bytes:
    """Long labels with a letter lost or wrong, as if read from a scan."""

    def slip(slot: Slot) -> Slot:
        words = slot.text
        if slot.key is not None or len(words) < LONGEST or chance.random() < 0.6:
            return slot
        at = chance.randrange(3, len(words))
        return replace(slot, text=words[:at] + chance.choice(("", "囗", words[at] * 2)) + words[at + 1 :])

    return _with_tables(sheet, lambda table: (_each(table, slip),))


def two_years(sheet: Sheet, chance: Random) -> bytes:
    """Last year's table of a section below this year's, or above it, each with its year above it."""
    own, last = tables(sheet), tables(another(chance, sheet.form))
    caption = chance.choice(CAPTIONS)
    three = [(caption.format(year=sheet.year), own[3]), (caption.format(year=sheet.year - 1), last[3])]
    chance.shuffle(three)
    drawn = {number: [part for pair in three for part in pair] if number == 3 else (table,) for number, table in own.items()}
    return page.document(sheet, "\n".join(page.body(sheet, escape, drawn)))


def side_by_side(sheet: Sheet, chance: Random) -> bytes:
    """Labels in one table and their figures in another beside it."""

    def parts(table: Table) -> tuple[Table, ...]:
        labels = tuple(tuple(slot for slot in row if slot.key is None) for row in table)
        figures = tuple(tuple(slot for slot in row if slot.key is not None) for row in table)
        return (tuple(row for row in labels if row), tuple(row for row in figures if row))

    return _with_tables(sheet, parts)


def furnished(sheet: Sheet, chance: Random) -> bytes:
    """Page numbers and running titles between the rows of tabbed tables."""
    lines = text.tabbed(sheet, chance).decode().split("\n")
    tabs = [place for place, line in enumerate(lines) if "\t" in line]
    for place in sorted(chance.sample(tabs, 6), reverse=True):
        lines.insert(place, chance.choice(BETWEEN))
    return "\n".join(lines).encode()


def _each(table: Table, change: Callable[[Slot], Slot]) -> Table:
    return tuple(tuple(change(slot) for slot in row) for row in table)


def _with_tables(sheet: Sheet, parts: Callable[[Table], tuple[Table, ...]]) -> bytes:
    drawn = {number: parts(table) for number, table in tables(sheet).items()}
    return page.document(sheet, "\n".join(page.body(sheet, escape, drawn)))
