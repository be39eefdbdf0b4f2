"""What is worked out of printed cells and never stored: sums of rows (不予公开 1–8) and named rates, each with its parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.question import Fact

SUMS: Mapping[str, tuple[str, ...]] = {
    "denied": (
        "denied_state_secret",
        "denied_prohibited_by_law",
        "denied_security_and_stability",
        "denied_third_party",
        "denied_internal_affairs",
        "denied_process_information",
        "denied_enforcement_files",
        "denied_administrative_query",
    ),
    "unavailable": ("unavailable_not_held", "unavailable_needs_creation", "unavailable_unclear"),
    "rejected": (
        "rejected_petition",
        "rejected_repeated",
        "rejected_publication",
        "rejected_excessive",
        "rejected_reconfirmation",
    ),
    "requests": ("received", "carried_in"),
    "litigation": ("litigation_direct", "litigation_after_reconsideration"),
}
"""Row that stands on no form → the rows whose sum it is, column by column."""

RATES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "denial_rate": (("denied.total",), ("concluded.total",)),
    "disclosure_rate": (("granted.total", "partly_granted.total"), ("concluded.total",)),
    "full_disclosure_rate": (("granted.total",), ("concluded.total",)),
    "correction_rate": (("reconsideration.corrected",), ("reconsideration.total",)),
    "carry_over_rate": (("carried_out.total",), ("requests.total",)),
    "completion_rate": (("concluded.total",), ("requests.total",)),
}
"""Rate → the keys above and below the line."""


_OUTCOMES = (
    *("granted", "partly_granted", *SUMS["denied"], *SUMS["unavailable"], *SUMS["rejected"]),
    *("other", "other_not_corrected", "other_fee_unpaid", "other_other"),
)
"""The rows that add up to 办理结果总计."""

_AMOUNT = ".amount"
_IN_WAN: Mapping[str, Decimal] = {"元": Decimal("0.0001"), "万元": Decimal(1), "亿元": Decimal(10_000)}


@dataclass(frozen=True)
class Measured:
    """A figure or what was worked out. `state` is `number` or the state of the first part that is none.

    For a rate, `value` is None and `state` still `number` where the denominator is 0.
    """

    key: str
    state: str
    value: Decimal | None
    parts: tuple[Fact, ...]
    numerator: Decimal | None = None
    denominator: Decimal | None = None


def reason_of(state: str) -> str:
    """Why a figure in a state without a number is not given: the row is not there, not on the form, or holds none."""
    return state if state in ("missing", "not_on_form") else "blank"


def is_amount(key: str) -> bool:
    """Whether the key is one of money, which reports print in units of their own."""
    return key.endswith(_AMOUNT)


def unit_among(key: str, unit: str | None) -> str | None:
    """The unit in which figures of several reports stand beside each other: 万元 for money, else the field's own."""
    return "万元" if is_amount(key) else unit or None


def among(key: str, measured: Measured) -> Decimal | None:
    """The value in that unit, None where it is no number or where nobody says in which unit it is."""
    if measured.value is None or not is_amount(key) or not measured.value:
        return measured.value
    factor = _IN_WAN.get(measured.parts[0].unit or "")
    return None if factor is None else measured.value * factor


def alike(key: str, sides: Sequence[Measured]) -> tuple[list[Decimal | None], str | None]:
    """The values of several as they can be set against each other, with their unit: as printed where all print the same."""
    units = {side.parts[0].unit if side.parts else None for side in sides}
    if not is_amount(key) or (len(units) == 1 and units & _IN_WAN.keys()):
        return [side.value for side in sides], next((side.parts[0].unit for side in sides if side.parts), None)
    return [among(key, side) for side in sides], unit_among(key, None)


def overlap(keys: Sequence[str]) -> tuple[str, str] | None:
    """Two of the keys of which one holds the other, so that they are no parts of one sum: 办结 and 予以公开, 总计 and 自然人."""
    for whole in keys:
        row, _, column = whole.partition(".")
        inside = {part.partition(".")[0] for part in parts_of(whole)} | ({row, *_OUTCOMES} if row == "concluded" else {row})
        for other in keys:
            own, _, own_column = other.partition(".")
            rows = {part.partition(".")[0] for part in parts_of(other)}
            if other != whole and rows <= inside and column in (own_column, "total"):
                return whole, other
            if row == own and column == "in_force" and own_column == "made":
                return whole, other
    return None


def is_rate(key: str) -> bool:
    """Whether the key is a fraction and not a count."""
    return key in RATES


def is_derived(key: str) -> bool:
    """Whether the key is worked out and never stored."""
    return key in RATES or key.partition(".")[0] in SUMS


def parts_of(key: str) -> tuple[str, ...]:
    """The stored keys that a key needs; itself where it is stored."""
    if key in RATES:
        above, below = RATES[key]
        return tuple(dict.fromkeys(part for whole in (*above, *below) for part in parts_of(whole)))
    row, _, column = key.partition(".")
    return tuple(f"{part}.{column}" for part in SUMS[row]) if row in SUMS else (key,)


def measure(key: str, facts: Mapping[str, Fact]) -> Measured:
    """Work out one key from the facts of one report, by key. Never takes a state for a 0."""
    if key in RATES:
        return _rate(key, facts)
    parts = tuple(facts[part] for part in parts_of(key) if part in facts)
    state, value = add(parts)
    return Measured(key, state, value, parts)


def add(facts: Sequence[Fact]) -> tuple[str, Decimal | None]:
    """The sum of facts: a number only where each is one, else the state of the first that is none."""
    if not facts:
        return "missing", None
    for fact in facts:
        if fact.state != "number":
            return fact.state, None
    return "number", sum((fact.value for fact in facts if fact.value is not None), Decimal(0))


def _rate(key: str, facts: Mapping[str, Fact]) -> Measured:
    above, below = RATES[key]
    parts = tuple(facts[part] for part in parts_of(key) if part in facts)
    top_state, top = add(tuple(facts[part] for whole in above for part in parts_of(whole) if part in facts))
    low_state, low = add(tuple(facts[part] for whole in below for part in parts_of(whole) if part in facts))
    if low_state == "number" and not low:
        return Measured(key, "number", None, parts, top, low)
    if top_state != "number" or low_state != "number" or top is None or low is None:
        return Measured(key, top_state if top_state != "number" else low_state, None, parts, top, low)
    return Measured(key, "number", top / low, parts, top, low)
