"""Reports in words, for staff and for those who follow an agency: figures, findings with both sides, what differs and how."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from bot.backoffice.intake import Finding, Reading
from bot.channels.telegram.phrases import Phrases
from bot.fetch.changes import MAIN, Cell, Cells, Moved, Reports, moved

MOST_MOVED = 10
MOST_FINDINGS = 20
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


class ReadOut:
    """Says it in one of the two languages. `reports` is what is stored."""

    def __init__(self, phrases: Phrases, reports: Reports, language: str) -> None:
        self._phrases, self._reports, self._language = phrases, reports, language

    def handed_in(self, reading: Reading) -> str:
        """What was read of a document, what does not add up, and how it differs from what is stored."""
        cells, id, year = reading.cells or {}, reading.agency_id, reading.year
        head = self._say("read_head", agency=reading.agency, year=year, form=reading.form, count=reading.figures)
        lines = [head, *self._figures(cells), "", *self.findings(reading.findings)]
        last = self._reports.cells(id, year - 1)
        lines += [
            "",
            *(self._against("read_last_year", last, cells, year - 1) if last else [self._say("no_last", year=year - 1)]),
        ]
        stored = self._reports.cells(id, year)
        if stored:
            lines += ["", *self._against("read_stored", stored, cells, year)]
        return "\n".join(lines)

    def added(self, id: str, name: str, year: int) -> str | None:
        """A report that was not stored before; None where it is gone again."""
        cells = self._reports.cells(id, year)
        if cells is None:
            return None
        lines = [self._say("watch_new", agency=name, year=year), *self._figures(cells), *self._stored_findings(id, year)]
        return "\n".join([*lines, self._source(id, year)])

    def changed(self, id: str, name: str, year: int, old: Cells) -> str | None:
        """Figures of a report that are others now; None where none is."""
        found = moved(old, self._reports.cells(id, year) or {})
        if not found:
            return None
        head = self._say("watch_changed", agency=name, year=year, count=len(found))
        return "\n".join([head, *self.moves(found), *self._stored_findings(id, year), self._source(id, year)])

    def moves(self, found: Sequence[Moved]) -> list[str]:
        """The most telling of them, old → new, and how many more there are."""
        lines = [f"· {self._field(one.key)}：{self._cell(one.old)} → {self._cell(one.new)}" for one in found[:MOST_MOVED]]
        more = len(found) - MOST_MOVED
        lines = [line if self._language == "zh" else line.replace("：", ": ", 1) for line in lines]
        return [*lines, self._say("read_more", count=more)] if more > 0 else lines

    def findings(self, found: Sequence[Finding]) -> list[str]:
        """What does not add up, a line each, or that everything does. A note that a report was corrected is none of these."""
        found = [one for one in found if one.severity != "note"]
        if not found:
            return [self._say("read_sound")]
        lines = [self._say("read_findings", count=len(found)), *(f"✗ {self._finding(one)}" for one in found[:MOST_FINDINGS])]
        more = len(found) - MOST_FINDINGS
        return [*lines, self._say("read_more", count=more)] if more > 0 else lines

    def _finding(self, one: Finding) -> str:
        if one.left is None or one.right is None:
            return one.message
        if {one.left, one.right} <= {Decimal(number) for number in _NUMBER.findall(one.message)}:
            return one.message  # it tells both sides itself
        sides = {"left": self._number(one.left), "right": self._number(one.right)}
        difference = one.left - one.right if one.difference is None else one.difference
        return one.message + self._say("read_sides", difference=self._number(difference), **sides)

    def _stored_findings(self, id: str, year: int) -> list[str]:
        found = self._reports.findings(id, year)
        told = [Finding(one["severity"], one[self._language], None, None, None) for one in found]
        return self.findings(told)

    def _against(self, key: str, old: Cells, new: Cells, year: int) -> list[str]:
        found = moved(old, new)
        if not found:
            return [self._say(f"{key}_same", year=year)]
        return [self._say(key, year=year, count=len(found)), *self.moves(found)]

    def _figures(self, cells: Cells) -> list[str]:
        colon = "：" if self._language == "zh" else ": "
        told = [(key, cells[key]) for key in MAIN if key in cells]
        return [
            f"{self._field(key)}{colon}{self._cell(cell)}" for key, cell in told if cell.state not in ("missing", "not_on_form")
        ]

    def _source(self, id: str, year: int) -> str:
        return self._say("watch_source", document=self._reports.document(id, year))

    def _field(self, key: str) -> str:
        known = self._reports.facts.fields.get(key)
        if known is None:
            return key
        return known[f"row_{self._language}"] if key.endswith(".total") else known[self._language]

    def _cell(self, cell: Cell) -> str:
        return self._number(cell.value) if cell.value is not None else self._say(f"cell_{cell.state}")

    def _number(self, value: Decimal) -> str:
        """As printed: an amount may be in any unit, so that none is said."""
        return format(value, "f")

    def _say(self, key: str, **blanks: object) -> str:
        return self._phrases.say(key, self._language, **blanks)
