"""Checking a claim against the printed figure: 红旗区2022年许可是1344件吗."""

from __future__ import annotations

from bot.limits import keeps
from bot.measures import among, measure, parts_of
from bot.question import Bound, Doubt, Fact, Found, Question, Told
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
    facts: list[Fact] = []
    for row in found.rows:
        for key, bound in _claims(question) if row.facts else ():
            value = measure(key, row.facts)
            facts += value.parts
            claimed = value.value if bound.unit is None else among(key, value)
            verdict = None if claimed is None else keeps(claimed, bound)
            verdicts.append(verdict)
            sentence = {True: "verify.true", False: "verify.false", None: "verify.unknown"}[verdict]
            unit = value.parts[0].unit if value.parts else None
            claim = say(f"bound.{bound.relation}", low=say.number(bound.low), high=say.number(bound.high))
            lines.append(
                say(
                    sentence,
                    name=found.names.get(row.agency.no, row.agency.name),
                    year=row.year,
                    field=say.field(key),
                    value=say.number(value.value, unit),
                    state=say.state(value.state),
                    claim=claim,
                )
            )
    overall = False if False in verdicts else None if None in verdicts or not verdicts else True
    return Told(tuple(lines), {"value": overall}, facts=tuple(dict.fromkeys(facts)))
