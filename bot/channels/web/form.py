"""The form drawn again: its tables with merged labels, each cell as printed and linked to its evidence, and where sums fail."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.channels.web.views import cell_address
from bot.fetch.filed import Finding
from bot.fetch.layout import Sheet, Strip
from bot.question import Fact
from bot.say import Say

_ABSENT = ("missing", "not_on_form")
_SECTIONS = ("preface", "one", "two", "three", "four", "five", "six")
_ANNEX = 8


@dataclass(frozen=True)
class Head:
    """A label: over how many columns and rows it reaches. `other` is the same in the other language, `down` tells a row's.
    The `last` of a row is the row's own."""

    text: str
    other: str
    wide: int
    high: int
    last: bool


@dataclass(frozen=True)
class Box:
    """A cell. `shown` is what is printed, `said` the word for a state that is no number, `unit` is told where it is another
    than the form prints; `notes` are sums that fail here."""

    key: str
    address: str
    state: str
    shown: str
    said: str
    unit: str
    doubtful: bool
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Drawn:
    """A table: header rows, then rows of labels and cells. `stub` is how many columns the labels of rows take."""

    clause: str
    corner: str
    stub: int
    width: int
    header: tuple[tuple[Head, ...], ...]
    rows: tuple[tuple[tuple[Head, ...], tuple[Box, ...]], ...]


@dataclass(frozen=True)
class Marked:
    """A finding as it is marked in the form: the cell that bears the note, and both sides."""

    finding: Finding
    at: str
    note: str


def drawn(sheet: Sheet, facts: Mapping[str, Fact], marked: Sequence[Marked], say: Say) -> Drawn:
    """The table with what a report holds. Of rows that are printed in one of two ways, only the way that was used."""
    rows = tuple(row for row in sheet.rows if not _unused(row, sheet, facts))
    row_names, column_names = _names(sheet, say)
    boxes = _Boxes(facts, marked, say)
    if sheet.across:
        pairs = [(row, column) for row in rows for column in sheet.columns if f"{row.key}.{column.key}" in sheet.keys]
        paths = [(*row.heads, column.heads[-1]) for row, column in pairs]
        ends = [column_names.get(column.key, "") for _, column in pairs]
        cells = tuple(boxes.of(f"{row.key}.{column.key}") for row, column in pairs)
        return Drawn("", "", 0, len(pairs), _header(paths, ends), (((), cells),))
    stub = max((len(row.heads) for row in rows), default=1)
    labels = _labels(rows, stub, row_names)
    lines = tuple(
        (labels[place], tuple(boxes.of(f"{row.key}.{column.key}") for column in sheet.columns)) for place, row in enumerate(rows)
    )
    header = _header([column.heads for column in sheet.columns], [column_names.get(column.key, "") for column in sheet.columns])
    clause = "" if any(sheet.clause in column.heads for column in sheet.columns) else sheet.clause
    return Drawn(clause, sheet.corner, stub, len(sheet.columns), header, lines)


def section_name(number: int, say: Say) -> str:
    """What a section of the form is called; nothing for those that only free text has."""
    if number < len(_SECTIONS):
        return say(f"section.{_SECTIONS[number]}")
    return say("section.annex") if number == _ANNEX else ""


class _Boxes:
    """Makes the cells of one report."""

    def __init__(self, facts: Mapping[str, Fact], marked: Sequence[Marked], say: Say) -> None:
        self._facts, self._say = facts, say
        self._notes: dict[str, tuple[str, ...]] = {}
        for one in marked:
            self._notes[one.at] = (*self._notes.get(one.at, ()), one.note)
        self._doubtful = frozenset(key for one in marked for key in one.finding.fields)

    def of(self, key: str) -> Box:
        fact = self._facts.get(key)
        if fact is None:
            return Box(key, "", "not_on_form", "", self._say("cell_state.not_on_form"), "", False, ())
        own = fact.unit if fact.state == "number" and fact.unit != self._say.unit(key) else None
        return box(fact, self._say, own or "", key in self._doubtful, self._notes.get(key, ()))


def box(fact: Fact, say: Say, unit: str = "", doubtful: bool = False, notes: tuple[str, ...] = ()) -> Box:
    """The cell of a fact."""
    said = "" if fact.state == "number" else say(f"cell_state.{fact.state}")
    return Box(fact.field, cell_address(fact), fact.state, (fact.raw or "").strip(), said, unit, doubtful, notes)


def _unused(row: Strip, sheet: Sheet, facts: Mapping[str, Fact]) -> bool:
    """Whether the row is the way of printing it that this report has not used."""
    if not row.alternative or _has(row, sheet, facts):
        return False
    others = [one for one in sheet.rows if one.alternative]
    depth = max(len(one.heads) for one in others)
    return any(_has(one, sheet, facts) for one in others if len(one.heads) != len(row.heads)) or (
        len(row.heads) < depth and not any(_has(one, sheet, facts) for one in others)
    )


def _has(row: Strip, sheet: Sheet, facts: Mapping[str, Fact]) -> bool:
    keys = (f"{row.key}.{column.key}" for column in sheet.columns)
    return any(key in facts and facts[key].state not in _ABSENT for key in keys)


def _names(sheet: Sheet, say: Say) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """What rows and columns are called in English; nothing where the labels themselves are read."""
    if say.language == "zh":
        return {}, {}
    called = [(*key.split("."), *say.parts(key)) for key in sheet.keys]
    return {row: name for row, _, name, _ in called}, {column: name for _, column, _, name in called}


def _header(paths: Sequence[Sequence[str]], ends: Sequence[str]) -> tuple[tuple[Head, ...], ...]:
    """Labels over columns, the outermost first, each over all that it stands above."""
    deep = max(map(len, paths), default=0)
    return tuple(
        tuple(
            Head(text, ends[start] if last else "", run, high, last) for start, text, run, high, last in _runs(paths, level, deep)
        )
        for level in range(deep)
    )


def _labels(rows: Sequence[Strip], deep: int, names: Mapping[str, str]) -> Mapping[int, tuple[Head, ...]]:
    """The labels that begin at each row, from the left."""
    found: dict[int, tuple[Head, ...]] = dict.fromkeys(range(len(rows)), ())
    paths = [row.heads for row in rows]
    for level in range(deep):
        for start, text, run, reach, last in _runs(paths, level, deep):
            other = names.get(rows[start].key, "") if last else ""
            found[start] = (*found[start], Head(text, other, reach, run, last))
    return found


def _runs(paths: Sequence[Sequence[str]], level: int, deep: int) -> Iterator[tuple[int, str, int, int, bool]]:
    """At one level of labels: where each begins, itself, over how many it runs, how deep it reaches, whether it is the last
    of its path. A last label stands alone, and reaches down over the levels that its path lacks."""
    place = 0
    while place < len(paths):
        path, run = paths[place], 1
        if len(path) > level + 1:
            while place + run < len(paths) and _shares(paths[place + run], path, level):
                run += 1
            yield place, path[level], run, 1, False
        elif len(path) == level + 1:
            yield place, path[level], 1, deep - level, True
        place += run


def _shares(path: Sequence[str], other: Sequence[str], level: int) -> bool:
    return len(path) > level + 1 and list(path[: level + 1]) == list(other[: level + 1])
