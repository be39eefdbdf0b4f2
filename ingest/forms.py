"""The editions of the form, out of data/forms: what each prints where, by what it is known, which sums must hold.

Everything else that depends on the form is derived from here: what the readers seek, what the checks test and the
tables form, field, printed and sum_rule of the database.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ingest.errors import KnowledgeError

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """A row or a column of a table: its key, every wording it is printed in (the form's own first) and its names."""

    key: str
    labels: tuple[str, ...]
    zh: str
    en: str
    unit: str
    number: str
    under: tuple[str, ...]
    alternative: bool
    heads: bool


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the form, or the block of one clause of section two: every row has every column.

    `groups` are the numbers printed before labels that stand above rows; `across` tells that rows are printed side by side.
    """

    section: int
    clause: str
    zh: str
    en: str
    rows: tuple[Label, ...]
    columns: tuple[Label, ...]
    corner: str
    groups: Mapping[str, str]
    across: bool

    def fields(self) -> Iterator[tuple[str, Label, Label]]:
        """Each field with its row and its column."""
        for row in self.rows:
            for column in self.columns:
                yield f"{row.key}.{column.key}", row, column


@dataclass(frozen=True, slots=True)
class Sum:
    """The cells of `left` add up to the cells of `right`. `each` says whether it runs along a row or a column."""

    name: str
    section: int
    each: str
    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Form:
    """One edition of the form. Each is loaded once, and is equal to itself alone. One without tables is free text."""

    id: str
    title: str
    notice: str
    since: int
    marks: tuple[str, ...]
    headings: Mapping[int, tuple[str, ...]]
    tables: tuple[Table, ...]
    sums: tuple[Sum, ...]
    names: Mapping[str, tuple[str, str]]
    """What people call each field that the form prints, (zh, en) by key, in the form's order."""

    @cached_property
    def optional(self) -> frozenset[str]:
        """The fields that are printed in one of two ways only."""
        return frozenset(key for table in self.tables for key, row, _ in table.fields() if row.alternative)

    def section(self, number: int) -> tuple[Table, ...]:
        """The tables of a section."""
        return tuple(table for table in self.tables if table.section == number)


def load_forms(data: Path) -> dict[str, Form]:
    """Every edition under data/forms, the newest first. Raises KnowledgeError where a file contradicts itself."""
    forms = sorted((_form(path) for path in (data / "forms").glob("*.toml")), key=lambda form: form.since, reverse=True)
    if not forms:
        raise KnowledgeError(f"{data / 'forms'} 中没有表格格式。", f"There is no form in {data / 'forms'}.")
    return {form.id: form for form in forms}


def _form(path: Path) -> Form:
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
        tables = tuple(_table(entry) for entry in raw.get("table", ()))
        headings = {int(number): tuple(words) for number, words in raw["headings"].items()}
        names = {
            key: (table.zh.format(row=row.zh, column=column.zh), table.en.format(row=row.en, column=column.en))
            for table in tables
            for key, row, column in table.fields()
        }
        sums = tuple(_sums(raw.get("sum", []), tables))
        form = Form(raw["id"], raw["title"], raw["notice"], raw["since"], tuple(raw["marks"]), headings, tables, sums, names)
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise KnowledgeError(f"{path} 有误：{error}。", f"{path} is wrong: {error}.") from error
    _consistent(path, form)
    return form


def _table(raw: Mapping[str, Any]) -> Table:
    rows, columns = (tuple(_label(entry) for entry in raw[kind]) for kind in ("rows", "columns"))
    printed = raw.get("corner", ""), raw.get("groups", {}), raw.get("across", False)
    return Table(raw["section"], raw["clause"], raw["zh"], raw["en"], rows, columns, *printed)


def _label(raw: Mapping[str, Any]) -> Label:
    return Label(
        raw["key"],
        (raw["label"], *raw.get("also", ())),
        raw["zh"],
        raw["en"],
        raw.get("unit", ""),
        raw.get("number", ""),
        tuple(raw.get("under", ())),
        raw.get("alternative", False),
        raw.get("heads", False),
    )


def _sums(raw: list[Mapping[str, Any]], tables: tuple[Table, ...]) -> Iterator[Sum]:
    """Each rule, written out for every row or column that it is to hold in."""
    for entry in raw:
        for table in tables:
            if table.section != entry["section"]:
                continue
            along = table.rows if entry["each"] == "row" else table.columns
            pattern = "{0}.{1}" if entry["each"] == "row" else "{1}.{0}"
            for label in along:
                left, right = (tuple(pattern.format(label.key, key) for key in entry[side]) for side in ("left", "right"))
                yield Sum(entry["name"], table.section, entry["each"], left, right)


def _consistent(path: Path, form: Form) -> None:
    keys = [key for table in form.tables for key, _, _ in table.fields()]
    twice = {key for key in keys if keys.count(key) > 1}
    unknown = {key for rule in form.sums for key in (*rule.left, *rule.right)} - set(keys)
    if bool(form.tables) != bool(form.marks):
        raise KnowledgeError(f"{path}：表格与标志必须同有同无。", f"{path}: a form has tables and marks, or neither.")
    for what_zh, what_en, wrong in (("重复", "twice", twice), ("不存在", "nowhere", unknown)):
        if wrong:
            first = min(wrong)
            raise KnowledgeError(f"{path}：栏目 {first} {what_zh}。", f"{path}: the field {first} stands {what_en}.")


def tables(forms: Mapping[str, Form]) -> dict[str, tuple[Row, ...]]:
    """The rows of form, form_table, field, printed and sum_rule, in the columns of schema.KNOWLEDGE."""
    return {
        "form": tuple((form.id, form.title, form.notice) for form in forms.values()),
        "form_table": tuple(
            (form.id, no, table.section, table.clause, table.corner, int(table.across))
            for form in forms.values()
            for no, table in enumerate(form.tables)
        ),
        "field": tuple(_fields(forms)),
        "printed": tuple(_printed(forms)),
        "sum_rule": tuple(
            (form.id, rule.name, json.dumps(rule.left), json.dumps(rule.right)) for form in forms.values() for rule in form.sums
        ),
    }


def _fields(forms: Mapping[str, Form]) -> Iterator[Row]:
    """The union of all forms by section; a field that several forms print is named as in the newest."""
    found: dict[str, tuple[Form, Table, Label, Label]] = {}
    for form in forms.values():
        for table in form.tables:
            for key, row, column in table.fields():
                found.setdefault(key, (form, table, row, column))
    ordered = sorted(found.items(), key=lambda item: item[1][1].section)
    for place, (key, (form, table, row, column)) in enumerate(ordered):
        names = (*form.names[key], row.zh, row.en, column.zh, column.en)
        yield (key, place, table.section, row.key, column.key, column.unit, *names)


def _printed(forms: Mapping[str, Form]) -> Iterator[Row]:
    for form in forms.values():
        placed = ((no, table, *field) for no, table in enumerate(form.tables) for field in table.fields())
        for place, (no, table, key, row, column) in enumerate(placed):
            above = [_numbered(table.groups.get(name, ""), name) for name in row.under]
            heads = [*above, _numbered(row.number, row.labels[0])], [*column.under, column.labels[0]]
            written = (json.dumps(labels, ensure_ascii=False) for labels in heads)
            yield form.id, key, row.labels[0], column.labels[0], place, no, row.number, *written, int(row.alternative)


def _numbered(number: str, label: str) -> str:
    """As printed: 一、本年新收…, （一）予以公开, 1.属于国家秘密."""
    mark = "" if not number or number.endswith("）") else "." if number.isdecimal() else "、"
    return f"{number}{mark}{label}"
