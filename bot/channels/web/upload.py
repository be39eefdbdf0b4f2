"""/upload: staff hand in a report, see what was read of it, what does not add up and what differs, and have it stored."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.backoffice.intake import PATIENCE, UNTOLD, Intake
from bot.backoffice.process import Refused
from bot.backoffice.waiting import Shelf, Waiting
from bot.channels.web.forms import MOST_BYTES, handed_in, is_from_here, posted
from bot.channels.web.readout import read_out
from bot.channels.web.render import Renderer, language_of, said_language
from bot.channels.web.site import Site
from bot.channels.web.staff import Staff
from bot.channels.web.views import report_address

_LONGEST_READ = PATIENCE + 60
"""Seconds after which a document that is still being read never will be: its process is gone."""
Handler = Callable[[Request, str], Awaitable[Response]]


class Upload:
    """Takes documents of staff, and shows everybody else who may do that."""

    def __init__(self, site: Site, renderer: Renderer) -> None:
        self._site, self._renderer = site, renderer
        self._staff = Staff(site.staff, site.state)
        self._shelf = Shelf(site.state / "web-uploads")
        self._intake = Intake(site.db)
        self._under_way: set[asyncio.Task[None]] = set()

    def routes(self) -> Sequence[BaseRoute]:
        """/upload, logging in and out, and a page for each document with what can be done with it."""
        return (
            Route("/upload", self.show),
            Route("/upload", self.hand_in, methods=["POST"]),
            Route("/upload/login", self.log_in, methods=["POST"]),
            Route("/upload/logout", self.log_out, methods=["POST"]),
            Route("/upload/{id:str}", self.one),
            Route("/upload/{id:str}/tell", self.tell, methods=["POST"]),
            Route("/upload/{id:str}/store", self.store, methods=["POST"]),
            Route("/upload/{id:str}/discard", self.discard, methods=["POST"]),
        )

    # Who

    async def show(self, request: Request) -> Response:
        """The form for staff; for everybody else, who may do this and how."""
        who = self._staff.who(request)
        if who is None:
            return self._page(request, "login.html", is_open=self._staff.is_open, wrong="")
        return self._page(request, "upload.html", wrong="", most=MOST_BYTES // 2**20)

    async def log_in(self, request: Request) -> Response:
        """The cookie for a right token. A form of another site is not heard."""
        self._must_be_from_here(request)
        value = self._staff.log_in(request, (await posted(request)).get("token", ""))
        if value is None:
            barred = self._staff.is_barred(request)
            values = {"is_open": self._staff.is_open, "wrong": "login_barred" if barred else "login_wrong"}
            return self._page(request, "login.html", 429 if barred else 403, **values)
        response = self._to(request, "/upload")
        self._staff.let_in(request, response, value)
        return response

    async def log_out(self, request: Request) -> Response:
        """Takes the cookie away."""
        self._must_be_from_here(request)
        response = self._to(request, "/upload")
        self._staff.let_out(request, response)
        return response

    # What

    async def hand_in(self, request: Request) -> Response:
        """Takes a document in, and begins to read it."""
        who = self._who(request)
        async with handed_in(request) as (fields, file, path):
            self._must_be_sealed(request, fields.get("seal", ""))
            if path is None or not file or not path.stat().st_size:
                return self._page(request, "upload.html", 400, wrong="upload_nothing", most=MOST_BYTES // 2**20)
            try:
                waiting = await asyncio.to_thread(self._shelf.put, who, file, path)
            except OSError as error:
                raise HTTPException(503) from error
        agency, year = _told(fields)
        self._begin(self._read(self._shelf.keep(waiting, agency=agency, year=year), language_of(request)))
        return self._to(request, f"/upload/{waiting.id}")

    async def one(self, request: Request) -> Response:
        """How it stands with a document. While it is read the page asks again by itself."""
        waiting = self._waiting(request, self._who(request))
        if waiting.stage in ("reading", "storing") and time.time() - waiting.since > _LONGEST_READ:
            waiting = self._shelf.keep(waiting, stage="failed")
        language = language_of(request)
        read = waiting.reading if waiting.stage == "read" else None
        out = await self._site.at_desk(read_out, self._site, read, language) if read is not None else None
        done = waiting.reading if waiting.stage == "stored" else None
        address = report_address(done.agency_id, done.year) if done is not None else ""
        values: dict[str, Any] = {"waiting": waiting, "out": out, "seconds": int(time.time() - waiting.since), "address": address}
        page = self._page(request, "waiting.html", **values)
        if waiting.stage in ("reading", "storing"):
            page.headers["Refresh"] = "2"
        return page

    async def tell(self, request: Request) -> Response:
        """The agency and the year that a document does not tell; it is read once more."""
        waiting, fields = await self._meant(request)
        agency, year = _told(fields)
        if waiting.stage in ("asks", "read"):
            told = {"agency": agency or waiting.agency, "year": year or waiting.year}
            waiting = self._shelf.keep(waiting, stage="reading", since=time.time(), **told)
            self._begin(self._read(waiting, language_of(request)))
        return self._to(request, f"/upload/{waiting.id}")

    async def store(self, request: Request) -> Response:
        """Stores a document that was read. The second of two presses finds nothing left to do."""
        waiting, _ = await self._meant(request)
        if waiting.stage == "read" and self._shelf.claim(waiting):
            waiting = self._shelf.keep(waiting, stage="storing", since=time.time())
            self._begin(self._store(waiting, language_of(request)))
        return self._to(request, f"/upload/{waiting.id}")

    async def discard(self, request: Request) -> Response:
        """Deletes a document that was not stored."""
        waiting, _ = await self._meant(request)
        if waiting.stage != "storing":
            self._shelf.drop(waiting)
        return self._to(request, "/upload")

    # The work

    async def _read(self, waiting: Waiting, language: str) -> None:
        try:
            reading = await self._intake.read(self._shelf.document(waiting), waiting.agency, waiting.year, language)
        except Refused as refused:
            self._shelf.keep(waiting, stage="failed", why=str(refused))
            return
        stage = "read" if reading.status != "rejected" else "asks" if reading.code in UNTOLD else "refused"
        self._shelf.keep(waiting, stage=stage, why=reading.message, reading=reading)
        if stage == "refused":
            self._shelf.empty(waiting)

    async def _store(self, waiting: Waiting, language: str) -> None:
        try:
            done = await self._intake.store(self._shelf.document(waiting), waiting.agency, waiting.year, language)
        except Refused as refused:
            self._shelf.keep(waiting, stage="read", why=str(refused))
            self._shelf.unclaim(waiting)
            return
        self._shelf.keep(waiting, stage="refused" if done.status == "rejected" else "stored", why=done.message, reading=done)
        self._shelf.empty(waiting)

    def _begin(self, work: Any) -> None:
        """Does it while the browser goes on; a site that ends leaves no process behind."""
        task = asyncio.get_running_loop().create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    # Who may

    def _who(self, request: Request) -> str:
        who = self._staff.who(request)
        if who is None:
            raise HTTPException(403)
        return who

    async def _meant(self, request: Request) -> tuple[Waiting, dict[str, str]]:
        """The document that a form is about, after every check of who sends it."""
        waiting = self._waiting(request, self._who(request))
        fields = dict(await posted(request))
        self._must_be_sealed(request, fields.get("seal", ""))
        return waiting, fields

    def _waiting(self, request: Request, who: str) -> Waiting:
        waiting = self._shelf.get(request.path_params["id"], who)
        if waiting is None:
            raise HTTPException(404)
        return waiting

    def _must_be_from_here(self, request: Request) -> None:
        if not is_from_here(request):
            raise HTTPException(403)

    def _must_be_sealed(self, request: Request, seal: str) -> None:
        self._must_be_from_here(request)
        if not self._staff.is_sealed(request, seal):
            raise HTTPException(403)

    def _to(self, request: Request, path: str) -> RedirectResponse:
        chosen = said_language(request)
        return RedirectResponse(f"{path}?lang={chosen}" if chosen else path, 303)

    def _page(self, request: Request, template: str, status: int = 200, **values: Any) -> Response:
        title = self._site.phrases.say("upload", language_of(request))
        seal = self._staff.seal(request) if self._staff.who(request) else ""
        page = self._renderer.page(request, template, status, title=title, seal=seal, **values)
        page.headers["Referrer-Policy"] = "same-origin"  # so that forms sent from here say where they come from
        return page


def _told(fields: dict[str, str]) -> tuple[str | None, int | None]:
    """Agency and year, where a form says them."""
    year = fields.get("year", "").strip()
    return fields.get("agency", "").strip()[:80] or None, int(year) if year.isdecimal() and len(year) == 4 else None
