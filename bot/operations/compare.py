"""Which of several has more, and by how much: 红寺堡区和鹤岗市2021年哪个行政许可多."""

from __future__ import annotations

from bot.measures import Measured, alike, is_rate, measure, parts_of
from bot.question import Doubt, Fact, Found, Question, Row, Told
from bot.say import Say

NEEDS = "rows"


def slice(question: Question) -> tuple[str, ...]:
    """The stored keys needed."""
    return tuple(dict.fromkeys(part for key in question.fields for part in parts_of(key)))


def tell(question: Question, found: Found, say: Say) -> Told | Doubt:
    """Both figures, the winner and the difference (largest less smallest). No verdict where a side has no figure or
    where the only figures are of different years and no years were named."""
    lines: list[str] = []
    facts: list[Fact] = []
    notes: list[str] = []
    result: dict[str, object] | None = None
    rows = [row for row in found.rows if row.facts]
    within = len(rows) == len(question.agencies) == 1 and len(question.fields) > 1
    for key in question.fields:
        sides = [(row, measure(key, row.facts)) for row in found.rows if row.facts]
        for row, value in sides:
            facts += value.parts
            lines.append(_line(row, key, value, say, found))
        if within:
            continue
        verdict = _verdict(question, key, sides, say, found)
        if isinstance(verdict, str):
            notes.append(verdict)
        elif verdict:
            lines.append(verdict[0])
            result = result or verdict[1]
    if within:
        lines += _between(question, rows[0], say)
    return Told(tuple(lines), result, facts=tuple(dict.fromkeys(facts)), notes=tuple(notes))


def _between(question: Question, row: Row, say: Say) -> list[str]:
    """Which of two figures of one report is higher: 许可比处罚多多少. Nothing where units differ or one is no number."""
    sides = [(key, measure(key, row.facts)) for key in question.fields]
    values = {key: value.value for key, value in sides if value.value is not None and not is_rate(key)}
    units = {part.unit for _, value in sides for part in value.parts}
    if len(sides) != 2 or len(values) != 2 or len(units) != 1:
        return []
    (one, first), (two, second) = values.items()
    if first == second:
        return [say("compare.level", one=say.field(one), two=say.field(two))]
    difference = say.number(abs(first - second), units.pop())
    return [say("compare.more", name=say.field(one if first > second else two), value=difference)]


def _line(row: Row, key: str, value: Measured, say: Say, found: Found) -> str:
    name = found.names.get(row.agency.no, row.agency.name)
    if value.value is None:
        return say("lookup.state", name=name, year=row.year, field=say.field(key), state=say.state(value.state))
    unit = value.parts[0].unit if value.parts else None
    shown = say.percent(value.value) if is_rate(key) else say.number(value.value, unit)
    return say("lookup.line", name=name, year=row.year, field=say.field(key), value=shown)


def _verdict(
    question: Question, key: str, sides: list[tuple[Row, Measured]], say: Say, found: Found
) -> str | tuple[str, dict[str, object]] | None:
    apart = any(assumed.why == "apart" for assumed in question.assumed)
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
        return say("compare.equal", field=say.field(key)), result
    names = say.list(dict.fromkeys(_called(row, sides, say, found) for row in winners))
    shown = say.percent(difference) if is_rate(key) else say.number(difference, unit)
    return say("compare.less" if question.ascending else "compare.more", name=names, value=shown), result


def _unknown(question: Question) -> bool:
    return any(assumed.slot == "unknown" for assumed in question.assumed)


def _called(row: Row, sides: list[tuple[Row, Measured]], say: Say, found: Found) -> str:
    name = found.names.get(row.agency.no, row.agency.name)
    years = {other.year for other, _ in sides}
    return say("named_year", name=name, year=row.year) if len(years) > 1 else name
