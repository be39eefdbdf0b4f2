"""Corrections in the words of a message: what it takes back is left out before anything is heard, so that it replaces.

不是卫健委，是教育局 · 2022, not 2023 · not permits but penalties · 许可换成处罚 · 错，是处罚
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from bot.question import Mention, Span
from bot.spelling.pattern import Pattern

_NO = re.compile(r"^(?:no|nope|不|错|错了)\s*,\s*(?=\S)")
_NOT_BUT = Pattern(
    r"(?:^|(?<=[,，。;；!！\s]))(?:我?(?:问|说|要|指)的)?不是(?!不)([^,，。;；!！?？]{1,20}?)(?:[,，;；]\s*|(?=而是))"
    r"(?:而)?(?:我?(?:要|问|说|指)的)?(?:是|要|改成|换成|应该是|应为)"
    r"|^(?:it's |it is )?not ([a-z0-9' ]{2,40}?)(?:, (?:but |rather |i mean |i meant )?| but )(?=\S)"
)
_BUT_NOT = Pattern(
    r"(?:(?<=[年区县市省局委府厅])|(?<=许可|处罚|强制|申请|公开))[,，]?\s*而?不是(?!不)"
    r"(?:[^,，。;；!！?？\d吗么吧]{1,20}|(?:19|20)\d\d年?)$"
    r"|(?<=[a-z0-9]), (?:and )?not (?!(?:[a-z]+(?:ing|ed)|paid|online|on|by|for|from|in|to|at|with|under|only)\b)"
    r"[a-z0-9' ]{2,40}$"
)
_LEFT_OUT = Pattern(r"除(?![了去外])([^,。;?!]{2,30}?)(?:之|以)?外", "除")
_OR_NOT = Pattern(r"(?<=[过了])没有?(?=[?!]*$)|(?<=[过了][㐀-鿿])没有?(?=[?!]*$)", "没")
_THAT_ONE = Pattern(
    r"\s?\(([㐀-鿿]{2,8}?)的?(?:那个|那家|那边的?|那一家|那一个)\)|\s?\(the one in ([a-z]{2,20}(?: [a-z]{2,20})?)\)"
)
_OWN = Pattern(r"(?<=[a-z])(?<!\bpeople)'s\b", "'s")
_INTO = Pattern(r"换成|改成|改为|换为|改到|换到|\b(?:change|switch|replace) (?:it )?(?:to|with)\b")
_FIGURES = ("row", "rate", "weak", "column")


def opened(text: str) -> str:
    """除A、B外 as 除了A、B以外, and nothing of what is taken back."""
    text = _taken_back(_LEFT_OUT.sub(r"除了\1以外", text))
    return _OWN.sub(" 's", _OR_NOT.sub("吗", text))


def _taken_back(text: str) -> str:
    """The folded message without a leading no, and without what it says is not meant."""
    text = _NO.sub("", text)
    if "不是" not in text and "not " not in text:
        return text
    said = _NOT_BUT.sub(lambda match: "我说的是" if match.group(1) else "i meant ", text, count=1)
    return said if said != text else _BUT_NOT.sub("", text)


def replaced(text: str, spans: Sequence[Span], mentions: Sequence[Mention]) -> str:
    """许可换成处罚 without 许可: what stands before 换成 goes where the same kind of thing stands behind it."""
    into = _INTO.search(text)
    if into is None:
        return text
    slots = [(mention.start, mention.end, "agency") for mention in mentions]
    for span in spans:
        kinds = {kind for kind, _ in span.meanings}
        slots += [(span.start, span.end, "year")] if "year" in kinds else []
        slots += [(span.start, span.end, "figure")] if kinds & set(_FIGURES) else []
    behind = {kind for start, _, kind in slots if start >= into.end()}
    for start, end, kind in sorted(slots, reverse=True):
        if end <= into.start() and kind in behind:
            text = f"{text[:start]} {text[end:]}"
    return text


def of_that_place(text: str, mentions: Sequence[Mention], places: Container[str]) -> str:
    """新华区卫健局(石家庄那个) as 石家庄新华区卫健局: the place in brackets says which of those that bear the name."""
    that = _THAT_ONE.search(text)
    place = (that.group(1) or that.group(2)) if that else ""
    named = [one for one in mentions if that and one.regions and one.end == that.start() and one.organ]
    if that is None or not named or place not in places:
        return text
    start = named[0].start
    return f"{text[:start]}{place}{' ' if place.isascii() else ''}{text[start : that.start()]}{text[that.end() :]}"
