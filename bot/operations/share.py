"""One figure over another: a row in its group, a kind of applicant in all, an agency in a set, or times as many."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from bot.fetch.measures import SUMS, Measured, among, measure, parts_of, reason_of
from bot.question import Doubt, Fact, Found, Question, Row, Told
from bot.say import Say
from bot.saying.lay import capital
from bot.saying.said import Table

NEEDS = "rows"
_GROUPS = {part: whole for whole, parts in SUMS.items() for part in parts if whole in ("denied", "unavailable", "rejected")}
_COURT = {"reconsideration", "litigation_direct", "litigation_after_reconsideration"}
_FEW = 30
_TENTH = Decimal("0.1")
"""Below it, so many times reads better as a percentage."""
_ARE = re.compile(r"\b(?:share|percent\w*|proportion|fraction|part) of .{1,40}\b(?:are|is|were|was)\b")
"""what share of permits are penalties names the whole first."""
_DONE = ("permits", "penalties", "compulsory_measures", "other_services")
_WITHOUT_A_WHOLE = (*_DONE, "rules", "normative_documents", "fees", "procurement")
_RESULTS = ("upheld", "corrected", "other", "pending")


def slice(question: Question) -> tuple[str, ...]:
    """The stored keys above and below the line."""
    return tuple(dict.fromkeys(part for key in _keys(question) for part in parts_of(key)))


def _keys(question: Question) -> list[str]:
    """The figures that are set against each other; 新收 in what was handled is a share of all that was to be handled."""
    if [key.partition(".")[0] for key in question.fields] == ["received", "concluded"]:
        return [question.fields[0], question.fields[1].replace("concluded", "requests")]
    rows = [key.partition(".")[0] for key in question.fields]
    groups = {_GROUPS[row] for row in rows if row in _GROUPS}  # 因信访举报投诉而不予处理的，占办结的比例: of petitions
    said = [key for row, key in zip(rows, question.fields, strict=True) if len(rows) < 3 or row == rows[-1] or row not in groups]
    return [*said, *(key for key in [_whole(question)] if key)]


def _whole(question: Question) -> str | None:
    """The key that a single figure is a share of: its row's total, else its group, else all concluded."""
    if len(question.fields) != 1 or len(question.agencies) != 1 or question.scope is not None or "of_set" in question.cues:
        return None
    row, _, column = question.fields[0].partition(".")
    if row in _WITHOUT_A_WHOLE:
        return None
    if row == "litigation_direct" and column == "total":
        return "litigation.total"
    if column in _RESULTS or column != "total":
        return f"{row}.total"
    if row in ("received", "carried_in", "concluded", "carried_out"):
        return "requests.total"
    return f"{_GROUPS[row]}.total" if row in _GROUPS else "concluded.total"


def tell(question: Question, found: Found, say: Say) -> Told | Doubt:
    """Numerator, denominator and the fraction, null where the denominator is 0 or a cell holds no number."""
    held = [row for row in found.rows if row.facts]
    if len(held) > 1 and len(_keys(question)) == 2 and len({row.agency.no for row in held}) == 1 and "sum" not in found.extra:
        return _year_by_year(question, held, found, say)
    pair = _pair(question, found, say)
    if isinstance(pair, Doubt):
        return pair
    (top, top_name, top_facts), (low, low_name, low_facts) = pair
    facts = tuple(dict.fromkeys((*top_facts, *low_facts)))
    if top is None or low is None:
        name = top_name if top is None else low_name
        bad = next((fact for fact in facts if fact.state != "number"), None)
        state = "missing" if bad is None else bad.state
        text = say("share.state", name=name, state=say.state(state))
        return Doubt("declined", reason_of(state), "verbatim", {"text": text}, operation="share", facts=facts)
    value = top / low if low else None
    result = {"value": value, "numerator": top, "denominator": low}
    unit = say.unit(question.fields[0]) if question.fields else None
    named = {"top": top_name, "low": low_name, "above": say.number(top, unit), "below": say.number(low, unit)}
    times = value is not None and (value > 1 or ("times" in question.cues and value >= _TENTH))
    kind = "share.zero" if value is None else "share.times" if times else "share.line"
    shown = "" if value is None else say.rounded(value, 4) if times else say.percent(value)
    line = say(kind, value=shown, **named)
    if len(held) == 1 and "sum" not in found.extra:
        name = found.names.get(held[0].agency.no, held[0].agency.name)
        line = say.joined([say("share.report", name=name, year=held[0].year), line])
    counted = (Decimal(found.extra["of"]),) if "of" in found.extra else ()
    court = {fact.field.partition(".")[0] for fact in low_facts} & _COURT
    notes = (*([say("share.pending")] if court else ()), *([say("rate.few")] if court and 0 < low < _FEW else ()))
    return Told((capital(line),), result, notes=notes, worked=counted, facts=facts, used=found.extra.get("used", ()))


def _year_by_year(question: Question, rows: Sequence[Row], found: Found, say: Say) -> Told:
    """A line a year: numerator, denominator and the fraction; the result is that of the last year, as with rates."""
    keys = _keys(question)
    top, low = reversed(keys) if _swapped(question, keys) else keys
    lines: list[tuple[str, ...]] = []
    facts: list[Fact] = []
    numbers: list[Decimal] = []
    result: dict[str, object] = {}
    for row in rows:
        above, below = measure(top, row.facts), measure(low, row.facts)
        facts += [*above.parts, *below.parts]
        sides = [among(key, one) for key, one in ((top, above), (low, below))]
        value = sides[0] / sides[1] if sides[0] is not None and sides[1] else None
        result = {"value": value, "numerator": sides[0], "denominator": sides[1]}
        numbers += [number for number in (value, *sides) if number is not None]
        shown = [_shown(key, one, say) for key, one in ((top, above), (low, below))]
        lines.append((str(row.year), say("cell_state.no_rate") if value is None else say.percent(value), *shown))
    unheld = say.list([str(row.year) for row in found.rows if not row.facts])
    head = say(
        "share.years", name=found.names.get(rows[0].agency.no, rows[0].agency.name), top=say.label(top), low=say.label(low)
    )
    table = Table((say("column.year"), say("column.share"), say("column.part"), say("column.whole")), tuple(lines), 3)
    notes = (say("trend.gap", years=unheld),) if unheld else ()
    return Told((capital(head),), result, table, worked=tuple(numbers), facts=tuple(dict.fromkeys(facts)), notes=notes)


def _shown(key: str, measured: Measured, say: Say) -> str:
    value = among(key, measured)
    return say(f"cell_state.{measured.state}") if value is None else say.number(value, say.unit(key))


Side = tuple[Decimal | None, str, tuple[Fact, ...]]


def _pair(question: Question, found: Found, say: Say) -> tuple[Side, Side] | Doubt:
    rows = [row for row in found.rows if row.facts]
    unheld = next((row for row in found.rows if not row.facts), None)
    if unheld is not None and len(question.agencies) > 1:
        name = found.names.get(unheld.agency.no, unheld.agency.name)
        return Doubt("declined", "no_report", "compare.no_report", {"name": name, "year": str(unheld.year)}, operation="share")
    if "sum" in found.extra and rows:
        one = measure(question.fields[0], rows[0].facts)
        named = say(
            "named_field",
            name=found.names.get(rows[0].agency.no, rows[0].agency.name),
            year=rows[0].year,
            field=say.label(question.fields[0]),
        )
        return (among(question.fields[0], one), named, one.parts), (
            found.extra["sum"],
            say("share.all", of=found.extra["of"]),
            (),
        )
    keys = _keys(question)
    sides: list[Side] = []
    for row in rows[:2]:
        for key in keys[:2]:
            value = measure(key, row.facts)
            name = found.names.get(row.agency.no, row.agency.name)
            named = say("named_field", name=name, year=row.year, field=say.label(key)) if len(rows) > 1 else say.label(key)
            sides.append((among(key, value), named, value.parts))
    if len(sides) < 2 or len(keys) > 2 or (len(rows) > 1 and len(keys) > 1):
        return Doubt("clarify", "missing_slot", "share.of_what", {})
    if len(rows) == 2 and rows[0].agency.no == rows[1].agency.no:
        sides.reverse()
    if _swapped(question, keys):
        sides.reverse()
    return sides[0], sides[1]


def _swapped(question: Question, keys: list[str]) -> bool:
    """不予处理里信访类占多少 names the whole first."""
    if len(question.fields) != 2 or "of_whole" in question.cues:
        return False
    if _ARE.search(question.text):
        return True
    (first, _, _), (second, _, column) = keys[0].partition("."), keys[1].partition(".")
    return (
        _GROUPS.get(second) == first
        or (first == second and column != "total" and keys[0].endswith(".total"))
        or (first in ("received", "concluded", "requests") and second not in ("received", "concluded", "requests"))
    )
