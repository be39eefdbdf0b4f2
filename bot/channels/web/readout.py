"""What was read of a document, as a page shows it: main figures, failing sums with both sides, what differs from before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.backoffice.intake import Finding, Reading
from bot.fetch.changes import MAIN, Cell, Cells, moved
from bot.say import Say
from bot.saying.lay import capital

if TYPE_CHECKING:
    from bot.channels.web.site import Site

MOST_MOVED = 40
_ABSENT = ("missing", "not_on_form")


@dataclass(frozen=True)
class Failing:
    """A check that fails: the sentence, and both sides where it is a sum."""

    severity: str
    said: str
    left: str
    right: str
    difference: str


@dataclass(frozen=True)
class Change:
    """A figure that is another now."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Beside:
    """How the document differs from a stored report on that year. `more` is how many changes are not listed."""

    year: int
    count: int
    changes: tuple[Change, ...]
    more: int


@dataclass(frozen=True)
class Out:
    """All that is shown: the main figures, and every cell, each with what it is called. `last` is the report on the year
    before, `same` the one that would be replaced; None where none is held."""

    reading: Reading
    figures: tuple[tuple[str, str], ...]
    cells: tuple[tuple[str, str], ...]
    failing: tuple[Failing, ...]
    last: Beside | None
    same: Beside | None


def read_out(site: Site, reading: Reading, language: str) -> Out:
    """To be called at the desk."""
    say, cells = site.say(language), reading.cells or {}
    site.facts.look()
    known = set(site.facts.fields)
    figures = tuple(
        (capital(say.label(key)), _cell(cells[key], say))
        for key in MAIN
        if key in cells and key in known and cells[key].state not in _ABSENT
    )
    every = ((key, cells[key]) for key in site.facts.fields if key in cells)
    listed = tuple((capital(say.field(key)), _cell(cell, say)) for key, cell in every if cell.state not in _ABSENT)
    failing = tuple(_failing(one, say) for one in reading.findings)
    stored = [(year, site.reports.cells(reading.agency_id, year)) for year in (reading.year - 1, reading.year)]
    last, same = (_beside(year, old, {key: cells[key] for key in cells if key in known}, say) for year, old in stored)
    return Out(reading, figures, listed, failing, last, same)


def _beside(year: int, old: Cells | None, new: Cells, say: Say) -> Beside | None:
    if old is None:
        return None
    found = moved(old, new)
    changes = tuple(Change(capital(say.field(one.key)), _cell(one.old, say), _cell(one.new, say)) for one in found[:MOST_MOVED])
    return Beside(year, len(found), changes, len(found) - len(changes))


def _failing(one: Finding, say: Say) -> Failing:
    left, right, apart = ("" if side is None else say.number(side) for side in (one.left, one.right, one.difference))
    return Failing(one.severity, one.message, left, right, apart)


def _cell(cell: Cell, say: Say) -> str:
    """As printed: an amount may be in any unit, so that none is said."""
    return say.number(cell.value) if cell.value is not None else say(f"cell_state.{cell.state}")
