"""Which of several has more, and by how much: 红寺堡区和鹤岗市2021年哪个行政许可多."""

from __future__ import annotations

from decimal import Decimal

from bot.fetch.measures import Measured, alike, is_rate, measure, parts_of
from bot.question import Doubt, Found, Question, Row, Told
from bot.say import Say
from bot.saying.lay import Figure, capital, laid, worked

NEEDS = "rows"


def slice(question: Question) -> tuple[str, ...]:
    """The stored keys needed."""
    return tuple(dict.fromkeys(part for key in question.fields for part in parts_of(key)))


def tell(question: Question, found: Found, say: Say) -> Told | Doubt:
    """Both figures, the winner and the difference (largest less smallest). No verdict where a side has no figure or
    where the only figures are of different years and no years were named."""
    rows = [row for row in found.rows if row.facts]
    figures = [
        Figure(found.names.get(row.agency.no, row.agency.name), row.year, key, measure(key, row.facts))
        for key in question.fields
        for row in rows
    ]
    notes: list[str] = []
    verdicts: list[str] = []
    result: dict[str, object] | None = None
    if len(rows) == len(question.agencies) == 1 and len(question.fields) > 1:
        verdicts = _between(question, rows[0], say)
    else:
        for key in question.fields:
            measured = [figure.measured for figure in figures if figure.key == key]
            sides = list(zip(rows, measured, strict=True))
            verdict = _verdict(question, key, sides, say, found)
            if isinstance(verdict, str):
                notes.append(verdict)
            elif verdict:
                verdicts.append(verdict[0])
                result = result or verdict[1]
    lines, table, below = laid(figures, say)
    facts = tuple(dict.fromkeys(fact for figure in figures for fact in figure.measured.parts))
    return Told(
        (*verdicts, *lines),
        result,
        table,
        below,
        worked=(*worked(figures), *_apart(figures)),
        facts=facts,
        notes=tuple(dict.fromkeys(notes)),
    )


def _apart(figures: list[Figure]) -> list[Decimal]:
    """How far the figures of one key lie apart, and two figures of one report."""
    apart, first = [], []
    for key in dict.fromkeys(figure.key for figure in figures):
        printed, _ = alike(key, [figure.measured for figure in figures if figure.key == key])
        values = [value for value in printed if value is not None]
        apart += [(max(values) - min(values)) * times for times in ((1, 100) if is_rate(key) else (1,))] if values else []
        first += values[:1]
    return [*apart, *([abs(first[0] - first[1])] if len(first) == 2 else [])]


def _between(question: Question, row: Row, say: Say) -> list[str]:
    """Which of two figures of one report is higher: 许可比处罚多多少. Nothing where units differ or one is no number."""
    sides = [(key, measure(key, row.facts)) for key in question.fields]
    values = {key: value.value for key, value in sides if value.value is not None and not is_rate(key)}
    units = {part.unit for _, value in sides for part in value.parts}
    if len(sides) != 2 or len(values) != 2 or len(units) != 1:
        return []
    (one, first), (two, second) = values.items()
    if first == second:
        return [capital(say("compare.level", one=say.label(one), two=say.label(two)))]
    difference = say.number(abs(first - second), units.pop())
    most, least = (one, two) if first > second else (two, one)
    return [capital(say("compare.fields", one=say.label(most), two=say.label(least), value=difference))]


def _verdict(
    question: Question, key: str, sides: list[tuple[Row, Measured]], say: Say, found: Found
) -> str | tuple[str, dict[str, object]] | None:
    apart = bool(question.reports) or any(assumed.why == "apart" for assumed in question.assumed)
    agencies = {row.agency.no for row, _ in sides}
    wanted = {agency.no for agency in question.agencies} or agencies
    printed, unit = alike(key, [value for _, value in sides])
    values = [value for value in printed if value is not None]
    if apart:
        return say("compare.apart")
    if len(values) < len(sides) and all(value.value is not None for _, value in sides):
        return say("compare.no_unit")
    if len(values) < len(sides) or agencies != wanted or len(values) < 2 or _unknown(question):
        return say("compare.incomplete")
    most, fewest = max(values), min(values)
    best = fewest if question.ascending else most
    winners = [row for (row, _), value in zip(sides, printed, strict=True) if value == best]
    difference = most - fewest
    result: dict[str, object] = {"winners": sorted({row.agency.id for row in winners}), "difference": difference}
    if difference == 0:
        return capital(say("compare.equal", field=say.label(key))), result
    names = say.list(dict.fromkeys(_called(row, sides, say, found) for row in winners))
    shown = say.apart(key, difference, unit)
    field = say.label(key)
    verdict = f"compare.{'rate_' if is_rate(key) else ''}{'less' if question.ascending else 'more'}"
    return say(verdict, name=names, field=field, value=shown), result


def _unknown(question: Question) -> bool:
    return any(assumed.slot == "unknown" for assumed in question.assumed)


def _called(row: Row, sides: list[tuple[Row, Measured]], say: Say, found: Found) -> str:
    name = found.names.get(row.agency.no, row.agency.name)
    years = {other.year for other, _ in sides}
    return say("named_year", name=name, year=row.year) if len(years) > 1 else name
