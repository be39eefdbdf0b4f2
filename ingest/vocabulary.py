"""What one edition of the form can print where: the labels of each section's rows and columns, and its groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from ingest.forms import Form, Label, Table
from ingest.labels import Labels, bare, fold, labels_of
from ingest.script import narrow

GROUP = ""
"""The key of labels that stand above rows or columns and are none themselves (三、本年度办理结果, 行政诉讼)."""

_REQUESTS = 3
_OPENINGS = ("申请人情况", "法人或其他组织", "信息内容")


@dataclass(frozen=True, eq=False)
class Part:
    """The rows and columns of one section.

    `expected` tells which columns the form prints in a row, in order; `depths` below how many labels the row's own
    stands; `heads` are rows whose label may also stand above other rows, `headed` those.
    """

    section: int
    rows: Labels
    columns: Labels
    expected: Mapping[str, tuple[str, ...]]
    depths: Mapping[str, int]
    heads: frozenset[str]
    headed: frozenset[str]

    @cached_property
    def names(self) -> frozenset[str]:
        """What its rows and columns are called, folded; groups are left out."""
        return frozenset(name for labels in (self.rows, self.columns) for name, key in labels.keys.items() if key != GROUP)

    @cached_property
    def fields(self) -> Mapping[str, Mapping[str, str]]:
        """The keys of its fields by row and column, in the form's order."""
        return {row: {column: f"{row}.{column}" for column in columns} for row, columns in self.expected.items()}

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The keys of its fields, in the form's order."""
        return tuple(key for columns in self.fields.values() for key in columns.values())


@lru_cache(maxsize=64)
def part(form: Form, section: int) -> Part:
    """The labels of a section of the form."""
    tables = form.section(section)
    groups = {name for table in tables for row in table.rows for name in row.under}
    rows = [*_pairs(tables, "rows"), *((name, GROUP) for name in sorted(groups)), *((name, GROUP) for name in _OPENINGS)]
    expected = {row.key: tuple(column.key for column in table.columns) for table in tables for row in table.rows}
    depths = {row.key: len(row.under) for table in tables for row in table.rows}
    heads = frozenset(row.key for table in tables for row in table.rows if row.heads)
    above = {wording for table in tables for row in table.rows if row.heads for wording in row.labels}
    headed = frozenset(row.key for table in tables for row in table.rows if above & {*row.under})
    return Part(section, labels_of(rows), labels_of(_pairs(tables, "columns")), expected, depths, heads, headed)


def _pairs(tables: Iterable[Table], kind: str) -> Iterable[tuple[str, str]]:
    labels: list[Label] = [label for table in tables for label in (table.rows if kind == "rows" else table.columns)]
    return [(wording, label.key) for label in labels for wording in label.labels]


def forms_told(texts: Sequence[str], forms: Mapping[str, Form]) -> list[Form]:
    """The editions with tables that a document may be printed in: those most of whose own marks stand in it."""
    printed = bare(narrow("".join(texts)))
    counts = {form.id: sum(fold(mark) in printed for mark in form.marks) for form in forms.values() if form.tables}
    return [forms[name] for name in counts if counts[name] == max(counts.values())]


def is_before_tables(texts: Sequence[str], forms: Mapping[str, Form], year: int | None = None) -> bool:
    """Whether a document may be of the time before any form had tables: by its year, and by the headings that it lacks."""
    later = [form for form in forms.values() if form.tables]
    printed = bare(narrow("".join(texts)))
    is_headed = any(bare(form.headings[_REQUESTS][0]) in printed for form in later)
    return not is_headed and (year is None or all(year < form.since for form in later))


def in_use(forms: Sequence[Form], year: int) -> Form:
    """Of several editions, the one in use in a year."""
    begun = [form for form in forms if form.since <= year]
    return max(begun, key=lambda form: form.since) if begun else min(forms, key=lambda form: form.since)
