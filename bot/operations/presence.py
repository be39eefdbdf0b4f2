"""Whether there was any: 有(值) · 为 0 · 空白 · “/” are four different answers."""

from __future__ import annotations

from bot.fetch.measures import measure, parts_of
from bot.question import Found, Question, Told
from bot.say import Say
from bot.saying.lay import Figure, laid, sentence, worked

NEEDS = "rows"
_KINDS = {True: "presence.some", False: "presence.none", None: "presence.state"}


def slice(question: Question) -> tuple[str, ...]:
    """The stored keys needed."""
    return tuple(dict.fromkeys(part for key in question.fields for part in parts_of(key)))


def tell(question: Question, found: Found, say: Say) -> Told:
    """True where a number above 0 is printed, False where 0 is, null where no number is."""
    figures = [
        Figure(found.names.get(row.agency.no, row.agency.name), row.year, key, measure(key, row.facts))
        for row in found.rows
        if row.facts
        for key in question.fields
    ]
    verdicts = [_verdict(figure) for figure in figures]
    known = [verdict for verdict in verdicts if verdict is not None]
    overall = True if any(known) else False if known and len(known) == len(verdicts) else None
    facts = tuple(dict.fromkeys(fact for figure in figures for fact in figure.measured.parts))
    if len(figures) == 1:
        lines: tuple[str, ...] = (say(_KINDS[verdicts[0]], text=sentence(figures[0], say)),)
        return Told(lines, {"value": overall}, worked=worked(figures), facts=facts)
    lines, table, below = laid(figures, say)
    return Told(lines, {"value": overall}, table, below, worked=worked(figures), facts=facts)


def _verdict(figure: Figure) -> bool | None:
    measured = figure.measured
    return None if measured.state != "number" or measured.value is None else measured.value > 0
