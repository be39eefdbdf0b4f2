"""One row of a table of figures as one cell: its state, its value and what was printed.

`number`, `blank`, `dash` and `unreadable` are states that a row can have; `missing` and `not_on_form` are the
absence of one, so that such rows are passed over. Where the row does not give the state, the value tells: an empty
one is blank, "/", "-", "—" and "无" are dashes, digits are a number. A state and a value that contradict each other
are refused, as is any value that is no number: blank never becomes 0 and 0 never blank.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from ingest.catalogue import Catalogue
from ingest.readers.table import Group, Refused
from ingest.report import Figure, State

_DASHES = frozenset("/-—–−－／无") | {"--", "——", "－－"}
_NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?", re.ASCII)
_LONGEST = 30
"""Characters of a number: what is longer counts nothing that a report could be about."""

_ABSENT = frozenset({State.MISSING.value, State.NOT_ON_FORM.value})
_EMPTY = {State.BLANK.value: State.BLANK, State.DASH.value: State.DASH, State.UNREADABLE.value: State.UNREADABLE}

_REASONS = {
    "unknown_field": ("没有“{what}”这一项", "there is no field “{what}”"),
    "bad_value": ("“{what}”不是数字", "“{what}” is no number"),
    "bad_state": ("状态“{what}”与数值不符或无效", "the state “{what}” is unknown or contradicts the value"),
    "bad_page": ("页码“{what}”不是正整数", "the page “{what}” is no page number"),
    "twice": ("“{what}”在同一份报告中出现两次且数值不同", "“{what}” stands twice in the report, with other values"),
    "not_printed": ("该格式的报告没有“{what}”这一项", "this edition of the form does not print “{what}”"),
}

_REMEMBERED = 200_000

Said = tuple[str, str, str, str, str]
"""field, state, value, raw, page: as they stand in the row."""


@dataclass(frozen=True, slots=True)
class Entries:
    """Reads rows against the catalogue. Equal rows give the same Figure, which is what makes large tables quick."""

    catalogue: Catalogue
    known: dict[Said, Figure | str | None] = field(default_factory=dict)
    empty: dict[str, dict[str, Figure]] = field(default_factory=dict)

    @property
    def names(self) -> Mapping[str, tuple[str, str]]:
        """The fields' names in Chinese and English."""
        return self.catalogue.names

    def figures(self, group: Group) -> tuple[list[Refused], dict[str, Figure]]:
        """The cells that the rows state, and the rows that are refused."""
        at = group.at
        key_at, value_at = at["field"], at["value"]
        state_at, raw_at, page_at = at.get("state"), at.get("raw"), at.get("page")
        refused: list[Refused] = []
        figures: dict[str, Figure] = {}
        known = self.known
        for line, row in group.cells:
            said = (
                row[key_at],
                "" if state_at is None else row[state_at],
                row[value_at],
                "" if raw_at is None else row[raw_at],
                "" if page_at is None else row[page_at],
            )
            figure = known[said] if said in known else self._read(said)
            if isinstance(figure, str):
                refused.append(_refused(line, figure, said))
            elif figure is not None:
                first = figures.setdefault(figure.key, figure)
                if first is not figure and (first.state, first.value) != (figure.state, figure.value):
                    refused.append(_refused(line, "twice", said))
        return refused, figures

    def _read(self, said: Said) -> Figure | str | None:
        if len(self.known) >= _REMEMBERED:
            self.known.clear()
        key, state, value, raw, page = said
        figure = self.known[said] = self._cell(key.strip(), state.strip(), value.strip(), raw, page.strip())
        return figure

    def _cell(self, key: str, state: str, value: str, raw: str, page: str) -> Figure | str | None:
        """The cell, None where there is none, or the name of the reason for refusing it."""
        if key not in self.catalogue.names:
            return "unknown_field"
        if page and not (page.isascii() and page.isdigit() and int(page) > 0):
            return "bad_page"
        place = int(page) if page else None
        number = _number(value)
        if number is not None and state in ("", State.NUMBER.value):
            printed = raw or value
            return Figure(key, State.NUMBER, number, printed, place, None, _unit(printed))
        if number is not None:
            return "bad_state"
        return self._without_number(key, state, value, raw or value or None, place)

    def _without_number(self, key: str, state: str, value: str, raw: str | None, place: int | None) -> Figure | str | None:
        if state in _ABSENT:
            return None
        if state in _EMPTY:
            return Figure(key, _EMPTY[state], None, raw, place)
        if state:
            return "bad_state"
        if not value:
            return Figure(key, State.BLANK, None, raw, place)
        return Figure(key, State.DASH, None, raw, place) if value in _DASHES else "bad_value"

    def form_of(self, figures: Mapping[str, Figure], year: int) -> str:
        """The form that prints most of these cells; of several, the one in use in that year, or else the first."""
        most = max(len(printed & figures.keys()) for printed in self.catalogue.printed.values())
        since = {
            form: first
            for form, first in self.catalogue.since.items()
            if len(self.catalogue.printed[form] & figures.keys()) == most
        }
        in_use = [form for form in since if since[form] <= year]
        return max(in_use, key=since.__getitem__) if in_use else min(since, key=since.__getitem__)

    def printed_on(self, form: str, figures: dict[str, Figure], group: Group) -> tuple[dict[str, Figure], list[Refused]]:
        """Parts the cells that the form prints from the rows that state others."""
        printed = self.catalogue.printed.get(form, frozenset())
        if figures.keys() <= printed:
            return figures, []
        key_at = group.at["field"]
        strange = [
            _refused(line, "not_printed", (row[key_at],)) for line, row in group.cells if row[key_at].strip() not in printed
        ]
        return {key: figure for key, figure in figures.items() if key in printed}, strange

    def missing(self, form: str) -> Mapping[str, Figure]:
        """Every cell of the form as missing: what the rows do not state is not there."""
        if form not in self.empty:
            self.empty[form] = {key: Figure(key, State.MISSING) for key in sorted(self.catalogue.printed[form])}
        return self.empty[form]


def _refused(line: int, reason: str, said: tuple[str, ...]) -> Refused:
    zh, en = _REASONS[reason]
    what = {"bad_value": said[2:3], "bad_state": said[1:2], "bad_page": said[4:5]}.get(reason, said[:1])[0]
    return Refused(line, reason, zh.format(what=what), en.format(what=what))


def _number(text: str) -> Decimal | None:
    folded = unicodedata.normalize("NFKC", text).strip()
    if len(folded) > _LONGEST or not _NUMBER.fullmatch(folded):
        return None
    return Decimal(folded.replace(",", ""))


def _unit(printed: str) -> str | None:
    """A unit of money that is printed with the number: 251000元 is no 251000 万元."""
    return next((unit for unit in ("亿元", "万元", "元") if unit in printed), None)
