"""Named rates of an agency: 不予公开率, 公开率, 纠错率, each with what stands above and below the line."""

from __future__ import annotations

from decimal import Decimal

from bot.fetch.measures import measure, parts_of, reason_of
from bot.question import Doubt, Found, Question, Told
from bot.say import Say
from bot.saying.lay import Figure, laid, sentence, worked

NEEDS = "rows"
_FEW = 30


def slice(question: Question) -> tuple[str, ...]:
    """The stored keys above and below the line."""
    return tuple(dict.fromkeys(part for key in question.fields for part in parts_of(key)))


def tell(question: Question, found: Found, say: Say) -> Told | Doubt:
    """A line a rate. A denominator of 0 gives no rate and says so; one cell without a number neither."""
    figures = [
        Figure(found.names.get(row.agency.no, row.agency.name), row.year, key, measure(key, row.facts))
        for row in found.rows
        if row.facts
        for key in question.fields
    ]
    facts = tuple(dict.fromkeys(fact for figure in figures for fact in figure.measured.parts))
    readable = [figure for figure in figures if figure.measured.state == "number"]
    if not readable and figures:
        text = sentence(figures[0], say)
        return Doubt("declined", reason_of(figures[0].measured.state), "verbatim", {"text": text}, operation="rate", facts=facts)
    last = readable[-1].measured if readable else None
    result = None if last is None else {"value": last.value, "numerator": last.numerator, "denominator": last.denominator}
    few = any(0 < (figure.measured.denominator or 0) < _FEW for figure in readable)
    lines, table, below = (("",), None, ()) if not figures else laid(figures, say)
    how = tuple(say(f"formula.{key}") for key in dict.fromkeys(figure.key for figure in readable))
    if len(figures) == 1 and last is not None and last.value is not None:
        lines = (_with_parts(figures[0], say),)
    notes = (say("rate.few"),) if few else ()
    return Told(lines, result, table, (*below, *how), worked=worked(figures), facts=facts, notes=notes)


def _with_parts(figure: Figure, say: Say) -> str:
    """A rate with what stands above and below the line."""
    measured = figure.measured
    return say(
        "rate.line",
        name=figure.name,
        year=figure.year,
        field=say.label(figure.key),
        value=say.percent(measured.value or Decimal(0)),
        above=say.number(measured.numerator),
        below=say.number(measured.denominator),
    )
