"""/check: a text held against the reports, each figure marked in its place, with what the report says and the way to the cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.channels.web.choose import Chooser, Unclear
from bot.channels.web.forms import asked
from bot.channels.web.render import Renderer, language_of
from bot.channels.web.site import Site
from bot.channels.web.views import cell_address, report_address
from bot.question import Agency
from bot.say import Say
from bot.talk.checked import ABSENT, RIGHT, UNCHECKED, UNSURE, WRONG, Checking, Stretch, Verdict, pieces_of

LONGEST = 6_000
"""Characters of a text; what is behind them is not checked, and said to be so."""
AT_ONCE = 8
"""Stretches of a text that are held against the reports before somebody else has a turn."""
_MARKS = {RIGHT: "✓", WRONG: "✗", UNSURE: "？", ABSENT: "∅", UNCHECKED: "–"}
"""As they stand in the text."""


@dataclass(frozen=True)
class Noted:
    """A stretch of the text as the page shows it: `number` counts the figures that were held against a report."""

    text: str
    verdict: str = ""
    mark: str = ""
    number: int = 0
    said: tuple[str, ...] = ()
    sources: tuple[tuple[str, str], ...] = ()
    """Where it stands, and the address of the cell or the report."""


@dataclass(frozen=True)
class Sheet:
    """What was handed in: the text, and whose report it is where the text itself does not say."""

    text: str = ""
    whose: str = ""
    year: int = 0
    agency: Agency | None = None
    unclear: tuple[Unclear, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether all of it is checked."""
        return len(self.text) <= LONGEST


class Check:
    """Shows the box for a text, and the text checked."""

    def __init__(self, site: Site, renderer: Renderer) -> None:
        self._site, self._renderer = site, renderer
        self._chooser = Chooser(site)

    def routes(self) -> Sequence[BaseRoute]:
        """/check, as a page and as text; a long text is posted."""
        return (
            Route("/check", self.show, methods=["GET", "POST"]),
            Route("/check.txt", self.file, methods=["GET", "POST"], name="check_text"),
        )

    async def show(self, request: Request) -> Response:
        """The box, and above it the text with its marks where one was handed in."""
        language = language_of(request)
        sheet = await self._site.at_desk(self._sheet, await asked(request))
        noted = await self._noted(sheet, language)
        values: dict[str, Any] = {"sheet": sheet, "noted": noted, "years": await self._site.at_desk(self._chooser.years)}
        values |= {"longest": LONGEST, "marks": _MARKS, "tally": Counter(one.verdict for one in noted if one.verdict)}
        return self._renderer.page(request, "check.html", title=self._site.phrases.say("check", language), **values)

    async def file(self, request: Request) -> Response:
        """The same as plain text, to be kept or sent on."""
        language = language_of(request)
        sheet = await self._site.at_desk(self._sheet, await asked(request))
        noted = await self._noted(sheet, language)
        text = "\n".join((*self._lines(noted, sheet, language, str(request.base_url).rstrip("/")), ""))
        return PlainTextResponse(text, headers={"Content-Disposition": 'attachment; filename="check.txt"'})

    def _sheet(self, form: Mapping[str, str]) -> Sheet:
        """At the desk. An agency that is named by a button counts for more than what was typed."""
        text, year = form.get("text", "").strip(), form.get("year", "")
        whose = form.get("whose", "").strip()
        unclear: list[Unclear] = []
        found = self._chooser.agencies([form.get("agency", "")], 1)
        if not found and whose:
            found, unclear = self._chooser.named(whose)
        agency = found[0] if len(found) == 1 else None
        return Sheet(
            text,
            agency.name if agency else whose,
            int(year) if year.isdecimal() and len(year) == 4 else 0,
            agency,
            tuple(unclear),
        )

    async def _noted(self, sheet: Sheet, language: str) -> list[Noted]:
        """The text cut at its figures. A few at a time, so that others are answered in between."""
        if not sheet.text or sheet.unclear:
            return []
        checking = Checking(self._site.talks.desk, self._site.today(), sheet.agency, sheet.year or None)
        running = chain.from_iterable(map(checking.sentence, pieces_of(sheet.text[:LONGEST])))
        stretches: list[Stretch] = []
        while some := await self._site.at_desk(lambda: list(islice(running, AT_ONCE))):
            stretches += some
        say, number, noted = self._site.say(language), 0, []
        for stretch in stretches:
            if stretch.verdict is None:
                noted.append(Noted(stretch.text))
                continue
            number += bool(stretch.verdict.said)
            noted.append(self._note(stretch.text, stretch.verdict, number if stretch.verdict.said else 0, say))
        return noted

    def _note(self, text: str, verdict: Verdict, number: int, say: Say) -> Noted:
        sources = []
        alone = len(verdict.facts) == 1
        for fact in verdict.facts:
            stands = say("source.document_page", document=fact.document, page=fact.page) if fact.page else fact.document
            sources.append((stands, cell_address(fact) if alone else report_address(fact.agency.id, fact.year)))
        said = verdict.said
        if verdict.assumed:
            said = (*said, say("assumed.year", value=verdict.assumed))
        return Noted(text, verdict.verdict, _MARKS[verdict.verdict], number, said, tuple(dict.fromkeys(sources)))

    def _lines(self, noted: Iterable[Noted], sheet: Sheet, language: str, site: str) -> Iterator[str]:
        phrase = self._site.phrases.say
        yield phrase("check_head", language, day=self._site.today().isoformat())
        yield ""
        yield "".join(f"{one.text}{_tagged(one)}" for one in noted)
        yield ""
        for one in noted:
            if one.number:
                yield f"[{one.number}] {one.mark} {one.text}　{' '.join(one.said)}"
                for stands, address in one.sources:
                    yield f"    {stands}  {site}{address}"
        if not sheet.is_whole:
            yield phrase("check_cut", language, longest=LONGEST)
        yield phrase("check_legend", language, **_MARKS)


def _tagged(one: Noted) -> str:
    return f"[{one.mark}{one.number}]" if one.number else f"[{one.mark}]" if one.verdict else ""
