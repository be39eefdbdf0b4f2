"""A report's title, taken apart: 《川汇区卫生健康委2024年政府信息公开工作年度报告》 → who, which year.

The title is what ends in 信息公开…报告 (年报, 总结). What stands before is the agency and the year
in either order; a year may also stand inside or behind. What a page adds after a dash (the site, the column) is not
part of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.gazetteer import Gazetteer
from ingest.script import clean, fold

_REPORT = re.compile(
    r"(?:(?:政府|政务)?信息公开|政务公开)(?:公开)?(?:[和与及、](?:政务公开|政府信息公开))?(?:工作)?(?:情况)?的?"
    r"(?:（?(20\d\d)(?:年度|年)?）?)?(?:年度)?(?:工作)?(?:情况)?的?(?:年度)?(?:工作)?(?:总结)?(?:报告|年报|总结)"
)
_YEAR = re.compile(r"(?<!\d)[（【]?(20\d\d)(?:年度|年|度)?[）】]?(?!\d)")
_YEAR_BEHIND = re.compile(r"[》”]?(?:[（【](20\d\d)(?:年度|年|度)?[）】]|(20\d\d)年?度?$)")
_CHINESE_YEAR = re.compile(r"二[〇零○Oo0]([〇零○Oo0一二三四五六七八九])([〇零○Oo0一二三四五六七八九])(?=年)")
_DIGITS = str.maketrans("〇零○Oo一二三四五六七八九", "00000123456789")
_PARTS = re.compile(r"(?<![\d年度])[-_|—–―－丨>»]+|[-_|—–―－丨>»]+(?!\d)|::")
_LABEL = re.compile(r"^(?:标题|名称|题名|文件名称|信息名称|主题|附件\d*|索引号|正文)[：:]?|^[#*·●◆《“\"']+|^\d{1,2}[、.．]")
_NOT_A_TITLE = re.compile(
    r"[，。；！？]|关于(?:做好|印发|报送|编制|开展|报审)|季度|[上下]半年|\d月|^(?:根据|按照|依据|现将|本报告|为|附)"
)
_AFTER = re.compile(
    r"^[》”]?(?:的?(?:政策|图文)?(?:通知|解读|图解|问答|说明|要求)|编制|编写|撰写|填报|报送|提纲|格式|模板|范本|样本|专栏|目录)"
)
_LEFT_OVER = re.compile(r"^(?:关于|年度|年|的)+|(?:关于|年度|的)+$")
_BEHIND = re.compile(r"[》”]?（([㐀-鿿]{4,30})）")
_NOISE = re.compile(r"信息公开(?!办)|门户|网站|首页|当前位置|发布|来源")
_NAME = re.compile(r"[㐀-鿿（）、·]{2,45}")
_NOBODY = re.compile(r"(?:我|本|该)?(?:局|委|办|厅|单位|机关|部门|年度|政府|年)?")
LONGEST = 90


@dataclass(frozen=True, slots=True)
class Headline:
    """A title as printed (white space dropped), the agency's printed name and the years that it names."""

    title: str
    agency: str | None
    years: tuple[int, ...]


def headline(text: str, gazetteer: Gazetteer) -> Headline | None:
    """The title in `text`, or None where it holds none. `text` is a line, a page's title or lines run together."""
    found = [_part(printed, gazetteer) for printed in _PARTS.split(clean(text)) if printed]
    titles = [title for title in found if title is not None]
    return max(titles, key=lambda title: (title.agency is not None) + (len(title.years) > 0), default=None)


def _part(printed: str, gazetteer: Gazetteer) -> Headline | None:
    key = arabic(fold(printed, gazetteer.folding))
    label = _LABEL.match(key)
    start = label.end() if label else 0
    match = _REPORT.search(key, start)
    if match is None or len(key) > LONGEST or _NOT_A_TITLE.search(key[start : match.end()]):
        return None
    return None if _AFTER.match(key[match.end() :]) else _headline(printed, key, start, match)


def arabic(key: str) -> str:
    """二〇二一年 → 2021年."""
    return _CHINESE_YEAR.sub(lambda match: "20" + (match[1] + match[2]).translate(_DIGITS), key)


def _headline(printed: str, key: str, start: int, match: re.Match[str]) -> Headline:
    before = list(_YEAR.finditer(key, start, match.start()))
    behind = _YEAR_BEHIND.match(key, match.end())
    years = [found[1] for found in before] + [match[1]] + ([behind[1] or behind[2]] if behind else [])
    name = _without(printed, start, match.start(), before)
    title = printed[start : behind.end() if behind else match.end()].strip("《》“”")
    bracketed = _BEHIND.match(key, match.end())
    if not _agency(name) and bracketed:
        name = printed[bracketed.start(1) : bracketed.end(1)]
    return Headline(title, _agency(name), tuple(dict.fromkeys(int(year) for year in years if year)))


def _without(printed: str, start: int, end: int, years: list[re.Match[str]]) -> str:
    """What is printed from `start` to `end`, the years left out."""
    kept, place = "", start
    for found in years:
        kept, place = kept + printed[place : found.start()], found.end()
    return kept + printed[place:end]


def _agency(name: str) -> str | None:
    name = _LEFT_OVER.sub("", _LEFT_OVER.sub("", name.strip("《》“”\"'：:、.-")))
    return name if _NAME.fullmatch(name) and not _NOBODY.fullmatch(name) and not _NOISE.search(name) else None
