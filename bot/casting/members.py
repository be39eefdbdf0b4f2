"""Which members of a set a question is about, settled before anything is counted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.asked.conditions import conditions_in
from bot.asked.when import in_all, in_every, lacking, years_named
from bot.casting.breadth import SETS
from bot.facts import Facts
from bot.fetch.measures import reason_of
from bot.question import Bound, Cast, Doubt, Fact, Heard, Scope, Span
from bot.spelling.pattern import Pattern

_BY_LIST = ("count", "list")


_STATES = (
    (re.compile(r"斜杠|斜线|横线|横杠|\b(?:slash|dash)(?:es)?\b"), ("dash",)),
    (
        re.compile(r"(?:没有?|无|未填|缺)[^,。有]{0,8}(?:数字|数据)|\b(?:no|without)\b[a-z ]{0,25}(?:number|figure|data)\b"),
        ("blank", "dash", "unreadable", "missing"),
    ),
    (re.compile(r"无法辨认|看不清|认不出|\b(?:unreadable|illegible)\b"), ("unreadable",)),
    (re.compile(r"空白|空着|留空|为空|是空|没填|未填|没有填|空的|\b(?:blank|empty|not filled|unfilled)\b"), ("blank",)),
)
"""What a cell is called that holds no number → its states, the first that is said."""
_NOT_STATE = Pattern(r"(?:不是|不为|并非|没有|非|\bnot|n't)\s*(?:left )?(?:空|斜|横|blank|empty)")
_OR = Pattern(r"或|还是|\bor\b")


@dataclass(frozen=True)
class Members:
    """Narrows sets in one database."""

    facts: Facts

    def miscounted(self, heard: Heard, operation: str, cast: Cast, years: Sequence[int]) -> Doubt | None:
        """占五家合计的多少 where not five are held: a number that is said is kept to."""
        if operation not in (*SETS, "share", "position"):
            return None
        said = next((int(value) for span in heard.spans for value in _sizes(span)), 0)
        if not said:
            return None
        peers = Scope(cast.agencies[0].organ) if operation in ("share", "position") and len(cast.agencies) == 1 else None
        scope = cast.scope or peers
        held = self.facts.years_held(scope) if scope is not None else {}
        found = [held.get(year, 0) for year in years] if scope is not None else [len(cast.agencies)]
        if all(one == said for one in found):
            return None
        values = {"said": str(said), "held": "、".join(map(str, found)), "years": "、".join(map(str, years))}
        return Doubt("declined", "no_report", "set.size", values)

    def against(self, heard: Heard, cast: Cast, fields: Sequence[str], years: Sequence[int]) -> tuple[Heard, Fact | None] | Doubt:
        """What was heard with the figure of the agency that the members are set against as its limit, where there is one."""
        if cast.base is None:
            return heard, None
        base, relation = cast.base
        if len(fields) != 1 or len(years) != 1 or fields[0] not in self.facts.fields or heard.bounds:
            return Doubt("declined", "not_understood", "not_understood", {"word": base.name})
        fact = next(iter(self.facts.cells((base,), years, fields)), None)
        if fact is None:
            held = "、".join(map(str, self.facts.years_of(base.no)))
            values = {"name": base.name, "years": str(years[0]), "held": held, "agencies": str(base.no)}
            return Doubt("declined", "no_report", "no_report", values)
        if fact.value is None:
            values = {"name": base.name, "year": str(fact.year)}
            return Doubt("declined", reason_of(fact.state), "set.no_base", values, facts=(fact,))
        return replace(heard, bounds=(Bound(relation, fact.value, field=fact.field),)), fact

    def years(self, heard: Heard, operation: str, years: tuple[int, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The years asked for, or those that are to be lacking; and those of which a report must be held."""
        if operation in _BY_LIST and len(years) > 1 and in_every(heard):
            return years, years
        if operation != "coverage":
            return years, ()
        if {"none", "missing_reports"} & heard.cues and years_named(heard) > 1:
            return lacking(heard)
        return years, years if in_all(heard) else ()

    def states(self, heard: Heard, operation: str, fields: Sequence[str]) -> tuple[str, ...] | None:
        """What the cells must be that hold no number; None where that cannot be worked out with the rest of what is said."""
        if operation not in _BY_LIST:
            return ()
        said = next((states for pattern, states in _STATES if pattern.search(heard.text)), ())
        if not said:
            return ()
        if _NOT_STATE.search(heard.text):
            return None
        stored = all(key in self.facts.fields for key in fields)
        return said if stored and not heard.bounds and not _OR.search(heard.text) else None

    def narrowed(self, heard: Heard, operation: str, cast: Cast) -> Heard | Doubt:
        """What was heard, with each limit on its own figure and the figures less those that only set a condition."""
        if operation not in SETS or (cast.scope is None and len(cast.agencies) < 2):
            return heard
        if operation in _BY_LIST and not heard.bounds and any(pattern.search(heard.text) for pattern, _ in _STATES):
            return replace(heard, cues=heard.cues - {"none"})
        found = conditions_in(heard, self.facts.fields)
        if found.unclear:
            alone = len(heard.bounds) + ("none" in heard.cues) <= 1 and len(heard.fields) <= 1
            return heard if alone else Doubt("declined", "not_understood", "not_understood", {"word": heard.text})
        if not found.bounds:
            return heard
        if found.either and operation not in _BY_LIST:
            return Doubt("declined", "not_understood", "not_understood", {"word": heard.text})
        either = {"either"} if found.either else set()
        keys = tuple(dict.fromkeys(bound.field for bound in found.bounds if bound.field))
        rest = tuple(key for key in found.fields if key not in keys)
        if rest and operation in _BY_LIST and not {"apart", "quantity"} & heard.cues:  # a condition that was not understood
            return Doubt("declined", "not_understood", "not_understood", {"word": heard.text})
        fields = (*keys, *rest) if operation in _BY_LIST else rest or keys[:1]
        return replace(heard, bounds=found.bounds, fields=fields, cues=heard.cues - {"none"} | either)


def _sizes(span: Span) -> Iterator[str]:
    """The number of 五家, not that of 三项数字."""
    if any(mark in span.text for mark in "家个县区市局委"):
        yield from (value for kind, value in span.meanings if kind == "of")
