"""From most to fewest, or the other way: ties share a rank, the next rank skips, all tied at the cut are kept."""

from __future__ import annotations

from collections.abc import Sequence

from bot.measures import is_rate
from bot.question import Found, Line, Question, Told
from bot.say import Say

NEEDS = "lines"
_SHOWN = 10


def standing(lines: Sequence[Line], ascending: bool) -> list[tuple[int, Line]]:
    """Pairs of rank and line, best first as asked; by value, then by id. Lines without a number are left out."""
    numbers = [line for line in lines if line.value is not None]
    by_name = sorted(numbers, key=lambda line: (line.id, line.year))
    ordered = sorted(by_name, key=lambda line: line.value or 0, reverse=not ascending)
    ranked: list[tuple[int, Line]] = []
    for place, line in enumerate(ordered, 1):
        tied = ranked and ranked[-1][1].value == line.value
        ranked.append((ranked[-1][0] if tied else place, line))
    return ranked


def tell(question: Question, found: Found, say: Say) -> Told:
    """The first n (1 for 谁最多), a line each, and how many of how many were compared."""
    ranked = standing(found.lines, question.ascending)
    most = question.n or (1 if {"most", "least"} & question.cues and not {"rank", "rank_up"} & question.cues else _SHOWN)
    cut = [pair for pair in ranked if pair[0] <= most]
    key = question.fields[0]
    years = {line.year for line in found.lines}
    lines = [say("rank.head_up" if question.ascending else "rank.head", field=say.field(key), years=say.list(sorted(years)))]
    for rank, line in cut:
        name = found.names.get(line.no, line.id)
        value = line.value
        shown = say.percent(value) if is_rate(key) and value is not None else say.number(value, say.unit(key))
        called = say("named_year", name=name, year=line.year) if len(years) > 1 else name
        lines.append(say("rank.line", rank=rank, name=called, value=shown))
    lines.append(say("set.counted", counted=found.extra.get("counted", len(ranked)), of=found.extra.get("of", len(found.lines))))
    ranking = [{"rank": rank, "agency_id": line.id, "year": line.year, "value": line.value} for rank, line in cut]
    used = tuple(dict.fromkeys([(line.no, line.year) for _, line in cut] + [(line.no, line.year) for line in found.lines]))
    return Told(tuple(lines), {"ranking": ranking}, used=used)
