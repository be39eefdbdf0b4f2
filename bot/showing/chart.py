"""What there is to draw in an answer: bars for a comparison or a ranking, a line for a trend. Never a value that is not printed.

A year or an agency without a number keeps its place and is drawn as a gap, with the word for it; it is never a 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from bot.facts import Facts
from bot.fetch.measures import RATES, SUMS, Measured, measure, parts_of
from bot.question import Answer, Fact
from bot.say import Say

MOST_BARS = 20
MOST_LINES = 6
_SHOWN_SOURCES = 2
_BARS = ("compare", "rank", "list", "total", "average", "lookup", "change", "share", "position", "presence")

_OF_A_SET = ("list", "total", "average", "position")
"""Answers whose figures stand in no order of their own: drawn from the highest down, so that the least are left out."""
_WORKED = ("rate", "rank", "trend", "position")
"""Answers whose figure may be a rate of which only the parts are cells."""
_OF_PARTS = ("compare", "change", "rate", "total", "average")
"""Answers that may set sums or rates beside each other, of which only the parts are cells."""
_CLOSE = Decimal("1e-12")


@dataclass(frozen=True)
class Mark:
    """One bar or one point. `value` is None in a gap, `said` what stands beside it: 2906件, 空白, 未收录."""

    label: str
    value: Decimal | None
    said: str
    breaks: bool = False
    """Whether the form changed before this year, so that the line must not run on."""


@dataclass(frozen=True)
class Chart:
    """A picture to be drawn: `kind` is bars, line or lines; `footer` holds the sources and what was left out."""

    kind: str
    title: str
    marks: tuple[Mark, ...]
    footer: tuple[str, ...]
    broken: str = ""
    """The words at a break of the line."""
    series: tuple[tuple[str, tuple[Mark, ...]], ...] = ()
    """Of several lines: the name of each with a mark a year, all of the same years."""


def chart_of(answer: Answer, facts: Facts, say: Say) -> Chart | None:
    """The chart of an answer; None where fewer than two figures of one kind stand in it."""
    if answer.status != "answered" or not answer.facts:
        return None
    result = answer.result or {}
    if answer.operation == "trend":
        points = result.get("points", ())
        several = len({fact.agency.no for fact in answer.facts}) > 1
        return _lines(answer, len(points), facts, say) if several else _line(answer, points, facts, say)
    if answer.operation == "rank":
        return _ranking(answer, result.get("ranking", ()), say)
    if len({fact.field for fact in answer.facts}) > 1:
        return _worked_bars(answer, say) if answer.operation in _OF_PARTS else None
    return _bars(answer, say) if answer.operation in _BARS else None


def _line(answer: Answer, points: Sequence[Mapping[str, Any]], facts: Facts, say: Say) -> Chart | None:
    if not answer.facts or sum(point["value"] is not None for point in points) < 2:
        return None
    agency = answer.facts[0].agency
    held = {int(point["year"]): point["value"] for point in points}
    if len(held) < len(points):  # two figures a year are two lines
        return None
    key = key_of(answer) or ""
    marks = _years(answer, agency.no, key, range(min(held), max(held) + 1), facts, say)
    broken = say("chart.break") if any(mark.breaks for mark in marks) else ""
    return Chart("line", f"{agency.name} · {say.field(key)}", marks, _footer(answer, (), say), broken)


def _lines(answer: Answer, points: int, facts: Facts, say: Say) -> Chart | None:
    """A line an agency, over the years of all of them; None where no line has two numbers to be joined, and where the
    answer is one figure a year of all of them together."""
    if points != len({(fact.agency.no, fact.year) for fact in answer.facts}):
        return None
    key, agencies = key_of(answer) or "", {fact.agency.no: fact for fact in answer.facts}
    if len(agencies) > MOST_LINES or not {fact.field for fact in answer.facts} <= set(parts_of(key)):
        return None
    years = range(min(fact.year for fact in answer.facts), max(fact.year for fact in answer.facts) + 1)
    series = tuple(
        (_called(fact, answer.facts, False), _years(answer, no, key, years, facts, say)) for no, fact in agencies.items()
    )
    if not any(sum(mark.value is not None for mark in marks) > 1 for _, marks in series):
        return None
    every = tuple(replace(mark, label=f"{name} {mark.label}") for name, marks in series for mark in marks)
    broken = say("chart.break") if any(mark.breaks for mark in every) else ""
    return Chart("lines", say.field(key), every, _footer(answer, (), say), broken, series)


def _years(answer: Answer, no: int, key: str, years: Iterable[int], facts: Facts, say: Say) -> tuple[Mark, ...]:
    """A mark a year of one agency: its figure, or why there is none."""
    cells: dict[int, dict[str, Fact]] = {}
    for fact in answer.facts:
        if fact.agency.no == no:
            cells.setdefault(fact.year, {})[fact.field] = fact
    marks, former = [], None
    for year in years:
        form = facts.form_of(no, year) if year in cells else None
        breaks = form is not None and former is not None and form != former
        measured = measure(key, cells[year]) if year in cells else None
        value, said = (None, say("chart.no_report")) if measured is None else (measured.value, _read(key, measured, say))
        marks.append(Mark(str(year), value, said, breaks))
        former = form or former
    return tuple(marks)


def _read(key: str, measured: Measured, say: Say) -> str:
    """A figure, or what its cell is that holds no number; a rate over zero is none."""
    if measured.value is not None:
        return _said(measured.value, key, measured.parts[0] if measured.parts else None, say)
    return say("cell_state.no_rate") if measured.state == "number" else say.state(measured.state)


def _ranking(answer: Answer, ranking: Sequence[Mapping[str, Any]], say: Say) -> Chart | None:
    key = key_of(answer) or ""
    known = {(fact.agency.id, fact.year): fact for fact in answer.facts if fact.field in parts_of(key)}
    years = {entry["year"] for entry in ranking}
    marks = []
    for entry in ranking[:MOST_BARS]:
        fact = known.get((entry["agency_id"], entry["year"]))
        if fact is None:
            break
        label = f"{entry['rank']}. {_called(fact, answer.facts, len(years) > 1)}"
        marks.append(Mark(label, entry["value"], _said(entry["value"], key, fact, say)))
    if len(marks) < 2:
        return None
    left = (say("list.more", more=len(ranking) - len(marks)),) if len(ranking) > len(marks) else ()
    title = f"{say('chart.years', years=say.list(sorted(years)))} · {say.field(key)}"
    return Chart("bars", title, tuple(marks), _footer(answer, left, say))


def _bars(answer: Answer, say: Say) -> Chart | None:
    numbers = [fact for fact in answer.facts if fact.state == "number"]
    if len(numbers) < 2 or len({fact.unit for fact in numbers}) > 1:
        return None
    years = {fact.year for fact in answer.facts}
    alone = len({fact.agency.no for fact in answer.facts}) == 1
    marks = []
    shown = _in_order(answer)
    for fact in shown[:MOST_BARS]:
        label = str(fact.year) if alone else _called(fact, answer.facts, len(years) > 1)
        said = _said(fact.value, fact.field, fact, say) if fact.value is not None else say.state(fact.state)
        marks.append(Mark(label, fact.value, said))
    left = len(shown) - len(marks)
    head = answer.facts[0].agency.name if alone else say("chart.years", years=say.list(sorted(years)))
    footer = _footer(answer, (say("list.more", more=left),) if left else (), say)
    return Chart("bars", f"{head} · {say.field(answer.facts[0].field)}", tuple(marks), footer)


def _worked_bars(answer: Answer, say: Say) -> Chart | None:
    """Bars of a sum or a rate whose parts are the facts; None unless the answer itself bears out that it is about that, not
    about its parts."""
    fields = {fact.field for fact in answer.facts}
    sums = (f"{row}.{answer.facts[0].field.partition('.')[2]}" for row in SUMS)
    key = next((key for key in (*RATES, *sums) if set(parts_of(key)) == fields), "")
    sides: dict[tuple[int, int], dict[str, Fact]] = {}
    for fact in answer.facts:
        sides.setdefault((fact.agency.no, fact.year), {})[fact.field] = fact
    measured = [measure(key, side) for side in sides.values()] if key else []
    values = [one.value for one in measured if one.value is not None]
    if not 2 <= len(measured) <= MOST_BARS or len(values) < 2 or not _bears_out(answer, values):
        return None
    dated, alone = len({year for _, year in sides}) > 1, len({no for no, _ in sides}) == 1
    marks = []
    for one in measured:
        fact = one.parts[0]
        label = str(fact.year) if alone else _called(fact, answer.facts, dated)
        marks.append(Mark(label, one.value, _read(key, one, say)))
    years = say("chart.years", years=say.list(sorted({year for _, year in sides})))
    head = answer.facts[0].agency.name if alone else years
    return Chart("bars", f"{head} · {say.field(key)}", tuple(marks), _footer(answer, (), say))


def _bears_out(answer: Answer, values: Sequence[Decimal]) -> bool:
    """Whether the result of an answer is what comes of these values."""
    result = answer.result or {}
    if answer.operation == "rate":
        return result.get("value") in values
    told, many = result.get("value", result.get("difference")), sum(values, Decimal(0))
    comes = {"change": values[-1] - values[0], "total": many, "average": many / len(values)}
    return told is not None and abs(Decimal(told) - comes.get(answer.operation or "", max(values) - min(values))) < _CLOSE


def _in_order(answer: Answer) -> list[Fact]:
    """The figures to be drawn: of a list those that it names and not those it was chosen from."""
    if answer.operation not in _OF_A_SET:
        return list(answer.facts)
    named = (answer.result or {}).get("agencies")
    kept = [fact for fact in answer.facts if named is None or fact.agency.id in named]
    return sorted(kept, key=lambda fact: (fact.value is None, -(fact.value or 0)))


def key_of(answer: Answer) -> str | None:
    """The figure that an answer is about: a field, the sum or the rate whose parts its facts are; the first of several."""
    fields = tuple(dict.fromkeys(fact.field for fact in answer.facts))
    if len(fields) <= 1:
        return fields[0] if fields else None
    for row in SUMS:
        key = f"{row}.{fields[0].partition('.')[2]}"
        if set(parts_of(key)) == set(fields):
            return key
    if answer.operation in _WORKED:
        return next((rate for rate in RATES if set(parts_of(rate)) == set(fields)), fields[0])
    return fields[0]


def _said(value: Decimal | None, key: str, fact: Fact | None, say: Say) -> str:
    if value is not None and key in RATES:
        return say.percent(value)
    return say.number(value, fact.unit if fact is not None else None)


def _called(fact: Fact, facts: Sequence[Fact], dated: bool) -> str:
    """The agency's name, with its region where another of that name stands beside it, and the year where years differ."""
    namesakes = {other.agency.no for other in facts if other.agency.name == fact.agency.name}
    name = f"{fact.agency.name}（{fact.agency.region_name}）" if len(namesakes) > 1 else fact.agency.name
    return f"{name} {fact.year}" if dated else name


def _footer(answer: Answer, left: Sequence[str], say: Say) -> tuple[str, ...]:
    """Where the figures stand, what was left out, and the checks that fail."""
    cited = list(dict.fromkeys((fact.document, fact.page) for fact in answer.facts))
    named = [
        say("source.document_page", document=document, page=page) if page else document
        for document, page in cited[:_SHOWN_SOURCES]
    ]
    listed = ("；" if say.language == "zh" else "; ").join(named)
    if len(cited) > _SHOWN_SOURCES:
        listed = say("source.many", documents=listed, value=len({document for document, _ in cited}))
    return (*left, *answer.notes[:2], say("source", documents=listed))
