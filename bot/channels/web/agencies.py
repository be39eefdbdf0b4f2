"""The agencies: browsed by place and kind, sought by name, and each with all that is held of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.channels.web.form import Box, box
from bot.channels.web.fresh import fresh
from bot.channels.web.render import Renderer, language_of
from bot.channels.web.site import Site
from bot.channels.web.stored import ABOUT_AN_AGENCY, NEAR, Stored
from bot.fetch.atlas import NATION, NOWHERE, Listing
from bot.fetch.changes import MAIN
from bot.fetch.filed import Finding
from bot.fetch.roll import Page, Sought
from bot.question import Agency, Fact, Scope
from bot.say import Say
from bot.showing.chart import Chart, Mark
from bot.showing.drawing import svg

A_PAGE = 50
_DRAWN = ("received.total", "permits.decided", "penalties.decided")
_COUNTED = ("件", "项")
_PRESENT = ("number", "blank", "dash", "unreadable")


@dataclass(frozen=True)
class Row:
    """A figure over the years, in the order of the years held."""

    label: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class Held:
    """A year of which a report is held; `form` is named where it is another than the year before."""

    year: int
    form: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class View:
    """All of an agency's page."""

    agency: Agency
    path: tuple[tuple[str, str], ...]
    years: tuple[Held, ...]
    rows: tuple[Row, ...]
    charts: tuple[Markup, ...]
    near: tuple[Agency, ...]
    asked: tuple[str, ...]


@dataclass(frozen=True)
class Browsed:
    """What a search or a place gives: places and agencies in it, or a page of agencies in a row."""

    listing: Listing | None
    page: Page | None
    meant: tuple[Agency, ...]
    path: tuple[tuple[str, str], ...]
    years: Mapping[int, tuple[int, ...]]


class AgencyPages:
    """Shows the agencies."""

    def __init__(self, site: Site, renderer: Renderer) -> None:
        self._site, self._renderer, self._stored = site, renderer, Stored(site)

    def routes(self) -> Sequence[BaseRoute]:
        """/agencies, and an agency by its id."""
        return (Route("/agencies", self.browse), Route("/agencies/{place:str}/{organ:str}", self.one))

    async def browse(self, request: Request) -> Response:
        """?q= a name as people write it, ?place= a region's code, ?kind= a kind of agency, ?page= from 1."""
        return await fresh(request, self._site, partial(self._browsed, request))

    async def one(self, request: Request) -> Response:
        """An agency with all years held."""
        return await fresh(request, self._site, partial(self._shown, request))

    async def _browsed(self, request: Request) -> Response:
        asked, language = request.query_params, language_of(request)
        text, place, kind = asked.get("q", "").strip()[:200], asked.get("place", NATION), asked.get("kind", "")
        number = page_number(asked.get("page"))
        view, organs = await self._site.at_desk(self._browse, text, place, kind, number)
        title = self._site.phrases.say("agencies", language)
        values: dict[str, Any] = {
            "text": text,
            "place": place,
            "kind": kind,
            "number": number,
            "organs": organs,
            "nowhere": NOWHERE,
        }
        pages = -(-view.page.of // A_PAGE) if view.page else 0
        return self._renderer.page(request, "agencies.html", title=title, view=view, pages=pages, **values)

    def _browse(self, text: str, place: str, kind: str, number: int) -> tuple[Browsed, Mapping[str, tuple[str, str]]]:
        site, stored = self._site, self._stored
        site.facts.look()
        kind = kind if kind in site.facts.organs else ""
        scope = Scope(kind or None, (place,) if place in site.facts.regions and place != NATION else ())
        path = self._stored.path(place)
        if not text and not kind:
            listing = site.atlas.listing(place)
            agencies = [one for one in (listing.entries if listing else ()) if isinstance(one, Agency)]
            return Browsed(listing, None, (), path, self._years(agencies)), site.facts.organs
        sought = stored.roll.sought(text, scope) if text else Sought(scope)
        page = stored.roll.page(sought, (number - 1) * A_PAGE, A_PAGE)
        meant: tuple[Agency, ...] = ()
        if text and number == 1:
            named = (agency for agency, _ in site.talks.desk.heard(text, site.today())[1])
            meant = tuple(dict.fromkeys(one for one in named if one not in page.agencies))[:NEAR]
        return Browsed(None, page, meant, path, self._years([*page.agencies, *meant])), site.facts.organs

    def _years(self, agencies: Sequence[Agency]) -> Mapping[int, tuple[int, ...]]:
        if not agencies:
            return {}
        return self._site.facts.years_by_agency(Scope(agencies=tuple(agency.no for agency in agencies[:500])))

    async def _shown(self, request: Request) -> Response:
        id, language = "{place}/{organ}".format(**request.path_params), language_of(request)
        view = await self._site.at_desk(self._view, id, language)
        if view is None:
            return await self._stored.nothing(request, self._renderer, id)
        return self._renderer.page(request, "agency.html", title=view.agency.name, view=view)

    def _view(self, id: str, language: str) -> View | None:
        site, stored = self._site, self._stored
        agency = site.reports.agency(id)
        if agency is None:
            return None
        say, forms = site.say(language), stored.filing.forms(agency.no)
        years = tuple(forms)
        found = stored.filing.findings(agency.no, years)
        facts = {(fact.year, fact.field): fact for fact in site.facts.cells([agency], years, MAIN)}
        held, former = [], ""
        for year, form in forms.items():
            held.append(Held(year, "" if form == former else stored.layouts.title(form), found.get(year, ())))
            former = form
        rows = tuple(_row(key, years, facts, say) for key in MAIN if any(facts[year, key].state in _PRESENT for year in years))
        charts = tuple(drawn for key in _DRAWN if (drawn := _chart(key, held, facts, say)))
        near, asked = stored.roll.near(agency, NEAR), stored.asked(ABOUT_AN_AGENCY, agency, years[-1], language) if years else ()
        return View(agency, self._stored.path(agency.region or ""), tuple(held), rows, charts, near, asked)


def _row(key: str, years: Sequence[int], facts: Mapping[tuple[int, str], Fact], say: Say) -> Row:
    own = [facts[year, key] for year in years]
    units = ["" if fact.unit in _COUNTED or fact.state != "number" else say.unit_said(fact.unit) for fact in own]
    return Row(say.label(key), tuple(box(fact, say, unit) for fact, unit in zip(own, units, strict=True)))


def _chart(key: str, held: Sequence[Held], facts: Mapping[tuple[int, str], Fact], say: Say) -> Markup | None:
    """A line over the years, where two at least have a number."""
    by_year = {one.year: one for one in held}
    if sum(facts[year, key].value is not None for year in by_year) < 2:
        return None
    marks = []
    for year in range(held[0].year, held[-1].year + 1):
        fact = facts.get((year, key))
        breaks = year in by_year and bool(by_year[year].form) and year != held[0].year
        if fact is None or fact.value is None:
            marks.append(Mark(str(year), None, say("chart.no_report") if fact is None else say.state(fact.state), breaks))
        else:
            marks.append(Mark(str(year), fact.value, say.number(fact.value, fact.unit), breaks))
    broken = say("chart.break") if any(mark.breaks for mark in marks) else ""
    return Markup(svg(Chart("line", say.label(key), tuple(marks), (), broken)))


def page_number(said: str | None) -> int:
    """A page's number as an address says it, from 1; whatever is none is the first."""
    return int(said) if said is not None and said.isdecimal() and int(said[:7]) > 0 and len(said) < 7 else 1
