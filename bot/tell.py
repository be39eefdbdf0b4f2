"""From a settled question to what is told: fetch what its operation needs, and let the operation tell it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import ModuleType

from bot.facts import Facts
from bot.fetch.gather import Gather
from bot.fetch.measures import is_amount, parts_of
from bot.fetch.reading import Reading
from bot.operations import operation, way_of
from bot.question import Doubt, Found, Question, Told
from bot.say import Say
from bot.saying.finish import MOST_FACTS
from bot.saying.lay import drawn
from bot.saying.terms import Terms


class Tell:
    """Tells the answers of one database; `no_report` says which years are held, `examples` what can be asked."""

    def __init__(
        self,
        facts: Facts,
        gather: Gather,
        reading: Reading,
        terms: Terms,
        no_report: Callable[[Question], Doubt],
        examples: Callable[[str], list[str]],
    ) -> None:
        self._facts = facts
        self._gather = gather
        self._reading = reading
        self._terms_of = terms
        self._no_report = no_report
        self._examples_of = examples

    def tell(self, question: Question, say: Say) -> tuple[Told | Doubt, Found]:
        """What is told, or the doubt met in telling it, with what was found for it."""
        name = way_of(question)
        module = operation(name)
        found = getattr(self, f"_{module.NEEDS}")(question, module)
        if module.NEEDS == "rows" and not found.rows:
            return Doubt("declined", "not_understood", "not_understood_at_all"), found
        empty = bool(found.rows) and not any(row.facts for row in found.rows)
        if empty and module.NEEDS == "rows" and name != "source":
            return self._no_report(question), found
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
        first = told.used[: len((told.result or {}).get("ranking", []))]
        years = tuple(sorted({year for _, year in first}))
        further = replace(
            question,
            operation="lookup",
            agencies=tuple(self._facts.agency(no) for no in dict.fromkeys(no for no, _ in first)),
            years=years,
            reports=tuple(first) if len(years) > 1 else (),
            scope=None,
            fields=question.then,
            bounds=(),
            then=(),
        )
        more, _ = self.tell(further, say)
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
        return Found(extra={"terms": self._terms_of.asked(question.text, question.fields)})

    def _coverage(self, question: Question, module: ModuleType) -> Found:
        return self._gather.coverage(question)

    def _findings(self, question: Question, module: ModuleType) -> Found:
        return self._gather.findings(question)

    def _examples(self, question: Question, module: ModuleType) -> Found:
        return Found(extra={"examples": self._examples_of(question.language)})
