"""Reports in free text, as they were before there was a form with tables: told from other papers, and their sections.

Headings are numbered, but agencies number in their own ways, so that the words of a heading say which section it is.
A paper counts as a report only where its title calls it one, its headings are those that the decree asks for, and its
text counts something or says that there was nothing to count: a guide, a plan or a notice has one of these at most.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from ingest.annex import figures_in
from ingest.forms import Form
from ingest.labels import fold
from ingest.prose import prose_of, text_between
from ingest.report import Document, ProseFigure, Section
from ingest.running import Running
from ingest.script import EMPTY_CELL, clean

PROACTIVE, FEES, ANNEX = 2, 7, 8
_ASKED_FOR = frozenset({PROACTIVE, 3, 4, 5, FEES})
_NOT_IN_A_GUIDE = frozenset({4, 5, FEES})
_FEWEST = 3
_NUMBERS = "一二三四五六七八九十"
_HEADING = re.compile(
    rf"(?P<line>^[ \t#*]*)?(?:第[ ]*(?P<part>[{_NUMBERS}])[ ]*部分[ ]*[、.:]?|(?P<number>[{_NUMBERS}])[ ]*[、.])"
    r"[ ]*(?=(?P<words>[^\n]{2,60}))",
    re.MULTILINE,
)
_LINE = re.compile(r"^[^\n]{2,40}$", re.MULTILINE)
_LONGEST, _LONGEST_TITLE = 40, 200
_WITHIN = 12
_TAIL = re.compile(r"[和及与、](?:下一步|今后|改进|整改|解决)[^。,;\d]{0,8}?(?:措施|打算|情况|安排|方向|办法|计划)")
_WRAPPED = 20
_MOST = 500_000
"""Letters: no report is as long, and what is made to be long is not looked through."""

_FEWEST_LETTERS = 15
_STOP = re.compile(r"[。；;]")
_SHORT = r"[^\n。,;；]{0,40}"
_ANNEX = re.compile(
    rf"^[ \t#*]*(?:附表|附件|附)[ \d一二三四:.、]*(?:{_SHORT}统计{_SHORT})?$|^{_SHORT}情况统计表{_SHORT}$"
    rf"|^(?:统计)?指标(?:名称)?[ \t]{_SHORT}单位{_SHORT}$",
    re.MULTILINE,
)
_ANOTHER_PAPER = re.compile(
    r"(?:指南|通知|方案|计划|要点|制度|办法|规定|解读|图解|问答|说明|提纲|模板|格式|范本|目录|清单|意见)(?:（[^）]*）)?$"
)
_NOTHING = re.compile(r"(?:未|没有|无)[^。；\n]{0,12}(?:收到|受理|发生|收取|产生|申请|复议|诉讼|收费)")

Heading = tuple[int, int, int]
"""Which section it is (0: of no known kind), where the heading begins and where it ends."""


def sections_told(run: Running, form: Form) -> tuple[Section, ...]:
    """The sections by the words of their headings, in the order of their numbers; 0 is what stands before the first."""
    heads, end = _headings(run, form) if len(run.text) <= _MOST else ([], 0)
    if not heads:
        return ()
    found = [Section(0, "", text_between(run, 0, heads[0][1]), run.page(0))]
    given: set[int] = set()
    for place, (kind, start, behind) in enumerate(heads):
        stop = heads[place + 1][1] if place + 1 < len(heads) else end
        number = kind if kind and kind not in given else max({ANNEX, *given}) + 1
        given.add(number)
        heading = " ".join(run.printed[start:behind].split())
        found.append(Section(number, heading, _text(run, behind, stop, number), run.page(start)))
    if end < len(run.text) and ANNEX not in given:
        found.append(Section(ANNEX, "", _text(run, end, len(run.text), ANNEX), run.page(end)))
    return tuple(sorted((one for one in found if one.number or one.text), key=lambda section: section.number))


def _text(run: Running, start: int, end: int, number: int) -> str:
    """The text of a section; the lines of an annex are rows, and none goes on in the next."""
    if number != ANNEX:
        return text_between(run, start, end)
    lines = run.printed[start:end].replace(EMPTY_CELL, "").split("\n")
    return "\n".join(line.strip() for line in lines if line.strip())


def _headings(run: Running, form: Form) -> tuple[list[Heading], int]:
    """The headings, and where the last section ends: with the text, or where an annex begins.

    Where numbers tell too few of them, lines that are headings to the letter count without a number.
    """
    annexes = [match.start() for match in _ANNEX.finditer(run.text)]
    found = _numbered(run, form, annexes)
    if len({kind for kind, _, _ in found if kind}) < _FEWEST:
        found = _unnumbered(run, form)
    end = _annex(annexes, found, len(run.text))
    return found, len(run.text) if end is None else end


def _numbered(run: Running, form: Form, annexes: Sequence[int]) -> list[Heading]:
    """Headings that count upwards, up to an annex.

    A row of headings with nothing between them is a list of contents, and what comes after it begins anew.
    """
    found: list[Heading] = []
    last = 0
    for match in _HEADING.finditer(run.text):
        number = _NUMBERS.index(match["part"] or match["number"]) + 1
        told = _heading(run, match, form)
        if told is None:
            continue
        if _annex(annexes, found, match.start()) is not None or (found and found[-1][0] == ANNEX):
            break
        if number == 1 and _is_contents(found, match.start()):
            found, last = [], 0
        is_known = told[0] and told[0] not in {kind for kind, _, _ in found} and number >= last
        if number == last + 1 or is_known:
            found.append(told)
            last = number
    return found


def _unnumbered(run: Running, form: Form) -> list[Heading]:
    """Lines that are the words of a heading and nothing else, each kind once."""
    words = {fold(word): kind for kind, some in form.headings.items() for word in some if len(word) > 1}
    found: dict[int, Heading] = {}
    for match in _LINE.finditer(run.text):
        kind = words.get(fold(match[0]))
        if kind is not None and kind not in found:
            found[kind] = (kind, match.start(), match.end())
    return list(found.values())


def _annex(annexes: Sequence[int], found: Sequence[Heading], end: int) -> int | None:
    """Where an annex begins between the last heading and a place; None where there is none, or its heading is that."""
    if len(found) < _FEWEST or found[-1][0] == ANNEX:
        return None
    place = bisect_left(annexes, found[-1][2])
    return annexes[place] if place < len(annexes) and annexes[place] < end else None


def _is_contents(found: Sequence[Heading], end: int) -> bool:
    ends = [start for _, start, _ in [*found[1:], (0, end, end)]][: len(found)]
    return sum(stop - behind for (_, _, behind), stop in zip(found, ends, strict=True)) < _FEWEST_LETTERS * len(found)


def _heading(run: Running, match: re.Match[str], form: Form) -> Heading | None:
    """The heading that a number begins: its line, or where the line goes on, the words of the form behind the number."""
    line, first = match["words"], match.start("words")
    begin = match.start("part") - 1 if match["part"] else match.start("number")
    if match["line"] is not None and len(line) <= _LONGEST and not _STOP.search(line):
        line += _wrapped(run, first + len(line), line)
        return _kind(line, form), begin, first + len(line)
    words = [(line.find(word), -len(word), kind) for kind, some in form.headings.items() for word in some if word in line]
    place, length, kind = min(words, default=(_WITHIN, 0, 0))
    if place >= _WITHIN:
        return None
    tail = _TAIL.match(line, place - length)
    return kind, begin, first + (tail.end() if tail else place - length)


def _wrapped(run: Running, end: int, line: str) -> str:
    """The rest of a heading that was broken for want of room, with the break."""
    rest = run.text[end + 1 : end + _WRAPPED + 2].partition("\n")[0]
    goes_on = run.is_broken(line) and 0 < len(rest) <= _WRAPPED and not re.search(r"[。,;:]|^[(（\d]", rest)
    return "\n" + rest if goes_on else ""


def _kind(heading: str, form: Form) -> int:
    """Which section a heading is, by the first kind one of whose words stands in it; 0 where none does."""
    words = "".join(heading.split())
    return next((kind for kind, some in form.headings.items() if any(word in words for word in some)), 0)


def is_report(document: Document, sections: Sequence[Section]) -> bool:
    """Whether a paper with these sections is a report, whatever its title names."""
    told = {section.number for section in sections if section.text}
    asked_for = told & _ASKED_FOR
    if len(asked_for) < _FEWEST or PROACTIVE not in told or not asked_for & _NOT_IN_A_GUIDE:
        return False
    return _counts(sections) and not any(_ANOTHER_PAPER.search(title) for title in _called(document, sections))


def _counts(sections: Sequence[Section]) -> bool:
    """Whether the sections that the decree asks for hold a number, or say that there was nothing."""
    inner = [section for section in sections if section.number in _ASKED_FOR]
    return bool(prose_of(inner)) or any(_NOTHING.search(section.text) for section in inner)


def _called(document: Document, sections: Sequence[Section]) -> Iterator[str]:
    """What the paper calls itself: a page by its titles, anything else by the lines above its first heading.

    A page's own lines hold the names of other papers, which its navigation leads to.
    """
    yield from (clean(title)[-_LONGEST_TITLE:] for title in document.titles)
    if document.kind != "html":
        above = [line for section in sections if section.number == 0 for line in section.text.split("\n")]
        yield from (clean(line) for line in above if len(line) <= _LONGEST)


def narrated(sections: Sequence[Section]) -> tuple[ProseFigure, ...]:
    """The numbers of the text with their sentences, and the rows of an annexed table."""
    text = [section for section in sections if section.number != ANNEX]
    rows = [figure for section in sections if section.number == ANNEX for figure in figures_in(section)]
    return (*prose_of(text), *rows)
