"""Hearing what is said around a row and is no row itself: 不予公开的八种情形, carried over from the previous year, did it answer.

A number of kinds is passed over where the form has just so many of the group that is named; a verb far from its requests is
heard as what became of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.fetch.measures import SUMS
from bot.question import Span
from bot.spelling.pattern import Pattern

_NUMBERS = {"两": 2, "二": 2, "三": 3, "五": 5, "八": 8, "both": 2, "two": 2, "three": 3, "five": 5, "eight": 8}
_KINDS = Pattern(
    r"(?:这|上述|以上|所有|全部)?(?P<zh>[两二三五八2358])(?:大)?(?:种|类|项|条)(?:不同)?的?(?:情形|情况|事由|类型|类别|类|事项)?(?:的)?"
    r"|\b(?:all |the |these )*(?P<en>both|two|three|five|eight|[2358])"
    r"(?= (?:[a-z]+ )?(?:grounds?|kinds|types|reasons|categories|situations|circumstances|sorts|heads)\b)",
    *("种", "类", "项", "条", "kinds", "ground", "types", "reasons", "categor", "situations", "circumstances", "sorts", "heads"),
)
_NAMED = {
    "denied": re.compile(r"不予公开|不公开|拒绝公开|未予公开|den(?:y|ied|ial)|refus|withh|non-?disclos"),
    "unavailable": re.compile(r"无法提供|不能提供|没法提供|提供不了|未能提供|unavailab|provid"),
    "rejected": re.compile(r"不予处理|未予处理|不处理|not (?:be |being )?(?:process|handl)|unprocess"),
    "litigation": re.compile(r"诉讼|起诉|官司|litigation|lawsuit|court case"),
}
"""Group → the words that name it somewhere in the message."""

_SORTS = r"(?:grounds?|kinds?|types?|reasons?|categor(?:y|ies)|situations?|circumstances?|sorts?|heads?)"
_NOUN = re.compile(rf"\s(?:[a-z]+\s)??({_SORTS}(?: of| for)?)\b")
_WHICH = Pattern(
    r"哪(?:一|几)?(?:种|类|项|条)(?:具体)?的?(?:情形|情况|理由|原因|事由|类型)?(?!(?:行政)?机关|单位|部门|机构|地方)"
    r"|哪个(?:理由|原因|情形|事由)"
    rf"|\bwhich (?:of the (?:[a-z]+ )?)?{_SORTS}(?: (?:of|for)(?= (?:denial|refus|non|not )))?",
    "哪",
    "which",
)
_OF_WHOM = Pattern(
    r"哪(?:一|几)?(?:种|类)(?:申请)?(?:人|主体)|哪类申请者"
    r"|\b(?:which|what) (?:kinds?|types?|sorts?|categor(?:y|ies)) of (?:applicants?|requesters?)",
    "哪",
    "applicant",
    "requester",
)
_APPLICANTS = ("person", "business", "research", "public_interest", "legal_service", "other_organisation")
_EACH = re.compile(r"\beach\b|broken down|breakdown|各")
_EXTREME = frozenset(("most", "least", "who", "every", "more", "less", "list"))
_BEFORE = (
    r"(?:previous|prior|preceding|last) years?|year before(?! last)|prior-year",
    r"next|following|coming|subsequent",
)
_OVER = (
    r"\b(?:carried|carry-?\s?over|carry|rolled|roll|brought|held|passed|left ?over|left|transferred|outstanding|pending"
    r"|inherited|deferred|backlog|continued)(?! (?:forward |over )?(?:from|(?:in)?to)) .{2,60}? "
)
_FROM = re.compile(rf"{_OVER}(?P<from>from (?:the |a )?(?:{_BEFORE[0]}))\b")
_INTO = re.compile(rf"{_OVER}(?P<into>(?:in)?to (?:the )?(?:{_BEFORE[1]}) (?:reporting )?year)\b")
_ANSWERED = re.compile(
    r"\bhow many (?:[a-z-]+ ){0,3}?(?:requests|applications)\b.{0,20}?\b(?:did|does|has|have|had|could|can|was|were)\b.{1,80}?\b"
    r"(?P<said>answer|answered|close|closed|conclude|finish|complete|resolve|settle|respond to|responded to|reply to|replied to"
    r"|not (?:process|handle|deal with|act on)|not (?:provide|supply|meet|satisfy))\b"
    r"(?! in full| in part| partly| fully| as repeated)"
)


def groups_in(text: str) -> Iterator[Span]:
    """八种情形, all three kinds: numbers that are those of the group that the text names, with what is counted by them; and what
    asks which of a group: 哪种情形, which kind of applicant."""
    for match in _OF_WHOM.finditer(text):
        yield Span(match.start(), match.end(), match.group(), (("filler", "group"), ("group", "applicants")))
    for match in _WHICH.finditer(text):
        group = next((name for name, words in _NAMED.items() if words.search(text)), "")
        if group and not _OF_WHOM.compiled.match(text, match.start()):
            yield Span(match.start(), match.end(), match.group(), (("filler", "group"), ("group", group), ("group", "which")))
    for match in _KINDS.finditer(text):
        said = match["zh"] or match["en"]
        size = _NUMBERS.get(said) or int(said)
        group = next((name for name, words in _NAMED.items() if len(SUMS[name]) == size and words.search(text)), "")
        if group:
            yield Span(match.start(), match.end(), match.group(), (("filler", "group"), ("group", group)))
            noun = _NOUN.match(text, match.end()) if match["en"] else None
            if noun:
                yield Span(noun.start(1), noun.end(1), noun.group(1), (("filler", "group"),))


def rows_apart(text: str) -> Iterator[Span]:
    """Words that name a row only together with others far off: how many requests did it answer, carried over … from last year."""
    for pattern, name, row in ((_FROM, "from", "carried_in"), (_INTO, "into", "carried_out")):
        for match in pattern.finditer(text):
            yield Span(match.start(name), match.end(name), match[name], (("row", row),))
    for match in _ANSWERED.finditer(text):
        said = match["said"]
        refused = "rejected" if said.endswith(("process", "handle", "with", "on")) else "unavailable"
        row = refused if said.startswith("not") else "concluded"
        yield Span(match.start("said"), match.end("said"), said, (("row", row),))


def each_of(keys: tuple[str, ...], cues: set[str], text: str, spans: Sequence[Span]) -> tuple[tuple[str, ...], set[str]]:
    """The members of the group that is said, with the cues that are left, where each is asked for: 不予公开的八种情形各多少.

    Which of them is the largest is seen when all are told; that cue would rank agencies."""
    said = {value for span in spans for kind, value in span.meanings if kind == "group"}
    row, _, column = keys[0].partition(".") if len(keys) == 1 else ("", "", "")
    if column == "total" and "applicants" in said:
        return tuple(f"{row}.{one}" for one in _APPLICANTS), cues - _EXTREME
    if row not in said or not ("which" in said or "apart" in cues or _EACH.search(text)):
        return keys, cues
    return tuple(f"{one}.{column}" for one in SUMS[row]), cues - _EXTREME
