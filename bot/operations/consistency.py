"""Whether a report's own sums hold: each failing equation with both sides, or that all of them hold."""

from __future__ import annotations

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
        lines = [say("consistency.set", value=len(failing), of=found.extra["of"])]
        lines += names[:_SHOWN]
        result = {"value": not failing, "findings": [], "agencies": found.extra["ids"]}
        return Told(tuple(lines), result, cite=(), used=tuple(failing))
    findings = [finding for finding in found.extra["findings"] if finding["fields"]]
    errors = [finding for finding in findings if finding["severity"] == "error"]
    row = found.rows[0]
    named = {"name": found.names.get(row.agency.no, row.agency.name), "year": row.year}
    shown = [finding[say.language] for finding in (errors or findings)[:_SHOWN]]
    verdict: bool | None = not errors
    if verdict and not found.extra["testable"]:
        verdict = None
    sentence = {True: "consistency.yes", False: "consistency.no", None: "consistency.unknown"}[verdict]
    lines = [say(sentence, value=len(errors), **named), *shown]
    listed = [
        {
            "check": finding["check"],
            "severity": finding["severity"],
            "fields": list(finding["fields"]),
            "message": finding[say.language],
        }
        for finding in findings
    ]
    return Told(tuple(lines), {"value": verdict, "findings": listed}, used=((row.agency.no, row.year),))
