"""Words that stand for what was said before: 那一年, the year after, 这两年, the rate, how many of them.

They are filled from the answer before and from no older one; where it does not tell, it is asked back.
"""

from __future__ import annotations

from dataclasses import replace

from bot.fetch.measures import is_rate
from bot.question import Doubt, Heard
from bot.spelling.pattern import Pattern
from bot.talk.conversation import Context, Turn

_OF_THEM = Pattern(
    r"how many of (?:them|these|those)\b(?! (?:agenc|bureau|commission|government|office|department))", "how many of"
)
_UNDERGONE = Pattern(r"of (?:them|these|those) (?:were|was|are|had been|have been|came|ended|went|resulted)\b")
_THOSE_YEARS = Pattern(r"[这那][两二三四五]年(?:间|里|来)?$|(?:these|those|the) (?:two|three|four|five) years$")
_NUMERALS = "二三四五"
_OVER_YEARS = Pattern(r"([两二三四五])年(?=(?:加|合|共|总|一共|统共|平均|之和|下来|里|间|相差|差|相比))", "年")
_RATE = frozenset({"rate", "rates", "ratio", "ratios", "率"})
_SETS = ("rank", "list", "count", "total", "average", "coverage", "passage", "consistency")


def filled(heard: Heard, context: Context) -> Heard | Doubt:
    """The message with its year and its cases said outright, where it only points at them."""
    if "own_level" in heard.cues and context.question is not None and not heard.mentions:  # 加上市本级呢: the set is another
        return Doubt("declined", "not_understood", "not_understood", {"word": heard.text})
    dated = _in_that_year(_in_those_years(_of_that_rate(heard, context), context), context)
    return dated if isinstance(dated, Doubt) else _of_them(dated, context)


def _of_that_rate(heard: Heard, context: Context) -> Heard:
    """Which has the higher rate, after a rate: that rate."""
    former = context.question
    told = former is not None and former.fields and all(map(is_rate, former.fields))
    if not told or heard.fields or not heard.leftover or not _RATE.issuperset(heard.leftover):
        return heard
    return replace(heard, leftover=())


def _in_those_years(heard: Heard, context: Context) -> Heard:
    """这两年差多少, after one agency's figures of two years: of these, and not of the last two by the calendar."""
    dated = heard.years.said or heard.years.every or heard.years.since or heard.years.latest
    former, over = context.question, _OVER_YEARS.search(heard.text)
    if over and over.group(1) in heard.leftover and not heard.mentions and not dated:  # 三年加起来
        many = _NUMERALS.index(over.group(1).replace("两", "二")) + 2
        years, rest = _years_told(context, many), tuple(set(heard.leftover) - {over.group(1)})
        return replace(heard, years=replace(heard.years, said=years), leftover=rest) if years else heard
    single = former is not None and former.operation in ("lookup", "presence") and not heard.fields and not heard.mentions
    if single and "change" in heard.cues and not dated:  # 2023年许可 … 2022年呢 … 涨了多少
        return replace(heard, years=replace(heard.years, said=_years_told(context, 2)))
    if heard.mentions or not _THOSE_YEARS.match(heard.years.why or ""):
        return heard
    years = _years_told(context, len(heard.years.said))
    return replace(heard, years=replace(heard.years, said=years, why=None)) if years else heard


def _years_told(context: Context, of: int) -> tuple[int, ...]:
    """So many years, if the last answers told of just these: one agency, one figure after the other; else none."""
    years: set[int] = set()
    about: set[object] = set()
    for turn in reversed(context.turns):
        if turn.question is None or turn.doubt is not None or not turn.entries:
            break
        about |= {(entry.agency, turn.question.fields) for entry in turn.entries}
        years |= {entry.year for entry in turn.entries}
        if len(about) > 1 or len(years) >= of:
            break
    return tuple(sorted(years)) if len(years) == of and len(about) == 1 else ()


def _of_them(heard: Heard, context: Context) -> Heard | Doubt:
    """How many of them were granted, after the requests of one agency: of these requests. Agencies are counted only where
    agencies were told of."""
    figures = heard.fields or heard.columns
    if heard.mentions or not figures or not _OF_THEM.search(heard.text):
        return heard
    former = context.question
    if former is None:
        return Doubt("clarify", "missing_slot", "whose", {})
    if former.scope is not None or len(former.agencies) != 1 or former.operation in _SETS:
        passive = bool(_UNDERGONE.search(heard.text))  # requests are granted, agencies grant them
        open_ = passive or (not heard.bounds and heard.fields != former.fields)
        return Doubt("clarify", "missing_slot", "which_of_them", {}) if open_ else replace(heard, cues=heard.cues | {"these"})
    return replace(heard, cues=heard.cues - {"count", "these"} | {"quantity", "it"})


def _in_that_year(heard: Heard, context: Context) -> Heard | Doubt:
    """那一年 and the same year: the year of the answer before; 再往后一年 and the year after: the one behind it.

    Where that answer has no year, or several, and where the message before was not answered, it is asked back.
    """
    said = next((span.text for span in heard.spans if ("cue", "year_after") in span.meanings), "")
    after = bool(said) and not any(key.startswith("carried_") for key in (*heard.fields, *heard.choices))
    dated = heard.years.said or heard.years.every or heard.years.since
    if not after and (dated or "that_year" not in heard.cues):
        return heard
    last = next((turn for turn in reversed(context.turns) if not _is_aside(turn)), None)
    entries = last.entries if last is not None and last.question is not None else ()
    foremost = {entry.year for entry in entries if entry.rank == 1}
    ranked = last is not None and last.question is not None and last.question.operation == "rank"
    years = tuple(year + after for year in (foremost if ranked else {entry.year for entry in entries}))
    if dated and heard.years.said != years:  # 2021 and the following year: of what, is said otherwise
        return Doubt("declined", "not_understood", "not_understood", {"word": said})
    if len(years) != 1:
        return Doubt("clarify", "missing_slot", "which_year", {})
    return replace(heard, years=replace(heard.years, said=years, why=None))


def _is_aside(turn: Turn) -> bool:
    """谢谢, 你能干什么: what is told of no report leaves the year that was spoken of."""
    return turn.doubt is None and turn.question is not None and turn.question.operation in ("help", "definition")
