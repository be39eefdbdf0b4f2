"""What the database says of itself: the rows of its knowledge tables, and a digest that tells when data/ has changed.

Writing them takes a moment, so that it is done only where the digest differs from the one that the database holds.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ingest import forms, gazetteer
from ingest.knowledge import Knowledge
from ingest.schema import KNOWLEDGE

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Catalogue:
    """`tables` holds the rows of each table of schema.KNOWLEDGE, in that table's columns; `meta` what else is known.

    `since` is the first year of each form, newest form first: for figures that do not tell their edition.
    """

    tables: Mapping[str, tuple[Row, ...]]
    meta: Mapping[str, str]
    since: Mapping[str, int]

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The keys of all fields, in the order of the forms."""
        return tuple(row[0] for row in self.tables["field"])

    @cached_property
    def digest(self) -> str:
        """Changes with any row of any table."""
        content = [[table, self.tables[table]] for table in KNOWLEDGE] + [sorted(self.meta.items())]
        return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()

    @cached_property
    def names(self) -> Mapping[str, tuple[str, str]]:
        """What people call each field, (zh, en) by key."""
        zh, en = KNOWLEDGE["field"].index("zh"), KNOWLEDGE["field"].index("en")
        return {row[0]: (row[zh], row[en]) for row in self.tables["field"]}

    @cached_property
    def printed(self) -> Mapping[str, frozenset[str]]:
        """The keys that each form prints."""
        forms = [row[0] for row in self.tables["form"]]
        return {form: frozenset(row[1] for row in self.tables["printed"] if row[0] == form) for form in forms}

    @cached_property
    def regions(self) -> Mapping[str, str]:
        """The names of the regions by code."""
        return {row[0]: row[1] for row in self.tables["region"]}

    @cached_property
    def organs(self) -> frozenset[str]:
        """The kinds of agency that are listed."""
        return frozenset(row[0] for row in self.tables["organ"])


def catalogue_of(knowledge: Knowledge) -> Catalogue:
    """The rows of what was loaded from data/."""
    tables = {**forms.tables(knowledge.forms), **gazetteer.tables(knowledge.gazetteer)}
    since = {form.id: form.since for form in knowledge.forms.values()}
    return Catalogue({table: tables[table] for table in KNOWLEDGE}, {"gazetteer": "data/regions.csv (GB/T 2260)"}, since)
