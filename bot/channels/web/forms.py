"""What a form sends: read no further than allowed, each name once, and only where it comes from this very site."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request

_MOST_BYTES = 64 * 1024
_MOST_FIELDS = 20


async def posted(request: Request) -> Mapping[str, str]:
    """The fields of a form without files. Raises HTTPException 413 where that is too much, 400 where it is no form."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_BYTES:
            raise HTTPException(413)
    try:
        read = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise HTTPException(400) from error
    return {name: values[0] for name, values in read.items()}


async def asked(request: Request) -> Mapping[str, str]:
    """What the address says, or the form that was sent."""
    return dict(request.query_params) if request.method in ("GET", "HEAD") else await posted(request)


def is_from_here(request: Request) -> bool:
    """Whether a request was sent by a page of this site, as far as the browser says: others cannot forge these headers."""
    site = request.headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host", "")
