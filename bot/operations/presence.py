"""Whether there was any: 有(值) · 为 0 · 空白 · “/” are four different answers."""

from __future__ import annotations

from bot.measures import measure, parts_of
from bot.question import Fact, Found, Question, Told
from bot.say import Say

NEEDS = "rows"


def slice(question: Question) -> tuple[str, ...]:
    """The stored keys needed."""
    return tuple(dict.fromkeys(part for key in question.fields for part in parts_of(key)))


def tell(question: Question, found: Found, say: Say) -> Told:
    """True where a number above 0 is printed, False where 0 is, null where no number is."""
    lines: list[str] = []
    verdicts: list[bool | None] = []
    facts: list[Fact] = []
    for row in found.rows:
        for key in question.fields if row.facts else ():
            value = measure(key, row.facts)
            facts += value.parts
            verdict = None if value.state != "number" or value.value is None else value.value > 0
            verdicts.append(verdict)
            sentence = {True: "presence.some", False: "presence.none", None: "presence.state"}[verdict]
            unit = value.parts[0].unit if value.parts else None
            lines.append(
                say(
                    sentence,
                    name=found.names.get(row.agency.no, row.agency.name),
                    year=row.year,
                    field=say.field(key),
                    value=say.number(value.value, unit),
                    state=say.state(value.state),
                )
            )
    known = [verdict for verdict in verdicts if verdict is not None]
    overall = True if any(known) else False if known and len(known) == len(verdicts) else None
    return Told(tuple(lines), {"value": overall}, facts=tuple(dict.fromkeys(facts)))
