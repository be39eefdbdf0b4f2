"""HTTP with whoever is slow: the head of a request has to arrive in time, or the connection is closed.

Uvicorn waits for ever for a head that has begun. A reverse proxy, which takes heads in full before it passes them on, makes
this needless; without one a few hundred connections that send a letter a minute would hold every place.
"""

from __future__ import annotations

import asyncio
from typing import ClassVar

from uvicorn.protocols.http.h11_impl import H11Protocol

LATE = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class Patient(H11Protocol):
    """One connection. `seconds` is how long a head may take, from the connection's start or from its first letter."""

    seconds: ClassVar[float] = 10.0
    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A connection has begun, and so has its first head."""
        super().connection_made(transport)
        self._begin()

    def data_received(self, data: bytes) -> None:
        """Letters came: of a body, or of a head, which is then whole or goes on."""
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._end()
        elif not self.transport.is_closing():
            self._begin()

    def connection_lost(self, exc: Exception | None) -> None:
        """It is over."""
        self._end()
        super().connection_lost(exc)

    def _begin(self) -> None:
        if self._late is None:
            self._late = self.loop.call_later(self.seconds, self._give_up)

    def _end(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _give_up(self) -> None:
        self._late = None
        if (self.cycle is None or self.cycle.response_complete) and not self.transport.is_closing():
            self.transport.write(LATE)
            self.transport.close()


def patient(seconds: float) -> type[Patient]:
    """The kind of connection that waits so long."""
    return type("Patient", (Patient,), {"seconds": float(seconds)})
