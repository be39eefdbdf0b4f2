"""Which members of a set a question is about, settled before anything is counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.conditions import conditions_in
from bot.facts import Facts
from bot.question import Cast, Doubt, Heard, Scope, Span

SETS = ("rank", "total", "average", "count", "list")
_BY_LIST = ("count", "list")


@dataclass(frozen=True)
class Members:
    """Narrows sets in one database."""

    facts: Facts

    def miscounted(self, heard: Heard, operation: str, cast: Cast, years: Sequence[int]) -> Doubt | None:
        """占五家合计的多少 where not five are held: a number that is said is kept to."""
        said = next((int(value) for span in heard.spans for value in _sizes(span)), 0)
        if not said or operation not in (*SETS, "share", "position"):
            return None
        peers = Scope(cast.agencies[0].organ) if operation in ("share", "position") and len(cast.agencies) == 1 else None
        scope = cast.scope or peers
        held = self.facts.years_held(scope) if scope is not None else {}
        found = [held.get(year, 0) for year in years] if scope is not None else [len(cast.agencies)]
        if all(one == said for one in found):
            return None
        values = {"said": str(said), "held": "、".join(map(str, found)), "years": "、".join(map(str, years))}
        return Doubt("declined", "no_report", "set.size", values)

    def narrowed(self, heard: Heard, operation: str, cast: Cast) -> Heard | Doubt:
        """What was heard, with each limit on its own figure and the figures less those that only set a condition."""
        if operation not in SETS or (cast.scope is None and len(cast.agencies) < 2):
            return heard
        found = conditions_in(heard, self.facts.fields)
        if found.unclear:
            alone = len(heard.bounds) + ("none" in heard.cues) <= 1 and len(heard.fields) <= 1
            return heard if alone else Doubt("declined", "not_understood", "not_understood", {"word": heard.text})
        if not found.bounds:
            return heard
        keys = tuple(dict.fromkeys(bound.field for bound in found.bounds if bound.field))
        rest = tuple(key for key in found.fields if key not in keys)
        fields = (*keys, *rest) if operation in _BY_LIST else rest or keys[:1]
        return replace(heard, bounds=found.bounds, fields=fields, cues=heard.cues - {"none"})


def _sizes(span: Span) -> Iterator[str]:
    """The number of 五家, not that of 三项数字."""
    if any(mark in span.text for mark in "家个县区市局委"):
        yield from (value for kind, value in span.meanings if kind == "of")
