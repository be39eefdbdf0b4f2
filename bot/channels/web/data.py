"""/data: everything that is held as files to take away, with what their columns and states mean and where they come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from bot.backoffice.exports import FORMATS, Exports
from bot.backoffice.process import Refused
from bot.channels.web.fresh import is_held
from bot.channels.web.render import Renderer, language_of
from bot.channels.web.site import Site
from bot.question import Scope

WAIT = 8.0
"""Seconds in which a file is waited for before the page says that it is being made."""
_KINDS: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
    "jsonl": "application/jsonl; charset=utf-8",
}
_COLUMNS = ("agency_id", "agency", "region", "organ", "year", "form", "field", "state", "value", "raw", "document", "page")
_STATES = ("number", "blank", "dash", "unreadable", "missing", "not_on_form")


class Data:
    """Shows what there is to take away, and hands it out."""

    def __init__(self, site: Site, renderer: Renderer) -> None:
        self._site, self._renderer = site, renderer
        self._exports = Exports(site.db, site.state / "web-files")

    def routes(self) -> Sequence[BaseRoute]:
        """/data, and a file for each format."""
        return (Route("/data", self.show), *(Route(f"/data/figures.{ending}", self.file) for ending in FORMATS))

    async def show(self, request: Request) -> Response:
        """What the files hold, and how to open them."""
        language = language_of(request)
        agencies, reports, years = await self._site.at_desk(self._size)
        values: dict[str, Any] = {"formats": FORMATS, "columns": _COLUMNS, "states": _STATES}
        values |= {"agencies": agencies, "reports": reports, "years": years}
        return self._renderer.page(request, "data.html", title=self._site.phrases.say("data", language), **values)

    async def file(self, request: Request) -> Response:
        """All figures as a file. A part of it can be asked for, and whoever has just this one is told so; while it is being
        made, a page says so and asks again by itself."""
        language, ending = language_of(request), request.url.path.rpartition(".")[2]
        tag = f'"{self._exports.mark()}-{language}-{ending}"'
        if is_held(request, tag):
            return Response(status_code=304, headers={"ETag": tag, "Cache-Control": "public, no-cache"})
        try:
            path = await self._exports.file(ending, language, WAIT)
        except Refused as refused:
            return self._said(request, "data_failed", 503, why=str(refused))
        if path is None:
            page = self._said(request, "data_making", 503)
            page.headers.update({"Refresh": "5", "Retry-After": "5"})
            return page
        return await self._handed(path, ending, tag)

    async def _handed(self, path: Path, ending: str, tag: str) -> Response:
        """The file, which stays open though a newer one takes its place."""
        try:
            found = path.stat()
        except OSError as error:  # replaced in this very moment
            raise HTTPException(503, headers={"Retry-After": "1"}) from error
        name = f"figures-{self._site.today().isoformat()}.{ending}"
        headers = {"ETag": tag, "Cache-Control": "public, no-cache", "Vary": "Accept-Language"}
        return FileResponse(path, headers=headers, media_type=_KINDS[ending], filename=name, stat_result=found)

    def _said(self, request: Request, key: str, status: int, **blanks: object) -> Response:
        language = language_of(request)
        said = self._site.phrases.say(key, language, **blanks)
        return self._renderer.page(
            request, "said.html", status, title=self._site.phrases.say("data", language), said=said, back="/data"
        )

    def _size(self) -> tuple[int, int, tuple[int, ...]]:
        """At the desk."""
        self._site.facts.look()
        agencies, reports = self._site.facts.size_of(Scope())
        return agencies, reports, self._site.facts.years_in(Scope())
