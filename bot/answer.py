"""The walk of answering, in one screen: fold, hear, settle, fetch, tell, say. One Desk serves many conversations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, partial
from itertools import islice

from bot.asked.premise import Premise
from bot.asked.refuse import courtesy, refusal
from bot.casting.who import Who
from bot.ear import Ear
from bot.facts import Facts
from bot.fetch.gather import Gather
from bot.fetch.reading import Reading
from bot.question import Agency, Answer, Choice, Doubt, Found, Heard, Question, Told
from bot.say import Say
from bot.saying.finish import Finish
from bot.saying.gate import Stray, held_back
from bot.saying.suggest import Suggest
from bot.saying.terms import Terms
from bot.settle import Settler
from bot.showing.ways import Beyond
from bot.slots import Filling, Slots
from bot.talk.about import about, chosen, turn_of
from bot.talk.anaphora import filled
from bot.talk.conversation import Context, Kept, Turn
from bot.talk.follow import completed
from bot.talk.parts import ends, grouped, half_named, is_compared, is_empty, joined_up, lie_apart, pairs, sentences, together
from bot.talk.point import pointed
from bot.talk.receipt import id_of, id_said
from bot.talk.remember import Numbers, afresh, doubted, entries_of, let_go, remembered, taken_over
from bot.talk.replay import Replay
from bot.tell import Tell
from bot.text import LONGEST_MESSAGE, language_of
from bot.words import Words

_EXAMPLES = 6


class Desk:
    """Answers messages from one database with one vocabulary. It keeps nothing between messages but what it returns."""

    def __init__(self, facts: Facts, words: Words) -> None:
        self._facts = facts
        self._words = words
        self._ear = Ear(facts, words)
        self._who = Who(facts)
        terms = Terms(words.folder)
        self._settler = Settler(facts, self._who, terms)
        self.filling = Filling(facts, self._who, self._ear, self._settler, self._say)
        gather = Gather(facts, self._who)
        self._finish = Finish(facts, self._who, gather)
        reading = Reading(facts, self._who, words.subjects, self._ear.words_in)
        self._tell = Tell(facts, gather, reading, terms, self._settler.no_report, self._examples)
        self._replay = Replay(self._tell, self._finish)
        self.beyond = Beyond(facts, self._tell, self._finish, self._replay, words.says)
        self._numbers = Numbers(facts)
        self._premise = Premise(facts)
        self.on_stray: Callable[[Stray], None] | None = None
        """Told of a text that was held back at the gate, for whoever keeps a log."""
        self.on_failure: Callable[[str, Exception], None] | None = None
        """Told of a message over which the desk stumbled, which is declined. Where nobody listens, the error is raised."""

    def answer(self, text: str, context: Context | None, today: date) -> tuple[Answer, Context]:
        """The answer to one message, and what the conversation remembers after it.

        `context` is what the former message of this conversation returned, None at its start; `today` is what 去年 and
        last year are counted from. Several questions in one message are answered one by one, each leaning on the one before.
        """
        self._facts.look()
        if context is None or not self._numbers.hold(context.known):
            context = Context()
        return self._sent(text, context, partial(self._answered, text, context, today))

    def filled(self, slots: Slots, today: date) -> Answer:
        """The answer to a question that comes slot by slot, by keys or by names, out of any conversation."""
        self._facts.look()
        return self._sent(slots.words, Context(), partial(self._slot_by_slot, slots, today))[0]

    def _sent(self, text: str, context: Context, work: Callable[[], tuple[Answer, Context]]) -> tuple[Answer, Context]:
        """What was worked out, unless the desk stumbled over it or a number in it stands on nothing."""
        try:
            answer, after = work()
        except Exception as error:
            if self.on_failure is None:
                raise
            self.on_failure(text, error)
            doubt = Doubt("declined", "not_understood", "stumbled")
            return self._finish.doubt(doubt, text[:LONGEST_MESSAGE], self._say(language_of(text)), None), context
        stray = held_back(answer)
        if stray is None:
            return answer, self._numbers.noted(after)
        if self.on_stray is not None:
            self.on_stray(stray)
        doubt = Doubt("declined", "not_understood", "held_back")
        return self._finish.doubt(doubt, text, self._say(answer.language), None), context

    def suggestions(self, answer: Answer, context: Context, today: date, most: int = 4) -> tuple[Choice, ...]:
        """Questions that could follow an answer, `context` being what was returned with it: each has been run, has an
        answer, and asks something else. After a message that is asked back its own choices stand, and nothing here."""
        if answer.status == "clarify" or answer.choices:
            return ()
        suggest = Suggest(self._facts, self._who, self._say(answer.language), self._finish.choices)
        return suggest.after(answer, context.question, lambda text: self._answered(text, Context(), today)[0], most)

    def heard(self, text: str, today: date) -> tuple[tuple[str, ...], tuple[tuple[Agency, str], ...]]:
        """The words of a text that nobody understands, and the stored agencies that it can name, each with its label."""
        self._facts.look()
        heard = self._ear.hear(text[:LONGEST_MESSAGE], today)
        return heard.leftover, self._who.meant(heard)

    def _answered(self, text: str, context: Context, today: date) -> tuple[Answer, Context]:
        if not text.strip() or len(text) > LONGEST_MESSAGE:
            key = "too_long" if text.strip() else "nothing_asked"
            start = text[:LONGEST_MESSAGE]
            doubt = Doubt("declined", "not_understood", key)
            answer = self._finish.doubt(doubt, start, self._say(language_of(start)), None)
            return replace(answer, id=id_of(answer, None, doubt)), context
        asked = sentences(text)
        return self._several(text, asked, context, today) if len(asked) > 1 else self._message(text, context, today)

    def again(self, kept: Kept) -> Answer | None:
        """A kept answer given anew over what is stored now, saying so where that has changed; None where another database
        numbers its agencies otherwise."""
        self._facts.look()
        if kept.question is None or not self._numbers.hold(kept.known):
            return None
        turn = Turn(kept.id, kept.text, kept.language, kept.question)
        return self._replay.again(turn, kept.text, self._say(kept.language), kept.day)

    def _several(self, text: str, asked: list[str], context: Context, today: date) -> tuple[Answer, Context]:
        """Sentence by sentence. What was not understood may bear on all of it, unless it is plainly a matter of its own."""
        answers: list[Answer] = []
        hear = cache(partial(self._ear.hear, today=today))
        for sentence in joined_up(asked, hear):
            heard = hear(sentence)
            if not answers and (is_empty(heard) or (sentence.endswith((":", "：")) and not heard.mentions)):
                continue  # 以下三个问题：
            answer, context = self._message(sentence, context, today)
            lost = answer.status == "declined" and answer.reason in ("not_understood", "out_of_domain")
            if lost and not (heard.mentions and answers):
                return replace(answer, question=text), context
            if answer.operation != "help":
                answers.append(answer)
        return grouped(text, answers, context) if answers else self._message(asked[0], context, today)

    def _message(self, text: str, context: Context, today: date) -> tuple[Answer, Context]:
        id, rest = id_said(text)
        told = [self._facts.agency(no).name for no in context.agencies] if context.choices else ()
        choice = chosen(rest, context.choices, told) if id is None else None
        if choice is not None:
            answer, after = self._message(choice.question, afresh(context), today)
            return answer, replace(after, choices=answer.choices or context.choices)  # 第一个 … 第二个呢
        heard = self._ear.hear(rest, today)
        if id is not None or about(heard, context, id):
            return self._spoken_of(id, text, heard, context, today)
        both = [] if heard.leftover else ends(heard)
        if both:
            return self._in_turn(text, both, context, today)
        turns = [] if heard.leftover or {"carried", "alike", "in_text"} & heard.cues else pairs(heard)
        if not turns or is_compared(heard) or half_named(heard):
            if turns and (lie_apart(heard) or half_named(heard)):
                choices = tuple(Choice(turn, turn) for turn in turns)
                works = self._works(heard.language, today)
                answer = self._finish.choices_doubt("one_at_a_time", text, self._say(heard.language), choices, works)
                return self._asked_back(answer, Doubt("clarify", "missing_slot", "one_at_a_time"), context)
            return self._heard(text, heard, context, today)
        return self._in_turn(text, turns, context, today)

    def _in_turn(self, text: str, turns: Sequence[str], context: Context, today: date) -> tuple[Answer, Context]:
        """Several questions that one message holds, each answered on its own."""
        answers = []
        for turn in turns:
            answer, context = self._heard(turn, self._ear.hear(turn, today), afresh(context), today)
            answers.append(answer)
        return grouped(text, answers, context)

    def _spoken_of(self, id: str | None, text: str, heard: Heard, context: Context, today: date) -> tuple[Answer, Context]:
        """What is said about an answer: how it came about, that it is wrong; or a question that leans on that answer."""
        kind, say = about(heard, context, id), self._say(heard.language)
        parts = dict(context.groups).get(id or "", (id,))
        turns = [turn for part in parts if (turn := turn_of(context, part, kind)) is not None]
        if len(turns) < len(parts):
            doubt = Doubt("declined", "not_understood", "explain.unknown_id" if id else "explain.nothing", {"id": id or ""})
            return self._asked_back(self._finish.doubt(doubt, text, say, None), doubt, context)
        if kind is not None:
            spoken = [self._replay.spoken_of(kind, turn, text, say) for turn in turns]
            return replace(together(text, spoken), id=id or spoken[0].id), context
        if not heard.spans:
            spoken = [self._replay.again(turn, text, self._say(turn.language)) for turn in turns]
            return replace(together(text, spoken), id=id or spoken[0].id), context
        turn, question = turns[-1], turns[-1].question
        told = [entry.agency for entry in turn.entries] or [agency.no for agency in (question.agencies if question else ())]
        former = replace(afresh(context), question=question, agencies=tuple(dict.fromkeys(told)))
        return self._heard(text, heard, former, today)

    def _heard(self, text: str, said: Heard, context: Context, today: date) -> tuple[Answer, Context]:
        heard = completed(said, context.pending)
        question = self._settled(heard, context)
        if isinstance(question, Doubt):
            return self._doubted(question, text, heard, context, today)
        answer, after = self._put(text, heard, replace(question, taken=taken_over(question, said, context)), context, today)
        return answer, after if heard is said else replace(after, choices=answer.choices or context.choices)

    def _slot_by_slot(self, slots: Slots, today: date) -> tuple[Answer, Context]:
        heard, question = self.filling.filled(slots, today)
        if isinstance(question, Doubt):
            return self._doubted(question, heard.text, heard, Context(), today)
        return self._put(heard.text, heard, question, Context(), today)

    def _put(self, text: str, heard: Heard, question: Question, context: Context, today: date) -> tuple[Answer, Context]:
        """The answer to a question as settled."""
        say, works = self._say(heard.language), self._works(heard.language, today)
        told, found = self._tell.tell(question, say)
        if isinstance(told, Told) and question.operation == "help":
            told = self._tried(told, works)
        if isinstance(told, Doubt) and told.key == "passage.none":
            return self._doubted(refusal(heard, None) or replace(told, key="not_understood"), text, heard, context, today)
        if isinstance(told, Doubt):
            answer = self._finish.doubt(told, text, say, heard, works, question)
            turn = Turn(id_of(answer, question, told), text, say.language, question, told)
            after = replace(afresh(context), question=question, scope=context.scope)
            return replace(answer, id=turn.id), doubted(turn, answer, after)
        return self._remembered(text, question, told, found, context)

    def settled(self, question: Question, context: Context | None) -> tuple[Answer, Context] | None:
        """The answer to a question that is settled already, behind a button, as a turn of the conversation; None without one."""
        self._facts.look()
        if context is None or not self._numbers.hold(context.known):
            context = Context()
        told, found = self._tell.tell(question, self._say(question.language))
        if isinstance(told, Doubt):
            return None
        answer, after = self._remembered(question.text, question, told, found, context)
        return None if held_back(answer) else (answer, self._numbers.noted(after))

    def _remembered(self, text: str, question: Question, told: Told, found: Found, context: Context) -> tuple[Answer, Context]:
        say = self._say(question.language)
        answer = self._finish.told(told, text, question, found, say)
        turn = Turn(id_of(answer, question, None), text, say.language, question, None, entries_of(question, answer))
        return replace(answer, id=turn.id), remembered(turn, found, context)

    def _settled(self, heard: Heard, context: Context) -> Question | Doubt:
        polite = courtesy(heard)
        if polite:
            return Question("help", heard.language, heard.text, cues=frozenset({polite}))
        dated = filled(heard, context)
        if isinstance(dated, Doubt):
            return dated
        written = pointed(dated, context, self._facts.fields)
        if isinstance(written, Doubt):
            return written
        return self._settler.settle(written, context if written is dated else Context(), self._ear.slips.pinyin)

    def _doubted(self, doubt: Doubt, text: str, heard: Heard, context: Context, today: date) -> tuple[Answer, Context]:
        """The answer to a doubt. Where the doubt is who is meant, what was spoken of before is let go: the next message
        must not come back to another agency unnoticed."""
        say, works = self._say(heard.language), self._works(heard.language, today)
        meant = self._ear.meant(heard, today) if doubt.key == "not_understood" and heard.leftover else None
        if meant and works(meant):
            values = {"word": str(doubt.values.get("word", ""))}
            answer = self._finish.choices_doubt("did_you_mean_word", text, say, (Choice(meant, meant),), works, values)
            return self._asked_back(answer, doubt, context)
        answer = self._finish.doubt(doubt, text, say, heard, works)
        if doubt.key == "cause":
            agency = self._settler.one_agency(heard)
            answer = self._premise.put_right(self._finish.with_own_words(answer, agency, heard, say), agency, heard, say)
        return self._asked_back(answer, doubt, let_go(answer, doubt, heard, context))

    def _asked_back(self, answer: Answer, doubt: Doubt, context: Context) -> tuple[Answer, Context]:
        id = id_of(answer, None, doubt)
        turn = Turn(id, answer.question, answer.language, None, doubt)
        return replace(answer, id=id), doubted(turn, answer, context)

    def _tried(self, told: Told, works: Callable[[str], bool]) -> Told:
        """The help without the examples that have no answer in this database."""
        examples = tuple(islice(filter(works, (told.result or {}).get("examples", ())), _EXAMPLES))
        below = tuple(f"· {example}" for example in examples)
        return replace(told, below=below, result={"examples": list(examples)}, quoted=examples)

    def _examples(self, language: str) -> list[str]:
        return self._finish.choices.examples(self._say(language))

    def _say(self, language: str) -> Say:
        return Say(language, self._words.says, self._facts.fields)

    def _works(self, language: str, today: date) -> Callable[[str], bool]:
        """Whether a question, asked on its own, is answered: no choice is offered that has not been tried."""

        def works(text: str) -> bool:
            tried = self._settler.settle(self._ear.hear(text, today), Context(), self._ear.slips.pinyin)
            if isinstance(tried, Doubt):
                return False
            told, _ = self._tell.tell(tried, self._say(language))
            return isinstance(told, Told)

        return works
