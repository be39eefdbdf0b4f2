"""Receiving: polls Telegram, or is called by it, and hands each update to the handlers once, in order within a chat."""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
import time
from collections import Counter as Counter_
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from functools import partial
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakValueDictionary

from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.ext import Application, ContextTypes

from bot.channels.telegram.arrivals import readable
from bot.channels.telegram.counter import Counter
from bot.channels.telegram.delivery import insist, pauses
from bot.channels.telegram.doors import opened, webhook
from bot.channels.telegram.inbox import Inbox
from bot.channels.telegram.meters import Meters
from bot.channels.telegram.phrases import Phrases
from bot.channels.telegram.redact import bare
from bot.channels.telegram.settings import Webhook
from bot.channels.telegram.whence import topic_of

LOG = logging.getLogger(__name__)
KINDS = ("message", "edited_message", "callback_query", "inline_query")
LONG_POLL = 30
IN_HAND = 1000
OF_ONE = 30
"""Updates of one chat that are in hand at once; more of them wait apart, where they hold up nobody else."""
APART = 10_000
GRACE = 8.0
LEAVING = 20.0
"""Seconds that another poller is borne."""
GONE = 60.0
"""Seconds without a word of it after which another poller is gone: two that take turns each get through now and then."""
REMIND = 600.0
"""Seconds after which Telegram is told of the webhook again: another program may have ended it."""

App = Application[Any, Any, Any, Any, Any, Any]


class Poll:
    """One bot at work, from its first call to its last."""

    def __init__(
        self,
        application: App,
        counter: Counter,
        inbox: Inbox,
        phrases: Phrases,
        tell: Callable[..., None],
        meters: Meters,
        introduce: Callable[[], Awaitable[None]],
    ) -> None:
        """`tell(key, **blanks)` puts a sentence on the console; `introduce` fills the menus."""
        self._meters, self._introduce = meters, introduce
        self._app, self._counter, self._inbox, self._phrases, self._tell = application, counter, inbox, phrases, tell
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._tasks: set[asyncio.Task[None]] = set()
        self._queues: dict[int, deque[Update]] = {}
        self._in_hand: Counter_[int] = Counter_()
        self._unanswered: set[int] = set()
        self._refused: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._complaint: str | None = None
        self._dispute: tuple[float, float] | None = None
        self._offset = 0
        application.add_error_handler(self._failed)

    async def work(self, ending: asyncio.Event, webhook: Webhook) -> None:
        """Until `ending` is set. Raises InvalidToken as soon as Telegram refuses the token, Conflict where another program
        goes on polling with it, and OSError where the webhook's port is taken."""
        listening = asyncio.create_task(self._listen(webhook))
        ended = asyncio.create_task(ending.wait())
        try:
            first: list[asyncio.Future[Any]] = [listening, ended, self._refused]
            await asyncio.wait(first, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await _cancel((listening, ended))
        failure = None if listening.cancelled() else listening.exception()
        self._raise_refusal()
        if failure:
            raise failure

    async def finish(self) -> None:
        """Answers what is in hand, for `GRACE` seconds at most, and tells Telegram what it need not keep."""
        if self._tasks:
            self._tell("stopping")
            end = time.monotonic() + GRACE
            while self._tasks and (left := end - time.monotonic()) > 0:
                await asyncio.wait(self._tasks, timeout=left)
        self._raise_refusal()
        if self._offset:
            with suppress(TelegramError):
                await self._app.bot.get_updates(self._offset, limit=1, timeout=0, read_timeout=2)
                self._inbox.told(self._offset)

    async def drop(self) -> int:
        """Lets go of what is still in hand; gives the number of updates that the inbox keeps for next time."""
        await _cancel(self._tasks)
        return len(self._inbox.waiting())

    def _raise_refusal(self) -> None:
        if self._refused.done():
            self._refused.result()

    async def _listen(self, webhook: Webhook) -> None:
        await insist(self._app.initialize, None, self._trouble)
        await self._introduce()
        self._complaint = None
        self._meters.heard_from_telegram()
        self._tell("listening", name=self._app.bot.username)
        for body in self._inbox.waiting():
            await self._take(Update.de_json(json.loads(body), self._app.bot))
        await (self._be_called(webhook) if webhook.url else self._poll())

    async def _poll(self) -> None:
        """Asks for updates without end. A webhook forbids that, so it is ended first."""
        with suppress(TelegramError):
            await insist(self._app.bot.delete_webhook, 3)
        while True:
            updates = await self._next()
            self._meters.heard_from_telegram()
            self._inbox.told(self._offset)
            self._offset = max((update.update_id + 1 for update in updates), default=self._offset)
            await self._receive(updates)

    async def _be_called(self, webhook_: Webhook) -> None:
        """Opens the door for Telegram, tells it where that is, and looks now and then whether it still knows."""
        secret = webhook_.secret or secrets.token_urlsafe(32)
        path = urlsplit(webhook_.url).path or "/"
        async with opened(webhook(path, secret, self.brought), webhook_.listen, webhook_.port):
            while True:
                hook = partial(self._app.bot.set_webhook, webhook_.url, secret_token=secret, allowed_updates=KINDS)
                await insist(hook, None, self._trouble)
                self._complaint = None
                self._meters.heard_from_telegram()
                await asyncio.sleep(REMIND)

    async def brought(self, body: bytes) -> None:
        """An update that Telegram brought: safe in the inbox when this returns. Raises ValueError where it is none."""
        try:
            told = readable(json.loads(body))
        except RecursionError as error:
            raise ValueError("nested too deep") from error
        if told is None:
            raise ValueError("no update")
        update = Update.de_json(told, self._app.bot)
        self._meters.heard_from_telegram()
        await self._receive((update,))
        self._inbox.told(update.update_id + 1)

    async def _receive(self, updates: Sequence[Update]) -> None:
        """Each update that is new is kept, and then started on its way."""
        new = self._inbox.receive((update.update_id, update.to_json()) for update in updates)
        for update in updates:
            if update.update_id in new:
                await self._take(update)

    async def _next(self) -> tuple[Update, ...]:
        """The next updates. A second poller may be this bot's own last run, still leaving: it is given time to be gone."""
        wait = pauses()
        while True:
            try:
                updates = await insist(self._ask_for_updates, None, self._trouble)
            except Conflict:
                if self._disputed() >= LEAVING:
                    raise
                self._complain("other_poller")
                await asyncio.sleep(min(next(wait), LEAVING / 5))
            else:
                if self._dispute is None or time.monotonic() - self._dispute[1] >= GONE:
                    self._complaint = None
                return updates

    def _disputed(self) -> float:
        """Seconds for which another program has been polling, too."""
        now = time.monotonic()
        since, last = self._dispute or (now, now)
        self._dispute = (since if now - last < GONE else now, now)
        return now - self._dispute[0]

    async def _ask_for_updates(self) -> tuple[Update, ...]:
        bot: Bot = self._app.bot
        return await bot.get_updates(self._offset or None, timeout=LONG_POLL, allowed_updates=KINDS)

    def _trouble(self, error: TelegramError) -> None:
        if not isinstance(error, RetryAfter):
            # A server that is broken sends whole pages, and python-telegram-bot passes them on.
            self._complain("unreachable", why=str(error).partition(". Parsing the server response")[0])

    def _complain(self, key: str, **blanks: object) -> None:
        """Said once, until it is over."""
        if self._complaint != key:
            self._complaint = key
            self._tell(key, **blanks)

    async def _take(self, update: Update) -> None:
        """Starts an update on its way, or has it wait behind others of its chat; waits itself where too many are under way."""
        self._meters.updates.labels(_kind(update)).inc()
        chat = _chat(update)
        while len(self._tasks) >= IN_HAND or sum(map(len, self._queues.values())) >= APART:
            await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
        if self._in_hand[chat] >= OF_ONE:
            self._queues.setdefault(chat, deque()).append(update)
        else:
            self._start(chat, update)

    def _start(self, chat: int, update: Update) -> None:
        task = asyncio.create_task(self._handle(chat, update))
        self._tasks.add(task)
        self._in_hand[chat] += 1
        self._meters.in_hand.set(len(self._tasks))
        task.add_done_callback(partial(self._gone, chat))

    def _gone(self, chat: int, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._meters.in_hand.set(len(self._tasks))
        self._in_hand[chat] -= 1
        if not self._in_hand[chat]:
            del self._in_hand[chat]
        if chat in self._queues and not task.cancelled():
            queue = self._queues[chat]
            self._start(chat, queue.popleft())
            if not queue:
                del self._queues[chat]

    async def _handle(self, chat: int, update: Update) -> None:
        turn = self._turns.setdefault(chat, asyncio.Lock())
        # Locks are fair: whoever came first goes first.
        with self._sign(update):
            async with turn:
                await self._app.process_update(update)
        if update.update_id not in self._unanswered:
            self._inbox.done(update.update_id)

    def _sign(self, update: Update) -> AbstractContextManager[None]:
        """Shows that an answer is coming where one is; a pressed button has a sign of its own."""
        message = update.message or update.edited_message
        if message is None or not self._counter.is_awaited(message):
            return nullcontext()
        return self._counter.signs.waiting((message.chat.id, topic_of(message)))

    async def _failed(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """An error that no handler expected. A refused token ends everything and leaves the update for later."""
        if isinstance(context.error, InvalidToken):
            if isinstance(update, Update):
                self._unanswered.add(update.update_id)
            if not self._refused.done():
                self._refused.set_exception(context.error)
            return
        self._meters.failures.inc()
        LOG.error("An update could not be answered: %s", bare(context.error))
        LOG.debug("Where it broke down", exc_info=context.error)
        if isinstance(update, Update) and not isinstance(context.error, TelegramError):
            try:
                await self._apologise(update)
            except Exception as error:
                LOG.debug("Nor could that be said", exc_info=error)

    async def _apologise(self, update: Update) -> None:
        """Said where answering broke down for a reason that is the bot's own."""
        if update.effective_message is not None:
            await self._counter.post(update, self._counter.say("went_wrong", update))


def _chat(update: Update) -> int:
    """In whose order an update has its place: the chat's, or, without one, the person's."""
    where = update.effective_chat or update.effective_user
    return where.id if where else 0


def _kind(update: Update) -> str:
    """Which of the kinds of update it is, as the Bot API calls them."""
    return next((kind for kind in Update.ALL_TYPES if getattr(update, kind, None) is not None), "unknown")


async def _cancel(tasks: Iterable[asyncio.Task[Any]]) -> None:
    """Cancels the tasks and waits until they are gone."""
    going = [task for task in tasks if not task.done()]
    for task in going:
        task.cancel()
    if going:
        await asyncio.wait(going)
