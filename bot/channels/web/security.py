"""Headers that go with every page: no inline script or style, no frames, no cookies, nothing from other sites."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)
FOR_EVER = "public, max-age=31536000, immutable"


class Headers:
    """Puts them on whatever the application answers; what sets one itself keeps its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_static = scope["path"].startswith("/static/") and b"v=" in scope["query_string"]

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                _as_packed(headers)
                headers.setdefault("Content-Security-Policy", POLICY)
                headers.setdefault("X-Content-Type-Options", "nosniff")
                headers.setdefault("Referrer-Policy", "no-referrer")
                headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
                headers.setdefault("Cache-Control", FOR_EVER if is_static and message["status"] == 200 else "no-store")
            await send(message)

        await self._app(scope, receive, with_headers)


def _as_packed(headers: MutableHeaders) -> None:
    """What was packed on the way is not byte for byte what its mark stands for: whoever breaks off must not go on in the midst
    of the unpacked file."""
    if "content-encoding" not in headers:
        return
    del headers["accept-ranges"]
    if headers.get("etag", "").startswith('"'):
        headers["ETag"] = f"W/{headers['etag']}"
