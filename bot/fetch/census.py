"""What is held, counted: agencies and reports by place, kind and year, and the reports whose own sums do not hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.casting.scopes import where_of
from bot.facts import Facts
from bot.fetch.filed import Finding, finding_of
from bot.fetch.state import kept_while
from bot.question import Agency, Scope

NATION = "000000"
NOWHERE = "-"
"""Agencies whose place has no code: its name is that of several regions."""


@dataclass(frozen=True)
class Count:
    """What is held of a place, those within it included: agencies, and reports by year. `inside` is how many places right
    within it have something; `own` how many agencies belong to it itself."""

    code: str
    name: str
    level: str
    agencies: int
    own: int
    years: Mapping[int, int]
    inside: int


@dataclass(frozen=True)
class Level:
    """Of how many regions of a level in the gazetteer at least one report is held."""

    level: str
    held: int
    of: int


@dataclass(frozen=True)
class Failing:
    """A report with the finding that one of its sums does not hold."""

    agency: Agency
    year: int
    form: str
    finding: Finding


class Census:
    """Counts what one database holds. The counts are worked out once for each state of it."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    def years(self) -> Sequence[int]:
        """Every year of which a report is held."""
        return sorted(self._years[NATION])

    def place(self, code: str) -> Count | None:
        """What is held of a place; None where nothing is, except for the whole country."""
        if code not in self._agencies and code != NATION:
            return None
        name, _, level = self._facts.regions.get(code, ("", "", ""))
        inner = self._children.get(code, ())
        years = dict(sorted(self._years.get(code, Counter()).items()))
        return Count(code, name, level, self._agencies[code], self._own.get(code, 0), years, len(inner))

    def within(self, code: str) -> tuple[Count, ...]:
        """The places right below one of which something is held."""
        found = (self.place(child) for child in sorted(self._children.get(code, ())))
        return tuple(one for one in found if one is not None)

    def levels(self, code: str) -> tuple[Level, ...]:
        """How much of the gazetteer below a place is held, level by level."""
        all_of: Counter[str] = Counter()
        held: Counter[str] = Counter()
        for region, (_, parent, level) in self._facts.regions.items():
            if region != code and level != "country" and self._lies_in(region, parent, code):
                all_of[level] += 1
                held[level] += region in self._own
        order = ("province", "prefecture", "county")
        return tuple(Level(level, held[level], all_of[level]) for level in order if all_of[level])

    def absent(self, code: str) -> tuple[str, ...]:
        """The names of the regions right below a place of which the gazetteer knows and nothing is held."""
        regions = self._facts.regions.items()
        return tuple(name for region, (name, parent, _) in regions if parent == code and region not in self._agencies)

    def kinds(self, code: str) -> tuple[tuple[str, int], ...]:
        """Kind of agency (empty for those that are not listed) and how many of it there are in a place, the most first."""
        where, values = where_of(Scope(regions=(code,) if code != NATION else ()))
        sql = f"SELECT a.organ, count(*) FROM agency a WHERE {where} GROUP BY a.organ ORDER BY 2 DESC, 1"
        return tuple((organ or "", agencies) for organ, agencies in self._facts.rows(sql, values))

    def _lies_in(self, region: str, parent: str, code: str) -> bool:
        while parent != code and parent in self._facts.regions and parent != NATION:
            parent = self._facts.regions[parent][1]
        return parent == code

    @kept_while("reports")
    def _own(self) -> Mapping[str, int]:
        """Region → its own agencies."""
        rows = self._facts.rows("SELECT region_code, count(*) FROM agency GROUP BY region_code")
        return {code or NOWHERE: count for code, count in rows}

    @kept_while("reports")
    def _agencies(self) -> Mapping[str, int]:
        """Region → the agencies in all of it."""
        held: Counter[str] = Counter({NATION: 0})
        for code, count in self._own.items():
            for region in self._upwards(code):
                held[region] += count
        return held

    @kept_while("reports")
    def _years(self) -> Mapping[str, Counter[int]]:
        """Region → reports by year in all of it. Years are bits, so that one walk along an index counts a million reports."""
        sql = (
            "SELECT a.region_code, held.years, count(*) FROM (SELECT agency, sum(1 << (year - ?)) AS years FROM report"
            " GROUP BY agency) AS held JOIN agency a ON a.no = held.agency GROUP BY 1, 2"
        )
        counts: dict[str, Counter[int]] = {NATION: Counter()}
        known = self._facts.years_in(Scope())
        for code, bits, count in self._facts.rows(sql, (known[0] if known else 0,)):
            own = [year for year in known if bits >> (year - known[0]) & 1]
            for region in self._upwards(code or NOWHERE):
                counts.setdefault(region, Counter()).update(dict.fromkeys(own, count))
        return counts

    @kept_while("reports")
    def _children(self) -> Mapping[str, tuple[str, ...]]:
        inner: dict[str, tuple[str, ...]] = {}
        for code in self._agencies:
            if code != NATION:
                inner[self.parent(code)] = (*inner.get(self.parent(code), ()), code)
        return inner

    def parent(self, code: str) -> str:
        """The region right above."""
        return self._facts.regions[code][1] if code in self._facts.regions and code != NATION else NATION

    def _upwards(self, code: str) -> Sequence[str]:
        found = [code]
        while code != NATION:
            code = self.parent(code)
            found.append(code)
        return found

    # Sums that do not hold

    def failing(self, scope: Scope, year: int | None, start: int, most: int) -> tuple[int, int, tuple[Failing, ...]]:
        """How many findings there are within a set, in how many reports, and some of them: the latest year first, by id."""
        where, values = where_of(scope)
        limit = "" if year is None else " AND d.year = ?"
        values = (*values, *(() if year is None else (year,)))
        joined = f"FROM finding d JOIN agency a ON a.no = d.agency WHERE d.severity = 'error' AND {where}{limit}"
        ((of, reports),) = self._facts.rows(f"SELECT count(*), count(DISTINCT d.agency * 10000 + d.year) {joined}", values)
        # Which they are is found first, so that only these few are read in full.
        some = f"SELECT d.no AS place {joined} ORDER BY d.year DESC, a.id, d.no LIMIT ? OFFSET ?"
        sql = (
            "SELECT a.no, a.id, a.name, a.region_code, a.region, a.organ, d.year, r.form,"
            f' d."check", d.severity, d.fields, d.zh, d.en, d."left", d."right" FROM ({some}) JOIN finding d ON d.no = place'
            " JOIN agency a ON a.no = d.agency JOIN report r ON r.agency = d.agency AND r.year = d.year"
            " ORDER BY d.year DESC, a.id, d.no"
        )
        rows = self._facts.rows(sql, (*values, most, start))
        found = tuple(Failing(Agency(*row[:6]), row[6], row[7] or "", finding_of(row[8:])) for row in rows)
        return int(of), int(reports), found
