"""Answering once more what has been answered: to say how it came about, to show its cells again, to reopen it later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from bot.question import Answer, Doubt, Told
from bot.say import Say
from bot.saying.finish import Finish
from bot.saying.gate import grounds_of
from bot.saying.lay import plain
from bot.saying.said import Body, Grounds
from bot.talk.conversation import Turn
from bot.talk.receipt import id_of
from bot.tell import Tell


class Replay:
    """Works out former answers anew from one database. An answer about an answer bears the id of that answer."""

    def __init__(self, tell: Tell, finish: Finish) -> None:
        self._tell = tell
        self._finish = finish

    def spoken_of(self, kind: str, turn: Turn, text: str, say: Say) -> Answer:
        """How an answer came about, where it stands, why there is none, or its cells once more where it is called wrong."""
        if turn.doubt is not None or turn.question is None:
            return self._declined(turn, turn.doubt or Doubt("declined", "not_understood", "explain.nothing"), text, say)
        told, answer = self._anew(turn, text, say)
        if isinstance(told, Doubt):
            return self._declined(turn, told, text, say)
        from bot.talk.explain import how, numbers_of, shown_again, where  # few answers are asked about

        lines = {"wrong": shown_again, "where": where}.get(kind, how)(turn, answer, say)
        place = self._foremost(told, answer)
        raw = [fact.raw.replace(",", "") for fact in answer.facts if fact.raw]
        body = _body(lines, answer, numbers_of(turn.question, answer), raw, [turn.id])
        shown = Answer(text, say.language, "answered", None, "source" if place else "help", answer.facts, place)
        return replace(shown, text=plain(body), bodies=(body,), id=turn.id)

    def again(self, turn: Turn, text: str, say: Say, day: str | None = None) -> Answer:
        """The answer over what is stored now; where that has changed since, it says so."""
        if turn.question is None or turn.doubt is not None:
            return self._declined(turn, turn.doubt or Doubt("declined", "not_understood", "explain.nothing"), text, say)
        told, answer = self._anew(turn, text, say)
        id = id_of(answer, turn.question, told if isinstance(told, Doubt) else None)
        if id != turn.id and say.language == turn.language:
            note = say("reopen.changed", id=turn.id, day=day or say("reopen.earlier"))
            body = answer.bodies[0]
            words = (*body.grounds.words, turn.id, day or "")
            body = replace(body, remarks=(*body.remarks, note), grounds=replace(body.grounds, words=words))
            answer = replace(answer, notes=(*answer.notes, note), text=plain(body), bodies=(body,))
        return replace(answer, id=id)

    def _anew(self, turn: Turn, text: str, say: Say) -> tuple[Told | Doubt, Answer]:
        assert turn.question is not None
        question = replace(turn.question, language=say.language)
        told, found = self._tell.tell(question, say)
        if isinstance(told, Doubt):
            return told, self._finish.doubt(told, text, say, None, None, question)
        return told, self._finish.told(told, text, question, found, say)

    def _declined(self, turn: Turn, doubt: Doubt, text: str, say: Say) -> Answer:
        from bot.talk.explain import why_not

        again = self._finish.doubt(doubt, turn.text, say, None)
        body = _body(why_not(turn, doubt, again.text, say), again, (), (), [turn.id, turn.text])
        declined = Answer(text, say.language, "declined", doubt.reason, None)
        return replace(declined, text=plain(body), bodies=(body,), id=turn.id)

    def _foremost(self, told: Told, answer: Answer) -> Mapping[str, Any] | None:
        """Document and page of the first figure, or of the first passage."""
        if answer.facts:
            return {"document": answer.facts[0].document, "page": answer.facts[0].page}
        cited = [pair for pair in told.cite or () if pair[0]]
        return {"document": cited[0][0], "page": cited[0][1]} if cited else None


def _body(lines: Sequence[str], former: Answer, numbers: Iterable[Decimal], raw: Iterable[str], words: Iterable[str]) -> Body:
    """Sentences about an answer: they may say what it may say, what was worked out on the way, and these words."""
    own = grounds_of((), None, numbers, raw, words)
    old = former.bodies[0].grounds
    grounds = Grounds(own.numbers | old.numbers, own.shares | old.shares, (*own.words, *old.words))
    return Body(tuple(lines), grounds=grounds)
