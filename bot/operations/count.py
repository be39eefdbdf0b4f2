"""How many agencies keep a limit: 许可超过300件的有几家."""

from __future__ import annotations

from bot.question import Found, Question, Told
from bot.say import Say
from bot.saying.lay import capital
from bot.saying.sets import coverage, headed, zeros_of

NEEDS = "lines"
_NAMED = 10


def tell(question: Question, found: Found, say: Say) -> Told:
    """The number of those that keep every limit; without a limit, of those above 0. Blanks are counted apart."""
    kept = found.extra.get("kept", len(found.lines))
    counted, numbers, of = coverage(found, say)
    head = capital(headed("count", question, kept, say))
    names = [found.names.get(line.no, line.id) for line in found.lines]
    lines = [head, say("count.names", names=say.list(names))] if 0 < kept <= _NAMED else [head]
    used = [(line.no, line.year) for line in (*found.lines, *found.extra.get("others", ()))]
    notes, worked = zeros_of(question, found, say)
    result = {"value": kept, "counted": numbers, "of": of}
    return Told((say.joined(lines),), result, counted=counted, worked=worked, used=tuple(dict.fromkeys(used)), notes=notes)
