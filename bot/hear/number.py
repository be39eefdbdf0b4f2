"""Hearing numbers and limits: 1,344 · 两千 · 1.2万 · 超过300件 · 200到500之间 · more than 1,000."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from bot.question import Bound, Span
from bot.spelling.pattern import Pattern
from bot.text import before

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "俩": 2,
    "壹": 1,
    "贰": 2,
    "叁": 3,
}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_HAN = r"[零〇一二两三四五六七八九十百千万亿]+"
_NUMBER = re.compile(
    rf"((?>{_ARABIC}))\s*([千亿]|万(?!元)|k\b)?(?!\s*(?:%|月|日|号|季|点|届|岁|天))|({_HAN})(?!\s*(?:月|季|成|日))"
)
_UNIT_SAID = re.compile(
    r"\s*(?:(?:administrative|new|information|disclosure|foi|freedom[- ]of[- ]information|reconsideration|permit|penalty) ){0,2}"
    r"(件|条|份|项|起|宗|笔|次|张|万元|元|块|个|permits?|cases?|penalties|requests?|decisions?|lawsuits?|applications?|refusals?|denials?|reconsiderations?|yuan)"
)
_UNTIL = Pattern(r"(?:up to|until|till|before|after|by|since|截至|截止|到)\s*$")
_IDIOM = Pattern(
    r"一(?:块(?!钱|元)|次(?=是|为|在|的|$)|起(?!案|诉讼|复议)|共|下|样|些|点|年|次性|直|般|定|个|家|名|位|项|种|类|份(?!申请|文件))"
)
_COUNTED = re.compile(r"\s*(?:件|条|份|项|次|起|宗|笔|万元|元|块|家|个(?!数)|名|位|成|倍|%|年|度|月|日|号|届|季|大|点)")
_TEN_OF = re.compile(r"\s*(?:件|条|份|项|起|宗|笔|次|万元|元)")
_AS_UNIT = Pattern(r"\bin (?:units of )?$")
_OF_MONEY = re.compile(r" ?(?:k )?(?:yuan|rmb)")
"""how much in 10k yuan: the unit that is wished for, no number."""
_LONGEST = 60
"""Characters of a number; what is longer is none that anybody counts with."""
_SCALE = {"千": 1000, "万": 10_000, "亿": 100_000_000, "k": 1000}


def numbers_in(text: str, taken: Iterable[Span]) -> tuple[Span, ...]:
    """The numbers of the folded text that lie outside `taken` (the years), as spans of kind `number`.

    A Chinese numeral of one character counts only where a unit follows (三件), because 一 and 两 stand in many words.
    """
    covered = {place for span in taken for place in range(span.start, span.end)}
    found = []
    for match in _NUMBER.finditer(text):
        is_longer = len(match.group()) > _LONGEST
        ordinal = text[: match.start()].endswith(("第", "table ", "section "))
        if (
            ordinal
            or is_longer
            or match.start() in covered
            or (_OF_MONEY.match(text, match.end()) and before(_AS_UNIT, text, match.start()))
            or _glued(text, match.start(), match.end())
        ):
            continue
        value = _value(match, text)
        if value is not None:
            meanings = (("number", str(value)), *_step(match, value))
            found.append(Span(match.start(), match.end(), match.group(), meanings))
    return tuple(found)


_PERCENT = re.compile(
    rf"(?<!\d)(?<!\d[.,])((?>{_ARABIC}))\s?(?:%|percent\b|per cent\b)|百分之((?:{_ARABIC})|{_HAN}(?:点{_HAN})?)"
)


def percents_in(text: str, taken: Iterable[Span]) -> tuple[Span, ...]:
    """Percentages as spans of kind `number`, each with its value as a fraction and that of its last digit: 10.69% → 0.1069,
    0.0001; 百分之十 → 0.1, 0.01."""
    covered = {place for span in taken for place in range(span.start, span.end)}
    found = []
    for match in _PERCENT.finditer(text):
        digits = _percentage(match.group(1) or match.group(2)) if len(match.group()) <= _LONGEST else None
        if digits is not None and match.start() not in covered:
            value, places = Decimal(digits) / 100, len(digits.partition(".")[2])
            meanings = (("number", str(value)), ("step", str(Decimal("0.01").scaleb(-places))), ("percent", ""))
            found.append(Span(match.start(), match.end(), match.group(), meanings))
    return tuple(found)


def _percentage(word: str) -> str | None:
    """The digits of a percentage, written or spoken: 十点五 → 10.5."""
    if word[0].isdigit():
        return word.replace(",", "")
    whole, _, part = word.partition("点")
    value = chinese_number(whole)
    if value is None or not all(char in _DIGITS for char in part):
        return None
    return f"{value}.{''.join(str(_DIGITS[char]) for char in part)}" if part else str(value)


def _step(match: re.Match[str], value: Decimal) -> tuple[tuple[str, str], ...]:
    """The value of the last digit where a number is spoken in thousands or more: 1.3千 → 100, 两千 → 1000."""
    if match.group(2):
        places = len(match.group(1).partition(".")[2])
        return (("step", str(Decimal(_SCALE[match.group(2)]).scaleb(-places))),)
    return (("step", str(_last_place(value))),) if match.group(3) and _last_place(value) >= 1000 else ()


def _last_place(value: Decimal) -> Decimal:
    """The value of the last digit that is not 0: 2900 → 100."""
    whole = str(int(value))
    return Decimal(10) ** (len(whole) - len(whole.rstrip("0"))) if value else Decimal(1)


def _glued(text: str, start: int, end: int) -> bool:
    """Whether Latin letters touch the digits (b2b, a4): then it is a name, not a number."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return bool(re.match(r"[a-z]", before) or (re.match(r"[a-z]", after) and text[end - 1].isdigit()))


def _value(match: re.Match[str], text: str) -> Decimal | None:
    if match.group(1):
        value = Decimal(match.group(1).replace(",", ""))
        return value * _SCALE[match.group(2)] if match.group(2) else value
    numeral = match.group(3)
    if numeral in _UNITS or numeral == "万":
        rough = text[: match.start()].endswith(("过", "上", "超", "破", "成", "不到", "不足"))
        is_number = _TEN_OF.match(text, match.end()) if numeral == "十" else rough
        return Decimal(_UNITS.get(numeral, 10_000)) if is_number else None
    if len(numeral) == 1 and not (_COUNTED.match(text, match.end()) and numeral in _DIGITS):
        return None
    if _IDIOM.match(text, match.start()):
        return None
    value_ = chinese_number(numeral)
    return None if value_ is None else Decimal(value_)


def chinese_number(numeral: str) -> int | None:
    """The value of a Chinese numeral (一千三百四十四 → 1344, 二零二四 → 2024); None where it is none (万一, 一一得)."""
    if numeral and all(char in _DIGITS for char in numeral):
        return int("".join(str(_DIGITS[char]) for char in numeral))
    total, section, digit = 0, 0, -1
    last_unit = 0
    for char in numeral:
        if char in _DIGITS:
            if digit > 0:
                return None
            digit = _DIGITS[char]
        elif char in _UNITS:
            if (digit == -1 and not (char == "十" and not section)) or digit == 0:
                return None
            section, last_unit, digit = section + max(digit, 1) * _UNITS[char], _UNITS[char], -1
        elif char in ("万", "亿"):
            if section + max(digit, 0) == 0:
                return None
            total = (total + section + max(digit, 0)) * _SCALE[char]
            section, digit, last_unit = 0, -1, _SCALE[char]
        else:
            return None
    short = digit > 0 and last_unit >= 100 and numeral[-2] != "零" and numeral[-2] != "〇"
    return total + section + (digit * last_unit // 10 if short else max(digit, 0))


def bounds_in(text: str, numbers: Sequence[Span], relations: Sequence[tuple[str, str]]) -> tuple[tuple[int, int, Bound], ...]:
    """The limits that the numbers stand in, each with the place it takes: 超过300 → (>, 300), 200到500之间 → between."""
    found: list[tuple[int, int, Bound]] = []
    skip = -1
    for place, span in enumerate(numbers):
        if place == skip:
            continue
        value = Decimal(span.meanings[0][1])
        following = numbers[place + 1] if place + 1 < len(numbers) else None
        if following is not None and _joined(text, span, following):
            high = Decimal(following.meanings[0][1])
            found.append((span.start, following.end, Bound("between", value, high, None, _unit_of(text, following), True)))
            skip = place + 1
            continue
        if _is_bare_year(text, span):
            continue
        over = text[span.end : span.end + 1] in _OVER and text[span.end : span.end + 2] not in ("多少", "余额", "多于")
        if over and _unit_of(text, span) != "%":
            high = value + _last_place(value)
            found.append((span.start, span.end + 1, Bound("+", value, high, None, _unit(text, span.end + 1), True)))
            continue
        start, end, relation = _relation(text, span, relations)
        if relation == "?":  # 从未超过 speaks of all years; the number stays unheard, and so the question
            continue
        said = start < span.start or end > span.end
        step = next((Decimal(value) for kind, value in span.meanings if kind == "step"), None)
        found.append((start, end, Bound(relation, value, None, None, _unit_of(text, span), said, step)))
    return tuple(found)


_OVER = ("多", "余")


_ZERO = re.compile(
    r"(?<!不)(?:为|是|等于)\s*零(?!\d)|(?:(?<=[大多高]于)|(?<=超过)|(?<=不是)|(?<=不为)|(?<=不等于))零(?!\d)|零(?=处罚|许可|申请|强制|收费|行政|诉讼|复议)"
    r"|\b(?:zero|no|nil)\b(?= (?:penalt|permit|compulsory|coerc|request|fee|litig|lawsuit))"
)


def zeros_in(text: str, taken: Iterable[Span]) -> tuple[Span, ...]:
    """Zero in words: 为零, 零处罚, no penalties."""
    covered = {place for span in taken for place in range(span.start, span.end)}
    return tuple(
        Span(match.start(), match.end(), match.group(), (("number", "0"),))
        for match in _ZERO.finditer(text)
        if not covered & set(range(match.start(), match.end()))
    )


_BETWEEN = Pattern(r"\s{0,3}(?:件|条|份|万元|元|个|项)?\s{0,3}(?:到|至|和|-|~|and|to)\s{0,3}")
_BETWEEN_AFTER = Pattern(r"\s{0,3}(?:件|条|份|万元|元|个|项)?\s{0,3}(?:之间|间)")


def _is_bare_year(text: str, span: Span) -> bool:
    """up to 2022, before 2023: four digits without a unit are a year, not a limit."""
    year = re.fullmatch(r"(?:19|20)\d\d", span.text) and _unit(text, span.end) is None
    return bool(year and before(_UNTIL, text, span.start))


def _unit(text: str, end: int) -> str | None:
    match = _UNIT_SAID.match(text, end)
    return match.group(1) if match else "万" if text[end - 1 : end] in ("万", "亿") else None


def _unit_of(text: str, span: Span) -> str | None:
    return "%" if ("percent", "") in span.meanings else _unit(text, span.end)


def _joined(text: str, first: Span, second: Span) -> bool:
    middle = text[first.end : second.start]
    if not _BETWEEN.fullmatch(middle):
        return False
    ahead = text[max(0, first.start - 8) : first.start]
    return (
        bool(_BETWEEN_AFTER.match(text, second.end)) or "between" in ahead or "介于" in ahead or "到" in middle or "至" in middle
    )


_THAN = Pattern(r"\s+than\b")
"""500 permits and more than 40 penalties: the more belongs to the number behind."""


def _relation(text: str, span: Span, relations: Sequence[tuple[str, str]]) -> tuple[int, int, str]:
    after = re.compile(r"\s*(?:件|条|份|万元|元|个|项|家|permits|cases|penalties)?\s*").match(text, span.end)
    rest_at = after.end() if after else span.end
    for word, relation in relations:
        if word == "起" and rest_at == span.end:  # 3起诉讼 counts them
            continue
        if relation.startswith("after") and text.startswith(word, rest_at) and not _THAN.match(text, rest_at + len(word)):
            return span.start, rest_at + len(word), relation.removeprefix("after")
    for ahead in (text[: span.start].rstrip(), text[: span.start].rstrip(" 了有到")):
        for word, relation in relations:
            if relation.startswith("after") or relation == "between" or not ahead.endswith(word):
                continue
            if word.isascii() and word[0].isalpha() and len(ahead) > len(word) and ahead[-len(word) - 1].isalpha():
                continue
            return len(ahead) - len(word), span.end, relation
    return span.start, span.end, "="


def all_numbers_in(text: str, taken: Sequence[Span]) -> tuple[Span, ...]:
    """Numbers and percentages in the order said, and behind them the zeros in words."""
    percents = percents_in(text, taken)
    plain = numbers_in(text, (*taken, *percents))
    numbers = tuple(sorted((*plain, *percents), key=lambda span: span.start))
    return (*numbers, *zeros_in(text, (*taken, *numbers)))
