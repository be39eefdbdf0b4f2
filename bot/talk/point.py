"""What points back into the conversation: 第二名, 前两家, 最后一名, 前者, the second one, and 谁更多 after two look-ups.

A message that points is written out: the agencies pointed at stand in it as if they had been named, with their year and
the figure that was spoken of where it says none of its own. It then stands alone, and is settled as any other.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.hear.operation import operation_of
from bot.question import Doubt, Heard, Mention, Question, Span
from bot.talk.conversation import Context, Entry, Roll, Turn
from bot.talk.follow import fields_after

_ORDER = ("nth", "top", "bottom")
_WORDS = ("last_place", "former_one", "latter_one", "other_one")
_PAIR = frozenset({"former_one", "latter_one", "other_one"})
_TOGETHER = {"total", "average", "original", "compare", "difference", "more", "less", "except"}
_ANEW = {"rank", "rank_up", "position", "every", "count", "list", "which_year", "trend"}
_SINGLE = ("lookup", "presence", "verify", "rate")
_FIGURES = ("row", "rate", "weak", "column")


def pointed(heard: Heard, context: Context, known: Collection[str]) -> Heard | Doubt:
    """The message written out; itself where it does not point; a doubt where what it points at cannot be told."""
    if any(mention.regions or mention.named is not None or mention.organ for mention in heard.mentions) or _ANEW & heard.cues:
        return heard
    spans = [span for span in heard.spans if _points(span)]
    if not spans:
        return _counted(heard, operation_of(heard), context)
    part = _part(spans[0], context)
    if part is not None and part.question is not None:
        return _written_out(heard, spans, part.entries, part.question, known)
    roll = _roll(spans[0], context)
    if roll is None:
        lost = context.question is not None and context.question.scope is None and not _asks_for_a_ranking(heard, spans)
        return Doubt("clarify", "missing_slot", "which_of_them", {}) if _is_pair(spans[0]) or lost else heard
    if not _is_pair(spans[0]) and _is_ranked_anew(heard, spans, roll):
        return heard
    found = _other(roll, context) if "other_one" in _cues(spans) else _picked(spans, roll)
    if found is None:
        return Doubt("clarify", "missing_slot", "which_of_them", {}) if _figures(heard) or _is_pair(spans[0]) else heard
    if not found:
        return Doubt("declined", "not_understood", "no_such_place", {"word": spans[0].text, "of": str(len(roll.entries))})
    if "except" in heard.cues:
        gone = {(entry.agency, entry.year) for entry in found}
        found = [entry for entry in roll.entries if (entry.agency, entry.year) not in gone]
    if _is_pair(spans[0]) and context.question is not None and len(context.question.years) == 1:  # only who is meant changes
        return _written_out(heard, spans, [replace(found[0], year=context.question.years[0])], context.question, known)
    return _written_out(heard, spans, found, roll.question, known)


def _points(span: Span) -> bool:
    numbered = any(kind == "n" for kind, _ in span.meanings)
    return any(kind == "cue" and (value in _WORDS or (value in _ORDER and numbered)) for kind, value in span.meanings)


def _part(span: Span, context: Context) -> Turn | None:
    """第一个 after a message that asked several questions: the answer of that place."""
    parts = context.groups[-1][1] if context.groups else ()
    place = next((int(value) for kind, value in span.meanings if kind == "n"), 0)
    last = context.turns[-1].id if context.turns else ""
    if not parts or parts[-1] != last or not 0 < place <= len(parts) or not span.text.endswith(("个", "one")):
        return None
    told = next((turn for turn in reversed(context.turns) if turn.id == parts[place - 1]), None)
    return told if told is not None and told.doubt is None and told.entries else None


def _is_pair(span: Span) -> bool:
    return any(value in _PAIR for _, value in span.meanings)


def _figures(heard: Heard) -> list[Span]:
    return [span for span in heard.spans if any(kind in _FIGURES for kind, _ in span.meanings)]


def _roll(span: Span, context: Context) -> Roll | None:
    """第二名 is a place in the ranking told last; 第二家 and the second one are so too, or of the answer told last."""
    if _is_pair(span):
        return _pair(context)
    last = context.turns[-1] if context.turns else None
    told = Roll(last.question, last.entries) if last and last.question and len(last.entries) > 1 else None
    if span.text.endswith(("名", "位")) or last is None or told is None:
        return context.roll or told
    return told if context.roll is None or last.question != context.roll.question else context.roll


def _pair(context: Context) -> Roll | None:
    """The two last told of: of two look-ups, or of the last answer that told of two."""
    singles = _trail(context, 2)
    if len({entry.agency for _, entry in singles}) == len(singles) == 2:
        return Roll(singles[-1][0], tuple(entry for _, entry in singles))
    for turn in reversed(context.turns):
        if turn.question is not None and len({entry.agency for entry in turn.entries}) == len(turn.entries) == 2:
            return Roll(turn.question, turn.entries)
    return None


def _picked(spans: Sequence[Span], roll: Roll) -> list[Entry] | None:
    """The entries at the places said; none where one of them is not there; None where the list does not reach it."""
    found: list[Entry] = []
    for span in spans:
        picked = _at(span, roll)
        if not picked:
            return picked
        found += [entry for entry in picked if entry not in found]
    return found


def _at(span: Span, roll: Roll) -> list[Entry] | None:
    cues = {value for kind, value in span.meanings if kind == "cue"}
    n = next((int(value) for kind, value in span.meanings if kind == "n"), 1)
    entries = roll.entries
    if _is_pair(span):
        return [entries[0 if "former_one" in cues else 1]]
    if {"bottom", "last_place"} & cues:
        single = bool({"nth", "last_place"} & cues)
        return _from_below(entries, n, single) if roll.whole and not roll.question.ascending else None
    if "top" in cues:
        return [entry for entry in entries if entry.rank <= n] if n <= len(entries) else []
    same = [entry for entry in entries if entry.rank == n]
    return same if same or roll.whole else None


def _other(roll: Roll, context: Context) -> list[Entry] | None:
    """另一个呢 after two were told of and then one of them: the other; None where none was singled out."""
    found = [entry for entry in roll.entries if entry.agency not in context.agencies]
    return found if len(found) == 1 else None


def _from_below(entries: Sequence[Entry], n: int, single: bool) -> list[Entry]:
    """倒数第二 is one place; 后两名 and bottom 2 are two. Ties at the place are all of it."""
    if n > len(entries):
        return []
    edge = entries[-n].rank
    return [entry for entry in entries if entry.rank == edge or (entry.rank > edge and not single)]


def _asks_for_a_ranking(heard: Heard, spans: Sequence[Span]) -> bool:
    """许可前三名: the figure to rank by stands before the places."""
    first = spans[0]
    the_one = first.text.endswith((" one", " place")) or heard.language == "en"
    before = any(span.end <= first.start for span in _figures(heard))
    return before and not the_one and not _TOGETHER & heard.cues


def _is_ranked_anew(heard: Heard, spans: Sequence[Span], roll: Roll) -> bool:
    """许可前三名, 2023年第一名呢 and a bare 前三名 ask for a ranking; 前三名的处罚 and 前两家加起来 point into one."""
    figures = _figures(heard)
    if _asks_for_a_ranking(heard, spans):
        return True
    said = heard.years.said or heard.years.every or heard.years.since or heard.years.latest
    if said and not figures and heard.years.said != tuple(sorted({entry.year for entry in roll.entries})):
        return True
    several = any(_several(span) for span in spans)
    return several and not figures and not _TOGETHER & heard.cues


def _several(span: Span) -> bool:
    """Whether a span is the first or the last few: 前三名, bottom 2."""
    cues = {value for kind, value in span.meanings if kind == "cue"}
    return bool({"top", "bottom"} & cues) and "nth" not in cues and ("n", "1") not in span.meanings


def _written_out(
    heard: Heard, spans: Sequence[Span], found: Sequence[Entry], former: Question, known: Collection[str]
) -> Heard | Doubt:
    """The message with the agencies named, and with the year and the figure of what was pointed into where it says none."""
    first = spans[0]
    agencies = list(dict.fromkeys(entry.agency for entry in found))
    mentions = tuple(Mention(first.start, first.end, first.text, named=(no,)) for no in agencies)
    rest = tuple(span for span in heard.spans if span not in spans)
    gone = _cues(heard.spans) - _cues(rest) - _PAIR | {"except"}
    told = tuple((entry.agency, entry.year) for entry in found)
    said = heard.years.said or heard.years.every or heard.years.since or heard.years.latest
    years = heard.years if said else replace(heard.years, said=tuple(sorted({year for _, year in told})))
    fields = fields_after(heard, former, known)
    apart = not said and len(years.said) > 1 and len(agencies) > 1
    cues = heard.cues - gone - ({"followup", "it", "these", "who"} if len(agencies) == 1 else {"followup", "it"})
    heard = replace(heard, mentions=mentions, spans=rest, years=years, cues=cues, n=None)
    if not fields and heard.choices:
        return heard
    return replace(heard, fields=fields, columns=(), reports=told if apart else ())


def _cues(spans: Sequence[Span]) -> frozenset[str]:
    return frozenset(value for span in spans for kind, value in span.meanings if kind == "cue")


# Those of the last answers: 谁更多, 两家加起来


def _counted(heard: Heard, operation: str | None, context: Context) -> Heard | Doubt:
    """谁更多 after two look-ups is about the two figures just given, each of its year; 三家加起来 about three."""
    figures = heard.fields or heard.choices or heard.columns
    years = heard.years.said or heard.years.every or heard.years.since or heard.years.latest
    if figures or years or heard.bounds or operation not in ("compare", "total", "average", "rank", "share"):
        return heard
    of = next((int(value) for span in heard.spans for kind, value in span.meanings if kind == "of"), 0)
    several = "these" in heard.cues and len(context.agencies) == 1
    if len(context.agencies) == of or of == 1 or not (of or several or operation == "compare"):
        return heard
    if len(context.agencies) != 1 and not of:
        return heard
    return _against(heard, operation, of, several, context)


def _against(heard: Heard, operation: str | None, of: int, several: bool, context: Context) -> Heard | Doubt:
    """The figures last given, one after the other, or the last answer that told of so many."""
    told = _trail(context, of or (9 if several else 2)) or []
    agencies = tuple(dict.fromkeys(entry.agency for _, entry in told))
    if of > 2 and len(agencies) != of:
        told = _told_of(context, of)
        agencies = tuple(entry.agency for _, entry in told)
    if len(agencies) < 2 or (of and len(agencies) != of):
        return Doubt("clarify", "missing_slot", "which_of_them", {}) if of or several else heard
    fields = {question.fields for question, _ in told} | {context.question.fields if context.question else ()}
    if len(fields) > 1:
        return Doubt("clarify", "ambiguous_field", "which_of_figures", {})
    pairs = tuple(dict.fromkeys((entry.agency, entry.year) for _, entry in told))
    years = tuple(sorted({year for _, year in pairs}))
    if len(years) > 1 and operation != "compare":
        return Doubt("clarify", "missing_slot", "of_several_years", {})
    return replace(
        heard,
        mentions=tuple(Mention(0, 0, "", named=(no,)) for no in agencies),
        years=replace(heard.years, said=years),
        fields=told[-1][0].fields,
        reports=pairs if len(years) > 1 else (),
        cues=heard.cues - {"these", "counted", "followup", "it"},
    )


def _told_of(context: Context, of: int) -> list[tuple[Question, Entry]]:
    """The last answer that told of so many agencies."""
    for turn in reversed(context.turns):
        if turn.question is not None and len({entry.agency for entry in turn.entries}) == len(turn.entries) == of:
            return [(turn.question, entry) for entry in turn.entries]
    return []


def _trail(context: Context, of: int) -> list[tuple[Question, Entry]]:
    """The last reports told of, one after the other, until `of` agencies are among them; the earliest first."""
    found: list[tuple[Question, Entry]] = []
    for turn in reversed(context.turns):
        agencies = {entry.agency for _, entry in found}
        if turn.question is not None and turn.question.cues & _PAIR:
            continue  # 前者 … 后者呢: of the same two
        if not _is_plain(turn) or len(agencies) >= of:
            break
        assert turn.question is not None
        found = [*((turn.question, entry) for entry in turn.entries if entry.agency not in agencies), *found]
    return found


def _is_plain(turn: Turn) -> bool:
    question = turn.question
    plain = question is not None and turn.doubt is None and question.operation in _SINGLE and question.scope is None
    return plain and bool(turn.entries) and question is not None and len(question.fields) == 1 and len(question.years) == 1
