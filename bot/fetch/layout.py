"""How a form is drawn: its tables with the labels of every row and column as printed, and the sums that must hold in it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from bot.facts import Facts
from bot.fetch.state import kept_while

_DRAWN = (
    "SELECT p.form, t.section, t.clause, t.corner, t.across, p.form_table, f.row, f.column, p.number, p.row_heads,"
    " p.column_heads, p.alternative FROM printed p JOIN field f ON f.key = p.field"
    " JOIN form_table t ON t.form = p.form AND t.no = p.form_table ORDER BY p.form, p.ord"
)
_OLDER = (
    "WITH line AS (SELECT p.form, f.row, group_concat(p.column_label) AS columns FROM printed p JOIN field f ON f.key = p.field"
    " GROUP BY p.form, f.row) SELECT p.form, f.section, '', '', 0, f.section || line.columns, f.row, f.column, '',"
    " CASE WHEN instr(f.row_zh, '：') THEN json_array(substr(f.row_zh, 1, instr(f.row_zh, '：') - 1), p.row_label)"
    " ELSE json_array(p.row_label) END, json_array(p.column_label), p.alternative FROM printed p JOIN field f ON f.key = p.field"
    " JOIN line ON line.form = p.form AND line.row = f.row ORDER BY p.form, f.section, f.ord"
)
"""From a database of before the tables were described: rows with the same columns stand together, in the order of fields."""


@dataclass(frozen=True)
class Strip:
    """A row or a column: its key, its labels from the outermost inwards, and the number printed before it.

    An `alternative` row is printed in one of two ways (其他处理 as one row or as three).
    """

    key: str
    heads: tuple[str, ...]
    number: str = ""
    alternative: bool = False


@dataclass(frozen=True)
class Sheet:
    """A table of the form. Not every column need be printed in every row: `keys` are those fields that are."""

    section: int
    clause: str
    corner: str
    across: bool
    rows: tuple[Strip, ...]
    columns: tuple[Strip, ...]
    keys: frozenset[str]


@dataclass(frozen=True)
class Rule:
    """The cells of `left` add up to those of `right`."""

    name: str
    left: tuple[str, ...]
    right: tuple[str, ...]


class Layouts:
    """The forms that a database knows. One without tables is free text."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    def title(self, form: str) -> str:
        """What the form is called; the form itself where it is not known."""
        return self._titles.get(form, form)

    def sheets(self, form: str) -> tuple[Sheet, ...]:
        """The tables of a form, in its order."""
        return self._sheets.get(form, ())

    def keys(self, form: str) -> frozenset[str]:
        """Every field that a form prints."""
        return frozenset(key for sheet in self.sheets(form) for key in sheet.keys)

    def rule(self, form: str, name: str, fields: Sequence[str]) -> Rule | None:
        """The sum in which a finding says that these fields do not add up."""
        wanted = set(fields)
        return next(
            (one for one in self._rules.get(form, ()) if one.name == name and wanted <= {*one.left, *one.right}),
            None,
        )

    @kept_while("reports")
    def _titles(self) -> Mapping[str, str]:
        return dict(self._facts.rows("SELECT id, title FROM form"))

    @kept_while("reports")
    def _sheets(self) -> Mapping[str, tuple[Sheet, ...]]:
        described = self._facts.rows("SELECT 1 FROM sqlite_master WHERE name = 'form_table'")
        rows = self._facts.rows(_DRAWN if described else _OLDER)
        return {form: tuple(_sheets(list(own))) for form, own in groupby(rows, lambda row: row[0])}

    @kept_while("reports")
    def _rules(self) -> Mapping[str, tuple[Rule, ...]]:
        found: dict[str, tuple[Rule, ...]] = {}
        for form, name, left, right in self._facts.rows('SELECT form, name, "left", "right" FROM sum_rule'):
            rule = Rule(name, tuple(json.loads(left)), tuple(json.loads(right)))
            found[form] = (*found.get(form, ()), rule)
        return found


def _sheets(rows: Sequence[tuple[Any, ...]]) -> Iterator[Sheet]:
    for _, cells in groupby(rows, lambda row: row[5]):
        own = list(cells)
        _, section, clause, corner, across, *_ = own[0]
        lines: dict[str, Strip] = {}
        columns: dict[str, Strip] = {}
        for *_, row, column, number, row_heads, column_heads, alternative in own:
            lines.setdefault(row, Strip(row, tuple(json.loads(row_heads)), number, bool(alternative)))
            columns.setdefault(column, Strip(column, tuple(json.loads(column_heads))))
        keys = frozenset(f"{row[6]}.{row[7]}" for row in own)
        yield Sheet(section, clause, corner, bool(across), tuple(lines.values()), tuple(columns.values()), keys)
