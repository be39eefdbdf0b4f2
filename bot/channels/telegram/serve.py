"""Running the bot: from the token to the exit code."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sqlite3
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from telegram.error import Conflict, InvalidToken
from telegram.ext import ApplicationBuilder

from bot.backoffice.evidence import Evidence
from bot.channels.telegram.arrivals import sifted
from bot.channels.telegram.commands import Commands
from bot.channels.telegram.counter import Counter
from bot.channels.telegram.delivery import Delivery, watch_request
from bot.channels.telegram.doors import opened, watching
from bot.channels.telegram.handing import Cabinet, Handing
from bot.channels.telegram.inbox import Inbox, InboxBusy
from bot.channels.telegram.inline import Inline
from bot.channels.telegram.journal import Journal, set_up
from bot.channels.telegram.lanes import Lanes
from bot.channels.telegram.limits import Guard, Limits
from bot.channels.telegram.memory import conversations
from bot.channels.telegram.meters import Meters
from bot.channels.telegram.own import Own, Part, notes
from bot.channels.telegram.phrases import Phrases
from bot.channels.telegram.poll import App, Poll
from bot.channels.telegram.presses import Presses
from bot.channels.telegram.questions import Questions
from bot.channels.telegram.redact import quiet_about, veiled
from bot.channels.telegram.settings import OFFICIAL, Log, Settings
from bot.channels.telegram.traces import Traces
from bot.channels.telegram.under import Under
from bot.talk.talks import Talks

if TYPE_CHECKING:
    from bot.answer import Desk

LOG = logging.getLogger(__name__)
LANES = 32
FONT = "NotoSansSC-subset.otf"


@dataclass(frozen=True, slots=True)
class Post:
    """What the bot needs. `inbox` is a folder that can be written; `words` is data/words."""

    desk: Desk
    settings: Settings
    today: Callable[[], date]
    inbox: Path
    words: Path
    language: str = "en"
    db: Path | None = None
    """The database that the desk answers from; without it nothing can be handed in or followed."""


def run(post: Post) -> int:
    """Serves until SIGTERM or Ctrl+C (0); 1 where Telegram refuses the token or the bot runs already; 2 without token.

    Must be called in the main thread. Sentences for the console go to standard error, in `post.language`.
    """
    return asyncio.run(_until_signalled(post))


async def _until_signalled(post: Post) -> int:
    ending = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # Windows: Ctrl+C ends without ceremony
            asyncio.get_running_loop().add_signal_handler(number, ending.set)
    return await serve(post, ending)


async def serve(post: Post, ending: asyncio.Event) -> int:
    """The same inside a running loop: until `ending` is set. Gives the exit code."""
    token = post.settings.token.strip()
    phrases = Phrases(post.words / "channel.csv")

    def tell(key: str, **blanks: object) -> None:
        print(veiled(phrases.say(key, post.language, **blanks), token or "\0"), file=sys.stderr, flush=True)

    if not token:
        tell("token_missing")
        return 2
    # Without it every 429 warns that its retry_after will be a timedelta one day.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    # python-telegram-bot logs a traceback for every page of HTML that a broken server sends: only where asked for.
    logging.getLogger("telegram").addHandler(logging.NullHandler())
    with _journalled(post.settings.log), quiet_about(token):
        try:
            inbox = _open(post, token, tell)
        except InboxBusy as error:
            tell("already_running", path=error)
            return 1
        try:
            return await _serve(post, token, phrases, inbox, tell, ending)
        finally:
            inbox.close()


async def _serve(post: Post, token: str, phrases: Phrases, inbox: Inbox, tell: Callable[..., None], ending: asyncio.Event) -> int:
    settings, meters, file = post.settings, Meters(), _file(post, token)
    application, notebook = _application(settings.api_url, token), notes(file, settings.keep_days)
    talks = Talks(post.desk, conversations(file, settings.keep_days))
    delivery, journal, traces = Delivery(inbox), Journal(settings.log), Traces(notebook)
    counter = Counter(application.bot, talks, post.today, phrases, inbox, delivery, meters, journal, traces)
    own = Own(post, application.bot, counter, phrases, file, notebook)
    guard = Guard(counter, Limits(settings.limits.user_per_minute, settings.limits.group_per_minute), meters)
    application.add_handlers(guard.handlers(), group=-1)
    for part in (*_below(post, counter, own), *own.parts(), Commands(counter), Questions(counter), Presses(counter)):
        application.add_handlers(part.handlers())
    poll = Poll(application, counter, inbox, phrases, tell, meters, own.menus.fill)
    code = 1
    try:
        async with AsyncExitStack() as doors:
            if settings.health.port:
                await doors.enter_async_context(opened(watching(meters), settings.health.listen, settings.health.port))
            for beside in (own.at_work(), counter.signs.shown()):
                await doors.enter_async_context(beside)
            await poll.work(ending, settings.webhook)
            await poll.finish()
        code = 0
    except InvalidToken:
        tell("token_refused")
    except Conflict:
        tell("two_pollers")
    except OSError as error:
        tell("port_taken", why=error)
    except Exception as error:
        # Not raised: Python would print the traceback, and the token with it.
        tell("broke_down", why=repr(error))
        LOG.debug("Where it broke down", exc_info=error)
    finally:
        if left := await poll.drop():
            tell("left_waiting", count=left)
        await application.bot.shutdown()
        own.close()
        talks.memory.close()
    return code


def _below(post: Post, counter: Counter, own: Own) -> tuple[Part, ...]:
    """What hands out beneath answers, and what answers in other chats. Tried first: a press without data, as on a game, goes
    to whoever is first, whatever their pattern, and here it has expired."""
    evidence = Evidence(post.db) if post.db is not None else None
    counter.under = Under(post.desk.beyond, counter.phrases, evidence is not None)
    cabinet = Cabinet(evidence, post.words.parent / "fonts" / FONT, own.feedback)
    return Handing(counter, counter.under, cabinet), Inline(counter)


@contextmanager
def _journalled(log: Log) -> Iterator[None]:
    handler = set_up(log)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)


def _application(api_url: str, token: str) -> App:
    """Two clients: one polls, one sends. Neither uses a proxy to reach this machine itself."""
    own = {"trust_env": urlsplit(api_url).hostname not in ("127.0.0.1", "localhost", "::1")}
    watched = {**own, "event_hooks": {"request": [watch_request]}}
    # A long wait for the reply: to give up early is to send twice.
    patience = {"read_timeout": 30.0, "write_timeout": 10.0, "connect_timeout": 10.0}
    sends = Lanes(LANES, **patience, httpx_kwargs=watched)
    polls = Lanes(1, sifted, **patience, httpx_kwargs=own)
    builder = ApplicationBuilder().token(token).base_url(f"{api_url}/bot").base_file_url(f"{api_url}/file/bot")
    return builder.request(sends).get_updates_request(polls).updater(None).job_queue(None).build()


def _open(post: Post, token: str, tell: Callable[..., None]) -> Inbox:
    """One inbox a bot and server, for update ids mean nothing elsewhere; in memory where the folder is read-only."""
    path = _file(post, token)
    try:
        return Inbox(path)
    except (sqlite3.Error, OSError) as error:
        tell("no_inbox", path=path, why=error)
        return Inbox(None)


def _file(post: Post, token: str) -> Path:
    """The inbox of this bot at this server; its other files lie beside it, with more behind their name."""
    url = post.settings.api_url
    server = "" if url == OFFICIAL else f"-{zlib.crc32(url.encode()):08x}"
    number = "".join(ch for ch in token.partition(":")[0] if ch.isalnum())[:20]
    return post.inbox / f"telegram-{number}{server}.db"
