"""What is not let in: more than its share from one address, bodies that are too large or do not arrive."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.web.buckets import Buckets
from bot.channels.web.meters import Meters
from bot.channels.web.settings import Limits

FREE = ("/static/",)
"""What costs nothing and may be kept for ever."""
UPLOAD = "/upload"
Refuse = Callable[[Request, HTTPException], Awaitable[Response]]


class Guard:
    """Stands before every page. `refuse` makes the page, or the problem, that says no."""

    def __init__(self, app: ASGIApp, limits: Limits, buckets: Buckets, refuse: Refuse, meters: Meters) -> None:
        self._app, self._limits, self._buckets, self._refuse, self._meters = app, limits, buckets, refuse, meters

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(FREE):
            await self._app(scope, receive, send)
            return
        client = scope.get("client")
        seconds = self._buckets.take(client[0] if client else "")
        largest = self._limits.upload_bytes if scope["path"].startswith(UPLOAD) else self._limits.body_bytes
        fault = None
        if seconds:
            self._meters.limited.inc()
            fault = HTTPException(429, headers={"Retry-After": str(math.ceil(seconds))})
        elif _announced(scope) > largest:
            fault = HTTPException(413)
        if fault is not None:
            response = await self._refuse(Request(scope), fault)
            await response(scope, receive, send)
            return
        await self._app(scope, _measured(receive, largest, self._limits.body_seconds), send)


def _announced(scope: Scope) -> int:
    """The length that the head names; 0 where it names none, or no number."""
    named = dict(scope["headers"]).get(b"content-length", b"")
    return int(named) if named.isdigit() and len(named) < 19 else 0


def _measured(receive: Receive, largest: int, patience: int) -> Receive:
    """The body piece by piece, as long as it is not too large and goes on arriving."""
    held, ended = 0, False

    async def measured() -> Message:
        nonlocal held, ended
        if ended:
            return await receive()  # waits for the end of the connection
        try:
            message = await asyncio.wait_for(receive(), patience)
        except TimeoutError:
            raise HTTPException(408) from None
        held += len(message.get("body", b""))
        ended = not message.get("more_body", False)
        if held > largest:
            raise HTTPException(413)
        return message

    return measured
