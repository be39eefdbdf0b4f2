"""What is stored: agencies, years, number of reports."""

from __future__ import annotations

from decimal import Decimal

from bot.question import Found, Question, Told
from bot.say import Say
from bot.saying.said import Table

NEEDS = "coverage"
_SHOWN = 30


def tell(question: Question, found: Found, say: Say) -> Told:
    """Agencies with the years held of each, of one agency, of a set, or of all."""
    held = found.extra["held"]
    years = list(found.extra.get("years") or sorted({year for _, own in held for year in own}))
    if found.extra["missing"] is not None:
        gone = [agency for agency, _ in found.extra["missing"]]
        result = {"agencies": [agency.id for agency in gone], "years": list(question.years), "reports": 0}
        named = {"years": say.list(question.years), "value": len(gone)}
        names = say.list(agency.name for agency in gone[:_SHOWN])
        kind = "coverage.missing" if gone else "coverage.all"
        line = say(f"{kind}_of" if question.having else kind, names=names, having=say.list(question.having), **named)
        rest = (say("list.more", more=len(gone) - _SHOWN),) if len(gone) > _SHOWN else ()
        numbers = (Decimal(len(gone)), Decimal(max(0, len(gone) - _SHOWN)))
        return Told((line,), result, below=rest, worked=numbers, quoted=tuple(agency.name for agency in gone), cite=())
    reports, agencies = found.extra["reports"], found.extra["agencies"]
    more = agencies - len(held[:_SHOWN])
    rows = tuple((agency.name, say.list(own)) for agency, own in held[:_SHOWN])
    if question.having:
        line = say("coverage.in_all", agencies=agencies, years=say.list(question.having))
    elif agencies == 1 and rows:
        line = say("coverage.one", name=rows[0][0], years=rows[0][1])
    else:
        line = say("coverage.head", reports=reports, agencies=agencies, years=say.list(years))
    table = Table((say("column.name"), say("column.years")), rows, 0) if agencies > 1 and rows else None
    below = (say("list.more", more=more),) if more > 0 and rows else ()
    result = {"agencies": [agency.id for agency, _ in held], "years": years, "reports": reports}
    counts = (Decimal(agencies), Decimal(more), *(Decimal(year) for _, own in held[:_SHOWN] for year in own))
    return Told((line,), result, table, below, worked=counts, quoted=tuple(name for name, _ in rows), cite=())
