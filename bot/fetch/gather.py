"""Fetching what an operation needs: rows of named agencies, lines of a set, text, findings, coverage."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from bot.casting.scopes import region_prefix
from bot.casting.who import Who
from bot.facts import Facts
from bot.fetch.crowd import Crowd
from bot.fetch.limits import SOME
from bot.fetch.measures import RATES, SUMS, is_derived, measure, parts_of
from bot.fetch.sieve import cut_of, sifted, standing
from bot.question import Agency, Fact, Found, Line, Question, Row, Scope

Numbers = Sequence[Any]


EQUATION = ("received.total", "carried_in.total", "concluded.total", "carried_out.total")
"""新收 + 上年结转 = 办理结果总计 + 结转下年度."""

_CROWD = 2_000
_MOST_LINES = 100
_SHOWN = 10
_IN_SQL = ("rank", "count", "list", "position")


class Gather:
    """Turns a question into what its operation wants to see."""

    def __init__(self, facts: Facts, who: Who) -> None:
        self._facts = facts
        self._who = who

    def rows(self, question: Question, keys: Sequence[str]) -> Found:
        """A row for each agency and year, without facts where no such report is held."""
        pairs = [(agency, year) for agency in question.agencies for year in question.years]
        if question.reports:
            pairs = [(agency, year) for agency, year in pairs if (agency.no, year) in question.reports]
        cells: dict[tuple[int, int], dict[str, Fact]] = {}
        for fact in self._facts.cells_of(pairs, keys):
            cells.setdefault((fact.agency.no, fact.year), {})[fact.field] = fact
        rows = tuple(Row(agency, year, cells.get((agency.no, year), {})) for agency, year in pairs)
        return Found(rows, names=self.names(question.agencies))

    def names(self, agencies: Iterable[Agency]) -> dict[int, str]:
        """What each agency is called in an answer."""
        return {agency.no: self._who.label(agency) for agency in agencies}

    def left_out(self, scope: Scope) -> tuple[str, ...]:
        """The names of those of the set that were left out of it."""
        gone = self._facts.agencies_of(replace(scope, agencies=scope.without, without=()), _MOST_LINES)
        return tuple(self.names(gone).values())

    def scope_of(self, question: Question) -> Scope:
        """The set that a question is about; named agencies are a set too."""
        if question.scope is not None:
            return question.scope
        return Scope(agencies=tuple(agency.no for agency in question.agencies))

    def lines(self, scope: Scope, years: Iterable[int], key: str) -> tuple[Line, ...]:
        """A line for each stored report of the set."""
        parts = parts_of(key)
        work = _worker(key, parts)
        found = [(no, year, work(values)) for year in years for no, values in self._facts.column(scope, year, parts)]
        ids = self._facts.ids_of({no for no, _, _ in found})
        return tuple(Line(no, ids[no], year, value) for no, year, value in found)

    def set(self, question: Question) -> Found:
        """The lines of the set that a question is about, and the names of all that may be told."""
        key = question.fields[0]
        single = question.operation == "position" and question.scope is None
        scope = self._peers(question) if single else self.scope_of(question)
        crowd = self._crowd(question, scope, key)
        if crowd is not None:
            return crowd
        if question.states:
            return self._in_state(question, scope)
        if question.operation in ("count", "list") or question.bounds:
            return self._sifted(question, scope)
        return self._named(question, self.lines(scope, question.years, key), {})

    def _in_state(self, question: Question, scope: Scope) -> Found:
        """The reports in which no cell asked for holds a number, and each is what the question says: blank, a dash."""
        columns = [self.lines(scope, question.years, key) for key in question.fields]
        lines = [line for line, *others in zip(*columns, strict=True) if all(one.value is None for one in (line, *others))]
        zeros = sum(line.value == 0 for line in columns[0])
        return self._states(question, lines, zeros, len(columns[0]))

    def _states(self, question: Question, lines: Sequence[Line], zeros: int, of: int) -> Found:
        cells: dict[tuple[int, int], set[str]] = {}
        for start in range(0, len(lines), _CROWD):
            some = [(line.no, line.year) for line in lines[start : start + _CROWD]]
            for fact in self.facts_of(some, question.fields):
                if fact.state != "not_on_form":
                    cells.setdefault((fact.agency.no, fact.year), set()).add(fact.state)
        kept = [line for line in lines if cells.get((line.no, line.year), {""}) <= set(question.states)]
        kept.sort(key=lambda line: (line.id, line.year))
        return self._named(question, tuple(kept), {"kept": len(kept), "counted": of, "of": of, "zeros": zeros})

    def _sifted(self, question: Question, scope: Scope) -> Found:
        """The lines of those that keep the conditions of the question."""
        sieve = sifted(question, lambda key: self.lines(scope, question.years, key))
        extra: dict[str, Any] = {"kept": len({line.no for line in sieve.lines}), "reports": sieve.of, "others": sieve.others}
        if question.operation in ("count", "list"):
            extra |= {"counted": sieve.counted, "of": sieve.of, "values": sieve.values}
        return self._named(question, sieve.lines, extra)

    def _named(self, question: Question, lines: tuple[Line, ...], extra: dict[str, Any]) -> Found:
        """The lines with the names of all that may be told, less the parts of a whole where they are added up."""
        gone: tuple[Line, ...] = ()
        if question.operation == "total" and question.n:  # 前两名之和
            lines = tuple(line for _, line in cut_of(question, standing(lines, question.ascending)))
        if question.operation in ("total", "average", "trend"):
            lines, gone = self.without_parts(lines)
        numbers = [line.no for line in lines] if len(lines) <= 300 else self._foremost(lines, question)
        names = self.names(self._facts.agencies_by([*numbers, *(line.no for line in gone[:20])]).values())
        return Found(lines=lines, names=names, extra={**extra, "gone": tuple(names[line.no] for line in gone[:20])})

    def with_state(self, question: Question, found: Found) -> Found:
        """The lines with what the cell of the agency asked about is: where it holds no number, that is what is said."""
        key, (agency, *_), year = question.fields[0], question.agencies, question.years[-1]
        facts = {fact.field: fact for fact in self._facts.cells((agency,), (year,), parts_of(key))}
        return replace(found, extra={**found.extra, "state": measure(key, facts).state})

    def _crowd(self, question: Question, scope: Scope, key: str) -> Found | None:
        """What is told of a large set, worked out in the database; None for a small one, or where that cannot be."""
        others = [bound.field for bound in question.bounds if bound.field]
        if any(map(is_derived, (*question.fields, *others))) or len(question.years) != 1 or question.operation not in _IN_SQL:
            return None
        if "either" in question.cues:
            return None
        crowd = Crowd(self._facts, scope, question.years[0], key, question.fields if question.states else others)
        if crowd.agencies <= _CROWD:
            return None
        extra: dict[str, Any] = {}
        own = question.agencies[0].no if question.operation == "position" else None
        lines = list(self.lines(Scope(agencies=(own,)), question.years, key)) if own is not None else []
        if question.states:
            return self._crowd_in_state(question, crowd)
        if question.operation == "rank":
            walked = crowd.foremost(question.n or _SHOWN, question.ascending, _MOST_LINES, question.bounds)
            if question.bounds:
                chosen = crowd.chosen(question.bounds)
                extra |= {"kept": chosen, "reports": walked.of}
                walked = replace(walked, of=chosen, counted=walked.kept)
        elif question.operation == "position":
            value = lines[0].value if lines else None
            walked = crowd.ahead_of(value, question.ascending)
            extra["ahead"] = None if value is None else walked.kept
        else:
            walked = crowd.keeping(question.bounds or (SOME,), _MOST_LINES)
            extra["kept"] = walked.kept
            extra["values"] = self._further(question, walked.lines)
        if walked.of <= _CROWD and not question.bounds:
            return None
        lines += walked.lines
        extra |= {"of": walked.of, "counted": walked.counted}
        names = self.names(self._facts.agencies_by(line.no for line in lines).values())
        return Found(lines=tuple(lines), names=names, extra=extra)

    def _further(self, question: Question, lines: Sequence[Line]) -> dict[str, dict[tuple[int, int], Decimal | None]]:
        """The further figures of those that are told."""
        scope = Scope(agencies=tuple(line.no for line in lines) or (0,))
        return {
            key: {(line.no, line.year): line.value for line in self.lines(scope, question.years, key)}
            for key in question.fields[1:]
        }

    def _crowd_in_state(self, question: Question, crowd: Crowd) -> Found:
        """Those of a large set in which no cell asked for holds a number."""
        of, zeros, agencies = crowd.without_number(question.fields)
        ids = self._facts.ids_of(agencies)
        lines = [Line(no, ids[no], question.years[0], None) for no in agencies]
        return self._states(question, lines, zeros, of)

    def _foremost(self, lines: Sequence[Line], question: Question) -> list[int]:
        numbers = [line for line in lines if line.value is not None]
        numbers.sort(key=lambda line: line.value or 0, reverse=not question.ascending)
        return [line.no for line in numbers[:200]] + [agency.no for agency in question.agencies]

    def _peers(self, question: Question) -> Scope:
        """Those of the same kind; for a kind that is not listed, all."""
        return Scope(organ=question.agencies[0].organ) if question.agencies else Scope()

    def sum_for_share(self, question: Question, found: Found, keys: Sequence[str]) -> Found:
        """The sum over all of the same kind and year, where an agency's share of all is asked and the row has no whole."""
        rows = [row for row in found.rows if row.facts]
        row_name = question.fields[0].partition(".")[0]
        of_set = question.scope is not None or ("counted" in question.cues and row_name not in ("received", "concluded"))
        if len(rows) != 1 or (not of_set and (len(keys) > 1 or row_name in ("received", "concluded"))):
            return found
        lines = self.lines(question.scope or self._peers(question), [rows[0].year], question.fields[0])
        values = [line.value for line in lines if line.value is not None]
        used = tuple((line.no, line.year) for line in lines if line.no != rows[0].agency.no)
        return replace(found, extra={**found.extra, "sum": sum(values, Decimal(0)), "of": len(values), "used": used})

    def without_parts(self, lines: tuple[Line, ...]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
        """The lines less those whose government is among them in the same year: its report already holds theirs
        (contract: never added)."""
        governments = {(line.year, line.id.split("/")[0]) for line in lines if line.id.endswith("/government")}
        if not governments:
            return lines, ()
        prefixes = {(year, region_prefix(code)): code for year, code in governments}
        kept: list[Line] = []
        gone: list[Line] = []
        for line in lines:
            code, _, organ = line.id.partition("/")
            above = [prefixes.get((line.year, code[:size]), code) != code for size in (0, 2, 4)]
            own = (line.year, code) in governments and organ != "government"
            (gone if own or any(above) else kept).append(line)
        return tuple(kept), tuple(gone)

    def facts_of(self, used: Sequence[tuple[int, int]], keys: Sequence[str]) -> tuple[Fact, ...]:
        """The stored cells behind the lines that were used."""
        agencies = self._facts.agencies_by(no for no, _ in used)
        return self._facts.cells_of([(agencies[no], year) for no, year in used], keys)

    def findings(self, question: Question) -> Found:
        """The findings of one report, or the reports of a set that have any."""
        if question.agencies:
            agency, year = question.agencies[0], question.years[-1]
            ends = ((question.years[0], "carried_out.total"), (year, "carried_in.total"))
            if "carried" in question.cues:
                rows = tuple(Row(agency, one, {key: self._facts.cells([agency], [one], (key,))[0]}) for one, key in ends)
                return Found(rows, names=self.names([agency]))
            row = Row(agency, year, {fact.field: fact for fact in self._facts.cells([agency], [year], EQUATION)})
            extra = {"findings": self._facts.findings(agency.no, year), "testable": self._testable(agency, year)}
            return Found((row,), names=self.names([agency]), extra=extra)
        scope = question.scope or Scope()
        failing = [pair for year in question.years for pair in self._facts.failing(scope, year)]
        agencies = [self._facts.agency(no) for no, _ in failing]
        held = self._facts.years_held(scope)
        of = sum(held.get(year, 0) for year in question.years)
        extra = {"failing": failing, "ids": [agency.id for agency in agencies], "of": of}
        return Found(names=self.names(agencies), extra=extra)

    def _testable(self, agency: Agency, year: int) -> bool:
        facts = self._facts.cells([agency], [year], ("received.total", "concluded.total"))
        return any(fact.state == "number" for fact in facts)

    def coverage(self, question: Question) -> Found:
        """Agencies with the years held; with a year and 没有 asked, those without a report on it."""
        scope = self.scope_of(question) if question.agencies or question.scope else Scope()
        count, reports = self._facts.size_of(scope)
        agencies = self._facts.agencies_of(scope, _CROWD if count <= _CROWD else _MOST_LINES)
        held = self._facts.years_by_agency(replace(scope, agencies=tuple(agency.no for agency in agencies)))
        pairs = [(agency, held.get(agency.no, ())) for agency in agencies]
        extra: dict[str, Any] = {"held": pairs, "missing": None, "agencies": count, "reports": reports}
        if count > _CROWD:  # too many to name: the foremost are, and all are counted
            return Found(extra={**extra, "years": self._facts.years_in(scope)})
        wanted = set(question.years)
        if {"missing_reports", "none"} & question.cues and wanted:
            having = set(question.having)
            extra["missing"] = [(agency, own) for agency, own in pairs if not wanted & set(own) and having <= set(own)]
        elif wanted and "no_year" not in question.cues:
            pairs = [(agency, own) for agency, own in pairs if set(question.having) <= set(own)]
            pairs = [(agency, tuple(year for year in own if year in wanted)) for agency, own in pairs if wanted & set(own)]
            extra |= {"held": pairs, "agencies": len(pairs), "reports": sum(len(own) for _, own in pairs)}
        return Found(extra=extra)

    def documents(self, question: Question, found: Found) -> Found:
        """The rows with the documents of their reports."""
        documents = {
            (row.agency.no, row.year): document
            for row in found.rows
            if (document := self._facts.document(row.agency.no, row.year)) is not None
        }
        return replace(found, extra={**found.extra, "documents": documents})

    def forms(self, found: Found) -> Found:
        """The rows with the editions of the form of their reports."""
        held = {no: self._facts.forms_of(no) for no in dict.fromkeys(row.agency.no for row in found.rows if row.facts)}
        forms = [held[row.agency.no].get(row.year) for row in found.rows if row.facts]
        return replace(found, extra={**found.extra, "forms": forms})


def _worker(key: str, parts: tuple[str, ...]) -> Callable[[Numbers], Decimal | None]:
    """How the value of a key follows from its columns; None as soon as one that it needs holds no number."""
    if key in RATES:
        above = {part for whole in RATES[key][0] for part in parts_of(whole)}
        below = {part for whole in RATES[key][1] for part in parts_of(whole)}
        tops = [place for place, part in enumerate(parts) if part in above]
        lows = [place for place, part in enumerate(parts) if part in below]

        def rate(values: Numbers) -> Decimal | None:
            top, low = _sum([values[place] for place in tops]), _sum([values[place] for place in lows])
            return None if top is None or not low else top / low

        return rate
    if key.partition(".")[0] in SUMS:
        return _sum
    return lambda values: None if values[0] is None else Decimal(str(values[0]))


def _sum(values: Numbers) -> Decimal | None:
    return None if any(value is None for value in values) else sum((Decimal(str(value)) for value in values), Decimal(0))
