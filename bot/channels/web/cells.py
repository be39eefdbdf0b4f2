"""One cell: its place in the document as a picture, what is printed there, its row, and the same cell in other years."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.backoffice.process import Refused
from bot.channels.web.form import Box, box, section_name
from bot.channels.web.fresh import fresh
from bot.channels.web.render import Renderer, language_of
from bot.channels.web.site import Site
from bot.channels.web.stored import Stored
from bot.channels.web.sums import sides
from bot.channels.web.views import cell_address, report_address
from bot.fetch.filed import Filed
from bot.fetch.layout import Sheet
from bot.fetch.measures import is_derived, parts_of
from bot.question import Agency, Fact
from bot.say import Say

_PRINTED = ("number", "blank", "dash", "unreadable")


@dataclass(frozen=True)
class Neighbour:
    """A cell of the same row: the labels of its column, and itself."""

    heads: tuple[str, ...]
    box: Box


@dataclass(frozen=True)
class Noted:
    """A finding that touches the cell: its sentence and both sides in short."""

    severity: str
    said: str
    sides: str


@dataclass(frozen=True)
class View:
    """All of a cell's page. `value` is told where the number is written otherwise than it is printed."""

    agency: Agency
    year: int
    fact: Fact
    label: str
    said: str
    value: str
    unit: str
    head: Filed
    section: str
    row: tuple[str, ...]
    cells: tuple[Neighbour, ...]
    noted: tuple[Noted, ...]
    years: tuple[tuple[int, Box], ...]
    pictured: bool
    question: str


@dataclass(frozen=True)
class Absent:
    """Why a report has no such cell: `key` names the sentence. `parts` are the cells that a worked-out figure comes from."""

    agency: Agency
    key: str
    label: str
    form: str
    parts: tuple[tuple[str, str], ...]


class CellPages:
    """Shows cells and their pictures."""

    def __init__(self, site: Site, renderer: Renderer) -> None:
        self._site, self._renderer, self._stored = site, renderer, Stored(site)

    def routes(self) -> Sequence[BaseRoute]:
        """A report's address with a field behind it; `.png` behind that is the picture."""
        address = "/agencies/{place:str}/{organ:str}/{year:year}/{field:str}"
        return (Route(f"{address}.png", self.picture), Route(address, self.show))

    async def show(self, request: Request) -> Response:
        """The cell; ?part=drawer gives what a page shows beside an answer."""
        return await fresh(request, self._site, partial(self._made, request))

    async def picture(self, request: Request) -> Response:
        """The page of the document with the cell marked, as PNG; 404 where nothing can be drawn."""
        return await fresh(request, self._site, partial(self._pictured, request))

    async def _pictured(self, request: Request) -> Response:
        id, year, field = _asked(request)
        fact = await self._site.at_desk(self._fact, id, year, field)
        if fact is None or fact.state not in _PRINTED:
            raise HTTPException(404)
        try:
            drawn = await asyncio.to_thread(self._site.evidence.picture, fact, language_of(request))
        except Refused:
            raise HTTPException(404) from None
        return Response(drawn, media_type="image/png")

    async def _made(self, request: Request) -> Response:
        (id, year, field), language = _asked(request), language_of(request)
        view = await self._site.at_desk(self._view, id, year, field, language)
        if view is None:
            return await self._stored.nothing(request, self._renderer, id, year)
        address = report_address(id, year)
        if isinstance(view, Absent):
            title = self._site.phrases.say("no_cell", language)
            return self._renderer.page(request, "no_cell.html", 404, title=title, view=view, year=year, address=address)
        whole = request.query_params.get("part") != "drawer"
        template = "cell.html" if whole else "cell_drawer.html"
        title = self._site.phrases.say("cell_title", language, name=view.agency.name, year=year, label=view.label)
        own = cell_address(view.fact)
        return self._renderer.page(request, template, title=title, view=view, address=address, own=own, whole=whole)

    def _fact(self, id: str, year: int, field: str) -> Fact | None:
        agency = self._site.reports.agency(id)
        if agency is None or field not in self._site.facts.fields:
            return None
        return next(iter(self._site.facts.cells([agency], [year], (field,))), None)

    def _view(self, id: str, year: int, field: str, language: str) -> View | Absent | None:
        site, stored, say = self._site, self._stored, self._site.say(language)
        agency = site.reports.agency(id)
        head = stored.filing.head(agency.no, year) if agency else None
        if agency is None or head is None:
            return None
        sheets = stored.layouts.sheets(head.form)
        sheet = next((one for one in sheets if field in one.keys), None)
        if sheet is None:
            return self._absent(agency, year, field, stored.layouts.title(head.form), say)
        facts = {fact.field: fact for fact in site.facts.cells([agency], [year], tuple(sheet.keys))}
        years = site.facts.cells([agency], site.facts.years_of(agency.no), (field,))
        question = site.phrases.say("asked_cell", language, name=agency.name, year=year, label=_plain(say.field(field)))
        heads, cells = _row(field, sheet, facts, say)
        fact = facts[field]
        return View(
            agency,
            year,
            fact,
            say.field(field),
            "" if fact.state == "number" else say.state(fact.state),
            say.number(fact.value) if fact.value is not None else "",
            say.unit_said(fact.unit).strip(),
            head,
            section_name(sheet.section, say),
            heads,
            cells,
            self._noted(agency, year, field, head.form, say),
            tuple((one.year, box(one, say)) for one in years),
            fact.state in _PRINTED,
            question,
        )

    def _noted(self, agency: Agency, year: int, field: str, form: str, say: Say) -> tuple[Noted, ...]:
        found = self._stored.filing.findings(agency.no, [year]).get(year, ())
        phrase = partial(self._site.phrases.say, language=say.language)
        return tuple(
            Noted(one.severity, one.said[say.language], sides(one, form, self._stored.layouts, say, phrase))
            for one in found
            if field in one.fields
        )

    def _absent(self, agency: Agency, year: int, field: str, form: str, say: Say) -> Absent:
        if field in self._site.facts.fields:
            return Absent(agency, "cell_not_on_form", say.field(field), form, ())
        if is_derived(field) and all(part in self._site.facts.fields for part in parts_of(field)):
            address = report_address(agency.id, year)
            parts = tuple((say.field(part), f"{address}/{part}") for part in parts_of(field))
            return Absent(agency, "cell_derived", say.field(field), form, parts)
        return Absent(agency, "cell_unknown", "", form, ())


def _asked(request: Request) -> tuple[str, int, str]:
    parts = request.path_params
    return f"{parts['place']}/{parts['organ']}", parts["year"], parts["field"]


def _row(field: str, sheet: Sheet, facts: Mapping[str, Fact], say: Say) -> tuple[tuple[str, ...], tuple[Neighbour, ...]]:
    """The labels of the row that a cell stands in, and all cells of the row."""
    row = next(one for one in sheet.rows if one.key == field.partition(".")[0])
    keys = [(f"{row.key}.{column.key}", column) for column in sheet.columns]
    return row.heads, tuple(Neighbour(column.heads, box(facts[key], say)) for key, column in keys if key in sheet.keys)


def _plain(label: str) -> str:
    """A label as people write it in a question."""
    return label.replace("：", "")
