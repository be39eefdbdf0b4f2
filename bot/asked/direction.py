"""Who does what to whom: a form counts what comes to an agency and what the agency decides, never what it asks or suffers itself.

提起诉讼, requests filed by the bureau, penalties received by it: the words are all known, and the figure is another one.
"""

from __future__ import annotations

import re
from itertools import pairwise

from bot.question import Heard, Mention
from bot.spelling.pattern import Pattern
from bot.text import before

_DECIDED = ("permits", "penalties", "compulsory_measures", "other_services")
_BROUGHT = ("received", "requests", "reconsideration", "litigation", "litigation_direct", "litigation_after_reconsideration")
_BY = Pattern(r"\b(made|filed|brought|lodged|submitted|sent|initiated|launched|started|put in) by (?:the )?$")
_GOT_BY = Pattern(r"\b(received|obtained|got|gotten|suffered) by (?:the )?$")
_FILES = Pattern(
    r"\s{0,3}(?:has|have|had)?\s{0,3}(?:itself|themselves)?\s{0,3}(filed?|brought|bring|lodged?|submit(?:ted)?|sent|made|sued?)\b"
)
_GETS = Pattern(r"\s{0,3}(?:has|have|had)?\s{0,3}(received?|obtain(?:ed)?|got|gotten|get)\b")
_ASKS = Pattern(r"[,的了在于共一总计年度全\s]{0,12}?(提出|提交|递交|发起|提起|主动申请)")
_SUFFERS = Pattern(r"[,的了在于共一总计年度全\s]{0,12}?(收到|受到|接到|遭到|获得|取得|拿到|得到|领到|申领)")
_PASSIVE = ("被", "对其", "针对")
_PASSIVE_EN = re.compile(r"\b(?:was|were|is|are|been|being|be|got|gets|get) (?:the )?(?:[a-z]+ ){0,2}$")
"""How often was the bureau sued: the verb before the agency turns it round again."""
_MOST = 3
_STRAY = ("公开", "单位", "机构", "部门")
"""Words before a figure that say what the form does not know: 公开许可, 单位处罚."""


def backwards(heard: Heard) -> str:
    """The word that turns a figure of one named agency round, or nothing."""
    rows = [key.partition(".")[0] for key in heard.fields]
    columns = {key.partition(".")[2] for key in heard.fields}
    places = [mention for mention in heard.mentions if (mention.regions or mention.named is not None) and not mention.negated]
    if not places:
        return ""
    stray = _stray(heard, places[0])
    if stray or len(places) > _MOST:
        return stray
    applicants = columns - {"total", "decided", "upheld", "corrected", "other", "pending"}
    if rows and all(row in _BROUGHT for row in rows) and not applicants:
        return next((word for place in places if (word := _said(heard, place, _BY, (_FILES, _ASKS)))), "")
    if rows and all(row in _DECIDED for row in rows):
        return next((word for place in places if (word := _said(heard, place, _GOT_BY, (_GETS, _SUFFERS)))), "")
    return ""


def _said(heard: Heard, place: Mention, by: Pattern, does: tuple[Pattern, ...]) -> str:
    """The verb whose doer is the agency: before it with by, or right behind it and its year."""
    made = before(by, heard.text, place.start)
    if made:
        return made.group(1)
    ends = [place.end, *(span.end for span in heard.spans if any(kind == "year" for kind, _ in span.meanings))]
    for end in ends:
        behind = heard.text[end:]
        if end < place.end or behind.startswith(_PASSIVE):
            continue
        for verb in does:
            found = verb.match(behind)
            suffers = found and found.group(1) == "sued" and _PASSIVE_EN.search(heard.text[: place.start])
            if found and not suffers and (found.group(1).isascii() or end == max(ends)):
                return found.group(1)
    return ""


def _stray(heard: Heard, place: Mention) -> str:
    """公开 or 单位 right before a figure that knows no such thing, right behind the agency or the year."""
    for one, two in pairwise(heard.spans):
        if one.text not in _STRAY or one.end != two.start:
            continue
        ends = {place.end, *(span.end for span in heard.spans if any(kind == "year" for kind, _ in span.meanings))}
        if one.start in ends and next((value for kind, value in two.meanings if kind in ("row", "weak")), "") in (
            *_DECIDED,
            *_BROUGHT,
        ):
            return one.text
    return ""
