"""The first page: the box to ask in, questions that have an answer, and what is held."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.channels.web.render import LANGUAGES, Renderer, language_of
from bot.channels.web.site import Site
from bot.question import Scope

Known = tuple[Sequence[str], int, int, Sequence[int]]


class Home:
    """Shows the first page."""

    def __init__(self, site: Site, renderer: Renderer) -> None:
        self._site, self._renderer = site, renderer
        self._held: tuple[int, tuple[int, int, Sequence[int]] | None] = (-1, None)
        """What was worked out, and of which state of the reports."""
        for language in LANGUAGES:
            site.soon(self._known, language)

    def routes(self) -> Sequence[BaseRoute]:
        """The address without anything behind it."""
        return (Route("/", self.show),)

    async def show(self, request: Request) -> Response:
        """The examples are those of the help, each tried on this database."""
        language = language_of(request)
        examples, agencies, reports, years = await self._site.at_desk(self._known, language)
        values: dict[str, Any] = {"examples": examples, "agencies": agencies, "reports": reports, "years": years}
        return self._renderer.page(request, "home.html", title=self._site.phrases.say("site", language), **values)

    def _known(self, language: str) -> Known:
        """Questions that have an answer, and how many agencies and reports of which years there are. Worked out anew when
        something was stored."""
        site = self._site
        examples = site.examples(language)
        state, held = self._held
        if held is None or state != site.facts.state.reports:
            held = (*site.facts.size_of(Scope()), site.facts.years_in(Scope()))
            self._held = (site.facts.state.reports, held)
        return (examples, *held)
