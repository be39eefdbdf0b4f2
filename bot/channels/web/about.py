"""/about and /privacy: what this is and is not, what is kept of whoever asks, and the button that has it forgotten."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.channels.web.forms import posted
from bot.channels.web.render import Renderer, language_of, said_language
from bot.channels.web.site import KEPT_DAYS, Site
from bot.talk.memory import HOUR, Limits

_TALK = re.compile(r"[A-Za-z0-9_-]{8,64}")
_IN_ADDRESS = re.compile(r"[?&]talk=([^&#]*)")


class About:
    """Shows both pages, and forgets conversations."""

    def __init__(self, site: Site, renderer: Renderer) -> None:
        self._site, self._renderer = site, renderer

    def routes(self) -> Sequence[BaseRoute]:
        """/about, /privacy and /forget."""
        return (
            Route("/about", self.about),
            Route("/privacy", self.privacy),
            Route("/forget", self.forget, methods=["POST"]),
        )

    async def about(self, request: Request) -> Response:
        """What this is, and what it does not do."""
        return self._page(request, "about")

    async def privacy(self, request: Request) -> Response:
        """What is kept and for how long; ?talk= is a conversation that can be forgotten, ?gone= whether one was."""
        talk, gone = talk_of(request.query_params.get("talk", "")), request.query_params.get("gone", "")
        hours = round(Limits().talk / HOUR)
        return self._page(request, "privacy", talk=talk, gone=gone if gone in ("yes", "no") else "", hours=hours, days=KEPT_DAYS)

    async def forget(self, request: Request) -> Response:
        """Deletes a conversation with its answers, at once and for good. Whoever has its name may do that."""
        talk = talk_of((await posted(request)).get("talk", ""))
        if not talk:
            raise HTTPException(400)
        gone = await self._site.at_desk(self._site.talks.memory.forget, f"web/{talk}")
        query = {"gone": "yes" if gone else "no", "lang": said_language(request)}
        return RedirectResponse(f"/privacy?{urlencode({name: said for name, said in query.items() if said})}", 303)

    def _page(self, request: Request, name: str, **values: Any) -> Response:
        title = self._site.phrases.say(name, language_of(request))
        return self._renderer.page(request, f"{name}.html", title=title, **values)


def talk_of(said: str) -> str:
    """The name of a conversation: alone, or out of an address that holds it; "" where there is none."""
    said = said.strip()
    found = _IN_ADDRESS.search(said)
    held = found[1] if found else said
    return held if _TALK.fullmatch(held) else ""
