"""Serving the page: from the settings to the exit code."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn

from bot.backoffice.logfile import to_standard_error
from bot.channels.web.buckets import Buckets
from bot.channels.web.patience import patient
from bot.channels.web.render import Phrases
from bot.channels.web.settings import Settings
from bot.channels.web.site import Site
from bot.channels.web.workers import Workers, listen
from bot.facts import Facts

if TYPE_CHECKING:
    from bot.answer import Desk

GRACE = 5
"""Seconds for requests that are under way when the site is told to end."""


@dataclass(frozen=True)
class Post:
    """What the page needs. `desk` makes a desk of its own for each worker; `words` is data/words."""

    desk: Callable[[], Desk]
    settings: Settings
    today: Callable[[], date]
    db: Path
    words: Path
    language: str = "en"


def run(post: Post) -> int:
    """Serves until SIGTERM or Ctrl+C (0); 1 where a port is taken. Says where to look, in `post.language`.

    Must be called in the main thread.
    """
    settings, phrases = post.settings, Phrases(post.words / "page.csv")
    Facts(post.db).close()  # what is wrong with the database is told once, before anything begins
    if settings.workers > 1 and not (hasattr(os, "fork") and hasattr(socket, "SO_REUSEPORT")):
        print(phrases.say("workers_not_here", post.language), file=sys.stderr)
        settings = replace(settings, workers=1)
    try:
        port = settings.port
        sockets = listen(settings.listen, port, settings.workers)
        port = settings.health.port
        shared = listen(settings.health.listen, port, 1) if port else []
    except OSError as error:
        key = "port_taken" if error.errno == errno.EADDRINUSE else "port_refused"
        print(phrases.say(key, post.language, port=port, listen=settings.listen, why=error.strerror), file=sys.stderr)
        return 1
    host = f"[{settings.listen}]" if ":" in settings.listen else settings.listen
    address = f"{settings.address or f'http://{host}:{sockets[0].getsockname()[1]}'}/"
    print(phrases.say("look_here", post.language, address=address), file=sys.stderr, flush=True)
    to_standard_error(settings.log.level, settings.log.format)
    return _serve(replace(post, settings=settings), phrases, sockets, shared)


def _serve(post: Post, phrases: Phrases, sockets: Sequence[socket.socket], shared: Sequence[socket.socket]) -> int:
    buckets = Buckets(post.settings.limits.per_minute, post.settings.limits.burst)
    if len(sockets) == 1:
        return _work(post, phrases, buckets, None, [*sockets, *shared])
    counts = tempfile.mkdtemp(prefix="gongkai-web-")
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = counts
    try:
        return Workers(sockets, shared, lambda own: _work(post, phrases, buckets, counts, own)).run()
    finally:
        shutil.rmtree(counts, ignore_errors=True)


def _work(post: Post, phrases: Phrases, buckets: Buckets, counts: str | None, sockets: Sequence[socket.socket]) -> int:
    """One process that answers, until it is told to end."""
    from bot.channels.web.app import app_of  # brings prometheus_client, which looks for the folder of counts when imported
    from bot.channels.web.meters import Meters

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)  # uvicorn, once it has ended, hands the signal on
    settings = post.settings
    state = Path(settings.state) if settings.state else post.db.parent
    site = Site(post.desk(), post.db, state, post.words, phrases, post.today)
    site.address, site.staff = settings.address, settings.staff
    config = uvicorn.Config(
        app_of(site, settings, buckets, Meters(counts)),
        http=patient(settings.limits.header_seconds),
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        limit_concurrency=settings.limits.at_once,
        timeout_graceful_shutdown=GRACE,
    )
    try:
        uvicorn.Server(config).run(list(sockets))
    finally:
        site.close()
    return 0
