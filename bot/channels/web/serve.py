"""Serving the page: from the options to the exit code."""

from __future__ import annotations

import errno
import os
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn

from bot.channels.web.app import app_of
from bot.channels.web.render import Phrases
from bot.channels.web.site import Site

if TYPE_CHECKING:
    from bot.answer import Desk


@dataclass(frozen=True)
class Post:
    """What the page needs. `state` is a folder for its own file, the conversations; `words` is data/words."""

    desk: Desk
    today: Callable[[], date]
    db: Path
    state: Path
    words: Path
    language: str = "en"
    listen: str = "127.0.0.1"
    port: int = 8000


def run(post: Post) -> int:
    """Serves until SIGTERM or Ctrl+C (0); 1 where the port is taken. Says where to look, in `post.language`."""
    phrases = Phrases(post.words / "page.csv")
    try:
        sock = socket.create_server((post.listen, post.port), family=socket.AF_INET6 if ":" in post.listen else socket.AF_INET)
    except OSError as error:
        key = "port_taken" if error.errno == errno.EADDRINUSE else "port_refused"
        print(phrases.say(key, post.language, port=post.port, listen=post.listen, why=error.strerror), file=sys.stderr)
        return 1
    host = f"[{post.listen}]" if ":" in post.listen else post.listen
    address = f"http://{host}:{sock.getsockname()[1]}/"
    print(phrases.say("look_here", post.language, address=address), file=sys.stderr, flush=True)
    site = Site(post.desk, post.db, post.state, post.words, phrases, post.today)
    site.staff = tuple(filter(None, os.environ.get("GONGKAI_WEB_STAFF", "").split(",")))
    config = uvicorn.Config(app_of(site), log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=5)
    try:
        uvicorn.Server(config).run([sock])
    finally:
        site.close()
    return 0
