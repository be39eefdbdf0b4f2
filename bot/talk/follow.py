"""What a short message takes over from the conversation: only the slot that was said changes."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from bot.fetch.measures import is_rate, parts_of
from bot.question import Heard, Mention, Question
from bot.spelling.pattern import Pattern
from bot.talk.conversation import Context

_APPLICANTS = ("person", "business", "research", "public_interest", "legal_service", "other_organisation")
_SETS = ("rank", "total", "average", "count", "list", "compare", "position")
_ORDER = frozenset({"most", "least", "top", "bottom", "nth", "rank", "rank_up", "less", "more"})
_YEAR_BEFORE = (
    *("上一年", "上年", "前一年", "再前一年", "再往前一年", "往前一年"),
    *("the year before", "previous year", "the previous year", "a year earlier", "one year earlier"),
    *("a year before", "one year before", "the preceding year", "the year prior"),
)
_OF_MANY = frozenset({"counties", "prefectures", "provinces", "whole", "cumulative"})
_WHOLE = ("help", "coverage", "definition")
_CARRIED_TO_AGENCY = ("lookup", "presence", "rate", "trend", "change", "position", "passage", "consistency", "source")


def is_elliptical(heard: Heard, operation: str | None, context: Context) -> bool:
    """Whether the message leans on the one before: 处罚呢, 那红旗区2022年呢, 不对，我问的是许可, 哪个多, 加起来呢."""
    if heard.sought and {"who", "list", "count", "every"} & heard.cues:
        return False
    if context.question is None:
        return False
    if operation == "coverage" and (is_how_many_of_them(heard, context.question) or is_which_of_them(heard, context.question)):
        return True
    if "of_whole" in heard.cues:  # 占全部申请的几成
        return True
    if _asks_which_year(heard, operation) and not heard.mentions and context.question.agencies:
        return context.question.scope is None and len(context.question.agencies) == 1
    if operation in _WHOLE or ("every" in heard.cues and heard.fields):
        return False
    if heard.leftover and operation is None and any(mention.regions for mention in heard.mentions):
        return False  # what is not understood may stand in the text of the agency that is named
    if {"nth", "top"} & heard.cues and not heard.mentions and len(context.agencies) > 1:
        return bool({"nth", "total", "average"} & heard.cues) or context.question.operation == "rank"
    alone = not heard.mentions and not {"every", "who", "list", "count"} & heard.cues
    if alone and operation == "total" and heard.fields and len(context.question.agencies) == 1 and not _OF_MANY & heard.cues:
        return True  # 2023年的复议总数 after one agency's figures
    alone = alone and not heard.years.said
    asked = context.question.agencies and operation in ("total", "average") and "who" not in heard.cues
    if alone and (bool(asked) or {"these", "counted"} & heard.cues or (operation in ("total", "average") and not heard.fields)):
        return True
    if {"correction", "followup", "it", "these"} & heard.cues:
        return True
    lacks_figure = not (
        heard.fields or heard.choices or heard.columns or {"all_fields", "table_three", "table_four"} & heard.cues
    )
    if operation in ("passage", "consistency", "source"):
        return not heard.mentions
    return lacks_figure or (not heard.mentions and operation not in ("rank", "count", "list", "average", "total"))


def _asks_which_year(heard: Heard, operation: str | None) -> bool:
    return operation == "rank" and "which_year" in heard.cues


def _is_of_that_year(heard: Heard, operation: str | None, former: Question) -> bool:
    """最少的那年不予公开多少: the year of the fewest of what was told before, or of the fewest denials, cannot be told."""
    said = next((span for span in heard.spans if ("cue", "which_year") in span.meanings), None)
    if said is None or not _asks_which_year(heard, operation) or not said.text.endswith(("那年", "那一年", "一年")):
        return False
    before = any(
        kind in ("row", "weak", "rate", "column") for span in heard.spans if span.end <= said.start for kind, _ in span.meanings
    )
    return bool(heard.fields) and not before and heard.fields != former.fields


_WIDE = re.compile(r"全[市省县区国州]|\b(?:whole|entire)\b")
"""全市合计呢 after the figure of one agency: of which kind, is not said."""


def is_of_others(heard: Heard, operation: str | None, former: Question) -> bool:
    """Whether a message asks of many after the figure of one agency, or of a year that it does not tell: 全市合计呢,
    超过100的有几家, 最少的那年不予公开多少."""
    one = former.scope is None and len(former.agencies) == 1 and not heard.mentions
    summed = bool({"total", "average"} & heard.cues and _WIDE.search(heard.text))
    return (one and (summed or operation == "count")) or _is_of_that_year(heard, operation, former)


def operation_after(heard: Heard, operation: str | None, former: Question) -> str | None:
    """The operation of a leaning message: its own where it names one, else the former one where that still fits."""
    said = [mention for mention in heard.mentions if not mention.negated]
    if {"compare", "difference"} & heard.cues and len(said) == 1 and len(former.agencies) == 1 and not heard.fields:
        return "compare"
    if (operation == "coverage" and is_how_many_of_them(heard, former)) or (operation == "count" and heard.bounds):
        return "count"
    if operation in ("coverage", "count", None) and is_which_of_them(heard, former):
        return "list"
    if "that_year" in heard.cues and heard.fields and operation in (None, "lookup"):
        return "lookup"
    if heard.bounds and not heard.fields and former.operation not in ("count", "list"):
        return "verify"
    if operation is None and former.operation == "change" and "exists" in heard.cues and len(heard.years.said) == 1:
        return "presence"  # 2025年的有没有
    if operation == "total" and len(former.agencies) == 1 and not {"these", "counted"} & heard.cues and len(heard.years.said) < 2:
        return "lookup"
    if "it" in heard.cues and former.operation in ("rank", "list") and operation in (None, "lookup"):
        return "lookup"
    if {"it", "these"} & heard.cues and heard.fields and operation in (None, "lookup") and former.operation != "presence":
        return "lookup"
    if operation == "compare" and len(former.agencies) == 1 and not heard.mentions and "these" not in heard.cues:
        return "change"
    if operation not in (None, "lookup"):
        return operation
    if former.operation == "verify" or (former.operation == "rate" and heard.fields and not all(map(is_rate, heard.fields))):
        return "lookup"
    if said and former.operation in _SETS and _is_of_another_kind(said, former):
        return former.operation
    if said and former.operation in _SETS and former.operation != "position" and not former.scope:
        several = len(said) > 1 or (bool(said[0].regions) and not said[0].organ and kinds_of_one_place(former))
        return former.operation if former.operation == "compare" and several else "lookup"
    if said and former.operation == "share" and len(former.agencies) == len(said) == 1 and former.scope is None:
        return former.operation
    if said and former.operation not in _CARRIED_TO_AGENCY:
        return "lookup"
    if former.operation in ("passage", "consistency", "source", "coverage", "definition", "help") and operation == "lookup":
        return "lookup"
    return former.operation


def _is_of_another_kind(said: list[Mention], former: Question) -> bool:
    """教育局呢 after a ranking of all health commissions: a ranking of all of these. Of a narrower set it is asked back."""
    scope = former.scope
    every = scope is not None and bool(scope.organ) and not (scope.regions or scope.agencies or scope.without or scope.level)
    return every and len(said) == 1 and bool(said[0].organ) and not said[0].regions and said[0].named is None


def kinds_of_one_place(former: Question) -> tuple[str, ...]:
    """The kinds of the former agencies, where they were several of one place: 市监局和教育局哪个多 … 淮阳的呢."""
    organs = tuple(agency.organ for agency in former.agencies if agency.organ)
    one_place = len({agency.region for agency in former.agencies}) == 1
    return organs if one_place and len(organs) == len(former.agencies) > 1 else ()


def is_how_many_of_them(heard: Heard, former: Question) -> bool:
    """有几家 after a list of those that keep a limit: how many they are, not how many are stored."""
    bare = not (heard.mentions or heard.years.said or {"reports", "coverage", "years"} & heard.cues)
    return bare and "count" in heard.cues and (former.operation in ("list", "count") or bool(former.having))


def is_which_of_them(heard: Heard, former: Question) -> bool:
    """都有哪些 after a number of those that keep a limit: which they are, not which are stored."""
    slots = heard.mentions or heard.fields or heard.columns or heard.choices or heard.years.said or heard.bounds
    said = bool(_WHICH.fullmatch(heard.text)) or "list" in heard.cues
    return said and former.operation == "count" and not slots and not {"reports", "years", "coverage", "count"} & heard.cues


_WHICH = Pattern(
    r"(?:那|都|分别|具体|它们)*(?:是|有|叫)?(?:哪些|哪几家|哪几个|谁|什么单位)(?:单位|机关|部门|地方)?(?:呢|啊)?[?。]?"
    r"|(?:请|帮我|把(?:它们|名单))?(?:都|全部)?列(?:出来|一下|个单|举一下)[?。]?"
    r"|(?:and )?(?:which|who|which ones|which agencies) ?(?:are they|are these)?[?.]?"
    r"|(?:please )?(?:list|name) (?:them|these|all)[?.]?"
)
"""What asks for the members of a set that was counted, and for nothing else."""


def drawn_after(heard: Heard, former: Question | None) -> Heard:
    """画成图 after an answer with figures: the same once more, and the chart beside it."""
    asked = {topic for topic, _, _ in heard.topics}
    slots = heard.mentions or heard.fields or heard.choices or heard.columns or heard.bounds or heard.leftover or heard.section
    if former is None or asked != {"chart"} or slots or former.operation not in _DRAWN:
        return heard
    return replace(heard, topics=(), cues=(heard.cues | {"followup"}) - {"it", "these", "drawn", "list"})


_DRAWN = ("lookup", "presence", "verify", "rate", "rank", "list", "compare", "trend", "change", "total", "average", "share")
"""Operations whose figures can be drawn."""


def ranked_as_before(heard: Heard, operation: str | None, former: Question) -> Heard:
    """最少的呢 … 2023年呢: a ranking that is taken over goes the same way and as far as before."""
    if operation != "rank" or former.operation != "rank" or _ORDER & heard.cues:
        return heard
    return replace(heard, cues=heard.cues | (former.cues & _ORDER), n=heard.n or former.n)


def with_former_set(heard: Heard, own: str | None, former: Question) -> Heard | None:
    """The message with the limits and the place in the order of the former set, where it says none itself.

    None where they cannot be taken over: a limit that was another agency's figure, cells of a state, years held.
    """
    if own in ("count", "list") and (former.base is not None or former.states):
        return None
    if own == "coverage" and former.operation == "coverage" and "count" in heard.cues:
        return None
    of_set = own in ("count", "list") or (own in _ORDERED and former.scope is not None and not former.base and not former.states)
    if of_set and not heard.bounds:
        bounds = tuple(replace(bound, field=bound.field or former.fields[0]) for bound in former.bounds)
        limited = tuple(bound.field for bound in bounds if bound.field) if own in ("count", "list") else ()
        cues = heard.cues | ({"either"} & former.cues)
        heard = replace(heard, bounds=bounds, fields=tuple(dict.fromkeys((*limited, *heard.fields))), cues=cues)
    if own == former.operation == "total" and former.n is not None and heard.n is None and not _ORDER & heard.cues:
        heard = replace(heard, n=former.n, cues=heard.cues | (_ORDER & former.cues))
    return heard


_ORDERED = ("rank", "total", "average")


def fields_after(heard: Heard, former: Question, known: Collection[str]) -> tuple[str, ...]:
    """The figures of a leaning message: those said; a column said alone goes to the former row; else the former ones.

    A kind of applicant stays when only the row changes (企业申请 … 不予公开呢), and goes with 全部 or 总数.
    """
    column = former.fields[0].partition(".")[2] if former.fields else ""
    if "of_whole" in heard.cues and len(former.fields) == len(heard.fields) == 1 and former.fields != heard.fields:
        return (*former.fields, *heard.fields)  # 占不予公开的多少, of the figure told before
    if heard.fields:
        kept = tuple(f"{key.removesuffix('.total')}.{column}" for key in heard.fields if key.endswith(".total"))
        stays = column in _APPLICANTS and len(kept) == len(heard.fields) and not {"total", "every"} & heard.cues
        fits = all(part in known for key in kept for part in parts_of(key))
        return kept if stays and fits and not heard.weak else heard.fields
    if heard.choices:  # 规章呢: made, repealed or in force is asked back, never the former figure
        return ()
    rows = dict.fromkeys(key.partition(".")[0] for key in former.fields)
    if heard.columns and former.fields:
        return tuple(f"{row}.{said}" for row in rows for said in heard.columns if said != "total") or former.fields
    if column in _APPLICANTS and {"total", "every"} & heard.cues:
        return tuple(f"{row}.total" for row in rows)
    return former.fields


def completed(heard: Heard, pending: Heard | None) -> Heard:
    """The message filled from the one before that could not be answered: 鼓楼区政府申请几件 … 南京的.

    Only what this message leaves unsaid is taken over; a message that names its agency and its figure stands alone.
    """
    if pending is None or heard.leftover or (heard.topics and heard.topics[0][0] not in ("thanks", "greeting")):
        return heard
    figures = bool(heard.fields or heard.choices or heard.columns)
    named = any(mention.regions or mention.named is not None or mention.organ for mention in heard.mentions)
    if (figures and named) or not (figures or named or heard.years.said):
        return heard
    mentions = heard.mentions or pending.mentions
    return replace(
        heard,
        mentions=_narrowed(heard.mentions, pending.mentions) if named and pending.mentions else mentions,
        fields=heard.fields or (() if figures else pending.fields),
        choices=heard.choices or (() if figures else pending.choices),
        columns=heard.columns or (() if figures else pending.columns),
        years=heard.years if heard.years.said or heard.years.every else pending.years,
        bounds=heard.bounds or pending.bounds,
        cues=heard.cues | pending.cues - {"correction"},
        n=heard.n or pending.n,
        section=heard.section or (None if figures else pending.section),
        weak=heard.weak or (pending.weak and not figures),
    )


def _narrowed(new: tuple[Mention, ...], old: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """南京的 after 鼓楼区政府, or 鼓楼区 after 南京: of the places that bear the name, the one in 南京."""
    if len(new) == len(old) == 1 and len(old[0].regions) == 1 < len(new[0].regions):
        above = old[0].regions[0].rstrip("0")
        inside = tuple(code for code in new[0].regions if above and code.startswith(above))
        return (replace(new[0], regions=inside),) if len(inside) == 1 else new
    if len(new) == len(old) == 1 and new[0].organ and not new[0].regions and len(old[0].regions) == 1:
        return (replace(new[0], regions=old[0].regions),)  # 市监局呢 after 川汇区住建局, which is not stored
    if len(new) != 1 or len(old) != 1 or new[0].organ or new[0].named is not None or not new[0].regions:
        return new
    if len(old[0].regions) < 2:  # 沈丘县 after 鹿邑县卫健委: of the same kind
        return (replace(new[0], organ=old[0].organ),)
    inside = tuple(
        code for code in old[0].regions if any(code.startswith(above.rstrip("0")) and code != above for above in new[0].regions)
    )
    return (replace(old[0], regions=inside),) if inside else (replace(new[0], organ=old[0].organ),)


def with_former_years(heard: Heard, former: Question, operation: str | None) -> Heard:
    """The message with the former years, where it says none and those were said, not assumed. A trend after a single
    year is one of all years, and so is the question in which year it was most."""
    over = (operation == "trend" and former.operation != "trend") or _asks_which_year(heard, operation)
    if over and len(former.years) == 1 and not heard.years.said:
        return heard
    own_before = (heard.years.why or "").removesuffix("度") in _YEAR_BEFORE and bool(former.years) and not heard.mentions
    against = {"change", "difference", "compare", "more", "less", "times"} & heard.cues
    if own_before and against:
        return replace(heard, years=replace(heard.years, said=(former.years[-1] - 1, former.years[-1])))
    each_other = sum(not mention.negated for mention in heard.mentions) > 1  # compared in the year that is said
    other = len(heard.years.said) == 1 == len(former.years) and heard.years.said != former.years
    if other and against and not each_other:
        both = tuple(sorted({*heard.years.said, *former.years}))
        return replace(heard, years=replace(heard.years, said=both))
    if own_before:
        return replace(heard, years=replace(heard.years, said=(former.years[0] - 1,)))
    own = heard.years.latest or heard.years.said or heard.years.every or heard.years.since
    if own or any(entry.slot == "year" for entry in former.assumed):
        return heard
    last = former.operation == "change" and ("it" in heard.cues or (operation == "compare" and bool(heard.mentions)))
    years = former.years[-1:] if last else former.years
    return replace(heard, years=replace(heard.years, said=years))
