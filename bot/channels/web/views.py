"""An answer as the page shows it: its parts, the cells that it stands on with their addresses, and what can follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from bot.question import Answer, Fact
from bot.saying.said import Body
from bot.showing.chart import Chart

if TYPE_CHECKING:
    from bot.channels.web.site import Site

MOST_SOURCES = 40


@dataclass(frozen=True)
class Cited:
    """A cell that an answer stands on: what it says, as printed, and the address of its evidence."""

    agency: str
    year: int
    label: str
    said: str
    where: str
    address: str


@dataclass(frozen=True)
class Shown:
    """All of an answer. `more` is how many cells are not listed."""

    bodies: tuple[Body, ...]
    cited: tuple[Cited, ...]
    more: int
    chart: Chart | None
    has_files: bool


def shown(site: Site, answer: Answer) -> Shown:
    """To be called at the desk."""
    say = site.say(answer.language)
    cells = [fact for fact in answer.facts if fact.document]
    cited = []
    for fact in cells[:MOST_SOURCES]:
        said = say.number(fact.value, fact.unit) if fact.state == "number" else say.state(fact.state)
        where = say("source.document_page", document=fact.document, page=fact.page) if fact.page else fact.document
        cited.append(Cited(fact.agency.name, fact.year, say.label(fact.field), said, where, cell_address(fact)))
    chart = site.beyond.chart(answer) if answer.facts else None
    bodies = answer.bodies or (Body(lead=tuple(answer.text.splitlines())),)
    return Shown(bodies, tuple(cited), len(cells) - len(cited), chart, bool(answer.facts))


def agency_address(id: str) -> str:
    """The page of an agency."""
    return f"/agencies/{quote(id, safe='/')}"


def report_address(id: str, year: int) -> str:
    """The page of a report."""
    return f"{agency_address(id)}/{year}"


def cell_address(fact: Fact) -> str:
    """The page of a cell."""
    return f"{report_address(fact.agency.id, fact.year)}/{fact.field}"
