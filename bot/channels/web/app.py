"""The application: every face of the site, what goes around all of them, and what is said where something is not there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from bot.channels.web.about import About
from bot.channels.web.agencies import AgencyPages
from bot.channels.web.answers import Answers
from bot.channels.web.asking import Asking
from bot.channels.web.cells import CellPages
from bot.channels.web.check import Check
from bot.channels.web.compare import Compare
from bot.channels.web.coverage import CoveragePages
from bot.channels.web.data import Data
from bot.channels.web.home import Home
from bot.channels.web.rank import Rank
from bot.channels.web.render import STATIC, Renderer
from bot.channels.web.reports import ReportPages
from bot.channels.web.security import Headers
from bot.channels.web.site import Site
from bot.channels.web.upload import Upload


class Face(Protocol):
    """One thing that the site shows."""

    def routes(self) -> Sequence[BaseRoute]: ...


def app_of(site: Site) -> Starlette:
    """The site as an ASGI application."""
    renderer = Renderer(site.phrases)
    made = (Home, Asking, Answers, Compare, Rank, Check, AgencyPages, CellPages, CoveragePages, ReportPages, Data, About, Upload)
    faces: tuple[Face, ...] = tuple(face(site, renderer) for face in made)

    async def gone_wrong(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        key = f"error_{status}" if status in (400, 403, 404, 405, 413, 429) else "error_500"
        return renderer.page(request, "error.html", status, title=site.phrases.say(key, "zh"), key=key)

    return Starlette(
        routes=[*(route for face in faces for route in face.routes()), Mount("/static", StaticFiles(directory=STATIC))],
        middleware=[Middleware(Headers)],
        exception_handlers={HTTPException: gone_wrong, 500: gone_wrong},
    )
