"""An answer as the page shows it: its parts, the cells that it stands on with their addresses, and what can follow."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from markupsafe import Markup

from bot.question import Answer, Fact, Question
from bot.say import Say
from bot.saying.said import Body, Table
from bot.showing.chart import Chart
from bot.showing.lines import drawn as drawing
from bot.talk.conversation import Kept

if TYPE_CHECKING:
    from bot.channels.web.site import Site

MOST_SOURCES = 40
_MOST_OTHERS = 4
_LONG = 160
"""A line with more characters is text to be read, not a sentence to be seen."""

Piece = tuple[str, str]
"""Some text and the address that it leads to, "" for none."""


@dataclass(frozen=True)
class Cited:
    """A cell that an answer stands on: what it says, as printed, and the address of its evidence."""

    agency: str
    year: int
    label: str
    said: str
    where: str
    address: str
    state: str


@dataclass(frozen=True)
class Shown:
    """All of an answer. `more` is how many cells are not listed; `stable` is its address to be handed on."""

    bodies: tuple[Body, ...]
    leads: tuple[tuple[tuple[Piece, ...], ...], ...]
    """The first lines of each body, in which a figure leads to its cell."""
    cited: tuple[Cited, ...]
    more: int
    chart: Chart | None
    is_own_chart: bool
    """Whether the chart draws the answer itself, not its figure over the years."""
    drawn: Markup
    values: Table | None
    """Those of the chart, for who does not see it."""
    has_files: bool
    is_kept: bool
    trend: bool
    peers: bool
    stable: str
    is_cut: bool
    """Whether tables list only some of the reports that the answer is about."""
    examples: tuple[str, ...]
    """Questions that a help offers."""
    others: tuple[str, ...]
    """Questions that have an answer, where this one has none and nothing was asked back."""
    whose: Mapping[str, str]
    """Names of agencies as tables have them, with the address of the report, or of the agency where several are told of."""
    checks: frozenset[str]
    """The remarks that tell of a sum that fails, or of figures that have changed."""

    @property
    def left_out(self) -> tuple[str, ...]:
        """What stands below the chart of the answer itself, without what the answer says already and its sources."""
        said = {line for body in self.bodies for line in (*body.below, *body.remarks)}
        footer = self.chart.footer[:-1] if self.chart is not None else ()
        return tuple(line for line in footer if not any(line in other for other in said))

    @property
    def is_long(self) -> bool:
        return any(len(line) > _LONG for body in self.bodies for line in body.lead)


def shown(site: Site, answer: Answer, kept: Kept | None) -> Shown:
    """To be called at the desk. `kept` is what is kept of the answer, by which it can be opened again."""
    is_kept = kept is not None
    say = site.say(answer.language)
    cells = [fact for fact in answer.facts if fact.document]
    cited = []
    for fact in cells[:MOST_SOURCES]:
        said = say.number(fact.value, fact.unit) if fact.state == "number" else say.state(fact.state)
        where = say("source.document_page", document=fact.document, page=fact.page) if fact.page else fact.document
        cited.append(Cited(fact.agency.name, fact.year, say.label(fact.field), said, where, cell_address(fact), fact.state))
    ways = site.beyond.ways(answer)
    chart = site.beyond.chart(answer) if ways.chart or ways.trend else None
    bodies = tuple(_without_list(body, answer) for body in answer.bodies) or (Body(lead=tuple(answer.text.splitlines())),)
    leads = tuple(tuple(_leading(line, cited) for line in body.lead) for body in bodies)
    drawn = Markup(drawing(chart, framed=False)) if chart is not None else Markup("")
    checks = frozenset(line for body in bodies for line in body.remarks if any(note in line for note in answer.notes))
    offered = (is_kept and ways.trend is not None, is_kept and ways.peers is not None)
    stable = stable_address(site, answer, kept) if kept is not None else ""
    values = _values(chart, say) if chart is not None else None
    rest = (
        chart,
        ways.chart,
        drawn,
        values,
        bool(answer.facts) and is_kept,
        is_kept,
        *offered,
        stable,
        _is_cut(answer),
        examples_of(answer),
        others_of(site, answer) if not is_kept else (),
        whose(site, answer, say),
        checks,
    )
    return Shown(bodies, leads, tuple(cited), len(cells) - len(cited), *rest)


def stable_address(site: Site, answer: Answer, kept: Kept) -> str:
    """The address of a kept answer. Where the question says by itself all that was asked, and says so in a later year too,
    it goes along: the answer can then be worked out again where the conversations are lost."""
    text, address = answer.question, f"/a/{answer.id}"
    alone = bool(text) and (_says_all(text, kept.question) if _is_wide(kept) else site.is_of(text, kept.id))
    return f"{address}?q={quote(text)}" if alone else address


def _is_wide(kept: Kept) -> bool:
    """Whether an answer is about a set of agencies, and may take long to be worked out."""
    return kept.question is not None and kept.question.scope is not None


def _says_all(text: str, question: Question | None) -> bool:
    """Whether a question takes nothing from the conversation, and names its years in figures."""
    return question is not None and not question.taken and all(str(year) in text for year in question.years)


def _without_list(body: Body, answer: Answer) -> Body:
    """Without the lines that list what is offered: the page has them as links."""
    offered = {f"· {label}" for label in (*(choice.label for choice in answer.choices), *examples_of(answer))}
    return replace(body, below=tuple(line for line in body.below if line not in offered))


def _is_cut(answer: Answer) -> bool:
    rows = sum(len(body.table.rows) for body in answer.bodies if body.table is not None)
    return answer.operation in ("rank", "list") and 0 < rows < len({(fact.agency.no, fact.year) for fact in answer.facts})


def examples_of(answer: Answer) -> tuple[str, ...]:
    """The questions that a help offers, each tried."""
    return tuple((answer.result or {}).get("examples", ())) if answer.operation == "help" else ()


def whose(site: Site, answer: Answer, say: Say) -> Mapping[str, str]:
    """What the agencies of an answer are called in its tables → their pages. A name that several bear leads nowhere."""
    led: dict[str, set[str]] = {}
    reports = dict.fromkeys((fact.agency, fact.year) for fact in answer.facts)
    years = Counter(agency for agency, _ in reports)
    for agency, year in reports:
        name, address = site.called(agency), report_address(agency.id, year)
        led.setdefault(name, set()).add(address if years[agency] == 1 else agency_address(agency.id))
        led.setdefault(say("named_year", name=name, year=year), set()).add(address)
        if years[agency] == len(reports):
            led.setdefault(say("heading.year", year=year), set()).add(address)
    return {name: addresses.pop() for name, addresses in led.items() if len(addresses) == 1}


def others_of(site: Site, answer: Answer) -> tuple[str, ...]:
    """What can be asked by someone whose message has no answer; nothing where choices or examples stand in it. At the desk."""
    return site.examples(answer.language)[:_MOST_OTHERS] if answer.status == "declined" and not answer.choices else ()


def _values(chart: Chart, say: Say) -> Table:
    header = (say("column.year" if chart.kind == "line" else "column.name"), say("column.value"))
    return Table(header, tuple((mark.label, mark.said) for mark in chart.marks))


def _leading(line: str, cited: Sequence[Cited]) -> tuple[Piece, ...]:
    """A line in which what just one of the cells says leads to that cell."""
    counted = Counter(cell.said for cell in cited)
    once = {cell.said: cell.address for cell in cited if counted[cell.said] == 1 and cell.state == "number"}
    if not once or len(line) > _LONG:
        return ((line, ""),)
    either = "|".join(re.escape(said) for said in sorted(once, key=len, reverse=True))
    pieces = re.split(rf"(?<![\d.,])({either})(?![\d%])", line)
    return tuple((piece, once[piece] if place % 2 else "") for place, piece in enumerate(pieces) if piece)


def agency_address(id: str) -> str:
    """The page of an agency."""
    return f"/agencies/{quote(id, safe='/')}"


def report_address(id: str, year: int) -> str:
    """The page of a report."""
    return f"{agency_address(id)}/{year}"


def cell_address(fact: Fact) -> str:
    """The page of a cell."""
    return f"{report_address(fact.agency.id, fact.year)}/{fact.field}"
