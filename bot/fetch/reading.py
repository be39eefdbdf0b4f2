"""Fetching what questions about the text need: the sections of named reports, or every section in which words stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from bot.casting.who import Who
from bot.facts import Facts
from bot.fetch.comparing import Comparing
from bot.question import Agency, Found, Heard, Question, Scope
from bot.saying.said import Passage

_SHOWN = 8
_FEW = 12
"""Agencies of a place whose reports are read for what is left of a question."""


class Reading:
    """Reads the text of the reports of one database."""

    def __init__(self, facts: Facts, who: Who, subjects: Mapping[str, tuple[str, ...]], hear: Callable[[str], Heard]) -> None:
        self._comparing = Comparing(facts, who, hear)
        self._facts = facts
        self._who = who
        self._subjects = subjects

    def texts(self, question: Question) -> Found:
        """The sections of the reports asked about; of a set, those in which the words stand; what is to be compared."""
        if question.operation in ("agreement", "likeness"):
            return self._comparing.of(question)
        if question.sought and (question.scope is not None or len(question.agencies) != 1):
            return self._found(question)
        agencies = question.agencies or self._facts.agencies_of(question.scope or Scope(), _FEW)
        reports = [(agency, year) for agency in agencies for year in question.years]
        sections = [
            Passage(agency.no, year, *section) for agency, year in reports for section in self._facts.sections(agency.no, year)
        ]
        extra = {"sections": sections, "words": self._spellings(question.sought)}
        return self._with_names(agencies, sections, extra)

    def _spellings(self, sought: Iterable[str]) -> tuple[str, ...]:
        """The words that are sought; for an English one the Chinese ones too."""
        return tuple(dict.fromkeys(word for one in sought for word in (one, *self._subjects.get(one, ()))))

    def _found(self, question: Question) -> Found:
        """The sections of a set that hold the words, in the order of years and agencies; the text of the first few."""
        scope = question.scope or Scope(agencies=tuple(agency.no for agency in question.agencies))
        words = self._spellings(question.sought)
        places: dict[tuple[int, int], int] = {}
        for word in words:
            for year, no, section in self._facts.reports_with(word, scope, question.years):
                places[year, no] = min(section, places.get((year, no), section))
        shown = []
        for (year, no), section in sorted(places.items())[:_SHOWN]:
            shown += [Passage(no, year, *one) for one in self._facts.sections(no, year) if one[0] == section]
        numbers = tuple(dict.fromkeys(no for _, no in places))
        extra = {
            "words": words,
            "places": tuple(sorted(places)),
            "ids": [self._facts.ids_of(numbers)[no] for no in numbers],
            "of": self._facts.told_in(scope, question.years),
        }
        return self._with_names(
            self._facts.agencies_by([one.agency for one in shown]).values(), shown, {**extra, "sections": shown}
        )

    def _with_names(self, agencies: Iterable[Agency], sections: Iterable[Passage], extra: Mapping[str, Any]) -> Found:
        documents = {
            (no, year): (self._facts.document(no, year) or ("", None))[0]
            for no, year in {(one.agency, one.year) for one in sections}
        }
        names = {agency.no: self._who.label(agency) for agency in agencies}
        return Found(names=names, extra={**extra, "documents": documents})
