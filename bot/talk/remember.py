"""What a conversation remembers after an answer, and whether what it remembers still stands in this database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.facts import Facts
from bot.operations import operation
from bot.question import Answer, Doubt, Found, Heard, Mention, Question, Scope, Years
from bot.spelling.pattern import Pattern
from bot.talk.conversation import MOST_TURNS, Context, Entry, Roll, Turn

MOST_ENTRIES = 100
"""A list of more reports than these is spoken of as the set that it is, not by its places."""
_MOST_BEFORE = 6
_ORDERED = ("rank", "list")
_PLAIN = ("lookup", "presence", "rate")
_OPEN = ("unknown_agency", "no_report")
"""Reasons after which the next message may mend the question instead of asking anew."""
_REFUSED = ("opinion", "beyond_the_data", "out_of_domain", "not_on_form")
"""Reasons for which no wording of the question would have helped: what it named is what is spoken of now."""
_WIDE = {"every", "who", "counties", "prefectures"}
_ABOUT_NOTHING = ("help", "definition", "coverage")


def remembered(turn: Turn, found: Found, context: Context) -> Context:
    """The conversation after a question was answered."""
    question = turn.question
    if question is None or (question.operation in _ABOUT_NOTHING and context.question is not None):
        return _with_turn(context, turn)
    told = tuple(dict.fromkeys([entry.agency for entry in turn.entries] + [agency.no for agency in question.agencies]))
    before = tuple(dict.fromkeys((*context.before, *context.agencies)))[-_MOST_BEFORE:] if question.scope is None else ()
    after = Context(
        question,
        told if len(told) <= MOST_ENTRIES else (),
        None,
        before,
        question.scope or context.scope,
        roll_of(question, turn.entries, found) or context.roll,
        context.turns,
        groups=context.groups,
    )
    return _with_turn(after, turn)


def doubted(turn: Turn, answer: Answer, context: Context) -> Context:
    """The conversation after a message that got no answer: what it offers can be chosen."""
    return replace(_with_turn(context, turn), choices=answer.choices)


def afresh(context: Context) -> Context:
    """The conversation with nothing to lean on but what was told, which can still be pointed at and asked about."""
    return Context(turns=context.turns, roll=context.roll, groups=context.groups)


def let_go(answer: Answer, doubt: Doubt, heard: Heard, context: Context) -> Context:
    """What is still spoken of after a doubt. A message that led away to another agency, year or figure and was not
    answered does not come back to the former one unnoticed; what it lacked is waited for."""
    former = context.question
    if doubt.key == "number_or_share" and former is not None:  # it is the new figure that is spoken of now
        return replace(context, question=replace(former, operation="lookup", fields=heard.fields))
    if answer.reason == "no_report" and former is not None and not heard.mentions:
        return replace(context, question=_of_other_years(former, heard), pending=None)
    if answer.status == "clarify" or answer.reason in _OPEN:
        kept = afresh(context)
        if answer.reason in ("ambiguous_field", "missing_slot"):
            kept = replace(kept, question=former, agencies=context.agencies, scope=context.scope)
        return replace(kept, pending=_filled(heard, former))
    if answer.reason == "not_on_form" and heard.mentions and not _is_wide(heard):
        return replace(context, pending=heard)
    if answer.reason in _REFUSED:
        return _refused(doubt, heard, context)
    if former is not None and answer.reason == "not_understood" and _speaks_of_time(heard):
        return afresh(context)  # of which year the next message is, can no more be told
    if answer.reason == "not_understood" and _leads_away(heard, former):
        return _named_alone(heard, context)
    return replace(context, pending=None)


def _refused(doubt: Doubt, heard: Heard, context: Context) -> Context:
    """The conversation after a question that is refused whatever its words: why does another agency fine so much, who is
    the best of all, next year's permits. The agency and the year that it named are those of the next message."""
    former = context.question
    if doubt.key == "prediction":  # of a year that nobody has reported on
        heard = replace(heard, years=Years())
    own = {(agency.region, organ) for agency in former.agencies for organ in (agency.organ, None)} if former else set()
    places = [mention for mention in heard.mentions if mention.regions or mention.named is not None]
    same = all(any((region, mention.organ) in own for region in mention.regions) for mention in places)
    if places and not same:
        return _named_alone(heard, context)
    if _is_wide(heard) or (heard.mentions and not places):
        return afresh(context)
    if former is not None and heard.years.said:
        return replace(context, question=_of_other_years(former, heard), pending=None)
    return replace(context, pending=None)


def _named_alone(heard: Heard, context: Context) -> Context:
    """The conversation with nothing of a message but whom and which year it named."""
    bare = replace(heard, leftover=(), fields=(), choices=(), columns=(), bounds=(), topics=(), cues=frozenset(), n=None)
    return replace(afresh(context), pending=replace(bare, spans=(), section=None, strange_place=None))


def _is_wide(heard: Heard) -> bool:
    """Whether a message speaks of many without naming one: 全省哪家做得最好, 所有卫健委的满意度."""
    return bool(_WIDE & heard.cues) and not any(mention.regions or mention.named is not None for mention in heard.mentions)


def _of_other_years(former: Question, heard: Heard) -> Question:
    assumed = tuple(entry for entry in former.assumed if entry.slot != "year")
    return replace(former, years=heard.years.said or former.years, fields=heard.fields or former.fields, assumed=assumed)


def _filled(heard: Heard, former: Question | None) -> Heard:
    """鹿邑县呢, which is not stored, with the figure, the year and the kind that it leant on: 沈丘县呢 asks for the same."""
    if former is None or former.operation not in _PLAIN or heard.fields or heard.choices or heard.columns:
        return heard
    if not heard.mentions:
        return heard
    organs, places = ({getattr(agency, slot) for agency in former.agencies} for slot in ("organ", "region"))
    organ = organs.pop() if len(organs) == 1 else None
    place = places.pop() if len(places) == 1 else None
    mentions = tuple(_with(mention, organ, place) for mention in heard.mentions)
    said = heard.years.said or any(entry.slot == "year" for entry in former.assumed)
    years = heard.years if said else replace(heard.years, said=former.years)
    return replace(heard, mentions=mentions, fields=former.fields, years=years)


def _with(mention: Mention, organ: str | None, place: str | None) -> Mention:
    """A place with the kind of agency, or a kind with the place, that was spoken of."""
    if mention.named is not None:
        return mention
    if mention.organ is None:
        return replace(mention, organ=organ)
    return mention if mention.regions or place is None else replace(mention, regions=(place,))


def _leads_away(heard: Heard, former: Question | None) -> bool:
    """Whether a message that was not understood named another agency or another figure than was spoken of."""
    other = bool(heard.fields) and former is not None and not set(heard.fields) <= set(former.fields)
    return other or any(mention.regions or mention.named is not None for mention in heard.mentions)


def _speaks_of_time(heard: Heard) -> bool:
    """Whether a message without an agency that got no answer moved to another time: 再往前推两年呢, and two quarters after?"""
    named = any(mention.regions or mention.named is not None for mention in heard.mentions)
    return not named and bool(_TIME.search(heard.text))


_TIME = Pattern(r"[年月季]|\b(?:years?|months?|quarters?|earlier|later|before|after|next|previous)\b")


def _with_turn(context: Context, turn: Turn) -> Context:
    return replace(context, turns=(*context.turns, turn)[-MOST_TURNS:], choices=())


def entries_of(question: Question, answer: Answer) -> tuple[Entry, ...]:
    """The reports that were told of, in the order told."""
    result = answer.result or {}
    pairs = {(fact.agency.id, fact.year): fact.agency.no for fact in answer.facts}
    if "ranking" in result:
        ranked = [(pairs.get((entry["agency_id"], entry["year"])), entry) for entry in result["ranking"]]
        return tuple(Entry(no, entry["year"], entry["rank"]) for no, entry in ranked if no is not None)
    if question.operation == "list" and len(question.years) == 1:
        year = question.years[0]
        listed = [pairs[id, year] for id in result.get("agencies", ()) if (id, year) in pairs]
        return tuple(Entry(no, year, place) for place, no in enumerate(listed, 1))
    reports = list(dict.fromkeys((fact.agency.no, fact.year) for fact in answer.facts))
    if len(reports) > MOST_ENTRIES:
        return ()
    return tuple(Entry(no, year, place) for place, (no, year) in enumerate(reports, 1))


def roll_of(question: Question, entries: tuple[Entry, ...], found: Found) -> Roll | None:
    """The list that an answer told in an order, all of it where it is small; None where it told none."""
    if question.operation not in _ORDERED:
        return None
    if question.operation == "list":
        return Roll(question, entries) if len(entries) > 1 else None
    standing = operation("rank").standing(found.lines, question.ascending)
    counted = found.extra.get("counted", len(standing))
    ranked = tuple(Entry(line.no, line.year, rank) for rank, line in standing[:MOST_ENTRIES])
    return Roll(question, ranked, len(ranked) == counted) if len(ranked) > 1 else None


class Numbers:
    """The numbers of agencies in a conversation: they belong to one database, and another may number anew."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    def noted(self, context: Context) -> Context:
        """The conversation with the id beside each number in it."""
        told = {agency.no: agency.id for question in _questions(context) for agency in question.agencies}
        numbers = numbers_in(context)
        known = {**{no: told[no] for no in numbers & told.keys()}, **self.of(numbers - told.keys())}
        return replace(context, known=tuple(sorted(known.items())))

    def of(self, numbers: frozenset[int]) -> Mapping[int, str]:
        """The ids of those numbers here."""
        return {no: id for no, id in self._facts.ids_of(numbers).items() if no in numbers} if numbers else {}

    def hold(self, known: tuple[tuple[int, str], ...]) -> bool:
        """Whether each number still stands for the agency that it stood for."""
        return self.of(frozenset(no for no, _ in known)) == dict(known)


def numbers_in(context: Context) -> frozenset[int]:
    """The numbers of all agencies that a conversation speaks of."""
    numbers = {*context.agencies, *context.before}
    for question in _questions(context):
        numbers |= numbers_of(question)
    entries = [*(context.roll.entries if context.roll else ()), *(entry for turn in context.turns for entry in turn.entries)]
    scoped = context.scope
    numbers |= {*scoped.agencies, *scoped.without} if scoped else set()
    return frozenset(numbers | {entry.agency for entry in entries})


def _questions(context: Context) -> list[Question]:
    """The questions of a conversation, as settled."""
    asked = (context.question, context.roll and context.roll.question, *(turn.question for turn in context.turns))
    return [question for question in asked if question]


def numbers_of(question: Question) -> set[int]:
    """The numbers of the agencies that a question speaks of."""
    scope = question.scope
    inside = {*scope.agencies, *scope.without} if scope else set()
    return {agency.no for agency in question.agencies} | inside | {no for no, _ in question.reports}


def taken_over(question: Question, said: Heard, context: Context) -> frozenset[str]:
    """The slots of a question that its message does not say: they come from the conversation, or were assumed."""
    if context.question is None and context.pending is None:
        return frozenset()
    years = said.years.said or said.years.every or said.years.since or said.years.latest
    own = {"agency": said.mentions, "year": years, "field": said.fields or said.choices or said.columns}
    some = question.scope if question.scope != Scope() else None  # all that is held is nobody's word
    filled = {"agency": question.agencies or some, "year": question.years, "field": question.fields}
    assumed = {entry.slot for entry in question.assumed}
    return frozenset(slot for slot in own if filled[slot] and not own[slot] and slot not in assumed)
