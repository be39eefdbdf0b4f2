"""What could be asked next: the same figure over the years, beside its peers, a figure akin to it, where it stands.

Each is run before it is offered, and only what has an answer is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain

from bot.casting.who import Who
from bot.facts import Facts
from bot.fetch.measures import is_rate
from bot.question import Agency, Answer, Choice, Question
from bot.say import Say
from bot.saying.choices import Choices
from bot.saying.gate import held_back

_AKIN: Mapping[str, tuple[str, ...]] = {
    "permits": ("penalties.decided", "compulsory_measures.decided"),
    "penalties": ("permits.decided", "compulsory_measures.decided"),
    "compulsory_measures": ("penalties.decided", "permits.decided"),
    "fees": ("permits.decided", "penalties.decided"),
    "rules": ("normative_documents.made", "normative_documents.in_force"),
    "normative_documents": ("rules.made", "permits.decided"),
    "received": ("granted.total", "denial_rate"),
    "carried_in": ("received.total", "carried_out.total"),
    "granted": ("partly_granted.total", "disclosure_rate"),
    "partly_granted": ("granted.total", "disclosure_rate"),
    "denied": ("denial_rate", "granted.total"),
    "denial_rate": ("denied.total", "disclosure_rate"),
    "disclosure_rate": ("denial_rate", "granted.total"),
    "reconsideration": ("correction_rate", "litigation.total"),
    "litigation": ("reconsideration.total", "received.total"),
}
"""Row → the figures that people look at next to it."""
_NEXT = ("received.total", "concluded.total")
_FIRST = "permits.decided"
_SETS = ("rank", "total", "average", "count", "list")
_BESIDE = {"rank": ("total", "average"), "total": ("rank", "average"), "average": ("rank", "total")}


class Suggest:
    """Makes questions that could follow an answer, out of one database, in one language."""

    def __init__(self, facts: Facts, who: Who, say: Say, choices: Choices) -> None:
        self._facts = facts
        self._who = who
        self._say = say
        self._choices = choices

    def after(self, answer: Answer, question: Question | None, ask: Callable[[str], Answer], most: int) -> tuple[Choice, ...]:
        """The first so many that have an answer and ask something else than what was told."""
        if question is not None and answer.status == "answered" and question.operation == answer.operation:
            following = self._following(question, tuple(dict.fromkeys(fact.agency for fact in answer.facts)))
            tried = chain(following, self._choices.examples(self._say))
        else:
            tried = chain(self._choices.examples(self._say))
        kept: dict[str, Answer] = {}
        for text in tried:
            if len(kept) == most:
                break
            found = ask(text)
            if text in kept or found.status != "answered" or held_back(found) is not None or _of_itself(found):
                continue
            if not any(_same(found, other) for other in (answer, *kept.values())):
                kept[text] = found
        return tuple(Choice(text, text) for text in kept)

    def _following(self, question: Question, told: tuple[Agency, ...]) -> Iterator[str]:
        """Questions that could follow, the likeliest first; `told` are the agencies of the answer, the foremost first."""
        key = question.fields[0] if question.fields else _FIRST
        agencies = question.agencies or told[:1]
        if question.operation in _SETS and question.years:
            yield from self._of_the_set(question, key)
        if not agencies:
            return
        agency = agencies[0]
        held = self._facts.years_of(agency.no)
        years = [year for year in question.years if year in held] or list(held[-1:])
        if years:
            yield from self._of_one(question, agency, years[-1], key)

    def _of_one(self, question: Question, agency: Agency, year: int, key: str) -> Iterator[str]:
        say, named = self._say, {"name": self._who.label(agency), "year": year, "field": self._spoken(key)}
        if not question.fields:
            yield say("question.field", **named)
        if len(self._facts.years_of(agency.no)) > 1:
            yield say("suggest.trend", **named)
        akin = [other for other in _AKIN.get(key.partition(".")[0], _NEXT) if other not in question.fields]
        for other in akin[:1]:
            yield say("question.field", **{**named, "field": self._spoken(other)})
        yield from self._among_peers(agency, year, key)
        if question.operation not in ("trend", "change"):
            yield say("question.field", **{**named, "year": year - 1})
        yield say("example.source", **named)
        for other in akin[1:]:
            yield say("question.field", **{**named, "field": self._spoken(other)})
        yield say("example.passage", **named)

    def _spoken(self, key: str) -> str:
        """What a person calls a figure: 行政许可, not 行政许可处理决定数量."""
        return self._facts.fields[key][f"row_{self._say.language}"] if key.endswith(".decided") else self._say.label(key)

    def _among_peers(self, agency: Agency, year: int, key: str) -> Iterator[str]:
        """The ranking of those of its kind around it, where there are any."""
        region = self._facts.regions.get(agency.region or "")
        if region is not None and agency.organ is not None and region[1] in self._facts.regions:
            yield self._set("rank", self._facts.regions[region[1]][0], agency.organ, year, key)

    def _of_the_set(self, question: Question, key: str) -> Iterator[str]:
        """The same set, asked otherwise: of a kind of agency, in one place or anywhere."""
        scope = question.scope
        if scope is None or scope.organ is None or scope.agencies or scope.without or len(scope.regions) > 1:
            return
        place = self._facts.regions[scope.regions[0]][0] if scope.regions and scope.regions[0] in self._facts.regions else ""
        for operation in _BESIDE.get(question.operation, ("rank", "total")):
            if operation == "rank" or not is_rate(key):
                yield self._set(operation, place, scope.organ, question.years[-1], key)

    def _set(self, operation: str, place: str, organ: str, year: int, key: str) -> str:
        kind = self._facts.organs[organ][0 if self._say.language == "zh" else 1]
        which = "in" if place else "all"
        return self._say(f"suggest.{operation}_{which}", place=place, kind=kind, year=year, field=self._spoken(key))


def _of_itself(answer: Answer) -> bool:
    """Whether it ranks one agency alone."""
    return answer.operation == "rank" and len((answer.result or {}).get("ranking", ())) < 2


def _same(one: Answer, other: Answer) -> bool:
    """Whether two answers tell the same figures the same way."""
    return one.text == other.text or (one.operation, one.facts, one.result) == (other.operation, other.facts, other.result)
