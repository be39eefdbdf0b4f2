"""What the bot counts of itself, for Prometheus: updates, answers, the time they took, failures. No texts, no names."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.question import Answer

_SECONDS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
STALE = 120.0
"""Seconds without a word from Telegram after which the bot is no longer well: a long poll lasts 30."""


class Meters:
    """The counters of one bot, with a registry of their own: several bots may live in one process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._heard: float | None = None
        self.registry = CollectorRegistry()
        self.updates = Counter("gongkai_updates", "Updates taken from Telegram", ["kind"], registry=self.registry)
        self.answers = Counter("gongkai_answers", "Answers, by status and reason", ["status", "reason"], registry=self.registry)
        self.failures = Counter("gongkai_failures", "Updates that could not be answered", registry=self.registry)
        self.limited = Counter("gongkai_limited", "Messages over a limit", registry=self.registry)
        self.in_hand = Gauge("gongkai_in_hand", "Updates under way", registry=self.registry)
        self.seconds = Histogram("gongkai_answer_seconds", "Time to work out an answer", buckets=_SECONDS, registry=self.registry)

    @contextmanager
    def timed(self) -> Iterator[None]:
        """Times the working out of an answer."""
        begun = self._clock()
        yield
        self.seconds.observe(self._clock() - begun)

    def answered(self, answer: Answer) -> None:
        """Counts an answer."""
        self.answers.labels(answer.status, answer.reason or "").inc()

    def heard_from_telegram(self) -> None:
        """A poll came back, or an update was brought."""
        self._heard = self._clock()

    def is_well(self) -> bool:
        """Whether Telegram was heard of lately."""
        return self._heard is not None and self._clock() - self._heard < STALE

    def silence(self) -> float | None:
        """Seconds since Telegram was heard of; None where it never was."""
        return None if self._heard is None else self._clock() - self._heard

    def page(self) -> bytes:
        """All of it in the text format of Prometheus."""
        return generate_latest(self.registry)
