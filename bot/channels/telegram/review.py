"""`python -m bot feedback`: what people said of answers, for whoever mends the words; read while the bot runs or after it."""

from __future__ import annotations

import json
import sqlite3
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path

from bot.channels.telegram.feedback import Entry, Feedback
from bot.channels.telegram.notebook import Notebook
from bot.channels.telegram.phrases import Phrases

NAME = "telegram-*-notes.db"
_COLUMNS = ("verdict", "answer", "question", "understood", "status", "reason", "language", "said")


def review(folder: Path, words: Path, since: date | None, as_json: bool, language: str) -> int:
    """Prints the verdicts of every bot whose notebook lies in the folder, the latest first; 1 where there is no such file, or
    one cannot be read."""
    say = Phrases(words / "channel.csv").say
    files = sorted(folder.glob(NAME))
    if not files:
        print(say("review_nothing", language, path=folder), file=sys.stderr)
        return 1
    code, count = 0, 0
    for file in files:
        try:
            for entry in _entries(file, since):
                count += 1
                print(_json(entry) if as_json else _lines(entry))
        except (sqlite3.Error, OSError) as error:
            print(say("review_unreadable", language, path=file, why=error), file=sys.stderr)
            code = 1
    if not count and not as_json and not code:
        print(say("feedback_none", language))
    return code


def _entries(file: Path, since: date | None) -> Iterator[Entry]:
    notebook = Notebook(file, only_look=True)
    try:
        yield from Feedback(notebook).entries(since)
    finally:
        notebook.close()


def _json(entry: Entry) -> str:
    known = asdict(entry)
    return json.dumps({"at": _when(entry.at), **{name: known[name] for name in _COLUMNS}}, ensure_ascii=False)


def _lines(entry: Entry) -> str:
    state = entry.status + (f"/{entry.reason}" if entry.reason else "")
    lines = [f"{_when(entry.at)}  {entry.verdict}  {state}  {entry.answer}", f"  ? {entry.question}", f"  = {entry.understood}"]
    return "\n".join([*lines, f"  ! {entry.said}"] if entry.said else lines)


def _when(at: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S%z", time.localtime(at))
