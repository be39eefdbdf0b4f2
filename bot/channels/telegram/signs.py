"""Signs of work: “typing…” where an answer is longer in coming than a moment, “sending a photo…” at once where one is made.

One task shows them all, one call after another and few a second, so that a flood of questions pays next to nothing for them.
Whoever has waited longest is shown one first; nobody gets one whose answer is there in time.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass

from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import RetryAfter, TelegramError

from bot.channels.telegram.delivery import seconds_of

SOON = 0.3
"""Seconds without an answer after which it is said that one is coming."""
STILL = 4.5
"""Seconds after which a sign is shown anew; Telegram shows it for five."""
PACE = 0.1
"""Seconds from one sign to the next one, whoever it is for."""
_NEVER = float("inf")

Place = tuple[int, int | None]
"""A chat and its topic."""


@dataclass(eq=False, slots=True)
class _Sign:
    """Something in hand: what is shown of it, and from when on. What is at work goes before what waits for its turn."""

    action: str
    since: float
    at_work: bool


class Signs:
    """`waiting` and `at_work` say what is in hand; `shown` has it shown while it lasts."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._open: dict[Place, list[_Sign]] = {}
        self._last: dict[Place, tuple[str, float]] = {}
        self._until = _NEVER
        self._earlier = asyncio.Event()

    @contextmanager
    def waiting(self, place: Place) -> Iterator[None]:
        """An answer is to come: typing, unless it is there soon."""
        with self._held(place, _Sign(ChatAction.TYPING, time.monotonic() + SOON, at_work=False)):
            yield

    @contextmanager
    def at_work(self, place: Place, action: ChatAction) -> Iterator[None]:
        """Something is made that takes its time: shown at once, and for as long as it lasts."""
        with self._held(place, _Sign(action, time.monotonic(), at_work=True)):
            yield

    @asynccontextmanager
    async def shown(self) -> AsyncIterator[None]:
        """Shows what is in hand until it is left."""
        showing = asyncio.create_task(self._show())
        try:
            yield
        finally:
            showing.cancel()
            with suppress(asyncio.CancelledError):
                await showing

    @contextmanager
    def _held(self, place: Place, sign: _Sign) -> Iterator[None]:
        self._open.setdefault(place, []).append(sign)
        if sign.since < self._until:
            self._earlier.set()
        try:
            yield
        finally:
            self._open[place].remove(sign)
            if not self._open[place]:
                del self._open[place]
                self._last.pop(place, None)

    async def _show(self) -> None:
        while True:
            self._earlier.clear()
            self._until, place, sign = self._next()
            wait = self._until - time.monotonic()
            if place is None or sign is None or wait > 0:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._earlier.wait(), None if place is None else wait)
                continue
            self._last[place] = (sign.action, time.monotonic())
            try:
                # A courtesy: let be where it fails.
                await self._bot.send_chat_action(place[0], sign.action, place[1])
            except RetryAfter as error:
                await asyncio.sleep(seconds_of(error))
            except TelegramError:
                pass
            await asyncio.sleep(PACE)

    def _next(self) -> tuple[float, Place | None, _Sign | None]:
        """Which sign is shown next, where, and when."""
        found: tuple[float, Place | None, _Sign | None] = (_NEVER, None, None)
        for place, signs in self._open.items():
            sign = next((one for one in reversed(signs) if one.at_work), signs[0])
            action, last = self._last.get(place, ("", -_NEVER))
            when = max(sign.since, last + STILL) if action == sign.action else sign.since
            if when < found[0]:
                found = (when, place, sign)
        return found
