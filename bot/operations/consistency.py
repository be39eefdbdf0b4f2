"""Whether a report's own sums hold: each failing equation with both sides, or that all of them hold."""

from __future__ import annotations

from decimal import Decimal

from bot.question import Doubt, Found, Question, Told
from bot.say import Say

NEEDS = "findings"
_SHOWN = 12


def tell(question: Question, found: Found, say: Say) -> Told | Doubt:
    """False with the findings where a sum fails or a cell cannot be read; null where nothing could be tested.

    A finding that concerns no figure is about the text, and no answer to this.
    """
    if question.scope is not None and not question.agencies:
        failing = found.extra["failing"]
        names = [say("named_year", name=found.names.get(no, str(no)), year=year) for no, year in failing]
        of, more = found.extra["of"], len(names) - _SHOWN
        line = say("consistency.set" if failing else "consistency.set_none", value=len(failing), of=of)
        rows = [say("choice", label=name) for name in names[:_SHOWN]]
        rows += [say("list.more", more=more)] if more > 0 else []
        result = {"value": not failing, "findings": [], "agencies": found.extra["ids"]}
        worked = (Decimal(len(failing)), Decimal(of), Decimal(max(0, more)), *(Decimal(year) for _, year in failing))
        return Told((line,), result, below=tuple(rows), worked=worked, cite=(), used=tuple(failing))
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
    worked = (Decimal(len(errors)), Decimal(row.year))
    return Told((line,), result, below=below, worked=worked, quoted=tuple(shown), used=((row.agency.no, row.year),))
