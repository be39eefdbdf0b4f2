"""The stored agencies a page at a time, by id: of a kind, in a region, with a piece of their names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.casting.scopes import where_of
from bot.facts import Facts
from bot.question import Agency, Scope

_COLUMNS = "a.no, a.id, a.name, a.region_code, a.region, a.organ"


@dataclass(frozen=True)
class Page:
    """Agencies with the years held of each, by number; how many there are in all, and whether more follow."""

    agencies: tuple[Agency, ...]
    years: Mapping[int, tuple[int, ...]]
    total: int
    more: bool


class Roster:
    """Pages through one database."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    def page(self, scope: Scope, name: str, after: str, most: int) -> Page:
        """Those of a scope whose name, other name or id holds `name` (in either case; empty for all), past the id `after`."""
        where, values = where_of(scope)
        said: tuple[Any, ...] = values
        if name:
            where += (
                " AND (instr(lower(a.name), ?) OR instr(lower(a.id), ?)"
                " OR a.no IN (SELECT agency FROM agency_name WHERE instr(lower(name), ?)))"
            )
            said = (*values, *(name.strip().lower(),) * 3)
        ((total,),) = self._facts.rows(f"SELECT count(*) FROM agency a WHERE {where}", said)
        sql = f"SELECT {_COLUMNS} FROM agency a WHERE {where} AND a.id > ? ORDER BY a.id LIMIT ?"
        found = [Agency(*row) for row in self._facts.rows(sql, (*said, after, most + 1))]
        agencies = tuple(found[:most])
        held = self._facts.years_by_agency(Scope(agencies=tuple(agency.no for agency in agencies))) if agencies else {}
        return Page(agencies, held, int(total), len(found) > most)
