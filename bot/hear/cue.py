"""Hearing what the words ask to be done: the cues of the known words, and those that only several words make together."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.question import Span, Years
from bot.spelling.pattern import Pattern
from bot.text import before

_BOTH = Pattern(r"\bboth (?:administrative )?(?:permit|penalt|compuls|coerc|fee|request|reconsid|review|litig|lawsuit|denial)")
"""both permits and penalties: of figures, not of agencies."""

_HOW_MANY = re.compile(r"how many (?:of the )?$|(?:^|the |find |what is |what was )number of (?:the )?$")
"""How many of a kind of agency: how many health commissions."""

_CARRIED = Pattern(
    r"(?:上年|上一年)(?:度)?结转.{0,16}(?:去年|上年|前一年|上一年|\d年).{0,8}结转|结转下年.{0,20}上年结转"
    r"|carried in.{0,60}carried out|carried out.{0,60}carried in"
)
"""Both ends of what is carried over from one year to the next."""


_WITH_TOTALS = ("reconsideration", "litigation_direct", "litigation_after_reconsideration", "concluded")
"""Rows of which the form itself prints a 总计."""


_HOW_OFTEN = Pattern(r"how many times (?:was|were|did|has|have|had)\b(?!.{0,80}\b(?:as many|as much|higher|larger|more)\b)")
"""How many times was it sued counts cases; how many times as many is a multiple."""
_HOW_MANY_THERE = re.compile(r"\bhow many\b.{1,99}\b(?:are|were|was|is) there\b")
_TO_CHECK = re.compile(r"核实(?:一下|下)?|核对(?:一下|下)?|(?:can you |could you |please )?(?:confirm|verify)")
"""A wish to have something checked, which asks for yes or no only where something is claimed."""
_UP_TO = re.compile(r"[至到止底末]|\b(?:by|until|till|up to|as of)\b")
"""到2023年累计 is more than the one year; 2023年累计 is that year."""
_WHICH = re.compile(r"(?:which|what) (?:of the )?(?:[a-z]+ )?$")
"""Which of a kind: which education bureaus charged fees."""


_PLACES, _FIGURES = ("region", "short_region", "agency"), ("row", "weak", "rate")
_BY_HOW_MUCH = re.compile(
    r"(?:高于|多于|大于|超过|超出|低于|少于|小于)[^,。;?!]{2,24}?(?:多少|几)[件起项宗份条次个]?[?。!]*$"
    r"|by how (?:much|many)\b.{1,80}?\b(?:exceed|surpass)"
)
"""One beyond another by how much is asked for the difference, not for those that are beyond it."""


_HOW_MANY_OF = re.compile(r"的?(?:数量|个数|家数|(?:一共|总共|共)?有多少)\s*[?。!]*$")
_CONDITION = re.compile(r"[有无没过]")
_YES_OR_NO = re.compile(
    r"^(?:and |so |but |well,? )?(?:did|was|were|has|have|had|does|is|are)\b(?!.*\b(?:how|what|which|when|why|or)\b)"
)


def _unsaid(text: str, spans: Sequence[Span]) -> set[str]:
    """The cues of no word: 处罚低于50件的卫健委数量 counts agencies, and an English question may begin with its verb."""
    limited = any(_has(span, "bound") for span in spans)
    for span in spans:
        described = text[: span.start].endswith("的") and (limited or _CONDITION.search(text[: span.start]))
        if _has(span, "organ") and described and _HOW_MANY_OF.fullmatch(text, span.end):
            return {"count"}
    asked = _YES_OR_NO.search(text) and not limited and any(_has(span, "row", "weak") for span in spans)
    return {"polar"} if asked and not any(_has(span, "rate") for span in spans) else set()


def _has(span: Span, *kinds: str) -> bool:
    return any(kind in kinds for kind, _ in span.meanings)


def _is_kind(span: Span) -> bool:
    return span.text.isascii() and span.text.endswith("s") and any(kind == "organ" for kind, _ in span.meanings)


_OF_WHAT = Pattern(r"占[^占,。;?!]{1,24}?(的?(?:比例|比重|百分比|份额|比率))", "占")


def shares_in(text: str) -> list[Span]:
    """The 的比例 of 国家秘密占不予公开的比例: what stands before it is the whole that a share is taken of, and no rate's name."""
    return [Span(m.start(1), m.end(1), m.group(1), (("cue", "share"),)) for m in _OF_WHAT.finditer(text)]


def cues_in(text: str, spans: Sequence[Span], order: Sequence[Span], years: Years) -> set[str]:
    """What the words ask to be done: compare, count, quote, …

    Most cues are words of their own (data/words/operations.csv). A few take several words, and a few are none beside
    others.
    """
    cues = _of_the_whole({value for span in spans for kind, value in span.meanings if kind == "cue"}, text, spans, years)
    if any(kind == "organ" and before(_HOW_MANY, text, span.start) for span in spans for kind, _ in span.meanings):
        cues.add("count")
    if any(_is_kind(span) and before(_WHICH, text, span.start) for span in spans):
        cues.add("list")
    if any(kind == "organ" and text[: span.start].endswith("各") for span in spans for kind, _ in span.meanings):
        cues.add("every")  # 各卫健委
    if "times" in cues and _HOW_OFTEN.search(text):
        cues = (cues - {"times", "share"}) | {"quantity"}
    if "count" in cues and _counts_figures(spans):
        cues = (cues - {"count"}) | {"quantity"}
    if "these" in cues and _BOTH.search(text) and not any(("cue", "these") in span.meanings for span in order):
        cues.discard("these")  # both permits and penalties: of figures, not of agencies
    sought = any(kind == "sought" for span in spans for kind, _ in span.meanings)
    if "coverage" in cues and (sought or "consistency" in cues):
        cues.add("list")  # 有哪些报告提到, which reports fail: those that do, not all that are stored
    if years.latest and "which_year" in cues:  # 最近一次废止文件是哪年
        cues.add("last_time")
    cues |= _unsaid(text, spans)
    placed = sum(_has(span, *_PLACES) for span in spans)
    if "distinguish" in cues and placed and any(_has(span, *_FIGURES) for span in spans):
        cues = (cues - {"distinguish"}) | {"difference"}  # the difference between the penalties of two
    if "beyond" in cues and _BY_HOW_MUCH.search(text) and (placed > 1 or text.isascii()):
        cues = (cues - {"beyond"}) | {"difference"}
    if "total" in cues and (years.every or "trend" in cues) and _only_names_a_column(spans):
        cues.discard("total")
    if any(("topic", "chart") in span.meanings for span in spans) and not years.latest and not {"exists", "polar"} & cues:
        cues.add("drawn")  # 画川汇区卫健委的许可: a chart of one figure is one over the years
    cues |= _only_the_whole(text, spans) if "share" in cues else set()
    compared = "consistency" in cues or "unchanged" in cues or "difference" in cues
    if compared and _CARRIED.search(text):
        cues.add("carried")
    return cues


_TWO = 2
_ALONG = re.compile(r"(?:怎么|怎样|如何|咋)(?:样)?变")
"""2021到2025年怎么变化的 asks for all the years between, too."""
_NOT_ITS_OWN = re.compile(r"不(?:含|包括|包含|算|计)(?:市|州|盟|地区)?本级")
"""各县区合计(不含市本级): the counties are without it anyhow."""
_WHOLE = re.compile(r"占(?:了|到)?(?:(全部|所有)|全年|本年度?|总的?|整个)?(?:的)?$")


_WHOLE_EN = re.compile(r"\b(?:share|percentage|percent|proportion|fraction|part) of (?:the |all )*(?:the )?$")
_BARE_EN = re.compile(r"(?: requests| cases)?(?: (?:is|was|are|were) (?:that|it|this|they|those))?\s*[?.]*")


def _only_the_whole(text: str, spans: Sequence[Span]) -> set[str]:
    """占不予公开的多少 says of what the figure told before is a share; 周口市政府占全部申请的多少, of all agencies' requests."""
    figures = [span for span in spans if any(kind in ("row", "weak", "rate", "choice") for kind, _ in span.meanings)]
    whole = _WHOLE.search(text[: figures[0].start]) if figures else None
    if figures and whole is None and _WHOLE_EN.search(text[: figures[0].start]) and _BARE_EN.fullmatch(text, figures[0].end):
        alone = not any(kind in ("region", "short_region", "organ", "agency") for span in spans for kind, _ in span.meanings)
        return (
            {"of_whole"}
            if alone and {value for _, value in figures[0].meanings} & {"concluded", "received", "requests"}
            else set()
        )
    part = whole is not None and any(kind == "column" for span in spans if span.end <= whole.start() for kind, _ in span.meanings)
    if whole is None or part:
        return set()
    named = any(kind in ("region", "short_region", "organ", "agency") for span in spans for kind, _ in span.meanings)
    return ({"of_set"} if whole.group(1) else set()) if named else {"of_whole"}


_OF_WHATEVER = ("多少个", "几个", "有多少个", "有几个")
_FIGURE = ("row", "weak", "choice", "column")


def _counts_figures(spans: Sequence[Span]) -> bool:
    """收到多少个申请 and 依申请公开多少个 count requests: agencies are counted where a condition or their name stands beside."""
    counts = [place for place, span in enumerate(spans) if ("cue", "count") in span.meanings]
    limited = any(kind == "bound" for span in spans for kind, _ in span.meanings)
    return (
        bool(counts)
        and not limited
        and all(spans[place].text in _OF_WHATEVER and _touches_figure(spans, place) for place in counts)
    )


def _touches_figure(spans: Sequence[Span], place: int) -> bool:
    before = [spans[place - 1]] if place and spans[place - 1].end == spans[place].start else []
    behind = [one for one in spans[place + 1 : place + 2] if one.start == spans[place].end]
    return any(kind in _FIGURE for one in (*before, *behind) for kind, _ in one.meanings)


def _of_the_whole(cues: set[str], text: str, spans: Sequence[Span], years: Years) -> set[str]:
    """The cues, less those that the rest of the message takes away: how many were there, 2023年累计, 核实川汇区的处罚数."""
    if "polar" in cues and "none" not in cues and _only_checks(spans):
        cues = cues | {"quantity"}
    if "change" in cues and len(years.said) > _TWO and _ALONG.search(text):
        cues = (cues - {"change"}) | {"trend"}
    if {"counties", "except"} <= cues and _NOT_ITS_OWN.search(text):
        cues = cues - {"except", "own_level"}
    there = {"exists"} if _HOW_MANY_THERE.search(text) else set()
    within = {"cumulative"} if len(years.said) == 1 and not _UP_TO.search(text) else set()
    return cues - there - within


def _only_checks(spans: Sequence[Span]) -> bool:
    return all(_TO_CHECK.fullmatch(span.text) for span in spans if ("cue", "polar") in span.meanings)


def _only_names_a_column(spans: Sequence[Span]) -> bool:
    """行政复议总计 is what the form calls a cell: 历年行政复议总计 asks for it year by year, not for the sum of the years."""
    rows = {span.end for span in spans for kind, row in span.meanings if kind == "row" and row in _WITH_TOTALS}
    totals = [span for span in spans if ("cue", "total") in span.meanings]
    return all(span.text == "总计" and span.start in rows for span in totals)
