"""Hearing years: 2024年 · 24年 · 二〇二四 · 去年 · 近三年 · 2021到2023 · since 2021 · last year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from bot.question import Span, Years
from bot.spelling.pattern import Pattern
from bot.text import before, digits_of

_FIRST = 1990
_HAN = "零〇一二三四五六七八九"
_FULL = rf"(?:(?:19|20)\d\d|[一二][{_HAN}]{{3}})"
_SHORT = rf"(?:\d\d|[{_HAN}]{{2}})"
_UNIT = (
    r"(?!\s*(?:[件条份次起宗笔块家位倍%]|项(?!城)|个(?!旧)|名(?!山)|成(?![都华武县安])"
    r"|万(?![年秀安全山源州荣载柏宁])|元(?![宝江坝氏谋阳])))"
)
"""2022件 is a number; 2022项城市 and 2022万州区 are a year and a place."""
_YEAR = rf"(?:{_FULL}\s*年度?|{_FULL}(?![\d.,]*\d){_UNIT}|(?<![\d.])'?{_SHORT}\s*年度?(?!内|前|来|间)|'\d\d(?!\d))"
_RANGE = Pattern(
    rf"(?<!\d)({_YEAR})\s*(?:到|至|-|~|—|to|through|until|till)\s*({_YEAR})",
    *("到", "至", "-", "~", "to", "through", "until", "till"),
)
_SHORT_RANGE = Pattern(r"(?<![\d.])((?:19|20)?\d\d)\s*(?:-|~|至|到)\s*(\d\d)\s*年", "-", "~", "至", "到")
_SHORT_LIST = Pattern(r"(?<![\d.])((?:20)?\d\d(?:\s*[、,和]\s*(?:20)?\d\d)+)\s*(?:年|两年|三年|四年)", "、", ",", "和")
_AGO = Pattern(
    r"(?<![\d年])([两二三四五六七八九\d])年(?:之前|以前|前(?![㐀-鿿]{1,3}[区县市旗]))"
    r"|(two|three|four|five|six|\d) years ago",
    *("年前", "年之前", "年以前", "ago"),
)
_OPEN_ENDED = re.compile(r"\s{0,3}年?\s{0,3}(?:以前|之前|以后|之后|以外|之外|前的|后的|不算|除外)")
_OPENING = re.compile(
    r"(?:除了?|除去|不含"
    r"|before|after|until|till|up to|through|prior to|except|excluding|other than|without)"
    r"\s*(?:for )?$"
)
_DENIED = re.compile(r"(?:(?<!是)不是|并非|不要|not)\s*(?:in )?$")
_RANGE_EN = Pattern(rf"(?:from|between)\s+({_FULL})\s+(?:to|and|through)\s+({_FULL})", "from", "between")
_SINCE = Pattern(
    rf"(?:自|从)?\s{{0,3}}({_YEAR})\s{{0,3}}(?:以来|起|开始|至今|到现在|到今年)|since\s+({_FULL})|from\s+({_FULL})\s{{1,3}}on",
    *("以来", "起", "开始", "至今", "到现在", "到今年", "since", "from"),
)
_ONE = re.compile(rf"(?<![\d.])({_YEAR})")
_RELATIVE = (
    (Pattern(r"大前年", "大前年"), -3),
    (Pattern(r"上上年度?|上上一年", "上上"), -2),
    (Pattern(r"前年|the year before last", "前年", "before last"), -2),
    (
        Pattern(
            r"去年度?+(?!转过?来|结转过?来)|(?<!结转自)(?<!承接)(?<!承接自)(?:上|上一|(?:再|再往|往)?前一)年度?+(?!结转|接转|遗留|项目|转|留|剩|没办|未办|带)|昨年",
            *("去年", "上年", "上一年", "前一年", "昨年"),
        ),
        -1,
    ),
    (Pattern(r"(?<!over from )(?<!in from )(?<!forward from )(?<!over from the )last year", "last year"), -1),
    (Pattern(r"(?<!from )(?<!from the )(?:the )?previous year|(?:a|one) year (?:earlier|before)|the year prior", "year"), -1),
    (Pattern(r"(?<!over from )(?<!in from )(?<!ited from )(?:the year before(?! last)|the preceding year)", "year"), -1),
    (Pattern(r"今年度?|本年度?(?=$)|this year", "今年", "本年", "this year"), 0),
)
_BEFORE_IT = Pattern(
    r"(?:上年|上一年|再?往?前一年|previous year|the previous year|the year before|(?:a|one) year (?:earlier|before)"
    r"|the preceding year|the year prior)"
)
_BACK = {"前年": 2, "the year before last": 2, "大前年": 3}
_AGAINST = Pattern(r"(?:比|较|跟|和|与|同|than|against|over|with|from)\s*(?:the )?$")
_OVER = re.compile(
    r"(?:超过|大于|多于|高于|不止|突破|不到|不足|少于|低于|小于|至少|不少于|不低于|至多|不超过"
    r"|more than|over|above|exceed\w*|less than|fewer than|under|below|at least|at most|no more than)\s*$"
)
_FROM = Pattern(r"(?<![\d.,])((?>\d[\d,]*))\s*(?:件|条|个|起)?\s*(?:到|至|-|~|和|and|to)\s*$")
_WITHIN = Pattern(r"\s*(?:之间|以上|以下|以内|之内)")
_YEAR_END = re.compile(r"\s{0,2}(?:年年底|年年末|年底|年末|年终|底|末|终|12月31日|12月底|年12月31日|年12月底)(?:时|止|为止)?")
_YEAR_BEHIND = Pattern(rf"(?:\d|[{_HAN}])年?度?[\s,]{{0,2}}$")
_SO_MANY_YEARS = Pattern(
    r"[\s,]{0,2}(?:这|一共|总共|共)?([两二三四五六七八九十\d])个?年度?(?:间|里|来|期间|时间)?(?!前|以前|之前|以来)"
)
_ADDED_YEARS = re.compile(r"(?<=[㐀-鿿])([两二三四五六七八九十])个?年(?=的?(?:合|总|一共|共|加|累|平均|之和|分别|各))")
_NUMERAL = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_WORDS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_RECENT = Pattern(
    r"(?:最近|近|过去|前|这)\s*([两二三四五六七八九十\d]{1,2})\s*(?:个)?年(?:来|间|内|里)?"
    r"|(?:last|past|recent|previous)\s+(two|three|four|five|six|seven|eight|nine|ten|\d{1,2})\s+years",
    *("近", "过去", "前", "这", "years"),
)
_EVERY = Pattern(
    r"近几年来?|这几年来?|这些年来?|历年来?|各年度?|每年度?|每一年|逐年|几年来|所有年份|全部年份|各个年份|所有年度|历年间|多年来?|近年来?|往年(?!结转|遗留|积压)"
    r"|over the years|every year|all years|each year|recent years|through the years|year[- ]by[- ]year|yearly",
    *("几年", "些年", "历年", "各年", "每年", "每一年", "逐年", "年份", "所有年度", "多年", "近年", "往年", "year"),
)
_LATEST = Pattern(r"最新一?期?|最近一[年期次份]的?|最近一个年度|最新年度?|latest|most recent(?: year)?", "最", "latest", "recent")


def years_in(text: str, today: date) -> tuple[Years, tuple[Span, ...]]:
    """The years of the folded text and the places that name them. Relative years are counted from `today`."""
    spans: list[Span] = []
    said: list[int] = []
    every, since, why = False, None, None
    for span, years, kind in _counted_from_said(text, list(_found(text, today))):
        spans.append(span)
        if kind == "every":
            every = True
        elif kind == "since":
            since = years[0]
        elif kind not in ("latest", "denied"):
            said.extend(year for year in years if year not in said)
        why = span.text if kind in ("relative", "recent") else why
    latest = any(_LATEST.compiled.fullmatch(span.text) for span in spans)
    spans += _behind_years(text, spans, len(said))
    return Years(tuple(sorted(said)), every, since, latest, why), tuple(sorted(spans, key=lambda span: span.start))


def _behind_years(text: str, spans: list[Span], size: int) -> Iterator[Span]:
    """What only goes on after a year: its end (2023年底), or how many years were listed (2022年到2025年四年)."""
    for span in list(spans):
        end = _YEAR_END.match(text, span.end)
        if end and end.start() not in {other.start for other in spans}:
            yield Span(end.start(), end.end(), end.group(), (("filler", "year_end"),))
            continue
        many = _SO_MANY_YEARS.match(text, span.end) if size > 1 else None
        if many and _size(many.group(1)) == size:
            yield Span(many.start(), many.end(), many.group(), (("filler", "years"),))
    added = _ADDED_YEARS.search(text) if size > 1 else None  # 2022年至2024年行政许可三年合计
    if added and _size(added.group(1)) == size and added.start() not in {other.start for other in spans}:
        yield Span(added.start(), added.end(), added.group(), (("filler", "years"),))


def _counted_from_said(text: str, found: list[tuple[Span, tuple[int, ...], str]]) -> list[tuple[Span, tuple[int, ...], str]]:
    """2024年比上一年: the year before the one that was said, not before today; 比去年 likewise."""
    said = [years[0] for _, years, kind in found if kind == "said"]
    if not said:
        return found
    return [
        (span, (min(said) - _BACK.get(span.text, 1),), kind)
        if kind == "relative" and (_BEFORE_IT.match(span.text) or (years[0] >= min(said) and before(_AGAINST, text, span.start)))
        else (span, years, kind)
        for span, years, kind in found
    ]


def _found(text: str, today: date) -> Iterator[tuple[Span, tuple[int, ...], str]]:
    taken: set[int] = set()
    for match, years, kind in _matches(text, today):
        places = set(range(match.start(), match.end()))
        if not places or places & taken:
            continue
        taken |= places
        yield Span(match.start(), match.end(), match.group(), (("year", " ".join(map(str, years))),)), years, kind


def _matches(text: str, today: date) -> Iterator[tuple[re.Match[str], tuple[int, ...], str]]:
    for pattern in (_RANGE, _RANGE_EN):
        for match in pattern.finditer(text):
            first, last = _year(match.group(1), today), _year(match.group(2), today)
            if first and last and first <= last <= first + 40:
                yield match, tuple(range(first, last + 1)), "range"
    for match in _SINCE.finditer(text):
        first = _year(next(group for group in match.groups() if group), today)
        if first:
            yield match, (first,), "since"
    for match in _SHORT_RANGE.finditer(text):
        first, last = (_year(group + "年", today) for group in match.groups())
        if first and last and first <= last <= first + 40:
            yield match, tuple(range(first, last + 1)), "range"
    for match in _SHORT_LIST.finditer(text):
        years = [_year(word + "年", today) for word in re.findall(r"\d+", match.group(1))]
        if all(years):
            yield match, tuple(year for year in years if year), "said"
    for match in _AGO.finditer(text):
        back = _size(match.group(1) or match.group(2))
        if back:
            yield match, (today.year - back,), "relative"
    for match in _RECENT.finditer(text):
        if match.group().startswith("这") and before(_YEAR_BEHIND, text, match.start()):  # 2021到2023年这三年
            continue
        size = _size(next(group for group in match.groups() if group))
        if size:
            yield match, tuple(range(today.year - size, today.year)), "recent"
    for match in _EVERY.finditer(text):
        yield match, (), "every"
    for pattern, back in _RELATIVE:
        for match in pattern.finditer(text):
            if not _is_of_another(text, match):
                yield match, (today.year + back,), "relative"
    for match in _ONE.finditer(text):
        year = _year(match.group(1), today)
        if year and not ("年" not in match.group() and _is_number(text, match)) and not _open(text, match):
            yield match, (year,), "denied" if before(_DENIED, text, match.start()) else "said"
    yield from ((match, (), "latest") for match in _LATEST.finditer(text))


def _is_number(text: str, match: re.Match[str]) -> bool:
    """Whether four digits without a 年 are a limit: 超过2000, 1000到2000之间, between 500 and 2000."""
    lower = before(_FROM, text, match.start())
    return bool(
        before(_OVER, text, match.start()) or _WITHIN.match(text, match.end()) or (lower and not _ONE.fullmatch(lower.group(1)))
    )


_ITEMS_AGAINST = re.compile(r"(?:项目|事项)(?:数|数量)?(?:比|较|同比|与|和)$")
_AGAINST_THEM = re.compile(r"(?:相比)?(?:本年)?增(?:/|或)?减")


def _is_of_another(text: str, match: re.Match[str]) -> bool:
    """去年的前年: a year counted from a year that is itself counted. Such are not understood. 项目比上年增减 is what the form
    of the first edition prints in one cell, and no other year's."""
    if before(_ITEMS_AGAINST, text, match.start()) and _AGAINST_THEM.match(text, match.end()):
        return True
    return text.startswith(("的去年", "的前年"), match.end()) or text.endswith(("去年的", "前年的"), 0, match.start())


def _open(text: str, match: re.Match[str]) -> bool:
    """Whether the year only bounds a stretch of time (2023年以前, before 2023): such stretches are not understood."""
    return bool(_OPEN_ENDED.match(text, match.end()) or before(_OPENING, text, match.start()))


def _size(word: str) -> int:
    return int(word) if word.isdigit() else _NUMERAL.get(word) or _WORDS.get(word) or 0


def _year(word: str, today: date) -> int | None:
    digits = digits_of(word)
    if len(digits) == 4:
        return int(digits) if int(digits) >= _FIRST else None
    if len(digits) == 2:
        return 2000 + int(digits) if int(digits) <= today.year % 100 + 10 else None
    return None


_SPOKEN = Pattern(
    r"[两二2]千(?:零|〇|○)?((?>[二三]?十[一二三四五六七八九]?|[一二三四五六七八九]))(?=年)"
    r"|\btwenty[ -](?:(ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
    r"|(twenty|thirty)(?:[ -](one|two|three|four|five|six|seven|eight|nine))?)\b",
    "千",
    "twenty",
)
_TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")


def spelled_years(text: str) -> str:
    """The text with years that are said as numbers in figures: 两千零二十四年, twenty twenty-four."""
    for match in reversed(list(_SPOKEN.finditer(text))):
        han, teen, tens, ones = match.groups()
        if han:
            first, ten, last = han.rpartition("十")
            size = (_NUMERAL.get(first, 1) * 10 if ten else 0) + _NUMERAL.get(last, _HAN.index(last) - 1 if last else 0)
        else:
            size = 10 + _TEENS.index(teen) if teen else {"twenty": 20, "thirty": 30}[tens] + _WORDS.get(ones, int(ones == "one"))
        text = f"{text[: match.start()]}{2000 + size}{text[match.end() :]}"
    return text
