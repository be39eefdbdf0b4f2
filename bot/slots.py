"""Questions that come slot by slot, as other programs ask them: who, which figure, which year, each by its key or by a name.

A name is heard as in a message, alone: it must be nothing but a name. From there on the walk is that of a message, so that
what is ambiguous is asked back, what is unknown is declined, and a figure is the one that the words would have given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from bot.asked.refuse import refusal
from bot.casting.who import Who
from bot.ear import Ear
from bot.facts import Facts
from bot.fetch.measures import RATES, SUMS, is_rate, parts_of
from bot.question import Agency, Assumed, Cast, Doubt, Heard, Mention, Question, Scope, Years
from bot.say import Say
from bot.settle import Settler
from bot.talk.conversation import Context

_KEY = re.compile(r"[a-z_]+\.[a-z_]+|[a-z]+(?:_[a-z]+)+")
"""What is written like a key: with a full stop or an underscore, as no name is."""
_NEAREST = 4
_IN_NAMES = {"total", "followup", "quantity"}
"""Cues that names of figures give, and that change nothing there."""


@dataclass(frozen=True)
class Slots:
    """A question in its slots. `operation` is lookup, compare, rank or source; what is not said is empty."""

    operation: str
    field: str
    agencies: tuple[str, ...] = ()
    kind: str = ""
    region: str = ""
    year: int | None = None
    ascending: bool = False
    most: int | None = None
    language: str = "zh"

    @property
    def words(self) -> str:
        """All that was said, in a row."""
        return " ".join(filter(None, (*self.agencies, self.region, self.kind, str(self.year or ""), self.field)))


class Filling:
    """Fills the slots of a question in one database, `facts`."""

    def __init__(self, facts: Facts, who: Who, ear: Ear, settler: Settler, say: Callable[[str], Say]) -> None:
        self.facts, self._who, self._ear, self._settler, self._say = facts, who, ear, settler, say

    def filled(self, slots: Slots, today: date) -> tuple[Heard, Question | Doubt]:
        """What was said, as it would have been heard in words, and the question or the first doubt about it."""
        figure = self._figure(slots.field, today)
        cast = self._set(slots, today) if slots.operation == "rank" else self._each(slots, today)
        known = Heard("", slots.language, (), (), Years(), (), (), (), frozenset(), (), ())
        heard = self._said(slots, known if isinstance(figure, Doubt) else figure, cast)
        if isinstance(figure, Doubt):
            return heard, figure
        if isinstance(cast, Doubt):
            return heard, cast
        asks = "lookup" if slots.operation == "source" else slots.operation
        rate = asks == "lookup" and len(heard.fields) == 1 and is_rate(heard.fields[0])
        question = self._settler.complete(heard, "rate" if rate else asks, cast)
        if slots.operation == "source" and isinstance(question, Question):
            return heard, replace(question, operation="source")
        return heard, question

    def _said(self, slots: Slots, figure: Heard, cast: Cast | Doubt) -> Heard:
        """The slots as one message that was heard."""
        return replace(
            figure,
            text=self._in_words(slots, figure, cast, self._say(slots.language)),
            language=slots.language,
            years=Years((slots.year,) if slots.year is not None else ()),
            cues=frozenset({"rank_up"} if slots.ascending else ()),
            n=slots.most,
            assumed=(*(cast.assumed if isinstance(cast, Cast) else ()), *figure.assumed),
        )

    # Which figure

    def keys(self, said: str, today: date) -> tuple[str, ...]:
        """The figures that a name can mean: one where it is clear, none where it names no figure."""
        figure = self._figure(said, today)
        return () if isinstance(figure, Doubt) else figure.fields or figure.choices

    def _figure(self, said: str, today: date) -> Heard | Doubt:
        """A message that names just this figure, or the choice between several that a word leaves."""
        named, heard = said.strip().lower(), self._ear.hear(said, today)
        key = named if self.is_field(named) else self._printed.get(named, named)
        bare = replace(heard, spans=(), mentions=(), cues=frozenset(), topics=(), leftover=(), assumed=(), weak=False, sought=())
        if self.is_field(key):
            return replace(bare, fields=(key,), choices=(), columns=(), bounds=())
        if _KEY.fullmatch(key):
            return Doubt("declined", "not_on_form", "not_on_form", {"word": said, "nearest": " ".join(self._near(key))})
        refused = refusal(heard, "lookup")
        if refused is not None:
            return refused
        if not (heard.fields or heard.choices or heard.columns) or _says_more(heard) or heard.mentions:
            return Doubt("declined", "not_understood", "not_understood", {"word": said})
        if len(heard.fields) > 1:
            return Doubt("clarify", "missing_slot", "one_figure", {})
        return replace(bare, assumed=heard.assumed, weak=heard.weak)

    @cached_property
    def _printed(self) -> Mapping[str, str]:
        """What answers call each figure → its key, in small letters; no name that two figures share."""
        keys: dict[str, set[str]] = {}
        for key in self.every_key():
            for voice in (self._say("zh"), self._say("en")):
                for name in {voice.field(key), voice.label(key)}:
                    keys.setdefault(name.lower(), set()).add(key)
        return {name: min(found) for name, found in keys.items() if len(found) == 1}

    def every_key(self) -> tuple[str, ...]:
        """Every key: those that a form prints, in its order, then what is worked out of them."""
        columns = dict.fromkeys(field["column"] for field in self.facts.fields.values())
        sums = (f"{row}.{column}" for row in SUMS for column in columns)
        return (*self.facts.fields, *(key for key in (*sums, *RATES) if self.is_field(key)))

    def is_field(self, key: str) -> bool:
        """Whether it is the key of a figure that is printed, or worked out of such."""
        derived = key in RATES or key.partition(".")[0] in SUMS
        return key in self.facts.fields or (derived and all(part in self.facts.fields for part in parts_of(key)))

    def _near(self, key: str) -> Iterable[str]:
        """Keys of the same row, or else of the same column."""
        row, _, column = key.partition(".")
        fields = [*self.facts.fields, *RATES]
        same = [one for one in fields if one.partition(".")[0] == row]
        return (same or [one for one in fields if column and one.partition(".")[2] == column])[:_NEAREST]

    # Whose

    def _each(self, slots: Slots, today: date) -> Cast | Doubt:
        """The agencies named. In a comparison those that are not stored are told of, as long as another is."""
        agencies: list[Agency] = []
        assumed: list[Assumed] = []
        doubts: list[tuple[str, Doubt]] = []
        for name in slots.agencies:
            found = self._agency(name, slots.year, today)
            if isinstance(found, Doubt):
                doubts.append((name, found))
            else:
                agencies += [agency for agency in found.agencies if agency not in agencies]
                assumed += found.assumed
        absent = all(doubt.reason == "unknown_agency" and doubt.status == "declined" for _, doubt in doubts)
        if doubts and not (agencies and slots.operation == "compare" and absent):
            return doubts[0][1]
        if slots.operation == "compare" and len(agencies) + len(doubts) < 2:
            return Doubt("clarify", "missing_slot", "which_of_them", {})
        return Cast(tuple(agencies), assumed=tuple(assumed), unknown=tuple(name for name, _ in doubts))

    def _agency(self, said: str, year: int | None, today: date) -> Cast | Doubt:
        """The one agency of an id or a name."""
        stored = self.facts.agency_of(said.strip())
        if stored is not None:
            return Cast((stored,))
        found = self._named(said, year, today)
        if isinstance(found, Doubt) and found.reason in ("unknown_agency", "missing_slot"):
            exact = self.facts.rows("SELECT agency FROM agency_name WHERE name = ?", (said.strip(),))
            return Cast((self.facts.agency(exact[0][0]),)) if len(exact) == 1 else found
        return found

    def _named(self, said: str, year: int | None, today: date) -> Cast | Doubt:
        """The one agency of a name, as it is heard."""
        heard = self._name(said, today)
        if isinstance(heard, Doubt):
            return heard
        dated = replace(heard, years=Years((year,) if year is not None else ()))
        cast = self._settler.casting.cast(dated, "lookup", None, Context())
        if isinstance(cast, Doubt):
            return cast
        if cast.scope is not None or len(cast.agencies) != 1 or cast.unknown:
            return Doubt("clarify", "missing_slot", "which_of_them", {})
        return replace(cast, assumed=(*heard.assumed, *cast.assumed))

    def _set(self, slots: Slots, today: date) -> Cast | Doubt:
        """All of a kind, in a region where one is said."""
        organ = self.organ(slots.kind, today)
        if isinstance(organ, Doubt) or not slots.region:
            return organ if isinstance(organ, Doubt) else self._stored(Scope(organ), slots.kind)
        place = self.region(slots.region, today)
        if isinstance(place, Doubt):
            return place
        codes = self._who.likely(place.mentions[0])
        if len(codes) > 1:  # 鼓楼区: there are several
            pool = [agency for code in codes for agency in self.facts.agencies_in(code, organ)]
            return self._who.ask(pool, ()) if pool else _unknown(slots.region)
        cast = self._stored(Scope(organ, codes), slots.region)
        return cast if isinstance(cast, Doubt) else replace(cast, assumed=place.assumed)

    def _stored(self, scope: Scope, said: str) -> Cast | Doubt:
        return Cast(scope=scope) if self.facts.agencies_of(scope, 1) else _unknown(said)

    def organ(self, said: str, today: date) -> str | Doubt:
        """The kind of agency of a key or a name."""
        if said.strip() in self.facts.organs:
            return said.strip()
        heard = self._name(said, today)
        if isinstance(heard, Doubt):
            return heard
        (mention,) = heard.mentions
        return _unknown(said) if mention.regions or mention.named is not None or not mention.organ else mention.organ

    def region(self, said: str, today: date) -> Heard | Doubt:
        """What was heard of a place, by its code or a name: a single mention with its codes."""
        found = self._name(said, today)
        if said.strip() in self.facts.regions or isinstance(found, Doubt):
            full = tuple(code for code, kind in self.facts.region_names.get(said.strip(), ()) if kind == "full")
            codes = (said.strip(),) if said.strip() in self.facts.regions else full
            mention = Mention(0, 0, said, codes)
            return replace(self._ear.hear("", today), mentions=(mention,)) if codes else found
        mention = found.mentions[0]
        known = bool(mention.regions) and all(code in self.facts.regions for code in mention.regions)
        return found if known and not mention.organ and mention.named is None else _unknown(said)

    def _name(self, said: str, today: date) -> Heard | Doubt:
        """A message that is nothing but one name."""
        heard = self._ear.hear(said, today)
        if heard.strange_place:
            placed = self._who.placed(heard, self._ear.slips.pinyin)
            if isinstance(placed, Doubt):
                return placed
            heard = placed
        other = heard.fields or heard.choices or heard.columns or heard.topics or heard.bounds or _says_more(heard)
        named = [mention for mention in heard.mentions if not mention.negated]
        return _unknown(said) if other or len(named) != 1 or len(heard.mentions) > 1 else heard

    # In words

    def _in_words(self, slots: Slots, figure: Heard, cast: Cast | Doubt, say: Say) -> str:
        """The question as a person would ask it."""
        agencies = cast.agencies if isinstance(cast, Cast) else ()
        labels = [self._who.label(agency) for agency in agencies] + [*(cast.unknown if isinstance(cast, Cast) else ())]
        scope = cast.scope if isinstance(cast, Cast) else None
        place = self.facts.regions[scope.regions[0]][0] if scope and scope.regions else slots.region
        kind = self.facts.organs[scope.organ][say.language != "zh"] if scope and scope.organ else slots.kind
        order = "up" if slots.ascending else "down"
        key = f"slots.{slots.operation}" + (f"_{order}" if slots.operation == "rank" else "")
        key += "_in" if slots.operation == "rank" and place else ""
        field = say.label(figure.fields[0]) if figure.fields else slots.field
        names = say.list(labels or slots.agencies)
        year = "" if slots.year is None else say("slots.year", year=slots.year)
        said = say(key, name=names, year=year, field=field, place=place, kind=kind, n=slots.most or "")
        return " ".join(said.split())


def _unknown(name: str) -> Doubt:
    return Doubt("declined", "unknown_agency", "unknown_agency", {"name": name})


def _says_more(heard: Heard) -> bool:
    """Whether a name says more than a name: a year, an order, words that nobody understands."""
    years = heard.years
    dated = years.said or years.every or years.latest or years.since is not None
    return bool(dated or heard.leftover or heard.cues - _IN_NAMES or heard.section or heard.n or heard.sought)
