"""What forms ask for: agencies and places in words, years, figures by section. What is unclear is asked about, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.fetch.measures import RATES, SUMS, is_derived, parts_of
from bot.naming.names import Pairs
from bot.question import Agency, Scope
from bot.saying.lay import capital

if TYPE_CHECKING:
    from bot.channels.web.site import Site

MOST_NAMES = 40
MOST_CHOICES = 12
_LONGEST_NAME = 60
_BETWEEN = re.compile(r"[\n\r、，,;；]+")
_ALL, _SECTION_OF_REQUESTS = "total", 3
_RATES, _FORMER = 9, 10
_RANK_OF_NAME = ("full", "short", "former", "pinyin", "english")


@dataclass(frozen=True)
class Option:
    """One thing to choose: what stands in the address, and what is read."""

    value: str
    label: str


@dataclass(frozen=True)
class Unclear:
    """A name that stands for none that is stored, or for several: the choices, and what they are in the address (`kind`)."""

    name: str
    choices: tuple[Option, ...] = ()
    kind: str = "agency"


@dataclass(frozen=True)
class Group:
    """Figures that stand together on the form. `section` is its number; 0 for rates, 10 for what only an earlier edition of
    the form prints, -1 for what was chosen elsewhere."""

    section: int
    options: tuple[Option, ...]


class Chooser:
    """Reads choices against one database. To be called at the desk."""

    def __init__(self, site: Site) -> None:
        self._site = site

    # Agencies and places

    def agencies(self, ids: Iterable[str], most: int) -> list[Agency]:
        """The stored agencies of those ids, in the order given; an id that is not stored is left out."""
        found = (self._site.reports.agency(id) for id in dict.fromkeys(ids))
        return [agency for agency in found if agency is not None][:most]

    def named(self, text: str) -> tuple[list[Agency], list[Unclear]]:
        """The agencies that the names in a text stand for, one a line or with commas between them; and what is not clear."""
        found: list[Agency] = []
        unclear = []
        for name in self._parted(text):
            one = self._one(name)
            if isinstance(one, Unclear):
                unclear.append(one)
            else:
                found.append(one)
        return found, unclear

    def _parted(self, text: str) -> list[str]:
        names = list(dict.fromkeys(filter(None, map(str.strip, _BETWEEN.split(text)))))
        return [name[:_LONGEST_NAME] for name in names[:MOST_NAMES]]

    def _one(self, name: str) -> Agency | Unclear:
        exact = self._site.reports.agency(name) if "/" in name else None
        if exact is not None:
            return exact
        desk, today = self._site.talks.desk, self._site.today()
        leftover, meant = desk.heard(name, today)
        if len(meant) == 1 and not leftover:
            return meant[0][0]
        if not meant:  # 卫健委, 川江区: whom the desk itself would ask about
            answer, _ = desk.answer(name, None, today)
            meant = tuple(one for choice in answer.choices for one in desk.heard(choice.label, today)[1])
        return Unclear(name, tuple(Option(agency.id, label) for agency, label in dict(meant).items())[:MOST_CHOICES])

    def labelled(self, agencies: Sequence[Agency]) -> list[tuple[Agency, str]]:
        """Each with what it is called: namesakes with their region."""
        names = [agency.name for agency in agencies]
        return [(one, one.name if names.count(one.name) == 1 else f"{one.name}（{one.region_name}）") for one in agencies]

    def place(self, name: str) -> str | Unclear:
        """The code of the region of that name."""
        facts, name = self._site.facts, name.strip()[:_LONGEST_NAME]
        found: Pairs = facts.region_names.get(name) or facts.region_names.get(name.lower()) or ()
        for kind in _RANK_OF_NAME:
            codes = tuple(dict.fromkeys(code for code, own in found if own == kind and code in facts.regions))
            if len(codes) == 1:
                return codes[0]
            if codes:
                return Unclear(name, tuple(Option(code, self.placed(code)) for code in codes[:MOST_CHOICES]))
        whole: list[str] = [code for start in range(1, len(name)) for code, _ in facts.region_names.get(name[start:]) or ()]
        return next((code for code in whole if self.placed(code) == name), Unclear(name))

    def placed(self, code: str) -> str:
        """A region with what it lies in: 河南省周口市川汇区."""
        regions = self._site.facts.regions
        names: list[str] = []
        while code in regions and regions[code][2] != "country":
            names.insert(0, regions[code][0])
            code = regions[code][1]
        return "".join(names)

    def kinds(self, language: str) -> tuple[Option, ...]:
        """The kinds of agency of which any is stored, in the order of the list of kinds."""
        facts = self._site.facts
        held = {organ for (organ,) in facts.rows("SELECT DISTINCT organ FROM agency")}
        return tuple(Option(id, names[0 if language == "zh" else 1]) for id, names in facts.organs.items() if id in held)

    # Years and figures

    def years(self) -> tuple[int, ...]:
        """The years of which anything is stored, the latest first."""
        return tuple(reversed(self._site.facts.years_in(Scope())))

    def figures(self, text: str, language: str) -> tuple[list[str], list[Unclear]]:
        """The figures that the names in a text stand for, one a line or with commas between them; and what is not clear."""
        filling, today, say = self._site.talks.desk.filling, self._site.today(), self._site.say(language)
        found: list[str] = []
        unclear = []
        for name in self._parted(text):
            keys = filling.keys(name, today)
            if len(keys) == 1:
                found += keys
            else:
                options = (Option(key, capital(say.label(key))) for key in keys[:MOST_CHOICES])
                unclear.append(Unclear(name, tuple(options), "field"))
        return found, unclear

    def keys(self, asked: Iterable[str], column: str, most: int) -> tuple[str, ...]:
        """The figures asked for that there are, those of table three for the applicants of `column` where one is chosen."""
        fields = self._site.facts.fields
        found = []
        for key in asked:
            row, _, own = key.partition(".")
            narrowed = f"{row}.{column}"
            wanted = narrowed if column and own == _ALL and self._is_known(narrowed) and self._is_of_requests(key) else key
            found += [wanted] if wanted in fields or self._is_known(wanted) else []
        return tuple(dict.fromkeys(found))[:most]

    def _is_known(self, key: str) -> bool:
        row = key.partition(".")[0]
        known = key in RATES or row in SUMS or key in self._site.facts.fields
        return known and all(part in self._site.facts.fields for part in parts_of(key))

    def _is_of_requests(self, key: str) -> bool:
        if key in RATES:
            return False
        return int(self._site.facts.fields[parts_of(key)[0]]["section"]) == _SECTION_OF_REQUESTS

    def columns(self, language: str) -> tuple[Option, ...]:
        """The kinds of applicants of table three."""
        rows = [row for row in self._site.facts.fields.values() if int(row["section"]) == _SECTION_OF_REQUESTS]
        named = {row["column"]: row[f"column_{language}"] for row in rows if row["column"] != _ALL}
        return tuple(Option(column, label) for column, label in named.items())

    def groups(self, language: str, chosen: Sequence[str] = ()) -> tuple[Group, ...]:
        """The figures by section of the form, the totals of table three alone, with the sums and rates that have a name."""
        say = self._site.say(language)
        by_section: dict[int, list[str]] = {}
        for key in self._ordered():
            section = 0 if key in RATES else int(self._site.facts.fields[parts_of(key)[0]]["section"])
            section = section if self._is_current(key) else _FORMER
            by_section.setdefault(section, []).append(key)
        there = {key for keys in by_section.values() for key in keys}
        more = [key for key in chosen if key not in there]
        groups = [*sorted(by_section.items(), key=lambda pair: pair[0] or _RATES), *([(-1, more)] if more else [])]
        return tuple(
            Group(
                section,
                tuple(Option(key, capital(say.label(key) if section not in (2, _FORMER) else say.field(key))) for key in keys),
            )
            for section, keys in groups
        )

    def _is_current(self, key: str) -> bool:
        """Whether the latest edition of the form prints it."""
        printed = self._site.facts.printed
        latest = max((form for form, _ in printed), default="")
        return all((latest, part) in printed for part in parts_of(key))

    def _ordered(self) -> Iterator[str]:
        """The stored keys in the order of the form, each named sum behind the last of its parts, then the rates."""
        fields = self._site.facts.fields
        kept = [key for key, row in fields.items() if int(row["section"]) != _SECTION_OF_REQUESTS or key.endswith(f".{_ALL}")]
        sums = {f"{row}.{key.partition('.')[2]}" for row in SUMS for key in kept}
        last = {parts_of(key)[-1]: key for key in sums if is_derived(key) and self._is_known(key)}
        for key in kept:
            yield key
            if key in last:
                yield last[key]
        yield from RATES
