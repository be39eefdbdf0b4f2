"""/rank: who has most or least of a figure in a year, among a kind of agency and within a place, by the desk's own ranking."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.channels.web.choose import Chooser, Unclear
from bot.channels.web.render import Renderer, language_of, said_language
from bot.channels.web.site import Site
from bot.channels.web.views import cell_address, report_address
from bot.fetch.measures import is_derived, parts_of
from bot.question import Agency, Answer, Fact, Question, Scope
from bot.say import Say
from bot.showing.chart import chart_of
from bot.showing.drawing import svg
from bot.showing.sheet import XLSX, Leaf, csv_of, kept, xlsx_of

A_PAGE, MOST_A_PAGE, MOST_A_FILE, DEEPEST = 20, 100, 1_000, 5_000
LEVELS = ("province", "prefecture", "county")
_COLUMNS = ("agency_id", "agency", "year", "field", "name", "value", "unit", "document", "page")
_WIDTHS = (8, 18, 34, 8, 24, 34, 12, 8, 40, 6)


@dataclass(frozen=True)
class Wish:
    """What is to be ranked. `start` is how many come before this page; `region` is a code, `place` what was typed for it."""

    key: str = ""
    year: int = 0
    kind: str = ""
    region: str = ""
    level: str = ""
    ascending: bool = False
    size: int = A_PAGE
    start: int = 0
    unclear: Unclear | None = None
    is_tidy: bool = True

    def query(self, **more: object) -> str:
        """The address of just this, behind the question mark."""
        own = {"field": self.key, "year": self.year, "kind": self.kind, "region": self.region, "level": self.level}
        own |= {"order": "least" if self.ascending else "", "top": self.size if self.size != A_PAGE else ""}
        own |= {"start": self.start, **more}
        return urlencode({name: value for name, value in own.items() if value}, safe="/")


@dataclass(frozen=True)
class Place:
    """One line of the ranking. `cell` is None for what is worked out of several."""

    rank: int
    agency: Agency
    name: str
    value: Decimal
    said: str
    cell: Fact | None
    address: str


class Rank:
    """Shows the ranking, and hands it out as a file."""

    def __init__(self, site: Site, renderer: Renderer) -> None:
        self._site, self._renderer = site, renderer
        self._chooser = Chooser(site)

    def routes(self) -> Sequence[BaseRoute]:
        """/rank, as a page and as files."""
        return (
            Route("/rank", self.show),
            Route("/rank.csv", self.file, name="rank_csv"),
            Route("/rank.xlsx", self.file, name="rank_xlsx"),
        )

    async def show(self, request: Request) -> Response:
        """The form, and below it the places of this page."""
        language, chosen = language_of(request), said_language(request)
        wish = await self._site.at_desk(self._wish, request.query_params)
        if not wish.is_tidy and wish.unclear is None:
            return RedirectResponse(f"/rank?{wish.query(lang=chosen)}", 303)
        values = await self._site.at_desk(self._values, wish, language)
        return self._renderer.page(
            request, "rank.html", title=self._site.phrases.say("rank", language), wish=wish, kept_lang=chosen, **values
        )

    async def file(self, request: Request) -> Response:
        """From the first place on, beyond this page, as CSV or XLSX."""
        language, ending = language_of(request), request.url.path.rpartition(".")[2]
        wish = await self._site.at_desk(self._wish, request.query_params)
        say = self._site.say(language)
        leaf = await self._site.at_desk(self._leaf, wish, say)
        headers = {"Content-Disposition": f'attachment; filename="rank-{wish.key or "none"}-{wish.year}.{ending}"'}
        if ending == "csv":
            return Response(csv_of(leaf), media_type="text/csv; charset=utf-8", headers=headers)
        return Response(await asyncio.to_thread(xlsx_of, leaf, say), media_type=XLSX, headers=headers)

    def _wish(self, query: QueryParams) -> Wish:
        """At the desk. What is not known is as if it had not been said, but for a place."""
        site, chooser = self._site, self._chooser
        site.facts.look()
        keys = chooser.keys(query.getlist("field")[:1], query.get("by", ""), 1)
        year = query.get("year", "")
        placed = chooser.place(query["place"]) if query.get("place", "").strip() else query.get("region", "")
        region = placed if isinstance(placed, str) and placed in site.facts.regions else ""
        return Wish(
            key=keys[0] if keys else "",
            year=int(year) if year.isdecimal() and len(year) == 4 else 0,
            kind=query.get("kind", "") if query.get("kind", "") in site.facts.organs else "",
            region=region,
            level=query.get("level", "") if query.get("level", "") in LEVELS else "",
            ascending=query.get("order") == "least",
            size=_number(query.get("top", ""), A_PAGE, MOST_A_PAGE) or A_PAGE,
            start=_number(query.get("start", ""), 0, DEEPEST),
            unclear=placed if isinstance(placed, Unclear) else None,
            is_tidy=not ({"place", "by"} & query.keys()) and "" not in query.values(),
        )

    def _values(self, wish: Wish, language: str) -> Mapping[str, Any]:
        """At the desk: what the form offers, and the ranking where a figure and a year were chosen."""
        say, chooser = self._site.say(language), self._chooser
        answer = self._posed(wish, say, wish.start + wish.size) if wish.key and wish.year and wish.unclear is None else None
        ranking = list((answer.result or {}).get("ranking", ())) if answer else []
        places = self._places(ranking[wish.start :], wish.key, say)
        drawn = (
            chart_of(self._of_page(answer, ranking[wish.start :], wish.key), self._site.facts, say) if answer and places else None
        )
        return {
            "years": chooser.years(),
            "groups": chooser.groups(language, (wish.key,) if wish.key else ()),
            "columns": chooser.columns(language),
            "kinds": chooser.kinds(language),
            "levels": LEVELS,
            "placed": chooser.placed(wish.region) if wish.region else "",
            "answer": answer,
            "places": places,
            "shown": (wish.start + 1, wish.start + len(places)),
            "most": MOST_A_FILE,
            "report_address": report_address,
            "label": say.label(wish.key) if wish.key else "",
            "drawn": Markup(svg(drawn, framed=False)) if drawn is not None else "",
            "following": len(ranking) if self._goes_on(wish, len(ranking), say) else 0,
            "before": max(0, wish.start - wish.size) if wish.start else None,
        }

    def _posed(self, wish: Wish, say: Say, most: int) -> Answer:
        """The answer of the desk to the same question, as far as the place `most` and those tied there."""
        scope = Scope(wish.kind or None, (wish.region,) if wish.region else (), level=wish.level or None)
        text = f"{wish.year} {say.label(wish.key)}"
        question = Question("rank", say.language, text, scope=scope, years=(wish.year,), fields=(wish.key,), n=most)
        return self._site.beyond.posed(replace(question, ascending=wish.ascending))

    def _goes_on(self, wish: Wish, shown: int, say: Say) -> bool:
        """Whether anybody comes behind those shown."""
        if shown < wish.start + wish.size or shown >= DEEPEST:
            return False
        further = self._posed(wish, say, shown + 1)
        return len((further.result or {}).get("ranking", ())) > shown

    def _places(self, ranking: Sequence[Mapping[str, Any]], key: str, say: Say) -> list[Place]:
        """The entries with the cells that they stand in, as printed."""
        reports, cells = self._cells(ranking, key)
        names = dict(self._chooser.labelled([agency for agency, _ in reports]))
        places = []
        for entry, (agency, year) in zip(ranking, reports, strict=True):
            fact = cells.get((agency.no, year))
            address = cell_address(fact) if fact is not None else report_address(agency.id, year)
            said = say.among(key, entry["value"])
            places.append(Place(entry["rank"], agency, names[agency], entry["value"], said, fact, address))
        return places

    def _cells(
        self, ranking: Sequence[Mapping[str, Any]], key: str
    ) -> tuple[list[tuple[Agency, int]], Mapping[tuple[int, int], Fact]]:
        ids = dict.fromkeys(entry["agency_id"] for entry in ranking)
        known = {agency.id: agency for agency in self._chooser.agencies(ids, len(ids))}
        reports = [(known[entry["agency_id"]], entry["year"]) for entry in ranking]
        stored = () if is_derived(key) else parts_of(key)
        return reports, {(fact.agency.no, fact.year): fact for fact in self._site.facts.cells_of(reports, stored)}

    def _of_page(self, answer: Answer, ranking: Sequence[Mapping[str, Any]], key: str) -> Answer:
        """The answer as far as it concerns the entries of this page, for the chart."""
        reports, _ = self._cells(ranking, key)
        facts = self._site.facts.cells_of(reports, parts_of(key))
        return replace(answer, result={"ranking": ranking}, facts=facts)

    def _leaf(self, wish: Wish, say: Say) -> Leaf:
        """At the desk."""
        most = max(MOST_A_FILE, wish.start + wish.size)
        answer = self._posed(wish, say, most) if wish.key and wish.year else None
        ranking = (answer.result or {}).get("ranking", ()) if answer else ()
        rows = []
        for place in self._places(ranking, wish.key, say):
            cell = place.cell
            stands = (cell.document, cell.page) if cell is not None else (None, None)
            head = (place.rank, place.agency.id, place.name, wish.year, wish.key, say.field(wish.key))
            rows.append((*head, kept(place.value), say.unit(wish.key), *stands))
        headers = (say("column.rank").lower(), *(say(f"sheet.{column}") for column in _COLUMNS))
        return Leaf(headers, tuple(rows), tuple(answer.text.splitlines()[:1]) if answer else (), _WIDTHS)


def _number(said: str, otherwise: int, most: int) -> int:
    return min(int(said), most) if said.isdecimal() and len(said) < 7 else otherwise
