"""Keeping the bot's token out of every log record, traceback and console line.

The token is part of every address that is called, so httpx logs it (INFO), python-telegram-bot carries it in
`InvalidToken` and in the bot's repr, and a traceback shows all of them. A filter on one logger cannot hold them
all: records are cleaned where they are made, for every logger of the process.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from telegram.error import TelegramError

VEIL = "[token]"


def veiled(text: str, token: str) -> str:
    """The text with the token, plain or as it stands in an address, replaced."""
    for form in (token, quote(token, safe=""), quote(token)):
        text = text.replace(form, VEIL)
    return text


def bare(error: BaseException | None) -> str:
    """An error without what it is about, which may be what somebody wrote: its kind, and where it arose."""
    if error is None or isinstance(error, TelegramError):
        return repr(error)
    frames = traceback.extract_tb(error.__traceback__)
    where = f" in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{where}"


@contextmanager
def quiet_about(token: str) -> Iterator[None]:
    """While it lasts, no log record of this process carries the token: neither its message nor its traceback."""
    make = logging.getLogRecordFactory()

    def clean(*args: Any, **kwargs: Any) -> logging.LogRecord:
        record = make(*args, **kwargs)
        message = record.getMessage()
        if (safe := veiled(message, token)) != message:
            record.msg, record.args = safe, ()
        if record.exc_info and record.exc_info[0]:
            # Rendered here, for a handler would render the exception again from the exception itself.
            record.exc_text = veiled("".join(traceback.format_exception(*record.exc_info)).rstrip(), token)
            record.exc_info = None
        return record

    logging.setLogRecordFactory(clean)
    try:
        yield
    finally:
        logging.setLogRecordFactory(make)
