"""The sentences themselves: ways to ask each operation in Chinese and English, around the words that a speaker chooses."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.questions.oracle import words
from tests.questions.oracle.asked import Asked
from tests.questions.oracle.numerals import chinese

if TYPE_CHECKING:
    from tests.questions.oracle.grammar import Speaker


def _unit(asked: Asked) -> str:
    return "万元" if asked.fields[0] in words.MONEY else "件"


Say = Callable[["Speaker", Asked], str]

ZH: dict[str, list[Say]] = {
    "lookup": [
        lambda s, a: f"{s.who(a)}{s.when(a)}{_several(s, a)}{s.how_many(a)}",
        lambda s, a: f"{s.when(a)}{s.who(a)}的{_several(s, a)}{s.how_many(a)}",
        lambda s, a: f"{s.who(a)}{s.when(a)}的{_several(s, a)}",
    ],
    "presence": [
        lambda s, a: f"{s.who(a)}{s.when(a)}有没有{s.what(a)}",
        lambda s, a: f"{s.when(a)}{s.who(a)}有{s.what(a)}吗",
    ],
    "verify": [
        lambda s, a: f"{s.who(a)}{s.when(a)}{s.what(a)}{_claim(s, a)}吗",
        lambda s, a: f"{s.when(a)}{s.who(a)}的{s.what(a)}{_claim(s, a)}，对不对",
    ],
    "compare": [
        lambda s, a: f"{s.when(a)}{_all(s, a)}谁的{s.what(a)}多",
        lambda s, a: f"{_all(s, a)}{s.when(a)}{s.what(a)}哪个更多",
        lambda s, a: f"比较{_all(s, a)}{s.when(a)}的{s.what(a)}",
    ],
    "change": [
        lambda s, a: f"{s.who(a)}{a.years[1]}年{s.what(a)}比{a.years[0]}年变化多少",
        lambda s, a: f"从{a.years[0]}年到{a.years[1]}年，{s.who(a)}的{s.what(a)}变化了多少",
        lambda s, a: f"{s.who(a)}{s.what(a)}{a.years[1]}年比{a.years[0]}年增长百分之几",
    ],
    "rank": [
        lambda s, a: f"{s.when(a)}{s.group(a)}{s.what(a)}{_top(s, a)}",
        lambda s, a: f"{s.group(a)}{s.when(a)}{s.what(a)}{_top(s, a)}",
    ],
    "total": [
        lambda s, a: f"{s.when(a)}{s.group(a)}{s.what(a)}合计{s.how_many(a)}",
        lambda s, a: f"{s.group(a)}{s.when(a)}的{s.what(a)}加起来一共{s.how_many(a)}",
    ],
    "average": [
        lambda s, a: f"{s.when(a)}{s.group(a)}平均每家{s.what(a)}{s.how_many(a)}",
        lambda s, a: f"{s.group(a)}{s.when(a)}{s.what(a)}的平均数",
    ],
    "count": [
        lambda s, a: f"{s.when(a)}{s.group(a)}里{s.what(a)}{_claim(s, a)}的有几家",
        lambda s, a: f"{s.group(a)}中{s.when(a)}{s.what(a)}{_claim(s, a)}的有多少家",
    ],
    "list": [
        lambda s, a: f"{s.when(a)}{s.group(a)}里{s.what(a)}{_claim(s, a)}的有哪些",
        lambda s, a: f"列出{s.when(a)}{s.what(a)}{_claim(s, a)}的{s.group(a)}",
    ],
    "position": [
        lambda s, a: f"{s.who(a)}{s.when(a)}{s.what(a)}在{s.group(a)}里排第几",
        lambda s, a: f"{s.when(a)}{s.who(a)}的{s.what(a)}在{s.group(a)}中排名第几",
    ],
    "times": [lambda s, a: f"{s.who(a)}{s.when(a)}的{s.what(a)}是{s.who(a, 1)}的几倍"],
    "share": [
        lambda s, a: f"{s.who(a)}{s.when(a)}{s.what(a)}占{s.what(a, 1)}的百分之几",
        lambda s, a: f"{s.when(a)}{s.who(a)}的{s.what(a)}占{s.what(a, 1)}的比例",
    ],
    "rate": [
        lambda s, a: f"{s.who(a)}{s.when(a)}{s.what(a)}是多少",
        lambda s, a: f"{s.when(a)}{s.who(a)}的{s.what(a)}",
    ],
    "trend": [
        lambda s, a: f"{s.who(a)}历年{s.what(a)}",
        lambda s, a: f"{s.who(a)}{s.what(a)}的历年趋势",
        lambda s, a: f"{s.who(a)}{s.what(a)}逐年走势",
    ],
    "extreme": [
        lambda s, a: f"{s.who(a)}哪一年{s.what(a)}最{'少' if a.ascending else '多'}",
        lambda s, a: f"{s.who(a)}{s.what(a)}最{'少' if a.ascending else '多'}的是哪年",
    ],
}
EN: dict[str, list[Say]] = {
    "lookup": [
        lambda s, a: f"how many {_several_en(s, a)} did {s.who_en(a)} report {s.when_en(a)}?",
        lambda s, a: f"{s.who_en(a)}: {_several_en(s, a)} {s.when_en(a)}",
        lambda s, a: f"What was the number of {_several_en(s, a)} at {s.who_en(a)} {s.when_en(a)}?",
    ],
    "presence": [lambda s, a: f"did {s.who_en(a)} report any {s.what_en(a)} {s.when_en(a)}?"],
    "verify": [
        lambda s, a: f"Did {s.who_en(a)} report {s.limit_en(a.limit)} {s.what_en(a)} {s.when_en(a)}?",  # type: ignore[arg-type]
        lambda s, a: f"Is it true that {s.who_en(a)} had {s.limit_en(a.limit)} {s.what_en(a)} {s.when_en(a)}?",  # type: ignore[arg-type]
    ],
    "compare": [
        lambda s, a: f"which had more {s.what_en(a)} {s.when_en(a)}, {_all_en(s, a, 'or')}?",
        lambda s, a: f"compare {s.what_en(a)} of {_all_en(s, a, 'and')} {s.when_en(a)}",
    ],
    "change": [
        lambda s, a: f"how did {s.what_en(a)} at {s.who_en(a)} change from {a.years[0]} to {a.years[1]}?",
        lambda s, a: f"by what percentage did {s.what_en(a)} of {s.who_en(a)} change from {a.years[0]} to {a.years[1]}?",
    ],
    "rank": [
        lambda s, a: f"{_top_en(s, a)} by {s.what_en(a)} {s.when_en(a)}",
    ],
    "total": [lambda s, a: f"total {s.what_en(a)} of {s.group_en(a)} {s.when_en(a)}"],
    "average": [lambda s, a: f"average {s.what_en(a)} per {a.group.one} {s.when_en(a)}"],  # type: ignore[union-attr]
    "count": [
        lambda s, a: f"how many {a.group.en[0]} had {s.limit_en(a.limit)} {s.what_en(a)} {s.when_en(a)}?"  # type: ignore
    ],
    "list": [lambda s, a: f"which {a.group.en[0]} had {s.limit_en(a.limit)} {s.what_en(a)} {s.when_en(a)}?"],  # type: ignore
    "times": [lambda s, a: f"{s.what_en(a)} {s.when_en(a)}: {s.who_en(a)} is how many times {s.who_en(a, 1)}?"],
    "rate": [lambda s, a: f"what was the {s.what_en(a)} of {s.who_en(a)} {s.when_en(a)}?"],
    "trend": [lambda s, a: f"trend of {s.what_en(a)} at {s.who_en(a)} over the years"],
    "extreme": [lambda s, a: f"in which year did {s.who_en(a)} report the {'fewest' if a.ascending else 'most'} {s.what_en(a)}?"],
}


def _several(speaker: Speaker, asked: Asked) -> str:
    told = [speaker.what(asked, place) for place in range(max(1, len(asked.fields)))]
    return "、".join(told[:-1]) + "和" + told[-1] + "各" if len(told) > 1 else told[0]


def _several_en(speaker: Speaker, asked: Asked) -> str:
    return " and ".join(speaker.what_en(asked, place) for place in range(max(1, len(asked.fields))))


def _all(speaker: Speaker, asked: Asked) -> str:
    told = [speaker.who(asked, place) for place in range(len(asked.agencies))]
    return "、".join(told[:-1]) + "和" + told[-1]


def _all_en(speaker: Speaker, asked: Asked, word: str) -> str:
    told = [speaker.who_en(asked, place) for place in range(len(asked.agencies))]
    return ", ".join(told[:-1]) + f" {word} " + told[-1]


def _claim(speaker: Speaker, asked: Asked) -> str:
    assert asked.limit
    return speaker.limit(asked.limit, _unit(asked))


def _top(speaker: Speaker, asked: Asked) -> str:
    if asked.n is None:
        return "从少到多排名" if asked.ascending else str(speaker.one(["排名", "从多到少排名", "排行"]))
    if asked.n == 1:
        return f"最{'少' if asked.ascending else '多'}的是{speaker.one(['谁', '哪家'])}"
    n = chinese(asked.n) if asked.n > 2 else "两"
    few = [f"最少的{n}家", f"最少的{asked.n}家"]
    return str(speaker.one(few if asked.ascending else [f"前{n}名", f"前{asked.n}名", f"最多的{n}家"]))


def _top_en(speaker: Speaker, asked: Asked) -> str:
    group = speaker.group_en(asked).removeprefix("all ")
    if asked.n is None:
        return f"rank {group} from lowest to highest" if asked.ascending else f"rank {group}"
    return f"{'bottom' if asked.ascending else 'top'} {asked.n} {group}"
