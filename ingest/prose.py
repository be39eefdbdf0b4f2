"""The text of the six sections, without headings and tables, and the numbers that its sentences name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from ingest.forms import Form
from ingest.labels import bare
from ingest.report import ProseFigure, Section
from ingest.running import Running
from ingest.script import EMPTY_CELL, narrow

_NUMBERS = "一二三四五六"
_HEADING = re.compile(rf"(?P<number>[{_NUMBERS}])[ ]*[、.][ ]*(?=(?P<words>[^\n。；]{{2,40}}))")
_INDENT = " \t\u3000"
_WITHIN = 16
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
_UNITS = "条|件次|件|人次|次|个|项|篇|期|份|户|场|家|起|名|亿元|万元|元|宗|例|余条|余件|万条|万件|万次"
_FIGURE = re.compile(
    rf"(?P<value>\d{{1,3}}(?:,\d{{3}}){{1,20}}(?:\.\d+)?|(?<!\d)\d+(?:\.\d+)?)\s*(?P<unit>{_UNITS})(?![月日号年])", re.ASCII
)
_BREAK = re.compile(r"[,，、;；:：()（）“”]")
_EMPTY_WORDS = re.compile(r"^(?:其中|共计|共|为|合计|总计|分别是|包括|以及|和|及|与)+")
_DIGIT = re.compile(r"[0-9０-９]")
_MOST = 400


def sections_of(run: Running, form: Form, tables: Sequence[tuple[int, int]]) -> tuple[Section, ...]:
    """The sections that have a heading, in order; 0 is what stands before them. `tables` are places that hold tables."""
    heads = _headings(run, form)
    found = []
    first = heads[0][1] if heads else len(run.text)
    opening = text_between(run, 0, first, tables)
    if opening:
        found.append(Section(0, "", opening, run.page(0)))
    for place, (number, start, end) in enumerate(heads):
        stop = heads[place + 1][1] if place + 1 < len(heads) else len(run.text)
        text = text_between(run, end, stop, tables)
        found.append(Section(number, run.printed[start:end].strip(), text, run.page(start)))
    return tuple(found)


def _headings(run: Running, form: Form) -> list[tuple[int, int, int]]:
    """Number, begin and end of each heading. They count upwards; where they begin anew, what came before was a list."""
    rows = _rows(form)
    found: list[tuple[int, int, int]] = []
    for match in _HEADING.finditer(run.text):
        number = _NUMBERS.index(match["number"]) + 1
        end = _end(match, form.headings.get(number, ()))
        if end is None or bare(match["words"]).startswith(rows):
            continue
        if number == 1 and found:
            found = []
        if not found or number > found[-1][0]:
            found.append((number, match.start("number"), end))
    return found


@lru_cache(maxsize=8)
def _rows(form: Form) -> tuple[str, ...]:
    """How the long labels of section three begin: they are numbered as headings are."""
    return tuple(bare(row.labels[0])[:6] for table in form.section(3) for row in table.rows if len(row.labels[0]) > 6)


def _end(match: re.Match[str], words: Sequence[str]) -> int | None:
    """Where the heading ends: with its line, or where the line goes on, behind the words of the form."""
    text = match["words"]
    begin = match.string.rfind("\n", 0, match.start()) + 1
    is_first = not match.string[begin : match.start()].strip(_INDENT)
    for word in words:
        place = text.find(word)
        if not 0 <= place <= _WITHIN:
            continue
        whole = match.string.find("\n", match.end())
        line = match.string[match.start("words") : whole if whole >= 0 else len(match.string)]
        if is_first and len(line) <= 40 and not re.search(r"[，。]", line):
            return match.start("words") + len(line)
        if is_first or word == words[0] or place > 0:
            return match.start("words") + place + len(word)
    return None


def text_between(run: Running, start: int, end: int, tables: Sequence[tuple[int, int]] = ()) -> str:
    """The text of a place, tables left out, lines that were broken for want of room joined again."""
    lines: list[str] = []
    for first, last in [*tables, (end, end)]:
        if first <= end:
            lines += [line.strip() for line in run.printed[start : max(first, start)].split("\n") if line.strip()]
            start = min(max(start, last), end)
    joined = ""
    for place, line in enumerate(lines):
        joined += ("" if place and run.is_broken(lines[place - 1]) else "\n") + line
    return joined.replace(EMPTY_CELL, "").strip()


def prose_of(sections: Sequence[Section]) -> tuple[ProseFigure, ...]:
    """The numbers with a unit in the text of the sections, with what they count and their sentence."""
    found = [figure for section in sections if section.number for figure in _figures(section)]
    return tuple(found[:_MOST])


def _figures(section: Section) -> Iterator[ProseFigure]:
    for sentence in _SENTENCE.finditer(section.text):
        if not _DIGIT.search(sentence[0]):
            continue
        printed = sentence[0].strip()
        text, place = narrow(printed), 0
        for match in _FIGURE.finditer(text):
            before = _BREAK.split(printed[place : match.start()])
            subject = _EMPTY_WORDS.sub("", next((part.strip() for part in reversed(before) if part.strip()), ""))
            place = match.end()
            value = Decimal(match["value"].replace(",", ""))
            yield ProseFigure(section.number, subject[-40:], value, match["unit"], printed[:600], section.page)
