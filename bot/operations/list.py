"""Which agencies keep a limit: 哪些单位2021年有行政强制, by value, then by id."""

from __future__ import annotations

from bot.limits import SOME, keeps
from bot.measures import is_rate
from bot.question import Found, Question, Told
from bot.say import Say

NEEDS = "lines"
_SHOWN = 20


def tell(question: Question, found: Found, say: Say) -> Told:
    """The agencies whose printed number is within the limit (above 0 where none is said), highest first."""
    bounds = question.bounds or (SOME,)
    key = question.fields[0]
    numbers = [line for line in found.lines if line.value is not None]
    kept = [line for line in numbers if line.value is not None and all(keeps(line.value, bound) for bound in bounds)]
    kept.sort(key=lambda line: (-(line.value or 0), line.id))
    held = found.extra.get("kept", len(kept))
    counted, of = found.extra.get("counted", len(numbers)), found.extra.get("of", len(found.lines))
    limit = say.list(say(f"bound.{b.relation}", low=say.number(b.low), high=say.number(b.high)) for b in bounds)
    lines = [say("list.head", field=say.field(key), years=say.list(question.years), limit=limit, value=held)]
    for line in kept[:_SHOWN]:
        shown = say.percent(line.value) if is_rate(key) and line.value is not None else say.number(line.value, say.unit(key))
        lines.append(say("member", name=found.names.get(line.no, line.id), year=line.year, value=shown))
    if held > _SHOWN:
        lines.append(say("list.more", more=held - _SHOWN))
    lines.append(say("set.counted", counted=counted, of=of))
    used = tuple((line.no, line.year) for line in (*kept, *found.lines))
    return Told(tuple(lines), {"agencies": list(dict.fromkeys(line.id for line in kept))}, used=tuple(dict.fromkeys(used)))
