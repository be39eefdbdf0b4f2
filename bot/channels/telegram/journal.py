"""The log of the bot: a line an event on standard error, as text or JSON; no tokens, and no texts unless asked for."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any

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


class _Text(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        known = getattr(record, "known", None)
        return line + "".join(f" {key}={json.dumps(value, ensure_ascii=False)}" for key, value in (known or {}).items())


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
            **(getattr(record, "known", None) or {}),
        }
        if record.exc_text or record.exc_info:
            told["trace"] = record.exc_text or self.formatException(record.exc_info)  # type: ignore[arg-type]
        return json.dumps(told, ensure_ascii=False, default=str)


def set_up(log: Log) -> logging.Handler:
    """Puts a handler for the settings on the root logger, and gives it, so that it can be taken off again."""
    handler = logging.StreamHandler(sys.stderr)
    shape = _Json() if log.format == "json" else _Text("%(asctime)s %(levelname)s %(name)s: %(message)s")
    handler.setFormatter(shape)
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(log.level.upper())
    # They tell of every request and every connection; python-telegram-bot tells every message, word for word.
    quiet = {"httpx": log.level != "debug", "httpcore": log.level != "debug", "telegram": not log.texts}
    for name, is_quiet in quiet.items():
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level) if is_quiet else logging.NOTSET)
    return handler
