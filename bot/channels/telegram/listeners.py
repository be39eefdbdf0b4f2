"""Who listens to each answer as it goes out: it is counted, the last of a chat is remembered, and complaints are written down."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.channels.telegram.feedback import Feedback, id_of
from bot.channels.telegram.memory import Recent
from bot.channels.telegram.phrases import Phrases
from bot.question import Agency, Answer, Doubt, Question
from bot.talk.conversation import Context

_ENDS = re.compile(r"[\s,，。.;；!！?？~～…、:：]+")
_LONGEST = 60


@dataclass(frozen=True)
class Heard:
    """The last answer of a chat and the question that it answered."""

    question: str
    answer: Answer
    settled: Question | Doubt | None


class Listeners:
    """Told of every answer by the counter, before it is posted. `feedback.record` is for the buttons under answers."""

    def __init__(self, feedback: Feedback, phrases: Phrases) -> None:
        self.feedback, self._phrases = feedback, phrases
        self._last: Recent[int, Heard] = Recent()
        words = {phrases.say("wrong_words", language) for language in ("zh", "en")}
        self._complaints = {_plain(word) for line in words for word in line.split("|")}

    def told(self, chat: int, user: int | None, text: str, answer: Answer, talk: object, unheard: Sequence[str]) -> str | None:
        """An answer to a message. Gives a sentence to say with it where the message complained of the answer before.

        `talk` is the conversation after it, whose last turn tells how the message was understood.
        """
        before = self._last.get(chat)
        self.feedback.count(answer, unheard)
        if before is not None and user is not None and self.is_complaint(text):
            self.feedback.record("said", user, before.question, before.answer, text, before.settled)
            return self._phrases.say("noted", answer.language, id=id_of(before.answer))
        if answer.operation != "help":
            turns = talk.turns if isinstance(talk, Context) else ()
            settled = (turns[-1].question or turns[-1].doubt) if turns and turns[-1].id == answer.id else None
            self._last.put(chat, Heard(text, answer, settled))
        return None

    def agencies(self, chat: int) -> tuple[Agency, ...]:
        """The agencies of the last answer in a chat."""
        last = self._last.get(chat)
        if last is None:
            return ()
        spoken = last.settled.agencies if isinstance(last.settled, Question) else ()
        return tuple({agency.id: agency for agency in (*spoken, *(fact.agency for fact in last.answer.facts))}.values())

    def forget(self, chat: int) -> None:
        """Nothing was answered in a chat."""
        self._last.drop(lambda key: key == chat)

    def is_complaint(self, text: str) -> bool:
        """不对, 数错了，应该是5件, that is wrong: what a message begins with, up to a stop; no question that has one in it."""
        if len(text) > _LONGEST or text.rstrip().endswith(("?", "？", "吗")):
            return False
        first = next((piece for piece in re.split(r"[,，。.;；!！:：\n]", text) if piece.strip()), "")
        return _plain(first) in self._complaints


def _plain(text: str) -> str:
    return _ENDS.sub(" ", text.replace("’", "'")).strip().lower()
