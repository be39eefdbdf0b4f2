"""Whether one text repeats another: a section and last year's, or the reports of two agencies, with what was changed."""

from __future__ import annotations

from decimal import Decimal

from bot.question import Doubt, Found, Question, Told
from bot.say import Say

NEEDS = "text"
_SHOWN = 4
_LONGEST = 300
_NAMES = ("preface", "one", "two", "three", "four", "five", "six")


def tell(question: Question, found: Found, say: Say) -> Told | Doubt:
    """How many percent of the text stand in the other, and the sentences that differ, word for word."""
    here, there = (say("named_year", name=name, year=year) for name, year in found.extra["reports"])
    called = say("likeness.whole") if question.section is None else say(f"section.{_NAMES[question.section]}")
    likeness = found.extra["likeness"]
    if likeness is None:
        values = {"here": here, "there": there, "section": called}
        return Doubt("declined", "missing", "likeness.none", values, operation="passage")
    lines = [say("likeness.line", here=here, there=there, section=called, alike=likeness.alike, equal=likeness.equal)]
    quoted = [here, there]
    for one, other in likeness.changed[:_SHOWN]:
        lines.append(say("likeness.changed", here=one[:_LONGEST], there=other[:_LONGEST]))
        quoted += [one[:_LONGEST], other[:_LONGEST]]
    for key, sentences in (("likeness.new", likeness.new), ("likeness.gone", likeness.gone)):
        for one in sentences[:_SHOWN]:
            lines.append(say(key, quote=one[:_LONGEST]))
            quoted.append(one[:_LONGEST])
    rest = sum(max(0, len(part) - _SHOWN) for part in (likeness.changed, likeness.new, likeness.gone))
    lines += [say("likeness.more", more=rest)] if rest else []
    quote = next((one for one, _ in likeness.changed), next(iter(likeness.new), ""))
    result = {"section": question.section, "quote": quote or None, "alike": likeness.alike, "equal": likeness.equal}
    return Told(tuple(lines), result, worked=(Decimal(rest),), quoted=tuple(quoted), cite=found.extra["cite"])
