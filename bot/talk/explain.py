"""How an answer came about, and why there is none: its certificate replayed, as sentences.

How the question was understood and where each slot came from, the cells used, what was done with them, and what of the
form's sums was checked. Everything is worked out anew from the database, so that nothing is said that is not so now.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from bot.fetch.measures import RATES, SUMS, is_rate, measure
from bot.question import Answer, Doubt, Fact, Question, Scope
from bot.say import Say
from bot.talk.conversation import Turn

_SHOWN = 12
_OPERANDS = 8
_PLAIN = ("rank", "list", "count", "position", "presence", "verify", "trend", "passage", "source", "consistency")


def how(turn: Turn, answer: Answer, say: Say) -> tuple[str, ...]:
    """The sentences that say how an answer came about. `answer` is the same question answered anew."""
    question = turn.question
    if question is None:
        return ()
    lines = [say("explain.head", id=turn.id), understood(question, say)]
    lines += _cells(answer.facts, say)
    lines += _done(question, answer, say)
    lines += [say("explain.check_failed", notes=" ".join(answer.notes))] if answer.notes else []
    if answer.facts and not answer.notes:
        lines.append(say("explain.check"))
    return tuple(lines)


def why_not(turn: Turn, doubt: Doubt, again: str, say: Say) -> tuple[str, ...]:
    """The sentences that say why a message got no figure. `again` is what was said to it, without its choices."""
    lines = [say("explain.why_not", id=turn.id, text=turn.text), again, say(f"why.{doubt.reason}")]
    return tuple(dict.fromkeys(lines))


def shown_again(turn: Turn, answer: Answer, say: Say) -> tuple[str, ...]:
    """The cells once more, as printed, and what to do where they are not what the original says."""
    return (*_cells(answer.facts, say, "feedback.head"), say("feedback.report", id=turn.id))


def where(_: Turn, answer: Answer, say: Say) -> tuple[str, ...]:
    """The cells of an answer that rests on several reports, each with its document."""
    return tuple(_cells(answer.facts, say, "explain.where")) or (answer.text,)


def numbers_of(question: Question, answer: Answer) -> list[Decimal]:
    """The numbers that such sentences say and that stand in no cell: what was worked out on the way."""
    reports: dict[tuple[str, int], dict[str, Fact]] = {}
    for fact in answer.facts:
        reports.setdefault((fact.agency.id, fact.year), {})[fact.field] = fact
    measured = [measure(key, facts) for key in question.fields for facts in reports.values()]
    found = [number for one in measured for number in (one.value, one.numerator, one.denominator) if number is not None]
    values = [one.value for one in measured if one.value is not None]
    whole = sum(values, Decimal(0))
    return [*found, whole, Decimal(len(values)), *([whole / len(values)] if values else []), Decimal(len(answer.facts) - _SHOWN)]


def understood(question: Question, say: Say) -> str:
    """How the question was read: each slot with where it came from (said, the conversation, assumed)."""
    slots = [say("explain.slot.operation", value=say(f"operation.{question.operation}"))]
    if question.agencies:
        names = say.list(agency.name for agency in question.agencies[:_OPERANDS])
        slots.append(_slot("agency", names, question, say))
    elif question.scope is not None:
        every = question.scope == Scope()
        slots.append(say("explain.every") if every else _slot("scope", say("explain.set"), question, say))
    if question.years and question.operation != "coverage":
        slots.append(_slot("year", say.list(question.years), question, say))
    if question.fields:
        slots.append(_slot("field", say.list(say.field(key) for key in question.fields), question, say))
    return say("explain.understood", slots=("；" if say.language == "zh" else "; ").join(slots))


def _slot(slot: str, value: str, question: Question, say: Say) -> str:
    kind = "agency" if slot == "scope" else slot
    assumed = any(entry.slot == kind for entry in question.assumed)
    source = "context" if kind in question.taken else "assumed" if assumed else "said"
    return say(f"explain.slot.{slot}", value=value, source=say(f"explain.{source}"))


def _cells(facts: Sequence[Fact], say: Say, head: str = "explain.cells") -> list[str]:
    if not facts:
        return []
    lines = [say(head)]
    for fact in facts[:_SHOWN]:
        empty = fact.raw is None or not fact.raw.strip()
        raw = say.state(fact.state) if empty else fact.raw
        place = say("source.document_page", document=fact.document, page=fact.page) if fact.page else fact.document
        named = {"name": fact.agency.name, "year": fact.year, "field": say.field(fact.field)}
        lines.append(say("explain.empty_cell" if empty else "explain.cell", raw=raw, place=place, **named))
    if len(facts) > _SHOWN:
        lines.append(say("explain.more_cells", more=len(facts) - _SHOWN))
    return lines


def _done(question: Question, answer: Answer, say: Say) -> list[str]:
    """What was done with the figures: the operation with its operands."""
    name, result = question.operation, answer.result or {}
    if name in ("total", "average") and result.get("value") is not None:
        return [_sum(question, answer, say)]
    if name in ("share", "rate") and result.get("denominator") is not None:
        return [_fraction(result, say)]
    if name in ("change", "compare") and result.get("difference") is not None:
        return [_difference(question, answer, say)]
    worked = [line for key in question.fields if (line := _worked(key, answer, say))]
    if worked:
        return worked
    if name in _PLAIN:
        return [say(f"explain.done.{name}")]
    return [say("explain.done.printed")] if answer.facts else []


def _values(question: Question, answer: Answer) -> dict[tuple[str, int], Decimal]:
    """The value of the figure asked for in each report used, by agency's id and year."""
    reports: dict[tuple[str, int], dict[str, Fact]] = {}
    for fact in answer.facts:
        reports.setdefault((fact.agency.id, fact.year), {})[fact.field] = fact
    key = question.fields[0]
    measured = {report: measure(key, facts).value for report, facts in reports.items()}
    return {report: value for report, value in measured.items() if value is not None}


def _sum(question: Question, answer: Answer, say: Say) -> str:
    result = answer.result or {}
    values = list(_values(question, answer).values())
    total = sum(values, Decimal(0))
    mean = question.operation == "average" and values and total / len(values) == result["value"]
    if not mean and (question.operation == "average" or total != result["value"]):  # amounts in several units, or parts left out
        return say(f"explain.done.{question.operation}", counted=result["counted"])
    chain = _chain(values, say)
    if mean:
        return say("explain.formula", formula=f"({chain}) ÷ {len(values)} = {say.rounded(total / len(values))}")
    return say("explain.formula", formula=f"{chain} = {say.number(total)}")


def _chain(values: Sequence[Decimal], say: Say) -> str:
    shown = [say.number(value) for value in values[:_OPERANDS]]
    return " + ".join([*shown, "…"] if len(values) > _OPERANDS else shown)


def _fraction(result: Mapping[str, Decimal | None], say: Say) -> str:
    top, low, value = result.get("numerator"), result.get("denominator"), result.get("value")
    shown = say("explain.no_quotient") if value is None else f"{say.rounded(value, 4)} = {say.percent(value)}"
    return say("explain.formula", formula=f"{say.number(top)} ÷ {say.number(low)} = {shown}")


def _difference(question: Question, answer: Answer, say: Say) -> str:
    result = answer.result or {}
    values = _values(question, answer)
    if question.operation == "change":
        ordered = [values[report] for report in sorted(values, key=lambda report: -report[1])]
    else:
        ordered = sorted(values.values(), reverse=True)
    if len(ordered) < 2 or is_rate(question.fields[0]) or ordered[0] - ordered[-1] != result["difference"]:
        return say(f"explain.done.{question.operation}")
    first, last = ordered[0], ordered[-1]
    formula = f"{say.number(first)} − {say.number(last)} = {say.number(first - last)}"
    if question.operation == "change" and result.get("percent") is not None:
        formula += f"；({say.number(first)} − {say.number(last)}) ÷ {say.number(last)} = {say.percent((first - last) / last)}"
    return say("explain.formula", formula=formula if say.language == "zh" else formula.replace("；", "; "))


def _worked(key: str, answer: Answer, say: Say) -> str:
    """A figure that no cell holds: the sum of its rows, or a rate; nothing for one that is printed."""
    row = key.partition(".")[0]
    if key not in RATES and row not in SUMS:
        return ""
    reports = {(fact.agency.no, fact.year) for fact in answer.facts}
    if len(reports) != 1:
        return say("explain.done.worked", field=say.field(key))
    measured = measure(key, {fact.field: fact for fact in answer.facts})
    if key in RATES:
        return _fraction({"numerator": measured.numerator, "denominator": measured.denominator, "value": measured.value}, say)
    if measured.value is None:
        return ""
    chain = " + ".join(say.number(fact.value) for fact in measured.parts)
    return say("explain.formula", formula=f"{say.field(key)} = {chain} = {say.number(measured.value)}")
