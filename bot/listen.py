"""Cutting a folded message into known words: the reading with the fewest unknown characters, then the fewest pieces.

An exact, longer word thus silences the shorter ones inside it (行政许可 over 行政 and 许可); what no word covers is left over,
and a left-over content word forbids a figure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

from bot.question import Span
from bot.text import is_latin

Meanings = tuple[tuple[str, str], ...]
Lookup = Callable[[str], Meanings]
"""What a piece of text can mean: pairs of kind and value, empty where it means nothing."""

Reach = Callable[[str], int]
"""How long the longest word can be that begins with two characters: 1 where at most the first is a word by itself."""

_UNKNOWN, _WORD, _PHRASE, _FILLER, _LOOSE = 10.0, 1.0, 1.2, 1.25, 1.5
_SILENT = frozenset(" ,，.。;；:：!！?？、'\"()（）《》〈〉【】[]<>·|/\\_~`@#$%^&*+={}…-")
_TOKEN = re.compile(r"[a-z]+(?:[-'][a-z]+)*")
_MOST_TOKENS = 7


def cut(text: str, lookup: Lookup, reach: Reach, fixed: Iterable[Span]) -> tuple[tuple[Span, ...], tuple[str, ...]]:
    """The spans of `text` in order, and the left-over pieces.

    `fixed` are spans found by other means (years, numbers): nothing may cross them. The folded text has no white space but
    the space. Time grows with the length of the text times the longest word, never faster.
    """
    size = len(text)
    held = {span.start: span for span in fixed}
    covered = {place for span in held.values() for place in range(span.start, span.end)}
    ends = _token_ends(text)
    cost = [0.0] * (size + 1)
    step: list[Span | None] = [None] * size
    for start in range(size - 1, -1, -1):
        if text[start] in _SILENT and start not in held:  # no word begins with it
            cost[start] = cost[start + 1]
            continue
        best, choice = cost[start + 1] + (0.0 if text[start] in _SILENT else _UNKNOWN), None
        for end, found in _candidates(text, start, reach, lookup, held, covered, ends):
            total = cost[end] + _price(found, end - start == 1)
            if total < best or (total == best and choice is not None and end > choice[0]):
                best, choice = total, (end, found)
        cost[start] = best
        if choice is not None:
            step[start] = held.get(start) or Span(start, choice[0], text[start : choice[0]], choice[1])
    spans, left = _walk(text, step)
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
        before = spans[place - 1] if place and spans[place - 1].end == span.start else None
        ways = {value for kind, value in span.meanings if kind == "filler"}
        content = any(kind not in ("filler", "strange") for kind, _ in span.meanings)
        strange = any(kind == "strange" for kind, _ in span.meanings) and not content
        behind_filler = before is not None and _is_filler(before) and not before.text.endswith(_OPEN)
        alone = not content and (("lead" in ways and not _leads(spans, place)) or ("same" in ways and not _repeats(spans, place)))
        if strange or alone or ("post" in ways and behind_filler):
            found.append(span)
        elif "verb" in ways and before is not None and len(before.text) == 1 and before.text in _PREFIXES:
            found += [before, span]
    return found


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
_PREFIXES = "在对到被由以为"
_OPEN = ("的", "个", "年", "报告", "年报", "报表", "表", "单位", "部门", "机关", "机构", "数据", "情况", "结果", "范围")


@lru_cache(maxsize=8192)
def _price(meanings: Meanings, single: bool) -> float:
    kinds = {kind for kind, _ in meanings}
    if kinds <= {"filler"}:
        return _FILLER if single else _PHRASE
    return _LOOSE if kinds <= {"short_region"} else _WORD


def _candidates(
    text: str,
    start: int,
    reach: Reach,
    lookup: Lookup,
    held: Mapping[int, Span],
    covered: set[int],
    ends: Mapping[int, list[int]],
) -> Iterable[tuple[int, Meanings]]:
    """The ends of the words that begin here, each with what it means."""
    if start in held:
        yield held[start].end, held[start].meanings
        return
    if is_latin(text[start]):
        stops: Iterable[int] = ends.get(start, ())
    elif not text[start].isalpha():
        return
    else:
        stops = range(start + 1, min(len(text), start + reach(text[start : start + 2])) + 1)
    for end in stops:
        if end - 1 in covered:
            break
        found = lookup(text[start:end])
        if found and not (is_latin(text[end - 1]) and end < len(text) and is_latin(text[end])):
            yield end, found


def _token_ends(text: str) -> dict[int, list[int]]:
    """For each start of a Latin word, the ends of the phrases of up to seven words that begin there."""
    tokens = [(match.start(), match.end()) for match in _TOKEN.finditer(text)]
    ends: dict[int, list[int]] = {}
    for place, (start, _) in enumerate(tokens):
        ends[start] = [end for _, end in tokens[place : place + _MOST_TOKENS]]
    return ends


def _walk(text: str, step: list[Span | None]) -> tuple[tuple[Span, ...], tuple[str, ...]]:
    spans: list[Span] = []
    left: list[str] = []
    place, open_at = 0, -1
    while place < len(text):
        span = step[place]
        silent = span is None and text[place] in _SILENT
        if (span is not None or silent) and open_at >= 0:
            left.append(text[open_at:place])
            open_at = -1
        if span is None:
            open_at = place if open_at < 0 and not silent else open_at
            place += 1
        else:
            spans.append(span)
            place = span.end
    if open_at >= 0:
        left.append(text[open_at:])
    return tuple(spans), tuple(left)
