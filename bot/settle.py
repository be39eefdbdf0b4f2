"""From what was heard to a question with every slot filled, or to the doubt that keeps it from being answered."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from bot.asked.claims import none_claimed
from bot.asked.direction import backwards
from bot.asked.fits import is_when, judged, wrong_unit
from bot.asked.refuse import in_text, refusal
from bot.asked.sense import FIGURES, of_others, says_nothing, turned, unfit
from bot.asked.wanted import NO_FIGURE, Wanted, named
from bot.asked.when import When
from bot.casting.cast import Casting
from bot.casting.members import Members
from bot.casting.who import Who
from bot.facts import Facts
from bot.fetch.limits import SOME
from bot.fetch.measures import parts_of
from bot.hear.operation import operation_of
from bot.hear.sought import topics_of
from bot.question import Agency, Assumed, Bound, Cast, Doubt, Heard, Mention, Question, Span
from bot.saying.terms import Terms
from bot.talk.conversation import Context
from bot.talk.follow import (
    drawn_after,
    fields_after,
    is_elliptical,
    is_of_others,
    operation_after,
    ranked_as_before,
    with_former_set,
    with_former_years,
)

_QUOTED = re.compile(r'["《「]([^"》」]{2,30})["》」]')
_ADDS = ("total", "average")
_OF_SETS = {"lookup": "rank", "rate": "rank", "compare": "rank", "presence": "list", "verify": "list"}
"""What a question about one agency becomes where a set is named."""


class Settler:
    """Fills the slots of a question from the message, the conversation and the database, in this order."""

    def __init__(self, facts: Facts, who: Who, terms: Terms) -> None:
        self._facts = facts
        self._who = who
        self._terms = terms
        self.casting = Casting(facts, who)
        self._when = When(facts)
        self._members = Members(facts)
        self._wanted = Wanted(facts)

    def settle(self, heard: Heard, context: Context, pinyin: dict[str, str]) -> Question | Doubt:
        """The question, or the first doubt met on the way: topic, words not understood, agency, figure, year."""
        heard = drawn_after(heard, context.question)
        told = in_text(heard)
        off_form, heard = (None if told is heard else refusal(heard, None)), none_claimed(told)
        operation = operation_of(heard)
        if operation == "definition" and self._terms.cover(heard.text, heard.leftover):
            heard = replace(heard, leftover=(), mentions=())
        refused = refusal(heard, operation)
        if refused is not None:
            return refused
        former = context.question
        leaning = former is not None and is_elliptical(heard, operation, context)
        if leaning and former is not None:
            empty = says_nothing(heard) and {"polar", "who", "correction"} & heard.cues  # 对吗, 错了, 属于哪个市
            if empty or of_others(heard, former):
                return Doubt("declined", "not_understood", "not_understood", {"word": heard.text})
            if operation == "share" and any(mention.regions for mention in heard.mentions):  # 占周口市多少: of which, is not said
                return Doubt("declined", "not_understood", "not_understood", {"word": heard.text})
            if former.operation == "share" and operation == "lookup" and heard.fields and "quantity" not in heard.cues:
                return Doubt("clarify", "ambiguous_field", "number_or_share", {})
            heard, operation = self._leaned(heard, operation, former, context)
        placed = self._who.placed(heard, pinyin) if heard.strange_place else heard
        if isinstance(placed, Doubt):
            return placed
        heard = placed
        if operation == "agreement":  # a number of the text may stand without its unit
            heard = replace(heard, leftover=tuple(piece for piece in heard.leftover if not piece.isdigit()))
        if heard.leftover and not self._may_be_quoted(heard, operation):
            return Doubt("declined", "not_understood", "not_understood", {"word": "、".join(heard.leftover)})
        if heard.leftover and operation in (None, "lookup", "coverage"):
            operation = "passage"
        unheard = turned(heard, operation) or backwards(heard)
        if unheard:
            return _not_worked_out(heard, unheard)
        cast = self.casting.cast(heard, operation, former if leaning else None, context)
        if isinstance(cast, Doubt):
            return cast if off_form is None else off_form
        question = self.complete(heard if leaning else _of_same_set(heard, operation, cast, context), operation, cast)
        return replace(question, reports=heard.reports) if heard.reports and isinstance(question, Question) else question

    def _leaned(self, heard: Heard, operation: str | None, former: Question, context: Context) -> tuple[Heard, str | None]:
        """A message that leans on the one before, with what it takes over."""
        other = [no for no in context.before if no not in context.agencies]
        pair = operation == "compare" and len(context.agencies) == 1 and bool(other) and not heard.mentions
        if pair and not heard.years.said:
            own: str | None = "compare"
        else:
            own = operation_after(heard, operation, former)
        single = former.operation in FIGURES and len(former.fields) == 1
        located = own == "source" and single and former.fields[0] in self._facts.fields  # 第几页, of the figure told
        needed = located or own not in NO_FIGURE
        fields = fields_after(heard, former, self._facts.fields) if needed else heard.fields
        fits = all(part in self._facts.fields for key in fields for part in parts_of(key))
        if not fits:
            strange = tuple(span.text for span in heard.spans if any(kind == "column" for kind, _ in span.meanings))
            return replace(heard, leftover=(*heard.leftover, *strange), fields=()), "lookup"
        loose = own == "change" and "change" not in heard.cues and len(former.years) == 1 and not heard.years.said
        if loose or is_of_others(heard, own, former):  # 差多少 after single figures: which two is not said
            return replace(heard, leftover=(heard.text,)), own
        heard = replace(with_former_years(heard, former, own), fields=fields, columns=())
        with_set = with_former_set(heard, own, former)
        if with_set is None:
            return replace(heard, leftover=(heard.text,)), own
        heard = with_set
        heard = ranked_as_before(heard, own, former)
        section = heard.section or (former.section if own == "passage" else None)
        return replace(heard, section=section), own

    def _may_be_quoted(self, heard: Heard, operation: str | None) -> bool:
        """Whether words that are not understood may be looked for in the text of one report."""
        if operation == "passage":
            return not heard.sought
        unclear = operation in (None, "coverage") or (operation == "lookup" and not heard.fields)
        return unclear and bool(heard.mentions) and not heard.bounds

    # What and when

    def complete(self, heard: Heard, operation: str | None, cast: Cast) -> Question | Doubt:
        """The question about those who were found, or the first doubt met: figure, year, limits."""
        if operation in ("agreement", "likeness"):
            heard = replace(heard, bounds=())  # a number is looked for in the text
            if cast.scope is not None or not cast.agencies:
                return Doubt("clarify", "missing_slot", "whose", {})
        narrowed = self._members.narrowed(heard, _among(operation, cast), cast)
        if isinstance(narrowed, Doubt):
            return narrowed
        heard = narrowed
        asked = self._wanted.asked(heard, operation, cast)
        if isinstance(asked, Doubt) or operation is None:
            return asked if isinstance(asked, Doubt) else Doubt("clarify", "missing_slot", "which_figure", named(cast))
        fields, assumed = asked
        fitted = self._wanted.fitted(heard, operation, fields)
        bounds = tuple(bound for bound in fitted if bound is not None)
        heard = heard if bounds == heard.bounds else replace(heard, bounds=bounds)
        if len(bounds) < len(fitted) or not judged(heard, operation, fields):
            return Doubt("declined", "not_understood", "not_understood", {"word": heard.text})
        years, more = self._when.years(heard, operation, cast)
        if isinstance(years, Doubt):
            return years
        if (other := wrong_unit(heard)) is not None:
            return other
        denied = "none" in heard.cues and operation in FIGURES and not is_when(heard, operation)
        if denied or unfit(heard, operation, cast, years):
            return Doubt("declined", "not_understood", "not_understood", {"word": _denied(heard) or heard.text})
        miscounted = self._members.miscounted(heard, operation, cast, years)
        if miscounted is not None:
            return miscounted
        against = self._members.against(heard, cast, fields, years)
        if isinstance(against, Doubt):
            return against
        heard, base = against
        fields, then = self._wanted.two_steps(heard, operation, fields, cast)
        meant = self._of_many(heard, operation, fields, cast)
        if isinstance(meant, Doubt):
            return meant
        asked_of = replace(cast, assumed=(*heard.assumed, *assumed, *more))
        return replace(self._question(heard, meant, asked_of, years, (fields, then)), base=base)

    def _of_many(self, heard: Heard, operation: str, fields: tuple[str, ...], cast: Cast) -> str | Doubt:
        """What a question about one agency becomes where a set is named; a doubt where it has no sense there."""
        many = cast.scope is not None or len(cast.agencies) > 1
        if operation == "verify" and len(cast.agencies) > 1 and len(heard.bounds) > 1:  # which number is whose
            return Doubt("clarify", "missing_slot", "one_figure", {})
        if operation in _ADDS and len(fields) > 1 and many:
            return Doubt("clarify", "missing_slot", "one_figure", {})
        if self._members.states(heard, _among(operation, cast), fields) is None:
            return Doubt("declined", "not_understood", "not_understood", {"word": heard.text})
        if cast.scope is None or cast.agencies:
            return operation
        if operation == "lookup" and not heard.fields and not heard.columns:  # a whole table of many
            return Doubt("clarify", "missing_slot", "which_figure", {})
        operation = _among(operation, cast)
        return Doubt("clarify", "missing_slot", "whose", {}) if operation in ("change", "trend") else operation

    def _question(
        self, heard: Heard, operation: str, cast: Cast, years: tuple[int, ...], keys: tuple[tuple[str, ...], tuple[str, ...]]
    ) -> Question:
        """The question with all its slots."""
        fields, then = keys
        years, having = self._members.years(heard, operation, years)
        table = fields and not heard.fields and not heard.columns
        more = {"table": table, "weak": heard.weak, "no_year": not heard.years.said}
        return Question(
            operation=_by_year(operation, cast, heard, years),
            language=heard.language,
            text=heard.text,
            agencies=cast.agencies,
            scope=cast.scope,
            years=years,
            fields=fields,
            bounds=_bounds(heard, operation),
            then=then,
            states=self._members.states(heard, operation, fields) or (),
            having=having,
            n=heard.n,
            ascending=_ascending(heard),
            cues=heard.cues | {cue for cue, said in more.items() if said},
            section=heard.section,
            sought=heard.sought,
            topics=_topics(heard, operation),
            words=_words(heard),
            assumed=(*cast.assumed, *(Assumed("unknown", name, "") for name in cast.unknown)),
        )

    def one_agency(self, heard: Heard) -> Agency | None:
        """The agency of a message that names just one, where it is stored."""
        cast = self.casting.cast(heard, "lookup", None, Context())
        return cast.agencies[0] if isinstance(cast, Cast) and len(cast.agencies) == 1 else None

    def no_report(self, question: Question) -> Doubt:
        """That none of the reports asked for is held, and which years are."""
        held = tuple(year for agency in question.agencies for year in self._facts.years_of(agency.no))
        return self._when.no_report(Cast(question.agencies), question.years, held)


def _not_worked_out(heard: Heard, word: str) -> Doubt:
    """The doubt about a word that is known and turns the question into one that is not worked out: 增长最多的."""
    changes = any(span.text == word and ("cue", "change") in span.meanings for span in heard.spans)
    return Doubt("declined", "not_understood", "change_of_many" if changes else "not_understood", {"word": word})


def _of_same_set(heard: Heard, operation: str | None, cast: Cast, context: Context) -> Heard:
    """按处罚从高到低排 after a list of 2024: the set last spoken of, in the year that was said of it."""
    former = context.question
    if heard.mentions or "every" in heard.cues or former is None or former.scope is None or cast.scope != former.scope:
        return heard
    return with_former_years(heard, former, operation)


def _among(operation: str | None, cast: Cast) -> str:
    """The operation, or what it becomes where a set is named."""
    name = operation or ""
    return _OF_SETS.get(name, name) if cast.scope is not None and not cast.agencies else name


def _words(heard: Heard) -> tuple[str, ...]:
    return (*heard.leftover, *(match.strip() for match in _QUOTED.findall(heard.text)))


def _topics(heard: Heard, operation: str) -> tuple[str, ...]:
    return topics_of(_bare(heard)) if operation == "passage" and heard.leftover else ()


def _bare(heard: Heard) -> str:
    """The message without the agencies and the years that it names."""
    text = heard.text
    named: list[Mention | Span] = [
        *heard.mentions,
        *(span for span in heard.spans if any(kind == "year" for kind, _ in span.meanings)),
    ]
    for one in named:
        text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
    return text


def _by_year(operation: str, cast: Cast, heard: Heard, years: tuple[int, ...]) -> str:
    """The operation, or a trend where a total of a set is asked for each year: 历年合计, 各年合计分别多少."""
    apart = bool({"trend", "apart"} & heard.cues) or heard.years.every
    return "trend" if operation == "total" and cast.scope is not None and len(years) > 1 and apart else operation


def _denied(heard: Heard) -> str:
    return next((span.text for span in heard.spans if ("cue", "none") in span.meanings), "")


def _bounds(heard: Heard, operation: str) -> tuple[Bound, ...]:
    if is_when(heard, operation) and not heard.bounds:
        return (Bound("=", Decimal(0)),) if "none" in heard.cues else (SOME,)
    if operation in ("count", "list") and not heard.bounds and "none" in heard.cues:
        return (Bound("=", Decimal(0)),)
    return heard.bounds


def _ascending(heard: Heard) -> bool:
    """Whether the fewest come first; 由少到多前两名 is said outright."""
    fewest = bool({"least", "bottom", "less"} & heard.cues)
    return "rank_up" in heard.cues or (fewest and not {"most", "top"} & heard.cues)
