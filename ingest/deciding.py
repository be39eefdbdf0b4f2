"""Which of several readings of a scanned cell is the printed one: that with which alone the sums of the form hold.

Each sum that touches a cell in doubt strikes out the readings with which it cannot hold, whatever is read in the other
cells, until nothing more can be struck out. A cell that is left with one reading has it; any other is unreadable. So is
every cell of a sum that holds with no reading at all: something that seemed certain is wrong there, or the report is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import product
from math import prod

from ingest.figures import meaning
from ingest.forms import Form, Sum
from ingest.report import Printed, State

CHOSEN = "chosen_by_sums"
SEVERAL_READINGS = "two_readings"

_MOST_WAYS = 20_000
_NOUGHT = Decimal(0)

Reading = tuple[State, Decimal | None]
_NOTHING: Reading = (State.BLANK, None)

Domains = dict[str, tuple[Reading, ...]]
"""What every cell may hold. Cells of which nothing is known are not in it."""


def decide_readings(cells: MutableMapping[str, Printed], form: Form) -> None:
    """Settle every cell that has several readings: by the sums, or as in doubt."""
    open_ = [key for key, cell in cells.items() if cell.doubt is None and _differ(cell)]
    if not open_:
        return
    domains = {key: readings for key, cell in cells.items() if (readings := _readings(cell))}
    domains.update((key, ((State.MISSING, None),)) for key in form.optional if key not in cells)
    sums = [rule for rule in form.sums if not domains.keys().isdisjoint(rule.left + rule.right)]
    left, failing = _struck_out(domains, [rule for rule in sums if _touches(rule, open_)])
    for key in open_:
        rules = [rule for rule in sums if key in rule.left + rule.right and _is_known(rule, domains)]
        told = left.get(key, ())
        is_told = len(told) == 1 and any(_meaning(key, text) == told[0] for text in cells[key].candidates)
        is_settled = is_told and rules and not failing.intersection(rules) and any(_counts(rule, left) for rule in rules)
        cells[key] = _chosen(cells[key], told[0]) if is_settled else _in_doubt(cells[key])


def _differ(cell: Printed) -> bool:
    """Whether the readings of a cell mean different things: two sorts of dash do not."""
    return len({_meaning(cell.key, text) for text in cell.candidates}) > 1


def _readings(cell: Printed) -> tuple[Reading, ...]:
    """The distinct readings of a cell that are a number, a dash or nothing.

    Where a number may as well be something that nobody can read, as a stamp over an empty cell, it may be nothing, too.
    """
    if cell.doubt is not None:
        return ()
    told = dict.fromkeys(_meaning(cell.key, text) for text in cell.candidates or (cell.raw,))
    if any(state is State.UNREADABLE for state, _ in told) and any(value is not None for _, value in told):
        told[_NOTHING] = None
    return tuple(one for one in told if one[0] is not State.UNREADABLE)


def _meaning(key: str, text: str) -> Reading:
    state, value, _ = meaning(text.strip(), key.endswith("_change"))
    return state, value


def _touches(rule: Sum, keys: Iterable[str]) -> bool:
    return not {*rule.left, *rule.right}.isdisjoint(keys)


def _is_known(rule: Sum, domains: Mapping[str, Sequence[Reading]]) -> bool:
    return all(key in domains for key in rule.left + rule.right)


def _struck_out(domains: Domains, rules: Sequence[Sum]) -> tuple[Domains, set[Sum]]:
    """The domains without what no sum allows, and the sums that cannot hold at all."""
    left, failing = dict(domains), set[Sum]()
    waiting = [rule for rule in rules if _is_known(rule, left)]
    while waiting:
        changed: set[str] = set()
        for rule in waiting:
            allowed = _allowed(rule, left)
            if allowed is None:
                continue
            if not allowed:
                failing.add(rule)
                continue
            changed |= {key for key, readings in allowed.items() if len(readings) < len(left[key])}
            left.update(allowed)
        waiting = [rule for rule in waiting if rule not in failing and _touches(rule, changed)] if changed else []
    return left, failing


def _allowed(rule: Sum, domains: Domains) -> Domains | None:
    """The readings of its cells with which a sum can hold: none where it cannot; None where there are too many ways."""
    keys = list(dict.fromkeys(rule.left + rule.right))
    if prod(len(domains[key]) for key in keys) > _MOST_WAYS:
        return None
    ways = [way for way in product(*(domains[key] for key in keys)) if _holds(rule, dict(zip(keys, way, strict=True)))]
    return (
        {key: tuple(one for one in domains[key] if one in {way[at] for way in ways}) for at, key in enumerate(keys)}
        if ways
        else {}
    )


def _holds(rule: Sum, cells: Mapping[str, Reading]) -> bool:
    """Whether both sides are equal, or one of them holds no number, so that nothing is to be compared."""
    left, right = ([cells[key][1] for key in side] for side in (rule.left, rule.right))
    if all(value is None for value in left) or all(value is None for value in right):
        return True
    return sum((value or _NOUGHT for value in left), _NOUGHT) == sum((value or _NOUGHT for value in right), _NOUGHT)


def _counts(rule: Sum, domains: Mapping[str, Sequence[Reading]]) -> bool:
    """Whether a sum compares anything: both its sides hold a number."""
    return all(any(domains[key][0][1] is not None for key in side) for side in (rule.left, rule.right))


def _chosen(cell: Printed, reading: Reading) -> Printed:
    """The cell with the reading that is left."""
    text = next(text for text in cell.candidates if _meaning(cell.key, text) == reading)
    return replace(cell, raw=text, why=CHOSEN)


def _in_doubt(cell: Printed) -> Printed:
    """All its readings, none of which is certain."""
    return replace(cell, raw=" | ".join(cell.candidates), doubt=SEVERAL_READINGS)
