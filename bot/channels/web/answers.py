"""Answers that were given: each by its address, how it was worked out, its chart, its files."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.channels.web.asking import PART, talk_of
from bot.channels.web.fresh import ONESELF, fresh
from bot.channels.web.render import Renderer, language_of
from bot.channels.web.site import Site, new_talk
from bot.channels.web.views import Shown, shown
from bot.question import Answer
from bot.showing.lines import drawn as drawing
from bot.showing.photo import png
from bot.showing.sheet import filed
from bot.text import LONGEST_MESSAGE

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class Answers:
    """Shows answers that were given before, over what is stored now."""

    def __init__(self, site: Site, renderer: Renderer) -> None:
        self._site, self._renderer = site, renderer

    def routes(self) -> Sequence[BaseRoute]:
        """/a/ID with what belongs to it."""
        made = (
            ("/a/{id:str}.csv", self._filed),
            ("/a/{id:str}.xlsx", self._filed),
            ("/a/{id:str}.png", self._photo),
            ("/a/{id:str}.svg", self._drawing),
            ("/a/{id:str}/how", self._how),
            ("/a/{id:str}/next", self._next),
            ("/a/{id:str}", self._one),
        )
        return [Route(path, self._kept_by(make)) for path, make in made]

    def _kept_by(self, make: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
        """The same, sent again only where something was stored since; where it bears someone's own words, kept by them alone."""

        async def give(request: Request) -> Response:
            return await fresh(request, self._site, partial(make, request), ONESELF if talk_of(request) else "no-cache")

        return give

    async def _one(self, request: Request) -> Response:
        """A kept answer over what is stored now. Where it is not kept (any more), ?q= is asked anew."""
        id, talk = request.path_params["id"], talk_of(request)
        text = request.query_params.get("q", "").strip()[: LONGEST_MESSAGE + 1]
        found = await self._site.at_desk(self._opened, id, talk, text)
        if found is None:
            raise HTTPException(404)
        answer, view = found
        title = answer.question or self._site.phrases.say("answer", language_of(request))
        values: dict[str, Any] = {"answer": answer, "view": view, "talk": talk, "earlier": (), "level": 1}
        return self._renderer.page(request, "answer.html", title=title, **values)

    def _opened(self, id: str, talk: str, text: str) -> tuple[Answer, Shown] | None:
        """The answer of an id, and how it looks. The words of the question are shown to whoever asked it,
        and to whoever has them in the address, if they are those of this answer."""
        site, talks, now, today = self._site, self._site.talks, time.time(), self._site.today()
        answer = talks.reopen(id, now, f"web/{talk}")
        if answer is None and text:
            answer, _ = talks.turn(f"web/{new_talk()}", text, today, now)
        if answer is None:
            return None
        if text and not answer.question and site.is_of(text, id):
            answer = replace(answer, question=text)
        kept = talks.memory.answer_by_id(str(answer.id), now)
        return answer, shown(site, answer, kept)

    async def _how(self, request: Request) -> Response:
        """How a kept answer comes about; ?part=drawer gives it alone."""
        id, talk = request.path_params["id"], talk_of(request)
        answer = await self._site.at_desk(self._site.talks.explain, id, time.time(), f"web/{talk}")
        if answer is None:
            raise HTTPException(404)
        part = request.query_params.get("part") == "drawer"
        title = self._site.phrases.say("how", language_of(request))
        values: dict[str, Any] = {"answer": answer, "id": id, "talk": talk, "layout": "part.html" if part else "base.html"}
        return self._renderer.page(request, "how.html", title=title, **values)

    async def _next(self, request: Request) -> Response:
        """What can be asked after a kept answer, which is sent before this is worked out; ?part=turn gives it alone."""
        id, talk = request.path_params["id"], talk_of(request)
        answer = await self._site.reopen(id, talk)
        if answer is None:
            raise HTTPException(404)
        following = await self._site.at_desk(self._site.following, id)
        title = self._site.phrases.say("following", language_of(request))
        values: dict[str, Any] = {"answer": answer, "talk": talk, "questions": [choice.question for choice in following]}
        values["layout"] = "part.html" if request.query_params.get("part") == PART else "base.html"
        return self._renderer.page(request, "next.html", title=title, **values)

    async def _filed(self, request: Request) -> Response:
        """The figures of an answer as CSV or XLSX."""
        answer = await self._kept(request)
        ending = request.url.path.rpartition(".")[2]
        name, data = await asyncio.to_thread(filed, answer, self._site.say(answer.language), ending)
        return Response(data, media_type=KINDS[ending], headers={"Content-Disposition": f'attachment; filename="{_ascii(name)}"'})

    async def _drawing(self, request: Request) -> Response:
        """The chart of an answer as SVG."""
        return Response(await self._drawn(request), media_type="image/svg+xml")

    async def _photo(self, request: Request) -> Response:
        """The chart of an answer as PNG, with the project's own font."""
        drawn = await self._drawn(request)
        return Response(await asyncio.to_thread(png, drawn, self._site.font), media_type="image/png")

    async def _drawn(self, request: Request) -> str:
        answer = await self._kept(request)
        chart = await self._site.at_desk(self._site.beyond.chart, answer)
        if chart is None:
            raise HTTPException(404)
        return drawing(chart)

    async def _kept(self, request: Request) -> Answer:
        answer = await self._site.reopen(request.path_params["id"], talk_of(request))
        if answer is None or not answer.facts:
            raise HTTPException(404)
        return answer


def _ascii(name: str) -> str:
    return "".join(char if char.isascii() and (char.isalnum() or char in "-_.") else "_" for char in name)
