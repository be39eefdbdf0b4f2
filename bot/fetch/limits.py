"""Whether a number keeps a limit: the one place where >, >=, between and the like are worked out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
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


_MONEY = {"元": Decimal(1), "块": Decimal(1), "yuan": Decimal(1), "万元": Decimal(10_000)}


def in_unit(bound: Bound, unit: str | None) -> Bound | None:
    """The limit in the unit of the figure (251000元 against 万元); None where money is set against a count."""
    own = unit if unit in _MONEY else None
    said = ("元" if own else None) if bound.unit == "万" else bound.unit  # 超过200万: the number already is in ones
    if said not in _MONEY:
        return bound if own is None or said in (None, "个") else None
    if own is None:
        return None
    factor = _MONEY[said] / _MONEY[own]
    high = None if bound.high is None else (bound.high * factor).normalize()
    return replace(bound, low=(bound.low * factor).normalize(), high=high)


_CLOSE, _FAR = Decimal("0.05"), Decimal("0.2")
"""Within a twentieth 约 is right, beyond a fifth it is wrong; between the two nobody can say."""


def is_rough(bound: Bound) -> bool:
    """Whether the limit is a way of speaking that only a claim can have: 约3000件, 近3000件, 2900多件."""
    return bound.relation in ("~", "<~", "+")


def holds(value: Decimal, bound: Bound) -> bool | None:
    """Whether a claim is right; None where a rounded one is neither near enough nor far enough off to tell."""
    if bound.relation == "+" and bound.high is not None:
        return bound.low < value < bound.high
    rounded = bound.relation == "=" and bound.step is not None
    if not is_rough(bound) and not rounded:
        return keeps(value, bound)
    away = abs(value - bound.low)
    if value == bound.low:
        return True
    if rounded and bound.step is not None and away > bound.step / 2:
        return False
    if away > bound.low * _FAR:
        return False
    return True if away <= bound.low * _CLOSE and (bound.relation != "<~" or value < bound.low) else None


def keeps(value: Decimal, bound: Bound) -> bool:
    """Whether the number keeps the limit; between holds its ends."""
    if bound.relation == "between":
        high = bound.low if bound.high is None else bound.high
        return min(bound.low, high) <= value <= max(bound.low, high)
    return _KEEPS[bound.relation](value, bound.low)
