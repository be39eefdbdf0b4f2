"""The nouns of an answer in its parts: what is quoted, and what a channel needs that shows more than plain text."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Passage:
    """A stored section of a report: the agency's number, the year, and the section with its heading as printed."""

    agency: int
    year: int
    section: int
    heading: str
    text: str
    page: int | None


@dataclass(frozen=True)
class Table:
    """Figures in rows and columns, as they are read. The last columns, `numbers` of them, hold figures."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: int = 1


@dataclass(frozen=True)
class Grounds:
    """What a text may say in digits: numbers (used, worked out, counted, asked with) and words that hold digits."""

    numbers: frozenset[Decimal] = frozenset()
    shares: frozenset[Decimal] = frozenset()
    """Numbers that stand with a percent sign."""
    words: tuple[str, ...] = ()
    """Names, documents and quotations, word for word."""


@dataclass(frozen=True)
class Body:
    """One answer in its parts, in the order in which they are read; each entry is a line."""

    lead: tuple[str, ...] = ()
    table: Table | None = None
    below: tuple[str, ...] = ()
    source: str = ""
    remarks: tuple[str, ...] = ()
    """What was assumed, how many of how many were counted, and which check fails: a line each."""
    grounds: Grounds = Grounds()
