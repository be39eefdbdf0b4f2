"""Who a question is about: the agencies named, a set of them, or those that the conversation was about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.casting.against import set_against
from bot.casting.alike import names_meant
from bot.casting.breadth import LEVELS, NO_AGENCY, SETS, stand_for_a_set
from bot.casting.peers import holds, is_placed_among, peers_of
from bot.casting.recall import Recall, ranked_out_of
from bot.casting.who import Who
from bot.facts import Facts
from bot.question import Agency, Cast, Doubt, Heard, Mention, Question, Scope
from bot.spelling.lexicon import is_sector
from bot.talk.conversation import Context

_OWN = {"own_county": "county", "own_prefecture": "prefecture", "own_province": "province"}
"""The departments of a level: 市直部门 are the city's own."""
_GOES_ON = ("compare", "lookup", "share")
"""Operations that are answered with those who are stored where one is not (it is named in a note)."""

_ANYBODY = re.compile(r"单位|机关|部门|机构|\bagenc(?:y|ies)\b")
"""Words that name any agency: without one, those that are set against an agency are of its kind."""

_KIND_EN = re.compile(r"\b(?:(governments?(?! information| disclosure| data))|bureaus|cities|counties|districts|provinces)\b")
"""Kinds of agency that English names without a word of their own: governments are one kind, the others are none."""


class Casting:
    """Casts a question: every name resolved, or the doubt about one of them."""

    def __init__(self, facts: Facts, who: Who) -> None:
        self._facts = facts
        self._who = who
        self._recall = Recall(facts, who)

    def cast(self, heard: Heard, operation: str | None, former: Question | None, context: Context) -> Cast | Doubt:
        """The agencies or the set that a message is about. `former` is the question that it leans on, if any."""
        said, without = names_meant(heard, operation, self._facts, self._who), self._excluded(heard)
        if isinstance(without, Doubt):
            return without
        if isinstance(said, Doubt):
            return said
        if not said and _OWN.keys() & heard.cues:
            return self._departments(heard, said)
        base = set_against(heard) if operation in ("count", "list") else None
        if base is not None:
            return self._against(heard, base, said, without)
        if not said:
            known = self._known(heard, operation, former, context, without)
            return known or self._unsaid(heard, operation, former, without)
        if _OWN.keys() & heard.cues:
            return self._departments(heard, said)
        wide = next((mention.text for mention in said if mention.organ and is_sector(mention.text, bool(mention.regions))), "")
        if wide and (len(said) > 1 or (not said[0].regions and operation not in SETS)):
            return Doubt("declined", "not_understood", "not_understood", {"word": wide})
        if (counted := self._counted(heard, said, operation)) is not None:
            return counted
        places = [mention for mention in said if mention.regions]
        if _level(heard) and len(places) > 1 and operation not in ("position", "share"):
            return Doubt("declined", "not_understood", "not_understood", {"word": heard.text})
        if operation == "compare" and former is not None and len(said) == len(context.agencies) == 1:
            other = self._one(self._recall.completed(said[0], former), heard)
            if isinstance(other, Doubt) or other.no != context.agencies[0]:
                return other if isinstance(other, Doubt) else Cast((self._facts.agency(context.agencies[0]), other))
        if stand_for_a_set(heard, said, operation, self._facts):
            return self._with_own(heard, said, without) or self._set(
                said, without, _level(heard), self._kind(heard, said, former)
            )
        if (among := self._among(heard, said, operation)) is not None:
            return among
        stray = self._stray(said)
        if stray is not None:
            return Doubt("declined", "not_understood", "not_understood", {"word": stray.text})
        bare = all(mention.organ and not mention.regions for mention in said)  # 公安局处罚多少: of the place spoken of
        return self._each(self._recall.all_completed(said, context.question if bare else former), heard, operation)

    def _departments(self, heard: Heard, said: Sequence[Mention]) -> Cast | Doubt:
        """市直部门, 河南省省直单位: the departments of one level, without its governments."""
        regions = tuple(code for mention in said for code in mention.regions)
        levels = {self._facts.regions[code][2] for code in regions if code in self._facts.regions}
        level = next(iter(levels)) if len(levels) == 1 else next(_OWN[cue] for cue in _OWN if cue in heard.cues)
        unfit = any(mention.organ or mention.named is not None for mention in said) or len(levels) > 1
        scope = Scope(regions=regions, level=level, departments=True)
        if unfit or len(said) > 1:
            return Doubt("declined", "not_understood", "not_understood", {"word": heard.text})
        if not self._facts.agencies_of(scope, 1):
            return Doubt("declined", "unknown_agency", "unknown_agency", {"name": said[0].text if said else heard.text})
        return Cast(scope=scope)

    def _counted(self, heard: Heard, said: Sequence[Mention], operation: str | None) -> Cast | Doubt | None:
        """五个卫健委: all of them where just so many are stored, else the question which."""
        alone = len(said) == 1 and bool(said[0].organ) and not said[0].regions
        number = next((int(value) for span in heard.spans for kind, value in span.meanings if kind == "of"), 0)
        if not alone or number < 2 or {"every", "these"} & heard.cues or operation in (*NO_AGENCY, "position"):
            return None
        if not any(span.end <= said[0].start and ("of", str(number)) in span.meanings for span in heard.spans):
            return None
        pool = self._facts.agencies_of(Scope(said[0].organ), 50)
        if len(pool) == number:
            return Cast(pool)
        doubt = self._who.ask(pool, heard.years.said)
        return replace(doubt, key="how_many", values={"name": said[0].text, "count": str(len(pool))}) if pool else None

    def _against(
        self, heard: Heard, base: tuple[Mention, str], said: Sequence[Mention], without: tuple[int, ...]
    ) -> Cast | Doubt:
        """Those that have more, or less, than one agency: of its kind, where no set is said."""
        mention, relation = base
        own = self._one(mention, heard)
        if isinstance(own, Doubt):
            return own
        rest = [one for one in said if one is not mention]
        organ = None if _ANYBODY.search(heard.text) else own.organ
        cast = self._set(rest, without, _level(heard)) if rest else Cast(scope=Scope(organ, without=without))
        return cast if isinstance(cast, Doubt) else replace(cast, base=(own, relation))

    def _known(
        self, heard: Heard, operation: str | None, former: Question | None, context: Context, without: tuple[int, ...]
    ) -> Cast | None:
        """Those of the conversation that the message points at: 第一名, 前两家, 谁更多, 这几家, or the set last spoken of."""
        listed = [self._facts.agency(no) for no in context.agencies]
        if "which_place" in heard.cues and len(listed) > 1 and operation in SETS:
            return Cast(tuple(listed))
        of = next((int(value) for span in heard.spans for kind, value in span.meanings if kind == "of"), 0)
        trail = tuple(dict.fromkeys((*context.before, *context.agencies)))
        if of > 1 and former is not None and len(trail) >= of and operation in (*SETS, "compare"):
            return Cast(tuple(self._facts.agency(no) for no in trail[-of:]))
        if "it" in heard.cues and listed and former is not None and former.operation in ("rank", "list"):
            first = [entry.agency for entry in (context.turns[-1].entries if context.turns else ()) if entry.rank == 1]
            return Cast(tuple(agency for agency in listed if agency.no in first) or tuple(listed[:1]))
        if former is not None and len(former.agencies) > 1 and operation in SETS and "every" not in heard.cues:
            whole = ranked_out_of(former, context.roll) if operation == "rank" and "these" not in heard.cues else None
            return Cast(former.agencies) if whole is None else Cast(scope=whole)
        if former is not None and operation == "compare" and len(former.agencies) == 1 and len(trail) > 1:
            return Cast(tuple(self._facts.agency(no) for no in trail[-2:]))
        single = former is None or not former.scope
        if context.scope is not None and operation in SETS and (single or len(listed) == 1):
            return Cast(scope=replace(context.scope, without=without))
        told = "these" in heard.cues or (operation == "source" and former is not None and former.scope is not None)
        return Cast(tuple(listed)) if told and listed else None

    def _stray(self, said: Sequence[Mention]) -> Mention | None:
        """A kind without a place beside agencies that have one: 交通 in 公安局2024年交通处罚."""
        if not any(mention.regions or mention.named is not None for mention in said):
            return None
        return next((mention for mention in said if not mention.regions and mention.named is None), None)

    def _each(self, said: Sequence[Mention], heard: Heard, operation: str | None) -> Cast | Doubt:
        agencies: list[Agency] = []
        unknown: list[str] = []
        doubts: list[Doubt] = []
        alike: dict[tuple[object, ...], Mention] = {}
        for mention in said:  # whoever is named again and again is looked up once
            alike.setdefault((mention.text, mention.regions, mention.organ, mention.named, mention.vague), mention)
        for mention in alike.values():
            found = self._one(mention, heard)
            own = self._who.own_report(mention, found, "own_level" in heard.cues) if isinstance(found, Agency) else None
            if own is not None:
                return own
            if isinstance(found, Agency):
                agencies += [found] if found not in agencies else []
            else:
                doubts.append(found)
                unknown.append(mention.text)
        absent = all(doubt.reason == "unknown_agency" for doubt in doubts)
        if doubts and not (agencies and operation in _GOES_ON and absent):
            return doubts[0]
        return Cast(tuple(agencies), unknown=tuple(unknown))

    def _among(self, heard: Heard, said: Sequence[Mention], operation: str | None) -> Cast | Doubt | None:
        """One agency with the set that it is placed in or measured by; None where no such set is named."""
        first, *rest = said
        kind = bool(first.organ) and not first.regions and first.named is None
        if operation == "position" and rest and rest[0].regions and (kind or is_placed_among(heard, first, self._facts)):
            first, rest = rest[0], [first, *rest[1:]]  # 在周口的卫健委里，川汇区卫健委排第几; 与其他卫健委相比
        if operation not in ("position", "share") or not (first.regions or first.named is not None):
            return None
        level = _level(heard)
        places = [mention for mention in rest if mention.regions or mention.named is not None]
        again = any((one.regions, one.organ) == (first.regions, first.organ) for one in rest)
        listed = (operation == "share" or again) and len(rest) > 1 and not level
        if places and not level and not listed and not (operation == "position" and len(places) == 1):
            return None
        if places and not level and not listed and not is_placed_among(heard, places[0], self._facts):
            return None
        own = self._one(first, heard)
        if isinstance(own, Doubt):
            return own
        if places and listed:
            found = [self._one(mention, heard) for mention in rest]
            numbers = tuple(agency.no for agency in found if isinstance(agency, Agency))
            return Cast((own,), Scope(agencies=numbers)) if len(numbers) == len(rest) else None
        scope = peers_of(heard, rest, own, level, self._facts)
        if scope is None:
            return None
        if not holds(scope, own, self._facts):
            return Doubt("declined", "not_understood", "not_understood", {"word": heard.text})
        return Cast((own,), scope)

    def _excluded(self, heard: Heard) -> tuple[int, ...] | Doubt:
        """Those left out. A name of which nothing is stored leaves nobody out, and a wide place does not say whom."""
        if "except" not in heard.cues:
            return ()
        gone: list[int] = []
        for mention in heard.mentions:
            if not mention.negated or not (mention.regions or mention.named):
                continue
            found = [agency.no for code in mention.regions for agency in self._facts.agencies_in(code, mention.organ)]
            found += mention.named or ()
            if not found:
                return Doubt("declined", "unknown_agency", "unknown_agency", {"name": mention.text})
            wide = any(self._facts.regions[code][2] != "county" for code in mention.regions if code in self._facts.regions)
            if wide and not mention.organ:
                return Doubt("declined", "not_understood", "not_understood", {"word": mention.text})
            gone += found
        return tuple(gone)

    def _unsaid(self, heard: Heard, operation: str | None, former: Question | None, without: tuple[int, ...]) -> Cast | Doubt:
        anybody = "every" in heard.cues and operation in SETS and bool(_ANYBODY.search(heard.text))  # 全部单位呢
        if former is not None and former.scope and "whole" in heard.cues and not former.scope.regions:  # 全市, of which city?
            return Doubt("clarify", "missing_slot", "whose", {})
        if former is not None and (former.agencies or former.scope) and not anybody:
            return Cast(
                former.agencies,
                replace(former.scope, without=without or former.scope.without) if former.scope else None,
            )
        if operation in NO_AGENCY:
            return Cast()
        of_all = operation in ("trend", "consistency", "passage") and {"every", "list", "who"} & heard.cues
        if operation in SETS or of_all or without:
            kind = _KIND_EN.search(heard.text)
            if kind and not kind.group(1):  # rank cities: of which kind of agency, is not said
                return Doubt("declined", "not_understood", "not_understood", {"word": kind.group()})
            scope = Scope("government" if kind else None, without=without, level=_level(heard))
            return Cast(scope=replace(scope, organ=self._own_reports(scope)) if "which_place" in heard.cues else scope)
        if heard.sought or (operation == "presence" and {"who", "list"} & heard.cues):
            return Cast(scope=Scope())
        return Doubt("clarify", "missing_slot", "whose", {})

    def _set(
        self, said: Sequence[Mention], without: tuple[int, ...], level: str | None, former_organ: str | None = None
    ) -> Cast | Doubt:
        organ = next((mention.organ for mention in said if mention.organ), former_organ)
        # 周口市各县区卫健委: the kind may stand apart from the place
        regions = tuple(code for mention in said for code in mention.regions if code)
        numbers = tuple(no for mention in said for no in mention.named or ())
        if "000000" in regions and organ is None:  # what is stored is not the whole country
            return Doubt("declined", "unknown_agency", "unknown_agency", {"name": said[0].text})
        scope = Scope(organ, regions, numbers, without, level)
        if not self._facts.agencies_of(scope, 1):
            return Doubt("declined", "unknown_agency", "unknown_agency", {"name": "、".join(mention.text for mention in said)})
        return Cast(scope=scope)

    def _kind(self, heard: Heard, said: Sequence[Mention], former: Question | None) -> str | None:
        """The kind of a set of which none is said: that of the conversation, or, of places, that which stands for them."""
        if "which_place" in heard.cues and not any(mention.organ for mention in said):
            return self._own_reports(Scope(regions=said[0].regions, level=_level(heard)))
        return former.agencies[0].organ if former is not None and former.agencies else None

    def _own_reports(self, scope: Scope) -> str | None:
        """The kind that stands for a place itself, where the place is asked for and no kind is said: its government, if any
        of that set is stored."""
        own = replace(scope, organ="government")
        return own.organ if self._facts.agencies_of(own, 1) else scope.organ

    def _with_own(self, heard: Heard, said: Sequence[Mention], without: tuple[int, ...]) -> Cast | Doubt | None:
        """周口市各县区和市本级卫健委: those of a city's counties and its own, which are all that it has of one kind. None where
        only a level is said."""
        kinds = [mention.level for mention in said if mention.organ]
        if not _level(heard) or not ("own_level" in heard.cues or len(kinds) > 1):
            return None
        own = len(kinds) == 1 if "own_level" in heard.cues else len(kinds) == 2 and kinds[0] != kinds[1] == "市"
        levels = [self._facts.regions[code][2] for mention in said for code in mention.regions if code in self._facts.regions]
        organs = {mention.organ for mention in said} - {None}
        if not own or set(levels) != {"prefecture"} or _level(heard) != "county" or len(organs) != 1 or organs <= {"government"}:
            return Doubt("declined", "not_understood", "not_understood", {"word": heard.text})
        return self._set(said, without, None)

    def _one(self, mention: Mention, heard: Heard) -> Agency | Doubt:
        if mention.regions or mention.named is not None:
            return self._who.resolve(mention, heard.years.said)
        pool = self._facts.agencies_of(Scope(organ=mention.organ), 50)
        if mention.text.endswith("厅"):
            pool = tuple(agency for agency in pool if (agency.region or "").endswith("0000"))
        if mention.text.endswith(("局", "委")):  # 财政局 is not the ministry; 统计局 may be 国家统计局
            pool = tuple(one for one in pool if one.region != "000000" or one.name.endswith(mention.text))
        if mention.vague and pool:
            return self._who.ask(pool, heard.years.said)
        if not pool:
            return Doubt("declined", "unknown_agency", "unknown_agency", {"name": mention.text})
        return pool[0] if len(pool) == 1 else self._who.ask(pool, heard.years.said)


def _level(heard: Heard) -> str | None:
    return next((LEVELS[cue] for cue in sorted(LEVELS.keys() & heard.cues)), None)
