"""Finishing an answer: facts behind a set, what was assumed, findings on a figure used, sources; asking back and declining."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from bot.casting.who import MOST_CHOICES, Who
from bot.facts import Facts
from bot.fetch.gather import Gather
from bot.fetch.measures import parts_of
from bot.operations import CALLED
from bot.question import Agency, Answer, Assumed, Choice, Doubt, Fact, Found, Heard, Question, Scope, Told
from bot.say import Say
from bot.saying.choices import Choices
from bot.saying.gate import grounds_of
from bot.saying.lay import plain
from bot.saying.said import Body
from bot.spelling.pattern import Pattern

MOST_FACTS = 300
"""A set of more reports than these lists the foremost as facts, and says so."""

_SENTENCE = Pattern(r"[^。；！？\n]+[。；！？]?")
_REASON = Pattern(r"由于|因为|原因|受.{1,20}影响|主要是")
_SHOWN_SOURCES = 4
_MOST_FINDINGS = 2
_MOST_PLACES = 6
_LISTED = ("near", "held", "years", "word")
"""Values of a doubt that are lists, made before the language was known."""
Cited = Sequence[tuple[str, int | None]]


class Finish:
    """Makes the Answer out of what an operation told, or out of a doubt."""

    def __init__(self, facts: Facts, who: Who, gather: Gather) -> None:
        self._facts = facts
        self._gather = gather
        self.choices = Choices(facts, who)

    def told(self, told: Told, text: str, question: Question, found: Found, say: Say) -> Answer:
        """The answer to a question that was answered."""
        facts, many = self._behind(told, question)
        said = [*told.notes, *self._absent(question, found, say)]
        said += self._bounded(question, say)
        if found.extra.get("gone"):
            said.append(say("total.parts", names=say.list(found.extra["gone"])))
        wrong, more = self._findings(facts, say) if question.operation != "consistency" else ([], 0)
        checks = self._checks(wrong, more, many, say)
        assumed = self._assumed(question, say)
        thought = [sentence for entry in assumed if (sentence := self._assumption(entry, say))]
        cite = self._cited(told, facts)
        body = Body(
            told.lines,
            told.table,
            (*told.below, *([say.joined(said)] if said else [])),
            self._sources(cite, say) if cite else "",
            tuple(line for line in (say.joined(thought), self._counted(told, question, say), say.joined(checks)) if line),
            grounds_of(
                facts,
                told.result,
                (*told.worked, *self._limits(question)),
                [*question.years, *self._said(question), *(page for _, page in cite if page), len(dict(cite)), more],
                [*told.quoted, *wrong, *found.names.values(), *(name for name, _ in cite), *found.extra.get("gone", ())],
            ),
        )
        shown = tuple(entry for entry in assumed if entry.slot != "unknown")
        called = CALLED.get(question.operation, question.operation)
        answer = Answer(text, say.language, "answered", None, called, facts, told.result)
        return replace(answer, assumed=shown, notes=(*said, *checks), text=plain(body), bodies=(body,))

    # What stands beside the answer

    def _bounded(self, question: Question, say: Say) -> list[str]:
        """Whose figure the members were set against, and who was left out."""
        notes: list[str] = []
        if question.base is not None:
            fact = question.base
            text = say.figure(fact.agency.name, fact.year, fact.field, fact.value, fact.unit)
            alike = question.scope == replace(
                question.scope or Scope(), organ=fact.agency.organ, regions=(), agencies=(), level=None
            )
            notes.append(say("set.base_alike" if alike else "set.base", text=text))
        if question.scope is not None and question.scope.without:
            notes.append(say("set.without", names=say.list(self._gather.left_out(question.scope))))
        return notes

    def _behind(self, told: Told, question: Question) -> tuple[tuple[Fact, ...], bool]:
        """The stored cells behind an answer, and whether there are more of them than are listed."""
        named = (*question.fields, *(bound.field for bound in question.bounds if bound.field))
        keys = tuple(dict.fromkeys(part for key in named for part in parts_of(key)))
        if not told.used or not keys:
            return told.facts, False
        base = () if question.base is None else (question.base,)
        known = {(fact.agency.no, fact.year) for fact in told.facts}
        used = [pair for pair in told.used[:MOST_FACTS] if pair not in known]
        found = (*told.facts, *self._gather.facts_of(used, keys))
        there = {(fact.agency.no, fact.year, fact.field) for fact in found}
        return (*(one for one in base if (one.agency.no, one.year, one.field) not in there), *found), len(told.used) > MOST_FACTS

    def _counted(self, told: Told, question: Question, say: Say) -> str:
        """How many of how many were counted, and of which set."""
        scope = question.scope
        if not told.counted or scope is None or scope.agencies or not (scope.organ or scope.regions):
            return told.counted
        places = say.list(self._facts.regions[code][0] for code in scope.regions[:_MOST_PLACES] if code in self._facts.regions)
        kind = self._facts.organs[scope.organ][0 if say.language == "zh" else 1] if scope.organ else say("set.kind")
        return say.joined([say("set.within" if places else "set.kind_of", place=places, kind=kind), told.counted])

    def _limits(self, question: Question) -> list[Decimal]:
        return [number for bound in question.bounds for number in (bound.low, bound.high) if number is not None]

    def _said(self, question: Question) -> list[object]:
        """What the question itself says in numbers: how many, years, and what was taken for what."""
        taken = [word for entry in question.assumed for word in (entry.value, entry.why)]
        return [question.n or "", *question.having, *taken]

    def _absent(self, question: Question, found: Found, say: Say) -> list[str]:
        notes = [say("compare.unknown", name=entry.value) for entry in question.assumed if entry.slot == "unknown"]
        if question.operation in ("compare", "lookup", "share", "presence", "verify", "rate"):
            notes += [
                say("compare.no_report", name=found.names.get(row.agency.no, row.agency.name), year=row.year)
                for row in found.rows
                if not row.facts and not any(entry.slot == "year" for entry in question.assumed)
            ]
        return notes

    def _findings(self, facts: Sequence[Fact], say: Say) -> tuple[list[str], int]:
        """The first finding of each report of which a sum over a figure used fails, and how many more are not told."""
        told: list[str] = []
        more = 0
        used: dict[tuple[int, int], set[str]] = {}
        for fact in facts[:200]:
            used.setdefault((fact.agency.no, fact.year), set()).add(fact.field)
        found = self._facts.findings_of(list(used)) if used else {}
        for report, fields in used.items():
            touching = [
                finding for finding in found.get(report, ()) if finding["severity"] == "error" and fields & set(finding["fields"])
            ]
            told += [finding[say.language] for finding in touching[:1]]
            more += len(touching) - len(touching[:1])
        return told, more + max(0, len(told) - _MOST_FINDINGS)

    def _checks(self, wrong: Sequence[str], more: int, many: bool, say: Say) -> list[str]:
        """What must be minded of the figures used."""
        checks = [say("note.many")] if many else []
        checks += [say("note.finding", text=text) for text in wrong[:_MOST_FINDINGS]]
        return [*checks, say("note.more_findings", value=more)] if more else checks

    def _assumed(self, question: Question, say: Say) -> tuple[Assumed, ...]:
        found = list(question.assumed)
        figures = question.operation not in ("definition", "passage", "help", "coverage")
        if figures and "weak" in question.cues and any(key.startswith("received.") for key in question.fields):
            found.append(Assumed("field", "received", "weak"))
        return tuple(found)

    def _assumption(self, entry: Assumed, say: Say) -> str:
        if entry.slot == "year":
            key = "assumed.apart" if entry.why == "apart" else "assumed.years" if " " in entry.value else "assumed.year"
            return say(key, value=say.list(entry.value.split()))
        if entry.slot == "field":
            return say("assumed.weak") if entry.why == "weak" else say("assumed.field")
        if entry.slot in ("agency", "word"):
            return say(f"assumed.{entry.slot}", value=entry.value, why=entry.why)
        return ""

    def _cited(self, told: Told, facts: Sequence[Fact]) -> Cited:
        if told.cite is not None:
            return [pair for pair in told.cite if pair[0]]
        return list(dict.fromkeys((fact.document, fact.page) for fact in facts))

    def _sources(self, cite: Cited, say: Say) -> str:
        """The documents with their pages: 某某2024.pdf 第 2、3 页；…"""
        pages: dict[str, list[int]] = {}
        for document, page in cite:
            pages.setdefault(document, []).extend([page] if page else [])
        named = [
            say("source.document_page", document=document, page=say.list(sorted(own))) if own else document
            for document, own in list(pages.items())[:_SHOWN_SOURCES]
        ]
        listed = ("；" if say.language == "zh" else "; ").join(named)
        if len(pages) > _SHOWN_SOURCES:
            listed = say("source.many", documents=listed, value=len(pages))
        return say("source", documents=listed)

    # Doubts

    def doubt(
        self,
        doubt: Doubt,
        text: str,
        say: Say,
        heard: Heard | None,
        works: Callable[[str], bool] | None = None,
        question: Question | None = None,
    ) -> Answer:
        """The answer that asks back or declines, with choices that have been tried."""
        example = self.choices.example(say)
        choices = self.choices.of(doubt, heard, say, works) if works else ()
        if choices and doubt.key == "unknown_agency":
            below: tuple[str, ...] = (say("nearest_agencies", names=say.list(choice.label for choice in choices)),)
        else:
            below = tuple(say("choice", label=choice.label) for choice in choices)
        cite = list(dict.fromkeys((fact.document, fact.page) for fact in doubt.facts))
        known = [value for name, value in doubt.values.items() if name not in ("text", "agencies", "keys")]
        said = heard.years.said if heard else ()
        said_again = (str(value) for value in known if "%" in str(value))
        words = [example, *said_again, *(choice.label for choice in choices if not choice.facts)]
        grounds = grounds_of(doubt.facts, None, doubt.worked, [*known, *said, len(dict(cite))], words, choices)
        lead = self._doubted(doubt, example, say)
        body = Body(lead, None, below, self._sources(cite, say) if cite else "", (), grounds)
        operation = doubt.operation or (question.operation if question else None)
        called = CALLED.get(operation or "", operation)
        answer = Answer(text, say.language, doubt.status, doubt.reason, called, doubt.facts)
        return replace(answer, choices=choices, text=plain(body), bodies=(body,))

    def _doubted(self, doubt: Doubt, example: str, say: Say) -> tuple[str, ...]:
        """What is wrong, and what can be asked instead."""
        near = str(doubt.values.get("nearest", "")).split()
        values: dict[str, object] = {**doubt.values, "example": example, "fields": say.list(say.field(key) for key in near)}
        if say.language == "en":
            values |= {name: str(values[name]).replace("、", ", ") for name in _LISTED if name in values}
        key = doubt.key
        if key == "not_understood" and not str(doubt.values.get("word", "")).strip():
            key = "not_understood_at_all"
        nearest = [say("not_on_form.nearest", fields=values["fields"])] if key == "not_on_form" and near else []
        return (say.joined([say(key, **values), *nearest]),)

    def with_own_words(self, answer: Answer, agency: Agency | None, heard: Heard, say: Say) -> Answer:
        """The answer with the sentence in which the report itself gives a reason for the figure asked about, if any."""
        rows = [span.text for span in heard.spans if any(kind == "row" for kind, _ in span.meanings)]
        year = self.choices.year(heard, agency) if agency is not None else None
        if agency is None or year is None or not rows:
            return answer
        for _, _, text, _ in self._facts.sections(agency.no, year):
            for sentence in _SENTENCE.findall(text or ""):
                if _REASON.search(sentence) and any(row in sentence for row in rows):
                    quote = sentence.strip()
                    body = answer.bodies[0]
                    grounds = replace(body.grounds, words=(*body.grounds.words, quote))
                    body = replace(body, below=(*body.below, say("cause.quote", quote=quote)), grounds=grounds)
                    return replace(answer, text=plain(body), bodies=(body,))
        return answer

    def choices_doubt(
        self,
        key: str,
        text: str,
        say: Say,
        choices: Sequence[Choice],
        works: Callable[[str], bool],
        values: Mapping[str, str] | None = None,
    ) -> Answer:
        """A question back with the choices that have answers."""
        kept = tuple(choice for choice in choices if works(choice.question))[:MOST_CHOICES]
        lead = say(key, **(values or {}))
        grounds = grounds_of((), counts=(values or {}).values(), words=[choice.label for choice in kept], choices=kept)
        body = Body((lead,), None, tuple(say("choice", label=choice.label) for choice in kept), grounds=grounds)
        return Answer(text, say.language, "clarify", "missing_slot", None, choices=kept, text=plain(body), bodies=(body,))
