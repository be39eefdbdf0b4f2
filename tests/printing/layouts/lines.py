"""Text without a column mark: what copying out of a PDF or crawling a page leaves of the tables."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from random import Random

from tests.printing.paper import (
    APPLICANTS,
    BALANCE,
    CASES,
    HEADINGS,
    OUTCOMES,
    SECTION_TWO,
    rows_three,
)
from tests.printing.sheet import Sheet

LINE, PAGE = 38, 48


def wrapped(sheet: Sheet, chance: Random) -> bytes:
    """Text of a PDF: long labels over several lines, and then often the last value alone on the line after."""
    lines = [*fold(sheet.title, 22), ""]
    drawn = {2: _two(sheet), 3: _three(sheet, chance), 4: _four(sheet)}
    for number, (heading, text) in enumerate(zip(HEADINGS, _with_preface(sheet), strict=True), 1):
        lines += [heading, ""]
        for paragraph in text.splitlines():
            lines += [*fold(paragraph, LINE), ""]
        lines += drawn.get(number, ())
    return "\n".join(lines).encode()


def lettered(sheet: Sheet, chance: Random) -> bytes:
    """As wrapped, but the narrow headers of section four go down letter by letter, across all of its columns."""
    names = ["结果维持", "结果纠正", "其他结果", "尚未审结"]
    down = [" ".join([name[place] for name in names] * len(CASES)) for place in range(4)]
    header = ["行政复议 行政诉讼", "未经复议直接起诉 复议后起诉", *down[:2], "总计 总 总", *down[2:], "计 计"]
    printed = wrapped(sheet, chance).decode()
    return printed.replace("\n".join(_four(sheet)[:-2]), "\n".join(header)).encode()


def parted(sheet: Sheet, chance: Random) -> bytes:
    """The labels of section three first, all of them, and the figures after: nothing says which belongs to which."""
    lines = [sheet.title, ""]
    labels = [label for _, path in rows_three(sheet.rows) for label in path[-1:]]
    figures = [" ".join(_values(sheet, row, APPLICANTS)) for row, _ in rows_three(sheet.rows)]
    drawn = {2: _two(sheet), 3: [BALANCE, *labels, "", *figures, ""], 4: _four(sheet)}
    for number, (heading, text) in enumerate(zip(HEADINGS, _with_preface(sheet), strict=True), 1):
        lines += [heading, "", *text.splitlines(), "", *drawn.get(number, ())]
    return "\n".join(lines).encode()


def columns(sheet: Sheet, chance: Random) -> bytes:
    """Text of a PDF that was set in two columns a page, read straight across both."""
    lines = wrapped(sheet, chance).decode().split("\n")
    out = lines[:2]
    for top in range(2, len(lines), 2 * PAGE):
        left, right = lines[top : top + PAGE], lines[top + PAGE : top + 2 * PAGE]
        out += [f"{one}    {two}".rstrip() for one, two in zip_longest(left, right, fillvalue="")]
    return "\n".join(out).encode()


def together(sheet: Sheet, chance: Random) -> bytes:
    """A crawler's text: one line in which the cells of a row run together."""
    out = [sheet.title, " "]
    for number, (heading, text) in enumerate(zip(HEADINGS, _with_preface(sheet), strict=True), 1):
        out += [heading, text.replace("\n", "")]
        if number == 2:
            out += [word for line in _two(sheet) for word in line.split()]
        elif number == 3:
            out += [BALANCE, "申请人情况", *APPLICANTS.values()]
            for row, path in rows_three(sheet.rows):
                out += [path[-1], *_values(sheet, row, APPLICANTS)]
        elif number == 4:
            out += ["行政复议", "行政诉讼", *OUTCOMES.values(), "未经复议直接起诉", "复议后起诉", *OUTCOMES.values()]
            out += [*OUTCOMES.values(), " ", *_values_four(sheet)]
    return "".join(out).encode()


def fold(text: str, width: int) -> list[str]:
    """The text in pieces of `width` characters."""
    return [text[at : at + width] for at in range(0, len(text), width)]


def _with_preface(sheet: Sheet) -> tuple[str, ...]:
    first, *rest = sheet.sections
    return ("\n".join(part for part in (sheet.preface, first) if part), *rest)


def _values(sheet: Sheet, row: str, columns: dict[str, str]) -> list[str]:
    return [sheet.cells[f"{row}.{column}"] for column in columns]


def _values_four(sheet: Sheet) -> list[str]:
    return [value for case in CASES for value in _values(sheet, case, OUTCOMES)]


def _two(sheet: Sheet) -> list[str]:
    lines = []
    for block in SECTION_TWO[sheet.form]:
        lines += [f"第二十条第（{block.article}）项", " ".join(("信息内容", *block.header)), ""]
        for label, keys in block.rows:
            lines += [" ".join((label, *(sheet.cells[key] for key in keys))).rstrip(), ""]
    return lines


def _three(sheet: Sheet, chance: Random) -> Iterator[str]:
    yield from (*fold(BALANCE, 24), "", "申请人情况", "", "自然", "人", "", "法人或其他组织", "")
    yield from ("总计商业", "企业", "", "科研", "机构", "", "社会", "公益", "组织", "", "法律", "服务", "机构", "", "其他", "")
    seen: set[str] = set()
    for row, path in rows_three(sheet.rows):
        for merged in path[:-1]:
            if merged not in seen:
                seen.add(merged)
                yield from (*fold(merged, 3 if merged.startswith("三") else 5), "")
        values = _values(sheet, row, APPLICANTS)
        *above, last = fold(path[-1], 18)
        if not above:
            yield from (" ".join((last, *values)).rstrip(), "")
        elif chance.random() < 0.5:
            yield from (*above, last, "", " ".join(values[:-1]).rstrip(), values[-1], "")
        else:
            yield from (*above, last, "", " ".join(values).rstrip(), "")


def _four(sheet: Sheet) -> list[str]:
    short = [line for name in ("结果维持", "结果纠正", "其他结果", "尚未审结") for line in (*fold(name, 2), "")]
    header = ["行政复议 行政诉讼", "", *short, "总计", "未经复议直接起诉 复议后起诉", "", *short, "总计", *short, "总计", ""]
    return [*header, " ".join(_values_four(sheet)).rstrip(), ""]
