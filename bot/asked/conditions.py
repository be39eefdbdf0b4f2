"""Conditions on the members of a set, one or several at once, each on its own figure.

许可超过1000并且处罚不到10件, 有许可但没有处罚, 既有复议又有诉讼, 许可和处罚都为0; 许可超过1000或处罚超过50, where one is
enough. What is named without a condition is what the set is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from bot.fetch.limits import SOME
from bot.hear.field import fields_in
from bot.question import Bound, Heard, Span
from bot.spelling.pattern import Pattern

_FIGURE = ("row", "column", "rate", "weak", "choice")
_APART = Pattern(
    r"[,、;。]|和|与|及|跟|或|并|且|但|而|却|又|也|既|同时|里|中|的单位|加|减|除以|\b(?:and|or|but|while|among|with|without|of)\b"
)
_LISTED = Pattern(r"\s{0,3}(?:数|数量|件数)?\s{0,3}(?:和|与|及|以及|、|and)\s{0,3}(?:行政|administrative)?\s{0,3}")
_ALL = Pattern(r"都|均|同时|全")
_HAVE = Pattern(r"(?<![没未具])有(?:过|了)?\s*$|(?:存在|发生过|\bboth)\s*$")
_HAVE_AFTER = Pattern(r"\s*(?:都|均|全)有(?!\d)")
_HAD = Pattern(r"\b(?:with|had|have|has|having|reported|issued|imposed|received)\s*$")
_TOUCH = Pattern(r"\s{0,3}(?:件|个|起|条|次)?\s{0,3}(?:的|任何|过|了|收到|收|接到|接|办|发|any|of|or more|the)*\s{0,3}")
_EITHER = Pattern(
    r"或(?!以上|以下|以内|更|等|超)|还是|之一|\beither\b"
    r"|\bor\b(?! (?:more|less|fewer|above|below|over|under|higher|lower)\b(?! than))"
)
_NEAR = 3
_ZERO = Bound("=", Decimal(0))


@dataclass(frozen=True)
class Conditions:
    """`bounds`, each with its field; `fields` are those named beside them. `unclear`: which goes with which cannot be told.
    `either`: any one of them is enough."""

    bounds: tuple[Bound, ...] = ()
    fields: tuple[str, ...] = ()
    unclear: bool = False
    either: bool = False


@dataclass(frozen=True)
class _Token:
    kind: str
    """figure, limit or none."""
    start: int
    end: int
    keys: tuple[str, ...] = ()
    bound: Bound | None = None


def conditions_in(heard: Heard, known: Collection[str]) -> Conditions:
    """The conditions of a question about a set, in the order said."""
    tokens = list(_tokens(heard, known))
    if not any(token.kind != "figure" for token in tokens) and not any(_had(heard.text, tokens, one) for one in tokens):
        return Conditions()
    if any(token.kind == "figure" and not token.keys for token in tokens):
        return Conditions(unclear=True)
    found: list[Bound] = []
    used: set[int] = set()
    for place, token in enumerate(tokens):
        if token.kind == "figure":
            if place not in used and _had(heard.text, tokens, token):
                whom = [place, *_following(heard.text, tokens, place)]
                found += _each(SOME, tokens, whom)
                used.update(whom)
            continue
        whom = _figures_of(heard, tokens, place, used)
        told = place > 0 and (tokens[place - 1].kind == "limit" or place - 1 in used)
        if not whom and token.kind == "limit" and found and told:
            found.append(replace(token.bound or _ZERO, field=found[-1].field))  # 大于200小于500, 没有处罚(为0)
            continue
        if not whom:
            return Conditions(unclear=True)
        found += _each(token.bound or _ZERO, tokens, whom)
        used.update(whom)
    mixed = any(len({key.partition(".")[0] for key in tokens[one].keys}) > 1 for one in used)
    rest = tuple(key for place, token in enumerate(tokens) if place not in used for key in token.keys)
    either = bool(_EITHER.search(heard.text)) and bool(found)
    told = either and not rest and _are_alternatives(heard.text, tokens, found)
    return Conditions(tuple(found), tuple(dict.fromkeys(rest)), mixed or (either and not told), told)


def _are_alternatives(text: str, tokens: Sequence[_Token], found: Sequence[Bound]) -> bool:
    """Whether a message is nothing but conditions of a figure and its limit each, with 或 between all of them: 许可超过1000或
    处罚超过50. 许可或处罚超过50, and what holds an 且 too, can be meant in more ways than one."""
    pairs = [tokens[place : place + 2] for place in range(0, len(tokens), 2)]
    paired = all(sorted(token.kind for token in pair) in _PAIRS for pair in pairs)
    if len(pairs) < 2 or len(found) != len(pairs) or not paired:
        return False
    figures = {token.keys for token in tokens if token.kind == "figure"}
    between = [text[one[-1].end : two[0].start] for one, two in pairwise(pairs)]
    return len(figures) == len(pairs) and all(_OR.fullmatch(words) for words in between)


_PAIRS = (["figure", "limit"], ["figure", "none"])
_OR = Pattern(
    r"[件个起条次宗项]?的?\s?[,，]?\s?(?:或者?(?:是|说)?|要么"
    r"|,? ?or(?: (?:with|had|have|made|issued|imposed|received|reported|those with))?)\s?(?:有|者|the )?\s?"
)


def _each(bound: Bound, tokens: Sequence[_Token], whom: Sequence[int]) -> list[Bound]:
    return [replace(bound, field=key) for one in sorted(whom) for key in tokens[one].keys]


def _figures_of(heard: Heard, tokens: Sequence[_Token], place: int, used: set[int]) -> list[int]:
    """The figures that a limit or a 没有 is about: the one right behind it, or else the one before it, or a list of them
    where it is said of all (许可和处罚都为0, 没有许可和处罚)."""
    token, text = tokens[place], heard.text
    after = place + 1 if place + 1 < len(tokens) and tokens[place + 1].kind == "figure" else None
    touches = after is not None and bool(_TOUCH.fullmatch(text[token.end : tokens[after].start]))
    before = place - 1 if place and tokens[place - 1].kind == "figure" and place - 1 not in used else None
    first = before is not None and heard.language == "zh" and token.kind == "limit"
    if touches and after is not None and not first:
        return [after, *(_following(text, tokens, after) if token.kind == "none" else ())]
    if before is None:
        return []
    listed = [before]
    while listed[0] > 0 and listed[0] - 1 not in used and _are_listed(text, tokens, listed[0] - 1):
        listed.insert(0, listed[0] - 1)
    if len(listed) == 1:
        return listed
    return listed if _ALL.search(text[tokens[before].end : token.end]) else []


def _following(text: str, tokens: Sequence[_Token], place: int) -> list[int]:
    """The figures that are listed behind one: 没有许可和处罚."""
    found: list[int] = []
    while place + 1 < len(tokens) and _are_listed(text, tokens, place):
        if place + 2 < len(tokens) and tokens[place + 2].kind == "limit" and not found:
            break  # 有许可、处罚超过10件: the second has a limit of its own
        place += 1
        found.append(place)
    return found


def _are_listed(text: str, tokens: Sequence[_Token], place: int) -> bool:
    first, second = tokens[place], tokens[place + 1]
    return first.kind == second.kind == "figure" and bool(_LISTED.fullmatch(text[first.end : second.start]))


def _had(text: str, tokens: Sequence[_Token], token: _Token) -> bool:
    """Whether a figure is said to be there: 有许可, 许可和处罚都有, with permits but no penalties."""
    if token.kind != "figure":
        return False
    place = tokens.index(token)
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    if following is not None and following.kind == "limit" and following.start - token.end < _NEAR:
        return False  # 有许可超过1000件: the limit says it all
    if _HAVE.search(text[: token.start]) or _HAVE_AFTER.match(text, token.end):
        return True
    if place + 1 < len(tokens) and _are_listed(text, tokens, place) and _HAVE_AFTER.match(text, tokens[place + 1].end):
        return True
    if place and _are_listed(text, tokens, place - 1) and re.search(r"\bboth\s*$", text[: tokens[place - 1].start]):
        return True
    denied = place + 1 < len(tokens) and tokens[place + 1].kind in ("none", "limit")
    return denied and bool(_HAD.search(text[: token.start]))


def _tokens(heard: Heard, known: Collection[str]) -> Iterator[_Token]:
    """Figures, limits and denials in the order said."""
    window: list[Span] = []
    for span in heard.spans:
        kinds = {kind for kind, _ in span.meanings}
        if window and not kinds & {"filler", *_FIGURE}:  # an agency, or what is to be done, stands between two figures
            yield _figure(heard, window, known)
            window = []
        if kinds & set(_FIGURE):
            if window and _APART.search(heard.text[window[-1].end : span.start]):
                yield _figure(heard, window, known)
                window = []
            window.append(span)
            continue
        bound = next((heard.bounds[int(value)] for kind, value in span.meanings if kind == "bound"), None)
        denied = ("cue", "none") in span.meanings
        if (bound is not None or denied) and window:
            yield _figure(heard, window, known)
            window = []
        if bound is not None or denied:
            yield _Token("limit" if bound is not None else "none", span.start, span.end, bound=bound)
    if window:
        yield _figure(heard, window, known)


def _figure(heard: Heard, window: Sequence[Span], known: Collection[str]) -> _Token:
    keys = fields_in(heard.text, window, known).keys
    return _Token("figure", window[0].start, window[-1].end, keys)
