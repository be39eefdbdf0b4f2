"""Which stored agency a name stands for: exactly one, or a doubt with choices. Never a similar one in its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.facts import Facts
from bot.hear.agency import near_names, sounds_alike
from bot.question import Agency, Assumed, Choice, Doubt, Heard, Mention
from bot.spelling.lexicon import is_sector

MOST_CHOICES = 6
_COMMITTEES = ("管委会", "管理委员会")
_OF_A_PLACE = re.compile(r"^[^/]*/.+?(?:[镇乡区]|街道|苏木)")
"""Towns and zones, whose city may be said for their county; 周口市气象局 is never that of a county."""


class Who:
    """Finds agencies in one database."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    def resolve(self, mention: Mention, years: Sequence[int]) -> Agency | Doubt:
        """The agency that a mention with a region (or a name of its own) stands for.

        Region alone: its 人民政府 where one is stored for the years, else the only agency of the region, else a doubt
        with choices. A name that several regions bear is always asked, even where one of them alone is stored.
        """
        if mention.regions == ("",):  # the places contradict each other: 洛阳市川汇区
            return Doubt("declined", "unknown_agency", "unknown_agency", {"name": mention.text})
        if mention.named is not None:
            return self._named(mention)
        codes = self.likely(mention)
        if codes == ("000000",) and mention.organ is None:  # the whole country is more than what is stored
            return Doubt("declined", "unknown_agency", "unknown_agency", {"name": mention.text})
        if len(codes) == 1 and not mention.organ and (own := self._own(mention, codes[0], years)) is not None:
            return own
        held = [agencies for code in codes if (agencies := self._borne(mention, self._facts.agencies_in(code, mention.organ)))]
        if not held:
            return self._unknown(mention)
        if len(codes) > 1:
            return self.ask([agency for agencies in held for agency in agencies], years)
        agencies = held[0]
        if mention.organ:
            return agencies[0]
        return self._of_region(agencies, years)

    def _own(self, mention: Mention, code: str, years: Sequence[int]) -> Agency | None:
        """The government of a place, where it is stored for the years: nobody else of the place need be looked up."""
        governments = self._dated(self._borne(mention, self._facts.agencies_in(code, "government")), years)
        return min(governments, key=lambda agency: agency.id, default=None)

    def meant(self, heard: Heard) -> tuple[tuple[Agency, str], ...]:
        """The stored agencies that the names in a message can stand for, each with its label; none that is only near."""
        found: list[Agency] = []
        for mention in heard.mentions:
            who = self.resolve(mention, ()) if mention.regions or mention.named is not None else None
            if isinstance(who, Doubt):
                found += [self._facts.agency(int(choice.question)) for choice in who.choices if who.status == "clarify"]
            elif who is not None:
                found.append(who)
        return tuple((agency, self.label(agency)) for agency in dict.fromkeys(found))

    def likely(self, mention: Mention) -> tuple[str, ...]:
        """The regions of a name; 河南 is the province, though 河南蒙古族自治县 is shortened so too."""
        provinces = [code for code in mention.regions if self._facts.regions[code][2] == "province"]
        others = {self._facts.regions[code][2] for code in mention.regions if code not in provinces}
        return tuple(provinces) if provinces and others <= {"county"} else mention.regions

    def _named(self, mention: Mention) -> Agency | Doubt:
        found = [self._facts.agency(no) for no in mention.named or ()]
        if mention.regions:
            exact = [agency for agency in found if agency.region in mention.regions]
            found = exact or [one for one in found if _OF_A_PLACE.search(one.id) and self._lies_in(one, mention.regions)]
        if not found:
            return self._unknown(mention)
        return found[0] if len(found) == 1 else self.ask(found, ())

    def _borne(self, mention: Mention, agencies: tuple[Agency, ...]) -> tuple[Agency, ...]:
        """The agencies that a name can be said of: 管委会 is none but that of a zone, though some stand as governments."""
        if not mention.text.endswith(_COMMITTEES):
            return agencies
        return tuple(agency for agency in agencies if agency.name.endswith(_COMMITTEES))

    def is_of_a_place(self, mention: Mention) -> bool:
        """Whether a name of its own is that of a town or a zone, and not a kind such as 气象局."""
        return any(_OF_A_PLACE.search(self._facts.agency(no).id) for no in mention.named or ())

    def _lies_in(self, agency: Agency, regions: Sequence[str]) -> bool:
        """Whether a town's agency lies in one of the places said before its name."""
        code = agency.region or ""
        while code and code not in regions:
            code = self._facts.regions[code][1] if code in self._facts.regions else ""
        return bool(code)

    def _of_region(self, agencies: Sequence[Agency], years: Sequence[int]) -> Agency | Doubt:
        dated = self._dated(agencies, years)
        for pool in (dated, list(agencies)):
            governments = [agency for agency in pool if agency.organ == "government"]
            if governments:
                return governments[0]
            if len(pool) == 1:
                return pool[0]
            if pool:
                return self.ask(pool, years)
        raise AssertionError("a region without agencies is refused before")

    def _dated(self, agencies: Sequence[Agency], years: Sequence[int]) -> list[Agency]:
        """Those that reported on one of the years; all of them where no year is said."""
        held = self._facts.reporting([agency.no for agency in agencies], years) if agencies and years else frozenset()
        return [agency for agency in agencies if not years or agency.no in held]

    def ask(self, agencies: Iterable[Agency], years: Sequence[int]) -> Doubt:
        """A doubt between agencies. Its choices are labels only; the walk turns them into questions and checks them."""
        pool = list(agencies)
        dated = self._dated(pool, years) or pool
        choices = tuple(Choice(self.label(agency), str(agency.no)) for agency in dated)
        return Doubt("clarify", "ambiguous_agency", "which_agency", {}, choices)

    def label(self, agency: Agency) -> str:
        """The agency's name, with its region before it where the name alone does not tell (鼓楼区, a town)."""
        region = self._facts.regions.get(agency.region or "")
        if region is None:
            return agency.name
        bearers = [code for code, kind in self._facts.region_names.get(region[0], ()) if kind in ("full", "former")]
        parent = self._facts.regions.get(region[1])
        short = region[0] if region[0] not in agency.name and region[0][:2] not in agency.name else ""
        if (len(bearers) > 1 or short) and parent and parent[0] not in agency.name and parent[2] != "country":
            return f"{parent[0]}{short}{agency.name}"
        return agency.name

    def _unknown(self, mention: Mention) -> Doubt:
        merged = self._merged(mention)
        if merged is not None:
            return merged
        near = [agency for code in mention.regions for agency in self._facts.agencies_in(code)]
        choices = tuple(Choice(self.label(agency), str(agency.no)) for agency in near[:MOST_CHOICES])
        return Doubt("declined", "unknown_agency", "unknown_agency", {"name": mention.text}, choices)

    def _merged(self, mention: Mention) -> Doubt | None:
        """江干区, which became part of 上城区 and has no report here: the one that took it in is asked about, never taken."""
        for code in mention.regions:
            name = self._facts.regions[code][0] if code in self._facts.regions else ""
            heirs = [heir for heir, kind in self._facts.region_names.get(name, ()) if kind == "ended"]
            agencies = [agency for heir in heirs for agency in self._facts.agencies_in(heir, mention.organ)]
            if agencies and mention.named is None:
                choices = tuple(Choice(self.label(agency), str(agency.no)) for agency in agencies[:MOST_CHOICES])
                near = "、".join(self._facts.regions[heir][0] for heir in heirs)
                return Doubt("clarify", "ambiguous_agency", "former_region", {"name": name, "near": near}, choices)
        return None

    def own_report(self, mention: Mention, agency: Agency, own_level: bool) -> Doubt | None:
        """The doubt where what is said is not what the agency's report covers: 卫健系统 is wider, 市政府本级 narrower."""
        key = "wider_system" if mention.organ and is_sector(mention.text, True) else ""
        if own_level and agency.organ == "government":
            key = "own_level"
        if not key:
            return None
        values = {"name": agency.name, "word": mention.text}
        return Doubt("clarify", "ambiguous_agency", key, values, (Choice(self.label(agency), str(agency.no)),))

    def _by_initials(self, letters: str, pinyin: dict[str, str]) -> list[Agency]:
        """chqwjw → 川汇区卫健委: the first letters of a place and a kind, among those stored; always asked, never taken."""
        organs: dict[str, set[str]] = {}
        for name, kinds in self._facts.organ_names.items():
            organs.setdefault(_initials(name, pinyin), set()).update(kinds)
        found: list[Agency] = []
        for name, code in self._facts.near_regions.items():
            for start in (_initials(name, pinyin), _initials(name[:-1], pinyin)):
                meant = organs.get(letters.removeprefix(start), set()) if letters.startswith(start) else set()
                found += [agency for organ in sorted(meant) for agency in self._facts.agencies_in(code, organ)]
        return list(dict.fromkeys(found))[:MOST_CHOICES]

    def placed(self, heard: Heard, pinyin: dict[str, str]) -> Heard | Doubt:
        """The message with a misheard place put right, or the doubt about it."""
        found = self._strange(heard, pinyin)
        if isinstance(found, Doubt):
            return found
        code = self._facts.near_regions[found.value]
        organ = next((mention.organ for mention in heard.mentions if mention.organ and not mention.regions), None)
        others = tuple(mention for mention in heard.mentions if mention.regions or not mention.organ)
        at = heard.text.find(found.why)
        above = next((mention for mention in others if mention.end == at and mention.regions and not mention.organ), None)
        if above is not None:  # 成都武候区: it is said in which city
            if not any(code.startswith(city.rstrip("0")) for city in above.regions):
                return Doubt("declined", "unknown_agency", "unknown_agency", {"name": above.text + found.why})
            others = tuple(mention for mention in others if mention is not above)
        placed = Mention(at, at + len(found.why), found.value, (code,), organ)
        rest = tuple(piece for piece in heard.leftover if piece not in found.why)
        return replace(heard, mentions=(*others, placed), leftover=rest, strange_place=None, assumed=(*heard.assumed, found))

    def _strange(self, heard: Heard, pinyin: dict[str, str]) -> Doubt | Assumed:
        """A place name that is none: one sound away from a single stored one it is taken for that, and said so;
        one character away it is asked; else it is unknown."""
        place = heard.strange_place or ""
        if place.isascii() and (meant := self._by_initials(place, pinyin)):
            choices = tuple(Choice(self.label(agency), str(agency.no)) for agency in meant)
            called = {"name": place, "near": "、".join(agency.name for agency in meant)}
            return Doubt("clarify", "ambiguous_agency", "did_you_mean", called, choices)
        names = list(self._facts.near_regions)
        short = {name[:-1]: name for name in names if len(name) > 2}
        near = near_names(place, names) or tuple(short[name] for name in near_names(place, list(short)))
        alike = [name for name in near if sounds_alike(place, name, pinyin) or sounds_alike(place, name[:-1], pinyin)]
        if len(near) == 1 and alike:
            return Assumed("agency", near[0], place)
        if near:
            asked = [agency for name in near for agency in self._facts.agencies_in(self._facts.near_regions[name])]
            choices = tuple(Choice(self.label(agency), str(agency.no)) for agency in asked)
            return Doubt("clarify", "ambiguous_agency", "did_you_mean", {"name": place, "near": "、".join(near)}, choices)
        return Doubt("declined", "unknown_agency", "unknown_agency", {"name": place})


def _initials(name: str, pinyin: dict[str, str]) -> str:
    return "".join(pinyin.get(char, "?")[0] for char in name)
