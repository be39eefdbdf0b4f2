"""Whether the figures add up: every sum of the form. A check says what differs; it mends nothing.

A sum is tested where its right side is numbers and nothing in it is unreadable or missing. A blank or dashed cell adds
nothing to it; where all cells of its left side are blank, there is nothing to test.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from ingest.forms import Form, Sum
from ingest.report import Figure, Finding, State

_EMPTY = frozenset({State.BLANK, State.DASH})
_NOUGHT = Decimal(0)
_Side = tuple[list[str], Decimal]
"""One side of a sum: the cells that hold numbers, and what they add up to."""


def sums(form: Form, figures: Mapping[str, Figure]) -> tuple[Finding, ...]:
    """The sums of the form that do not hold."""
    return tuple(finding for rule in form.sums for finding in _sum(rule, form, figures))


def _sum(rule: Sum, form: Form, figures: Mapping[str, Figure]) -> Iterator[Finding]:
    right = _side(rule.right, form, figures)  # first, because it is one cell in most sums
    left = None if right is None else _side(rule.left, form, figures)
    if left is None or right is None or left[1] == right[1]:
        return
    (left_keys, left_total), (right_keys, right_total) = left, right
    gap = right_total - left_total
    left_zh, left_en = _called(rule.left, form)
    right_zh, right_en = _called(rule.right, form)
    zh = f"{left_zh}合计{left_total}，{right_zh}为{right_total}，相差{abs(gap)}。"
    en = f"{left_en} add up to {left_total}, but {right_en} is {right_total}: {abs(gap)} apart."
    yield Finding(rule.name, "error", (*left_keys, *right_keys), zh, en, left_total, right_total, gap)


def _side(keys: Sequence[str], form: Form, figures: Mapping[str, Figure]) -> _Side | None:
    """None where it cannot be told, or where it holds no number."""
    numbers: list[str] = []
    total = _NOUGHT
    for key in keys:
        figure = figures[key]
        if figure.value is not None:
            numbers.append(key)
            total += figure.value
        elif figure.state not in _EMPTY and not (figure.state is State.MISSING and key in form.optional):
            return None
    return (numbers, total) if numbers else None


def _called(keys: tuple[str, ...], form: Form) -> tuple[str, str]:
    """A name for a side: its one or two fields, or its first and last."""
    names = [form.names[key] for key in keys]
    if len(names) < 3:
        return "与".join(f"“{zh}”" for zh, _ in names), " and ".join(f"“{en}”" for _, en in names)
    return f"“{names[0][0]}”至“{names[-1][0]}”", f"“{names[0][1]}” to “{names[-1][1]}”"
