"""From most to fewest, or the other way: ties share a rank, the next rank skips, all tied at the cut are kept."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.fetch.sieve import cut_of, standing
from bot.question import Doubt, Found, Line, Question, Told
from bot.say import Say
from bot.saying.lay import capital
from bot.saying.said import Table
from bot.saying.sets import chosen, coverage, nothing

NEEDS = "lines"
_FIRST = {"nth", "most", "least"}
"""Cues that ask for one place, whoever shares it."""


def tell(question: Question, found: Found, say: Say) -> Told | Doubt:
    """The places asked for (one for 谁最多), a line each, and how many of how many were compared."""
    ranked = standing(found.lines, question.ascending)
    if not ranked and found.extra.get("kept", 1):
        return nothing(question, found, say)
    cut = cut_of(question, ranked)
    counted, numbers, of = coverage(found, say)
    lines, table = _said(question, cut, found, say)
    ranking = [{"rank": rank, "agency_id": line.id, "year": line.year, "value": line.value} for rank, line in cut]
    used = tuple(dict.fromkeys([(line.no, line.year) for _, line in cut] + [(line.no, line.year) for line in found.lines]))
    conditions, chosen_of = chosen(question, found, say)
    more = numbers - len(cut) if len(cut) > 1 and question.n is None and not _FIRST & question.cues else 0
    below = (say("rank.more", more=more),) if more else ()  # nobody asked for it to be cut
    worked = (Decimal(numbers), Decimal(of), Decimal(len(cut)), Decimal(len(ranked)), Decimal(more), *chosen_of)
    notes = (*conditions, *_shared(question, cut, len(ranked), say))
    return Told(lines, {"ranking": ranking}, table, below, counted=counted, worked=worked, used=used, notes=notes)


def _shared(question: Question, cut: Sequence[tuple[int, Line]], of: int, say: Say) -> tuple[str, ...]:
    """That a place asked for is shared, or that there is none such."""
    if "nth" not in question.cues or (cut and cut[0][0] == question.n and len(cut) == 1):
        return ()
    return (say("rank.shared" if cut else "rank.short", n=question.n, of=of),)


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
        line, single = cut[0][1], "nth" in question.cues and question.n != 1
        text = say.said(found.names.get(line.no, line.id), line.year, key, line.value)
        return (say(f"rank.{'nth' if single else 'first'}_{way}", text=text, n=question.n),), None
    header = (say("column.rank"), say("column.name"), say("column.value"))
    rows = tuple((str(rank), called(line), say.among(key, line.value)) for rank, line in cut)
    if not rows:
        return (say("set.nobody"),), None
    return (capital(say(f"rank.head_{way}", **named)),), Table(header, rows)
