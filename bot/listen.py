"""Cutting a folded message into known words: the reading with the fewest unknown characters, then the fewest pieces.

An exact, longer word thus silences the shorter ones inside it (行政许可 over 行政 and 许可); what no word covers is left over,
and a left-over content word forbids a figure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from bot.question import Span
from bot.text import is_latin

Meanings = tuple[tuple[str, str], ...]
Lookup = Callable[[str], Meanings]
"""What a piece of text can mean: pairs of kind and value, empty where it means nothing."""

Pieces = Callable[[str, int, int], Sequence[tuple[int, Meanings]]]
"""The ends of the words that begin at a place of the text, up to a wall, each with what it means."""

_UNKNOWN, _WORD, _PHRASE, _FILLER, _LOOSE = 10.0, 1.0, 1.2, 1.25, 1.5
_SILENT = frozenset(" ,，.。;；:：!！?？、'\"()（）《》〈〉「」『』【】[]<>·|/\\_~`@#$%^&*+={}…-")
_TOKEN = re.compile(r"[a-z]+(?:[-'][a-z]+)*")
_ASCII = re.compile(r"[ -~]+")
_MOST_TOKENS = 7


def cut(text: str, lookup: Lookup, pieces: Pieces, fixed: Iterable[Span]) -> tuple[tuple[Span, ...], tuple[str, ...]]:
    """The spans of `text` in order, and the left-over pieces.

    `fixed` are spans found by other means (years, numbers): nothing may cross them. The folded text has no white space but
    the space. Time grows with the length of the text times the longest word, never faster.
    """
    size = wall = len(text)
    held = {span.start: span for span in fixed}
    covered = {place for span in held.values() for place in range(span.start, span.end)}
    ends = _token_ends(text)
    cost = [0.0] * (size + 1)
    step: list[tuple[int, Meanings] | None] = [None] * size
    for start in range(size - 1, -1, -1):
        char, span = text[start], held.get(start)
        wall = start if start in covered else wall
        if char in _SILENT and span is None:  # no word begins with it
            cost[start] = cost[start + 1]
            continue
        found: Iterable[tuple[int, Meanings]] = ()
        if span is not None:
            found = ((span.end, span.meanings),)
        elif start in ends:
            found = _phrases(text, ends[start], lookup, covered, start)
        elif char.isalpha() and not is_latin(char):
            found = pieces(text, start, wall)
        best, choice = cost[start + 1] + (0.0 if char in _SILENT else _UNKNOWN), None
        for word in found:
            end, meanings = word
            total = cost[end] + _price(meanings, end - start == 1)
            if total < best or (total == best and choice is not None and end > choice[0]):
                best, choice = total, word
        cost[start] = best
        step[start] = choice
    spans, left = _walk(text, step, held)
    strange = _strange(text, spans)
    kept = tuple(span for span in spans if span not in strange)
    return kept, (*left, *(span.text for span in strange))


def _strange(text: str, spans: Sequence[Span]) -> list[Span]:
    """Spans that only seem to be known: words listed as not understood, and single characters that make a word together.

    里 and 中 are fillers behind a content word only (在办结里, but 处理中); a verb is none behind 在, 对, 到 (在办). What leads
    to an outcome (ended in, 答复) is one before an outcome only, and 等 between two words of one meaning only.
    """
    found: list[Span] = []
    for place, span in enumerate(spans):
        ways = _ways(span.meanings)
        if not ways:  # nearly always
            continue
        before = spans[place - 1] if place and spans[place - 1].end == span.start else None
        content = any(kind not in ("filler", "strange") for kind, _ in span.meanings)
        strange = "strange" in ways and not content
        behind_filler = before is not None and _is_filler(before) and not before.text.endswith(_OPEN)
        alone = not content and (("lead" in ways and not _leads(spans, place)) or ("same" in ways and not _repeats(spans, place)))
        if strange or alone or ("post" in ways and behind_filler):
            found.append(span)
        elif "verb" in ways and before is not None and len(before.text) == 1 and before.text in _PREFIXES:
            found += [before, span]
    return found


@lru_cache(maxsize=8192)
def _ways(meanings: Meanings) -> frozenset[str]:
    """In which ways what is known may only seem to be: as one of these fillers, or as a word listed as not understood."""
    fillers = {value for kind, value in meanings if kind == "filler"}
    return frozenset((fillers & _SEEMING) | ({"strange"} if any(kind == "strange" for kind, _ in meanings) else set()))


def _is_filler(span: Span) -> bool:
    return all(kind == "filler" for kind, _ in span.meanings)


def _leads(spans: Sequence[Span], place: int) -> bool:
    """Whether the outcome of a request or of a case stands behind: ended in a correction, 答复"本机关不掌握"."""
    behind = next((span for span in spans[place + 1 :] if not _is_filler(span)), None)
    return behind is not None and any(
        (kind == "row" and value.startswith(_OUTCOMES)) or (kind == "column" and value in _RESULTS)
        for kind, value in behind.meanings
    )


def _repeats(spans: Sequence[Span], place: int) -> bool:
    """Whether an example stands before and its kind behind, which mean the same: 律所等法律服务机构."""
    if not 0 < place < len(spans) - 1:
        return False
    before, behind = (set(spans[side].meanings) for side in (place - 1, place + 1))
    return any(kind != "filler" for kind, _ in before & behind)


_OUTCOMES = ("granted", "partly_granted", "denied", "unavailable", "rejected", "other_")
_RESULTS = ("upheld", "corrected", "other_result", "pending")
_SEEMING = {"lead", "same", "post", "verb"}
_PREFIXES = "在对到被由以为"
_OPEN = ("的", "个", "年", "报告", "年报", "报表", "表", "单位", "部门", "机关", "机构", "数据", "情况", "结果", "范围")


@lru_cache(maxsize=8192)
def _price(meanings: Meanings, single: bool) -> float:
    kinds = {kind for kind, _ in meanings}
    if kinds <= {"filler"}:
        return _FILLER if single else _PHRASE
    return _LOOSE if kinds <= {"short_region"} else _WORD


def _phrases(text: str, stops: Iterable[int], lookup: Lookup, covered: set[int], start: int) -> Iterator[tuple[int, Meanings]]:
    """The ends of the phrases in Latin letters that begin here, each with what it means."""
    for end in stops:
        if end - 1 in covered:
            break
        found = lookup(text[start:end])
        if found:
            yield end, found


def _token_ends(text: str) -> dict[int, list[int]]:
    """For each start of a Latin word, the ends of the phrases of up to seven words that begin there."""
    ends: dict[int, list[int]] = {}
    for run in _ASCII.finditer(text):
        tokens = [match.span() for match in _TOKEN.finditer(text, *run.span())]
        for place, (start, _) in enumerate(tokens):
            ends[start] = [end for _, end in tokens[place : place + _MOST_TOKENS]]
    return ends


def _walk(
    text: str, step: Sequence[tuple[int, Meanings] | None], held: Mapping[int, Span]
) -> tuple[tuple[Span, ...], tuple[str, ...]]:
    spans: list[Span] = []
    left: list[str] = []
    place, open_at = 0, -1
    while place < len(text):
        word = step[place]
        silent = word is None and text[place] in _SILENT
        if (word is not None or silent) and open_at >= 0:
            left.append(text[open_at:place])
            open_at = -1
        if word is None:
            open_at = place if open_at < 0 and not silent else open_at
            place += 1
        else:
            end, meanings = word
            spans.append(held.get(place) or Span(place, end, text[place:end], meanings))
            place = end
    if open_at >= 0:
        left.append(text[open_at:])
    return tuple(spans), tuple(left)
