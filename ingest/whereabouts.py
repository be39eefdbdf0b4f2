"""What a document tells of the region that an agency's name leaves open: 鼓楼区 of which city, 公安局 of which county.

Only what cannot well mean another region counts: the name with the region above it in front (福州市鼓楼区), or the
region right before the agency's own name (川汇区公安局); failing that, mentions that speak for one region at least
twice and for no other at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from ingest.agencies import Teller
from ingest.gazetteer import Gazetteer
from ingest.places import COUNTRY, Region

_LONGEST = 15
_ENOUGH = 2
_OWN = re.compile(r"^本?(自治[区州县旗]|[省市区县州旗盟])(?=.)")
_TOWN = re.compile(r"(.+?(?:街道|[镇乡]|苏木))(?:党工委|党委|人民政府|政府|办事处|办)*$")
_GOVERNMENT = re.compile("(?:人民)?政府")


def told_by(text: str, gazetteer: Gazetteer, year: int | None) -> Teller:
    """A teller that looks into `text`: the document's folded text without white space.

    Each name is looked up once, so that a long text full of one name takes no longer than any other.
    """

    @cache
    def which(codes: tuple[str, ...], name: str) -> str | None:
        return _which(codes, name, text, gazetteer)

    def in_force(code: str) -> bool:
        until = gazetteer.regions[code].until
        return until is None or year is None or year <= until + 1

    def ending_at(end: int, ending: str) -> str | None:
        """The region whose full name ends at `end`, where the text leaves no doubt which it is."""
        for start in range(max(0, end - _LONGEST), end - 1):
            name = text[start:end]
            found = gazetteer.places.get(name, ())
            codes = tuple(code for code, kind in found if kind != "short" and code != COUNTRY and in_force(code))
            if codes and name.endswith(ending):
                return codes[0] if len(codes) == 1 else which(codes, name)
        return None

    def tell(codes: Sequence[str], name: str) -> str | None:
        return which(tuple(codes), name) if codes else _whose(name, text, ending_at)

    return tell


def _which(codes: Sequence[str], name: str, text: str, gazetteer: Gazetteer) -> str | None:
    """Which of several regions of one name."""
    named = {code for code in codes if any(upper + name in text for region in _above(code, gazetteer) for upper in _said(region))}
    if len(named) == 1:
        return named.pop()
    if named:
        return None
    support = {code: _mentions(code, codes, name, text, gazetteer) for code in codes}
    spoken = [code for code, count in support.items() if count]
    return spoken[0] if len(spoken) == 1 and support[spoken[0]] >= _ENOUGH else None


def _mentions(code: str, codes: Sequence[str], name: str, text: str, gazetteer: Gazetteer) -> int:
    """How often the text names the region in full (where `name` is a short one) or a region above it."""
    own = gazetteer.regions[code].name
    count = text.count(own) if own != name else 0
    shared = {upper.code for upper in _above(codes[0], gazetteer)}.intersection(
        *({upper.code for upper in _above(other, gazetteer)} for other in codes[1:])
    )
    return count + sum(
        text.count(upper.name) for upper in _above(code, gazetteer) if upper.code not in shared and upper.code not in codes
    )


def _above(code: str, gazetteer: Gazetteer) -> Iterator[Region]:
    parent = gazetteer.regions[code].parent
    while parent and parent != COUNTRY:
        yield gazetteer.regions[parent]
        parent = gazetteer.regions[parent].parent


def _said(region: Region) -> tuple[str, ...]:
    return (region.name, region.name[:-1]) if len(region.name) > 2 else (region.name,)


def _whose(name: str, text: str, ending_at: Callable[[int, str], str | None]) -> str | None:
    """The region of an agency that names none (公安局, 自治区人民政府办公厅, 城关镇人民政府)."""
    own, town = _OWN.match(name), _TOWN.match(name)
    ending = own[1] if own else ""
    core = town[1] if town else name[own.end() :] if own else name
    found = _before(re.compile(re.escape(core)), text, ending, ending_at)
    if not found and (town or own):
        governments = _before(_GOVERNMENT, text, ending, ending_at)
        found = governments if len(governments) >= _ENOUGH else []
    return found[0] if len(set(found)) == 1 else None


def _before(pattern: re.Pattern[str], text: str, ending: str, ending_at: Callable[[int, str], str | None]) -> list[str]:
    """The regions that stand right before what `pattern` finds in the text, one for each time."""
    regions = (ending_at(match.start(), ending) for match in pattern.finditer(text))
    return [code for code in regions if code is not None]
