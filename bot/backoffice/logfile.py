"""The log of a channel: a line an event on standard error, as text or JSON, with what is known of the event behind it.

A record carries what is known as `known`: `LOG.info("answered", extra={"known": {"ms": 2}})`.
"""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any


def to_standard_error(level: str, format: str) -> logging.Handler:
    """Puts a handler on the root logger, and gives it, so that it can be taken off again. `format` is text or json."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json() if format == "json" else _Text("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level.upper())
    return handler


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
