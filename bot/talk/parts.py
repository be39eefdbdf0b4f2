"""Several questions in one message: sentences, and turns such as 红旗区2022年许可、川汇区2024年处罚.

Slots that are listed in blocks (红旗区和川汇区 2022和2023年 许可) are one question; two kinds that take turns are several.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

from bot.question import Answer, Heard
from bot.saying.said import Body
from bot.spelling.pattern import Pattern
from bot.talk.conversation import MOST_TURNS, Context
from bot.talk.receipt import id_of_several

_BY_HOW_MUCH = (
    r"(?!\s{0,3}(?:又|还)?(?:相?差|[多少高低])(?:了|出)?(?:多少|几)[件起个]?[?？。]?$|\s{0,3}(?:and )?by how (?:many|much)[?.]?$)"
)
"""谁多？多多少 is one question."""

_END = re.compile(
    rf"[。？！；]+{_BY_HOW_MUCH}|[?!;]+(?=\s*\S){_BY_HOW_MUCH}"
    r"|[,，、]?\s{0,3}(?:然后|接着|最后)?再(?:说|看|查|讲|问|报)(?:说|看|查)?(?:一下)?|[,，]\s*(?:另外|顺便)(?:再)?(?:问|查|看|说)?(?:一下)?"
    r"|[,，](?=[^,，。;；]{1,12}呢[?？]?\s*$)"
    r"|,\s*and (?=(?:who|what|which|how|where)\b)"
)
_FIRST = re.compile(r"^\s*(?:请|麻烦)?先(?:说|看|查|讲|报)(?:说|看|查)?(?:一下)?")
_NUMBERED = re.compile(r"(?:^|(?<=[\s:：,，。;；、]))[(（]?([1-9]|[①-⑥])(?:[)）]|[.、．](?!\d)|(?<=[①-⑥]))\s*")
_JOINT = Pattern(r"^[\s,，、;；和与跟及]+|[\s,，、;；和与跟及]+$|\band$|^and\b")
_COMPARING = {
    "more",
    "unchanged",
    "consistency",
    "in_text",
    "less",
    "difference",
    "compare",
    "change",
    "times",
    "share",
    "total",
    "average",
    "rank",
    "most",
    "least",
}
_OF_SETS = {"count", "list", "who", "every", "which_year", "years"}
_MOST = 6


@dataclass(frozen=True)
class _Slot:
    start: int
    end: int
    kind: str
    value: str
    text: str


def sentences(message: str) -> list[str]:
    """The sentences of a message, at most six; the message itself where it is one."""
    marks = [match.group(1) for match in _NUMBERED.finditer(message)]
    if marks[:2] in (["1", "2"], ["①", "②"]):
        message = _NUMBERED.sub("；", message)
    pieces = [piece.strip() for piece in _END.split(_FIRST.sub("", message)) if len(piece.strip(" ?？!！.。,，")) > 1]
    return pieces if 1 < len(pieces) <= _MOST else [message]


def joined_up(asked: Sequence[str], hear: Callable[[str], Heard]) -> list[str]:
    """The sentences, less those that say nothing; one that only says where or when is part of the question beside it, where
    that does not say so itself: 武侯区政府2023年许可多少？成都的。"""
    found: list[tuple[str, Heard]] = []
    waiting = ""
    for sentence in asked:
        heard = hear(sentence)
        if found and _is_idle(heard):
            continue
        if not _only_places(heard):
            found.append((waiting + sentence, heard))
            waiting = ""
        elif found and (more := _told_after(found[-1], heard)):
            found[-1] = (more, found[-1][1])
        elif not found and not waiting and heard.text and not heard.text.isascii():
            waiting = f"{sentence} "
        else:
            found.append((waiting + sentence, heard))
            waiting = ""
    return [sentence for sentence, _ in found] or list(asked)


def _is_idle(heard: Heard) -> bool:
    """Whether a sentence is nothing but an aside: 写稿子用。"""
    slots = heard.mentions or heard.fields or heard.choices or heard.columns or heard.bounds or heard.section or heard.n
    years = heard.years.said or heard.years.every or heard.years.since or heard.years.latest
    return bool(heard.spans) and not (slots or years or heard.topics or heard.leftover or heard.cues - {"list"} or heard.sought)


def _only_places(heard: Heard) -> bool:
    """Whether a sentence names a place, an agency or a year and nothing else."""
    slots = heard.fields or heard.choices or heard.columns or heard.bounds or heard.section or heard.n or heard.sought
    asked = slots or heard.topics or heard.leftover or heard.cues or heard.years.every or heard.years.since
    return bool(heard.mentions or heard.years.said) and not asked


def _told_after(question: tuple[str, Heard], behind: Heard) -> str:
    """The question with the place or the year that a sentence behind it adds; nothing where it has its own."""
    text, heard = question
    if behind.years.said and not behind.mentions and not (heard.years.said or heard.years.every or heard.years.latest):
        return f"{text} {behind.text}" if behind.text.isascii() else f"{behind.text}{text}"
    one = heard.mentions[0] if len(heard.mentions) == len(behind.mentions) == 1 and not behind.years.said else None
    place = behind.mentions[0] if behind.mentions else None
    if one is None or place is None or place.organ or place.named is not None or len(place.regions) != 1:
        return ""
    above = place.regions[0].rstrip("0")
    if not any(code.startswith(above) and code != place.regions[0] for code in one.regions):
        return ""
    start, end = (one.end, f", {place.text}") if place.text.isascii() else (one.start, place.text)
    return heard.text[:start] + end + heard.text[start:]


_TOP, _BOTTOM = {"top", "most"}, {"bottom", "least"}
_BETWEEN_ENDS = Pattern(r"\s{0,3}的?\s{0,3}(?:单位|机关)?\s{0,3}(?:和|与|跟|及|以及|、|and)\s{0,3}(?:the )?")


def ends(heard: Heard) -> list[str]:
    """Both ends of an order as two questions: 许可最多的前两名和最少的后两名, top two and bottom two; and each of the shares that
    are asked for at once."""
    shares = _each_share(heard)
    if shares:
        return shares
    if {"difference", "total", "compare"} & heard.cues or not (_TOP & heard.cues and _BOTTOM & heard.cues):
        return []
    cues = [(span, {value for kind, value in span.meanings if kind == "cue"}) for span in heard.spans]
    high = [span for span, said in cues if said & _TOP and not said & _BOTTOM]
    low = [span for span, said in cues if said & _BOTTOM]
    if len(high) != 1 or len(low) != 1:
        return []
    first, second = sorted((high[0], low[0]), key=lambda span: span.start)
    if not _BETWEEN_ENDS.fullmatch(heard.text[first.end : second.start]):
        return []
    text = heard.text
    return [text[: first.end] + text[second.end :], text[: first.start] + text[second.start :]]


_EACH_OF = re.compile(r"(?:各自?|分别)(?=占)")


def _each_share(heard: Heard) -> list[str]:
    """企业和个人申请各占多少 as a question on each: neither is asked to be set against the other."""
    said = _EACH_OF.search(heard.text)
    named = [span for span in heard.spans if any(kind in ("row", "column") for kind, _ in span.meanings)]
    gaps = (heard.text[one.end : two.start] for one, two in pairwise(named))
    if said is None or not 2 <= len(named) <= _MOST or not all(_BETWEEN_ENDS.fullmatch(gap) for gap in gaps):
        return []
    text, first, last = heard.text[: said.start()] + heard.text[said.end() :], named[0].start, named[-1].end
    return [text[:first] + span.text + text[last:] for span in named] if last <= said.start() else []


def pairs(heard: Heard) -> list[str]:
    """The questions that take turns in one sentence, each with all its slots written out; empty where it is one question."""
    slots = _slots(heard)
    groups = _groups(slots)
    if len(groups) < 2 or len(groups) > _MOST or not _take_turns(groups):
        return []
    claims = [[slot for slot in group if slot.kind == "claim"] for group in groups]
    if not any(claims) or all(claims):
        return [_written(heard.text, slots, groups, place) for place in range(len(groups))]
    if any(claims[:-1]) or len(claims[-1]) != len(groups):
        return []  # which number is said of whom cannot be told
    starts = [claim.start for claim in claims[-1]]
    numbers = [_JOINT.sub("", heard.text[start:end]) for start, end in pairwise([*starts, len(heard.text)])]
    written = [_written(heard.text[: starts[0]], slots, groups, place) for place in range(len(groups))]
    return [f"{turn} {number}" for turn, number in zip(written, numbers, strict=True)]


def is_compared(heard: Heard) -> bool:
    """Whether the turns are set against each other: then no one of them answers the question."""
    return bool(_COMPARING & heard.cues or (heard.bounds and _OF_SETS & heard.cues))


def verdict_of(told: Sequence[Answer]) -> dict[str, Any] | None:
    """Claims about several agencies in one sentence hold where each of them does; None where the answers are no verdicts."""
    if not told or any(answer.operation != "verify" for answer in told):
        return None
    values = [(answer.result or {}).get("value") for answer in told]
    return {"value": False if False in values else None if None in values else True}


def half_named(heard: Heard) -> bool:
    """Whether one place has its kind of agency and another has none: 扶沟县卫健委2023年许可和商水县的处罚."""
    places = [mention for mention in heard.mentions if mention.regions]
    return any(mention.organ for mention in places) and not all(mention.organ for mention in places)


def together(text: str, answers: Sequence[Answer]) -> Answer:
    """Several answers as one: numbered, answered as soon as one of them is; each keeps its own sentences."""
    if len(answers) == 1:
        return replace(answers[0], question=text)
    told = [answer for answer in answers if answer.status == "answered"]
    results = [answer.result for answer in told if answer.result is not None]
    return replace(
        (told or answers)[0],
        question=text,
        facts=tuple(dict.fromkeys(fact for answer in told for fact in answer.facts)),
        result=results[-1] if len(results) == 1 else verdict_of(told),
        choices=tuple(choice for answer in answers for choice in answer.choices)[:6],
        assumed=tuple(dict.fromkeys(entry for answer in told for entry in answer.assumed)),
        notes=tuple(dict.fromkeys(note for answer in answers for note in answer.notes)),
        bodies=tuple(body for place, answer in enumerate(answers, 1) for body in _numbered(place, answer.bodies)),
        text="\n\n".join(f"{place}. {answer.text}" for place, answer in enumerate(answers, 1)),
        id=id_of_several(str(answer.id) for answer in answers),
    )


def _numbered(place: int, bodies: Sequence[Body]) -> list[Body]:
    """The bodies of one answer, with its number before the first line."""
    first = bodies[0]
    lead = (f"{place}. {first.lead[0] if first.lead else ''}", *first.lead[1:])
    grounds = replace(first.grounds, numbers=first.grounds.numbers | {Decimal(place)})
    return [replace(first, lead=lead, grounds=grounds), *bodies[1:]]


def _slots(heard: Heard) -> list[_Slot]:
    named = [mention for mention in heard.mentions if mention.regions or mention.named is not None]
    slots = [_Slot(m.start, m.end, "agency", f"{m.regions}{m.organ}{m.named}", heard.text[m.start : m.end]) for m in named]
    for span in heard.spans:
        for kind, value in span.meanings:
            if kind in ("year", "row", "rate", "weak") and value:
                slots.append(_Slot(span.start, span.end, "year" if kind == "year" else "figure", value, span.text))
                break
    if len({slot.value for slot in slots if slot.kind == "agency"}) > 1:
        claims = [span for span in heard.spans if any(kind == "bound" for kind, _ in span.meanings)]
        slots += [_Slot(span.start, span.end, "claim", span.text, span.text) for span in claims]
    return sorted(slots, key=lambda slot: slot.start)


def _groups(slots: list[_Slot]) -> list[list[_Slot]]:
    """A new group begins where a kind comes back after another kind."""
    groups: list[list[_Slot]] = []
    for slot in slots:
        current = groups[-1] if groups else None
        back = current is not None and current[-1].kind != slot.kind and any(other.kind == slot.kind for other in current)
        if current is None or back:
            groups.append([slot])
        else:
            current.append(slot)
    return groups


def _take_turns(groups: list[list[_Slot]]) -> bool:
    """Whether at least two kinds of slot take different values in different groups."""
    differing = 0
    for kind in ("agency", "year", "figure", "claim"):
        values = [tuple(slot.value for slot in group if slot.kind == kind) for group in groups]
        differing += len({value for value in values if value}) > 1
    return differing > 1


def _written(text: str, slots: list[_Slot], groups: list[list[_Slot]], place: int) -> str:
    """One group as a question, with the slots that it lacks taken from the group before, or else behind."""
    group = groups[place]
    start = group[0].start if place else 0
    end = groups[place + 1][0].start if place + 1 < len(groups) else len(text)
    own = _JOINT.sub("", text[start:end].strip())
    for kind in ("agency", "year", "figure"):
        if any(slot.kind == kind for slot in group):
            continue
        near = [slot for other in (*reversed(groups[:place]), *groups[place + 1 :]) for slot in other if slot.kind == kind]
        if near:
            own = f"{near[0].text} {own}" if kind == "agency" else f"{own} {near[0].text}"
    return own


def lie_apart(heard: Heard) -> bool:
    """Whether turns that are compared cannot be one question: of other years or other figures."""
    return len(heard.years.said) > 1 or len(heard.fields) > 1


def is_empty(heard: Heard) -> bool:
    """Whether a sentence says nothing of its own: no slot, no topic, nothing to be done, no word that was not understood."""
    slots = heard.mentions or heard.fields or heard.choices or heard.columns or heard.years.said or heard.bounds
    return not (slots or heard.topics or heard.leftover or heard.section or heard.cues - {"count", "counted", "followup"})


def grouped(text: str, answers: list[Answer], context: Context) -> tuple[Answer, Context]:
    """Several answers as one, whose id stands for them all."""
    answer = together(text, answers)
    if len(answers) == 1:
        return answer, context
    group = (str(answer.id), tuple(str(part.id) for part in answers))
    return answer, replace(context, groups=(*context.groups, group)[-MOST_TURNS:])
