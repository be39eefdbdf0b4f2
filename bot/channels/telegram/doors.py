"""Doors on a local port: /healthz and /metrics for whoever watches the bot, and the webhook where Telegram brings updates.

One small ASGI application for each port, run by uvicorn inside the bot's own loop. TLS is the reverse proxy's.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, MutableMapping
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import uvicorn

from bot.channels.telegram.meters import Meters

LARGEST_UPDATE = 1_000_000
"""Bytes. Telegram's own updates are a few thousand."""
SECRET_HEADER = b"x-telegram-bot-api-secret-token"

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


def watching(meters: Meters) -> App:
    """GET /healthz: 200 while Telegram is heard of, else 503. GET /metrics: the counters."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        path, reading = scope["path"], scope["method"] in ("GET", "HEAD")
        if path == "/healthz" and reading:
            silence = meters.silence()
            body = {"ok": meters.is_well(), "silence_seconds": None if silence is None else round(silence, 1)}
            await _answer(send, 200 if meters.is_well() else 503, json.dumps(body).encode(), b"application/json")
        elif path == "/metrics" and reading:
            await _answer(send, 200, meters.page(), b"text/plain; version=0.0.4; charset=utf-8")
        else:
            await _answer(send, 404, b"not found\n")

    return app


def webhook(path: str, secret: str, hand_over: Callable[[bytes], Awaitable[None]]) -> App:
    """POST to `path` with Telegram's secret: the update is handed over, and 200 is said once it is safe.

    `hand_over` raises ValueError where the body is no update. A wrong secret is told nothing.
    """

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        if scope["path"] != path or scope["method"] != "POST":
            await _answer(send, 404, b"not found\n")
            return
        if not hmac.compare_digest(_header(scope["headers"], SECRET_HEADER), secret.encode()):
            await _answer(send, 403, b"forbidden\n")
            return
        body = await _body(receive)
        if body is None:
            await _answer(send, 413, b"too large\n")
            return
        try:
            await hand_over(body)
        except ValueError:
            await _answer(send, 400, b"no update\n")
            return
        await _answer(send, 200, b"")

    return app


class _Guest(uvicorn.Server):
    """A server inside a process whose signals are another's."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def opened(app: App, listen: str, port: int) -> AsyncIterator[int]:
    """The application served while it lasts, and the port it is on. Raises OSError where the port is taken."""
    sock = socket.create_server((listen, port), family=socket.AF_INET6 if ":" in listen else socket.AF_INET)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # no answer waits 40 ms for its head to be acknowledged
    config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", server_header=False)
    server = _Guest(config)
    serving = asyncio.create_task(server.serve([sock]))
    try:
        yield sock.getsockname()[1]
    finally:
        server.should_exit = True
        await asyncio.wait([serving], timeout=5)
        serving.cancel()
        sock.close()


async def _body(receive: Receive) -> bytes | None:
    held: bytes = b""
    while True:
        event = await receive()
        held += bytes(event.get("body", b""))
        if len(held) > LARGEST_UPDATE:
            return None
        if event["type"] == "http.disconnect" or not event.get("more_body"):
            return held


def _header(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> bytes:
    return next((value for key, value in headers if key.lower() == name), b"")


async def _answer(send: Send, status: int, body: bytes, kind: bytes = b"text/plain; charset=utf-8") -> None:
    headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode()), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
