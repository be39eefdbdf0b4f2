"""How many agencies keep a limit: 许可超过300件的有几家."""

from __future__ import annotations

from bot.lay import capital
from bot.limits import SOME, keeps
from bot.question import Found, Question, Told
from bot.say import Say

NEEDS = "lines"
_NAMED = 5


def tell(question: Question, found: Found, say: Say) -> Told:
    """The number of those that printed a number within the limit; without a limit, those above 0. Blanks counted apart."""
    bounds = question.bounds or (SOME,)
    numbers = [line for line in found.lines if line.value is not None]
    kept = [line for line in numbers if line.value is not None and all(keeps(line.value, bound) for bound in bounds)]
    held = found.extra.get("kept", len(kept))
    counted, of = found.extra.get("counted", len(numbers)), found.extra.get("of", len(found.lines))
    key = question.fields[0]
    named = {"years": say.list(question.years), "phrase": say.limited(bounds, key), "value": held}
    head = capital(say("count.one" if held == 1 else "count.line", **named))
    names = [found.names.get(line.no, line.id) for line in kept]
    lines = [head, say("count.names", names=say.list(names))] if 0 < held <= _NAMED else [head]
    result = {"value": held, "counted": counted, "of": of}
    used = tuple((line.no, line.year) for line in (*kept, *found.lines))
    return Told((say.joined(lines),), result, counted=say.counted(counted, of), used=tuple(dict.fromkeys(used)))
