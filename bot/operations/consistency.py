"""Whether a report's own sums hold: each failing equation with both sides, or that all of them hold."""

from __future__ import annotations

from decimal import Decimal

from bot.question import Doubt, Found, Question, Row, Told
from bot.say import Say

NEEDS = "findings"
_SHOWN = 12


def tell(question: Question, found: Found, say: Say) -> Told | Doubt:
    """False with the findings where a sum fails or a cell cannot be read; null where nothing could be tested.

    A finding that concerns no figure is about the text, and no answer to this.
    """
    if question.scope is not None and not question.agencies:
        return _of_set(found, say)
    if "carried" in question.cues:
        return _carried(found, say)
    findings = [finding for finding in found.extra["findings"] if finding["fields"]]
    errors = [finding for finding in findings if finding["severity"] == "error"]
    row = found.rows[0]
    named = {"name": found.names.get(row.agency.no, row.agency.name), "year": row.year}
    shown = [finding[say.language] for finding in (errors or findings)[:_SHOWN]]
    verdict: bool | None = not errors
    if verdict and not found.extra["testable"]:
        verdict = None
    sentence = {True: "consistency.yes", False: "consistency.no", None: "consistency.unknown"}[verdict]
    line = say(sentence, value=len(errors), **named)
    listed = [
        {
            "check": finding["check"],
            "severity": finding["severity"],
            "fields": list(finding["fields"]),
            "message": finding[say.language],
        }
        for finding in findings
    ]
    result = {"value": verdict, "findings": listed}
    below = tuple(say("choice", label=text) for text in shown)
    equation, sides = _equation(row, say) if verdict else ((), ())
    worked = (Decimal(len(errors)), Decimal(row.year), *sides)
    facts = tuple(row.facts.values()) if equation else ()
    lines = (line, *equation)
    return Told(lines, result, below=below, worked=worked, quoted=tuple(shown), used=((row.agency.no, row.year),), facts=facts)


def _of_set(found: Found, say: Say) -> Told:
    """The reports of a set in which something fails."""
    failing = found.extra["failing"]
    names = [say("named_year", name=found.names.get(no, str(no)), year=year) for no, year in failing]
    of, more = found.extra["of"], len(names) - _SHOWN
    line = say("consistency.set" if failing else "consistency.set_none", value=len(failing), of=of)
    rows = [say("choice", label=name) for name in names[:_SHOWN]]
    rows += [say("list.more", more=more)] if more > 0 else []
    result = {"value": not failing, "findings": [], "agencies": found.extra["ids"]}
    worked = (Decimal(len(failing)), Decimal(of), Decimal(max(0, more)), *(Decimal(year) for _, year in failing))
    return Told((line,), result, below=tuple(rows), worked=worked, cite=(), used=tuple(failing))


def _equation(row: Row, say: Say) -> tuple[tuple[str, ...], tuple[Decimal, ...]]:
    """The main sum of section three with its numbers, where all of them are numbers, and its two sides."""
    values = {key.partition(".")[0]: fact.value for key, fact in row.facts.items() if fact.value is not None}
    if len(values) < len(row.facts) or not values:
        return (), ()
    left, right = values["received"] + values["carried_in"], values["concluded"] + values["carried_out"]
    said = {name: say.number(value) for name, value in values.items()}
    return (say("consistency.equation", left=say.number(left), right=say.number(right), **said),), (left, right)


def _carried(found: Found, say: Say) -> Told:
    """What one report carries out against what the next carries in."""
    before, row = found.rows
    out, into = before.facts["carried_out.total"], row.facts["carried_in.total"]
    shown = [say.number(fact.value) if fact.value is not None else say.state(fact.state) for fact in (out, into)]
    named = {"name": found.names[row.agency.no], "before": before.year, "year": row.year, "left": shown[0], "right": shown[1]}
    if out.value is None or into.value is None:
        return Told((say("consistency.carried_unknown", **named),), {"value": None, "findings": []}, facts=(out, into))
    gap = abs(out.value - into.value)
    line = say("consistency.carried_no", gap=say.number(gap), **named) if gap else say("consistency.carried_yes", **named)
    result = {"value": not gap, "findings": []}
    return Told((line,), result, worked=(gap, Decimal(before.year)), facts=(out, into))
