"""Conversations that outlive a process: a desk and a memory of its chats, which is all that a channel needs.

A channel asks with the name of the chat, today and the time; what was said before is looked up, and what is remembered of
this message is kept, in one transaction. `reopen` gives a kept answer anew, for a link.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from bot.answer import Desk
from bot.question import Answer, Choice
from bot.talk.conversation import MOST_TURNS, Context, Kept, Turn
from bot.talk.parts import together
from bot.talk.receipt import id_said
from bot.talk.remember import numbers_of

if TYPE_CHECKING:
    from bot.talk.memory import Memory

_NOTHING_TO_REOPEN = ("help",)


class Talks:
    """Answers the messages of many chats from one desk, and remembers each chat on its own."""

    def __init__(self, desk: Desk, memory: Memory) -> None:
        self.desk = desk
        self.memory = memory

    def answer(self, chat: str, text: str, today: date, now: float) -> Answer:
        """The answer to one message of a chat. `now` is in seconds, by the same clock as every call."""
        before = self._with_kept(self.memory.load(chat, now) or Context(), text, now)
        answer, after = self.desk.answer(text, before, today)
        self.memory.save(chat, after, now, _kept(before, after, text, today))
        return answer

    def suggestions(self, chat: str, answer: Answer, today: date, now: float) -> tuple[Choice, ...]:
        """What could be asked next in a chat, after the answer just given there."""
        return self.desk.suggestions(answer, self.memory.load(chat, now) or Context(), today)

    def reopen(self, id: str, now: float) -> Answer | None:
        """The kept answer of that id over what is stored now; None where it is not kept, or not of this database."""
        kept = self.memory.answer_by_id(id, now)
        if kept is None:
            return None
        if not kept.parts:
            return self.desk.again(kept)
        found = [answer for part in kept.parts if (answer := self.reopen(part, now)) is not None]
        return together(kept.text, found) if len(found) == len(kept.parts) else None

    def _with_kept(self, context: Context, text: str, now: float) -> Context:
        """The conversation with the answer that the message names by its id, though it was given long ago or elsewhere."""
        id, _ = id_said(text)
        if id is None or any(turn.id == id for turn in context.turns) or id in dict(context.groups):
            return context
        kept = self.memory.answer_by_id(id, now)
        parts = [self.memory.answer_by_id(part, now) for part in kept.parts] if kept is not None else []
        found = [one for one in (kept, *parts) if one is not None and one.question is not None]
        if kept is None or not found:
            return context
        turns = tuple(Turn(one.id, one.text, one.language, one.question) for one in found)
        groups = (*context.groups, (kept.id, kept.parts)) if kept.parts else context.groups
        known = dict(context.known) | {no: id for one in found for no, id in one.known}
        return replace(context, turns=(*turns, *context.turns)[-MOST_TURNS:], groups=groups, known=tuple(sorted(known.items())))


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
