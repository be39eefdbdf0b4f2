"""What each number of a sentence is a claim about: its figure, its year, or something that is on no form."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from bot.hear.field import HeardFields
from bot.question import Bound, Heard, Span

Limit = tuple[int, int, Bound]
"""Where a number with its relation begins and ends, and the limit that it is."""

_TOUCHING = re.compile(r"\s{0,3}(?:的|个|administrative\s{1,3}|of\s{1,3}the\s{1,3}|of\s{1,3})?\s{0,3}")
_TRUE = re.compile(r"真|属实|对|准|没错|正确|\b(?:true|right|correct|so)\b")
_EACH = re.compile(r"各|均|都|\beach\b|\bboth\b")
_ASKED_BACK = re.compile(r"不是[^,]{1,12}[\d件条份起个项元]吗[?!]*$")
_SETS = {"count", "list", "who", "every", "which_year", "years", "rank", "top", "bottom"}
"""Words that make a number a limit on a set, not a claim."""


@dataclass(frozen=True)
class Claims:
    """The numbers with what they are about, and the words that need not be understood otherwise: they name the item of
    a claim that is on no form."""

    bounds: tuple[Bound, ...] = ()
    excused: tuple[str, ...] = ()


def none_claimed(heard: Heard) -> Heard:
    """一件都没有，是真的吗 as the claim that the figure is 0. Plain 没有处罚吗 asks whether there was any."""
    one = len(heard.fields) == 1 and not heard.bounds and not _SETS & heard.cues
    asked = any(("cue", "polar") in span.meanings and _TRUE.search(span.text) for span in heard.spans)
    if not one or not asked or "none" not in heard.cues:
        return heard
    nought = Bound("=", Decimal(0), field=heard.fields[0], said=True)
    return replace(heard, bounds=(nought,), cues=heard.cues - {"none", "exists"})


def claims_in(
    text: str,
    spans: Sequence[Span],
    limits: Sequence[Limit],
    leftover: Sequence[str],
    heard: Callable[[Sequence[Span]], HeardFields],
) -> Claims:
    """Each number with the figure named since the one before (许可459件、处罚30件), or right behind it (459 permits)."""
    of_set = any(kind == "cue" and value in _SETS for span in spans for kind, value in span.meanings)
    several = len(set(_years(spans))) > 1
    bounds: list[Bound] = []
    excused: list[str] = []
    since = 0
    years: tuple[int, ...] = ()
    waiting: tuple[str, ...] = ()
    for place, (start, end, bound) in enumerate(limits):
        before = [span for span in spans if since <= span.start < start]
        years = _years(before) or years
        about, stop = _of_column(heard(before), bounds), end
        if not about and not waiting:
            behind = _behind(text, spans, end, limits[place + 1][0] if place + 1 < len(limits) else len(text))
            about = heard(behind).keys
            stop = behind[-1].end if about else end
        if len(about) > 1 and of_set:
            about = about[-1:]
        elif len(about) > 1 and _followed(limits, spans, place, len(about), heard):
            waiting = about
        elif len(about) > 1 and not _EACH.search(text[since:start]):
            about = ()
        if waiting and (len(about) != 1 or about[0] in waiting):
            about, waiting = waiting[:1], waiting[1:]
        strange = _strange(text, before, leftover, since if place else start, stop)
        item = _called(text, strange[0], since, start) if strange else None
        dated = replace(_meant(bound, text), years=years if several else (), item=item)
        excused += strange
        bounds += [replace(dated, field=key) for key in about if not item] or [dated]
        since = stop
    if excused and (of_set or not any(bound.field and not bound.item for bound in bounds)):
        return Claims(tuple(replace(bound, item=None) for bound in bounds))
    return Claims(tuple(bounds), tuple(excused))


def _meant(bound: Bound, text: str) -> Bound:
    """不是2906件吗 asks whether it is."""
    return replace(bound, relation="=") if bound.relation == "!=" and _ASKED_BACK.search(text) else bound


def _years(spans: Sequence[Span]) -> tuple[int, ...]:
    return tuple(int(year) for span in spans for kind, value in span.meanings if kind == "year" for year in value.split())


def _is(span: Span, kind: str) -> bool:
    return any(found == kind for found, _ in span.meanings)


def _of_column(asked: HeardFields, bounds: Sequence[Bound]) -> tuple[str, ...]:
    """The figures named; 其中自然人5件 takes the row of the claim before it."""
    row = bounds[-1].field.partition(".")[0] if bounds and bounds[-1].field else ""
    if asked.keys or not row:
        return asked.keys
    return tuple(f"{row}.{column.replace('other_result', 'other')}" for column in asked.columns)


def _behind(text: str, spans: Sequence[Span], end: int, until: int) -> list[Span]:
    """The spans right behind a number, up to the next one: 2,980 permits; 219件行政处罚."""
    found: list[Span] = []
    for span in spans:
        if span.start < end or span.end > until:
            continue
        if not _TOUCHING.fullmatch(text[found[-1].end if found else end : span.start]):
            break
        if not (_is(span, "row") or _is(span, "column") or _is(span, "weak") or _is(span, "filler")):
            break
        found.append(span)
    return found


def _strange(text: str, before: Sequence[Span], leftover: Sequence[str], since: int, stop: int) -> list[str]:
    """The words of a claim that no form knows: 罚款3万元; 接待50人 after a claim that was understood."""
    named = [span.text for span in before if {("topic", "not_on_form"), ("topic", "in_text")} & {*span.meanings}]
    unknown = [piece for piece in leftover if since <= text.find(piece, since) < stop]
    behind = [piece for piece in leftover if text.startswith(piece, stop)]  # 培训3场
    return [*named, *unknown, *behind] if named or unknown else []


def _called(text: str, word: str, since: int, start: int) -> str:
    """The item as it was called: the word that is strange with what stands between it and the number."""
    at = text.find(word, since)
    return text[at:start].strip(" ,的了为是共有:") if since <= at < start else word


def _followed(
    limits: Sequence[Limit], spans: Sequence[Span], place: int, size: int, heard: Callable[[Sequence[Span]], HeardFields]
) -> bool:
    """Whether as many numbers as figures follow, with no figure between: 许可、处罚分别为2980件、219件."""
    following = limits[place : place + size + 1]
    if len(following) < size:
        return False
    gaps = [(one[1], two[0]) for one, two in pairwise(following)]
    named = [bool(heard([span for span in spans if first <= span.start < last]).keys) for first, last in gaps]
    return not any(named[: size - 1]) and (len(named) < size or named[size - 1])
