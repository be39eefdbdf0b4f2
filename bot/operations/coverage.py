"""What is stored: agencies, years, number of reports."""

from __future__ import annotations

from bot.question import Found, Question, Told
from bot.say import Say

NEEDS = "coverage"
_SHOWN = 30


def tell(question: Question, found: Found, say: Say) -> Told:
    """Agencies with the years held of each, of one agency, of a set, or of all."""
    held = found.extra["held"]
    years = list(found.extra.get("years") or sorted({year for _, own in held for year in own}))
    lines = []
    if found.extra["missing"] is not None:
        names = [agency.name for agency, _ in found.extra["missing"]]
        lines.append(say("coverage.missing", years=say.list(question.years), value=len(names), names=say.list(names[:_SHOWN])))
        result = {
            "agencies": [agency.id for agency, _ in found.extra["missing"]],
            "years": list(question.years),
            "reports": 0,
        }
        return Told(tuple(lines), result, cite=())
    count = found.extra["reports"]
    lines.append(say("coverage.head", reports=count, agencies=found.extra["agencies"], years=say.list(years)))
    lines += [say("coverage.line", name=agency.name, years=say.list(own)) for agency, own in held[:_SHOWN]]
    if found.extra["agencies"] > len(held[:_SHOWN]):
        lines.append(say("list.more", more=found.extra["agencies"] - len(held[:_SHOWN])))
    result = {"agencies": [agency.id for agency, _ in held], "years": years, "reports": count}
    return Told(tuple(lines), result, cite=())
