"""Several processes that answer on one port: begun, watched over, begun again where one dies, and ended together.

Each worker listens on a socket of its own on the same port, among which the kernel spreads connections. The sockets are made
here and kept open: what comes while a worker is being replaced waits for the next.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Sequence

Work = Callable[[Sequence[socket.socket]], int]
PATIENCE = 8.0
"""Seconds that workers have for what is in hand, once they are told to end."""
SOON, TIMES = 2.0, 5
"""A worker that dies so soon after its start, so many times running, would do so for ever."""


def listen(host: str, port: int, count: int) -> list[socket.socket]:
    """Sockets of one port, one for each worker. Raises OSError where another program has the port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    first = socket.create_server((host, port), family=family)
    sockets = [first]
    if count > 1:
        port = first.getsockname()[1]
        first.close()  # it showed that the port is free: with reuse_port another program of this user might have it, too
        sockets = [socket.create_server((host, port), family=family, reuse_port=True) for _ in range(count)]
    for one in sockets:  # what they accept has it from them: no answer waits 40 ms for its head to be acknowledged
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return sockets


class Workers:
    """As many processes as there are sockets. Must be made in the main thread, before any other is begun."""

    def __init__(self, sockets: Sequence[socket.socket], shared: Sequence[socket.socket], work: Work) -> None:
        self._sockets, self._shared, self._work = sockets, shared, work
        self._places: dict[int, int] = {}
        self._begun: dict[int, float] = {}
        self._quick_ends = 0
        self._ending = False
        self._tie = os.pipe()

    def run(self) -> int:
        """Until SIGTERM or Ctrl+C: 0; 1 where workers cannot even begin."""
        bell, ringer = os.pipe()
        os.set_blocking(ringer, False)
        signal.set_wakeup_fd(ringer)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD):
            signal.signal(number, lambda *_: None)
        for place in range(len(self._sockets)):
            self._begin(place)
        deadline = float("inf")
        while self._places:
            if select.select([bell], [], [], 0.5)[0] and {signal.SIGTERM, signal.SIGINT} & set(os.read(bell, 64)):
                deadline = min(deadline, self._end())
            self._reap()
            if self._quick_ends >= TIMES:
                deadline = min(deadline, self._end())
            if time.monotonic() > deadline:
                self._tell(signal.SIGKILL)
        signal.set_wakeup_fd(-1)
        return 1 if self._quick_ends >= TIMES else 0

    def _begin(self, place: int) -> None:
        number = os.fork()
        if number:
            self._places[number], self._begun[number] = place, time.monotonic()
            return
        code = 1
        try:
            code = self._be_a_worker(place)
        finally:
            sys.stderr.flush()
            os._exit(code)

    def _be_a_worker(self, place: int) -> int:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.close(self._tie[1])
        threading.Thread(target=_end_with, args=(self._tie[0],), daemon=True).start()
        return self._work([self._sockets[place], *self._shared])

    def _reap(self) -> None:
        """Takes leave of those that ended, and begins others in their place."""
        while self._places:
            try:
                number, _ = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                self._places.clear()
                return
            if not number:
                return
            if (place := self._places.pop(number, None)) is None:
                continue
            is_quick = time.monotonic() - self._begun.pop(number) < SOON
            self._quick_ends = self._quick_ends + 1 if is_quick else 0
            if not self._ending and self._quick_ends < TIMES:
                self._begin(place)

    def _end(self) -> float:
        """Has all of them end; when they must have."""
        self._ending = True
        self._tell(signal.SIGTERM)
        return time.monotonic() + PATIENCE

    def _tell(self, number: signal.Signals) -> None:
        for worker in self._places:
            with contextlib.suppress(ProcessLookupError):
                os.kill(worker, number)


def _end_with(tie: int) -> None:
    """Ends this worker when the process that began it is gone, however it went."""
    os.read(tie, 1)
    os.kill(os.getpid(), signal.SIGTERM)
