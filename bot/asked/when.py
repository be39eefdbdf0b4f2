"""Which years a question is about: those said, or those held where none is said, and never one in another's place."""

from __future__ import annotations

from collections.abc import Sequence

from bot.facts import Facts
from bot.question import Assumed, Cast, Doubt, Heard, Scope, Span
from bot.spelling.pattern import Pattern


class When:
    """Settles the years of a question against those that are held."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    def years(self, heard: Heard, operation: str, cast: Cast) -> tuple[tuple[int, ...] | Doubt, tuple[Assumed, ...]]:
        """The years meant. Where none is said: the latest held; all of them for a trend and for which year; for a
        change the latest two."""
        if operation in ("definition", "help"):
            return (), ()
        said = heard.years
        held = self._held(cast)
        if said.since is not None:
            return tuple(year for year in held if year >= said.since), ()
        if operation == "likeness" or "carried" in heard.cues:
            return self._with_year_before(heard, cast, held)
        if said.said:
            return self._said(heard, operation, cast, held)
        single = bool(cast.agencies) and len(cast.agencies) == 1
        whole = operation in ("passage", "consistency") and not cast.agencies and not said.latest
        whole = whole or operation == "trend" or (operation == "total" and "cumulative" in heard.cues)
        over = whole or said.every or (operation == "rank" and single) or "which_year" in heard.cues
        if over or operation == "coverage":
            return held, ()
        if operation in ("change", "share") and single and ("change" in heard.cues or operation == "change"):
            last = held[-2:] if len(held) != 1 else (held[0] - 1, held[0])  # the year that is wanting is named
            return last, (Assumed("year", " ".join(map(str, held[-2:])), "latest"),) if held else ()
        if operation == "source" and len(held) > 1 and single:
            return held[-1:], (Assumed("year", str(held[-1]), "latest"),)
        if len(cast.agencies) > 1:
            return self._common(cast)
        return held[-1:], (Assumed("year", str(held[-1]), "latest"),) if held else ()

    def _with_year_before(
        self, heard: Heard, cast: Cast, held: tuple[int, ...]
    ) -> tuple[tuple[int, ...] | Doubt, tuple[Assumed, ...]]:
        """The year of a report and the one before it; 跟去年一样吗 is said of the latest held. Two agencies: one year."""
        relative = heard.years.why is not None and len(heard.years.said) == 1
        said = () if relative else heard.years.said
        if len(cast.agencies) > 1:
            common, assumed = self._common(cast)
            years, assumed = (said, ()) if said else (common, assumed)
        else:
            last = said[-1] if said else held[-1]
            years = (said[0], last) if len(said) > 1 else (last - 1, last)
            assumed = () if said else (Assumed("year", str(last), "latest"),)
        missing = [year for year in years for agency in cast.agencies if year not in self._facts.years_of(agency.no)]
        if missing and (len(cast.agencies) == 1 or said):
            return self.no_report(cast, tuple(dict.fromkeys(missing)), held), ()
        return years, assumed

    def _said(
        self, heard: Heard, operation: str, cast: Cast, held: tuple[int, ...]
    ) -> tuple[tuple[int, ...] | Doubt, tuple[Assumed, ...]]:
        years = heard.years.said
        if operation == "change" and len(years) == 1:
            years = (years[0] - 1, years[0])
        elif operation == "change":
            years = (years[0], years[-1])
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
            "agencies": " ".join(str(agency.no) for agency in cast.agencies),
        }
        return Doubt("declined", "no_report", "no_report" if name else "no_report_in_set", values)

    def _held(self, cast: Cast) -> tuple[int, ...]:
        if cast.base is not None:
            return self._facts.years_of(cast.base[0].no)
        if cast.agencies:
            years = {year for agency in cast.agencies for year in self._facts.years_of(agency.no)}
            return tuple(sorted(years))
        return self._facts.years_in(cast.scope or Scope())

    def _common(self, cast: Cast) -> tuple[tuple[int, ...], tuple[Assumed, ...]]:
        """The latest year that all the agencies have; where they share none, the latest of each."""
        held = [set(self._facts.years_of(agency.no)) for agency in cast.agencies]
        common = set.intersection(*held)
        years = (max(common),) if common else tuple(sorted({max(years) for years in held if years}))
        return years, (Assumed("year", " ".join(map(str, years)), "latest" if common else "apart"),)


def lacking(heard: Heard) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The years that are to be lacking, and the others: 2022年有报告、2024年没有报告; for 2022 but not 2024.

    A 没有 is of the year right behind it, else of those before it.
    """
    lacking: list[int] = []
    waiting: list[int] = []
    having: list[int] = []
    denied, last = 0, 0
    for span in heard.spans:
        for kind, value in span.meanings:
            if kind == "year":
                listed = bool(waiting) and bool(_LISTED.fullmatch(heard.text[last : span.start]))
                having += [] if listed else waiting
                said = [*(waiting if listed else ()), *(int(year) for year in value.split())]
                behind = denied > 0 and bool(_BEHIND.fullmatch(heard.text[denied : span.start]))
                lacking += said if behind else []
                waiting, last = ([] if behind else said), span.end
            elif kind == "cue" and value in ("none", "missing_reports"):
                if not _followed(heard, span):
                    lacking += waiting
                    waiting = []
                denied = span.end
    return tuple(sorted(lacking)), tuple(sorted({*having, *waiting} - set(lacking)))


_LISTED = Pattern(r"\s{0,3}年?\s{0,3}(?:和|与|及|以及|、|,|and|or|nor)\s{0,3}")
_BEHIND = Pattern(r"\s{0,3}(?:公布|发布|公开)?\s{0,3}(?:for|in|a|an|any|the|one)?\s{0,3}")


def _followed(heard: Heard, denial: Span) -> bool:
    """Whether a year stands right behind a 没有."""
    years = [span.start for span in heard.spans if any(kind == "year" for kind, _ in span.meanings)]
    return any(start >= denial.end and _BEHIND.fullmatch(heard.text[denial.end : start]) for start in years)


_ALL_OF_THEM = Pattern(
    r"[两二三四五六\d]年(?:里)?[都均]|都有(?![哪谁什])|均有|年年|每年都|\b(?:for|in|of) both\b|every year"
    r"|all (?:the )?(?:two |three |four |five |these |those )?years"
)


def in_all(heard: Heard) -> bool:
    """Whether reports on every one of the years said are asked for: 2021和2022两年都有年报的."""
    return len(heard.years.said) > 1 and bool(_ALL_OF_THEM.search(heard.text))


def in_every(heard: Heard) -> bool:
    """Whether a condition is to hold in each of the years: 三年许可都超过1000件的, 连续两年处罚为0的."""
    return bool(_EVERY.search(heard.text))


_EVERY = Pattern(r"都(?!有?[哪谁什])|均(?!值|数)|连续|年年|每年|\b(?:all|both|every|each)\b")


def years_named(heard: Heard) -> int:
    """How many years are named, those that are denied too: for 2021 but not 2022."""
    return len({year for span in heard.spans for kind, value in span.meanings if kind == "year" for year in value.split()})
