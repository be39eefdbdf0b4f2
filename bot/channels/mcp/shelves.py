"""What can be read without asking: the figures by their keys, the kinds of agency, and how much is stored."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.answer import Desk
from bot.fetch.measures import is_derived, is_rate, parts_of
from bot.question import Scope

SCHEME = "gongkai://"


@dataclass(frozen=True)
class Shelf:
    """One thing to read, as JSON."""

    name: str
    title: str
    description: str
    read: Callable[[Desk], dict[str, Any]]

    @property
    def uri(self) -> str:
        """How it is asked for."""
        return f"{SCHEME}{self.name}"


def _fields(desk: Desk) -> dict[str, Any]:
    facts, zh, en = desk.filling.facts, desk.beyond.say("zh"), desk.beyond.say("en")
    editions: dict[str, list[str]] = {}
    for form, key in sorted(facts.printed):
        editions.setdefault(key, []).append(form)
    return {
        "fields": [
            {
                "key": key,
                "zh": zh.field(key),
                "en": en.field(key),
                "unit": None if is_rate(key) else facts.fields[parts_of(key)[0]]["unit"] or None,
                "forms": editions.get(key, []),
                "worked_out_of": list(parts_of(key)) if is_derived(key) else [],
            }
            for key in desk.filling.every_key()
        ]
    }


def _kinds(desk: Desk) -> dict[str, Any]:
    facts = desk.filling.facts
    counted = dict(facts.rows("SELECT organ, count(*) FROM agency GROUP BY organ"))
    kinds = [{"kind": kind, "zh": zh, "en": en, "stored": counted.get(kind, 0)} for kind, (zh, en) in facts.organs.items()]
    return {"kinds": kinds}


def _coverage(desk: Desk) -> dict[str, Any]:
    facts = desk.filling.facts
    agencies, reports = facts.size_of(Scope())
    years = [{"year": year, "reports": count} for year, count in facts.years_held(Scope()).items()]
    return {"agencies": agencies, "reports": reports, "years": years}


SHELVES: Mapping[str, Shelf] = {
    shelf.uri: shelf
    for shelf in (
        Shelf(
            "fields",
            "Figures and their keys",
            "Every figure that a report can hold, by key, with its names, its unit and the editions of the form that print it;"
            " and those that are worked out of others when they are asked for.",
            _fields,
        ),
        Shelf("kinds", "Kinds of agency", "Every kind of agency by key, with its names and how many are stored.", _kinds),
        Shelf("coverage", "What is stored", "How many agencies and reports are stored, year by year.", _coverage),
    )
}


def read(shelf: Shelf, desk: Desk) -> str:
    """What stands on a shelf now, as JSON."""
    desk.filling.facts.look()
    return json.dumps(shelf.read(desk), ensure_ascii=False)
