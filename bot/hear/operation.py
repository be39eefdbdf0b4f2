"""Hearing what is to be done with the figures: a list of named rules, of which the first that fits decides."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from bot.casting.against import set_against
from bot.question import Heard
from bot.spelling.pattern import Pattern

_NOUGHT = Pattern(
    r"(?:斜杠|横线|空白|空格|没填|slash|dash|blank)[^,。?]{0,12}(?:0|零|zero)", "杠", "线", "空", "填", "ash", "blank"
)
_SAID = re.compile(
    r"意思|含义|何谓|怎么理解|如何理解|what (?:does|do|is meant by) [^?!]{1,99} mean\b|meaning of|what is meant by"
)
"""What asks for a meaning and for nothing else, whatever is named: 总计是什么意思."""

_OUTRIGHT = Pattern(r"什么是|什么叫|定义|概念|\bdefin|what is (?!the |its |their )")
"""What asks for the meaning of the words of a section, too: 存在的问题是什么 asks for what the report says."""

Rule = tuple[str, Callable[[Heard], bool]]
_SUPERLATIVE = {"most", "least"}
_ORDER = {"rank", "rank_up", "top", "bottom", "nth", "position"}
_TABLES = ("all_fields", "table_three", "table_four")
_SUMMED = Pattern(
    r"\s{0,3}(?:的|数|数量|件数|总数)?\s{0,3}(?:和|与|及|以及|、|跟|同|加上?|\+|and|plus|,|&|)\s{0,3}(?:the\s{1,3})?"
)
_FIGURE_KINDS = ("row", "column", "rate", "weak")
_ARITHMETIC = ("total", "average", "position", "share", "times", "trend", "count", "these")


def operation_of(heard: Heard) -> str | None:
    """The operation that the message asks for, None where it names none (a bare 红旗区2022年呢 takes the former one)."""
    return next((name for name, fits in RULES if fits(heard)), None)


def _some(heard: Heard, *cues: str) -> bool:
    return not heard.cues.isdisjoint(cues)


def _figures(heard: Heard) -> bool:
    return bool(heard.fields or heard.choices or heard.columns)


def _several(heard: Heard) -> bool:
    named = [mention for mention in heard.mentions if not mention.negated and (mention.regions or mention.named is not None)]
    return len(named) > 1 or "these" in heard.cues


def _counted(heard: Heard) -> bool:
    """五个卫健委: several of one kind, by their number."""
    return "counted" in heard.cues and [bool(one.organ and not one.regions) for one in heard.mentions] == [True]


_KINDS = re.compile(r"\b(?:commissions|bureaus|departments|governments|authorities|agencies|bodies)\b")
"""Several of a kind, as English says it: the health commissions of Zhoukou are no one agency."""


def _one_agency(heard: Heard) -> bool:
    meant = [mention for mention in heard.mentions if not mention.negated]
    named = len(meant) == 1 and bool(meant[0].regions or meant[0].named is not None) and set_against(heard) is None
    return named and not _KINDS.search(meant[0].text)


def _wide(heard: Heard) -> bool:
    return _some(heard, "every", "counties", "prefectures")


def _is_help(heard: Heard) -> bool:
    return "help" in heard.cues and not _figures(heard) and not heard.mentions


def _is_definition(heard: Heard) -> bool:
    if any(mention.regions or mention.named is not None for mention in heard.mentions):
        return False
    if _SAID.search(heard.text) or (not _figures(heard) and _NOUGHT.search(heard.text)):  # 斜杠是不是0
        return True
    if heard.years.said or (heard.section is not None and not _OUTRIGHT.search(heard.text)):
        return False
    if _some(heard, *_SUPERLATIVE, *_ORDER, *_ARITHMETIC):
        return False
    if "coverage" in heard.cues and not _figures(heard):  # what is in the database
        return False
    return _some(heard, "meaning", "distinguish") or ("computed" in heard.cues and _figures(heard))


def _is_consistency(heard: Heard) -> bool:
    return "consistency" in heard.cues and not heard.bounds


def _is_passage(heard: Heard) -> bool:
    if "mention" in heard.cues and not _figures(heard):
        return True
    checked = "consistency" in heard.cues and "section" not in heard.cues  # 哪些报告有勾稽问题
    return heard.section is not None and not checked and (not heard.fields or "section" in heard.cues)


def _is_coverage(heard: Heard) -> bool:
    if _figures(heard) or heard.bounds or _some(heard, *_TABLES, "correction"):  # 超过100的有几家
        return False
    if "none" in heard.cues and len(heard.years.said) > 1 and not heard.mentions and not heard.topics:
        return True  # 2022有2023没有的
    if _some(heard, "none", "exists") and "reports" in heard.cues and not heard.topics:
        return True
    told = _some(heard, "list", "count") and not _some(heard, "more", "less")  # which of them has more
    return told or _some(heard, "coverage", "years", "missing_reports")


_ITS_RANK = re.compile(r"\bhow (?:does|did|do|is|was) .{1,80}? rank\b|\brank(?:ing)? of\b|'s rank(?:ing)?\b")


def _is_position(heard: Heard) -> bool:
    named = any(mention.regions or mention.named is not None for mention in heard.mentions)
    its = "rank" in heard.cues and _one_agency(heard) and bool(_ITS_RANK.search(heard.text))
    return its or (_some(heard, "position", "higher_than_it") and (named or "every" not in heard.cues))  # 各卫健委许可名次


def _is_share(heard: Heard) -> bool:
    if any(key.endswith("_rate") for key in heard.fields):
        return False
    if "times" in heard.cues:
        return True
    return "share" in heard.cues and not _some(heard, "change")


def _is_change(heard: Heard) -> bool:
    if _several(heard) or _some(heard, "trend", "every", "who", "which_year", "first_time"):
        return False
    if "list" in heard.cues and not _one_agency(heard):
        return False
    if ("count" in heard.cues and not _one_agency(heard)) or (heard.years.every and len(heard.years.said) > 2):
        return False  # 2021到2024年逐年变化 wants each of them
    return "change" in heard.cues or (len(heard.years.said) == 2 and _some(heard, "difference", "compare"))


def _is_trend(heard: Heard) -> bool:
    asked = _some(heard, "which_year", "years")
    when = asked and (bool(heard.bounds) or (_figures(heard) and _some(heard, "exists", "none", "change")))
    if _figures(heard) and _one_agency(heard) and (_some(heard, "first_time") or (_some(heard, "last_time") and asked)):
        return True
    drawn = "drawn" in heard.cues and _figures(heard) and _one_agency(heard) and not (heard.years.said or heard.bounds)
    return when or drawn or _some(heard, "trend") or heard.years.every or heard.years.since is not None


def _is_rank(heard: Heard) -> bool:
    if _some(heard, "which_year", "first_time") and heard.bounds and _one_agency(heard):  # when did it first exceed 300
        return False
    superlative = _some(heard, *_SUPERLATIVE)
    if _several(heard) and not _some(heard, *_ORDER) and not ("these" in heard.cues and superlative) and not _wide(heard):
        return False
    return superlative or _some(heard, *_ORDER)


def _is_sum_of_places(heard: Heard) -> bool:
    """前两名之和, 最多的三家合计: the sum of those at the top, not the top of the sums."""
    if "nth" in heard.cues or (heard.n or 0) < 2 or not _some(heard, "top", "bottom", *_SUPERLATIVE):
        return False
    places = [span.start for span in heard.spans if any(kind == "n" for kind, _ in span.meanings)]
    sums = [span.start for span in heard.spans if ("cue", "total") in span.meanings]
    if heard.language == "en":  # the sum of the top three
        return bool(places and sums) and max(sums) < min(places)
    return bool(places and sums) and max(sums) > max(places)


def _is_compare(heard: Heard) -> bool:
    against = _some(heard, "more", "less", "difference", "compare")
    if not against and not (_several(heard) and _some(heard, *_SUPERLATIVE, "who")):
        return False
    if len(heard.fields) == 2 and "difference" in heard.cues and len(heard.years.said) < 2:  # 许可比处罚多多少
        return True
    return _several(heard) or _counted(heard) or _some(heard, "more", "less") or len(heard.years.said) > 1 or not heard.mentions


_FEW_OF_A_KIND = Pattern(r"(?<![有是共])(?:几|多少)(?:家|个)(?=[㐀-鿿])[^,。;?]{2,40}(?:多少|几)[件起项宗份条次个张笔例]?")
"""几家教育局的处罚合起来多少件: how many is asked of the penalties, not of the bureaus."""


def _is_count(heard: Heard) -> bool:
    if _some(heard, "total", "average") and _FEW_OF_A_KIND.search(heard.text):
        return False
    return "count" in heard.cues and (not _one_agency(heard) or _wide(heard))


_MEMBERS = re.compile(r"的(?:所有)?(?:单位|部门|机关|机构|地方|县区|区县)(?:名单)?[?。!]*$")
_MEMBERS_EN = Pattern(
    r"^(?:list |show |name |find |give me )?(?:all |every |the |any )*[a-z ]{0,40}?"
    r"(?:agency|agencies|bureaus?|commissions?|departments?|governments?|offices?|authorities)"
    r"(?: (?:in|of) [a-z㐀-鿿]+(?: [a-z]+)?)? (?:that|with|without|which|who|reporting|having|where)\b"
)
_CONDITION = re.compile(r"有|无|没|空|未")


def _of_members(heard: Heard) -> bool:
    """Whether the question is a description of members and nothing more: 处罚为0但有许可的单位, agencies with no penalties."""
    last = heard.mentions[-1] if heard.mentions else None
    kind = last is not None and not last.regions and last.organ and not heard.text[last.end :].strip("?。!名单 ")
    ends = bool(_MEMBERS.search(heard.text)) or (kind and last is not None and heard.text[: last.start].endswith("的"))
    described = ends and bool(heard.bounds or _CONDITION.search(heard.text))
    told = {"total", "average", "share", "rank", "change", *_SUPERLATIVE, *_ORDER} & heard.cues
    return described or (heard.language == "en" and not told and bool(_MEMBERS_EN.match(heard.text)))


def _is_against(heard: Heard) -> bool:
    return _figures(heard) and set_against(heard) is not None


_THERE = Pattern(r"\bwhich (?:agencies|departments|bureaus|authorities|bodies) (?:in|of)\b", "which")


def _is_list(heard: Heard) -> bool:
    there = heard.mentions and heard.mentions[0].organ is None and _THERE.search(heard.text)  # not the place's government
    if _one_agency(heard) and not _wide(heard) and not there:
        return False
    if _figures(heard) and _of_members(heard):
        return True
    picked = bool(heard.bounds) or _some(heard, "exists", "none")
    summed = _figures(heard) and "total" in heard.cues and not picked  # 列出所有卫健委的处罚合计 asks for the sum
    return ("list" in heard.cues and not summed) or ("who" in heard.cues and picked)


def _is_total(heard: Heard) -> bool:
    over = len(heard.years.said) > 1 or heard.years.every or heard.years.since is not None or "cumulative" in heard.cues
    over = over and not (_one_agency(heard) and any(span.text.endswith(("趋势", "走势", "trend")) for span in heard.spans))
    return _added(heard) or ("total" in heard.cues and (not _one_agency(heard) or over or _wide(heard)))


def _added(heard: Heard) -> bool:
    """Whether several figures are to be added up: 许可和处罚一共多少. 许可总数、处罚总数 are not."""
    if len(heard.fields) < 2 or _some(heard, "apart", "average"):
        return False
    if "added" in heard.cues:
        return True
    totals = [span for span in heard.spans if ("cue", "total") in span.meanings or ("column", "total") in span.meanings]
    named = [span for span in heard.spans if any(kind in _FIGURE_KINDS for kind, _ in span.meanings)]
    figures = [span for span in named if span not in totals]
    if "total" not in heard.cues or not figures:
        return False
    between = [heard.text[one.end : two.start] for one, two in pairwise(figures)]
    return len(totals) == 1 and all(_SUMMED.fullmatch(text) for text in between)


def _is_presence(heard: Heard) -> bool:
    if heard.bounds or not _figures(heard) or (len(heard.fields) > 1 and "difference" in heard.cues):
        return False
    return _some(heard, "exists", "zero_is") or ("polar" in heard.cues and "quantity" not in heard.cues)


def _is_rate(heard: Heard) -> bool:
    return bool(heard.fields) and all(key.endswith("_rate") for key in heard.fields)


def _is_lookup(heard: Heard) -> bool:
    return _figures(heard) or _some(heard, *_TABLES)


def _is_agreement(heard: Heard) -> bool:
    asked = _some(heard, "consistency", "unchanged", "polar", "compare", "difference", "quantity", "verify")
    return "in_text" in heard.cues and (asked or bool(heard.bounds))


def _is_likeness(heard: Heard) -> bool:
    if _figures(heard) or heard.bounds:
        return False
    of_text = heard.section is not None or "reports" in heard.cues
    differing = "unchanged" in heard.cues or ("distinguish" in heard.cues and bool(heard.mentions))
    return "alike" in heard.cues or (differing and of_text)


RULES: tuple[Rule, ...] = (
    ("passage", lambda heard: bool(heard.sought)),
    ("help", _is_help),
    ("consistency", lambda heard: "carried" in heard.cues),
    ("likeness", _is_likeness),
    ("agreement", _is_agreement),
    ("definition", _is_definition),
    ("passage", _is_passage),
    ("consistency", _is_consistency),
    ("source", lambda heard: "original" in heard.cues),
    ("coverage", _is_coverage),
    ("position", _is_position),
    ("share", _is_share),
    ("count", _is_count),
    ("average", lambda heard: "average" in heard.cues),
    ("list", _is_against),
    ("change", _is_change),
    ("total", _is_sum_of_places),
    ("rank", _is_rank),
    ("compare", _is_compare),
    ("list", _is_list),
    ("total", _is_total),
    ("trend", _is_trend),
    ("verify", lambda heard: bool(heard.bounds) and _figures(heard)),
    ("presence", _is_presence),
    ("rate", _is_rate),
    ("lookup", _is_lookup),
)
