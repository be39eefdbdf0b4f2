"""How much one person may ask, and one group may hear, in a minute: one notice, then silence until there is room again."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

from telegram import Message, Update
from telegram.ext import ApplicationHandlerStop, ContextTypes, TypeHandler

from bot.channels.telegram.counter import Counter, Handlers
from bot.channels.telegram.memory import Recent
from bot.channels.telegram.meters import Meters

MINUTE = 60.0


class Verdict(Enum):
    """What is to be done with a message."""

    ANSWER = "answer"
    SAY_SO = "say so"
    """It is the first one over the limit: whoever wrote hears of it, once."""
    BE_SILENT = "be silent"


@dataclass(slots=True)
class _Bucket:
    """Fills evenly, a minute for all of it; an answer takes one from it."""

    room: float
    seen: float
    warned: bool = field(default=False)


class Limits:
    """A bucket for each person and for each group."""

    def __init__(self, user_per_minute: int, group_per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._sizes = {"user": user_per_minute, "group": group_per_minute}
        self._clock = clock
        self._buckets: Recent[tuple[str, int], _Bucket] = Recent(seconds=2 * MINUTE, clock=clock)

    def judge(self, user: int | None, group: int | None) -> Verdict:
        """Takes one from the person's bucket and, in a group, one from the group's; the stricter verdict counts.

        A channel or an anonymous admin writes without a person: then only the group's bucket counts.
        """
        kinds = [("user", user), ("group", group)]
        verdicts = [self._take(kind, number) for kind, number in kinds if number is not None]
        for verdict in (Verdict.BE_SILENT, Verdict.SAY_SO):
            if verdict in verdicts:
                return verdict
        return Verdict.ANSWER

    def _take(self, kind: str, number: int) -> Verdict:
        size, now = self._sizes[kind], self._clock()
        bucket = self._buckets.get((kind, number)) or _Bucket(size, now)
        bucket.room = min(size, bucket.room + (now - bucket.seen) * size / MINUTE)
        bucket.seen = now
        self._buckets.put((kind, number), bucket)
        if bucket.room >= 1:
            bucket.room -= 1
            # Warned again only after a pause: who writes on at the limit is not told every second.
            bucket.warned = bucket.warned and bucket.room < size / 2
            return Verdict.ANSWER
        if bucket.warned:
            return Verdict.BE_SILENT
        bucket.warned = True
        return Verdict.SAY_SO


class Guard:
    """Tried before all other handlers: what is over a limit gets one notice, and then nothing."""

    def __init__(self, counter: Counter, limits: Limits, meters: Meters) -> None:
        self._counter, self._limits, self._meters = counter, limits, meters

    def handlers(self) -> Handlers:
        """Of every update."""
        return (TypeHandler(Update, self.judge),)

    async def judge(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Lets through what the bot would not answer anyway: it costs nothing, and must use up nobody's minute."""
        message = update.message or update.edited_message
        if message is not None and self._is_a_bots(message):
            raise ApplicationHandlerStop
        if message is not None and not self._counter.is_awaited(message):
            return
        if message is None and not update.callback_query and not update.inline_query:
            return
        chat, user = update.effective_chat, update.effective_user
        group = chat.id if chat is not None and chat.type != chat.PRIVATE else None
        verdict = self._limits.judge(user.id if user else None, group)
        if verdict is Verdict.ANSWER:
            return
        self._meters.limited.inc()
        if verdict is Verdict.SAY_SO and message is not None:
            await self._counter.post(update, self._counter.say("slower", update))
        if update.callback_query:
            await self._counter.stop_spinner(update.callback_query, self._counter.say("slower", update))
        raise ApplicationHandlerStop

    def _is_a_bots(self, message: Message) -> bool:
        """What bots write is never answered, or two of them would talk for ever; nor what this one posted by inline mode.

        Who writes in the name of a chat, an anonymous admin or a channel, is shown as a bot, and is none.
        """
        if message.via_bot is not None and message.via_bot.id == self._counter.bot.id:
            return True
        return message.sender_chat is None and message.from_user is not None and message.from_user.is_bot
