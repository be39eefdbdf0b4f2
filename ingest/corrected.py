"""Corrected reports: what a former document said of a cell, and what the present one says (该值由5改为6).

Only what both print counts: a cell that one of the two documents lacks or leaves unreadable is not corrected by the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from ingest.report import Finding, State
from ingest.rows import plain

CORRECTED = "corrected"

Said = tuple[State, Decimal | None]
_PRINTED = {State.NUMBER: ("", ""), State.BLANK: ("空白", "blank"), State.DASH: ("斜杠", "a dash")}


def corrections(
    former: Sequence[Mapping[str, Said]], present: Mapping[str, Said], names: Mapping[str, tuple[str, str]]
) -> Iterator[Finding]:
    """A note for each cell that the last former document to print it printed otherwise. `former` are the oldest first."""
    for key, now in present.items():
        before = next((states[key] for states in reversed(former) if key in states and states[key][0] in _PRINTED), None)
        if before is not None and now[0] in _PRINTED and before != now:
            yield _finding(key, before, now, names.get(key, (key, key)))


def _finding(key: str, before: Said, now: Said, names: tuple[str, str]) -> Finding:
    (zh, en), (old, new) = names, ((_word(said, 0), _word(said, 1)) for said in (before, now))
    gap = now[1] - before[1] if now[1] is not None and before[1] is not None else None
    return Finding(
        CORRECTED,
        "note",
        (key,),
        f"“{zh}”：该值由{old[0]}改为{new[0]}。",
        f"“{en}”: the value was changed from {old[1]} to {new[1]}.",
        before[1],
        now[1],
        gap,
    )


def _word(said: Said, language: int) -> str:
    state, value = said
    return plain(value) if value is not None else _PRINTED[state][language]
