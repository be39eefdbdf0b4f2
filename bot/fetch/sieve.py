"""The members of a set that keep every condition, and the places that they take in an order.

Each condition is on its own figure, and a cell without a number keeps none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.fetch.limits import SOME, keeps
from bot.question import Bound, Line, Question

Report = tuple[int, int]
"""Agency's number and year."""

Fetch = Callable[[str], tuple[Line, ...]]
"""The line of every report of the set, for one figure."""


_SHOWN = 10
"""How many places are told where the question does not say how many."""


@dataclass(frozen=True)
class Sifted:
    """`lines` are those that keep the conditions, `others` the rest; `counted` have a number for every condition; `values`
    are the further figures of those kept."""

    lines: tuple[Line, ...]
    others: tuple[Line, ...]
    counted: int
    values: Mapping[str, Mapping[Report, Decimal | None]]

    @property
    def of(self) -> int:
        """How many reports there are."""
        return len(self.lines) + len(self.others)


def conditions_of(question: Question) -> tuple[Bound, ...]:
    """The limits of a question; a list or a count without any asks for numbers above 0."""
    bare = question.operation in ("list", "count") and not question.bounds
    return (SOME,) if bare else question.bounds


def sifted(question: Question, fetch: Fetch) -> Sifted:
    """The members in the order of a list: by the first figure, highest first, then by id."""
    first, *further = question.fields
    bounds = [(bound.field or first, bound) for bound in conditions_of(question)]
    columns = {key: _by_report(fetch(key)) for key in dict.fromkeys((*further, *(key for key, _ in bounds)))}
    lines = fetch(first)
    columns.setdefault(first, _by_report(lines))
    kept: list[Line] = []
    others: list[Line] = []
    counted = 0
    for line in lines:
        values = [(columns[key].get((line.no, line.year)), bound) for key, bound in bounds]
        told = _kept([None if value is None else keeps(value, bound) for value, bound in values], "either" in question.cues)
        counted += told is not None
        (kept if told else others).append(line)
    if question.having:  # a condition that is to hold in every year
        held = {(line.no, line.year) for line in kept}
        always = {line.no for line in kept if all((line.no, year) in held for year in question.having)}
        others += [line for line in kept if line.no not in always]
        kept = [line for line in kept if line.no in always]
    return Sifted(_ordered(kept), tuple(others), counted, {key: columns[key] for key in further})


def _kept(held: Sequence[bool | None], either: bool) -> bool | None:
    """Whether a report keeps all of its conditions, or any of them; None where a cell without a number leaves it open.

    That one condition fails settles nothing where all are to hold and another cell is blank: such a report is not counted.
    """
    if either and any(held):
        return True
    return None if None in held else not either and all(held)


def _by_report(lines: Sequence[Line]) -> dict[Report, Decimal | None]:
    return {(line.no, line.year): line.value for line in lines}


def _ordered(lines: Sequence[Line]) -> tuple[Line, ...]:
    by_id = sorted(lines, key=lambda line: (line.id, line.year))
    return tuple(sorted(by_id, key=lambda line: line.value if line.value is not None else Decimal(-1), reverse=True))


def standing(lines: Sequence[Line], ascending: bool) -> list[tuple[int, Line]]:
    """Pairs of rank and line, best first as asked; by value, then by id. Lines without a number are left out."""
    numbers = [line for line in lines if line.value is not None]
    by_name = sorted(numbers, key=lambda line: (line.id, line.year))
    ordered = sorted(by_name, key=lambda line: line.value or 0, reverse=not ascending)
    ranked: list[tuple[int, Line]] = []
    for place, line in enumerate(ordered, 1):
        tied = ranked and ranked[-1][1].value == line.value
        ranked.append((ranked[-1][0] if tied else place, line))
    return ranked


def cut_of(question: Question, ranked: Sequence[tuple[int, Line]]) -> list[tuple[int, Line]]:
    """The places asked for, with all that are tied at the last of them; of 倒数第二 the one place, or those who share it."""
    superlative = {"most", "least"} & question.cues and not {"rank", "rank_up"} & question.cues
    most = question.n or (1 if superlative else _SHOWN)
    if "nth" not in question.cues:
        return [pair for pair in ranked if pair[0] <= most]
    held = ranked[most - 1][0] if most <= len(ranked) else 0
    return [pair for pair in ranked if pair[0] == held]
