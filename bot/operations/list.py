"""Which agencies keep a limit: 哪些单位2021年有行政强制, by value, then by id."""

from __future__ import annotations

from decimal import Decimal

from bot.question import Found, Line, Question, Told
from bot.say import Say
from bot.saying.lay import capital
from bot.saying.said import Table
from bot.saying.sets import coverage, headed, zeros_of

NEEDS = "lines"
_SHOWN = 20


def tell(question: Question, found: Found, say: Say) -> Told:
    """The agencies that keep every limit (a printed number above 0 where none is said), highest first, each with all
    the figures that were named."""
    held = found.extra.get("kept", len(found.lines))
    counted, numbers, of = coverage(found, say)
    notes, worked = zeros_of(question, found, say)
    more = (say("list.more", more=held - _SHOWN),) if held > _SHOWN else ()
    used = [(line.no, line.year) for line in (*found.lines, *found.extra.get("others", ()))]
    return Told(
        (capital(headed("list", question, held, say)),),
        {"agencies": list(dict.fromkeys(line.id for line in found.lines))},
        _table(question, found, say),
        more,
        counted,
        (*(Decimal(number) for number in (held, held - _SHOWN, numbers, of)), *worked, *_numbers(found)),
        used=tuple(dict.fromkeys(used)),
        notes=notes,
    )


def _numbers(found: Found) -> list[Decimal]:
    """The values that are shown, of figures that are worked out and stand in no cell too."""
    shown = found.lines[:_SHOWN]
    further = [held.get((line.no, line.year)) for held in found.extra.get("values", {}).values() for line in shown]
    return [value for value in (*(line.value for line in shown), *further) if value is not None]


def _table(question: Question, found: Found, say: Say) -> Table | None:
    """A row for each agency, a column for each figure that was named; of blank cells the names alone."""
    key, *further = question.fields
    values = found.extra.get("values", {})
    further = [other for other in further if other in values]
    years = len({line.year for line in found.lines}) > 1

    def row(line: Line) -> tuple[str, ...]:
        name = found.names.get(line.no, line.id)
        called = say("named_year", name=name, year=line.year) if years else name
        others = ((other, values[other].get((line.no, line.year))) for other in further)
        cells = (say("cell_state.none") if value is None else say.among(other, value) for other, value in others)
        return (called, say.among(key, line.value), *cells)

    if question.states:
        names = tuple((found.names.get(line.no, line.id), str(line.year)) for line in found.lines[:_SHOWN])
        return Table((say("column.name"), say("column.year")), names) if names else None
    rows = tuple(row(line) for line in found.lines[:_SHOWN])
    labels = [say.label(one) for one in (key, *further)] if further else [say("column.value")]
    return Table((say("column.name"), *labels), rows, len(labels)) if rows else None
