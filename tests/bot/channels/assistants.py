"""An assistant: the client of the MCP package, connected to a process of the bot, its calls made from plain tests."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
from collections.abc import Coroutine, Iterator
from concurrent.futures import Future
from contextlib import AbstractAsyncContextManager, contextmanager
from functools import cache
from pathlib import Path
from typing import Any, TextIO

from jsonschema import Draft202012Validator
from mcp import Client, StdioServerParameters, stdio_client, types

from bot.channels.mcp.tools import OFFERS
from tests.bot.desk import ROOT

PATIENCE = 60


class Assistant:
    """One client in a thread of its own, connected as long as the context lasts."""

    def __init__(self, to: str | AbstractAsyncContextManager[Any], mode: str = "auto") -> None:
        self._to, self._mode = to, mode
        self._loop, self._ending, self._ready = asyncio.new_event_loop(), asyncio.Event(), threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)

    def __enter__(self) -> Assistant:
        self._thread.start()
        assert self._ready.wait(PATIENCE), "no connection"
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._ending.set)
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()

    def _work(self) -> None:
        self._loop.run_until_complete(self._connected())
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()

    async def _connected(self) -> None:
        async with Client(self._to, mode=self._mode) as self.client:
            self._ready.set()
            await self._ending.wait()

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        """The outcome of something asked of `client`."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE)

    def begin(self, tool: str, **arguments: Any) -> Future[Any]:
        """A call whose outcome is waited for later."""
        return asyncio.run_coroutine_threadsafe(self.client.call_tool(tool, arguments), self._loop)

    def call(self, tool: str, **arguments: Any) -> types.CallToolResult:
        """What a tool gives, which is held against the schema that the tool promises."""
        given = self.do(self.client.call_tool(tool, arguments))
        assert isinstance(given, types.CallToolResult)
        if not given.is_error:
            promised(tool).validate(given.structured_content)
        return given

    def get(self, tool: str, **arguments: Any) -> dict[str, Any]:
        """The same for programs, of a call that is no error."""
        given = self.call(tool, **arguments)
        assert not given.is_error, said(given)
        content: dict[str, Any] = given.structured_content
        return content

    def fault(self, tool: str, **arguments: Any) -> str:
        """The sentence of a call that is an error."""
        given = self.call(tool, **arguments)
        assert given.is_error and given.structured_content is None, given
        assert len(given.content) == 1 and "Traceback" not in said(given) and "\n" not in said(given)
        return said(given)


@cache
def promised(tool: str) -> Draft202012Validator:
    schema = OFFERS[tool].gives
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def said(given: types.CallToolResult) -> str:
    """The text for readers."""
    first = given.content[0]
    assert isinstance(first, types.TextContent)
    return first.text


def piped(db: Path, noted: TextIO) -> AbstractAsyncContextManager[Any]:
    """The way to a process on pipes, as assistants start it; what it says beside the protocol goes to `noted`."""
    command = StdioServerParameters(
        command=sys.executable, args=["-m", "bot", "mcp", "--db", str(db)], cwd=ROOT, env={"PYTHONWARNINGS": "error"}
    )
    return stdio_client(command, errlog=noted)


@contextmanager
def listening(db: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A process that serves HTTP, and its address."""
    command = [sys.executable, "-m", "bot", "mcp", "--http", "0", "--db", str(db)]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
    assert process.stderr is not None
    try:
        yield process.stderr.readline().strip(), process
    finally:
        process.terminate()
        process.wait(PATIENCE)
        process.stderr.close()


def told(questions: list[str], db: Path, today: str) -> list[dict[str, Any]]:
    """What `bot ask` says to each of the questions, as JSON."""
    lines = "\n".join(json.dumps({"question": question}, ensure_ascii=False) for question in questions)
    command = [sys.executable, "-m", "bot", "ask", "--batch", "-", "--json", "--today", today, "--db", str(db)]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, encoding="utf-8", cwd=ROOT, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]
