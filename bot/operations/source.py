"""Where a report or a figure stands: document and page."""

from __future__ import annotations

from decimal import Decimal

from bot.fetch.measures import parts_of
from bot.question import Doubt, Fact, Found, Question, Told
from bot.say import Say

NEEDS = "rows"
_SHOWN = 10
"""How many documents are named."""


def slice(question: Question) -> tuple[str, ...]:
    """The stored keys whose place is asked for; none where the whole report is meant."""
    return tuple(dict.fromkeys(part for key in question.fields for part in parts_of(key)))


def tell(question: Question, found: Found, say: Say) -> Told | Doubt:
    """The document of each report, with the page of the figure where one was named and the document has pages."""
    known = found.extra["documents"]
    held = [row for row in found.rows if known.get((row.agency.no, row.year)) is not None]
    if not held:
        return Doubt("declined", "no_report", "no_source", {}, operation="source")
    lines: list[str] = []
    places: list[dict[str, object]] = []
    worked: list[Decimal] = []
    facts: list[Fact] = []
    for row in held[:_SHOWN]:
        name, pages = known[row.agency.no, row.year]
        own = [row.facts[key] for key in slice(question) if key in row.facts]
        page = next((fact.page for fact in own if fact.page), None)
        line = [say("source.line", name=found.names.get(row.agency.no, row.agency.name), year=row.year, document=name)]
        if page is not None:
            line.append(say("source.page", field=say.label(question.fields[0]), page=page))
        elif pages:
            line.append(say("source.pages", pages=pages))
        lines.append(say.joined(line))
        places.append({"document": name, "page": page})
        worked += [Decimal(number) for number in (row.year, pages) if number]
        facts += own
    left = len(held) - _SHOWN
    below = (say("list.more", more=left),) if left > 0 else ()
    return Told(tuple(lines), places[0], None, below, worked=(*worked, Decimal(left)), facts=tuple(facts), cite=())
