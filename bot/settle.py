"""From what was heard to a question with every slot filled, or to the doubt that keeps it from being answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from bot.facts import Facts
from bot.follow import completed, fields_after, is_elliptical, operation_after, with_former_years
from bot.hear.field import fields_in
from bot.hear.operation import operation_of
from bot.question import Agency, Assumed, Bound, Context, Doubt, Heard, Mention, Question, Scope
from bot.refuse import refusal
from bot.who import Who

_LEVELS = {"counties": "county", "prefectures": "prefecture"}
SETS = ("rank", "total", "average", "count", "list")
_NO_FIGURE = ("passage", "source", "consistency", "coverage", "definition", "help")
_OF_SETS = {"lookup": "rank", "rate": "rank", "compare": "rank", "presence": "list", "verify": "list"}
"""What a question about one agency becomes where a set is named."""
_NO_AGENCY = ("definition", "help", "coverage")


@dataclass(frozen=True, slots=True)
class Cast:
    """Who a question is about: agencies, or a set of them."""

    agencies: tuple[Agency, ...] = ()
    scope: Scope | None = None
    assumed: tuple[Assumed, ...] = ()
    unknown: tuple[str, ...] = ()


class Settler:
    """Fills the slots of a question from the message, the conversation and the database, in this order."""

    def __init__(self, facts: Facts, who: Who) -> None:
        self._facts = facts
        self._who = who

    def settle(self, heard: Heard, context: Context, pinyin: dict[str, str]) -> Question | Doubt:
        """The question, or the first doubt met on the way: topic, words not understood, agency, figure, year."""
        heard = completed(heard, context.pending)
        operation = operation_of(heard)
        refused = refusal(heard, operation)
        if refused is not None:
            return refused
        former = context.question
        leaning = former is not None and is_elliptical(heard, operation, context)
        if leaning and former is not None:
            heard, operation = self._leaned(heard, operation, former, context)
        placed = self._placed(heard, pinyin) if heard.strange_place else heard
        if isinstance(placed, Doubt):
            return placed
        heard = placed
        if heard.leftover and not self._may_be_quoted(heard, operation):
            return Doubt("declined", "not_understood", "not_understood", {"word": "、".join(heard.leftover)})
        if heard.leftover and operation is None:
            operation = "passage"
        cast = self._cast(heard, operation, former if leaning else None, context)
        if isinstance(cast, Doubt):
            return cast
        return self._complete(heard, operation, cast)

    def _leaned(
        self, heard: Heard, operation: str | None, former: Question, context: Context
    ) -> tuple[Heard, str | None]:
        """A message that leans on the one before, with what it takes over."""
        pair = operation == "compare" and len(context.agencies) == len(context.before) == 1 and not heard.mentions
        if pair and context.agencies != context.before and not heard.years.said:
            own: str | None = "compare"
        elif {"nth", "top"} & heard.cues and context.agencies and not heard.mentions:
            own = "total" if "total" in heard.cues else "lookup" if "nth" in heard.cues else operation
        else:
            own = operation_after(heard, operation, former)
        fields = fields_after(heard, former) if own not in _NO_FIGURE else heard.fields
        heard = replace(with_former_years(heard, former), fields=fields, columns=())
        section = heard.section or (former.section if own == "passage" else None)
        return replace(heard, section=section), own

    def _placed(self, heard: Heard, pinyin: dict[str, str]) -> Heard | Doubt:
        """The message with a misheard place put right, or the doubt about it."""
        found = self._who.strange(heard, pinyin)
        if isinstance(found, Doubt):
            return found
        code = self._facts.near_regions[found.value]
        organ = next((mention.organ for mention in heard.mentions if mention.organ and not mention.regions), None)
        others = tuple(mention for mention in heard.mentions if mention.regions or not mention.organ)
        at = heard.text.find(found.why)
        placed = Mention(at, at + len(found.why), found.value, (code,), organ)
        rest = tuple(piece for piece in heard.leftover if piece not in found.why)
        return replace(
            heard, mentions=(*others, placed), leftover=rest, strange_place=None, assumed=(*heard.assumed, found)
        )

    def _may_be_quoted(self, heard: Heard, operation: str | None) -> bool:
        """Whether words that are not understood may be looked for in the text of one report."""
        if operation == "passage":
            return True
        return operation is None and bool(heard.mentions) and not heard.bounds and not heard.choices

    # Who

    def _cast(self, heard: Heard, operation: str | None, former: Question | None, context: Context) -> Cast | Doubt:
        said = [mention for mention in heard.mentions if not mention.negated]
        without = self._excluded(heard)
        listed = [self._facts.agency(no) for no in context.agencies]
        if not said and listed and former is not None and {"nth", "top"} & heard.cues and operation in ("lookup", "total"):
            n = heard.n or 1
            return Cast(tuple(listed[n - 1 : n] if "nth" in heard.cues else listed[:n]))
        if not said and former is not None and operation == "compare" and len(former.agencies) == 1 and context.before:
            return Cast(tuple(self._facts.agency(no) for no in (*context.before, *context.agencies)))
        single = former is None or not former.scope
        if not said and context.scope is not None and operation in SETS and (single or len(listed) == 1):
            return Cast(scope=replace(context.scope, without=without))
        if "these" in heard.cues and not said and listed:
            return Cast(tuple(listed))
        if not said:
            return self._unsaid(heard, operation, former, without)
        if self._is_set(heard, said, operation):
            return self._set(said, without, next((_LEVELS[cue] for cue in sorted(_LEVELS.keys() & heard.cues)), None))
        peers = self._peers(heard, said, operation)
        if peers is not None:
            own = self._one(said[0], heard, operation)
            return own if isinstance(own, Doubt) else Cast((own,), peers)
        agencies: list[Agency] = []
        unknown: list[str] = []
        doubts: list[Doubt] = []
        for mention in said:
            found = self._one(self._with_former_organ(mention, former), heard, operation)
            if isinstance(found, Agency):
                agencies += [found] if found not in agencies else []
            else:
                doubts.append(found)
                unknown.append(mention.text)
        if doubts and not (
            agencies
            and operation in ("compare", "lookup", "share")
            and all(d.reason == "unknown_agency" for d in doubts)
        ):
            return doubts[0]
        return Cast(tuple(agencies), unknown=tuple(unknown))

    def _peers(self, heard: Heard, said: Sequence[Mention], operation: str | None) -> Scope | None:
        """The set that one agency is placed in or measured by: 在周口各县市区卫健委里排第几, 占两家之和的比例."""
        if operation not in ("position", "share") or len(said) < 2 or not (said[0].regions or said[0].agency):
            return None
        rest = said[1:]
        level = next((_LEVELS[cue] for cue in sorted(_LEVELS.keys() & heard.cues)), None)
        kinds_only = all(not mention.regions and mention.agency is None for mention in rest)
        if level or kinds_only:
            cast = self._set(rest, (), level)
            return None if isinstance(cast, Doubt) else cast.scope
        if operation == "share" and len(rest) > 1:
            found = [self._one(mention, heard, operation) for mention in rest]
            numbers = tuple(agency.no for agency in found if isinstance(agency, Agency))
            return Scope(agencies=numbers) if len(numbers) == len(rest) else None
        return None

    def _with_former_organ(self, mention: Mention, former: Question | None) -> Mention:
        """那红旗区呢 after a health commission asks for 红旗区's, where it is stored."""
        if former is None or mention.organ or mention.agency or not mention.regions or not former.agencies:
            return mention
        organ = former.agencies[0].organ
        if organ and any(self._facts.agencies_in(code, organ) for code in mention.regions):
            return replace(mention, organ=organ)
        return mention

    def _excluded(self, heard: Heard) -> tuple[int, ...]:
        if "except" not in heard.cues:
            return ()
        gone: list[int] = []
        for mention in heard.mentions:
            if mention.negated:
                gone += [
                    agency.no for code in mention.regions for agency in self._facts.agencies_in(code, mention.organ)
                ]
        return tuple(gone)

    def _unsaid(
        self, heard: Heard, operation: str | None, former: Question | None, without: tuple[int, ...]
    ) -> Cast | Doubt:
        if former is not None and (former.agencies or former.scope):
            return Cast(
                former.agencies,
                replace(former.scope, without=without or former.scope.without) if former.scope else None,
            )
        if operation in _NO_AGENCY:
            return Cast()
        if (
            operation in SETS
            or (operation in ("trend", "consistency", "passage") and {"every", "list", "who"} & heard.cues)
            or without
        ):
            return Cast(scope=Scope(without=without))
        if operation == "presence" and {"who", "list"} & heard.cues:
            return Cast(scope=Scope())
        return Doubt("clarify", "missing_slot", "whose", {})

    def _is_set(self, heard: Heard, said: Sequence[Mention], operation: str | None) -> bool:
        """Whether the names said stand for a set of agencies, not for one each."""
        if operation == "coverage":
            return bool(_LEVELS.keys() & heard.cues) or all(not mention.regions and mention.agency is None for mention in said)
        if operation in _NO_AGENCY:
            return False
        if _LEVELS.keys() & heard.cues:
            return operation not in ("position", "share") or (len(said) == 1 and not said[0].organ)
        if any(mention.regions or mention.agency for mention in said):
            return len(said) == 1 and self._is_wide(heard, said[0], operation)
        asked = operation in ("passage", "consistency", "presence") and bool({"who", "list", "count", "every"} & heard.cues)
        return operation in (*SETS, "trend") or asked or ("every" in heard.cues and operation in (None, "lookup"))

    def _is_wide(self, heard: Heard, mention: Mention, operation: str | None) -> bool:
        """河南省各家卫健委 and 周口市处罚最多的单位 are sets; 周口市卫健委处罚最多的是哪年 is one agency."""
        if operation not in (*SETS, "lookup", "passage", "consistency", "presence"):
            return False
        if operation == "rank" and ("which_year" in heard.cues or heard.years.every):
            return False
        wide = any(self._facts.regions[code][2] != "county" for code in mention.regions if code in self._facts.regions)
        if "every" in heard.cues and wide and operation in (*SETS, "lookup"):
            return True
        if mention.organ is None and mention.agency is None:
            return bool({"who", "list", "count"} & heard.cues) or operation in ("average", "count", "list")
        return wide and operation in ("rank", "count", "list", "average") and bool({"who", "list", "count", "top"} & heard.cues)

    def _stored(self, mention: Mention) -> bool:
        return any(self._facts.agencies_in(code, mention.organ) for code in mention.regions)

    def _set(self, said: Sequence[Mention], without: tuple[int, ...], level: str | None) -> Cast | Doubt:
        organ = next((mention.organ for mention in said if mention.organ), None)
        # 周口市各县区卫健委: the kind may stand apart from the place
        regions = tuple(code for mention in said for code in mention.regions if code)
        numbers = tuple(mention.agency for mention in said if mention.agency)
        scope = Scope(organ, regions, numbers, without, level)
        if not self._facts.agencies_of(scope, 1):
            return Doubt(
                "declined", "unknown_agency", "unknown_agency", {"name": "、".join(mention.text for mention in said)}
            )
        return Cast(scope=scope)

    def _one(self, mention: Mention, heard: Heard, operation: str | None) -> Agency | Doubt:
        if mention.regions or mention.agency is not None:
            return self._who.resolve(mention, heard.years.said)
        pool = self._facts.agencies_of(Scope(organ=mention.organ), 50)
        if not pool:
            return Doubt("declined", "unknown_agency", "unknown_agency", {"name": mention.text})
        return pool[0] if len(pool) == 1 else self._who.ask(pool, heard.years.said)

    # What and when

    def _complete(self, heard: Heard, operation: str | None, cast: Cast) -> Question | Doubt:
        assumed = [*heard.assumed, *cast.assumed]
        fields = heard.fields
        if operation is None:
            return Doubt("clarify", "missing_slot", "which_figure", self._named(cast))
        if operation not in _NO_FIGURE:
            if heard.choices and not fields:
                return Doubt(
                    "clarify", "ambiguous_field", "which_field", {"keys": " ".join(heard.choices), **self._named(cast)}
                )
            if heard.columns and not fields:
                fields = tuple(
                    f"received.{column}" for column in heard.columns if f"received.{column}" in self._facts.fields
                )
                if not fields:
                    return Doubt(
                        "clarify", "ambiguous_field", "which_field", {"keys": self._court(heard), **self._named(cast)}
                    )
                assumed.append(Assumed("field", "received", heard.text))
            if not fields and "all_fields" not in heard.cues:
                return Doubt("clarify", "missing_slot", "which_figure", self._named(cast))
        years, more = self._years(heard, operation, cast)
        if isinstance(years, Doubt):
            return years
        having: tuple[int, ...] = ()
        if operation == "coverage" and {"none", "missing_reports"} & heard.cues and len(years) > 1:
            years, having = _lacking(heard)
        if operation == "definition":
            fields = heard.fields
        fields, then = self._two_steps(heard, operation, fields) if cast.scope else (fields, ())
        bounds = heard.bounds
        if operation in ("count", "list") and not bounds and "none" in heard.cues:
            bounds = (Bound("=", Decimal(0)),)
        if cast.scope is not None and not cast.agencies:
            operation = _OF_SETS.get(operation, operation)
            if operation in ("change", "trend"):
                return Doubt("clarify", "missing_slot", "whose", {})
        return Question(
            operation=operation,
            language=heard.language,
            text=heard.text,
            agencies=cast.agencies,
            scope=cast.scope,
            years=years,
            fields=fields,
            bounds=bounds,
            then=then,
            having=having,
            n=heard.n,
            ascending="rank_up" in heard.cues
            or (bool({"least", "bottom", "less"} & heard.cues) and not {"most", "top"} & heard.cues),
            cues=heard.cues | ({"weak"} if heard.weak else set()) | ({"no_year"} if not heard.years.said else set()),
            section=heard.section,
            words=(*heard.leftover, *self._quoted(heard)),
            assumed=(*assumed, *more, *(Assumed("unknown", name, "") for name in cast.unknown)),
        )

    def _two_steps(
        self, heard: Heard, operation: str, fields: tuple[str, ...]
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """许可最多的那家，处罚多少: the figure to rank by, and those to tell of whoever comes first."""
        cue = next((span for span in heard.spans if ("cue", "most") in span.meanings or ("cue", "least") in span.meanings), None)
        if operation != "rank" or len(fields) < 2 or cue is None:
            return fields, ()
        before = fields_in(heard.text, [span for span in heard.spans if span.end <= cue.start], self._facts.fields).keys
        after = fields_in(heard.text, [span for span in heard.spans if span.start >= cue.end], self._facts.fields).keys
        nearest_before = before[-1] if before else after[0]
        nearest_after = after[0] if after else before[-1]
        key = nearest_before if heard.language == "zh" else nearest_after
        return (key,), tuple(field for field in fields if field != key)

    def _court(self, heard: Heard) -> str:
        column = heard.columns[0].replace("other_result", "other")
        rows = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
        if column in ("made", "repealed", "in_force"):
            rows = ("normative_documents", "rules", "rules")
        return " ".join(dict.fromkeys(f"{row}.{column}" for row in rows if f"{row}.{column}" in self._facts.fields))

    def _named(self, cast: Cast) -> dict[str, Any]:
        return {"agencies": " ".join(str(agency.no) for agency in cast.agencies)}

    def _quoted(self, heard: Heard) -> tuple[str, ...]:
        import re

        return tuple(match.strip() for match in re.findall(r'["《「]([^"》」]{2,30})["》」]', heard.text))

    def _years(self, heard: Heard, operation: str, cast: Cast) -> tuple[tuple[int, ...] | Doubt, tuple[Assumed, ...]]:
        """The years meant. Where none is said: the latest held; all of them for a trend and for which year; for a
        change the latest two."""
        if operation in ("definition", "help"):
            return (), ()
        said = heard.years
        held = self._held(cast)
        if said.since is not None:
            return tuple(year for year in held if year >= said.since), ()
        if said.said:
            return self._said(heard, operation, cast, held)
        single = bool(cast.agencies) and len(cast.agencies) == 1
        over = operation == "trend" or said.every or (operation == "rank" and single) or "which_year" in heard.cues
        if over or operation == "coverage":
            return held, ()
        if operation in ("change", "share") and single and ("change" in heard.cues or operation == "change"):
            return held[-2:], (Assumed("year", " ".join(map(str, held[-2:])), "latest"),) if held else ()
        if operation == "source" and len(held) > 1 and single:
            return held[-1:], (Assumed("year", str(held[-1]), "latest"),)
        if len(cast.agencies) > 1:
            return self._common(cast)
        return held[-1:], (Assumed("year", str(held[-1]), "latest"),) if held else ()

    def _said(
        self, heard: Heard, operation: str, cast: Cast, held: tuple[int, ...]
    ) -> tuple[tuple[int, ...] | Doubt, tuple[Assumed, ...]]:
        years = heard.years.said
        if operation == "change" and len(years) == 1:
            years = (years[0] - 1, years[0])
        present = tuple(year for year in years if year in held)
        if operation == "coverage":
            return years, ()
        if not present:
            return self.no_report(cast, years, held), ()
        return years, ()

    def no_report(self, cast: Cast, years: Sequence[int], held: Sequence[int]) -> Doubt:
        """That no report on these years is held, and which are."""
        name = "、".join(agency.name for agency in cast.agencies)
        values = {
            "name": name,
            "years": "、".join(map(str, years)),
            "held": "、".join(map(str, held)),
            **self._named(cast),
        }
        return Doubt("declined", "no_report", "no_report" if name else "no_report_in_set", values)

    def _held(self, cast: Cast) -> tuple[int, ...]:
        if cast.agencies:
            years = {year for agency in cast.agencies for year in self._facts.years_of(agency.no)}
            return tuple(sorted(years))
        return tuple(self._facts.years_held(cast.scope or Scope()))

    def _common(self, cast: Cast) -> tuple[tuple[int, ...], tuple[Assumed, ...]]:
        """The latest year that all the agencies have; where they share none, the latest of each."""
        held = [set(self._facts.years_of(agency.no)) for agency in cast.agencies]
        common = set.intersection(*held)
        years = (max(common),) if common else tuple(sorted({max(years) for years in held if years}))
        return years, (Assumed("year", " ".join(map(str, years)), "latest" if common else "apart"),)


def _lacking(heard: Heard) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The years before a 没有, and the others: 2022年有报告、2024年没有报告."""
    lacking: list[int] = []
    waiting: list[int] = []
    having: list[int] = []
    for span in heard.spans:
        for kind, value in span.meanings:
            if kind == "year":
                having += waiting
                waiting = [int(year) for year in value.split()]
            elif kind == "cue" and value in ("none", "missing_reports"):
                lacking += waiting
                waiting = []
    return tuple(sorted(lacking)), tuple(sorted([*having, *waiting]))
