"""The terminal: one question, a file of them, or a conversation."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TextIO

from bot.card import card_of
from bot.question import Answer, Choice
from bot.talk.conversation import Context

if TYPE_CHECKING:
    from bot.talk.talks import Talks

PROMPT = "› "
_ORDERS = ("/privacy", "/forget")


class Answers(Protocol):
    """What a channel needs of the desk."""

    def answer(self, text: str, context: Context | None, today: date) -> tuple[Answer, Context]:
        """The answer, and what to remember of the conversation."""

    def suggestions(self, answer: Answer, context: Context, today: date) -> tuple[Choice, ...]:
        """Questions that could follow."""


def ask(desk: Answers, question: str, today: date, as_json: bool) -> int:
    """Print the answer to one question; 0 whether it is answered, asked back or declined."""
    answer, _ = desk.answer(question, None, today)
    print(json.dumps(card_of(answer), ensure_ascii=False) if as_json else answer.text)
    return 0


def batch(desk: Answers, file: str, today: date, as_json: bool) -> int:
    """A JSON object a line in, an answer a line out, in order; lines of one `chat` are one conversation.

    1 where a line was no such object: it is answered by an error on standard error, and the others go on.
    """
    contexts: dict[str, Context] = {}
    refused = 0
    try:
        with _opened(file) as lines:
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                entry = _entry(line)
                if entry is None:
                    print(f"line {number}: not a JSON object with a question; skipped", file=sys.stderr)
                    refused += 1
                    continue
                print(json.dumps(_one(desk, entry, contexts, today), ensure_ascii=False), flush=file == "-")
    except OSError as error:
        print(f"{file}: {error.strerror}", file=sys.stderr)
        return 1
    return 1 if refused else 0


def _one(desk: Answers, entry: dict[str, Any], contexts: dict[str, Context], today: date) -> dict[str, Any]:
    chat = str(entry["chat"]) if entry.get("chat") is not None else None
    answer, context = desk.answer(entry["question"], contexts.get(chat) if chat else None, _day(entry.get("today"), today))
    if chat:
        contexts[chat] = context
    return card_of(answer, entry.get("id"))


def _day(said: Any, today: date) -> date:
    try:
        return date.fromisoformat(str(said)) if said else today
    except ValueError:
        return today


def _entry(line: str) -> dict[str, Any] | None:
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) and isinstance(entry.get("question"), str) else None


def _opened(file: str) -> TextIO:
    if file == "-":
        return open(sys.stdin.fileno(), encoding="utf-8", errors="replace", closefd=False)
    return Path(file).open(encoding="utf-8-sig", errors="replace")


def chat(talks: Talks, name: str, today: date, says: Mapping[str, tuple[str, str]]) -> int:
    """Read questions until the end of input. /forget deletes what is kept of the chat, /privacy tells what that is."""
    print(talks.desk.answer("帮助" if _chinese() else "help", None, today)[0].text)
    choices: tuple[Choice, ...] = ()
    for line in _typed():
        text = line.strip()
        if not text:
            continue
        if text.lower() in ("exit", "quit", "退出", "q"):
            break
        if text.lower() in _ORDERS:
            print(_ordered(talks, name, text.lower(), says))
            continue
        if text.isdigit() and 0 < int(text) <= len(choices):
            text = choices[int(text) - 1].question
        answer = talks.answer(name, text, today, time.time())
        choices = answer.choices or talks.suggestions(name, answer, today, time.time())
        print(_numbered(answer))
        for place, choice in enumerate(() if answer.choices else choices, 1):
            print(f"  [{place}] {choice.label}")
    return 0


def _ordered(talks: Talks, name: str, order: str, says: Mapping[str, tuple[str, str]]) -> str:
    """What /privacy and /forget say."""
    place = 0 if _chinese() else 1
    if order == "/forget":
        return says["talk.forgotten" if talks.memory.forget(name) else "talk.nothing"][place]
    held = talks.memory.held(name, time.time())
    if held is None:
        return says["talk.nothing"][place]
    since, until = (datetime.fromtimestamp(when).isoformat(" ", "minutes") for when in (held.since, held.until))
    return says["talk.held"][place].format(since=since, until=until, answers=held.answers)


def _chinese() -> bool:
    import locale

    return (locale.getlocale()[0] or "").startswith("zh")


def _typed() -> Iterator[str]:
    while True:
        try:
            yield input(PROMPT if sys.stdin.isatty() else "")
        except EOFError:
            return


def _numbered(answer: Answer) -> str:
    text = answer.text
    for place, choice in enumerate(answer.choices, 1):
        text = text.replace(f"· {choice.label}", f"[{place}] {choice.label}", 1)
    return f"{text}\n#{answer.id}" if answer.id else text
