"""Checking a claim against the printed figure: 红旗区2022年许可是1344件吗."""

from __future__ import annotations

from bot.lay import Figure, sentence, worked
from bot.limits import keeps
from bot.measures import among, measure, parts_of
from bot.question import Bound, Doubt, Found, Question, Told
from bot.say import Say

NEEDS = "rows"


def slice(question: Question) -> tuple[str, ...]:
    """The stored keys needed: those of the claims, else those named."""
    return tuple(dict.fromkeys(part for key, _ in _claims(question) for part in parts_of(key)))


def _claims(question: Question) -> tuple[tuple[str, Bound], ...]:
    """Pairs of key and limit; a limit without a figure of its own goes with the figure named."""
    return tuple((bound.field or question.fields[-1], bound) for bound in question.bounds)


def tell(question: Question, found: Found, say: Say) -> Told | Doubt:
    """True only where every claim holds; null where a cell holds no number."""
    lines: list[str] = []
    verdicts: list[bool | None] = []
    figures: list[Figure] = []
    for row in found.rows:
        for key, bound in _claims(question) if row.facts else ():
            figure = Figure(found.names.get(row.agency.no, row.agency.name), row.year, key, measure(key, row.facts))
            claimed = figure.measured.value if bound.unit is None else among(key, figure.measured)
            verdict = None if claimed is None else keeps(claimed, bound)
            figures.append(figure)
            verdicts.append(verdict)
            lines.append(_line(figure, bound, verdict, say))
    overall = False if False in verdicts else None if None in verdicts or not verdicts else True
    facts = tuple(dict.fromkeys(fact for figure in figures for fact in figure.measured.parts))
    return Told(tuple(lines), {"value": overall}, worked=worked(figures), facts=facts)


def _line(figure: Figure, bound: Bound, verdict: bool | None, say: Say) -> str:
    """The verdict on one claim, and what is printed."""
    text = sentence(figure, say)
    if verdict is None:
        return say("verify.unknown", text=text)
    claim = say.among(figure.key, bound.low) if bound.relation == "=" else say.bound(bound, figure.key)
    exact = verdict and bound.relation == "="
    return say("verify.exactly" if exact else "verify.true" if verdict else "verify.false", text=text, claim=claim)
