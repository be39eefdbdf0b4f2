"""What the pages of reports share: the readers of one database, questions that were run, and what is said of what is not held."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.convertors import IntegerConvertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import Response

from bot.channels.web.render import Renderer, language_of
from bot.channels.web.site import Site
from bot.fetch.census import NATION, Census
from bot.fetch.filed import Filing
from bot.fetch.layout import Layouts
from bot.fetch.roll import Roll
from bot.question import Agency

NEAR = 12
_MOST_KEPT = 2_000
ABOUT_A_REPORT = ("asked_permits", "asked_requests", "asked_sums", "asked_problems", "asked_likeness")
ABOUT_AN_AGENCY = ("asked_trend", "asked_permits", "asked_requests", "asked_rank")


class Year(IntegerConvertor):
    """A year in an address: four digits, which every database can look for."""

    regex = "[0-9]{4}"


register_url_convertor("year", Year())


class Stored:
    """The readers. All but `nothing` is to be called at the desk."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self.filing, self.layouts = Filing(site.facts), Layouts(site.facts)
        self.roll, self.census = Roll(site.facts), Census(site.facts)
        self._run: dict[tuple[str, int, str], tuple[int, tuple[str, ...]]] = {}

    def path(self, code: str) -> tuple[tuple[str, str], ...]:
        """The places around a region and itself, from the outermost, as code and name."""
        regions, found = self._site.facts.regions, []
        while code in regions and code != NATION:
            found.append((code, regions[code][0]))
            code = regions[code][1]
        return tuple(reversed(found))

    def asked(self, about: Sequence[str], agency: Agency, year: int, language: str) -> tuple[str, ...]:
        """Questions about an agency or a report of it that have an answer: each was run."""
        state, key = self._site.facts.state.reports, (agency.id, year, language)
        if key not in self._run or self._run[key][0] != state:
            if len(self._run) > _MOST_KEPT:
                self._run.clear()
            blanks = {"name": agency.name, "year": year, "before": year - 1}
            asked = [self._site.phrases.say(one, language, **blanks) for one in about]
            self._run[key] = state, tuple(one for one in asked if self._answers(one, agency))
        return self._run[key][1]

    def _answers(self, question: str, agency: Agency) -> bool:
        """Whether it has an answer, and that is about this agency."""
        answer, _ = self._site.talks.desk.answer(question, None, self._site.today())
        of = {fact.agency.no for fact in answer.facts} or {agency.no}
        return answer.status == "answered" and agency.no in of

    async def nothing(self, request: Request, renderer: Renderer, id: str, year: int | None = None) -> Response:
        """The page that says that nothing of an agency, or of that year of it, is held, and what is near."""
        language = language_of(request)
        agency, years, near = await self._site.at_desk(self._near, id)
        title = self._site.phrases.say("nothing_held", language)
        values: dict[str, Any] = {"id": id, "year": year, "agency": agency, "years": years, "near": near}
        return renderer.page(request, "nothing.html", 404, title=title, **values)

    def _near(self, id: str) -> tuple[Agency | None, tuple[int, ...], tuple[Agency, ...]]:
        agency = self._site.reports.agency(id)
        if agency is not None:
            return agency, self._site.facts.years_of(agency.no), ()
        return None, (), self.roll.like(id, NEAR)
