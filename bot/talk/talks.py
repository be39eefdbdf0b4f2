"""Conversations that outlive a process: a desk and a memory of its chats, which is all that a channel needs.

A channel asks with the name of the chat, today and the time; what was said before is looked up, and what is remembered of
this message is kept, in one transaction. `reopen` gives a kept answer anew, for a link.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from bot.answer import Desk
from bot.question import Answer, Choice, Question
from bot.talk.conversation import MOST_TURNS, Context, Kept, Turn
from bot.talk.parts import together
from bot.talk.receipt import id_said
from bot.talk.remember import numbers_of

if TYPE_CHECKING:
    from bot.talk.memory import Memory

_NOTHING_TO_REOPEN = ("help",)
_ASIDE = (*_NOTHING_TO_REOPEN, "source", "consistency")
"""Operations that ask about a report that was spoken of, rather than for something of their own."""


class Talks:
    """Answers the messages of many chats from one desk, and remembers each chat on its own."""

    def __init__(self, desk: Desk, memory: Memory) -> None:
        self.desk = desk
        self.memory = memory

    def answer(self, chat: str, text: str, today: date, now: float) -> Answer:
        """The answer to one message of a chat. `now` is in seconds, by the same clock as every call."""
        return self.turn(chat, text, today, now)[0]

    def turn(self, chat: str, text: str, today: date, now: float, mark: str | None = None) -> tuple[Answer, Context]:
        """The same, with the conversation as it stands after it. A message that comes again under the same mark, the last
        time it came being the last turn of the chat, is answered as if it had not been asked before."""
        before = self._with_kept(self.memory.load(chat, now, mark) or Context(), chat, text, now)
        answer, after = self.desk.answer(text, before, today)
        self.memory.save(chat, after, now, _kept(before, after, text, today), mark)
        return answer, after

    def suggestions(self, chat: str, answer: Answer, today: date, now: float) -> tuple[Choice, ...]:
        """What could be asked next in a chat, after the answer just given there."""
        return self.desk.suggestions(answer, self.memory.load(chat, now) or Context(), today)

    def settled(self, chat: str, question: Question, today: date, now: float, mark: str | None = None) -> Answer | None:
        """The answer to a question that a button holds, as a turn of that chat's conversation."""
        before = self.memory.load(chat, now, mark) or Context()
        found = self.desk.settled(question, before)
        if found is None:
            return None
        answer, after = found
        self.memory.save(chat, after, now, _kept(before, after, question.text, today), mark)
        return answer

    def reopen(self, id: str, now: float, chat: str | None = None) -> Answer | None:
        """The kept answer of that id over what is stored now; None where it is not kept, or not of this database.

        Where a chat is named, the words of the question are those of that chat, and none where it was asked elsewhere.
        """
        return self._anew(id, now, chat, self.desk.again)

    def take_up(self, id: str, chat: str, today: date, now: float) -> Answer | None:
        """The same in a chat, whose conversation goes on from it."""
        answer, kept = self.reopen(id, now, chat), self.memory.answer_by_id(id, now, chat)
        if answer is not None and answer.status == "answered" and kept is not None and kept.question is not None:
            self.settled(chat, replace(kept.question, text=kept.text), today, now)
        return answer

    def last(self, chat: str, now: float) -> str | None:
        """The id of the last answer of a chat that can be reopened. Where it stands, or whether it adds up, is no new one."""
        context = self.memory.load(chat, now)
        turns = [turn for turn in context.turns if turn.question is not None and turn.doubt is None] if context else []
        found = [turn.id for turn in turns if turn.question and turn.question.operation not in _ASIDE]
        return found[-1] if found else None

    def stands_alone(self, id: str, now: float) -> bool:
        """Whether a kept answer has something of its own to tell, rather than where another one stands."""
        kept = self.memory.answer_by_id(id, now)
        return kept is not None and (kept.question is None or kept.question.operation not in _ASIDE)

    def explain(self, id: str, now: float, chat: str | None = None) -> Answer | None:
        """How the kept answer of that id comes about; the conversation stays as it is."""
        return self._anew(id, now, chat, lambda kept: self.desk.beyond.explained(kept) if self.desk.again(kept) else None)

    def following(self, id: str, today: date, now: float) -> tuple[Choice, ...]:
        """What could be asked after a kept answer."""
        kept = self.memory.answer_by_id(id, now)
        if kept is not None and kept.parts:  # of several answers, after the last
            return self.following(kept.parts[-1], today, now)
        answer = self.reopen(id, now) if kept is not None else None
        return self.desk.suggestions(answer, Context(question=kept.question), today) if kept and answer else ()

    def _anew(self, id: str, now: float, chat: str | None, tell: Callable[[Kept], Answer | None]) -> Answer | None:
        kept = self.memory.answer_by_id(id, now, chat)
        if kept is None:
            return None
        if not kept.parts:
            return tell(kept)
        found = [answer for part in kept.parts if (answer := self._anew(part, now, chat, tell)) is not None]
        return replace(together(kept.text, found), id=kept.id) if len(found) == len(kept.parts) else None

    def _with_kept(self, context: Context, chat: str, text: str, now: float) -> Context:
        """The conversation with the answer that the message names by its id, though it was given long ago or elsewhere: without
        its words then, which are those of somebody else."""
        id, _ = id_said(text)
        if id is None or any(turn.id == id for turn in context.turns) or id in dict(context.groups):
            return context
        kept = self.memory.answer_by_id(id, now, chat)
        parts = [self.memory.answer_by_id(part, now, chat) for part in kept.parts] if kept is not None else []
        found = [one for one in (kept, *parts) if one is not None and one.question is not None]
        if kept is None or not found:
            return context
        turns = tuple(Turn(one.id, one.text, one.language, _in_words(one)) for one in found)
        groups = (*context.groups, (kept.id, kept.parts)) if kept.parts else context.groups
        known = dict(context.known) | {no: id for one in found for no, id in one.known}
        return replace(
            context, turns=(*turns, *context.turns[len(turns) - MOST_TURNS :]), groups=groups, known=tuple(sorted(known.items()))
        )


def _in_words(kept: Kept) -> Question | None:
    """The question of a kept answer, in the words that are known of it."""
    return replace(kept.question, text=kept.text) if kept.question is not None else None


def _kept(before: Context, after: Context, text: str, today: date) -> tuple[Kept, ...]:
    """What of the last message can be reopened: each of its answers, and all of them together."""
    known, day = dict(after.known), today.isoformat()
    kept = []
    for turn in after.turns:
        question = turn.question
        if turn in before.turns or question is None or turn.doubt or question.operation in _NOTHING_TO_REOPEN:
            continue
        numbers = tuple((no, known[no]) for no in sorted(numbers_of(question)) if no in known)
        kept.append(Kept(turn.id, turn.text, turn.language, question, day, numbers))
    fresh = [group for group in after.groups if group not in before.groups]
    return (*kept, *(Kept(id, text, after.turns[-1].language, None, day, (), parts) for id, parts in fresh))
