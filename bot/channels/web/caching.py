"""What may be kept by a browser or a proxy, and telling one that what it has is still true."""

from __future__ import annotations

import hashlib

from starlette.requests import Request
from starlette.responses import Response

EVERYBODY, ONESELF = "public, no-cache", "private, no-cache"
"""Both may be kept and must be asked about before they are used again; going back in a browser needs no asking."""
_HEADERS = ("vary", "cache-control", "content-language", "etag")


def tagged(request: Request, response: Response, control: str = EVERYBODY, seed: bytes | None = None) -> Response:
    """The response with a tag of what it holds, or 304 where the asker has just that.

    `seed` is what the body is made of where that is cheaper to have; the tag then changes with it.
    """
    tag = tag_of(bytes(response.body) if seed is None else seed)
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = control
    if is_held(request, tag):
        kept = {name: response.headers[name] for name in _HEADERS if name in response.headers}
        return Response(status_code=304, headers=kept)
    return response


def tag_of(seed: bytes) -> str:
    """A weak tag: the same figures, whatever became of them on their way (compressed by a proxy)."""
    return f'W/"{hashlib.blake2b(seed, digest_size=9).hexdigest()}"'


def is_held(request: Request, tag: str) -> bool:
    """Whether the asker says that it has what bears this tag."""
    held = [one.strip() for one in request.headers.get("if-none-match", "").split(",")]
    return tag in held or tag.removeprefix("W/") in held or "*" in held
