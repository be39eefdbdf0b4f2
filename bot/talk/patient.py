"""Conversations where a full or read-only disk must cost nothing but what was said before: no answer is lost to it."""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path

from bot.errors import MemoryUnusable
from bot.talk.conversation import Context, Kept
from bot.talk.memory import Limits, Memory

LOG = logging.getLogger(__name__)


class Patient(Memory):
    """The conversations of all chats in a file. A full disk costs what was said before, and no answer."""

    def load(self, chat: str, now: float, mark: str | None = None) -> Context | None:
        """Nothing was said before where that cannot be read."""
        try:
            return super().load(chat, now, mark)
        except sqlite3.Error as error:
            LOG.error("The conversations cannot be read: %s", error)
            return None

    def save(self, chat: str, context: Context, now: float, kept: tuple[Kept, ...] = (), mark: str | None = None) -> None:
        """What cannot be kept is answered all the same."""
        try:
            super().save(chat, context, now, kept, mark)
        except sqlite3.Error as error:
            LOG.error("The conversations cannot be written: %s", error)


def conversations(file: Path, limits: Limits) -> Memory:
    """The conversations in a file; in memory where it cannot be written."""
    try:
        return Patient(file, limits)
    except MemoryUnusable as error:
        LOG.error("%s They are kept in memory.", error.en)
        return Patient(None, limits)
