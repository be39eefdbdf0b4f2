"""Pages that a browser may keep: each has a mark of the state that it shows, and is sent again only where that has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from bot.channels.web.render import HERE, language_of
from bot.channels.web.site import Site

ONESELF = "private, no-cache"
"""May be kept by the browser that asked, which needs not ask again to go back."""
_HOUSE = HERE.parents[1]
_KINDS = {".py", ".html", ".css", ".js"}


async def fresh(request: Request, site: Site, make: Callable[[], Awaitable[Response]], control: str = "no-cache") -> Response:
    """What `make` makes, with its mark; 304 without making it where the browser has just that. `control` says who may keep
    it: ONESELF where only whoever asked."""
    mark = f'W/"{mark_of(request, site)}"'
    headers = {"ETag": mark, "Cache-Control": control, "Vary": "Accept-Language"}
    if is_held(request, mark):
        return Response(status_code=304, headers=headers)
    answer = await make()
    if answer.status_code == 200:
        answer.headers.update(headers)
    return answer


def is_held(request: Request, mark: str) -> bool:
    """Whether the asker says that it has what bears this mark, though a proxy may have called it weak on the way."""
    held = [one.strip().removeprefix("W/") for one in ",".join(request.headers.getlist("if-none-match")).split(",")]
    return mark.removeprefix("W/") in held or "*" in held


def mark_of(request: Request, site: Site) -> str:
    """Changes with the address, the language, whatever is written to the database, and the program.

    It is read off the files, before anything else is: workers that share a database agree on it, and a page made of what
    was written in between is at worst sent once more.
    """
    files = [_state(site.db), _state(site.db.with_name(f"{site.db.name}-wal"))]
    seen = (str(request.url.path), request.url.query, language_of(request), files, _edition(site.words))
    return hashlib.blake2b(repr(seen).encode(), digest_size=12).hexdigest()


def _state(file: Path) -> tuple[int, ...]:
    try:
        found = file.stat()
    except OSError:
        return ()
    return found.st_ino, found.st_size, found.st_mtime_ns


@cache
def _edition(words: Path) -> str:
    """Of the code, the templates and the words that this process runs with."""
    digest = hashlib.blake2b(digest_size=8)
    for folder in (_HOUSE, words):
        for file in sorted(folder.rglob("*")):
            if file.is_file() and (file.suffix in _KINDS or folder == words):
                digest.update(file.read_bytes())
    return digest.hexdigest()
