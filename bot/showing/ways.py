"""What can be done with an answer besides reading it: its cells seen in their documents, drawn over the years, set beside others.

What is offered is decided by a few indexed queries, for every answer asks for it; the work itself is done when it is wanted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.facts import Facts
from bot.fetch.measures import parts_of
from bot.question import Answer, Doubt, Fact, Question, Scope, Told
from bot.say import Say
from bot.saying.finish import Finish
from bot.saying.gate import held_back
from bot.showing.chart import Chart, chart_of, key_of
from bot.talk.conversation import Kept, Turn
from bot.talk.replay import Replay
from bot.tell import Tell

_DRAWN = ("number", "blank", "dash", "unreadable")
"""States of cells that stand in a document."""
_OF_ONE = ("lookup", "presence", "verify", "rate", "change", "trend", "position", "share")
"""Answers about the figure of one agency, which can be set beside those of others."""


@dataclass(frozen=True)
class Ways:
    """What an answer can be followed by. `sources` are the figures that stand in a document."""

    sources: tuple[Fact, ...] = ()
    chart: bool = False
    trend: Question | None = None
    """The figure over the years, to be drawn where the answer itself cannot be."""
    peers: Question | None = None
    """The figure among those of the same kind in the same place."""


class Beyond:
    """Looks up, in one database, what can be done with its answers. `says` and the fields make the voice for a language."""

    def __init__(self, facts: Facts, tell: Tell, finish: Finish, replay: Replay, says: Mapping[str, tuple[str, str]]) -> None:
        self._facts, self._tell, self._finish, self._replay, self._says = facts, tell, finish, replay, says

    def say(self, language: str) -> Say:
        """The voice that an answer was given in."""
        return Say(language, self._says, self._facts.fields)

    def posed(self, question: Question) -> Answer:
        """The answer to a question with every slot filled, outside of any conversation: of a form, not of a message."""
        self._facts.look()
        say = self.say(question.language)
        told, found = self._tell.tell(question, say)
        if isinstance(told, Told):
            answer = self._finish.told(told, question.text, question, found, say)
            if held_back(answer) is None:
                return answer
            told = Doubt("declined", "not_understood", "held_back")
        return self._finish.doubt(told, question.text, say, None, None, question)

    def ways(self, answer: Answer) -> Ways:
        """What can follow this answer; nothing where it is none or has no figures."""
        if answer.status != "answered" or not answer.facts:
            return Ways()
        sources = tuple(fact for fact in answer.facts if fact.state in _DRAWN and fact.document)
        chart = chart_of(answer, self._facts, self.say(answer.language)) is not None
        agencies = {fact.agency.no for fact in answer.facts}
        key = key_of(answer)
        if len(agencies) > 1 or answer.operation not in _OF_ONE or key is None:
            return Ways(sources, chart)
        return Ways(sources, chart, None if chart else self._trend(answer, key), self._peers(answer, key))

    def chart(self, answer: Answer) -> Chart | None:
        """The answer as a chart, or else its figure over the years; None where there is nothing to draw."""
        say = self.say(answer.language)
        drawn = chart_of(answer, self._facts, say)
        trend = self.ways(answer).trend if drawn is None else None
        if trend is None:
            return drawn
        told, found = self._tell.tell(trend, say)
        if isinstance(told, Doubt):
            return None
        return chart_of(self._finish.told(told, trend.text, trend, found, say), self._facts, say)

    def explained(self, kept: Kept) -> Answer:
        """How a kept answer comes about, as it stands now."""
        turn = Turn(kept.id, kept.text, kept.language, kept.question)
        return self._replay.spoken_of("how", turn, kept.text, self.say(kept.language))

    def _trend(self, answer: Answer, key: str) -> Question | None:
        """The question after all years of the figure, where two years or more have a number."""
        agency = answer.facts[0].agency
        years = self._facts.years_of(agency.no)
        if len(years) < 2 or self._facts.numbers_of(agency.no, years, parts_of(key)) < 2:
            return None
        return Question("trend", answer.language, answer.question, (agency,), years=years, fields=(key,))

    def _peers(self, answer: Answer, key: str) -> Question | None:
        """The ranking of the figure among those of its kind and level around it, in the latest year of the answer."""
        agency, year = answer.facts[0].agency, max(fact.year for fact in answer.facts)
        region = self._facts.regions.get(agency.region or "")
        if region is None or agency.organ is None:
            return None
        for place in self._facts.around(agency.region or ""):
            if self._facts.has_other(agency, year, place, region[2]):
                scope = Scope(agency.organ, (place,) if place else (), level=region[2])
                return self._ranking(answer, key, scope, year)
        return None

    def _ranking(self, answer: Answer, key: str, scope: Scope, year: int) -> Question:
        say = self.say(answer.language)
        place = self._facts.regions[scope.regions[0]][0] if scope.regions else ""
        kind = self._facts.organs[scope.organ or ""][0 if say.language == "zh" else 1]
        level = "county" if scope.level == "county" and place else "all"
        text = say(f"peers.{level}", place=place, kind=kind, year=year, field=say.label(key))
        return Question("rank", answer.language, text, scope=scope, years=(year,), fields=(key,))
