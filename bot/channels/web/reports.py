"""A report as printed: the form with every cell linked to its evidence, failing sums marked, the text word for word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.channels.web.form import Drawn, Marked, drawn, section_name
from bot.channels.web.fresh import fresh
from bot.channels.web.render import Renderer, language_of
from bot.channels.web.site import Site
from bot.channels.web.stored import ABOUT_A_REPORT, Stored
from bot.channels.web.sums import ERROR, bearer, marked, sides
from bot.channels.web.views import cell_address, report_address
from bot.fetch.changes import Cell, moved
from bot.fetch.filed import Filed, Finding, Former
from bot.question import Agency, Fact
from bot.say import Say

MOST_MOVED = 60


@dataclass(frozen=True)
class Part:
    """A section: its heading, its text in paragraphs, and its tables."""

    number: int
    heading: str
    page: int | None
    text: tuple[str, ...]
    sheets: tuple[Drawn, ...]


@dataclass(frozen=True)
class Noted:
    """A finding in the list at the top: its sentence, both sides in short, and the cell that bears its mark, if
    `marked`. Whether two numbers differ, or something cannot be told."""

    said: str
    sides: str
    at: str
    label: str
    marked: bool
    differs: bool


@dataclass(frozen=True)
class Before:
    """A former state: what was said then and now, of the cells that differ."""

    former: Former
    moves: tuple[tuple[str, str, str, str], ...]
    more: int


@dataclass(frozen=True)
class View:
    """All of a report's page."""

    agency: Agency
    year: int
    head: Filed
    form_title: str
    years: tuple[int, ...]
    wrong: tuple[Noted, ...]
    noted: tuple[Noted, ...]
    parts: tuple[Part, ...]
    before: tuple[Before, ...]
    numbers: int
    states: Mapping[str, int]
    asked: tuple[str, ...]


class ReportPages:
    """Shows reports."""

    def __init__(self, site: Site, renderer: Renderer) -> None:
        self._site, self._renderer, self._stored = site, renderer, Stored(site)

    def routes(self) -> Sequence[BaseRoute]:
        """An agency's address with a year behind it."""
        return (Route("/agencies/{place:str}/{organ:str}/{year:year}", self.show),)

    async def show(self, request: Request) -> Response:
        """The report, or a page that says what is held instead."""
        return await fresh(request, self._site, partial(self._made, request))

    async def _made(self, request: Request) -> Response:
        id, year = "{place}/{organ}".format(**request.path_params), request.path_params["year"]
        language = language_of(request)
        view = await self._site.at_desk(self._view, id, year, language)
        if view is None:
            return await self._stored.nothing(request, self._renderer, id, year)
        title = self._site.phrases.say("report_title", language, name=view.agency.name, year=year)
        address = report_address(id, year)
        return self._renderer.page(request, "report.html", title=title, view=view, address=address)

    def _view(self, id: str, year: int, language: str) -> View | None:
        stored, site = self._stored, self._site
        agency = site.reports.agency(id)
        head = stored.filing.head(agency.no, year) if agency else None
        if agency is None or head is None:
            return None
        say, phrase = site.say(language), partial(site.phrases.say, language=language)
        facts = {fact.field: fact for fact in site.facts.cells([agency], [year], tuple(site.facts.fields))}
        found = stored.filing.findings(agency.no, [year]).get(year, ())
        marks = marked(found, head.form, stored.layouts, say, phrase)
        states: dict[str, int] = {}
        for key in stored.layouts.keys(head.form):
            states[facts[key].state] = states.get(facts[key].state, 0) + 1
        return View(
            agency,
            year,
            head,
            stored.layouts.title(head.form),
            site.facts.years_of(agency.no),
            tuple(self._noted(one, head.form, marks, say) for one in found if one.severity == ERROR),
            tuple(self._noted(one, head.form, marks, say) for one in found if one.severity != ERROR),
            tuple(self._parts(agency, year, head.form, facts, marks, say)),
            tuple(_before(one, facts, say) for one in stored.filing.former(agency.no, year)),
            states.get("number", 0),
            states,
            stored.asked(ABOUT_A_REPORT, agency, year, language),
        )

    def _noted(self, one: Finding, form: str, marks: Sequence[Marked], say: Say) -> Noted:
        phrase, layouts = partial(self._site.phrases.say, language=say.language), self._stored.layouts
        at = bearer(one, form, layouts)
        told = sides(one, form, layouts, say, phrase)
        is_marked = any(mark.finding is one for mark in marks)
        return Noted(one.said[say.language], told, at, say.field(at) if at else "", is_marked, one.left is not None)

    def _parts(
        self, agency: Agency, year: int, form: str, facts: Mapping[str, Fact], marks: Sequence[Marked], say: Say
    ) -> Sequence[Part]:
        told = {number: (heading, text, page) for number, heading, text, page in self._site.facts.sections(agency.no, year)}
        sheets = self._stored.layouts.sheets(form)
        parts = []
        for number in sorted({*told, *(sheet.section for sheet in sheets)}):
            heading, text, page = told.get(number, ("", "", None))
            own = tuple(drawn(sheet, facts, marks, say) for sheet in sheets if sheet.section == number)
            paragraphs = tuple(line.strip() for line in (text or "").splitlines() if line.strip())
            if paragraphs or own or heading:
                parts.append(Part(number, heading or section_name(number, say), page, paragraphs, own))
        return parts


def _before(former: Former, facts: Mapping[str, Fact], say: Say) -> Before:
    now = {key: Cell(fact.state, fact.value, fact.raw) for key, fact in facts.items()}
    found = moved(former.cells, now)
    told = tuple(
        (say.field(one.key), _cell(one.old, say), _cell(one.new, say), cell_address(facts[one.key])) for one in found[:MOST_MOVED]
    )
    return Before(former, told, len(found) - len(told))


def _cell(cell: Cell, say: Say) -> str:
    """As printed where it is a number."""
    return cell.raw or say.number(cell.value) if cell.state == "number" else say(f"cell_state.{cell.state}")
