"""What is held, by place and year, and what is not, as far as that can be known; and the reports whose own sums fail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.channels.web.agencies import page_number
from bot.channels.web.fresh import fresh
from bot.channels.web.render import Renderer, language_of
from bot.channels.web.site import Site
from bot.channels.web.stored import Stored
from bot.channels.web.sums import sides
from bot.channels.web.views import cell_address
from bot.fetch.census import NATION, NOWHERE, Count, Level
from bot.question import Fact, Scope

A_PAGE = 40
_MOST_INSIDE = 160
"""Places that are listed within the places of a page; beyond, each is a page of its own."""
_MOST_ABSENT = 60


@dataclass(frozen=True)
class Held:
    """What is held of a place, the places in it, and the places in those where they are few."""

    whole: Count
    path: tuple[tuple[str, str], ...]
    years: Sequence[int]
    inner: tuple[tuple[Count, tuple[Count, ...]], ...]
    levels: tuple[Level, ...]
    absent: tuple[str, ...]
    kinds: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Failed:
    """A sum that fails: whose, both sides, and where."""

    agency: str
    agency_id: str
    year: int
    label: str
    sides: str
    said: str
    address: str


@dataclass(frozen=True)
class Listed:
    """A page of sums that fail: `of` in all, in `reports` reports."""

    of: int
    reports: int
    failed: tuple[Failed, ...]
    years: Sequence[int]
    organs: Mapping[str, tuple[str, str]]
    provinces: tuple[tuple[str, str], ...]


class CoveragePages:
    """Shows what is held, and what fails."""

    def __init__(self, site: Site, renderer: Renderer) -> None:
        self._site, self._renderer, self._stored = site, renderer, Stored(site)

    def routes(self) -> Sequence[BaseRoute]:
        """/coverage and /findings."""
        return (Route("/coverage", self.coverage), Route("/findings", self.findings))

    async def coverage(self, request: Request) -> Response:
        """?place= a region's code; the whole country without it."""
        return await fresh(request, self._site, partial(self._covered, request))

    async def findings(self, request: Request) -> Response:
        """?year=, ?kind=, ?place= narrow the list; ?page= from 1."""
        return await fresh(request, self._site, partial(self._failing, request))

    async def _covered(self, request: Request) -> Response:
        code = request.query_params.get("place", NATION)
        view = await self._site.at_desk(self._held, code)
        if view is None:
            return await self._stored.nothing(request, self._renderer, code)
        values: dict[str, Any] = {"organs": self._site.facts.organs, "nowhere": NOWHERE, "nation": NATION}
        title = self._site.phrases.say("coverage", language_of(request))
        return self._renderer.page(request, "coverage.html", title=title, view=view, **values)

    def _held(self, code: str) -> Held | None:
        self._site.facts.look()
        census = self._stored.census
        whole = census.place(code)
        if whole is None:
            return None
        inner = census.within(code)
        few = sum(one.inside for one in inner) <= _MOST_INSIDE
        nested = tuple((one, census.within(one.code) if few else ()) for one in inner)
        absent = census.absent(code)
        return Held(
            whole,
            self._stored.path(code),
            census.years(),
            nested,
            census.levels(code),
            absent if len(absent) <= _MOST_ABSENT else (),
            census.kinds(code) if code != NOWHERE else (),
        )

    async def _failing(self, request: Request) -> Response:
        asked, language = request.query_params, language_of(request)
        year = int(asked["year"]) if asked.get("year", "").isdecimal() and len(asked["year"]) == 4 else None
        kind, place, number = asked.get("kind", ""), asked.get("place", ""), page_number(asked.get("page"))
        view = await self._site.at_desk(self._listed, year, kind, place, number, language)
        title = self._site.phrases.say("findings", language)
        values: dict[str, Any] = {"year": year, "kind": kind, "place": place, "number": number, "pages": -(-view.of // A_PAGE)}
        return self._renderer.page(request, "findings.html", title=title, view=view, **values)

    def _listed(self, year: int | None, kind: str, place: str, number: int, language: str) -> Listed:
        site, stored, say = self._site, self._stored, self._site.say(language)
        site.facts.look()
        regions = site.facts.regions
        scope = Scope(kind if kind in site.facts.organs else None, (place,) if place in regions and place != NATION else ())
        of, reports, found = stored.census.failing(scope, year, (number - 1) * A_PAGE, A_PAGE)
        phrase = partial(site.phrases.say, language=language)
        failed = []
        for one in found:
            on_form = [key for key in one.finding.fields if key in site.facts.fields]
            at = on_form[-1] if on_form else ""
            fact = Fact(one.agency, one.year, at, "", None, None, None, "", None, None)
            told = sides(one.finding, one.form, stored.layouts, say, phrase)
            where = (say.field(at), told, one.finding.said[language], cell_address(fact)) if at else ("", told, "", "")
            failed.append(Failed(one.agency.name, one.agency.id, one.year, *where))
        provinces = tuple((code, name) for code, (name, _, level) in regions.items() if level == "province")
        return Listed(of, reports, tuple(failed), site.facts.years_in(Scope()), site.facts.organs, provinces)
