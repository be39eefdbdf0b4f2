"""The log of the bot: a line an event on standard error, as text or JSON; no tokens, and no texts unless asked for."""

from __future__ import annotations

import logging
from typing import Any

from bot.backoffice.logfile import to_standard_error
from bot.channels.telegram.settings import Log

EVENTS = logging.getLogger("bot.channels.telegram.events")


class Journal:
    """Tells what happened to each update: `event("answered", update=7, status="declined", ms=2)`."""

    def __init__(self, log: Log) -> None:
        self._texts = log.texts

    def event(self, name: str, text: str | None = None, **known: Any) -> None:
        """An event with what is known of it; `text` is what a person wrote, and left out unless the settings ask for it."""
        if EVENTS.isEnabledFor(logging.INFO):
            held = {**known, **({"text": text} if self._texts and text is not None else {})}
            EVENTS.info(name, extra={"known": {key: value for key, value in held.items() if value is not None}})


def set_up(log: Log) -> logging.Handler:
    """Puts a handler for the settings on the root logger, and gives it, so that it can be taken off again."""
    handler, root = to_standard_error(log.level, log.format), logging.getLogger()
    # They tell of every request and every connection; python-telegram-bot tells every message, word for word.
    quiet = {"httpx": log.level != "debug", "httpcore": log.level != "debug", "telegram": not log.texts}
    # A broken server answers with pages of HTML, each an error with a traceback: it is waited out and told once.
    logging.getLogger("telegram.request").setLevel(logging.NOTSET if log.level == "debug" else logging.CRITICAL)
    for name, is_quiet in quiet.items():
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level) if is_quiet else logging.NOTSET)
    return handler
