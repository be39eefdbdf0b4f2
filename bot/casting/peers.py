"""The set that one agency is placed in or measured by: 在周口各县区卫健委里排第几, 在全省排第几, 占各区合计的比例."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.facts import Facts
from bot.question import Agency, Heard, Mention, Scope

_EVERYBODY = re.compile(r"(?:所有|全部|全体|各|收录的?|每个)(?:单位|机关|部门|机构)|\ball (?:the )?agencies\b")
_AMONG = re.compile(r"\s*的?(?:系统)?(?:里面|当中|之中|里|中|内|范围内|排)|\s*的?(?:许可|处罚|申请)?.{0,4}(?:里|中)")
_AMONG_EN = re.compile(r"\b(?:among|in|within|of|across)\s+(?:the |all |all the )?$")
_WHOLE = {"全省": 2, "全域": 2, "全市": 4, "全州": 4, "全县": 6, "全区": 6, "province-wide": 2, "citywide": 4}
"""How much of a region's code the whole around it shares."""


def peers_of(heard: Heard, rest: Sequence[Mention], own: Agency, level: str | None, facts: Facts) -> Scope | None:
    """The set named beside the agency; None where only those of its kind can be meant.

    A kind that is not said is the agency's own; a place that is wide, or 全省 and 全市, bounds the set.
    """
    organ = next((mention.organ for mention in rest if mention.organ), None)
    places = [mention for mention in rest if mention.regions]
    whole = next((size for word, size in _WHOLE.items() if word in heard.text), 0)
    if places:
        codes = tuple(code for mention in places for code in mention.regions if code)
        return Scope(organ or own.organ, codes, (), (), level)
    if whole and own.region and own.region != "000000":
        return Scope(organ or own.organ, (own.region[:whole].ljust(6, "0"),), (), (), level)
    if level and not rest:
        return None
    if rest:
        return Scope(organ, level=level) if organ else None
    return Scope() if _EVERYBODY.search(heard.text) else None


def is_placed_among(heard: Heard, mention: Mention, facts: Facts) -> bool:
    """Whether a wide place is the set that another is placed in: 在河南省卫健委中, among the commissions in Henan."""
    wide = any(facts.regions[code][2] != "county" for code in mention.regions if code in facts.regions)
    behind = bool(_AMONG.match(heard.text, mention.end))
    return wide and (behind or bool(_AMONG_EN.search(heard.text[: mention.start])))


def holds(scope: Scope, own: Agency, facts: Facts) -> bool:
    """Whether the agency is one of the set."""
    if scope.agencies:
        return own.no in scope.agencies
    return bool(facts.agencies_of(replace(scope, agencies=(own.no,)), 1))
