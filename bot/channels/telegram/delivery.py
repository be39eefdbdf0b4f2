"""Getting a call through: patience with a server that is busy, broken or gone, and a note of what has left.

429: waits as long as the server asks. 5xx, resets, time-outs, junk: tries again, 0.5 s later, then 1, 2, 4 … 30 s, for
about an hour. After a reset or a time-out nobody knows whether the message arrived; it is sent again, for a question
that stays without an answer is worse than one that is answered twice, and nearly all resets come before the server has
read the request. 400, 401, 403 will not change by asking again and are raised.
"""

from __future__ import annotations

import asyncio
import datetime
import itertools
import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from contextvars import ContextVar
from functools import partial
from importlib.metadata import version
from typing import Any, TypeVar

from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram.inbox import Inbox

LOG = logging.getLogger(__name__)
TRIES = 120
# No other task may run between the write and the note of it, or a kill finds many messages between the two.
# Until 4.15 anyio let others run before it wrote, since 4.16 it does so afterwards.
_ANYIO = tuple(int(number) for number in version("anyio").split(".")[:2])
MOMENT = "send_request_body.started" if _ANYIO >= (4, 16) else "send_request_body.complete"
FINAL = (BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken)

T = TypeVar("T")
_when_left: ContextVar[Callable[[], None] | None] = ContextVar("_when_left", default=None)


def pauses() -> Iterator[float]:
    """Seconds to wait after the first failure, the second, and so on without end."""
    return itertools.chain((0.5, 1.0, 2.0, 4.0, 8.0, 16.0), itertools.repeat(30.0))


def seconds_of(error: RetryAfter) -> float:
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, datetime.timedelta) else float(wait)


async def insist(
    call: Callable[[], Awaitable[T]], tries: int | None = TRIES, tell: Callable[[TelegramError], None] = lambda _: None
) -> T:
    """Calls until it succeeds or fails for good; `tell` hears of each failure that is waited out."""
    for number, pause in enumerate(pauses(), start=1):
        try:
            return await call()
        except FINAL:
            raise
        except TelegramError as error:
            if number == tries:
                raise
            tell(error)
            wait = seconds_of(error) if isinstance(error, RetryAfter) else pause
            LOG.info("Trying again in %.1f s: %s", wait, error)
        await asyncio.sleep(wait)
    raise AssertionError("pauses never end")


async def watch_request(request: Any) -> None:
    """An httpx request hook: tells `_when_left` of the moment when the body is handed to the system."""
    left = _when_left.get()
    if left is None:
        return

    async def trace(event: str, _: dict[str, Any]) -> None:
        if event.endswith(MOMENT):
            left()

    request.extensions = {**request.extensions, "trace": trace}


def marking(call: Callable[[], Awaitable[T]], left: Callable[[], None], failed: Callable[[], None]) -> Callable[[], Awaitable[T]]:
    """The call, with a note of the moment when it leaves, taken back where it fails."""

    async def once() -> T:
        mark = _when_left.set(left)
        try:
            return await call()
        except TelegramError:
            failed()
            raise
        finally:
            _when_left.reset(mark)

    return once


class Delivery:
    """Sends with patience; who waits out a 429 holds no connection."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox

    async def send(self, update: int, number: int, call: Callable[[], Awaitable[T]]) -> T | None:
        """Message `number` of the answer to this update; None where it left before the process was last killed."""
        if self._inbox.sent(update) > number:
            return None
        left = partial(self._inbox.set_sent, update, number + 1)
        return await insist(marking(call, left, partial(self._inbox.set_sent, update, number)))

    async def attempt(self, call: Callable[[], Awaitable[object]]) -> None:
        """A courtesy: tried three times, and let be where it fails."""
        with suppress(TelegramError):
            await insist(call, tries=3)
