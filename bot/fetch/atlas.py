"""The stored agencies by where they are: province, city, county, agency. Only what is stored, and no list of a single place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from bot.facts import Facts
from bot.fetch.state import kept_while
from bot.question import Agency

NATION = "000000"
NOWHERE = "-"
"""Stands for agencies whose place has no code: its name is that of several regions."""
_FEW = 8
_AT_ONCE = 500
_COLUMNS = "no, id, name, region_code, region, organ"


@dataclass(frozen=True, order=True)
class Place:
    """A region of which agencies are stored, and how many there are in all of it."""

    code: str
    name: str
    agencies: int


@dataclass(frozen=True)
class Listing:
    """What there is in a region: its own agencies, then the places within it. `up` is the listing that it stands in."""

    place: Place
    up: str | None
    entries: tuple[Agency | Place, ...]


class Atlas:
    """Looks places up in one database. What it has worked out holds until other agencies are stored."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    def listing(self, code: str = NATION) -> Listing | None:
        """What is in a region, all agencies at once where they are few; None where nothing of it is stored (any more)."""
        self._facts.look()
        if code not in self._within:
            return None
        place, up = self._place(code), self._up(code)
        if code == NOWHERE or place.agencies <= _FEW:
            return Listing(place, up, self._agencies([code, *self._below(code)]))
        inner = [self._place(self._narrowed(child)) for child in sorted(self._children.get(code, ()))]
        return Listing(place, up, (*self._agencies([code]), *inner))

    def home(self, agency: Agency) -> str:
        """The listing that an agency stands in."""
        code = agency.region or NOWHERE
        while code != NATION and self._within[self._parent(code)] <= _FEW:
            code = self._parent(code)
        return code

    def agency(self, code: str, mark: str) -> Agency | None:
        """The agency of a region with that mark, which stays the same in another database; None where it is not stored."""
        self._facts.look()
        return next((one for one in self._agencies([code]) if mark_of(one) == mark), None)

    def _agencies(self, codes: Sequence[str]) -> tuple[Agency, ...]:
        """Those of exactly these regions: by region, the government first."""
        found: list[Agency] = []
        for start in range(0, len(codes), _AT_ONCE):
            some = [code for code in codes[start : start + _AT_ONCE] if code in self._own]
            wanted = f"region_code IN ({', '.join('?' * len(some))})"
            where = f"({wanted} OR region_code IS NULL)" if NOWHERE in some else wanted
            found += [Agency(*row) for row in self._facts.rows(f"SELECT {_COLUMNS} FROM agency WHERE {where}", some)]
        return tuple(sorted(found, key=self._order))

    def _order(self, agency: Agency) -> tuple[str, int, str]:
        kinds = list(self._facts.organs)
        return agency.region or NOWHERE, kinds.index(agency.organ) if agency.organ in kinds else len(kinds), agency.name

    def _place(self, code: str) -> Place:
        name = self._facts.regions[code][0] if code in self._facts.regions else ""
        return Place(code, name, self._within[code])

    def _narrowed(self, code: str) -> str:
        """The place within it that one comes to, where there is but one way to go."""
        while code not in self._own and len(self._children.get(code, ())) == 1 and self._within[code] > _FEW:
            (code,) = self._children[code]
        return code

    def _up(self, code: str) -> str | None:
        """The nearest listing above it that offers a choice."""
        if code == NATION:
            return None
        up = self._parent(code)
        while up != NATION and up not in self._own and len(self._children[up]) == 1:
            up = self._parent(up)
        return up

    def _parent(self, code: str) -> str:
        return self._facts.regions[code][1] if code in self._facts.regions and code != NATION else NATION

    def _below(self, code: str) -> Iterable[str]:
        for child in self._children.get(code, ()):
            yield child
            yield from self._below(child)

    @kept_while("agencies")
    def _own(self) -> Mapping[str, int]:
        """Region → the number of its own agencies."""
        rows = self._facts.rows("SELECT region_code, count(*) FROM agency GROUP BY region_code")
        return {code or NOWHERE: count for code, count in rows}

    @kept_while("agencies")
    def _within(self) -> Mapping[str, int]:
        """Region → the number of agencies in all of it; the nation is there even where nothing is stored."""
        held: Counter[str] = Counter({NATION: 0})
        for code, count in self._own.items():
            held[code] += count
            while code != NATION:
                code = self._parent(code)
                held[code] += count
        return held

    @kept_while("agencies")
    def _children(self) -> Mapping[str, tuple[str, ...]]:
        """Region → the regions right below it of which something is stored."""
        inner: dict[str, tuple[str, ...]] = {}
        for code in self._within:
            if code != NATION:
                inner[self._parent(code)] = (*inner.get(self._parent(code), ()), code)
        return inner


def mark_of(agency: Agency) -> str:
    """Tells the agencies of one region apart, in ten characters."""
    return blake2b(agency.id.encode(), digest_size=5).hexdigest()
