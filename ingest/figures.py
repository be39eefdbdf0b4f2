"""From what is printed in a cell to one of its states. Only digits make a number; nothing else is ever read as one.

7730.28 · 1,344 · １２ · -15 · 251000元 · 22（其中修订16件）   number, with the unit where one is printed
增5 · 减少3项 · 5（减） · 5↓                                number, where a change is asked for
(nothing)                                               blank
/  -  —  无                                             dash
约20, 12①, 007, 1 2, 二十                                unreadable
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from ingest.report import Figure, Printed, State
from ingest.script import clean, narrow

_DASHES = frozenset({"/", "\\", "-", "—", "–", "−", "─", "--", "——", "———", "－", "无", "//", "／"})
_SIGN = str.maketrans("−–－﹣", "----")
_UNIT = "件|项|条|次|个|宗|份|起|例|万元|亿元|元|人次"
_NUMBER = re.compile(
    rf"(?P<number>[+-]?(?:[1-9]\d{{0,2}}(?:,\d{{3}})+|0|[1-9]\d*)(?:\.\d+)?)(?P<unit>{_UNIT})?(?P<note>\([^()]*\))?", re.ASCII
)
_NOTE_IS_NUMBER = re.compile(r"\([\s\d.,]*\)|\([一二三四五六七八九十]+\)", re.ASCII)
_MORE, _LESS = "增加|增长|新增|增|↑", "减少|减|↓"
_CHANGE = re.compile(
    rf"(?P<sign>{_MORE}|{_LESS})?(?P<number>0|[1-9]\d*)(?P<unit>件|项|个)?(?:\((?P<note>{_MORE}|{_LESS})\)|(?P<arrow>[↑↓]))?",
    re.ASCII,
)
_OF_CHANGE = re.compile("[增减升降↑↓]")
_SIGNED = re.compile(r"(?:\+\d[^减降↓]*|-\d[^增升↑]*|0\([^()\d]*\)|\d+(?:件|项|个)?\((?:其中|含|包括)[^()]*\))", re.ASCII)
"""A change that its number tells by itself, in spite of words of more or less in its remark."""
_KNOWN = 16_384
_SPACED = re.compile(r"[\d,.]\s+[\d,.]", re.ASCII)


def figure_of(printed: Printed) -> Figure:
    """The figure that stands in one place of the form."""
    key, raw = printed.key, printed.raw.strip()
    if printed.doubt is not None:
        return Figure(key, State.UNREADABLE, None, raw, printed.page, printed.box, None, printed.doubt)
    if printed.page is None and printed.unit is None and printed.why is None:
        return _plain(key, raw)
    state, value, unit = meaning(raw, key.endswith("_change"))
    if unit is None and value is not None:
        unit = printed.unit
    return Figure(key, state, value, raw, printed.page, printed.box, unit, printed.why)


@lru_cache(maxsize=_KNOWN)
def _plain(key: str, raw: str) -> Figure:
    """A figure of which no more is known than what is printed. Most are noughts, in every report the same."""
    state, value, unit = meaning(raw, key.endswith("_change"))
    return Figure(key, state, value, raw, unit=unit)


@lru_cache(maxsize=8192)
def meaning(raw: str, is_change: bool = False) -> tuple[State, Decimal | None, str | None]:
    """State, value and unit of what is printed. 增5, 减5 and 5（减） are numbers only where a change is asked for.

    There, a remark that speaks of more or less is a sign, or a remark on a number that tells by itself; else the cell is
    unreadable.
    """
    text = narrow(clean(raw)).translate(_SIGN)
    if not text:
        return State.BLANK, None, None
    if text in _DASHES:
        return State.DASH, None, None
    if _SPACED.search(narrow(raw)):
        return State.UNREADABLE, None, None
    if is_change and _OF_CHANGE.search(text) and not _SIGNED.fullmatch(text):
        return _changed(text)
    match = _NUMBER.fullmatch(text)
    if match and not (match["note"] and _NOTE_IS_NUMBER.fullmatch(match["note"])):
        return State.NUMBER, Decimal(match["number"].replace(",", "")), match["unit"]
    return State.UNREADABLE, None, None


def _changed(text: str) -> tuple[State, Decimal | None, str | None]:
    """A change in words: one sign, before or behind its number. Two signs, or none, cannot be told."""
    change = _CHANGE.fullmatch(text)
    signs = [sign for sign in (change["sign"], change["note"], change["arrow"]) if sign] if change else []
    if change is None or len(signs) != 1:
        return State.UNREADABLE, None, None
    value = Decimal(change["number"])
    return State.NUMBER, Decimal(0) - value if signs[0] in _LESS.split("|") else value, change["unit"]
