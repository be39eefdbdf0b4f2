"""From most to fewest, or the other way: ties share a rank, the next rank skips, all tied at the cut are kept."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.lay import capital
from bot.question import Found, Line, Question, Told
from bot.said import Table
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
    counted, of = found.extra.get("counted", len(ranked)), found.extra.get("of", len(found.lines))
    lines, table = _said(question, cut, found, say)
    ranking = [{"rank": rank, "agency_id": line.id, "year": line.year, "value": line.value} for rank, line in cut]
    used = tuple(dict.fromkeys([(line.no, line.year) for _, line in cut] + [(line.no, line.year) for line in found.lines]))
    numbers = (Decimal(counted), Decimal(of), Decimal(len(cut)))
    return Told(lines, {"ranking": ranking}, table, counted=say.counted(counted, of), worked=numbers, used=used)


def _said(question: Question, cut: Sequence[tuple[int, Line]], found: Found, say: Say) -> tuple[tuple[str, ...], Table | None]:
    """Who comes first in a sentence; more than one in a table."""
    key = question.fields[0]
    years = sorted({line.year for line in found.lines})

    def called(line: Line) -> str:
        name = found.names.get(line.no, line.id)
        return say("named_year", name=name, year=line.year) if len(years) > 1 else name

    way = "up" if question.ascending else "down"
    named = {"field": say.label(key), "years": say.list(years)}
    if len(cut) == 1:
        line = cut[0][1]
        text = say.said(found.names.get(line.no, line.id), line.year, key, line.value)
        return (say(f"rank.first_{way}", text=text),), None
    header = (say("column.rank"), say("column.name"), say("column.value"))
    rows = tuple((str(rank), called(line), say.among(key, line.value)) for rank, line in cut)
    return (capital(say(f"rank.head_{way}" if rows else "set.nothing", **named)),), Table(header, rows) if rows else None
