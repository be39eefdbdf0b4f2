"""Marks the answers to a file of questions with expectations: right, wrong, declined and RS(10), and every miss."""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol, TextIO

from bot.card import card_of
from bot.marking import BAD, MARKS, POINTS, fault_of, mark, rs10
from bot.question import Answer
from bot.talk.conversation import Context


class Answers(Protocol):
    """What an evaluation needs of the desk."""

    def answer(self, text: str, context: Context | None, today: date) -> tuple[Answer, Context]:
        """The answer, and what to remember of the conversation."""


@dataclass(frozen=True)
class Marked:
    """A line of the file with its mark and the answer that earned it."""

    id: Any
    question: str
    expected: Mapping[str, Any]
    mark: str
    card: Mapping[str, Any]


class Refused(Exception):
    """A line that cannot be marked; carries the key of the sentence that says why, and the word it is about."""


class Evaluation:
    """One file of questions, asked of one desk. Lines with the same `chat` are one conversation."""

    def __init__(self, desk: Answers, words: Path, language: str, today: date) -> None:
        self._desk = desk
        self._today = today
        with (words / "evaluation.csv").open(encoding="utf-8", newline="") as file:
            self._said = {row["key"]: row[language] for row in csv.DictReader(file)}
        self._contexts: dict[str, Context] = {}

    def run(self, file: str, show: Sequence[str], most: int, as_json: bool) -> int:
        """Ask, mark and print. 1 where a figure was wrong or came unasked, or a line or the file could not be used."""
        refused: list[int] = []
        try:
            with _opened(file) as lines:
                marked = list(self._marked(file, lines, refused))
        except (OSError, UnicodeError) as error:
            why = error.strerror if isinstance(error, OSError) else "UTF-8"
            self._complain("unreadable", file=file, why=why)
            return 1
        if not marked:
            self._complain("nothing", file=file)
            return 1
        counts = Counter(one.mark for one in marked)
        shown = [one for one in marked if one.mark in show]
        print(_json(marked, counts, shown, refused) if as_json else self._report(counts, shown, most))
        return 1 if refused or any(counts[name] for name in BAD) else 0

    def _marked(self, file: str, lines: TextIO, refused: list[int]) -> Iterator[Marked]:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                yield self._mark(_entry(line), number)
            except Refused as fault:
                key, word = fault.args
                self._complain(key, file=file, line=number, word=word)
                refused.append(number)

    def _mark(self, entry: Mapping[str, Any], number: int) -> Marked:
        question, expected = entry["question"], entry["expect"]
        chat = None if entry.get("chat") is None else str(entry["chat"])
        try:
            answer, context = self._desk.answer(question, self._contexts.get(chat) if chat else None, _day(entry, self._today))
        except Exception as error:  # whatever it is: one question that breaks the program must not hide the others
            failure = {"status": None, "reason": type(error).__name__, "operation": None, "text": str(error)}
            return Marked(entry.get("id", number), question, expected, "failed", failure)
        if chat:
            self._contexts[chat] = context
        card = card_of(answer, entry.get("id", number))
        return Marked(card["id"], question, expected, mark(expected, card), card)

    def _report(self, counts: Mapping[str, int], shown: Sequence[Marked], most: int) -> str:
        lines = [line for one in shown[:most] for line in self._miss(one)]
        if len(shown) > most:
            lines.append(self._say("more", count=len(shown) - most))
        told = " · ".join(f"{self._say(name)} {counts.get(name, 0)}" for name in MARKS if counts.get(name) or name in POINTS)
        good, bad = counts.get("right", 0) + counts.get("detail", 0), sum(counts.get(name, 0) for name in BAD)
        total = self._say("total", of=sum(counts.values()), good=good, bad=bad, score=f"{rs10(counts):.1f}")
        return "\n".join([*lines, self._say("counts", counts=told), total])

    def _miss(self, one: Marked) -> Iterator[str]:
        said = [one.card.get("status"), one.card.get("reason"), one.card.get("operation")]
        text = " ".join(str(one.card.get("text") or "").split())[:200]
        yield self._say("miss", mark=self._say(one.mark), id=one.id, question=one.question)
        yield self._say("expected", expected=json.dumps(one.expected, ensure_ascii=False))
        yield self._say("got", got=f"{'/'.join(str(part or '-') for part in said)} {text}")

    def _say(self, key: str, **blanks: object) -> str:
        return self._said[key].format(**blanks)

    def _complain(self, key: str, **blanks: object) -> None:
        print(self._say(key, **blanks), file=sys.stderr)


def _entry(line: str) -> dict[str, Any]:
    """The line as an object that can be asked and marked; raises Refused."""
    try:
        entry = json.loads(line)
    except ValueError:
        entry = None
    if not isinstance(entry, dict):
        raise Refused("not_json", "")
    if not isinstance(entry.get("question"), str):
        raise Refused("no_question", "question")
    fault = fault_of(entry.get("expect"))
    if fault is not None:
        raise Refused(*fault)
    _day(entry, date.min)
    return entry


def _day(entry: Mapping[str, Any], today: date) -> date:
    said = entry.get("today")
    try:
        return date.fromisoformat(str(said)) if said is not None else today
    except ValueError:
        raise Refused("odd_day", "today") from None


def _opened(file: str) -> Any:
    if file == "-":
        return nullcontext(open(sys.stdin.fileno(), encoding="utf-8", closefd=False))
    return Path(file).open(encoding="utf-8-sig")


def _json(marked: Sequence[Marked], counts: Mapping[str, int], shown: Sequence[Marked], refused: Sequence[int]) -> str:
    listed = [
        {"id": one.id, "question": one.question, "mark": one.mark, "expect": one.expected, "answer": one.card} for one in shown
    ]
    told = {"questions": len(marked), **{name: counts.get(name, 0) for name in MARKS}, "rs10": round(rs10(counts), 2)}
    return json.dumps({**told, "refused_lines": refused, "misses": listed}, ensure_ascii=False)
