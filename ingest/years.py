"""Which year a report is on, out of three witnesses: its title, its period statement, and the text of section one.

Clerks copy last year's file and forget to change the title or the statement. So where both are there and differ, the
text has to side with one of them; and a title that stands alone must not be one that the text never mentions.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from ingest.headline import arabic

_PERIOD = re.compile(
    r"(20\d\d)[年./-](?:0?1|一)[月./-](?:0?1|一)日?起?(?:至|到|[-—－–~～]+)"
    r"(?:同年|当年|(20\d\d)[年./-])?(?:12|十二)[月./-](?:31|三十一)日?"
)
_PERIOD_WORDS = re.compile(r"期限|时限|期间|时间|统计|数据|截止|截至|报告")
_NEAR = 40
_OPENING = re.compile(r"(?:现将|公布|公开|发布|编制|形成|撰写)[^，。；]{0,30}?(20\d\d)年度?(?:政府信息公开|政务公开|信息公开)")
_OPENING_LENGTH = 1200
_YEAR = re.compile(r"(?<!\d)(20\d\d)年")
_SECTION_ONE = re.compile(r"一、?(?:总体|概述|概况|基本|主动公开)")
_SECTION_TWO = re.compile(r"二、?(?:主动公开|行政机关主动|政府信息主动)")
_CERTAIN = 3


def year_of(titles: Iterable[int], text: str) -> int | None:
    """The year, or None where the witnesses do not agree or say nothing.

    `titles` are the years that the titles name; `text` is the document's folded text without white space.
    """
    text = arabic(text)
    named, period, told = set(titles), periods(text), mentions(text)
    if len(named) == 1 and (not period or period == named):
        (year,) = named
        return year if period or not _contradicted(year, told) else None
    if not named:
        return _alone(period, text, told)
    both = named & period
    if len(named) > 1 and len(period) == 1 and both:
        return both.pop()
    return _sided(named | period, told) if len(named) == 1 else None


def periods(text: str) -> set[int]:
    """The years of the period statement (统计期限为2021年1月1日至12月31日); two where it contradicts itself."""
    found = [
        match for match in _PERIOD.finditer(text) if _PERIOD_WORDS.search(text[max(0, match.start() - _NEAR) : match.start()])
    ]
    return {int(year) for match in found[:1] for year in match.groups() if year}


def mentions(text: str) -> Counter[int]:
    """How often section one names each year; the whole text where its sections cannot be told."""
    start = _SECTION_ONE.search(text)
    end = _SECTION_TWO.search(text, start.end()) if start else None
    section = text[start.start() : end.start() if end else None] if start else text
    return Counter(int(match[1]) for match in _YEAR.finditer(section))


def _contradicted(year: int, told: Counter[int]) -> bool:
    return not told[year] and any(count >= _CERTAIN for count in told.values())


def _alone(period: set[int], text: str, told: Counter[int]) -> int | None:
    """Where no title names a year: the period statement, else the opening sentence (现将2023年政府信息公开…)."""
    stated = period or {int(match[1]) for match in _OPENING.finditer(text[:_OPENING_LENGTH])}
    if len(stated) != 1:
        return None
    (year,) = stated
    return None if _contradicted(year, told) else year


def _sided(years: set[int], told: Counter[int]) -> int | None:
    """The one of `years` that the text clearly speaks of."""
    first, *others = sorted(years, key=lambda year: -told[year])
    clear = told[first] >= 2 and all(told[first] >= 2 * told[other] + 1 for other in others)
    return first if clear else None
