"""Adding up several figures of one agency, in one year or in several: 许可和处罚加起来多少, with the parts beside the sum."""

from __future__ import annotations

from decimal import Decimal

from bot.fetch.limits import holds
from bot.fetch.measures import is_rate, measure, overlap, parts_of, reason_of
from bot.question import Doubt, Found, Question, Told
from bot.say import Say
from bot.saying.lay import Figure, laid, unit_of, worked

NEEDS = "rows"
_VERDICTS = {True: "claim.true", False: "claim.false", None: "claim.unsure"}


def slice(question: Question) -> tuple[str, ...]:
    """The stored keys needed."""
    return tuple(dict.fromkeys(part for key in question.fields for part in parts_of(key)))


def tell(question: Question, found: Found, say: Say) -> Told | Doubt:
    """The sum and its parts. None where the units differ, where one figure lies within another, or where one is no number."""
    refused = _refused(question, say)
    if refused is not None:
        return refused
    rows = [row for row in found.rows if row.facts]
    named = {row.agency.no: found.names.get(row.agency.no, row.agency.name) for row in rows}
    figures = [Figure(named[row.agency.no], row.year, key, measure(key, row.facts)) for row in rows for key in question.fields]
    facts = tuple(dict.fromkeys(fact for figure in figures for fact in figure.measured.parts))
    without = next((figure for figure in figures if figure.measured.value is None), None)
    if without is not None:
        state = without.measured.state
        values = {"name": without.name, "year": str(without.year), "field": say.field(without.key), "state": say.state(state)}
        text = say.joined([say(f"cell.{state}", **values), say("sum.state")])
        return Doubt("declined", reason_of(state), "verbatim", {"text": text}, operation="total", facts=facts)
    units = {unit_of(figure, say) for figure in figures}
    if len(units) > 1:
        return Doubt("declined", "not_understood", "sum.units", {}, operation="total")
    whole = sum((figure.measured.value for figure in figures if figure.measured.value is not None), Decimal(0))
    result: dict[str, object] = {"value": whole, "counted": len(figures), "of": len(found.rows) * len(question.fields)}
    lines, table, below = laid(figures, say)
    checked = [say(_VERDICTS[holds(whole, bound)], claim=say.bound(bound, question.fields[0])) for bound in question.bounds]
    below = (say("sum.line", value=say.number(whole, units.pop())), *checked, *below)
    missing = [row.year for row in found.rows if not row.facts]
    notes = (say("trend.gap", years=say.list(missing)),) if missing else ()
    return Told(lines, result, table, below, worked=worked(figures), facts=facts, notes=notes)


def _refused(question: Question, say: Say) -> Doubt | None:
    """Why these figures cannot be one sum, whatever they are."""
    rates = [say.field(key) for key in question.fields if is_rate(key)]
    if rates:
        return Doubt("declined", "not_understood", "total.rate", {"field": say.list(rates)}, operation="total")
    inside = overlap(question.fields)
    if inside is None:
        return None
    named = {"one": say.field(inside[0]), "two": say.field(inside[1])}
    return Doubt("declined", "not_understood", "sum.overlap", named, operation="total")
