"""Which agencies keep a limit: 哪些单位2021年有行政强制, by value, then by id."""

from __future__ import annotations

from decimal import Decimal

from bot.lay import capital
from bot.limits import SOME, keeps
from bot.question import Found, Question, Told
from bot.said import Table
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
    named = {"years": say.list(question.years), "phrase": say.limited(bounds, key), "value": held}
    kind = "list.none" if not held else "list.one" if held == 1 else "list.head"
    years = len({line.year for line in kept}) > 1
    rows = []
    for line in kept[:_SHOWN]:
        name = found.names.get(line.no, line.id)
        rows.append((say("named_year", name=name, year=line.year) if years else name, say.among(key, line.value)))
    table = Table((say("column.name"), say("column.value")), tuple(rows)) if rows else None
    more = (say("list.more", more=held - _SHOWN),) if held > _SHOWN else ()
    used = tuple((line.no, line.year) for line in (*kept, *found.lines))
    return Told(
        (capital(say(kind, **named)),),
        {"agencies": list(dict.fromkeys(line.id for line in kept))},
        table,
        more,
        say.counted(counted, of),
        (*(Decimal(number) for number in (held, held - _SHOWN, counted, of)),),
        used=tuple(dict.fromkeys(used)),
    )
