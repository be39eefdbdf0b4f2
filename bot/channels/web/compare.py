"""/compare: agencies, years and figures side by side, each cell with its state and the way to its evidence."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.channels.web.choose import Chooser, Unclear
from bot.channels.web.render import Renderer, language_of, said_language
from bot.channels.web.site import Site
from bot.channels.web.views import agency_address, cell_address, report_address
from bot.question import Agency, Question
from bot.say import Say
from bot.showing.grid import Grid, Slot, grid_of, leaf_of, picture
from bot.showing.sheet import XLSX, csv_of, xlsx_of

MOST_AGENCIES, MOST_YEARS, MOST_FIGURES = 20, 12, 12
_TYPED = {"agency": "names", "field": "figures"}
"""What a name stands for → what it is in the address while it is a name."""


@dataclass(frozen=True)
class Asked:
    """What a form asks for, and the names in it that are not clear."""

    agencies: tuple[Agency, ...]
    years: tuple[int, ...]
    keys: tuple[str, ...]
    unclear: tuple[Unclear, ...] = ()
    is_tidy: bool = True
    """Whether the address says it as briefly as it can: a form that was sent is sent on to such an address."""

    def instead(self, one: Unclear, chosen: str = "", **more: str) -> str:
        """The address with what was chosen for a name that is not clear, or without it; the other such names stay."""
        left = {kind: "\n".join(other.name for other in self.unclear if other != one and other.kind == kind) for kind in _TYPED}
        typed = {_TYPED[kind]: names for kind, names in left.items()}
        if one.kind == "field":
            return replace(self, keys=(*self.keys, *([chosen] if chosen else []))).query(**typed, **more)
        return self.query(chosen, **typed, **more)

    @property
    def is_complete(self) -> bool:
        """Whether there is something to compare."""
        return bool(self.agencies and self.years and self.keys)

    def query(self, chosen: str = "", **more: str) -> str:
        """The address of just this, behind the question mark, with one more agency where its id is given."""
        pairs = [
            *(("agency", id) for id in (*(agency.id for agency in self.agencies), *([chosen] if chosen else []))),
            *(("year", str(year)) for year in self.years),
            *(("field", key) for key in self.keys),
        ]
        return urlencode([*pairs, *((name, value) for name, value in more.items() if value)], safe="/")


class Compare:
    """Shows the comparison, and hands it out as a file."""

    def __init__(self, site: Site, renderer: Renderer) -> None:
        self._site, self._renderer = site, renderer
        self._chooser = Chooser(site)

    def routes(self) -> Sequence[BaseRoute]:
        """/compare, as a page and as files."""
        return (
            Route("/compare", self.show),
            Route("/compare.csv", self.file, name="compare_csv"),
            Route("/compare.xlsx", self.file, name="compare_xlsx"),
        )

    async def show(self, request: Request) -> Response:
        """The form, and below it what was chosen."""
        language, chosen = language_of(request), said_language(request)
        asked = await self._site.at_desk(self._asked, request.query_params, language)
        if not asked.is_tidy and not asked.unclear:
            return RedirectResponse(f"/compare?{asked.query(lang=chosen)}", 303)
        values = await self._site.at_desk(self._values, asked, language)
        title = self._site.phrases.say("compare", language)
        return self._renderer.page(request, "compare.html", title=title, asked=asked, kept_lang=chosen, **values)

    async def file(self, request: Request) -> Response:
        """The same as CSV or XLSX."""
        language, ending = language_of(request), request.url.path.rpartition(".")[2]
        asked = await self._site.at_desk(self._asked, request.query_params, language)
        say = self._site.say(language)
        grid = await self._site.at_desk(self._grid, asked, say)
        leaf = leaf_of(grid, say, (self._site.phrases.say("compare", language), *grid.notes))
        if ending == "csv":
            return Response(csv_of(leaf), media_type="text/csv; charset=utf-8", headers=_named("compare.csv"))
        return Response(await asyncio.to_thread(xlsx_of, leaf, say), media_type=XLSX, headers=_named("compare.xlsx"))

    def _asked(self, query: QueryParams, language: str) -> Asked:
        """At the desk. Years that are not named are all those held of the agencies."""
        self._site.facts.look()
        found, unclear = self._chooser.named("\n".join(query.getlist("names")))
        listed = self._chooser.agencies(query.getlist("agency"), MOST_AGENCIES)
        agencies = tuple(dict.fromkeys([*listed, *found]))[:MOST_AGENCIES]
        years = tuple(sorted({int(year) for year in query.getlist("year") if year.isdecimal() and len(year) == 4}))[-MOST_YEARS:]
        said, vague = self._chooser.figures("\n".join(query.getlist("figures")), language)
        unclear += vague
        keys = self._chooser.keys([*query.getlist("field"), *said], query.get("by", ""), MOST_FIGURES)
        is_tidy = not ({"names", "figures", "by"} & query.keys())
        if not years and agencies and keys and not unclear:
            held = {year for agency in agencies for year in self._site.facts.years_of(agency.no)}
            years, is_tidy = tuple(sorted(held))[-MOST_YEARS:], False
        return Asked(agencies, years, keys, tuple(unclear), is_tidy)

    def _grid(self, asked: Asked, say: Say) -> Grid:
        return grid_of(self._site.facts, self._chooser.labelled(asked.agencies), asked.years, asked.keys, say)

    def _values(self, asked: Asked, language: str) -> Mapping[str, Any]:
        """At the desk: what the form offers, and the comparison where enough was chosen."""
        say, chooser = self._site.say(language), self._chooser
        grid = self._grid(asked, say) if asked.is_complete else None
        drawn = {panel.key: Markup(picture(panel, self._site.facts, say)) for panel in grid.panels} if grid else {}
        return {
            "named": chooser.labelled(asked.agencies),
            "years": chooser.years(),
            "groups": chooser.groups(language, asked.keys),
            "columns": chooser.columns(language),
            "grid": grid,
            "drawn": drawn,
            "verdicts": {key: self._verdict(asked, key, language) for key in asked.keys} if grid else {},
            "address_of": address_of,
            "agency_address": agency_address,
        }

    def _verdict(self, asked: Asked, key: str, language: str) -> str:
        """What the desk says of it: who has more in a year, or how far one has moved between two; else nothing."""
        several, dated = len(asked.agencies) > 1, len(asked.years)
        if not ((several and dated == 1) or (not several and dated == 2)):
            return ""
        operation = "compare" if several else "change"
        question = Question(operation, language, "", asked.agencies, years=asked.years, fields=(key,))
        answer = self._site.beyond.posed(question)
        return answer.bodies[0].lead[0] if answer.status == "answered" and answer.result and answer.bodies[0].lead else ""


def address_of(slot: Slot) -> str:
    """The page of the cell, or of the report where the figure was worked out; nothing where no report is held."""
    if slot.measured is None:
        return ""
    fact = slot.fact
    return cell_address(fact) if fact is not None else report_address(slot.agency.id, slot.year)


def _named(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
