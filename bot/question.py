"""The nouns of answering: what was asked, what is known, what is said. Frozen, and without verbs.

Without slots: making them would double the time that these classes take of a process that answers one question.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NoReturn

from bot.saying.said import Body, Table


@dataclass(frozen=True)
class Agency:
    """An agency of which at least one report is stored. `no` is its number in the database."""

    no: int
    id: str
    name: str
    region: str | None
    region_name: str
    organ: str | None


@dataclass(frozen=True)
class Fact:
    """One stored cell. Only state `number` has a value; it has no truth value on purpose."""

    agency: Agency
    year: int
    field: str
    state: str
    value: Decimal | None
    unit: str | None
    raw: str | None
    document: str
    page: int | None
    box: tuple[float, float, float, float] | None

    def __bool__(self) -> NoReturn:
        raise TypeError("a fact has no truth value: ask for its state")


@dataclass(frozen=True)
class Assumed:
    """A slot that the person did not say: which, with what it was filled, and why."""

    slot: str
    value: str
    why: str


@dataclass(frozen=True)
class Span:
    """A stretch of the (folded) message and what it can mean: pairs of a kind and a value, such as ("row", "permits")."""

    start: int
    end: int
    text: str
    meanings: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Mention:
    """An agency as it was named: the regions that the name can stand for, the kind of agency, or the agency itself."""

    start: int
    end: int
    text: str
    regions: tuple[str, ...] = ()
    organ: str | None = None
    named: tuple[int, ...] | None = None
    """Numbers of the stored agencies of a name of its own (四通镇, 周口海事局); empty where none of that name is stored."""
    negated: bool = False
    vague: bool = False
    """Of a level that is said, of a place that is not: 省财政厅, 市公安局."""
    level: str = ""
    """The word for that level."""


@dataclass(frozen=True)
class Bound:
    """A limit on a figure: `relation` is one of = != > >= < <= between, or of those that only a claim can have: ~ (约),
    <~ (近), + (多, 余). `high` only for between and +."""

    relation: str
    low: Decimal
    high: Decimal | None = None
    field: str | None = None
    unit: str | None = None
    """件, 元, 万元 … where one is said."""
    said: bool = False
    """Whether a word for the relation stands with it (超过, 是); a bare number is a claim only beside its figure."""
    step: Decimal | None = None
    """The value of its last digit where it is spoken in thousands or more (1.3千 → 100): such a claim may be rounded."""
    years: tuple[int, ...] = ()
    """The years that this claim is about, where a sentence speaks of several."""
    item: str | None = None
    """What a claim is about where that is on no form."""


@dataclass(frozen=True)
class Years:
    """The years that were asked for. `said` is empty where none was named; `every` stands for all years held."""

    said: tuple[int, ...] = ()
    every: bool = False
    since: int | None = None
    latest: bool = False
    why: str | None = None


@dataclass(frozen=True)
class Heard:
    """What one message says, slot by slot, before anything is looked up or taken from the conversation."""

    text: str
    language: str
    spans: tuple[Span, ...]
    mentions: tuple[Mention, ...]
    years: Years
    fields: tuple[str, ...]
    choices: tuple[str, ...]
    bounds: tuple[Bound, ...]
    cues: frozenset[str]
    topics: tuple[tuple[str, str, str], ...]
    leftover: tuple[str, ...]
    n: int | None = None
    columns: tuple[str, ...] = ()
    section: int | None = None
    assumed: tuple[Assumed, ...] = ()
    strange_place: str | None = None
    weak: bool = False
    sought: tuple[str, ...] = ()
    """Words to be looked for in the text of reports: 提到“政府开放日”的."""
    reports: tuple[tuple[int, int], ...] = ()
    """Agency's number and year of each report that is meant, where not every agency is asked about in every year."""


@dataclass(frozen=True)
class Scope:
    """A set of agencies: those of a kind, below a region, or listed. None means no limit."""

    organ: str | None = None
    regions: tuple[str, ...] = ()
    agencies: tuple[int, ...] = ()
    without: tuple[int, ...] = ()
    level: str | None = None
    """county, prefecture or province: 周口市各县市区卫健委 leaves the city's own out."""
    departments: bool = False
    """Only the departments of that level, not its governments, towns and zones: 市直部门."""


@dataclass(frozen=True)
class Cast:
    """Who a question is about: agencies, or a set of them."""

    agencies: tuple[Agency, ...] = ()
    scope: Scope | None = None
    assumed: tuple[Assumed, ...] = ()
    unknown: tuple[str, ...] = ()
    base: tuple[Agency, str] | None = None
    """The agency that the members of the set are set against, and how: 比川汇区多的 are > it."""


@dataclass(frozen=True)
class Question:
    """A question with every slot filled: which cells are wanted and what is to be done with them."""

    operation: str
    language: str
    text: str
    agencies: tuple[Agency, ...] = ()
    scope: Scope | None = None
    years: tuple[int, ...] = ()
    fields: tuple[str, ...] = ()
    bounds: tuple[Bound, ...] = ()
    n: int | None = None
    ascending: bool = False
    cues: frozenset[str] = frozenset()
    section: int | None = None
    words: tuple[str, ...] = ()
    sought: tuple[str, ...] = ()
    """Words to be looked for in the text, any one of them, letter for letter."""
    topics: tuple[str, ...] = ()
    """What is left of the message when all that makes it a question is gone: what the text should speak of."""
    having: tuple[int, ...] = ()
    """Years of which a report must be held: 2022年有报告、2024年没有报告的."""
    base: Fact | None = None
    """The figure that the members are set against: that of 川汇区 in 比川汇区多的有几家."""
    states: tuple[str, ...] = ()
    """What the cells of the members must be that hold no number: 处罚为空白的单位."""
    then: tuple[str, ...] = ()
    """Further figures of whoever comes first: 许可最多的教育局，它的处罚是几件."""
    assumed: tuple[Assumed, ...] = ()
    reports: tuple[tuple[int, int], ...] = ()
    """Agency's number and year of each report that is meant, where not every agency is asked about in every year."""
    taken: frozenset[str] = frozenset()
    """The slots that were taken from the conversation: agency, year, field."""


@dataclass(frozen=True)
class Doubt:
    """Why a question cannot be answered as it stands. `key` names the sentence to say, `values` fills it."""

    status: str
    reason: str
    key: str
    values: Mapping[str, str] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    operation: str | None = None
    facts: tuple[Fact, ...] = ()
    worked: tuple[Decimal, ...] = ()
    """Numbers that the sentence says and that stand in no cell."""


@dataclass(frozen=True)
class Told:
    """What an operation makes of its facts: lines for the person and the result for the machine."""

    lines: tuple[str, ...]
    result: Mapping[str, Any] | None = None
    table: Table | None = None
    below: tuple[str, ...] = ()
    counted: str = ""
    """How many of how many were counted."""
    worked: tuple[Decimal, ...] = ()
    """Numbers that the lines say and that stand neither in a cell nor in the result."""
    quoted: tuple[str, ...] = ()
    """What the lines say word for word."""
    used: tuple[tuple[int, int], ...] = ()
    """Agency's number and year of the reports of a set that the answer used, the foremost first."""
    facts: tuple[Fact, ...] = ()
    notes: tuple[str, ...] = ()
    cite: tuple[tuple[str, int | None], ...] | None = None
    """Documents (with page) to name where they are not those of the facts."""


@dataclass(frozen=True)
class Row:
    """The cells of one report that a question needs, by key. `facts` is empty where no such report is held."""

    agency: Agency
    year: int
    facts: Mapping[str, Fact]


@dataclass(frozen=True)
class Line:
    """One report of a set, lightly: its agency's number, its year, and its value (None where there is no number)."""

    no: int
    id: str
    year: int
    value: Decimal | None


@dataclass(frozen=True)
class Found:
    """What the database gave for a question: rows for named agencies, lines for sets, and whatever else was asked."""

    rows: tuple[Row, ...] = ()
    lines: tuple[Line, ...] = ()
    names: Mapping[int, str] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Choice:
    """A question that has been checked to have an answer, and the label of its button."""

    label: str
    question: str
    facts: tuple[Fact, ...] = ()
    """The figures that the label tells."""


@dataclass(frozen=True)
class Answer:
    """What the person gets. The fields are those of the JSON of `bot ask --json`."""

    question: str
    language: str
    status: str
    reason: str | None = None
    operation: str | None = None
    facts: tuple[Fact, ...] = ()
    result: Mapping[str, Any] | None = None
    choices: tuple[Choice, ...] = ()
    assumed: tuple[Assumed, ...] = ()
    notes: tuple[str, ...] = ()
    text: str = ""
    bodies: tuple[Body, ...] = ()
    """The text in its parts, a body for each question of the message."""
    id: Any = field(default=None, kw_only=True)
