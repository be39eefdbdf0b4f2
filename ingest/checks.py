"""Whether the figures add up: every sum of the form. A check says what differs; it mends nothing.

A sum is tested where its right side is numbers and nothing in it is unreadable or missing. A blank or dashed cell adds
nothing to it; where all cells of its left side are blank, there is nothing to test.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.forms import Form, Sum
from ingest.report import Figure, Finding, State

_EMPTY = frozenset({State.BLANK, State.DASH})


def sums(form: Form, figures: Mapping[str, Figure]) -> tuple[Finding, ...]:
    """The sums of the form that do not hold."""
    return tuple(finding for rule in form.sums for finding in _sum(rule, form, figures))


def _sum(rule: Sum, form: Form, figures: Mapping[str, Figure]) -> Iterator[Finding]:
    left, right = (_side(keys, form, figures) for keys in (rule.left, rule.right))
    if left is None or right is None or left.total == right.total:
        return
    gap = right.total - left.total
    zh = f"{left.zh}合计{left.total}，{right.zh}为{right.total}，相差{abs(gap)}。"
    en = f"{left.en} add up to {left.total}, but {right.en}: {right.total}; {abs(gap)} apart."
    yield Finding(rule.name, "error", (*left.keys, *right.keys), zh, en, left.total, right.total, gap)


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a sum: the cells that hold numbers, what they add up to, and what to call them."""

    keys: tuple[str, ...]
    total: Decimal
    zh: str
    en: str


def _side(keys: Sequence[str], form: Form, figures: Mapping[str, Figure]) -> _Side | None:
    """None where it cannot be told, or where it holds no number."""
    numbers: dict[str, Decimal] = {}
    for key in keys:
        figure = figures.get(key)
        state = State.MISSING if figure is None else figure.state
        if figure is not None and figure.value is not None:
            numbers[key] = figure.value
        elif state is State.MISSING and key in _optional(form):
            continue
        elif state not in _EMPTY:
            return None
    if not numbers:
        return None
    zh, en = _called(tuple(keys), form)
    return _Side(tuple(numbers), sum(numbers.values(), Decimal(0)), zh, en)


def _optional(form: Form) -> frozenset[str]:
    return frozenset(key for table in form.tables for key, row, _ in table.fields() if row.alternative)


def _called(keys: tuple[str, ...], form: Form) -> tuple[str, str]:
    """A name for a side: its one or two fields, or its first and last."""
    names = [form.names[key] for key in keys]
    if len(names) < 3:
        return "与".join(f"“{zh}”" for zh, _ in names), " and ".join(f"“{en}”" for _, en in names)
    return f"“{names[0][0]}”至“{names[-1][0]}”", f"“{names[0][1]}” to “{names[-1][1]}”"
