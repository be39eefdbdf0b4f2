"""The wire of the test server: HTTP/1.1 with connections kept alive, and the faults it can be told to show."""

from __future__ import annotations

import asyncio
import inspect
import json
import socket
import struct
import threading
from collections import Counter, deque
from functools import cache
from typing import Any, Self

from tests.bot.channels.forms import LARGEST, Request, fields, head_of
from tests.bot.channels.refusals import DESCRIPTIONS, Refused, bad, told_to

NO_ANSWER = {"reset", "reset_after", "half"}


class Wire:
    """Listens on 127.0.0.1 in a thread of its own; a method of the Bot API is a method of the subclass."""

    token, latency = "", 0.0

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.refused: list[tuple[str, str]] = []
        self._faults: deque[tuple[str, str, Any]] = deque()
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        assert self._ready.wait(5)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def fault(self, method: str, kind: str, times: int = 1, **more: Any) -> None:
        """The next `times` calls of `method` (or `*`) meet one:

        a key of DESCRIPTIONS (`description=…` for other words, `retry_after=…`): refused, nothing done;
        html, junk: a page that is no JSON, nothing done; reset: the connection ends, nothing done;
        reset_after, half: it ends after it was done, without an answer or in the midst of it;
        slow: done and answered, but only after `seconds=…`.
        """
        assert kind in {*DESCRIPTIONS, *NO_ANSWER, "html", "junk", "slow"}, kind
        self._faults.extend([(method, kind, more)] * times)

    def count(self, method: str) -> int:
        return Counter(name for name, _ in self.calls)[method]

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._connection, "127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        self._ready.set()
        self._loop.run_forever()
        server.close()
        going = asyncio.all_tasks(self._loop)
        for task in going:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*going, return_exceptions=True))
        self._loop.close()

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                request = head_of(await reader.readuntil(b"\r\n\r\n"))
                length = int(request.headers.get("content-length", 0))
                request.body = await reader.readexactly(min(length, LARGEST))
                if length > LARGEST:
                    await _write(writer, 413, _json(told_to("413").body))
                    break
                if not await self._respond(writer, request):
                    break
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _respond(self, writer: asyncio.StreamWriter, request: Request) -> bool:
        """Answers one request; False where the connection is to end."""
        if request.path.startswith("/file/bot"):
            return await self._hand_out(writer, request.path)
        token, _, method = request.path.removeprefix("/bot").rpartition("/")
        kind, more = self._fault_of(method)
        status, answer = 200, b""
        try:
            if kind in DESCRIPTIONS:
                raise told_to(kind, **more)
            if kind not in ("reset", "html"):
                answer = _json({"ok": True, "result": await self._call(token, method, fields(request))})
        except Refused as refused:
            status, answer = refused.code, _json(refused.body)
            if kind is None:
                self.refused.append((method, str(refused)))
        await asyncio.sleep(more.get("seconds", 1.0) if kind == "slow" else self.latency)
        if kind in NO_ANSWER:
            if kind == "half":
                writer.write(b"HTTP/1.1 200 X\r\nContent-Length: %d\r\n\r\n%b" % (len(answer), answer[: len(answer) // 2]))
                await writer.drain()
            _reset(writer)
            return False
        if kind == "html":
            status, answer = 502, b"<html><body>502 Bad Gateway</body></html>"
        if kind == "junk":
            status, answer = 200, b"<html>please log in to the network</html>"
        await _write(writer, status, answer)
        return True

    async def _hand_out(self, writer: asyncio.StreamWriter, path: str) -> bool:
        """The bytes of a file: GET /file/bot<token>/<file_path>."""
        token, _, name = path.removeprefix("/file/bot").partition("/")
        kind, more = self._fault_of("download")
        self.calls.append(("download", {"file_path": name}))
        await asyncio.sleep(more.get("seconds", 1.0) if kind == "slow" else self.latency)
        if kind in NO_ANSWER:
            _reset(writer)
            return False
        data = self.bytes_of(name) if token == self.token else None
        if kind in DESCRIPTIONS or data is None:
            await _write(writer, int(kind or 404), _json(told_to(kind or "404", **more).body))
        else:
            await _write(writer, 200, data)
        return True

    def bytes_of(self, path: str) -> bytes | None:
        """What a file on the server holds."""
        raise NotImplementedError

    async def _call(self, token: str, method: str, asked: dict[str, Any]) -> Any:
        if token != self.token:
            raise Refused(401, "Unauthorized")
        name = _methods(type(self)).get(method.lower())
        if name is None:
            raise Refused(404, "Not Found")
        self.calls.append((name, asked))
        try:
            return await getattr(self, name)(asked)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise bad(f"can't parse request: {error!r}") from error

    def _fault_of(self, method: str) -> tuple[str | None, dict[str, Any]]:
        for fault in self._faults:
            if fault[0] in (method, "*"):
                self._faults.remove(fault)
                return fault[1], fault[2]
        return None, {}


@cache
def _methods(server: type[Wire]) -> dict[str, str]:
    """The methods of the Bot API that a server has, by their names in small letters: the case of a call is free."""
    public = inspect.getmembers(server, inspect.iscoroutinefunction)
    return {name.lower(): name for name, _ in public if not name.startswith("_") and name != name.lower()}


def _json(body: object) -> bytes:
    return json.dumps(body).encode()


async def _write(writer: asyncio.StreamWriter, status: int, body: bytes) -> None:
    writer.write(b"HTTP/1.1 %d X\r\nContent-Length: %d\r\n\r\n%b" % (status, len(body), body))
    await writer.drain()


def _reset(writer: asyncio.StreamWriter) -> None:
    """Ends the connection with RST instead of a farewell."""
    sock = writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
