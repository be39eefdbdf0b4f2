"""Finishing an answer: facts behind a set, what was assumed, findings that touch a figure used, sources, choices."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot.facts import Facts
from bot.gather import Gather
from bot.measures import parts_of
from bot.question import Agency, Answer, Assumed, Choice, Doubt, Fact, Found, Heard, Question, Scope, Told
from bot.say import Say
from bot.who import MOST_CHOICES, Who
from bot.words import Words

MOST_FACTS = 300
"""A set of more reports than these lists the foremost as facts, and says so."""

_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？]?")
_REASON = re.compile(r"由于|因为|原因|受.{1,20}影响|主要是")
_MAIN = ("permits.decided", "penalties.decided", "compulsory_measures.decided", "received.total", "granted.total")
_SHOWN_SOURCES = 4


class Finish:
    """Makes the Answer out of what an operation told, or out of a doubt."""

    def __init__(self, facts: Facts, words: Words, who: Who, gather: Gather) -> None:
        self._facts = facts
        self._words = words
        self._who = who
        self._gather = gather

    def told(self, told: Told, text: str, question: Question, found: Found, say: Say) -> Answer:
        """The answer to a question that was answered."""
        keys = tuple(dict.fromkeys(part for key in question.fields for part in parts_of(key)))
        facts = told.facts
        notes = list(told.notes)
        if told.used and keys:
            known = {(fact.agency.no, fact.year) for fact in facts}
            used = [pair for pair in told.used[:MOST_FACTS] if pair not in known]
            facts = (*facts, *self._gather.facts_of(used, keys))
            if len(told.used) > MOST_FACTS:
                notes.append(say("note.many"))
        notes += self._absent(question, found, say)
        if found.extra.get("gone"):
            notes.append(say("total.parts", names=say.list(found.extra["gone"])))
        if question.operation != "consistency":
            notes += self._findings(facts, say)
        assumed = self._assumed(question, say)
        cite = self._cited(told, facts)
        said = [*told.lines, *notes, *(sentence for entry in assumed if (sentence := self._assumption(entry, say)))]
        if cite:
            said.append(self._sources(cite, say))
        shown = tuple(entry for entry in assumed if entry.slot != "unknown")
        return Answer(
            text,
            say.language,
            "answered",
            None,
            question.operation,
            facts,
            told.result,
            (),
            shown,
            tuple(notes),
            "\n".join(said),
        )

    # What stands beside the answer

    def _absent(self, question: Question, found: Found, say: Say) -> list[str]:
        notes = [say("compare.unknown", name=entry.value) for entry in question.assumed if entry.slot == "unknown"]
        if question.operation in ("compare", "lookup", "share", "presence", "verify", "rate"):
            notes += [
                say("compare.no_report", name=found.names.get(row.agency.no, row.agency.name), year=row.year)
                for row in found.rows
                if not row.facts and not any(entry.slot == "year" for entry in question.assumed)
            ]
        return notes

    def _findings(self, facts: Sequence[Fact], say: Say) -> list[str]:
        notes: list[str] = []
        more = 0
        used: dict[tuple[int, int], set[str]] = {}
        for fact in facts[:200]:
            used.setdefault((fact.agency.no, fact.year), set()).add(fact.field)
        found = self._facts.findings_of(list(used)) if used else {}
        for report, fields in used.items():
            touching = [
                finding for finding in found.get(report, ()) if finding["severity"] == "error" and fields & set(finding["fields"])
            ]
            notes += [say("note.finding", text=finding[say.language]) for finding in touching[:1]]
            more += len(touching) - len(touching[:1])
        if more:
            notes.append(say("note.more_findings", value=more))
        return notes[:6]

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

    def _cited(self, told: Told, facts: Sequence[Fact]) -> list[tuple[str, int | None]]:
        if told.cite is not None:
            return [pair for pair in told.cite if pair[0]]
        return list(dict.fromkeys((fact.document, fact.page) for fact in facts))

    def _sources(self, cite: Sequence[tuple[str, int | None]], say: Say) -> str:
        named = [
            say("source.document_page", document=document, page=page) if page else say("source.document", document=document)
            for document, page in cite[:_SHOWN_SOURCES]
        ]
        listed = ("；" if say.language == "zh" else "; ").join(named)
        documents = {document for document, _ in cite}
        if len(cite) > _SHOWN_SOURCES:
            listed = say("source.many", documents=listed, value=len(documents))
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
        values: dict[str, object] = {**doubt.values, "example": self._example(say)}
        near = str(doubt.values.get("nearest", "")).split()
        values["fields"] = say.list(say.field(key) for key in near)
        if doubt.key == "did_you_mean" and say.language == "en":
            values["near"] = str(values["near"]).replace("、", ", ")
        key = doubt.key
        if key == "not_understood" and not str(doubt.values.get("word", "")).strip():
            key = "not_understood_at_all"
        lines = [say(key, **values)]
        if key == "not_on_form" and near:
            lines.append(say("not_on_form.nearest", fields=values["fields"]))
        choices = self._choices(doubt, heard, say, works) if works else ()
        if choices and key == "unknown_agency":
            lines.append(say("nearest_agencies", names=say.list(choice.label for choice in choices)))
        elif choices:
            lines += [f"· {choice.label}" for choice in choices]
        operation = doubt.operation or (question.operation if question else None)
        return Answer(
            text,
            say.language,
            doubt.status,
            doubt.reason,
            operation,
            doubt.facts,
            None,
            choices,
            (),
            (),
            "\n".join(lines),
        )

    def with_own_words(self, answer: Answer, agency: Agency | None, heard: Heard, say: Say) -> Answer:
        """The answer with the sentence in which the report itself gives a reason for the figure asked about, if any."""
        rows = [span.text for span in heard.spans if any(kind == "row" for kind, _ in span.meanings)]
        year = self._year(heard, agency) if agency is not None else None
        if agency is None or year is None or not rows:
            return answer
        for _, _, text, _ in self._facts.sections(agency.no, year):
            for sentence in _SENTENCE.findall(text or ""):
                if _REASON.search(sentence) and any(row in sentence for row in rows):
                    return replace(answer, text=f"{answer.text}\n{say('cause.quote', quote=sentence.strip())}")
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
        lines = [say(key, **(values or {})), *(f"· {choice.label}" for choice in kept)]
        return Answer(text, say.language, "clarify", "missing_slot", None, choices=kept, text="\n".join(lines))

    def _choices(self, doubt: Doubt, heard: Heard | None, say: Say, works: Callable[[str], bool]) -> tuple[Choice, ...]:
        if heard is None:
            return ()
        if doubt.choices:
            tried = self._agency_choices(doubt, heard, say)
        elif doubt.key == "which_field":
            tried = self._field_choices(doubt, heard, say)
        elif doubt.key == "which_figure":
            tried = self._figure_choices(doubt, heard, say)
        elif doubt.key == "no_report":
            tried = self._year_choices(doubt, heard, say)
        else:
            tried = ()
        kept: list[Choice] = []
        for choice in tried:
            if len(kept) == MOST_CHOICES:
                break
            if works(choice.question):
                kept.append(choice)
        return tuple(kept)

    def _year(self, heard: Heard, agency: Agency) -> int | None:
        held = self._facts.years_of(agency.no)
        said = [year for year in heard.years.said if year in held]
        return said[0] if said else held[-1] if held else None

    def _agency_choices(self, doubt: Doubt, heard: Heard, say: Say) -> tuple[Choice, ...]:
        keys = heard.fields or (heard.choices[:1] if heard.choices else ())
        made = []
        for choice in doubt.choices[:40]:
            agency = self._facts.agency(int(choice.question))
            year = self._year(heard, agency)
            key = keys[0] if keys else _MAIN[0]
            other = bool(heard.years.said) and year not in heard.years.said
            label = say("named_year", name=choice.label, year=year) if other else choice.label
            asked = say("question.field", name=self._spelled(agency), year=year, field=self._said(key, say))
            made.append(Choice(label, asked))
        return tuple(made)

    def _field_choices(self, doubt: Doubt, heard: Heard, say: Say) -> tuple[Choice, ...]:
        return self._of_fields(doubt, heard, say, str(doubt.values["keys"]).split())

    def _figure_choices(self, doubt: Doubt, heard: Heard, say: Say) -> tuple[Choice, ...]:
        return self._of_fields(doubt, heard, say, _MAIN)

    def _of_fields(self, doubt: Doubt, heard: Heard, say: Say, keys: Sequence[str]) -> tuple[Choice, ...]:
        made = []
        for no in str(doubt.values.get("agencies", "")).split()[:3]:
            agency = self._facts.agency(int(no))
            year = self._year(heard, agency)
            for key in keys if year else ():
                facts = {fact.field: fact for fact in self._facts.cells([agency], [year or 0], parts_of(key))}
                fact = facts.get(key)
                value = say.number(fact.value, fact.unit) if fact is not None and fact.state == "number" else ""
                asked = say("question.field", name=self._spelled(agency), year=year, field=self._said(key, say))
                made.append(Choice(f"{say.field(key)}：{value}" if value else say.field(key), asked))
        return tuple(made)

    def _year_choices(self, doubt: Doubt, heard: Heard, say: Say) -> tuple[Choice, ...]:
        made = []
        for no in str(doubt.values.get("agencies", "")).split()[:3]:
            agency = self._facts.agency(int(no))
            for year in self._facts.years_of(agency.no)[-2:]:
                for key in heard.fields[:1]:
                    asked = say("question.field", name=self._spelled(agency), year=year, field=self._said(key, say))
                    made.append(Choice(say("named_year", name=self._who.label(agency), year=year), asked))
        return tuple(made)

    def _spelled(self, agency: Agency) -> str:
        """A name that leads back to this agency alone when it is heard again."""
        return self._who.label(agency)

    def _said(self, key: str, say: Say) -> str:
        return say.field(key)

    # Examples

    def _example(self, say: Say) -> str:
        agency, year = self._some()
        return say("example.lookup", name=agency.name, year=year) if agency else ""

    def _some(self) -> tuple[Agency | None, int | None]:
        agencies = self._facts.agencies_of(Scope(), 1)
        if not agencies:
            return None, None
        return agencies[0], self._facts.years_of(agencies[0].no)[-1]

    def examples(self, say: Say) -> list[str]:
        """Up to six questions on what is stored, one of each kind."""
        agency, year = self._some()
        if agency is None:
            return []
        kinds = ("lookup", "penalties", "presence", "rank", "total", "passage", "definition")
        return [say(f"example.{kind}", name=self._who.label(agency), year=year) for kind in kinds][:6]
