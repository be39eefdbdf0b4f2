"""Completing what is being typed: the agencies that are stored and the fields that reports print, by how their names begin.

Only the end of the text is looked at. Names are looked up in the indexes of the database, a few ranges a keystroke, however
many agencies are stored; an agency is never made up out of a place and a kind.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.casting.who import Who
from bot.facts import Facts
from bot.fetch.measures import RATES, SUMS
from bot.fetch.state import kept_while
from bot.question import Agency
from bot.say import Say
from bot.text import fold, is_latin
from bot.words import Words, load_characters

LONGEST_END = 24
_MOST, _MOST_OF_A_KIND = 8, 5
_BEHIND_ALL = "\U0010ffff"
_PLACES, _OF_A_PLACE = 60, 200
_SHORTEST_LATIN, _SHORTEST_WORD = 3, 2
_MAIN = ("permits.decided", "penalties.decided", "received.total", "granted.total", "denial_rate")
_COLUMNS = "no, id, name, region_code, region, organ"
_GOVERNMENT = "government"
_BEFORE_NAMES = "年的和与比跟及"
_LEVELS = ("country", "province", "prefecture", "county")


@dataclass(frozen=True)
class Offer:
    """What the text can become. `kind` is agency, field or question; `text` is the whole of it, `label` what is new in it."""

    kind: str
    label: str
    text: str
    years: tuple[int, ...] = ()
    """Of an agency, the years that are held."""
    id: str = ""
    """Of an agency its id, of a field its key."""


class Offers:
    """Completes texts from one database and one vocabulary."""

    def __init__(self, facts: Facts, words: Words) -> None:
        self._facts, self._words, self._who = facts, words, Who(facts)
        characters = load_characters(words.folder / "traditional.csv")
        self._simplified = {ord(char): plain for char, plain in characters.items()}

    def of(self, text: str, language: str, most: int = _MOST, kind: str = "") -> tuple[Offer, ...]:
        """What the end of a text can be the beginning of, the likeliest first; `language` is zh or en. `kind` is agency or
        field where nothing else is wanted."""
        self._facts.look()
        if kind == "field":
            return tuple(self._field("", key, fold(text, self._simplified)) for key in self._named(text))[:most]
        agencies: list[Offer] = []
        fields: list[Offer] = []
        for before, end in self._ends(text):
            if not agencies and not fields and _stands_alone(before, end):
                agencies = [self._agency(before, agency) for agency in self._agencies(before, end)]
            fields = [self._field(before, key, end) for key in self._keys(end)]
            if fields:
                break
        if kind:
            return tuple(agencies[:most]) if kind == "agency" else ()
        whole = self._questions(text, agencies, language)
        few = most - min(len(fields), most - _MOST_OF_A_KIND)
        agencies = [offer for offer in agencies if offer.text != text]
        return (*whole, *agencies[:few], *fields)[:most]

    def _ends(self, text: str) -> Iterator[tuple[str, str]]:
        """The text parted before its last so many characters, the longest end first and folded; Latin words stay whole."""
        for start in range(max(0, len(text) - LONGEST_END), len(text)):
            inside = start > 0 and is_latin(text[start].lower()) and is_latin(text[start - 1].lower())
            if not inside and not text[start].isspace() and (end := fold(text[start:], self._simplified)):
                yield text[:start], end

    def _say(self, language: str) -> Say:
        return Say(language, self._words.says, self._facts.fields)

    # Agencies

    def _agency(self, before: str, agency: Agency) -> Offer:
        label = self._who.label(agency)
        for size in range(min(len(before), len(label)), 1, -1):  # 北京市|北京市朝阳区
            if before.endswith(label[:size]):
                before = before[:-size]
                break
        return Offer("agency", label, before + label, self._facts.years_of(agency.no), agency.id)

    def _agencies(self, before: str, end: str) -> Sequence[Agency]:
        """The stored agencies whose name begins so: the printed name, or a place with a kind behind it, or a place. Where
        the place above is said before it (北京市|朝阳区), only those within."""
        if end.isascii() and len(end) < _SHORTEST_LATIN:
            return ()
        found = {agency.no: agency for agency in (*self._placed(end), *self._places(end), *self._printed(end))}
        within = [agency for agency in found.values() if self._is_within(agency, before)]
        return (within or list(found.values()))[:_MOST]

    def _is_within(self, agency: Agency, before: str) -> bool:
        """Whether a text ends with the name of a place above an agency's."""
        code = agency.region or ""
        while code in self._facts.regions and (code := self._facts.regions[code][1]) in self._facts.regions:
            name = self._facts.regions[code][0]
            if before.endswith((name, name[:-1])):
                return True
        return False

    def _printed(self, end: str) -> Sequence[Agency]:
        if len(end) < _SHORTEST_WORD:
            return ()
        sql = f"SELECT agency FROM (SELECT agency, name FROM agency_name WHERE name >= ? AND name < ? LIMIT {_OF_A_PLACE})"
        rows = self._facts.rows(f"{sql} ORDER BY length(name), name LIMIT ?", (end, end + _BEHIND_ALL, _MOST))
        known = self._facts.agencies_by(no for (no,) in rows)
        return [known[no] for (no,) in rows if no in known]

    def _placed(self, end: str) -> Sequence[Agency]:
        """The longest whole name of a place, with nothing behind it or with how a kind or a body begins: 川汇区卫健."""
        for size in range(len(end), 1, -1):
            codes = [code for code, _ in self._facts.region_names.get(end[:size], ())]
            if codes and not (end[0].isascii() and size < len(end) and is_latin(end[size])):
                behind = end[size:].lstrip(" 的")
                found = self._of_kind(codes, behind) if behind else self._of_places(codes)
                if found:
                    return found
        return ()

    def _of_kind(self, codes: Sequence[str], behind: str) -> Sequence[Agency]:
        """The agencies of some places of which a name of the kind, or their own name without the place, begins so."""
        kinds = self._kinds(behind)
        places, wanted = ", ".join("?" * len(codes)), ", ".join("?" * len(kinds))
        sql = f"SELECT {_COLUMNS} FROM agency WHERE region_code IN ({places}) AND"
        rows = self._facts.rows(f"{sql} organ IN ({wanted}) LIMIT {_OF_A_PLACE}", (*codes, *kinds))
        rows += self._facts.rows(f"{sql} organ IS NULL AND instr(name, ?) > 0 LIMIT {_MOST}", (*codes, behind))
        return sorted((Agency(*row) for row in rows), key=self._order)

    def _kinds(self, behind: str) -> frozenset[str]:
        """The kinds of agency of which a name begins so."""
        names, kinds = self._kind_names, set[str]()
        for place in range(bisect_left(names, (behind, ())), len(names)):
            if not names[place][0].startswith(behind):
                break
            kinds.update(names[place][1])
        return frozenset(kinds)

    def _places(self, end: str) -> Sequence[Agency]:
        """The agencies of the places whose name begins so, those of the larger places first."""
        sql = "SELECT DISTINCT code FROM region_name WHERE name >= ? AND name < ? LIMIT ?"
        codes = [code for (code,) in self._facts.rows(sql, (end, end + _BEHIND_ALL, _PLACES))]
        return self._of_places(codes)

    def _of_places(self, codes: Sequence[str]) -> Sequence[Agency]:
        """The agencies of some places: larger places first. Of several places their governments, where those are stored."""
        sql = f"SELECT {_COLUMNS} FROM agency WHERE region_code IN ({', '.join('?' * len(codes))})"
        rows = self._facts.rows(f"{sql} AND organ = ?", (*codes, _GOVERNMENT)) if len(codes) > 1 else []
        rows = rows or self._facts.rows(f"{sql} LIMIT {_OF_A_PLACE}", tuple(codes))
        return sorted((Agency(*row) for row in rows), key=self._order)

    def _order(self, agency: Agency) -> tuple[int, int, str]:
        region, kinds = self._facts.regions.get(agency.region or ""), self._kind_order
        return (_LEVELS.index(region[2]) if region else len(_LEVELS), kinds.get(agency.organ or "", len(kinds)), agency.id)

    @kept_while("agencies")
    def _kind_names(self) -> Sequence[tuple[str, tuple[str, ...]]]:
        return sorted(self._facts.organ_names.items())

    @kept_while("agencies")
    def _kind_order(self) -> Mapping[str, int]:
        return {kind: place for place, kind in enumerate(self._facts.organs)}

    # Fields

    def _field(self, before: str, key: str, end: str) -> Offer:
        label = self._say("en" if end.isascii() else "zh").label(key)
        return Offer("field", label, before + label, id=key)

    def _keys(self, end: str) -> Sequence[str]:
        """The fields of which a name or another word begins so; the words that are nearest in length first."""
        if len(end) < _SHORTEST_WORD:
            return ()
        table = self._table
        found = []
        for place in range(bisect_left(table, (end, ())), len(table)):
            if not table[place][0].startswith(end):
                break
            found.append(table[place])
        found.sort(key=lambda entry: len(entry[0]))
        named = list(dict.fromkeys(key for _, keys in found for key in keys))
        return ([key for key in named if key not in self._former] or named)[:_MOST]

    def _named(self, text: str) -> Sequence[str]:
        """The fields that a text can name: by a word that it is, by a part of what they are called, the shortest first, by a
        word that begins so."""
        end = fold(text[:LONGEST_END], self._simplified)
        if len(end) < _SHORTEST_WORD:
            return ()
        held = sorted((len(name), place, key) for place, (name, key) in enumerate(self._called) if end in name)
        found = dict.fromkeys((*dict(self._table).get(end, ()), *(key for _, _, key in held), *self._keys(end)))
        return [key for key in found if key not in self._former] or list(found)

    @kept_while("agencies")
    def _called(self) -> Sequence[tuple[str, str]]:
        """What each field is called, folded, in both languages; those of table three by their totals alone."""
        rows = {key.partition(".")[0] for key in self._facts.fields if key.endswith(".total")}
        alone = (key for key in self._facts.fields if key.partition(".")[0] not in rows)
        named = (*alone, *(f"{row}.total" for row in (*sorted(rows), *SUMS)), *RATES)
        return [(fold(say.label(key), self._simplified), key) for say in (self._say("zh"), self._say("en")) for key in named]

    @kept_while("agencies")
    def _former(self) -> frozenset[str]:
        """The fields that the latest form does not print any more."""
        latest = max((form for form, _ in self._facts.printed), default="")
        return frozenset(key for key in self._facts.fields if (latest, key) not in self._facts.printed)

    @kept_while("agencies")
    def _table(self) -> Sequence[tuple[str, tuple[str, ...]]]:
        """Folded names and words in order, each with the fields that it stands for."""
        rows: dict[str, tuple[str, ...]] = {row: (f"{row}.total",) for row in SUMS}
        rows.update((rate, (rate,)) for rate in RATES)
        for key in self._facts.fields:
            row, _, column = key.partition(".")
            if column == "total" or row not in rows:
                rows[row] = (key,)
            elif not rows[row][0].endswith(".total"):
                rows[row] = (*rows[row], key)
        words: dict[str, tuple[str, ...]] = {}
        for word, meanings in self._words.meanings.items():
            keys = tuple(key for kind, value in meanings if kind in ("row", "weak") for key in rows.get(value, ()))
            if keys:
                words[word] = keys
        for say in (self._say("zh"), self._say("en")):
            for key in (*self._facts.fields, *RATES):
                words.setdefault(fold(say.label(key), self._simplified), (key,))
        return sorted(words.items())

    # Questions

    def _questions(self, text: str, agencies: Sequence[Offer], language: str) -> Sequence[Offer]:
        """Where the text ends with the whole name of an agency: what can be asked of it, in the latest year held."""
        named = next((offer for offer in agencies if offer.text == text and offer.years), None)
        if named is None:
            return ()
        say = self._say(language)
        asked = [say("question.field", name=named.label, year=named.years[-1], field=say.field(key)) for key in _MAIN]
        return [Offer("question", question, question) for question in asked[: _MOST_OF_A_KIND - 2]]


def _stands_alone(before: str, end: str) -> bool:
    """Whether an end is long enough to be the beginning of a name: one character is, where something new begins."""
    return len(end) > 1 or not before or not before[-1].isalnum() or before[-1] in _BEFORE_NAMES
