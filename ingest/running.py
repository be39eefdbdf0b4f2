"""Tables without cells: text in which labels and numbers follow each other, on many lines or all on one.

The text is taken apart into words and the values behind them. Words are one label of the form, or several of which
only the last has values; numbers that belong to labels (1. （三） ②) are words. As many values as the form has places
are read in the order of the headers; fewer, longer ones may be parted by `parting`; anything else cannot be told.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.labels import UNIT, bare, fold, unit_in
from ingest.lines import is_page_number
from ingest.report import Text
from ingest.script import EMPTY_CELL, clean, narrow
from ingest.vocabulary import GROUP, Part

_NUMBER = r"[+-]?\d(?:[\d,]*\d)?(?:\.\d+)?(?![\d,]*\d)"
_VALUE = re.compile(
    rf"(?=[\d(第+/—无增减新{EMPTY_CELL}-])(?:"  # most letters begin none of them
    r"\(\s*\d{1,2}\s*\)|第\s*\d+\s*条|"  # numbers of labels, not values
    r"(?P<change>(?:增加|新增|增|减少|减)\s?\d+(?![\d,.]*\d)(?:件|项|个)?)|"
    rf"(?P<number>{_NUMBER}(?!\s*[.、]\s*[㐀-鿿]))(?P<unit>亿元|万元|元|件|项)?(?P<note>\((?:其中|含|包括)[^()]{{1,30}}\))?"
    r"|(?P<short>\d+(?=\d\s*[.、]\s*[㐀-鿿]))"
    rf"|(?P<blank>{EMPTY_CELL})"
    r"|(?P<dash>(?<!\S)(?:/|-{1,2}|—{1,2}|无)(?!\S)|(?<=[㐀-鿿])(?<!增)[/—-](?=[㐀-鿿\s]|$)))",
    re.ASCII,
)
_SHORT = 2
_FULL = 0.8
_ENDS = "。！？；：!?;:"
_WORD = re.compile(r"[^\W_]")
_LEFT_NUMBER = re.compile(r"^[一二三四五六七八九十\d]{1,2}(?=$|[㐀-鿿])")
_UNIT = re.compile(r"单位:?(亿元|万元|元|件|项)")


@dataclass(frozen=True, slots=True)
class Chunk:
    """Words and the values that stand behind them, up to the next words."""

    words: str
    values: tuple[str, ...]
    page: int | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the form with the values behind its label. `row` is None where the words are no known label."""

    row: str | None
    words: str
    values: tuple[str, ...]
    page: int | None
    columns: tuple[str, ...] = ()
    near: bool = False
    unit: tuple[str, str] | None = None
    """A column and the unit that its header names."""
    is_last: bool = False
    """Whether the document ends with it, so that it may be cut off."""


@dataclass(frozen=True)
class Running:
    """The text of a document in one piece, as printed and in half width, with the page of each place."""

    printed: str
    text: str
    starts: tuple[int, ...]
    pages: tuple[int | None, ...]
    width: int | None
    """How long the lines are that were broken for want of room; None where a line is a paragraph."""

    def page(self, place: int) -> int | None:
        """The page that a place stands on."""
        return self.pages[max(bisect_right(self.starts, place) - 1, 0)] if self.pages else None

    def is_broken(self, line: str) -> bool:
        """Whether a line goes on in the next one."""
        return self.width is not None and len(line) >= _FULL * self.width and line[-1] not in _ENDS


def running(texts: Sequence[Text], paragraphs: bool = False) -> Running:
    """The lines one below the other, without page numbers. `paragraphs`: no line was broken for want of room."""
    texts = [text for text in texts if not is_page_number(text.text)]
    starts, place = [], 0
    for text in texts:
        starts.append(place)
        place += len(text.text) + 1
    lengths = sorted(len(text.text) for text in texts if len(text.text) > 1)
    width = None if paragraphs or not lengths else lengths[int(0.95 * (len(lengths) - 1))]
    printed = "\n".join(text.text for text in texts)
    return Running(printed, narrow(printed), tuple(starts), tuple(text.page for text in texts), width)


def chunks(run: Running, start: int, end: int) -> Iterator[Chunk]:
    """The words and values between two places."""
    words, values, begin, place = "", list[str](), start, start
    for match in _VALUE.finditer(run.text, start, end):
        value = match["change"] or match["number"] or match["short"] or match["dash"] or match["blank"]
        if value is None:
            continue
        between = run.text[place : match.start()]
        if values and between.strip() and not _WORD.search(between):  # 2, 400,375 is neither one number nor two
            values[-1] += between + match[0]
            place = match.end()
            continue
        if _WORD.search(between):
            if values:
                yield Chunk(words, tuple(values), run.page(begin))
                words, values = "", []
            words, begin = words + between, match.start()
        values.append(match[0])
        place = match.end()
    if words or values:
        yield Chunk(words, tuple(values), run.page(begin))
    if run.text[place:end].strip():
        yield Chunk(run.text[place:end], (), run.page(place))


def entries(found: Sequence[Chunk], part: Part) -> Iterator[Entry]:
    """The rows that the chunks are. Headers on the way are kept for the rows below them."""
    columns: tuple[str, ...] = ()
    unit: tuple[str, str] | None = None
    head: Entry | None = None
    below: set[str] = set()
    for chunk in found:
        labels, rest = _labels(chunk.words, part)
        headers = tuple(key for kind, key in labels if kind == "column")
        if headers:
            columns = headers
            unit = _unit(chunk.words, part)
        rows = [key for kind, key in labels if kind == "row"]
        near = False
        if len(rest) >= _SHORT or not labels:
            match = part.rows.match(rest)
            near = match is not None
            rows = [*rows, match.key] if match is not None else rows if not chunk.values else [*rows, ""]
        below.update(rows)
        for row in rows[:-1]:
            if row in part.heads:
                head = Entry(row, chunk.words, (), chunk.page, columns)
            elif row != GROUP:
                yield Entry(row, chunk.words, (), chunk.page, columns)
        last = rows[-1] if rows else GROUP
        if last != GROUP:
            values = _without_more(chunk.values, part.expected.get(last, ()))
            yield Entry(last, chunk.words, values, chunk.page, columns, near, unit)
        elif any(value != EMPTY_CELL for value in chunk.values):
            yield Entry(None, chunk.words, chunk.values, chunk.page, columns)
    if head is not None and not below & part.headed:
        yield head


def _without_more(values: tuple[str, ...], columns: tuple[str, ...]) -> tuple[str, ...]:
    """The values without empty cells behind them, where those are as many as there are columns and add up to the total.

    A table may have columns that this row does not use; but half of a number could stand in an empty cell's place, too.
    """
    last = max((place for place, value in enumerate(values) if value != EMPTY_CELL), default=-1)
    printed = values[: last + 1]
    if len(printed) != len(columns) or not columns or columns[-1] != "total" or not all(map(str.isdecimal, printed)):
        return values
    *parts, total = map(int, printed)
    return printed if sum(parts) == total else values


def _unit(words: str, part: Part) -> tuple[str, str] | None:
    """The unit in a row of headers, with the column that it stands behind."""
    match = UNIT.search(words)
    above = [key for kind, key in _labels(words[: match.start()], part)[0] if kind == "column"] if match else []
    unit = unit_in(words)
    return (above[-1], unit) if above and unit else None


@lru_cache(maxsize=2048)
def _labels(words: str, part: Part) -> tuple[tuple[tuple[str, str], ...], str]:
    """The labels in a run of words, in order, and what is left behind the last of them.

    A label of two letters (其他, 总计) counts only where nothing but labels stands before and behind it.
    """
    text = bare(clean(words))
    known, pattern = _known(part)
    labels: list[tuple[str, str]] = []
    place = 0
    for match in pattern.finditer(text):
        before = _without_number(text[place : match.start()])
        is_inside = part.section != 2 and not _ends_label(text[match.end() :], pattern)
        if len(match[0]) <= _SHORT and (is_inside or before):
            continue
        labels.append(known[match[0]])
        place = match.end()
    return tuple(labels), _without_number(text[place:])


def _ends_label(behind: str, pattern: re.Pattern[str]) -> bool:
    return not behind or pattern.match(_without_number(behind)) is not None


@lru_cache(maxsize=64)
def _known(part: Part) -> tuple[dict[str, tuple[str, str]], re.Pattern[str]]:
    """Wording → kind and key, and a pattern that finds each, the longest first."""
    columns = part.columns.keys.items() if part.section == 2 else ()
    known = {wording: ("row", key) for wording, key in part.rows.keys.items()}
    known |= {wording: ("column", key) for wording, key in columns}
    return known, re.compile("|".join(re.escape(wording) for wording in sorted(known, key=len, reverse=True)))


def _without_number(text: str) -> str:
    """Words without the number of a label that is left of it once punctuation is gone."""
    return _LEFT_NUMBER.sub("", text)


@lru_cache(maxsize=512)
def _loose(wording: str) -> re.Pattern[str]:
    return re.compile(r"[^㐀-鿿]{0,3}?".join(re.escape(char) for char in fold(wording)))


def place_of(run: Running, wording: str, start: int = 0) -> int | None:
    """Where a wording begins, white space and punctuation aside."""
    match = _loose(wording).search(run.text, start)
    return match.start() if match else None
