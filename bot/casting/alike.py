"""One message, one kind of agency: 扶沟县卫健委的处罚比商水多多少 is about two health commissions, and who is named twice is one.

A place alone is its government; beside an agency of a kind that is set against it, it is that place's agency of the kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.casting.who import Who
from bot.facts import Facts
from bot.question import Doubt, Heard, Mention

_AGAINST = ("compare", "total", "average", "change")
_TOGETHER = ("compare", "share", "total", "average", "rank", "position", "lookup", "change", "verify")


def names_meant(heard: Heard, operation: str | None, facts: Facts, who: Who) -> list[Mention] | Doubt:
    """The names that are meant, each with its kind, the one that the question is about first. The 政府 of 政府网站 belongs to
    what the text tells, beside a name with its place."""
    said = [mention for mention in heard.mentions if not mention.negated]
    placed = [mention for mention in said if mention.regions or mention.named is not None]
    alike = _of_one_kind(heard, placed or said if operation == "passage" else said, operation, facts, who)
    return alike if isinstance(alike, Doubt) else _named_again(alike, operation)


def _of_one_kind(heard: Heard, said: Sequence[Mention], operation: str | None, facts: Facts, who: Who) -> list[Mention] | Doubt:
    """The names with the kind that is said of one of them given to the places that stand alone; a doubt where such a place
    has agencies, and none of that kind: which of them is meant, is not said."""
    kinds = {mention.organ for mention in said if mention.regions and mention.organ}
    if len(kinds) != 1 or "government" in kinds or operation not in _TOGETHER:
        return list(said)
    organ, meant = next(iter(kinds)), list[Mention]()
    for mention in said:
        if not mention.regions or mention.organ or mention.named is not None or _is_whole(heard, mention, said, operation):
            meant.append(mention)
            continue
        held = tuple(code for code in mention.regions if facts.agencies_in(code, organ))
        others = [agency for code in mention.regions for agency in facts.agencies_in(code)]
        if not held and others:
            return who.ask(others, heard.years.said)
        meant.append(replace(mention, organ=organ, regions=held or mention.regions))
    return meant


def _is_whole(heard: Heard, mention: Mention, said: Sequence[Mention], operation: str | None) -> bool:
    """Whether a place holds the others that are named: 川汇区卫健委的处罚占周口市的多少, 川汇区和川汇区卫健委. Set against
    each other, the city is meant by its agency of the kind as well."""
    codes = {code for other in said if other.organ for code in other.regions}
    above = any(code != own and code.startswith(own.rstrip("0")) for code in codes for own in mention.regions)
    alone = len(said) == 2 or heard.text[: mention.start].endswith("占")
    return (above and operation not in _AGAINST) or (alone and bool(codes & set(mention.regions)))


def _named_again(said: Sequence[Mention], operation: str | None) -> list[Mention]:
    """扶沟、商水、川汇卫健委2024处罚，川汇占几成: who is named again is whom the question is about, the others its set; two who
    are named again are the two that are compared."""
    known: dict[tuple[object, ...], Mention] = {}
    again: dict[tuple[object, ...], Mention] = {}
    for mention in said:
        key = (mention.regions, mention.organ, mention.named)
        (again if key in known else known)[key] = mention
    if operation in ("share", "position") and len(again) == 1 and len(known) > 2:
        return [*again.values(), *known.values()]
    return list(again.values()) if operation == "compare" and len(again) > 1 else list(said)
