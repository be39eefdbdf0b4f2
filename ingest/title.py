"""Who reports and on which year: out of the title, the first lines, the period statement and the signature.

What a page says of itself (site name, publisher, column, navigation) is no evidence. Where the evidence does not
agree, the document is refused with that reason; whoever adds it can say what it is with --agency and --year.
"""

from __future__ import annotations

import re

from ingest.agencies import Teller, agency_from_name, find_agency, partings
from ingest.errors import DocumentRejected
from ingest.gazetteer import Gazetteer
from ingest.headline import LONGEST, Headline, headline
from ingest.opening import agencies_in_text, signature
from ingest.report import Agency, Document, Text
from ingest.script import clean, clean_all, fold
from ingest.whereabouts import told_by
from ingest.years import year_of

__all__ = ["agency_from_name", "identify", "is_entitled"]

_FIRST_LINES = 25
_JOINED = 3
_TOO_LONG = 500
_SECTION_ONE = re.compile(r"^[#*]*一、")
_SECTION_ONE_INSIDE = re.compile(r"一、(?:总体|概述|概况|基本|主动公开)")
_ABOUT_THE_PAGE = re.compile(
    r"^(?:发布机构|发布单位|公开机构|公开主体|责任部门|来源|信息来源|单位|作者|索引号|分类|栏目|主题|文号|关键词|当前位置|您现在的位置|原文链接"
    r"|发布时间|发布日期|公开日期|成文日期|采集时间|浏览|点击|字体|字号|打印|分享|首页|本地目录|页面链接)[^，。]{0,60}$"
)


def identify(
    document: Document, gazetteer: Gazetteer, agency: str | None = None, year: int | None = None
) -> tuple[Agency, int, str]:
    """The agency, the year and the title of a report. `agency` (a name or an id) and `year` are taken as said.

    Raises DocumentRejected("unknown_agency") or ("unknown_year") where they cannot be told.
    """
    lines = _lines(document)
    text = fold("".join(line for line in lines if not _ABOUT_THE_PAGE.match(line)), gazetteer.folding)
    titles = _titles(document, lines, gazetteer)
    known = year if year is not None else year_of({y for title in titles for y in title.years}, text)
    if known is None:
        raise _unknown_year(titles)
    tell = told_by(fold(clean("".join(document.titles)), gazetteer.folding) + text, gazetteer, known)
    if agency is not None:
        found = agency_from_name(agency, gazetteer, tell, known)
    else:
        found = _agency(titles, lines, gazetteer, tell, known)
    return found, known, _title(titles, document, found, known)


def is_entitled(document: Document, gazetteer: Gazetteer) -> bool:
    """Whether the document's title, or a line above its first section, calls it an annual report."""
    return bool(_titles(document, _lines(document), gazetteer))


def _lines(document: Document) -> list[str]:
    texts = clean_all(block.text for block in document.blocks if isinstance(block, Text))
    return [line for text in texts for line in _parted(text) if line]


def _parted(line: str) -> tuple[str, ...]:
    """A line that holds the whole report, as crawlers leave it, with its title apart."""
    start = _SECTION_ONE_INSIDE.search(line, 0, LONGEST) if len(line) > _TOO_LONG else None
    return (line[: start.start()], line[start.start() :]) if start else (line,)


def _titles(document: Document, lines: list[str], gazetteer: Gazetteer) -> list[Headline]:
    """The titles that the reader found and the one above section one.

    Of a page whose title says all, the lines above are not looked at: they name other reports too.
    """
    given = [title for candidate in document.titles if (title := headline(candidate, gazetteer)) is not None]
    is_page = document.kind == "html"
    if is_page and any(title.agency and title.years for title in given):
        return given
    printed = _printed_title(lines, is_page, gazetteer)
    return [*given, *([printed] if printed is not None else [])]


def _printed_title(lines: list[str], is_page: bool, gazetteer: Gazetteer) -> Headline | None:
    """The title above section one, in one line or broken over several; of several, the first that names the agency.

    A page has its navigation above, with the titles of other reports in it: there the last is taken.
    """
    end = next((place for place, line in enumerate(lines) if _SECTION_ONE.match(line)), _FIRST_LINES)
    first = lines[max(0, end - _FIRST_LINES) : end]
    found = [title for start in range(len(first)) if (title := _title_at(first[start:], is_page, gazetteer)) is not None]
    if end > _FIRST_LINES:
        found.reverse()
    return min(found, key=_rest_of_a_line, default=None)


def _title_at(lines: list[str], is_page: bool, gazetteer: Gazetteer) -> Headline | None:
    """The title that begins with the first of `lines`."""
    for count in range(1, min(_JOINED, len(lines)) + 1):
        joined = "".join(lines[:count])
        if _ABOUT_THE_PAGE.match(lines[count - 1]) or len(joined) > LONGEST + 60:
            return None
        title = headline(joined, gazetteer)
        if title is None:
            continue
        below = headline("".join(lines[1:count]), gazetteer) if count > 1 else None
        return title if below is None or _continues(title, below, is_page, gazetteer) else None
    return None


def _continues(title: Headline, below: Headline, is_page: bool, gazetteer: Gazetteer) -> bool:
    """Whether the first line belongs to the title `below` it, which can stand alone.

    It does where the title below names nobody (洪泽区人民政府 | 2023年…; in a page it may be the site's name), or an
    agency whose region only the first line gives (周口市川汇 | 区教育局2023年…).
    """
    if below.agency is None:
        return not is_page
    folded = [fold(name, gazetteer.folding) for name in (below.agency, title.agency) if name]
    alone, joined = [any(True for _ in partings(name, gazetteer)) for name in folded] + [False] * (2 - len(folded))
    return joined and not alone


def _rest_of_a_line(title: Headline) -> tuple[bool, bool]:
    return title.agency is None, not title.years


def _agency(titles: list[Headline], lines: list[str], gazetteer: Gazetteer, tell: Teller, year: int) -> Agency:
    names = list(dict.fromkeys(title.agency for title in titles if title.agency is not None))
    found = [agency for name in names if (agency := find_agency(name, gazetteer, tell, year)) is not None]
    if not names:
        found = list(agencies_in_text(lines, gazetteer, tell, year))
    chosen = _agreed(found)
    if chosen is None:
        raise _unknown_agency(names, found)
    signed = signature(lines, gazetteer, tell, year)
    if signed is not None and _another(chosen, signed):
        raise _unknown_agency(names, [chosen, signed])
    return chosen


def _another(agency: Agency, signed: Agency) -> bool:
    """Whether two departments are named. Who signs for a government, or for a kind not listed, may be someone else."""
    kinds = {agency.organ, signed.organ}
    return agency.id != signed.id and signed.region is not None and not kinds & {None, "government", "government_office"}


def _agreed(found: list[Agency]) -> Agency | None:
    """The first, where all mean the same agency. One whose region is told stands for one whose is not."""
    if not found:
        return None
    told = [agency for agency in found if agency.region is not None] or found
    return told[0] if len({agency.id for agency in told}) == 1 else None


def _unknown_agency(names: list[str], found: list[Agency]) -> DocumentRejected:
    if len({agency.id for agency in found}) > 1:
        which = "、".join(dict.fromkeys(agency.name for agency in found))
        return DocumentRejected(
            "unknown_agency",
            f"报告中出现了不同的机关（{which}），看不出是谁的报告，请用 --agency 写明。",
            f"The document names several agencies ({which}); say with --agency whose report it is.",
        )
    if names:
        return DocumentRejected(
            "unknown_agency",
            f"看不出“{names[0]}”是哪个地区的机关，请用 --agency 写明地区和机关全称。",
            f"The document does not tell of which region “{names[0]}” is: say it with --agency.",
        )
    return DocumentRejected(
        "unknown_agency",
        "看不出这是哪个机关的报告，请用 --agency 写明。",
        "The document does not tell which agency reports: say it with --agency.",
    )


def _unknown_year(titles: list[Headline]) -> DocumentRejected:
    years = sorted({year for title in titles for year in title.years})
    seen = "、".join(map(str, years))
    if years:
        return DocumentRejected(
            "unknown_year",
            f"标题中的年份（{seen}）与统计期限或正文不一致，看不出是哪一年的报告，请用 --year 写明。",
            f"The year of the title ({seen}) does not agree with the period or the text: say it with --year.",
        )
    return DocumentRejected(
        "unknown_year",
        "看不出这是哪一年的报告，请用 --year 写明。",
        "The document does not tell which year it reports on: say it with --year.",
    )


def _title(titles: list[Headline], document: Document, agency: Agency, year: int) -> str:
    for title in sorted(titles, key=_rest_of_a_line):
        return title.title
    return clean(document.titles[0]) if document.titles else f"{agency.name}{year}年政府信息公开工作年度报告"
