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
    left_zh, left_en = _called(rule.left, form)
    right_zh, right_en = _called(rule.right, form)
    zh = f"{left_zh}合计{left.total}，{right_zh}为{right.total}，相差{abs(gap)}。"
    en = f"{left_en} add up to {left.total}, but {right_en} is {right.total}: {abs(gap)} apart."
    yield Finding(rule.name, "error", (*left.keys, *right.keys), zh, en, left.total, right.total, gap)


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a sum: the cells that hold numbers, and what they add up to."""

    keys: tuple[str, ...]
    total: Decimal


def _side(keys: Sequence[str], form: Form, figures: Mapping[str, Figure]) -> _Side | None:
    """None where it cannot be told, or where it holds no number."""
    numbers: dict[str, Decimal] = {}
    for key in keys:
        figure = figures.get(key)
        state = State.MISSING if figure is None else figure.state
        if figure is not None and figure.value is not None:
            numbers[key] = figure.value
        elif state is State.MISSING and key in form.optional:
            continue
        elif state not in _EMPTY:
            return None
    if not numbers:
        return None
    return _Side(tuple(numbers), sum(numbers.values(), Decimal(0)))


def _called(keys: tuple[str, ...], form: Form) -> tuple[str, str]:
    """A name for a side: its one or two fields, or its first and last."""
    names = [form.names[key] for key in keys]
    if len(names) < 3:
        return "与".join(f"“{zh}”" for zh, _ in names), " and ".join(f"“{en}”" for _, en in names)
    return f"“{names[0][0]}”至“{names[-1][0]}”", f"“{names[0][1]}” to “{names[-1][1]}”"
