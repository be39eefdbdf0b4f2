"""The walk of answering, in one screen: fold, hear, settle, fetch, tell, say. One Desk serves many conversations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from types import ModuleType

from bot.ear import Ear
from bot.facts import Facts
from bot.finish import MOST_FACTS, Finish
from bot.gather import Gather
from bot.measures import parts_of
from bot.operations import operation
from bot.question import Answer, Context, Doubt, Found, Question, Told
from bot.refuse import courtesy
from bot.say import Say
from bot.settle import Settler
from bot.text import LONGEST_MESSAGE, language_of
from bot.who import Who
from bot.words import Words

_OPEN = ("unknown_agency", "no_report")
"""Reasons after which the next message may mend the question instead of asking anew."""


class Desk:
    """Answers messages from one database with one vocabulary. It keeps nothing between messages but what it returns."""

    def __init__(self, facts: Facts, words: Words) -> None:
        self._facts = facts
        self._words = words
        self._ear = Ear(facts, words)
        self._who = Who(facts)
        self._settler = Settler(facts, self._who)
        self._gather = Gather(facts, self._who, words.folder)
        self._finish = Finish(facts, words, self._who, self._gather)

    def answer(self, text: str, context: Context | None, today: date) -> tuple[Answer, Context]:
        """The answer to one message, and what the conversation remembers after it.

        `context` is what the former message of this conversation returned, None at its start; `today` is what 去年 and
        last year are counted from.
        """
        context = context or Context()
        if not text.strip() or len(text) > LONGEST_MESSAGE:
            key = "too_long" if text.strip() else "nothing_asked"
            doubt = Doubt("declined", "not_understood", key)
            return self._finish.doubt(
                doubt, text[:LONGEST_MESSAGE], self._say(language_of(text[:LONGEST_MESSAGE])), None
            ), context
        heard = self._ear.hear(text, today)
        say = self._say(heard.language)
        polite = courtesy(heard)
        if polite:
            question: Question | Doubt = Question("help", heard.language, heard.text, cues=frozenset({polite}))
        else:
            question = self._settler.settle(heard, context, self._ear.slips.pinyin)
        if isinstance(question, Doubt):
            answer = self._finish.doubt(question, text, say, heard, self._works(heard.language, today))
            open_ = answer.status == "clarify" or answer.reason in _OPEN
            return answer, replace(context, pending=heard if open_ else None)
        told, found = self._tell(question, say)
        if isinstance(told, Told) and question.operation == "help":
            told = self._tried(told, self._works(heard.language, today))
        if isinstance(told, Doubt):
            return self._finish.doubt(told, text, say, heard, self._works(heard.language, today), question), Context(question)
        answer = self._finish.told(told, text, question, found, say)
        return answer, self._remember(question, answer, context)

    def _tried(self, told: Told, works: Callable[[str], bool]) -> Told:
        """The help without the examples that have no answer in this database."""
        examples = [example for example in (told.result or {}).get("examples", ()) if works(example)]
        return replace(told, lines=(told.lines[0], *(f"· {example}" for example in examples)), result={"examples": examples})

    def _say(self, language: str) -> Say:
        return Say(language, self._words.says, self._facts.fields)

    def _tell(self, question: Question, say: Say) -> tuple[Told | Doubt, Found]:
        name = question.operation
        if name == "rank" and len(question.agencies) == 1 and len(question.years) == 1 and not question.scope:
            name = "lookup"  # one report has nothing to be ranked with
        module = operation(name)
        found = getattr(self, f"_{module.NEEDS}")(question, module)
        empty = bool(found.rows) and not any(row.facts for row in found.rows)
        if empty and module.NEEDS == "rows" and name != "source":
            return self._settler.no_report(question), found
        told: Told | Doubt = module.tell(question, found, say)
        if isinstance(told, Told) and not told.lines:
            return Doubt("declined", "not_understood", "not_understood_at_all"), found
        if question.then and isinstance(told, Told):
            return self._second_step(question, told, found, say), found
        return told, found

    def _second_step(self, question: Question, told: Told, found: Found, say: Say) -> Told:
        """The further figures of whoever came first."""
        ranking = (told.result or {}).get("ranking", [])
        winners = [no for no, _ in told.used[: sum(entry["rank"] == 1 for entry in ranking)]]
        further = replace(
            question,
            operation="lookup",
            agencies=tuple(self._facts.agency(no) for no in winners),
            scope=None,
            fields=question.then,
            then=(),
        )
        more, _ = self._tell(further, say)
        if isinstance(more, Doubt):
            return told
        base = self._gather.facts_of(told.used[:MOST_FACTS], parts_of(question.fields[0]))
        return replace(told, lines=(*told.lines, *more.lines), facts=(*base, *more.facts), used=())

    def _rows(self, question: Question, module: ModuleType) -> Found:
        keys = module.slice(question)
        found = self._gather.rows(question, keys)
        if question.operation == "source":
            return self._gather.documents(question, found)
        if question.operation == "trend":
            return self._gather.forms(found)
        if question.operation == "share" and len(question.fields) == 1 and len(question.agencies) == 1:
            return self._gather.sum_for_share(question, found, keys)
        return found

    def _lines(self, question: Question, module: ModuleType) -> Found:
        return self._gather.set(question)

    def _text(self, question: Question, module: ModuleType) -> Found:
        return self._gather.texts(question)

    def _terms(self, question: Question, module: ModuleType) -> Found:
        return Found(extra={"terms": self._gather.terms(question.text, question.fields)})

    def _coverage(self, question: Question, module: ModuleType) -> Found:
        return self._gather.coverage(question)

    def _findings(self, question: Question, module: ModuleType) -> Found:
        return self._gather.findings(question)

    def _examples(self, question: Question, module: ModuleType) -> Found:
        return Found(extra={"examples": self._finish.examples(self._say(question.language))})

    def _works(self, language: str, today: date) -> Callable[[str], bool]:
        """Whether a question, asked on its own, is answered: no choice is offered that has not been tried."""

        def works(text: str) -> bool:
            tried = self._settler.settle(self._ear.hear(text, today), Context(), self._ear.slips.pinyin)
            if isinstance(tried, Doubt):
                return False
            told, _ = self._tell(tried, self._say(language))
            return isinstance(told, Told)

        return works

    def _remember(self, question: Question, answer: Answer, context: Context) -> Context:
        if question.operation in ("help", "definition", "coverage") and context.question is not None:
            return context
        order = [fact.agency.no for fact in answer.facts]
        if answer.result and "ranking" in answer.result:
            ids = {fact.agency.id: fact.agency.no for fact in answer.facts}
            order = [ids[entry["agency_id"]] for entry in answer.result["ranking"] if entry["agency_id"] in ids]
        elif answer.result and "agencies" in answer.result:
            ids = {fact.agency.id: fact.agency.no for fact in answer.facts}
            order = [ids[entry] for entry in answer.result["agencies"] if entry in ids]
        order += [agency.no for agency in question.agencies]
        told = tuple(dict.fromkeys(order))[:50]
        return Context(question, told, None, context.agencies, question.scope or context.scope)
