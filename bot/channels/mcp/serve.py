"""Serving: over standard input and output for the program that started it, or over HTTP for several on this machine."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import uvicorn
from mcp import stdio_server
from mcp.server import Server

from bot.answer import Desk
from bot.channels.mcp.clerk import Clerk
from bot.channels.mcp.desks import Desks
from bot.channels.mcp.server import server_of
from bot.errors import PortTaken

HOST, ROUTE = "127.0.0.1", "/mcp"
_WAITING = {
    "zh": "正在标准输入输出上等待助手；通常由助手自行启动（见 docs/mcp.zh-CN.md）。按 Ctrl+C 结束。",
    "en": "Waiting for an assistant on standard input and output; assistants start it themselves (docs/mcp.md). Ctrl+C ends it.",
}
_FAREWELL = 3
"""Seconds that connections have to end."""


@dataclass(frozen=True)
class Post:
    """What the tool needs: how a desk is made, its database, what day it is, and the language of the terminal."""

    desk: Callable[[], Desk]
    db: Path
    today: Callable[[], date]
    language: str


class _Bare(logging.Formatter):
    """Who complained and how badly. What libraries say can hold what was asked."""

    def format(self, record: logging.LogRecord) -> str:
        error = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        return f"{record.levelname.lower()}: {record.name} {error}".rstrip()


def run(post: Post, port: int | None) -> int:
    """Serves until the client goes away or the process is ended; 0. `port` is that of HTTP, 0 for any that is free.

    Raises BotError where there is no database, or the port is taken.
    """
    noted = logging.StreamHandler(sys.stderr)
    noted.setFormatter(_Bare())
    logging.basicConfig(level=logging.WARNING, handlers=[noted], force=True)
    desks = Desks(post.desk)
    server = server_of(desks, Clerk(desks, post.db, post.today), _version())
    if port is None and sys.stdin.isatty():
        print(_WAITING[post.language], file=sys.stderr, flush=True)
    try:
        asyncio.run(_over_pipes(server) if port is None else _over_http(server, _listening(port)))
    except* (BrokenPipeError, ConnectionError):
        pass  # the client is gone
    finally:
        desks.close()
    return 0


def _version() -> str:
    try:
        return version("gongkai")
    except PackageNotFoundError:  # run from its folder, not installed
        return ""


async def _over_pipes(server: Server[Any]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # a thread waits for the next line, and would keep the process
    async with stdio_server() as (incoming, outgoing):
        await server.run(incoming, outgoing, server.create_initialization_options())


async def _over_http(server: Server[Any], listening: socket.socket) -> None:
    """Answers any client on this machine; names of other hosts are refused, so that no web page can ask."""
    app = server.streamable_http_app(streamable_http_path=ROUTE, json_response=True, host=HOST)
    config = uvicorn.Config(
        app, log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=_FAREWELL, ws="none"
    )
    web = _Told(config)
    for ending in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # not everywhere
            asyncio.get_running_loop().add_signal_handler(ending, web.end)
    print(f"http://{HOST}:{listening.getsockname()[1]}{ROUTE}", file=sys.stderr, flush=True)
    with listening:
        await web.serve([listening])


class _Told(uvicorn.Server):
    """Ends when it is told to, and leaves the process to end as it likes."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    def end(self) -> None:
        self.should_exit = True


def _listening(port: int) -> socket.socket:
    try:
        sock = socket.create_server((HOST, port))
    except OSError as error:
        raise PortTaken(f"端口 {port} 打不开：{error.strerror}。", f"Port {port} cannot be opened: {error.strerror}.") from error
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # no answer waits 40 ms for its head to be acknowledged
    return sock
