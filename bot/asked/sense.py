"""Words that turn a question into one that is not worked out: what is heard is all known, and yet it asks for something else."""

from __future__ import annotations

import re

from bot.casting.against import set_against
from bot.casting.breadth import SETS
from bot.fetch.measures import is_rate
from bot.hear.field import OF_REQUESTS, OUTCOMES
from bot.question import Cast, Heard, Mention, Question
from bot.spelling.pattern import Pattern

FIGURES = ("lookup", "compare", "rank", "total", "average", "trend", "change", "share", "rate", "verify", "position")
"""Operations that give figures as they stand: a 没有 in the question would turn them round, and is not understood there."""
_BEFORE_YEAR = re.compile(r"(?:19|20)\d\d年(?:度)?(?:前|后)(?!\d|[一二三四五六七八九十两])")
_EITHER = Pattern(
    r"或者?(?:少|低|小|多|高|大|超|不)[^于]?于?|没有(?:低|高|少|多)于|两项|三项|四项"
    r"|[\d十百千万](?:来|几)\s*[件个起家条份宗次]|几[十百千万]|[一二两三四五六七八九\d]位数"
)
"""Limits that are joined or turned in ways that are not worked out, and numbers that are only about right."""
_ALSO = Pattern(
    r"但没有|而没有|却没有|也没有|也无|但无|而有|并且|而且|[多少大小高低]于.*且.*[多少大小高低]于|既|\bbut\b",
    *("但", "而", "却", "也", "且", "既", "but"),
)
"""Conditions side by side: they choose among the members of a set, and of one agency they are not worked out."""
_BEFORE_ONE = Pattern(r"排在?[^,。]{2,20}(?:前面|之前|前头|后面|之后|后头)", "排")
_ALL_OF = Pattern(r"都|均|\b(?:both|all)\b")
_OF_MANY = {"most", "least", "top", "bottom", "who", "list", "count"}
_EDGES = {("cue", "more"), ("cue", "less")}
_WHOSE = Pattern(
    r"(?:我们?|咱们?|俺们?|本人|老师|领导|老板|编辑|记者|孩子|客户|朋友|同事|邻居)(?:家|公司|单位|村|小区)?"
    r"(?:(?:提|提出|提交|递交|递|交|写|申请|代理|经手|负责|批|办)(?:过|了)?的(?:$|[,。?!]|申请|许可|处罚|复议|诉讼|官司|案|信息|政府|那|有|是|几|多)"
    r"|的?(?:申请|许可|处罚|复议|诉讼|官司)(?!公开|了解|知道|查))"
    r"|处罚(?:了|过)?(?:老师|领导|老板|我|咱|孩子)(?!想|们想|要|问|查|们要|需)|(?:领导|干部)(?:个人)?的?(?:隐私|秘密)",
    *("干部", "我", "咱", "俺", "本人", "老师", "领导", "老板", "编辑", "记者", "孩子", "客户", "朋友", "同事", "邻居"),
)
"""Those of one person, which no form counts: 老师提的申请, 我们公司申请, 处罚老师. 老师 and 我 are else passed over."""
_AS_WHOM = Pattern(r"(?:^|[,。;] ?)(?:(?:我|本人|咱)?(?:作为|身为|是)|我们是|as an? |i'm an? |i am an? )[^,。;]{1,20}(?=[,。;])")
"""作为律师, 申请多少件: who asks, or who applied, is not said."""
_DECIDED = r"(?:permit|licen[cs]e|approval|penalt|sanction|punishment|compulsory|coercive)"
_OTHERWISE = re.compile(
    r"(?:向|到|去)(?:其他|其它|别的|有关|相关)(?:行政)?(?:机关|单位|部门)|(?<!年)(?<!年的)基础上"
    rf"|\b(?:current|currently|existing|identical)(?! year) (?:[a-z]+ ){{0,2}}{_DECIDED}"
    rf"|\b(?:both|which|what|two|three|five|eight) (?:kinds?|types?|sorts?|categor(?:y|ies)) of (?:[a-z]+ )?{_DECIDED}"
    rf"|\bpeople (?:who )?(?:have )?(?:asked|applied) for (?:[a-z]+ )?{_DECIDED}"
    r"|\bclosed (?:business|compan|firm|enterprise|institut|organi[sz]ation)"
)
"""Advice to ask elsewhere; permits that are valid now, or kinds of them; businesses that were shut: no form counts these."""
_FINES = ("罚", "罚了", "罚过", "处罚了", "处罚过")
_LEVELS = "省市县区州旗"
_STOCK_ROWS, _STOCK_COLUMNS = ("carried_out.",), (".in_force", ".pending", ".published_total")
"""Figures of what there is when the year ends; of all others, the year's end is only a part of the year."""

_SUM_DIVIDED = re.compile(
    r"(?:之和|的和|相加后?|加起来|合计)\s?(?:再|来)?(?:除以|÷)|\b(?:sum|total|plus [a-z ]{2,40}) (?:and )?divided by\b"
)


def turned(heard: Heard, operation: str | None) -> str:
    """The word that turns the question into one that is not understood, or nothing: 企业以外的申请, 公开占不予公开的几倍."""
    wanted = []
    for mention in heard.mentions:
        if mention.negated and mention.organ and not mention.regions:  # 不是卫健委的单位
            return mention.text
    if "except" in heard.cues and not any(mention.negated for mention in heard.mentions):
        wanted.append(("cue", "except"))
    if operation == "share" and "of_whole" in heard.cues and len(heard.fields) < 2:
        return heard.text
    places = [mention for mention in heard.mentions if mention.regions or mention.named is not None]
    if operation == "share" and heard.years.every and (len(places) > 1 or len(heard.years.said) == 1):
        return heard.text  # 2023年许可占历年总数多少
    if "counted" in heard.cues and len(places) == 1 and operation == "lookup":
        counted = next((span.text for span in heard.spans if ("cue", "counted") in span.meanings), "")
        if "家" in counted or "个" in counted:  # 3家单位 of one agency; 三项数字 only counts what is listed
            return counted
    beside = _beside(heard, operation)
    if beside:
        return beside
    at_end = next((span.text for span in heard.spans if ("filler", "year_end") in span.meanings), "")
    if at_end and not (heard.fields or heard.choices):
        return at_end
    if at_end and any(not key.startswith(_STOCK_ROWS) and not key.endswith(_STOCK_COLUMNS) for key in heard.fields):
        return at_end
    bodies = {span.start: span.text for span in heard.spans if ("filler", "body") in span.meanings}
    unplaced = [mention for mention in places if not mention.organ and mention.end in bodies]
    if unplaced and operation in (*FIGURES, "presence", None) and not {"who", "every", "most", "least"} & heard.cues:
        return bodies[unplaced[0].end]  # 周口市法院: a body of its own, not the government
    either = _EITHER.search(heard.text) if heard.bounds else None
    also = None if operation in (*SETS, "verify", "coverage") else _ALSO.search(heard.text)
    before = either or also or _BEFORE_YEAR.search(heard.text)
    if before and not any(mention.start < before.end() <= mention.end for mention in heard.mentions):  # 2022年前锋区
        return before.group()
    for span in heard.spans:
        if any(meaning in wanted for meaning in span.meanings):
            return span.text
        if operation == "share" and any(kind == "choice" and "_rate" not in value for kind, value in span.meanings):
            return span.text
    return ""


def _beside(heard: Heard, operation: str | None) -> str:
    """The first word that does not go with what stands beside it."""
    return (
        _sum_divided(heard)
        or _copied(heard, operation)
        or _set_beside(heard, operation)
        or _fined(heard)
        or _whose(heard)
        or _yearly(heard)
        or _in_percent(heard, operation)
    )


def _copied(heard: Heard, operation: str | None) -> str:
    """照抄 beside a figure: texts are alike, and figures are not."""
    said = (span.text for span in heard.spans if ("cue", "alike") in span.meanings)
    return next(said, "") if operation in FIGURES else ""


def _sum_divided(heard: Heard) -> str:
    """予以公开与部分公开之和除以总计 is a rate of the asker's own."""
    summed = _SUM_DIVIDED.search(heard.text)
    return summed.group() if summed else ""


def _set_beside(heard: Heard, operation: str | None) -> str:
    """The word that sets members beside each other, beside their own past, or beside several figures at once, where that is
    not worked out: 排在川汇区前面的, 比上年增加的有几家, 处罚比许可多的单位, 许可和处罚合计最多的."""
    if "同类" in heard.text and operation not in ("position", "share", "compare") and set_against(heard) is None:
        return "同类"
    if _BEFORE_ONE.search(heard.text):
        return heard.text
    named = any(mention.regions or mention.named is not None for mention in heard.mentions)
    of_any = _OF_MANY if not named else {"most", "least"}
    of_many = operation in ("count", "list", "rank") or (operation == "change" and bool(of_any & heard.cues))
    if of_many and "change" in heard.cues:  # 比2023年增加的有几家, 增长最多的卫健委, 哪年降幅最大
        return next((span.text for span in heard.spans if ("cue", "change") in span.meanings), heard.text)
    if operation == "rank" and len(heard.fields) > 1 and ("total" in heard.cues or _ALL_OF.search(heard.text)):
        return heard.text  # 许可和处罚合计最多, 三项都排前三
    edge = next((span.text for span in heard.spans if span.text in "多高大少低小" and _EDGES & set(span.meanings)), "")
    if edge and operation in ("count", "list") and set_against(heard) is None:  # 处罚比许可多的单位
        return edge
    if "beyond" in heard.cues and set_against(heard) is None:  # 许可多于处罚
        return next(span.text for span in heard.spans if ("cue", "beyond") in span.meanings)
    return ""


def _fined(heard: Heard) -> str:
    """罚 beside a figure that is no penalty: 罚了多少家企业 asks for no requests of businesses."""
    if not heard.fields or any(key.startswith("penalties") for key in heard.fields):
        return ""
    return next((span.text for span in heard.spans if span.text in _FINES), "")


def _whose(heard: Heard) -> str:
    """The words for one person's own cases, and others that no form counts."""
    asked = bool(heard.fields or heard.choices)
    found = (_WHOSE.search(heard.text) or _OTHERWISE.search(heard.text)) if asked else None
    if found is None and any(not key.endswith((".total", ".decided")) for key in heard.fields):
        found = _AS_WHOM.search(heard.text)
    return found.group() if found else ""


def _yearly(heard: Heard) -> str:
    """年均, where no years are named over which one agency's figures could be averaged."""
    spanned = len(heard.years.said) > 1 or heard.years.every or heard.years.since is not None
    one = sum(bool(mention.regions or mention.named is not None) for mention in heard.mentions) == 1
    wide = {"every", "counties", "prefectures", "whole"} & heard.cues
    return "年均" if "年均" in heard.text and (not spanned or not one or wide) else ""


def _in_percent(heard: Heard, operation: str | None) -> str:
    """in percent, where the answer is no share and no change."""
    said = next((span.text for span in heard.spans if ("cue", "percent") in span.meanings), "")
    return said if operation not in ("change", "share", "rate") else ""


def says_nothing(heard: Heard) -> bool:
    """Whether no slot of a question is said, so that the former answer would only be said again."""
    named = heard.mentions or heard.fields or heard.choices or heard.columns or heard.bounds or heard.section or heard.n
    own = heard.cues - {"polar", "who", "correction", "followup", "it", "quantity"}
    return not (named or own or heard.years.said or heard.years.every or heard.years.latest or heard.years.since)


def of_others(heard: Heard, former: Question) -> bool:
    """Whether a message that leans says of permits or lawsuits what the form knows of requests alone: 其中被驳回的呢."""
    section_three = (*OUTCOMES, "received", "carried", "concluded", "partly", "other_", "requests")
    rows = [key.partition(".")[0] for key in heard.fields]
    before = [key for key in former.fields if not key.startswith(section_three) or key.startswith("other_services")]
    return bool(before and rows) and all(row in OUTCOMES for row in rows) and not OF_REQUESTS.search(heard.text)


def unfit(heard: Heard, operation: str, cast: Cast, years: tuple[int, ...]) -> bool:
    """Whether a word has no sense with what is asked of: the average or the highest of one figure, a share of a whole
    that is not the one named."""
    one = cast.scope is None and len(cast.agencies) == 1 and len(years) == 1
    ranked = operation == "rank" and "which_year" not in heard.cues  # 哪年许可最多, where one year is held
    if one and (operation == "average" or ranked or (operation == "lookup" and {"most", "least", "top"} & heard.cues)):
        return True
    if "百分点" in heard.text and not all(is_rate(key) for key in heard.fields):
        return True
    if operation == "rank" and len(cast.agencies) == 1 and {"most", "least"} <= heard.cues:  # both ends at once
        return True
    if operation == "compare" and "total" in heard.cues and len(years) > 1:  # 比2021和2023年之和多吗
        return True
    if one and operation == "compare" and len(heard.fields) == 1 and not cast.unknown:  # 比川汇区多的有哪些
        return True
    leveled = any(_of_level(heard.text, mention) for mention in heard.mentions) and "counties" not in heard.cues
    if cast.scope is not None and not cast.scope.level and leveled:
        return True
    if operation in ("verify", "count", "list", "rank") and "about" in heard.cues:
        return any(bound.relation == "=" for bound in heard.bounds)
    if operation == "rank" and _both_ends(heard):
        return True
    if operation == "total" and (heard.n or 0) > 1 and len(years) > 1:
        return True
    if operation in ("total", "average") and cast.scope is not None and "polar" in heard.cues and "quantity" not in heard.cues:
        return True  # 合计是全省的总数吗
    if operation != "share":
        return False
    whole = cast.scope is not None and not cast.scope.regions and not cast.scope.agencies
    if cast.unknown or ("whole" in heard.cues and whole):
        return True
    organs = {agency.organ for agency in cast.agencies}
    return len(organs) > 1 and not any(mention.organ or mention.named is not None for mention in heard.mentions)


def _both_ends(heard: Heard) -> bool:
    """前两名和后两名, 最高和最低差多少, 第一名比第二名多多少: more places than one, or what lies between them."""
    apart = {"most", "top"} & heard.cues and {"least", "bottom"} & heard.cues and "rank_up" not in heard.cues
    return bool(apart) or "difference" in heard.cues


def _of_level(text: str, mention: Mention) -> bool:
    """县政府, 所有区卫健委: a kind with the level it is of, and no place."""
    if mention.regions or mention.named is not None or not mention.organ:
        return False
    governments = mention.organ == "government" and mention.text[:1] in _LEVELS
    return governments or (mention.start > 0 and text[mention.start - 1 : mention.start] in ("县", "区"))
