"""What a short name takes from the agency spoken of before: 那红旗区呢 its kind, 财政局呢 its place, 鼓楼区呢 its city."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.casting.scopes import region_prefix
from bot.casting.who import Who
from bot.facts import Facts
from bot.question import Agency, Mention, Question, Scope
from bot.talk.conversation import Roll
from bot.talk.follow import kinds_of_one_place

_LEVELS = tuple("省市区县州旗")


class Recall:
    """Completes the names of a message that leans on a former question; what they say themselves always stands."""

    def __init__(self, facts: Facts, who: Who) -> None:
        self._facts = facts
        self._who = who

    def all_completed(self, said: Sequence[Mention], former: Question | None) -> list[Mention]:
        """Every mention completed; a place alone, after several kinds of another place, stands for all of these."""
        place = said[0] if len(said) == 1 and said[0].regions and not said[0].organ and said[0].named is None else None
        kinds = kinds_of_one_place(former) if former is not None and place is not None else ()
        if place is not None and kinds:
            return [replace(place, organ=organ) for organ in kinds]
        found = [self.completed(mention, former) for mention in said]
        return self._all_namesakes(said, found, former) if former is not None and len(said) > 1 else found

    def _all_namesakes(self, said: Sequence[Mention], found: list[Mention], former: Question) -> list[Mention]:
        """石家庄和平顶山哪个多 after 平顶山市新华区: where one city stands for its 新华区, the other stands for its own."""
        if len(former.agencies) != 1 or former.agencies[0].region is None:
            return found
        own = former.agencies[0].region
        bare = [one.regions and not one.organ and one.named is None for one in said]
        moved = [one.regions != before.regions for one, before in zip(found, said, strict=True)]
        if not (all(bare) and any(moved)):
            return found
        above = [any(own.startswith(code.rstrip("0")) and code != own for code in one.regions) for one in said]
        return [
            replace(one, regions=(own,), organ=former.agencies[0].organ) if here and not away else one
            for one, here, away in zip(found, above, moved, strict=True)
        ]

    def completed(self, mention: Mention, former: Question | None) -> Mention:
        """The mention with the kind or the place of the former agency, where it lacks one and such an agency is stored."""
        if former is not None and not former.agencies and former.scope is not None:
            return self._of_the_kind(mention, former.scope.organ)
        if former is None or not former.agencies:
            return mention
        if len(mention.regions) > 1:
            mention = self._in_the_same_city(mention, former.agencies[0])
        if not mention.regions:
            return self._with_place(mention, former.agencies)
        if mention.organ or mention.named is not None:
            return mention
        organ = former.agencies[0].organ
        if organ and any(self._facts.agencies_in(code, organ) for code in mention.regions):
            return replace(mention, organ=organ)
        namesake = self._namesake(mention, former.agencies[0])
        return replace(mention, regions=(namesake,), organ=organ) if namesake else mention

    def _of_the_kind(self, mention: Mention, organ: str | None) -> Mention:
        """扶沟县呢 after all health commissions asks for 扶沟县's, where it is stored."""
        bare = organ is not None and mention.organ is None and mention.named is None
        held = bare and any(self._facts.agencies_in(code, organ) for code in mention.regions if code != "000000")
        return replace(mention, organ=organ) if held else mention

    def _in_the_same_city(self, mention: Mention, former: Agency) -> Mention:
        """鼓楼区 after an agency of 南京: of the places of that name, the one there."""
        code = former.region or ""
        city = region_prefix(code)[:4] if code[:2] not in ("11", "12", "31", "50") else code[:2]
        inside = tuple(other for other in mention.regions if len(city) > 1 and other.startswith(city))
        return replace(mention, regions=inside) if len(inside) == 1 else mention

    def _with_place(self, mention: Mention, former: Sequence[Agency]) -> Mention:
        """财政局 after an agency of 周口市 is 周口市's; 市政府 after one of 川汇区 that of the city above."""
        codes = {agency.region for agency in former}
        code = next(iter(codes)) if len(codes) == 1 else None
        if code is None or self._who.is_of_a_place(mention):
            return mention
        level = _level(mention)
        above = self._above(code, level)
        stored = above is not None and (mention.named is not None or self._facts.agencies_in(above, mention.organ))
        if above is not None and (stored or level):
            return replace(mention, regions=(above,), vague=False)
        return replace(mention, vague=True)

    def _above(self, code: str, level: str) -> str | None:
        """The place itself, or the nearest above it, that is of the level said."""
        while code in self._facts.regions and code != "000000":
            name, parent, kind = self._facts.regions[code]
            if not level or name.endswith(level) or (level == "省" and kind == "province"):
                return code
            code = parent
        return None

    def _namesake(self, mention: Mention, former: Agency) -> str | None:
        """福州的呢 after 南京市鼓楼区: the one place of that name in 福州."""
        name = self._facts.regions.get(former.region or "", ("", "", ""))[0]
        bearers = [code for code, kind in self._facts.region_names.get(name, ()) if kind == "full" and code != former.region]
        inside = [code for code in bearers if any(code.startswith(above.rstrip("0")) for above in mention.regions if above)]
        return inside[0] if len(inside) == 1 else None


def ranked_out_of(former: Question, roll: Roll | None) -> Scope | None:
    """The set that was ranked, after some of it alone: 哪家最多 … 前两名加起来 … 那最少的是谁 asks for the least of all."""
    if (
        roll is None
        or roll.question.scope is None
        or (roll.question.fields, roll.question.years) != (former.fields, former.years)
    ):
        return None
    ranked = {entry.agency for entry in roll.entries}
    return roll.question.scope if {agency.no for agency in former.agencies} < ranked else None


def _level(mention: Mention) -> str:
    """The level that a kind is said to be of: 市政府, 省教育厅, 财政厅."""
    governing = mention.organ in ("government", "government_office")
    if governing and mention.text.startswith(_LEVELS):
        return mention.text[0]
    return "省" if mention.text.endswith("厅") and not governing else mention.level
