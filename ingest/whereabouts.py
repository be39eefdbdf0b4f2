"""What a document tells of the region that an agency's name leaves open: 鼓楼区 of which city, 公安局 of which county.

Only what cannot well mean another region counts: the name with the region above it in front (福州市鼓楼区), or the
region right before the agency's own name (川汇区公安局); failing that, mentions that speak for one region at least
twice and for no other at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.agencies import Teller
from ingest.gazetteer import Gazetteer
from ingest.places import COUNTRY, Region

_LONGEST = 15
_ENOUGH = 2
_OWN = re.compile(r"^本?(自治[区州县旗]|[省市区县州旗盟])(?=.)")
_TOWN = re.compile(r"(.+?(?:街道|[镇乡]|苏木))(?:党工委|党委|人民政府|政府|办事处|办)*$")
_GOVERNMENT = re.compile("(?:人民)?政府")


def told_by(text: str, gazetteer: Gazetteer, year: int | None) -> Teller:
    """A teller that looks into `text`: the document's folded text without white space."""

    def tell(codes: Sequence[str], name: str) -> str | None:
        return _which(codes, name, text, gazetteer) if codes else _whose(name, text, gazetteer, year)

    return tell


def _which(codes: Sequence[str], name: str, text: str, gazetteer: Gazetteer) -> str | None:
    """Which of several regions of one name."""
    named = {
        code
        for code in codes
        if any(upper + name in text for region in _above(code, gazetteer) for upper in _said(region))
    }
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
        text.count(upper.name)
        for upper in _above(code, gazetteer)
        if upper.code not in shared and upper.code not in codes
    )


def _above(code: str, gazetteer: Gazetteer) -> Iterator[Region]:
    parent = gazetteer.regions[code].parent
    while parent and parent != COUNTRY:
        yield gazetteer.regions[parent]
        parent = gazetteer.regions[parent].parent


def _said(region: Region) -> tuple[str, ...]:
    return (region.name, region.name[:-1]) if len(region.name) > 2 else (region.name,)


def _whose(name: str, text: str, gazetteer: Gazetteer, year: int | None) -> str | None:
    """The region of an agency that names none (公安局, 自治区人民政府办公厅, 城关镇人民政府)."""
    own, town = _OWN.match(name), _TOWN.match(name)
    ending = own[1] if own else ""
    core = town[1] if town else name[own.end() :] if own else name
    found = set(_before(core, text, gazetteer, year, ending))
    if not found and (town or own):
        governments = list(_before_government(text, gazetteer, year, ending))
        found = set(governments) if len(governments) >= _ENOUGH else set()
    return found.pop() if len(found) == 1 else None


def _before(core: str, text: str, gazetteer: Gazetteer, year: int | None, ending: str) -> Iterator[str]:
    """The regions that stand right before `core` in the text."""
    place = text.find(core)
    while place != -1:
        yield from _ending_at(place, text, gazetteer, year, ending)
        place = text.find(core, place + 1)


def _before_government(text: str, gazetteer: Gazetteer, year: int | None, ending: str) -> Iterator[str]:
    for match in _GOVERNMENT.finditer(text):
        yield from _ending_at(match.start(), text, gazetteer, year, ending)


def _ending_at(end: int, text: str, gazetteer: Gazetteer, year: int | None, ending: str) -> Iterator[str]:
    """The region whose full name ends at `end`, where the text leaves no doubt which it is."""
    for start in range(max(0, end - _LONGEST), end - 1):
        name = text[start:end]
        codes = [
            code
            for code, kind in gazetteer.places.get(name, ())
            if kind != "short" and code != COUNTRY and _in_force(gazetteer.regions[code], year)
        ]
        if codes and name.endswith(ending):
            code = codes[0] if len(codes) == 1 else _which(codes, name, text, gazetteer)
            if code is not None:
                yield code
            return


def _in_force(region: Region, year: int | None) -> bool:
    return region.until is None or year is None or year <= region.until + 1
