"""The figures of the API: a page of cells as JSON, or all that were asked for as CSV, sent while they are read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from bot.card import fact_of
from bot.channels.web.api.arguments import Arguments
from bot.channels.web.api.lists import Lists, Page, place_of
from bot.facts import Facts
from bot.question import Agency, Fact

COLUMNS = ("agency_id", "agency", "region", "organ", "year", "form", "field", "state", "value", "raw", "document", "page")
AT_ONCE = 25
"""Reports that are read at a time: five thousand cells."""
CELLS = 150
"""About so many cells has a report, at least."""
MOST_READ = 300
"""Reports that are read for one page: where hardly any cell is as asked for, the page is short, and the next goes on."""
_MONEY = ("元", "万元", "亿元")
Cell = tuple[Fact, str]
"""A cell, and the edition of the form of its report."""


class Figures:
    """Lists cells by agency, year and the order of the form. To be called on one thread."""

    def __init__(self, facts: Facts, lists: Lists) -> None:
        self._facts, self._lists = facts, lists

    def list_figures(self, said: Arguments) -> Page:
        """A page of cells."""
        limit, found = said["limit"] or 100, list[Cell]()
        at_once = min(AT_ONCE, limit // (len(said["field"]) or CELLS) + 1)
        for some, last in self.read(said, max(MOST_READ, limit // (len(said["field"]) or CELLS) + at_once), at_once):
            found += some
            if len(found) > limit:
                return {"figures": [_entry(*cell) for cell in found[:limit]], "next": _address(found[limit - 1][0])}
            end = last
        return {"figures": [_entry(*cell) for cell in found], "next": end}

    def read(self, said: Arguments, most: int, at_once: int = AT_ONCE) -> Iterator[tuple[list[Cell], str | None]]:
        """The cells asked for, `at_once` reports at a time and `most` in all; with them where to go on, None at the end."""
        which, keys, states = self._lists.which(said), tuple(dict.fromkeys(said["field"])), frozenset(said["state"])
        after, begun = self._begin(said["after"])
        ended: str | None = None
        for _ in range(-(-most // at_once)):
            reports = self._lists.listing.places(which, after, at_once)
            cells = self._cells(reports, keys, states)
            if begun is not None:
                cells, begun = self._behind(cells, *begun), None
            if len(reports) < at_once:
                yield cells, None
                return
            after = (reports[-1][0].id, reports[-1][1])
            ended = f"{after[0]}/{after[1]}/{tuple(self._facts.fields)[-1]}"
            yield cells, ended

    def _begin(self, after: str | None) -> tuple[tuple[str, int], tuple[tuple[str, int], str] | None]:
        """The report behind which to look for more, and the report and field in the midst of which a page ended."""
        if after is None:
            return place_of(None), None
        report, _, field = after.rpartition("/")
        id, year = place_of(report)
        return (id, year - 1), ((id, year), field)

    def _behind(self, cells: list[Cell], report: tuple[str, int], field: str) -> list[Cell]:
        order = {key: place for place, key in enumerate(self._facts.fields)}
        reached = order.get(field, -1)
        return [(fact, form) for fact, form in cells if (fact.agency.id, fact.year) != report or order[fact.field] > reached]

    def _cells(self, reports: Sequence[tuple[Agency, int]], keys: Sequence[str], states: frozenset[str]) -> list[Cell]:
        forms = self._lists.listing.forms_of(reports)
        ordered = sorted(keys, key=list(self._facts.fields).index)
        found = self._lists.listing.cells(reports, ordered, states, forms)
        return [(fact, forms[fact.agency.no, fact.year]) for fact in found]

    def unit(self, key: str) -> str | None:
        """The unit that the form prints."""
        return self._facts.fields[key]["unit"] or None

    def as_csv(self, cells: Sequence[Cell]) -> str:
        """Rows of the table that `ingest` takes in and gives out."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        for fact, form in cells:
            head = (fact.agency.id, fact.agency.name, fact.agency.region_name, fact.agency.organ, fact.year, form)
            value = "" if fact.value is None else f"{fact.value:f}"
            writer.writerow((*head, fact.field, fact.state, value, self._raw(fact), fact.document, fact.page or ""))
        return text.getvalue()

    def _raw(self, fact: Fact) -> str:
        """A unit other than the form's goes with what is printed, or 251000元 would become 万元."""
        raw = (fact.raw or "").replace("\r\n", "\n").replace("\r", "\n")
        return raw + fact.unit if fact.unit in _MONEY and fact.unit != self.unit(fact.field) and fact.unit not in raw else raw


def head() -> str:
    """The first line of the table."""
    return ",".join(COLUMNS) + "\n"


def _address(fact: Fact) -> str:
    return f"{fact.agency.id}/{fact.year}/{fact.field}"


def _entry(fact: Fact, form: str) -> dict[str, Any]:
    """As in an answer, with what tells the agency's place and kind, and the form."""
    return fact_of(fact) | {"region": fact.agency.region_name, "organ": fact.agency.organ, "form": form}
