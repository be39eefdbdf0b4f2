"""Verdicts on answers and counts of them: what was asked, how it was understood, and who mends the words can look it up.

`record` is for the buttons under answers and for complaints in words alike. Of a person only a digest is kept, so that one
answer gets one verdict from one person.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Any, Literal

from bot.channels.telegram.notebook import DAY, Notebook, day_of
from bot.question import Answer, Doubt, Question, Scope

Verdict = Literal["good", "bad", "said", "corrected"]
_COLUMNS = ("no", "at", "verdict", "answer", "question", "understood", "status", "reason", "language", "said")
_NAMED = 5
_LONGEST = 1000
_MOST_WORDS = 20


@dataclass(frozen=True)
class Entry:
    """One verdict, as it is listed."""

    no: int
    at: float
    verdict: str
    answer: str
    question: str
    understood: str
    status: str
    reason: str | None
    language: str
    said: str | None


@dataclass(frozen=True, slots=True)
class Judged:
    """What a verdict on an answer needs of it, in little room: answers to rankings hold thousands of figures."""

    id: str
    question: str
    understood: str
    status: str
    reason: str | None
    language: str


class Feedback:
    """Reads and writes the verdicts and the counts in a notebook."""

    def __init__(self, notebook: Notebook) -> None:
        self._book = notebook

    def record(self, verdict: Verdict, user: int, judged: Judged, said: str | None = None) -> bool:
        """Keeps what a person thinks of an answer; the latest counts. False where the same was said before.

        `said` are the words of a complaint or a correction.
        """
        who = self._book.veiled(user)
        known = self._book.rows("SELECT verdict FROM feedback WHERE answer = ? AND who = ?", (judged.id, who))
        if known == [(verdict,)]:
            return False
        row = (self._book.clock(), verdict, judged.id, who, judged.question, judged.understood, judged.status, judged.reason)
        self._book.write(
            "INSERT OR REPLACE INTO feedback (at, verdict, answer, who, question, understood, status, reason, language, said)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*row, judged.language, said[:_LONGEST] if said else None),
        )
        return True

    def entries(self, since: date | None = None, most: int = -1, skip: int = 0, bad_only: bool = False) -> Iterator[Entry]:
        """Verdicts, the latest first."""
        first = since.isoformat() if since else ""
        which = "verdict <> 'good' AND " if bad_only else ""
        sql = f"SELECT {', '.join(_COLUMNS)} FROM feedback WHERE {which}date(at, 'unixepoch', 'localtime') >= ?"
        for row in self._book.rows(f"{sql} ORDER BY at DESC, no DESC LIMIT ? OFFSET ?", (first, most, skip)):
            yield Entry(*row)

    def count(self, answer: Answer, unheard: Sequence[str] = ()) -> None:
        """Counts an answer of today: its status, its reason, and the words that nobody understood."""
        counted = [("status", answer.status), *([("reason", answer.reason)] if answer.reason else [])]
        counted += [("word", word[:40]) for word in dict.fromkeys(unheard)][:_MOST_WORDS]
        day = day_of(self._book.clock())
        for kind, name in counted:
            self._book.write(
                "INSERT INTO tally VALUES (?, ?, ?, 1) ON CONFLICT (day, kind, name) DO UPDATE SET count = count + 1",
                (day, kind, name),
            )

    def days(self, most: int = 7) -> list[tuple[str, dict[str, int]]]:
        """The latest days with their number of answers by status, the latest first."""
        days: dict[str, dict[str, int]] = {}
        sql = "SELECT day, name, count FROM tally WHERE kind = 'status' ORDER BY day DESC"
        for day, name, count in self._book.rows(sql):
            days.setdefault(day, {})[name] = count
        return list(days.items())[:most]

    def foremost(self, kind: Literal["reason", "word"], days: int = 7, most: int = 8) -> list[tuple[str, int]]:
        """Reasons, or words that were not understood, by how often they came up in the last days."""
        since = day_of(self._book.clock() - (days - 1) * DAY)
        sql = "SELECT name, sum(count) FROM tally WHERE kind = ? AND day >= ? GROUP BY name ORDER BY 2 DESC, 1 LIMIT ?"
        return [(name, count) for name, count in self._book.rows(sql, (kind, since, most))]

    def verdicts(self) -> dict[str, int]:
        """How many verdicts of each kind are kept."""
        return dict(self._book.rows("SELECT verdict, count(*) FROM feedback GROUP BY verdict"))


def judged(question: str, answer: Answer, settled: Question | Doubt | None = None) -> Judged:
    """An answer to a question; `settled` is how it was understood, where the conversation tells."""
    told = understood(answer, settled)
    return Judged(id_of(answer), question[:_LONGEST], told[:_LONGEST], answer.status, answer.reason, answer.language)


def id_of(answer: Answer) -> str:
    """The answer's id; where it has none, a digest of question and text."""
    if answer.id is not None:
        return str(answer.id)
    return blake2b(f"{answer.question}\n{answer.text}".encode("utf-8", "replace"), digest_size=6).hexdigest()


def understood(answer: Answer, settled: Question | Doubt | None = None) -> str:
    """How a question was read, in keys: what is done, with which figures of whom and of which years, and what was assumed.

    As it was settled, or why it was not, where that is known; else by what the answer used.
    """
    if isinstance(settled, Doubt):
        values = _some(f"{name}={value}" for name, value in settled.values.items() if value)
        return f"{understood(answer)}; doubt: {settled.key} ({values})".removeprefix("; ")
    facts = answer.facts
    agencies = settled.agencies if settled else [fact.agency for fact in facts]
    parts: list[tuple[str, Any]] = [
        ("operation", settled.operation if settled else answer.operation),
        ("agencies", _some(f"{agency.name} ({agency.id})" for agency in agencies)),
        ("set", _scope(settled.scope) if settled and settled.scope else ""),
        ("years", _some(map(str, settled.years if settled else [fact.year for fact in facts]))),
        ("fields", _some(iter(settled.fields if settled else [fact.field for fact in facts]))),
        ("limits", _some(f"{one.relation} {one.low}" for one in settled.bounds) if settled else ""),
        ("words", _some(iter(settled.sought)) if settled else ""),
        ("assumed", _some(f"{entry.slot}={entry.value}" for entry in answer.assumed)),
        ("offered", _some(choice.question for choice in answer.choices)),
    ]
    return "; ".join(f"{name}: {value}" for name, value in parts if value)


def _scope(scope: Scope) -> str:
    known = {"organ": scope.organ, "regions": " ".join(scope.regions), "level": scope.level}
    return ", ".join(f"{name}={value}" for name, value in known.items() if value) or "all"


def _some(names: Iterator[str]) -> str:
    each = list(dict.fromkeys(names))
    return ", ".join(each[:_NAMED]) + (f" +{len(each) - _NAMED}" if len(each) > _NAMED else "")
