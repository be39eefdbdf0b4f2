"""For whoever runs the site: /healthz and /metrics, a line a request in the log, and counts; no questions in any of them."""

from __future__ import annotations

import asyncio
import ipaddress
import json
import logging
import time
from typing import Any

from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.web.meters import Meters
from bot.channels.web.settings import Health, Log
from bot.channels.web.site import Site

LOG = logging.getLogger("bot.channels.web.access")
PATIENCE = 5.0
"""Seconds that the desk may take before it is no longer well."""
_READING = ("GET", "HEAD")
_ALLOWED = {"Allow": ", ".join(_READING)}
_FORWARDED = {b"x-forwarded-for", b"forwarded", b"x-real-ip", b"via"}


class Watch:
    """Goes around everything. On the port of health there is nothing but health."""

    def __init__(self, app: ASGIApp, site: Site, meters: Meters, health: Health, log: Log) -> None:
        self._app, self._site, self._meters, self._health, self._log = app, site, meters, health, log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        on_its_own = bool(self._health.port) and (scope.get("server") or ("", 0))[1] == self._health.port
        if on_its_own or (not self._health.port and scope["path"] in ("/healthz", "/metrics") and _is_near(scope)):
            response = await self._told(scope["path"]) if scope["method"] in _READING else Response(None, 405, _ALLOWED)
            await response(scope, receive, send)
            return
        await self._counted(scope, receive, send)

    async def _told(self, path: str) -> Response:
        if path == "/metrics":
            return Response(self._meters.page(), media_type="text/plain; version=0.0.4; charset=utf-8", headers=_UNKEPT)
        if path != "/healthz":
            return PlainTextResponse("not found\n", 404)
        try:
            reports = await asyncio.wait_for(self._site.at_desk(self._asked), PATIENCE)
            body, status = json.dumps({"ok": True, "reports": reports}), 200
        except Exception as error:  # whatever it is, the site is not well, and says what kind of fault it is
            body, status = json.dumps({"ok": False, "why": type(error).__name__}), 503
        return Response(body, status, _UNKEPT, "application/json")

    def _asked(self) -> int:
        """Reads the database and has the desk answer; how many reports there are."""
        site = self._site
        answer, _ = site.talks.desk.answer("help", None, site.today())
        if answer.operation != "help":
            raise RuntimeError("the desk does not answer")
        return int(site.facts.rows("SELECT count(*) FROM report")[0][0])

    async def _counted(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun, status, size = time.perf_counter(), 500, 0

        async def seen(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            size += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, seen)
        finally:
            seconds = time.perf_counter() - begun
            route = _route(scope)
            self._meters.count(route, scope["method"], status, seconds)
            if self._log.access:
                known = {"method": scope["method"][:16], "route": route, "status": status, "bytes": size}
                known["ms"] = round(seconds * 1000, 1)
                LOG.info("request", extra={"known": {**known, **self._asked_for(scope)}})

    def _asked_for(self, scope: Scope) -> dict[str, Any]:
        """Who asked and for what, where the settings want it."""
        known: dict[str, Any] = {}
        if self._log.addresses:
            known["client"] = (scope.get("client") or ("", 0))[0]
        if self._log.questions:
            known |= {"path": scope["path"], "query": scope["query_string"].decode("latin-1")}
        return known


_UNKEPT = {"Cache-Control": "no-store"}


def _route(scope: Scope) -> str:
    """The address with names in the place of what was asked for: /a/{id}."""
    path = getattr(scope.get("route"), "path", None)
    return path if isinstance(path, str) else "other"


def _is_near(scope: Scope) -> bool:
    """Whether a program of this machine asks, and for itself: a reverse proxy says for whom it asks."""
    if _FORWARDED & {name for name, _ in scope["headers"]}:
        return False
    try:
        return ipaddress.ip_address((scope.get("client") or ("", 0))[0]).is_loopback
    except ValueError:
        return False
