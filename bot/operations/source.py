"""Where a report or a figure stands: document and page."""

from __future__ import annotations

from decimal import Decimal

from bot.fetch.measures import parts_of
from bot.question import Doubt, Found, Question, Told
from bot.say import Say

NEEDS = "rows"


def slice(question: Question) -> tuple[str, ...]:
    """The stored keys whose place is asked for; none where the whole report is meant."""
    return tuple(dict.fromkeys(part for key in question.fields for part in parts_of(key)))


def tell(question: Question, found: Found, say: Say) -> Told | Doubt:
    """The document of the report, with the page of the figure where one was named and the document has pages."""
    for row in found.rows:
        document = found.extra["documents"].get((row.agency.no, row.year))
        if document is None:
            continue
        name, pages = document
        facts = tuple(row.facts[key] for key in slice(question) if key in row.facts)
        page = next((fact.page for fact in facts if fact.page), None)
        lines = [say("source.line", name=found.names.get(row.agency.no, row.agency.name), year=row.year, document=name)]
        if page is not None:
            lines.append(say("source.page", field=say.label(question.fields[0]), page=page))
        elif pages:
            lines.append(say("source.pages", pages=pages))
        worked = tuple(Decimal(number) for number in (row.year, pages) if number)
        return Told((say.joined(lines),), {"document": name, "page": page}, worked=worked, facts=facts, cite=())
    return Doubt("declined", "no_report", "no_source", {}, operation="source")
