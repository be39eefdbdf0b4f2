"""Figures asked for in clauses of their own: 新收多少，其中自然人多少 wants the total and the column.

Half an answer would be a wrong one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from bot.fetch.measures import RATES
from bot.hear.field import HeardFields
from bot.question import Span
from bot.spelling.pattern import Pattern

_OF_OTHERS = ("rules", "normative_documents", "permits", "penalties", "compulsory_measures", "other_services", "fees")
"""Figures of which no rate is ever worked out."""
Hear = Callable[[Sequence[Span]], HeardFields]
_CLAUSE = re.compile(
    r"[,;，。]|其中|另外|(?:,? ?and |\bof (?:these|those|them|which) ?)(?=how (?:many|much)\b)|,? ?and (?=what\b)"
)
_ASKED = (("cue", "quantity"), ("cue", "money"), ("cue", "apart"))
_TOTAL_AND = Pattern(r"(?:总数|总量|总计|合计|总件数|总的)(?:和|与|及|以及|、|跟)(?:其中)?(?:的)?$")
_LONGEST_TOTAL = 8


def figures_in(text: str, spans: Sequence[Span], hear: Hear, known: Collection[str]) -> HeardFields:
    """The figures of the whole message, with those of each clause that asks how many by itself.

    A clause that names only a column (其中维持的几件) asks for it in the row of the clause before. Where a clause names no
    figure, or leaves one open, the message is heard as a whole."""
    whole = hear(spans)
    if whole.choices or not (whole.keys or whole.columns or whole.unused):
        return whole
    keys = _of_clauses(_clauses(text, spans), hear, known)
    if isinstance(keys, HeardFields):  # 公开率多少, 结转多少: half an answer would be given
        return keys if any(key in RATES for key in whole.keys) else whole
    rated = [place for place, key in enumerate(keys) if key in RATES]
    of_others = any(key.startswith(_OF_OTHERS) for key in keys[: max(rated, default=0)])
    if whole.unused and (not keys or of_others):  # 结果纠正多少件, 纠错率多少: but the 办结率 of 许可多少件, 办结率多少 is none
        return whole
    return replace(whole, keys=_with_totals(text, spans, keys or whole.keys), unused=())


def _of_clauses(groups: Sequence[Sequence[Span]], hear: Hear, known: Collection[str]) -> tuple[str, ...] | HeardFields:
    """The figures of clauses that each ask for their own; none where one of them does not, or what it leaves open."""
    keys: list[str] = []
    for group in groups if len(groups) > 1 else ():
        found = hear(group)
        if found.unused or found.choices:
            return () if found.unused else HeardFields((), found.choices)
        rows = dict.fromkeys((RATES[key][0][0] if key in RATES else key).partition(".")[0] for key in keys)
        own = found.keys or tuple(f"{row}.{column.replace('other_result', 'other')}" for row in rows for column in found.columns)
        if not own or any("." in key and not _is_known(key, known) for key in own):
            return ()
        keys += own
    return tuple(dict.fromkeys(keys))


def _clauses(text: str, spans: Sequence[Span]) -> list[list[Span]]:
    """The spans of each clause that asks how many; one that asks nothing goes with the next."""
    if sum(map(_asks, spans)) < 2:
        return [list(spans)]
    ends = [match.start() for match in _CLAUSE.finditer(text)]
    groups: list[list[Span]] = [[]]
    before, asks = 0, False
    for span in spans:
        if asks and bisect_right(ends, before) < bisect_right(ends, span.start):  # one ends between them
            groups.append([])
            asks = False
        groups[-1].append(span)
        before, asks = span.start, asks or _asks(span)
    if len(groups) > 1 and not asks:
        last = groups.pop()
        groups[-1] += last
    return groups


def _asks(span: Span) -> bool:
    return any(meaning in _ASKED or meaning[0] == "rate" for meaning in span.meanings)


def _is_known(key: str, known: Collection[str]) -> bool:
    """Whether the column is one of the row's; the rows that are sums have the columns of their parts."""
    row, _, column = key.partition(".")
    parts = {"denied": "denied_state_secret", "unavailable": "unavailable_not_held", "rejected": "rejected_petition"}
    parts |= {"requests": "received", "litigation": "litigation_direct"}
    return f"{parts.get(row, row)}.{column}" in known


def _with_totals(text: str, spans: Sequence[Span], keys: tuple[str, ...]) -> tuple[str, ...]:
    """总数和自然人各多少: the total beside the column that is joined to it."""
    columns = [span.start for span in spans if any(kind == "column" for kind, _ in span.meanings)]
    joined = any(_TOTAL_AND.search(text, max(0, start - _LONGEST_TOTAL), start) for start in columns)
    rows = dict.fromkeys(key.partition(".")[0] for key in keys)
    totals = tuple(f"{row}.total" for row in rows) if joined and len(rows) == 1 else ()
    return tuple(dict.fromkeys((*totals, *keys)))


_EMPTY_TABLE = Pattern(
    r"(?:表\s?[二三四234]|第[二三四]张?表)[^,。]{0,6}(?:空|没填|未填|没有填)|table [234][^,.]{0,12}(?:blank|empty)"
)


def whole_table(text: str, cues: Collection[str], known: Mapping[str, Mapping[str, str]]) -> HeardFields | None:
    """哪些报告表四是空的: every cell of a table, where it is asked which reports left it empty."""
    match = _EMPTY_TABLE.search(text) if not {"list", "who", "count"}.isdisjoint(cues) else None
    if match is None:
        return None
    said = match.group()
    number = next(place for place, name in enumerate("二三四", 2) if name in said or str(place) in said)
    return HeardFields(tuple(key for key, field in known.items() if int(field["section"]) == number))
