"""Checking claims against the printed figures, one by one: 红旗区2022年许可是1344件吗, 许可459件、处罚30件对不对."""

from __future__ import annotations

from bot.fetch.limits import holds
from bot.fetch.measures import among, measure, parts_of
from bot.question import Bound, Doubt, Found, Question, Told
from bot.say import Say
from bot.saying.lay import Figure, sentence, worked

NEEDS = "rows"
_MARKS = {True: "✓", False: "✗", None: "？"}
"""Before each of several verdicts."""


def slice(question: Question) -> tuple[str, ...]:
    """The stored keys needed: those of the claims, else those named."""
    return tuple(dict.fromkeys(part for key, _ in _claims(question) for part in parts_of(key)))


def _claims(question: Question) -> tuple[tuple[str, Bound], ...]:
    """Pairs of key and limit; a limit without a figure of its own goes with the figure named."""
    return tuple((bound.field or question.fields[-1], bound) for bound in question.bounds if not bound.item)


def tell(question: Question, found: Found, say: Say) -> Told | Doubt:
    """True only where every claim holds; null where one cannot be told, or is about what is on no form."""
    told: list[tuple[bool | None, str]] = []
    figures: list[Figure] = []
    for row in found.rows:
        for key, bound in _claims(question) if row.facts else ():
            if bound.years and row.year not in bound.years:
                continue
            figure = Figure(found.names.get(row.agency.no, row.agency.name), row.year, key, measure(key, row.facts))
            claimed = figure.measured.value if bound.unit is None else among(key, figure.measured)
            verdict = None if claimed is None else holds(claimed, bound)
            figures.append(figure)
            told.append((verdict, _line(figure, bound, verdict, say)))
    told += [(None, say("verify.no_item", word=bound.item)) for bound in question.bounds if bound.item]
    lines = [f"{_MARKS[verdict]} {line}" if len(told) > 1 else line for verdict, line in told]
    if len(told) == 1 and {"meaning", "list", "who"} & question.cues:  # 不予公开的5件是什么
        lines.append(say("verify.only_numbers"))
    verdicts = [verdict for verdict, _ in told]
    overall = False if False in verdicts else None if None in verdicts or not verdicts else True
    facts = tuple(dict.fromkeys(fact for figure in figures for fact in figure.measured.parts))
    items = tuple(bound.item for bound in question.bounds if bound.item)
    return Told(tuple(lines), {"value": overall}, worked=worked(figures), quoted=items, facts=facts)


def _line(figure: Figure, bound: Bound, verdict: bool | None, say: Say) -> str:
    """The verdict on one claim, and what is printed."""
    text = sentence(figure, say)
    value = figure.measured.value
    if value is None:
        return say("verify.unknown", text=text)
    exact = bound.relation == "=" and (bound.step is None or value == bound.low)
    claim = say.among(figure.key, bound.low) if bound.relation == "=" else say.bound(bound, figure.key)
    if bound.relation == "=" and not exact:
        claim = say("bound.~", low=claim)
    if verdict is None:
        return say("verify.unsure", text=text, claim=claim)
    return say("verify.exactly" if exact and verdict else "verify.true" if verdict else "verify.false", text=text, claim=claim)
