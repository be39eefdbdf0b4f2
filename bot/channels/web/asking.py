"""Asking: a question in a conversation, the ways on from an answer, and what the box offers while one types."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.channels.web.fresh import ONESELF, fresh
from bot.channels.web.render import LANGUAGES, Renderer, language_of
from bot.channels.web.site import Site, new_talk
from bot.channels.web.views import Shown, shown
from bot.question import Answer
from bot.talk.conversation import Context, Turn
from bot.text import LONGEST_MESSAGE

PART = "turn"
"""?part=turn gives the answer alone, to be put under the answers that are on the page already."""
_WAYS = ("trend", "peers")
_LONGEST_NAME = 64


class Asking:
    """Answers questions, one conversation apart from the other."""

    def __init__(self, site: Site, renderer: Renderer) -> None:
        self._site, self._renderer = site, renderer
        for language in LANGUAGES:
            site.soon(site.offers.of, "?", language)

    def routes(self) -> Sequence[BaseRoute]:
        """/ask, /a/ID/trend and /a/ID/peers, /suggest."""
        ways = (Route(f"/a/{{id:str}}/{way}", self.way, name=way) for way in _WAYS)
        return (Route("/ask", self.ask), *ways, Route("/suggest", self.suggest))

    async def ask(self, request: Request) -> Response:
        """The answer to ?q= in the conversation ?talk=, which a first question begins; ?on= is the answer that it was asked
        under, which tells a page loaded again, or gone back to, from the same question asked twice."""
        text = request.query_params.get("q", "").strip()[: LONGEST_MESSAGE + 1]  # one more tells that it is too long
        if not text:
            return RedirectResponse(f"/?lang={language_of(request)}" if "lang" in request.query_params else "/", 303)
        talk = talk_of(request) or new_talk()
        answer, context = await self._site.ask(talk, text, request.query_params.get("on", "")[:_LONGEST_NAME])
        return await self._turn(request, talk, answer, context)

    async def way(self, request: Request) -> Response:
        """The figure of a kept answer over the years, or among its peers."""
        talk = talk_of(request) or new_talk()
        found = await self._site.settle(talk, request.path_params["id"], request.url.path.rpartition("/")[2])
        if found is None:
            raise HTTPException(404)
        return await self._turn(request, talk, *found)

    async def suggest(self, request: Request) -> Response:
        """What ?q= can become, as JSON: `offers`, each with its kind, its id, its label, the whole text, and the years held;
        ?kind= is agency or field where nothing else is wanted."""
        return await fresh(request, self._site, partial(self._offered, request))

    async def _offered(self, request: Request) -> Response:
        text = request.query_params.get("q", "")[:LONGEST_MESSAGE]
        find = partial(self._site.offers.of, kind=request.query_params.get("kind", ""))
        offers = await self._site.at_desk(find, text, language_of(request))
        return JSONResponse({"q": text, "offers": [{**vars(offer), "years": _span(offer.years)} for offer in offers]})

    async def _turn(self, request: Request, talk: str, answer: Answer, context: Context) -> Response:
        view = await self._site.at_desk(self._view, answer)
        own = {answer.id, *dict(context.groups).get(str(answer.id), ())}
        earlier = [turn for turn in context.turns if turn.id not in own]
        part = request.query_params.get("part") == PART
        values: dict[str, Any] = {"answer": answer, "view": view, "talk": talk}
        values |= {"earlier": [(turn, is_kept(turn)) for turn in earlier], "level": 2 if part else 1}
        title = answer.question or self._site.phrases.say("answer", language_of(request))
        response = self._renderer.page(request, "turn.html" if part else "answer.html", title=title, **values)
        response.headers["Cache-Control"] = ONESELF
        return response

    def _view(self, answer: Answer) -> Shown:
        """At the desk."""
        return shown(self._site, answer, self._site.talks.memory.answer_by_id(str(answer.id), time.time()))


def talk_of(request: Request) -> str:
    """The name of the conversation, as the address has it; "" where it has none."""
    return request.query_params.get("talk", "")[:_LONGEST_NAME]


def is_kept(turn: Turn) -> bool:
    """Whether a turn can be opened by its id."""
    return turn.question is not None and turn.doubt is None and turn.question.operation != "help"


def _span(years: Sequence[int]) -> str:
    return "" if not years else str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
