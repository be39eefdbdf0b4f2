"""The application: every face of the site, what goes around all of them, and what is said where something is not there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.channels.web.about import About
from bot.channels.web.agencies import AgencyPages
from bot.channels.web.answers import Answers
from bot.channels.web.api import Api
from bot.channels.web.api.problems import of_status, told
from bot.channels.web.asking import Asking
from bot.channels.web.buckets import Buckets
from bot.channels.web.cells import CellPages
from bot.channels.web.check import Check
from bot.channels.web.compare import Compare
from bot.channels.web.coverage import CoveragePages
from bot.channels.web.data import Data
from bot.channels.web.home import Home
from bot.channels.web.limits import Guard
from bot.channels.web.meters import Meters
from bot.channels.web.rank import Rank
from bot.channels.web.render import STATIC, Phrases, Renderer
from bot.channels.web.reports import ReportPages
from bot.channels.web.security import Headers
from bot.channels.web.settings import Settings
from bot.channels.web.site import Site
from bot.channels.web.upload import Upload
from bot.channels.web.watch import Watch

SAID = (400, 403, 404, 405, 413, 429)


class Face(Protocol):
    """One thing that the site shows."""

    def routes(self) -> Sequence[BaseRoute]: ...


def app_of(site: Site, settings: Settings, buckets: Buckets, meters: Meters) -> Starlette:
    """The site as an ASGI application."""
    renderer = Renderer(site.phrases, () if any(map(str.strip, site.staff)) else ("/upload",))
    pages = (Home, Asking, Answers, Compare, Rank, Check, AgencyPages, CellPages, CoveragePages, ReportPages, Data, About, Upload)
    made = (*pages, Api)
    faces: tuple[Face, ...] = tuple(face(site, renderer) for face in made)
    of_api = Phrases(site.words / "api.csv")

    async def gone_wrong(request: Request, error: Exception) -> Response:
        status, headers = (error.status_code, error.headers or {}) if isinstance(error, HTTPException) else (500, {})
        if request.url.path.startswith("/api/"):
            return told(request, of_status(status), of_api, headers)
        key = f"error_{status}" if status in SAID else "error_500"
        page = renderer.page(request, "error.html", status, title=site.phrases.say(key, "zh"), key=key)
        page.headers.update(headers)
        return page

    around = [
        Middleware(Watch, site=site, meters=meters, health=settings.health, log=settings.log),
        Middleware(Headers),
        Middleware(Open),
        Middleware(Guard, limits=settings.limits, buckets=buckets, refuse=gone_wrong, meters=meters),
        Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5),
    ]
    return Starlette(
        routes=[*(route for face in faces for route in face.routes()), Mount("/static", StaticFiles(directory=STATIC))],
        middleware=around,
        exception_handlers={HTTPException: gone_wrong, ClientDisconnect: broken_off, 500: gone_wrong},
    )


async def broken_off(request: Request, error: Exception) -> Response:
    """Nobody is there any more to whom something could be said, and nothing is wrong with the site."""
    return Response(status_code=400)


class Open:
    """The API may be asked by pages of other sites, too: what it holds is public, and it knows no cookies."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        told = {"allow_headers": ["Content-Type", "If-None-Match"], "expose_headers": ["ETag", "Link", "Retry-After"]}
        self._open = CORSMiddleware(app, ("*",), ("GET", "HEAD", "POST"), max_age=86_400, **told)  # type: ignore[arg-type]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_api = scope["type"] == "http" and scope["path"].startswith("/api/")
        await (self._open if is_api else self._app)(scope, receive, send)
