"""The walk of answering, in one screen: fold, hear, settle, fetch, tell, say. One Desk serves many conversations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from types import ModuleType

from bot.conversation import Context
from bot.ear import Ear
from bot.facts import Facts
from bot.finish import MOST_FACTS, Finish
from bot.gate import Stray, held_back
from bot.gather import Gather
from bot.lay import drawn
from bot.measures import is_amount, parts_of
from bot.operations import operation
from bot.parts import ends, half_named, is_compared, pairs, sentences, verdict_of
from bot.premise import Premise
from bot.question import Answer, Choice, Doubt, Found, Heard, Question, Told
from bot.reading import Reading
from bot.refuse import courtesy
from bot.say import Say
from bot.settle import Settler
from bot.suggest import Suggest
from bot.terms import Terms
from bot.text import LONGEST_MESSAGE, language_of
from bot.who import Who
from bot.words import Words

_OPEN = ("unknown_agency", "no_report")
"""Reasons after which the next message may mend the question instead of asking anew."""

_EXAMPLES = 6


class Desk:
    """Answers messages from one database with one vocabulary. It keeps nothing between messages but what it returns."""

    def __init__(self, facts: Facts, words: Words) -> None:
        self._facts = facts
        self._words = words
        self._ear = Ear(facts, words)
        self._who = Who(facts)
        self._terms_known = Terms(words.folder)
        self._settler = Settler(facts, self._who, self._terms_known)
        self._gather = Gather(facts, self._who)
        self._reading = Reading(facts, self._who, words.subjects)
        self._premise = Premise(facts)
        self._finish = Finish(facts, self._who, self._gather)
        self.on_stray: Callable[[Stray], None] | None = None
        """Told of a text that was held back at the gate, for whoever keeps a log."""

    def answer(self, text: str, context: Context | None, today: date) -> tuple[Answer, Context]:
        """The answer to one message, and what the conversation remembers after it.

        `context` is what the former message of this conversation returned, None at its start; `today` is what 去年 and
        last year are counted from. Several questions in one message are answered one by one, each leaning on the one before.
        """
        self._facts.look()
        answer, after = self._answered(text, context or Context(), today)
        stray = held_back(answer)
        if stray is None:
            return answer, after
        if self.on_stray is not None:
            self.on_stray(stray)
        doubt = Doubt("declined", "not_understood", "held_back")
        return self._finish.doubt(doubt, text, self._say(answer.language), None), context or Context()

    def suggestions(self, answer: Answer, context: Context, today: date, most: int = 4) -> tuple[Choice, ...]:
        """Questions that could follow an answer, `context` being what was returned with it: each has been run, has an
        answer, and asks something else. After a message that is asked back its own choices stand, and nothing here."""
        if answer.status == "clarify" or answer.choices:
            return ()
        suggest = Suggest(self._facts, self._who, self._say(answer.language), self._finish.choices)
        return suggest.after(answer, context.question, lambda text: self._answered(text, Context(), today)[0], most)

    def _answered(self, text: str, context: Context, today: date) -> tuple[Answer, Context]:
        if not text.strip() or len(text) > LONGEST_MESSAGE:
            key = "too_long" if text.strip() else "nothing_asked"
            doubt = Doubt("declined", "not_understood", key)
            start = text[:LONGEST_MESSAGE]
            return self._finish.doubt(doubt, start, self._say(language_of(start)), None), context
        asked = sentences(text)
        if len(asked) == 1:
            return self._message(text, context, today)
        answers = []
        for sentence in asked:
            answer, context = self._message(sentence, context, today)
            if answer.status == "declined" and answer.reason in ("not_understood", "out_of_domain"):
                return replace(answer, question=text), context  # what was not understood may bear on all of it
            if answer.operation != "help":
                answers.append(answer)
        return (self._together(text, answers), context) if answers else self._message(asked[0], context, today)

    def _message(self, text: str, context: Context, today: date) -> tuple[Answer, Context]:
        heard = self._ear.hear(text, today)
        both = [] if heard.leftover else ends(heard)
        if both:
            return self._in_turn(text, both, context, today)
        turns = [] if heard.leftover else pairs(heard)
        if not turns or is_compared(heard) or half_named(heard):
            if turns and (self._apart(heard) or half_named(heard)):
                say = self._say(heard.language)
                choices = tuple(Choice(turn, turn) for turn in turns)
                works = self._works(heard.language, today)
                return self._finish.choices_doubt("one_at_a_time", text, say, choices, works), context
            return self._heard(text, heard, context, today)
        return self._in_turn(text, turns, context, today)

    def _in_turn(self, text: str, turns: Sequence[str], context: Context, today: date) -> tuple[Answer, Context]:
        """Several questions that one message holds, each answered on its own."""
        answers = []
        for turn in turns:
            answer, context = self._heard(turn, self._ear.hear(turn, today), Context(), today)
            answers.append(answer)
        return self._together(text, answers), context

    def _apart(self, heard: Heard) -> bool:
        """Whether turns that are compared cannot be one question: of other years or other figures."""
        return len(heard.years.said) > 1 or len(heard.fields) > 1

    def _together(self, text: str, answers: list[Answer]) -> Answer:
        """Several answers as one: answered as soon as one of them is; each keeps its own sentences."""
        told = [answer for answer in answers if answer.status == "answered"]
        first = (told or answers)[0]
        facts = tuple(dict.fromkeys(fact for answer in told for fact in answer.facts))
        results = [answer.result for answer in told if answer.result is not None]
        return replace(
            first,
            question=text,
            facts=facts,
            result=results[-1] if len(results) == 1 else verdict_of(told),
            choices=tuple(choice for answer in answers for choice in answer.choices)[:6],
            assumed=tuple(dict.fromkeys(entry for answer in told for entry in answer.assumed)),
            notes=tuple(dict.fromkeys(note for answer in answers for note in answer.notes)),
            text="\n\n".join(answer.text for answer in answers),
            bodies=tuple(body for answer in answers for body in answer.bodies),
        )

    def _heard(self, text: str, heard: Heard, context: Context, today: date) -> tuple[Answer, Context]:
        say = self._say(heard.language)
        polite = courtesy(heard)
        if polite:
            question: Question | Doubt = Question("help", heard.language, heard.text, cues=frozenset({polite}))
        else:
            question = self._settler.settle(heard, context, self._ear.slips.pinyin)
        works = self._works(heard.language, today)
        if isinstance(question, Doubt):
            return self._doubted(question, text, heard, context, today)
        told, found = self._tell(question, say)
        if isinstance(told, Told) and question.operation == "help":
            told = self._tried(told, works, say)
        if isinstance(told, Doubt) and told.key == "passage.none":
            return self._doubted(replace(told, key="not_understood"), text, heard, context, today)
        if isinstance(told, Doubt):
            return self._finish.doubt(told, text, say, heard, works, question), Context(question, scope=context.scope)
        answer = self._finish.told(told, text, question, found, say)
        return answer, self._remember(question, answer, context)

    def _doubted(self, doubt: Doubt, text: str, heard: Heard, context: Context, today: date) -> tuple[Answer, Context]:
        """The answer to a doubt. Where the doubt is who is meant, what was spoken of before is let go: the next message
        must not come back to another agency unnoticed."""
        say, works = self._say(heard.language), self._works(heard.language, today)
        meant = self._ear.meant(heard, today) if doubt.key == "not_understood" and heard.leftover else None
        if meant and works(meant):
            values = {"word": str(doubt.values.get("word", ""))}
            answer = self._finish.choices_doubt("did_you_mean_word", text, say, (Choice(meant, meant),), works, values)
            return answer, context
        answer = self._finish.doubt(doubt, text, say, heard, works)
        if doubt.key == "cause":
            agency = self._settler.one_agency(heard)
            answer = self._premise.put_right(self._finish.with_own_words(answer, agency, heard, say), agency, heard, say)
        if answer.status == "clarify" or answer.reason in _OPEN:
            kept = context.question if answer.reason in ("ambiguous_field", "missing_slot") else None
            return answer, Context(kept, context.agencies if kept else (), heard, (), context.scope if kept else None)
        named = answer.reason == "not_on_form" and bool(heard.mentions)
        return answer, replace(context, pending=heard if named else None)

    def _tried(self, told: Told, works: Callable[[str], bool], say: Say) -> Told:
        """The help without the examples that have no answer in this database."""
        examples = list(islice(filter(works, (told.result or {}).get("examples", ())), _EXAMPLES))
        return replace(
            told, below=tuple(f"· {example}" for example in examples), result={"examples": examples}, quoted=tuple(examples)
        )

    def _say(self, language: str) -> Say:
        return Say(language, self._words.says, self._facts.fields)

    def _tell(self, question: Question, say: Say) -> tuple[Told | Doubt, Found]:
        name = question.operation
        if name == "rank" and len(question.agencies) == 1 and len(question.years) == 1 and not question.scope:
            name = "lookup"  # one report has nothing to be ranked with
        if name == "total" and len(question.fields) > 1:
            name = "sum"
        elif name == "trend" and question.scope is not None:
            name = "series"
        module = operation(name)
        found = getattr(self, f"_{module.NEEDS}")(question, module)
        if module.NEEDS == "rows" and not found.rows:
            return Doubt("declined", "not_understood", "not_understood_at_all"), found
        empty = bool(found.rows) and not any(row.facts for row in found.rows)
        if empty and module.NEEDS == "rows" and name != "source":
            return self._settler.no_report(question), found
        told: Told | Doubt = module.tell(question, found, say)
        if isinstance(told, Told) and not told.lines:
            return Doubt("declined", "not_understood", "not_understood_at_all"), found
        if isinstance(told, Told) and module.NEEDS == "lines" and self._is_in_any_unit(question):
            told = replace(told, notes=(*told.notes, say("set.money")))
        if question.then and isinstance(told, Told):
            return self._second_step(question, told, found, say), found
        return told, found

    def _is_in_any_unit(self, question: Question) -> bool:
        """Whether a set is asked for an amount whose unit the form leaves to those who report."""
        key = question.fields[0] if question.fields else ""
        return is_amount(key) and not self._facts.fields[key]["unit"]

    def _second_step(self, question: Question, told: Told, found: Found, say: Say) -> Told:
        """The further figures of whoever came first, or at the place asked for."""
        winners = [no for no, _ in told.used[: len((told.result or {}).get("ranking", []))]]
        further = replace(
            question,
            operation="lookup",
            agencies=tuple(self._facts.agency(no) for no in winners),
            scope=None,
            fields=question.then,
            bounds=(),
            then=(),
        )
        more, _ = self._tell(further, say)
        if isinstance(more, Doubt):
            return told
        base = self._gather.facts_of(told.used[:MOST_FACTS], parts_of(question.fields[0]))
        below = (*told.below, *more.lines, *(drawn(more.table) if more.table else ()), *more.below)
        worked = (*told.worked, *more.worked)
        return replace(told, below=below, facts=(*base, *more.facts), used=(), worked=worked)

    def _rows(self, question: Question, module: ModuleType) -> Found:
        keys = module.slice(question)
        found = self._gather.rows(question, keys)
        if question.operation == "source":
            return self._gather.documents(question, found)
        if question.operation in ("trend", "change"):
            return self._gather.forms(found)
        if question.operation == "share" and len(question.fields) == 1 and len(question.agencies) == 1:
            return self._gather.sum_for_share(question, found, keys)
        return found

    def _lines(self, question: Question, module: ModuleType) -> Found:
        found = self._gather.set(question)
        is_position = question.operation == "position" and bool(question.agencies)
        return self._gather.with_state(question, found) if is_position else found

    def _text(self, question: Question, module: ModuleType) -> Found:
        return self._reading.texts(question)

    def _terms(self, question: Question, module: ModuleType) -> Found:
        return Found(extra={"terms": self._terms_known.asked(question.text, question.fields)})

    def _coverage(self, question: Question, module: ModuleType) -> Found:
        return self._gather.coverage(question)

    def _findings(self, question: Question, module: ModuleType) -> Found:
        return self._gather.findings(question)

    def _examples(self, question: Question, module: ModuleType) -> Found:
        return Found(extra={"examples": self._finish.choices.examples(self._say(question.language))})

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
        single = len(question.agencies) == 1 and question.scope is None
        before = tuple(dict.fromkeys((*context.before, *context.agencies)))[-5:] if single else ()
        return Context(question, told, None, before, question.scope or context.scope)
