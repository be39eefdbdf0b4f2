"""Hearing places in an order and plain counts: 前三名, 倒数第二, second highest, 这三家, and the 多 of 哪家许可多."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.question import Span
from bot.spelling.pattern import Pattern

_N = r"((?>\d{1,3}|[一二两三四五六七八九十]{1,3}|two|three|four|five|six|seven|eight|nine|ten))"
_TH = r"((?>second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d{1,2}(?:nd|rd|th)))"
_NOT_PART = r"(?!\s*(?:[年天月%成]|分之|部分|季度?|方))"
_OF_KIND = (
    rf"\bthe {_N}\b(?= (?:[a-z]{{1,20}} ){{0,4}}?"
    r"(?:commissions|bureaus|governments|departments|offices|administrations|agencies|authorities)"
    r" (?:with|that|which|who|having) (?:[a-z]{1,20} ){0,4}?"
)
"""The three health commissions with the most permits."""
_NTH = (
    (Pattern(_OF_KIND + r"(?:most|highest|largest|biggest)\b)", "most", "est"), "top"),
    (Pattern(_OF_KIND + r"(?:fewest|lowest|smallest|least)\b)", "least", "est"), "bottom"),
    (Pattern(rf"哪\s*{_N}\s*(?:家|个|名)|\bwhich {_N}\b(?! years)", "哪", "which"), "who"),
    (Pattern(rf"倒数第\s*{_N}{_NOT_PART}\s*(?:名|位|个|家)?", "倒数"), "nth bottom"),
    (Pattern(rf"倒数前?\s*{_N}\s*(?:名|位|个|家)?|倒数第\s*{_N}{_NOT_PART}", "倒"), "bottom"),
    (Pattern(rf"最[多高大]的?\s*[那这]?前?{_N}\s*(?:名|家|位|个)", "最"), "top"),
    (Pattern(rf"最[少低小]的?\s*[那这]?[前后]?{_N}\s*(?:名|家|位|个)", "最"), "bottom"),
    (Pattern(rf"(?:位居|居|位列)?前\s*{_N}{_NOT_PART}\s*(?:名|家|位|个|强|大|甲)?", "前"), "top"),
    (Pattern(rf"(?<![a-z])top\s*{_N}\b(?!\s*(?:%|percent))", "top"), "top"),
    (Pattern(rf"(?:后|最后|末尾|末)\s*{_N}\s*(?:名|家|位|个)(?!月)", "后", "末"), "bottom"),
    (Pattern(rf"\b(?:bottom|last)\s+{_N}\b(?! years)(?!\s*(?:%|percent))", "bottom", "last"), "bottom"),
    (Pattern(rf"(?:排名?在?)?第\s*{_N}\s*[少低小](?!的?年)", "第"), "nth bottom"),
    (Pattern(rf"(?:排名?在?)?第\s*{_N}\s*(?:(?:名|位|多|高|大|家|个)(?!的?年)|(?=呢|的(?![部季年方])|是|$))", "第"), "nth"),
    (Pattern(rf"\b{_TH}[ -](?:fewest|lowest|smallest|least)\b", "est", "least"), "nth bottom"),
    (Pattern(rf"\b{_TH}[ -](?:from (?:the )?bottom|from (?:the )?last|to last|last)\b", "bottom", "last"), "nth bottom"),
    (Pattern(rf"\b{_TH}[ -](?:most|highest|largest|biggest|greatest|place)\b|\branked {_TH}\b", "est", "most", "th"), "nth"),
    (Pattern(rf"\b{_N} (?:highest|largest|most|biggest)\b", "est", "most"), "top"),
    (Pattern(rf"\bfirst {_N}\b(?! years)", "first"), "top"),
    (Pattern(r"\bthe (first|second|third|fourth|fifth|sixth)(?: (?:one|place|agency))?(?= 's|\s*[?.]*$)", "the "), "nth"),
    (Pattern(r"\b(?:the )?(first|second|third|fourth|fifth|sixth) (?:one|place|agency)\b", "one", "place", "agency"), "nth"),
    (Pattern(rf"\b{_N} (?:lowest|fewest|smallest|least)\b", "est", "least"), "bottom"),
    (Pattern(rf"\b{_N}(?= (?:[a-z]+ ){{1,5}}(?:with|having) the (?:most|highest|largest|biggest)\b)", "the "), "top"),
    (Pattern(rf"\b{_N}(?= (?:[a-z]+ ){{1,5}}(?:with|having) the (?:least|fewest|lowest|smallest)\b)", "the "), "bottom"),
)
_PLACE = r"(?:单位|区县|县区|部门|机关)?(?:里面|里|中|当中|之中)?"
_THESE = Pattern(
    rf"[这那]\s*{_N}\s*(?:家|个|县|区|市|单位|局|委){_PLACE}"
    rf"|\b(?:these|those) {_N}\b(?! years)",
    *("这", "那", "these", "those"),
)
_COUNTED = Pattern(
    rf"(?<![于过到足第前后这那另外]){_N}\s*(?:项|类|种|样|组)(?:数字|数据|指标|内容|数)?(?=分别|各|$|都|的|合计|一共|总共|加起来|之和|总和|总数|相加|加总|求和|共|\s|,)"
    rf"|(?<![于过到足第前后这那均每另外来])(?!(?<=上)一个){_N}\s*(?:家|个)(?=[㐀-鿿]|$)(?!月|季度|以上|以下|数)"
    rf"|(?<![于过到足第前后这那]){_N}(?:县|区|市|旗|地)(?=卫|教|公|市|政|财|民|的)"
    rf"|(?:(?<=the )|(?<=compare )){_N}"
    r"(?= (?:[a-z]+ ){1,4}?(?:commissions|bureaus|governments|departments|offices|administrations)\b)",
    *"0123456789一二两三四五六七八九十",
    *("two ", "three ", "four ", "five ", "six ", "seven ", "eight ", "nine ", "ten "),
)
_MORE = Pattern(
    r"(?:谁|哪[家个边年里区县市一]*)[^,，。;；?？]{0,24}?(?<![最至减])([多少高低大小](?:一?[些点])?)(?=[呢啊呀]?\s*(?:$|[,，。?？!！:：]))",
    "谁",
    "哪",
)
_THAN = Pattern(
    r"比[^,，。;；?？]{1,24}?(?:([多少])(?=行政|处罚|许可|强制|收|办|发|罚|批|受理|接|几)|([多少高低大小])(?=的)"
    r"|(?<![多少是减增])([多少高低大小])(?=了?(?:吗|么|呢|吧|没有|不)?\s*(?:$|[,，。?？!！])))",
    "比",
)
_AS_MANY = Pattern(r"有没有[^,，。;；?？]{1,24}?(?<![最更])([多高大])(?=[吗呢吧]?\s*(?:$|[,，。?？!！]))", "有没有")
"""周口市政府处罚有没有商水县政府多: whether it has more."""
_NOT_ONE = Pattern(r"(?:一|半)(?:件|个|起|次|条|份|宗|笔)(?=[^,，。]{0,12}(?:都|也)(?:没|无))", "一", "半")
_OR_NOT = Pattern(r"(?:[过了][^,，。;；?？没]{0,14}|有[^,，。;；?？没]{1,14})(没有?)(?=[啊呀呢]?\s*[?？。!！]*$)", "没")
"""收到过申请没, 有行政强制没有: whether, not that there is none."""
_WHICH = re.compile(r"哪|谁|单位|机关|部门|几家|多少家")
_ENGLISH = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
}
_NUMERALS = {char: value for value, char in enumerate("零一二三四五六七八九十")} | {"两": 2}


def order_in(text: str, taken: Sequence[Span]) -> tuple[Span, ...]:
    """前三名, 倒数第二, top 5, and 五家 as spans; nothing that overlaps a year."""
    covered = {place for span in taken for place in range(span.start, span.end)}
    found: list[Span] = []
    for pattern, cue in ((_THESE, "these"), *_NTH, (_COUNTED, "counted")):
        for match in pattern.finditer(text):
            places = set(range(match.start(), match.end()))
            number = next((group for group in match.groups() if group), "")
            if number and not places & covered:
                covered |= places
                size = ("of" if cue in ("counted", "these") else "n", str(_number(number)))
                meanings = (*(("cue", one) for one in cue.split()), size)
                found.append(Span(match.start(), match.end(), match.group(), meanings))
    found += _edges(text, covered)
    return tuple(sorted(found, key=lambda span: span.start))


def _edges(text: str, covered: set[int]) -> list[Span]:
    """哪家许可多: the 多 that belongs to 哪家 across the words between."""
    found = []
    for match in (*_THAN.finditer(text), *_AS_MANY.finditer(text), *_MORE.finditer(text)):
        group = match.lastindex or 1
        if match.start(group) not in covered:
            covered.add(match.start(group))
            cue = "more" if match.group(group)[0] in "多高大" else "less"
            found.append(Span(match.start(group), match.end(group), match.group(group), (("cue", cue),)))
    for match in _OR_NOT.finditer(text):
        if match.start(1) not in covered and not _WHICH.search(text):
            covered.update(range(match.start(1), match.end(1)))
            found.append(Span(match.start(1), match.end(1), match.group(1), (("cue", "polar"),)))
    for match in _NOT_ONE.finditer(text):
        if match.start() not in covered:
            found.append(Span(match.start(), match.end(), match.group(), (("cue", "none"),)))
    return found


def rank_said(order: Sequence[Span]) -> int | None:
    """The number in 前三名 or top 5."""
    return next((int(value) for span in order for kind, value in span.meanings if kind == "n"), None)


def _number(word: str) -> int:
    if word[0].isdigit():
        return int(word.rstrip("ndrth"))
    if word in _ENGLISH or word in _ORDINALS:
        return _ENGLISH.get(word) or _ORDINALS[word]
    tens, found, ones = word.partition("十")
    if found:
        return _NUMERALS.get(tens, 1) * 10 + _NUMERALS.get(ones, 0)
    return _NUMERALS.get(word, 1)
