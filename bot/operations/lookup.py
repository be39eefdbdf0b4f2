"""One figure or several of named agencies: 川汇区2024年许可、处罚、强制各多少."""

from __future__ import annotations

from bot.fetch.measures import measure, parts_of, reason_of
from bot.question import Doubt, Fact, Found, Question, Row, Told
from bot.say import Say
from bot.saying.lay import Figure, laid, worked

NEEDS = "rows"
_ROWS_OF_OTHER = ("other_not_corrected", "other_fee_unpaid", "other_other")


def slice(question: Question) -> tuple[str, ...]:
    """The stored keys needed."""
    parts = [part for key in question.fields for part in parts_of(key)]
    for key in question.fields:
        row, _, column = key.partition(".")
        if row == "other":
            parts += [f"{part}.{column}" for part in _ROWS_OF_OTHER]
    return tuple(dict.fromkeys(parts))


def tell(question: Question, found: Found, say: Say) -> Told | Doubt:
    """A sentence, or a table of several. A single figure that is no number is declined, saying what the cell is."""
    told = [
        (row, key, value)
        for row in found.rows
        if row.facts
        for key in _keys(question, row)
        for value in [measure(key, row.facts)]
    ]
    numbers = [value for _, _, value in told if value.state == "number"]
    facts = tuple(dict.fromkeys(fact for _, _, value in told for fact in value.parts))
    if not numbers:
        if not told:
            row = next(row for row in found.rows if row.facts)
            named = {"name": row.agency.name, "year": str(row.year)}
            return Doubt("declined", "not_on_form", "lookup.free_text", named)
        row, key, value = told[0]
        values = {
            "name": row.agency.name,
            "year": str(row.year),
            "field": say.field(key),
            "state": say.state(value.state),
        }
        return Doubt("declined", reason_of(value.state), f"cell.{value.state}", values, facts=facts)
    figures = [Figure(found.names.get(row.agency.no, row.agency.name), row.year, key, value) for row, key, value in told]
    lines, table, below = laid(figures, say)
    result = None
    if len(told) == 1 and told[0][2].value is not None and len(facts) > 1:
        result = {"value": told[0][2].value, "field": told[0][1]}
    return Told(lines, result, table, below, worked=worked(figures), facts=facts)


def _keys(question: Question, row: Row) -> tuple[str, ...]:
    keys: list[str] = []
    for key in question.fields:
        name, _, column = key.partition(".")
        fact: Fact | None = row.facts.get(key)
        if "table" in question.cues and fact is not None and fact.state == "not_on_form":
            continue
        split = [f"{part}.{column}" for part in _ROWS_OF_OTHER]
        printed = any(row.facts[part].state not in ("missing", "not_on_form") for part in split if part in row.facts)
        whole = fact is not None and fact.state not in ("missing", "not_on_form")
        keys += split if name == "other" and printed and not whole else [key]
    return tuple(keys)
