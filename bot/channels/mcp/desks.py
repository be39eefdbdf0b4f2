"""Those who answer: a few desks, each with a connection of its own, lent out one call at a time; and the conversations."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from queue import LifoQueue
from threading import Lock

from bot.answer import Desk
from bot.question import Answer
from bot.saying.gate import Stray
from bot.talk.memory import Memory
from bot.talk.talks import Talks

MOST = 2
"""More would not answer sooner: only waiting for the database is done side by side."""


class Desks:
    """Lends out desks; made when they are first wanted, `MOST` of them at the most."""

    def __init__(self, make: Callable[[], Desk]) -> None:
        """Raises BotError where the first desk cannot be made."""
        self._make, self._made = make, 0
        self._free: LifoQueue[Desk] = LifoQueue()
        self._lock, self._turns = Lock(), Lock()
        self._memory = Memory(None)
        with self.one():
            pass

    @contextmanager
    def one(self) -> Iterator[Desk]:
        """A desk for the length of one call. Waits where all are at work."""
        desk = self._lent()
        try:
            yield desk
        finally:
            self._free.put(desk)

    def _lent(self) -> Desk:
        with self._lock:
            if self._free.empty() and self._made < MOST:
                desk = self._make()
                desk.on_stray, desk.on_failure = _tell_stray, _tell_failure
                self._made += 1
                return desk
        return self._free.get()

    def answer(self, question: str, today: date) -> Answer:
        """The answer to a question that stands alone."""
        with self.one() as desk:
            return desk.answer(question, None, today)[0]

    def turn(self, chat: str, question: str, today: date, now: float) -> Answer:
        """The answer to a question of a conversation. `now` is in seconds. Turns come one after another."""
        with self._turns, self.one() as desk:
            return Talks(desk, self._memory).answer(chat, question, today, now)

    def close(self) -> None:
        """Let go of the database and of the conversations."""
        while not self._free.empty():
            self._free.get().filling.facts.close()
        self._memory.close()


def _tell_stray(stray: Stray) -> None:
    print(f"held back: an answer with {len(stray.numbers)} numbers that nothing stands behind", file=sys.stderr)


def _tell_failure(_: str, error: Exception) -> None:
    print(f"stumbled: {type(error).__name__} over a question", file=sys.stderr)
