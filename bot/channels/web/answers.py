"""Questions and answers: the conversation, an answer by its address, how it was computed, its chart, its files."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.channels.web.render import Renderer, language_of
from bot.channels.web.site import Site, new_talk
from bot.channels.web.views import Shown, shown
from bot.question import Answer
from bot.showing.drawing import svg
from bot.showing.photo import png
from bot.showing.sheet import filed

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class Answers:
    """Answers questions, and shows answers that were given before."""

    def __init__(self, site: Site, renderer: Renderer) -> None:
        self._site, self._renderer = site, renderer

    def routes(self) -> Sequence[BaseRoute]:
        """/ask, and /a/ID with what belongs to it."""
        return (
            Route("/ask", self.ask),
            Route("/a/{id:str}.csv", self.file, name="csv"),
            Route("/a/{id:str}.xlsx", self.file, name="xlsx"),
            Route("/a/{id:str}.png", self.photo),
            Route("/a/{id:str}.svg", self.drawing),
            Route("/a/{id:str}/how", self.how),
            Route("/a/{id:str}", self.one),
        )

    async def ask(self, request: Request) -> Response:
        """The answer to ?q= in the conversation ?talk=, which a first question begins; ?turn= tells a page loaded again from
        the same question asked twice."""
        text = request.query_params.get("q", "").strip()
        if not text:
            return RedirectResponse(f"/?{request.url.query}" if "lang" in request.query_params else "/", 303)
        talk, turn = request.query_params.get("talk") or new_talk(), request.query_params.get("turn", "1")
        answer, context = await self._site.ask(talk, text, turn)
        following = await self._site.at_desk(self._site.talks.suggestions, f"web/{talk}", answer, self._site.today(), time.time())
        earlier = [turn for turn in context.turns if turn.id != answer.id]
        values: dict[str, Any] = {"talk": talk, "turn": _next(turn), "earlier": earlier, "following": following}
        return await self._page(request, answer, **values)

    async def one(self, request: Request) -> Response:
        """A kept answer over what is stored now. Where it is not kept (any more), ?q= is asked anew."""
        answer = await self._site.reopen(request.path_params["id"])
        if answer is None and (text := request.query_params.get("q")):
            answer, _ = await self._site.ask(new_talk(), text)
        if answer is None:
            raise HTTPException(404)
        return await self._page(request, answer, talk=new_talk(), turn="1", earlier=(), following=())

    async def how(self, request: Request) -> Response:
        """How a kept answer comes about."""
        answer = await self._site.at_desk(self._site.talks.explain, request.path_params["id"], time.time())
        if answer is None:
            raise HTTPException(404)
        return await self._page(request, answer, talk=new_talk(), turn="1", earlier=(), following=())

    async def file(self, request: Request) -> Response:
        """The figures of an answer as CSV or XLSX."""
        answer = await self._kept(request)
        ending = request.url.path.rpartition(".")[2]
        name, data = await asyncio.to_thread(filed, answer, self._site.say(answer.language), ending)
        return Response(data, media_type=KINDS[ending], headers={"Content-Disposition": f'attachment; filename="{_ascii(name)}"'})

    async def drawing(self, request: Request) -> Response:
        """The chart of an answer as SVG."""
        return Response(await self._drawn(request), media_type="image/svg+xml")

    async def photo(self, request: Request) -> Response:
        """The chart of an answer as PNG, with the project's own font."""
        drawn = await self._drawn(request)
        return Response(await asyncio.to_thread(png, drawn, self._site.font), media_type="image/png")

    async def _drawn(self, request: Request) -> str:
        answer = await self._kept(request)
        chart = await self._site.at_desk(self._site.beyond.chart, answer)
        if chart is None:
            raise HTTPException(404)
        return svg(chart)

    async def _kept(self, request: Request) -> Answer:
        answer = await self._site.reopen(request.path_params["id"])
        if answer is None or not answer.facts:
            raise HTTPException(404)
        return answer

    async def _page(self, request: Request, answer: Answer, **values: Any) -> Response:
        view: Shown = await self._site.at_desk(shown, self._site, answer)
        drawn = Markup(svg(view.chart)) if view.chart is not None else ""
        title = answer.question or self._site.phrases.say("site", language_of(request))
        return self._renderer.page(request, "answer.html", title=title, answer=answer, view=view, drawn=drawn, **values)


def _next(turn: str) -> str:
    return str(int(turn) + 1) if turn.isdecimal() and len(turn) < 6 else "1"


def _ascii(name: str) -> str:
    return "".join(char if char.isascii() and (char.isalnum() or char in "-_.") else "_" for char in name)
