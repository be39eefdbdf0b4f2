"""Which years a question is about: those said, or those held where none is said, and never one in another's place."""

from __future__ import annotations

from collections.abc import Sequence

from bot.facts import Facts
from bot.question import Assumed, Cast, Doubt, Heard, Scope


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
        if said.said:
            return self._said(heard, operation, cast, held)
        single = bool(cast.agencies) and len(cast.agencies) == 1
        whole = operation in ("passage", "consistency") and not cast.agencies and not said.latest
        whole = whole or operation == "trend" or (operation == "total" and "cumulative" in heard.cues)
        over = whole or said.every or (operation == "rank" and single) or "which_year" in heard.cues
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
