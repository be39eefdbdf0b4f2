"""The wire of the test server: HTTP/1.1 with connections kept alive, and the faults it can be told to show."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import struct
import threading
from collections import Counter, deque
from typing import Any, Self
from urllib.parse import parse_qs

NESTED = {"reply_markup", "reply_parameters", "link_preview_options", "commands", "allowed_updates"}
DESCRIPTIONS = {
    "401": "Unauthorized",
    "403": "Forbidden: bot was blocked by the user",
    "404": "Not Found",
    "409": "Conflict: terminated by other getUpdates request",
    "429": "Too Many Requests",
    "502": "Bad Gateway",
}


class Refused(Exception):
    """What the server answers instead of a result: code, description, parameters."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code, self.body = code, {"ok": False, "error_code": code, "description": description}
        if parameters:
            self.body["parameters"] = parameters


class Wire:
    """Listens on 127.0.0.1 in a thread of its own; a method of the Bot API is a method of the subclass."""

    def __init__(self, token: str, latency: float) -> None:
        self.token, self.latency = token, latency
        self.calls: list[tuple[str, dict[str, Any]]] = []
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
        """The next `times` calls of `method` (or `*`) fail: a key of DESCRIPTIONS, html, reset, reset_after, junk."""
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
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                length = re.search(r"(?i)content-length: *(\d+)", head)
                body = (await reader.readexactly(int(length[1]) if length else 0)).decode()
                if not await self._respond(writer, head.split(" ", 2)[1], body):
                    break
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _respond(self, writer: asyncio.StreamWriter, path: str, body: str) -> bool:
        """Answers one request; False where the connection is to end."""
        _, _, rest = path.partition("/bot")
        token, _, method = rest.rpartition("/")
        asked: dict[str, Any] = {key: values[0] for key, values in parse_qs(body, keep_blank_values=True).items()}
        asked |= {key: json.loads(asked[key]) for key in NESTED & asked.keys()}
        kind, more = self._fault_of(method)
        try:
            if kind not in ("reset", "html", *DESCRIPTIONS):
                result = await self._call(token, method, asked)
            await asyncio.sleep(self.latency)
            if kind in ("reset", "reset_after"):
                _reset(writer)
                return False
            answer: tuple[int, bytes] = _failure(kind, more) if kind else (200, _json({"ok": True, "result": result}))
        except Refused as refused:
            answer = refused.code, _json(refused.body)
        writer.write(b"HTTP/1.1 %d X\r\nContent-Length: %d\r\n\r\n%b" % (answer[0], len(answer[1]), answer[1]))
        await writer.drain()
        return True

    async def _call(self, token: str, method: str, asked: dict[str, Any]) -> Any:
        if token != self.token:
            raise Refused(401, "Unauthorized")
        if method[:1] not in "gdsea" or not hasattr(self, method):
            raise Refused(404, "Not Found")
        self.calls.append((method, asked))
        return await getattr(self, method)(asked)

    def _fault_of(self, method: str) -> tuple[str | None, dict[str, Any]]:
        for fault in self._faults:
            if fault[0] in (method, "*"):
                self._faults.remove(fault)
                return fault[1], fault[2]
        return None, {}


def _json(body: object) -> bytes:
    return json.dumps(body).encode()


def _failure(kind: str, more: dict[str, Any]) -> tuple[int, bytes]:
    if kind == "html":
        return 502, b"<html><body>502 Bad Gateway</body></html>"
    if kind == "junk":
        return 200, b"<html>please log in to the network</html>"
    return int(kind), _json(Refused(int(kind), DESCRIPTIONS[kind], **more).body)


def _reset(writer: asyncio.StreamWriter) -> None:
    """Ends the connection with RST instead of a farewell."""
    sock = writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
