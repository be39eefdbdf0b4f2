"""Whether a number keeps a limit: the one place where >, >=, between and the like are worked out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from bot.question import Bound

_KEEPS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "=": lambda value, limit: value == limit,
    "!=": lambda value, limit: value != limit,
    ">": lambda value, limit: value > limit,
    ">=": lambda value, limit: value >= limit,
    "<": lambda value, limit: value < limit,
    "<=": lambda value, limit: value <= limit,
}

SOME = Bound(">", Decimal(0))
"""What 有行政强制的单位 asks for: a printed number above 0."""


def keeps(value: Decimal, bound: Bound) -> bool:
    """Whether the number keeps the limit; between holds its ends."""
    if bound.relation == "between":
        high = bound.low if bound.high is None else bound.high
        return min(bound.low, high) <= value <= max(bound.low, high)
    return _KEEPS[bound.relation](value, bound.low)
