"""A question as it is meant, before it is put into words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Group:
    """A set of agencies: a kind, everywhere or in the counties and districts below the regions whose codes begin so."""

    organ: str
    prefix: str
    zh: tuple[str, ...]
    en: tuple[str, ...] = ()
    one: str = ""
    """The English singular."""


@dataclass(frozen=True)
class Limit:
    """A limit on a number; `high` only for `between`."""

    relation: str
    low: int
    high: int = 0

    def keeps(self, value: object) -> bool:
        """Whether a number keeps it; the ends of `between` are in it."""
        return {
            ">": value > self.low,  # type: ignore[operator]
            ">=": value >= self.low,  # type: ignore[operator]
            "<": value < self.low,  # type: ignore[operator]
            "<=": value <= self.low,  # type: ignore[operator]
            "=": value == self.low,
            "between": self.low <= value <= self.high,  # type: ignore[operator]
        }[self.relation]


@dataclass(frozen=True)
class Asked:
    """What is asked. `years` is empty where no year is said."""

    operation: str
    agencies: tuple[str, ...] = ()
    group: Group | None = None
    years: tuple[int, ...] = ()
    fields: tuple[str, ...] = ()
    limit: Limit | None = None
    n: int | None = None
    ascending: bool = False
    stranger: str = ""
    """An agency that is not stored, or an item that is on no form, in words."""
