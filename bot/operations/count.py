"""How many agencies keep a limit: 许可超过300件的有几家."""

from __future__ import annotations

from bot.limits import SOME, keeps
from bot.question import Found, Question, Told
from bot.say import Say

NEEDS = "lines"


def tell(question: Question, found: Found, say: Say) -> Told:
    """The number of those that printed a number within the limit; without a limit, those above 0. Blanks counted apart."""
    bounds = question.bounds or (SOME,)
    numbers = [line for line in found.lines if line.value is not None]
    kept = [line for line in numbers if line.value is not None and all(keeps(line.value, bound) for bound in bounds)]
    held = found.extra.get("kept", len(kept))
    counted, of = found.extra.get("counted", len(numbers)), found.extra.get("of", len(found.lines))
    limit = say.list(say(f"bound.{b.relation}", low=say.number(b.low), high=say.number(b.high)) for b in bounds)
    head = say("count.line", field=say.field(question.fields[0]), years=say.list(question.years), limit=limit, value=held)
    lines = [head, say("set.counted", counted=counted, of=of)]
    if 0 < held <= 10:
        lines.append(say("count.names", names=say.list(found.names.get(line.no, line.id) for line in kept)))
    result = {"value": held, "counted": counted, "of": of}
    used = tuple((line.no, line.year) for line in (*kept, *found.lines))
    return Told(tuple(lines), result, used=tuple(dict.fromkeys(used)))
