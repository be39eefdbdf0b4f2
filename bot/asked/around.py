"""Clauses about the asker: 写年报要对一下, 我代理的案子要用, as a taxpayer. No figure depends on them.

A clause is passed over only where it says nothing of figures, places, years or numbers, names somebody who asks or what the
answer is for, and holds no word that could narrow the question (只, 其中, 网上办的): then it is left for the question itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from bot.question import Span
from bot.spelling.pattern import Pattern

_CLAUSE = re.compile(r"[^,，:：;；。.!?！？()\[\]~]+")
_KINDS = ("asker", "reason", "doing", "role", "joining", "own")
_LONGEST = 24
_LONGEST_EN = 60
_NEUTRAL = {"filler", "strange", "cue"}
_HARMLESS = {"verify", "reports", "quantity", "it", "followup", "correction"}
_NARROWING = Pattern(
    r"[只仅不没未无非除按限类每占比各另共均超第前后0-9]|其中|以上|以下|平均|别的|其他|其它|哪|多少|几|吗|谁|网|线上|线下|窗口|上门|现场|电话"
    r"|大额|重大|涉|提的|提出|提交|收到|作出|批|罚|许可|申请|公开|复议|诉讼|起诉|企业|个人|法院|名下|经手|负责的|管的|办的|办理的|交的|告|驳|撤|维持|纠正"
    r"|\b(?:only|not|no|never|except|without|than|among|within|under|over|first|last|per|each|which|online|filed|made|sent|submitted"
    r"|handled|share|whole|percentage|average|total|most|least|new|all|own|about|related|concerning|against)\b"
)
_AS = ("作为", "身为", "as a", "as an")
_PURE_USE = Pattern(
    r"(?:要用|急用|急需|用得上|用得着|用到|要交|催稿|催着要|等着要|等着用|要引用|要(?:核对|核实)(?:一个数|几个数|数据)?|要对一下|要核一下|要参考|让查的|让问的)[呢的了啊呀]?$"
)


class Around:
    """The clauses of a message that are about the asker."""

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        self._words = {
            (kind, english): _pattern(word for word in words[kind] if word.isascii() == english)
            for kind in _KINDS
            for english in (True, False)
        }
        every = [word for kind in _KINDS if kind != "own" for word in words[kind]]
        self._known = {english: _pattern(word for word in every if word.isascii() == english) for english in (True, False)}

    def without(self, text: str, spans: Sequence[Span], leftover: Sequence[str]) -> str:
        """The text with such clauses made blank, where they hold words that were not understood and the rest asks something."""
        blank = text
        for match in _CLAUSE.finditer(text):
            clause = match.group().strip()
            if any(piece in clause for piece in leftover) and self._is_about_asker(clause, match, spans):
                blank = blank[: match.start()] + " " * len(match.group()) + blank[match.end() :]
        return blank if blank.strip(" ,.:;()。") else text

    def _is_about_asker(self, clause: str, place: re.Match[str], spans: Sequence[Span]) -> bool:
        english = clause.isascii()
        if len(clause) > (_LONGEST_EN if english else _LONGEST) or _NARROWING.search(clause):
            return False
        inside = [span for span in spans if place.start() <= span.start < place.end()]
        if not all(_says_no_more(span) for span in inside):
            return False
        asker, reason, doing, role = (
            bool(self._words[kind, english].search(clause)) for kind in ("asker", "reason", "doing", "role")
        )
        told = ((asker or reason) and doing) or (role and (asker or clause.startswith(_AS)))
        if not told or (clause.endswith("的") and not _PURE_USE.search(clause)):
            return False
        rest = self._known[english].sub(" ", clause).strip(" '")
        if rest and _PURE_USE.search(clause):  # 我代理的案子 narrows; 我代理的案子要用 does not
            rest = self._words["own", english].sub(" ", rest).strip()
        return not rest


def restrictions_in(text: str, spans: Sequence[Span]) -> tuple[str, ...]:
    """Clauses behind the first that end in 的 and name nothing known: 许可多少件，加急的. They say which ones are meant."""
    if "的" not in text or "," not in text:
        return ()
    behind = list(_CLAUSE.finditer(text))[1:]
    some = [match for match in behind if len(match.group().strip()) > 1 and match.group().rstrip().endswith("的")]
    within = [(match, [span for span in spans if match.start() <= span.start < match.end()]) for match in some]
    return tuple(match.group().strip() for match, inside in within if inside and all(_only_joins(span) for span in inside))


def _only_joins(span: Span) -> bool:
    return all(kind in ("filler", "strange") for kind, _ in span.meanings)


def _says_no_more(span: Span) -> bool:
    """Whether a word could stand in such a clause: no figure, place, year, number or kind of question."""
    return all(kind in _NEUTRAL and (kind != "cue" or value in _HARMLESS) for kind, value in span.meanings)


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Any of the words, the longest first; English ones whole."""
    some = sorted(set(words), key=len, reverse=True)
    either = "|".join(map(re.escape, some))
    return re.compile(rf"\b(?:{either})\b" if some and some[0].isascii() else either)
