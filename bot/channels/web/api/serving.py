"""The API on the wire: each request checked against the table, looked up, and answered so that it can be kept and asked anew."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from bot.channels.web.api.arguments import Arguments, of_body, of_query
from bot.channels.web.api.asking import Asking
from bot.channels.web.api.figures import MOST_READ, Figures, head
from bot.channels.web.api.lists import Lists
from bot.channels.web.api.openapi import document
from bot.channels.web.api.problems import Problem, told
from bot.channels.web.api.table import Operation, load
from bot.channels.web.render import Phrases, Renderer, language_of
from bot.channels.web.site import Site
from bot.facts import Facts
from bot.fetch.state import stamp

T = TypeVar("T")
FRESH = "public, max-age=60, must-revalidate"
LARGEST_BODY = 64 * 1024
NO_END = 10**9
_HOUSE = Path(__file__).resolve().parents[3]


class Api:
    """Serves the operations of the table. Lists are read on a thread and a connection of their own: whoever takes all the
    figures out holds no question up."""

    def __init__(self, site: Site, renderer: Renderer) -> None:
        self._site, self._renderer, self._table = site, renderer, load()
        self._phrases = Phrases(site.words / "api.csv")
        self._facts = Facts(site.db)
        self._lists = Lists(self._facts)
        self._figures = Figures(self._facts, self._lists)
        self._asking = Asking(site)
        self._edition = _edition(site.words)
        self._thread = ThreadPoolExecutor(1, "lists")
        self._told: tuple[str, dict[str, Any]] | None = None
        site.on_close(self.close)

    def routes(self) -> Sequence[BaseRoute]:
        """One for each path, with all of its methods."""
        paths: dict[str, list[Operation]] = {}
        for one in self._table.operations:
            paths.setdefault(one.path, []).append(one)
        own = (Route("/api/openapi.json", self.openapi), Route("/api", self.page))
        return (*own, *(self._route(path, operations) for path, operations in paths.items()))

    def close(self) -> None:
        """Lets go of the database."""
        self._thread.shutdown(wait=True, cancel_futures=True)
        self._facts.close()

    def _route(self, path: str, operations: Sequence[Operation]) -> Route:
        by_method = {one.method.upper(): one for one in operations}

        async def answer(request: Request) -> Response:
            method = "GET" if request.method == "HEAD" else request.method
            try:
                return await self._answer(request, by_method[method])
            except Problem as problem:
                return told(request, problem, self._phrases)

        return Route(path.replace("{organ}", "{organ:path}"), answer, methods=[*by_method])

    async def _answer(self, request: Request, operation: Operation) -> Response:
        if operation.takes:
            return _plain(await self._asking.ask_by_post(await self._body(request, operation)), {"Cache-Control": "no-store"})
        said = of_query(request, operation, self._lists.known)
        if operation.returns == "Answer":
            return await self._of_the_desk(request, operation, said)
        as_csv = operation.csv and _wants_csv(request, said)
        headers = self._kept(request, "csv" if as_csv else "json")
        if _has(request, headers["ETag"]):
            return Response(None, 304, headers)
        if as_csv:
            return await self._table_of(request, said, headers)
        page = await self.reading(self.look_up, operation, said)
        if page.get("next"):
            page["next"] = _following(request, page["next"])
            headers["Link"] = f'<{page["next"]}>; rel="next"'
        return _plain(json.dumps(page, ensure_ascii=False).encode(), headers)

    async def _of_the_desk(self, request: Request, operation: Operation, said: Arguments) -> Response:
        """An answer that leans on no conversation holds as long as the data and the day; any other is of the moment."""
        if operation.id != "ask" or said["talk"] is not None:
            ask = self._asking.ask if operation.id == "ask" else self._asking.open_answer
            return _plain(await ask(said), {"Cache-Control": "no-store"})
        headers = self._kept(request, str(said["today"] or self._site.today()))
        if _has(request, headers["ETag"]):
            return Response(None, 304, headers)
        return _plain(await self._asking.ask(said), headers)

    def look_up(self, operation: Operation, said: Arguments) -> dict[str, Any]:
        """What an operation gives, as plain dicts. On the thread of the lists."""
        self._facts.look()
        source = self._figures if operation.id == "list_figures" else self._lists
        found: dict[str, Any] = getattr(source, operation.id)(said)
        return found

    async def reading(self, work: Callable[..., T], *arguments: object) -> T:
        """What `work` returns, done on the thread of the lists."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, partial(work, *arguments))

    async def _table_of(self, request: Request, said: Arguments, headers: dict[str, str]) -> Response:
        """CSV, sent while it is read. What is wrong is said before the first line."""
        await self.reading(self._facts.look)
        pieces = self._figures.read(said, MOST_READ if said["limit"] else NO_END)
        first = await self.reading(next, pieces, None)
        headers = {**headers, "Content-Disposition": 'attachment; filename="figures.csv"'}
        if request.method == "HEAD":
            return Response(None, 200, headers, "text/csv; charset=utf-8")

        async def lines() -> AsyncIterator[str]:
            yield head()
            room, piece = said["limit"] or NO_END, first
            while piece is not None and room > 0:
                cells = piece[0][:room]
                yield self._figures.as_csv(cells)
                room -= len(cells)
                piece = await self.reading(next, pieces, None)

        return StreamingResponse(lines(), 200, headers, "text/csv; charset=utf-8")

    async def _body(self, request: Request, operation: Operation) -> Arguments:
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            raise Problem(415, "not_json")
        held = b""
        async for piece in request.stream():
            held += piece
            if len(held) > LARGEST_BODY:
                raise Problem(413, "too_large")
        return of_body(held, self._table.schemas[operation.takes])

    def _kept(self, request: Request, shape: str) -> dict[str, str]:
        """Headers of what holds as long as nothing is written: a mark of the state of the database, of the program, and of
        what was asked. Weak, for the same may be sent packed."""
        whole = (self._edition, stamp(self._site.db), request.url.path, sorted(request.query_params.multi_items()), shape)
        mark = hashlib.blake2b(repr(whole).encode(), digest_size=12).hexdigest()
        return {"ETag": f'W/"{mark}"', "Cache-Control": FRESH, "Vary": "Accept"}

    async def openapi(self, request: Request) -> Response:
        """The OpenAPI document, in the language of the request."""
        language, base = language_of(request), _base(request, self._site.address)
        headers = {**self._kept(request, f"{language} {base}"), "Vary": "Accept-Language"}
        if _has(request, headers["ETag"]):
            return Response(None, 304, headers)
        return JSONResponse(await self.reading(self._document, language, base), headers=headers)

    async def page(self, request: Request) -> Response:
        """The page on the API, made of the document."""
        language = language_of(request)
        said = await self.reading(self._document, language, _base(request, self._site.address))
        sentences = {key: self._phrases.say(key, language) for key in self._phrases if not key.startswith("title_")}
        troubles = [(key, re.sub(r"\{\w+\}", "…", sentence)) for key, sentence in sentences.items()]
        return self._renderer.page(request, "api.html", title=said["info"]["title"], api=said, troubles=troubles)

    def _document(self, language: str, base: str) -> dict[str, Any]:
        """Made once for a state of the database: its examples are what is really returned."""
        mark = f"{language} {base} {stamp(self._site.db)}"
        if self._told is None or self._told[0] != mark:
            self._facts.look()
            self._told = (mark, document(self._table, self._lists, self.look_up, language, base))
        return self._told[1]


def _plain(content: bytes, headers: Mapping[str, str]) -> Response:
    return Response(content, 200, headers, "application/json")


def _wants_csv(request: Request, said: Arguments) -> bool:
    if said["format"] is not None:
        return bool(said["format"] == "csv")
    accepted = [part.partition(";")[0].strip() for part in request.headers.get("accept", "").lower().split(",")]
    return "text/csv" in accepted and "application/json" not in accepted


def _has(request: Request, mark: str) -> bool:
    """Whether whoever asks holds what would be sent."""
    held = [one.strip() for one in ",".join(request.headers.getlist("if-none-match")).split(",")]
    return mark in held or mark.removeprefix("W/") in held or held == ["*"]


def _following(request: Request, after: str) -> str:
    """The address of the next page, within the site."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "after"]
    return f"{quote(request.url.path)}?{urlencode([*kept, ('after', after)])}"


def _base(request: Request, address: str) -> str:
    return address or f"{request.url.scheme}://{request.url.netloc}"


def _edition(words: Path) -> str:
    """Of the program and its words: what an older one answered may read otherwise now."""
    digest = hashlib.blake2b(digest_size=8)
    for file in (*sorted(_HOUSE.rglob("*.py")), *sorted(words.glob("*.csv")), *sorted(words.glob("*.toml"))):
        digest.update(file.read_bytes())
    return digest.hexdigest()
