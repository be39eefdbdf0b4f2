"""Who listens to each answer as it goes out: it is counted, the last of a chat is remembered, and complaints are written down."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.channels.telegram.feedback import Feedback, Judged, id_of, judged
from bot.channels.telegram.memory import Recent, is_of
from bot.channels.telegram.phrases import Phrases
from bot.question import Agency, Answer, Question
from bot.talk.conversation import Context, Turn

_STOPS = re.compile(r"[,，。.;；!！:：\n]")
_ENDS = re.compile(r"[\s,，。.;；!！?？~～…、:：]+")
_LONGEST = 60
_CONVERSATIONS = 2000
_AGENCIES = 8
_ABOUT_THE_SAME = ("source", "verify", "help", "consistency")
"""Operations that stay with what was asked before: whoever says 数错了，应该是5件 has asked nothing else."""


@dataclass(frozen=True)
class Heard:
    """What came of a message beside its answer: the conversation after it, the words that nobody understood, and the answer
    that it replied to."""

    talk: Context | None = None
    unheard: Sequence[str] = ()
    spoken_of: Answer | None = None


@dataclass(frozen=True, slots=True)
class _Last:
    """The last answer of a conversation: what a verdict on it needs, and the agencies that it told of."""

    judged: Judged
    agencies: tuple[Agency, ...]


class Listeners:
    """Told of every answer by the counter, before it is posted."""

    def __init__(self, feedback: Feedback, phrases: Phrases) -> None:
        self.feedback, self._phrases = feedback, phrases
        self._last: Recent[str, _Last] = Recent(_CONVERSATIONS)
        self._complaints, self._denials = (self._words(key) for key in ("wrong_words", "denial_words"))

    def told(self, chat: str, user: int | None, answer: Answer, heard: Heard) -> str | None:
        """An answer to a message of a conversation. Gives a sentence to say with it where the message complained of the answer
        before. One that says what was meant instead, and was understood, is kept as a correction and simply answered."""
        self.feedback.count(answer, heard.unheard)
        turn, text = _turn(heard.talk, answer), answer.question
        before = self._before(chat, heard.spoken_of)
        if before is not None and user is not None:
            if self._corrects(text, answer, turn, before):
                self.feedback.record("corrected", user, before, text)
            elif self.is_complaint(text):
                self.feedback.record("said", user, before, text)
                return self._phrases.say("noted", answer.language, id=before.id)
        if answer.operation != "help":
            self._last.put(
                chat, _Last(judged(text, answer, (turn.question or turn.doubt) if turn else None), _told_of(turn, answer))
            )
        return None

    def agencies(self, chat: str) -> tuple[Agency, ...]:
        """The agencies of the last answer in a conversation, a few of them."""
        last = self._last.get(chat)
        return last.agencies if last is not None else ()

    def forget(self, user: int) -> None:
        """Nothing was answered to that person."""
        self._last.drop(lambda chat: is_of(chat, user))

    def is_complaint(self, text: str) -> bool:
        """不对, 数错了，应该是5件, that is wrong: what a message begins with, up to a stop; no question that has one in it."""
        if len(text) > _LONGEST or text.rstrip().endswith(("?", "？", "吗")):
            return False
        return _plain(_first(text)) in self._complaints

    def _before(self, chat: str, spoken_of: Answer | None) -> Judged | None:
        """The answer that a message speaks of: the one it replies to, else the last."""
        if spoken_of is not None:
            return judged(spoken_of.question, spoken_of)
        last = self._last.get(chat)
        return last.judged if last is not None else None

    def _corrects(self, text: str, answer: Answer, turn: Turn | None, before: Judged) -> bool:
        """不对，我问的是许可; no, I meant penalties: takes something back, and was understood to ask something else."""
        if answer.status == "declined" or turn is None or id_of(answer) == before.id or answer.operation in _ABOUT_THE_SAME:
            return False
        cues = turn.question.cues if turn.question is not None else frozenset()
        return "correction" in cues or _plain(_first(text)) in self._complaints | self._denials

    def _words(self, key: str) -> frozenset[str]:
        lines = {self._phrases.say(key, language) for language in ("zh", "en")}
        return frozenset(_plain(word) for line in lines for word in line.split("|"))


def _turn(talk: Context | None, answer: Answer) -> Turn | None:
    """The turn of a conversation in which that answer was given."""
    last = talk.turns[-1] if talk is not None and talk.turns else None
    return last if last is not None and last.id == answer.id else None


def _told_of(turn: Turn | None, answer: Answer) -> tuple[Agency, ...]:
    question = turn.question if turn is not None else None
    spoken = question.agencies if isinstance(question, Question) else ()
    return tuple({agency.id: agency for agency in (*spoken, *(fact.agency for fact in answer.facts))}.values())[:_AGENCIES]


def _first(text: str) -> str:
    """What stands before the first stop."""
    return next((piece for piece in _STOPS.split(text) if piece.strip()), "")


def _plain(text: str) -> str:
    return _ENDS.sub(" ", text.replace("’", "'")).strip().lower()
