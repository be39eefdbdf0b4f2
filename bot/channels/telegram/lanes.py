"""Many calls at once without a crowd: each call has a connection of its own.

httpx would keep all connections in one pool, and httpcore walks the whole pool, asking the system about each socket,
whenever a request comes or goes: with 32 connections that made a request cost 10 ms, and 3 without it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
from telegram.request import BaseRequest, HTTPXRequest, RequestData


class Lanes(BaseRequest):
    """`count` connections; a call takes the one used last, for it is the warmest, or waits until one is free."""

    def __init__(self, count: int, sift: Callable[[bytes], bytes] = lambda answer: answer, /, **settings: Any) -> None:
        """`sift` goes over every good answer before it is read; `settings` are those of HTTPXRequest."""
        self._sift = sift
        # One for all: each client would read all certificates anew (50 ms).
        httpx_kwargs = {"verify": httpx.create_ssl_context(), **settings.pop("httpx_kwargs", {})}
        self._lanes = [HTTPXRequest(1, httpx_kwargs=httpx_kwargs, **settings) for _ in range(count)]
        self._free: asyncio.LifoQueue[HTTPXRequest] = asyncio.LifoQueue()
        for lane in self._lanes:
            self._free.put_nowait(lane)

    @property
    def read_timeout(self) -> float | None:
        return self._lanes[0].read_timeout

    async def initialize(self) -> None:
        for lane in self._lanes:
            await lane.initialize()

    async def shutdown(self) -> None:
        for lane in self._lanes:
            await lane.shutdown()

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *timeouts: Any, **named: Any
    ) -> tuple[int, bytes]:
        lane = await self._free.get()
        try:
            status, answer = await lane.do_request(url, method, request_data, *timeouts, **named)
            return status, self._sift(answer) if status == 200 else answer
        finally:
            self._free.put_nowait(lane)
