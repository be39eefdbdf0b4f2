"""The roll of agencies: looked through by name, place and kind, page by page; and who of the same kind is near."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.casting.scopes import where_of
from bot.facts import Facts
from bot.question import Agency, Scope

_COLUMNS = "a.no, a.id, a.name, a.region_code, a.region, a.organ"
_WORD = re.compile(r"[^\s,，、。;；/]+")
_MOST_WORDS = 6
_SHORTEST = 2
_WIDE = "000000"
_FEW = 5_000


@dataclass(frozen=True)
class Sought:
    """What a search asks for: a set of agencies, and words that stand in their names."""

    scope: Scope
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Page:
    """Some agencies in a row, in the order of ids, and how many there are in all."""

    agencies: tuple[Agency, ...]
    of: int


class Roll:
    """Looks agencies up in one database."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    def sought(self, text: str, scope: Scope) -> Sought:
        """What a person means who writes this: names of places and kinds narrow the set (河南 教育局, 周口卫健委), and
        any other word has to stand in the name."""
        words: list[str] = []
        for word in _WORD.findall(text)[:_MOST_WORDS]:
            regions, rest = self._place_before(word) if self._kind(word) is None else ((), word)
            if regions and not scope.regions:
                scope, word = replace(scope, regions=regions), rest
            kind = self._kind(word)
            if kind and not scope.organ:
                scope = replace(scope, organ=kind)
            elif word:
                words.append(word)
        kind = self._kind(" ".join(words))  # health commission
        return Sought(replace(scope, organ=kind), ()) if kind and not scope.organ else Sought(scope, tuple(words))

    def _kind(self, name: str) -> str | None:
        """The kind of agency of that name, or that is called so in addresses; None where it is none, or may be several."""
        organs = self._facts.organ_names.get(name.lower(), ())
        if name.lower() in self._facts.organs:
            return name.lower()
        return organs[0] if len(organs) == 1 else None

    def _place_before(self, word: str) -> tuple[tuple[str, ...], str]:
        """The regions whose name a word begins with, the longest, and what stands behind it."""
        for size in range(len(word), _SHORTEST - 1, -1):
            found = tuple(dict.fromkeys(code for code, _ in self._facts.region_names.get(word[:size].lower(), ())))
            behind = word[size:]
            if found and _WIDE not in found and (not behind or behind.lower() in self._facts.organ_names):
                return found, behind
        return (), word

    def page(self, sought: Sought, start: int, most: int) -> Page:
        """Those that are sought, from the `start`-th on."""
        where, values = where_of(sought.scope)
        for word in sought.words:
            where, values = f"{where} AND instr(a.name, ?)", (*values, word)
        ((of,),) = self._facts.rows(f"SELECT count(*) FROM agency a WHERE {where}", values)
        # Few are sorted once they are found; many are met soon on a walk by id.
        order = "+a.id" if of <= _FEW else "a.id"
        sql = f"SELECT {_COLUMNS} FROM agency a WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?"
        rows = self._facts.rows(sql, (*values, most, start)) if start < of else []
        return Page(tuple(Agency(*row) for row in rows), int(of))

    def near(self, agency: Agency, most: int) -> tuple[Agency, ...]:
        """Others of its kind and level in the smallest place around it that has any; none for a kind that is not listed."""
        region = self._facts.regions.get(agency.region or "")
        if region is None or agency.organ is None:
            return ()
        for place in self._facts.around(agency.region or ""):
            scope = Scope(agency.organ, (place,) if place else (), without=(agency.no,), level=region[2])
            found = self._facts.agencies_of(scope, most)
            if found:
                return found
        return ()

    def like(self, id: str, most: int) -> tuple[Agency, ...]:
        """Agencies near one that is not stored: of the same region, else of the same kind around it."""
        place, _, organ = id.partition("/")
        own = self._facts.agencies_in(place)
        if own or place not in self._facts.regions:
            return own[:most]
        missing = Agency(0, id, "", place, "", organ if organ in self._facts.organs else None)
        return self.near(missing, most)
