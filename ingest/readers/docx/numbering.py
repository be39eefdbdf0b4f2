"""The numbers that Word puts before paragraphs: they stand nowhere in the text, but a reader sees them.

Lists that share one pattern count on where the other left off, unless a list says where it starts. A level begins anew
below each higher one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from ingest.readers.docx.counting import counted
from ingest.readers.docx.markup import child, number, switch, value, w

_PLACE = re.compile(r"%([1-9])")
_CLOSED = re.compile(r"[、，．。）】〕》：]$")


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts. `text` is its pattern ("（%1）"); `restart` above which level it begins anew."""

    start: int
    way: str
    text: str
    gap: str
    restart: int
    legal: bool
    hidden: bool
    style: str | None


@dataclass(frozen=True, slots=True)
class List:
    """A list: whose pattern it counts by, its levels, and the levels that it starts itself."""

    pattern: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of a document, and how far each has counted. `styles`: style of a list → the list."""

    def __init__(self, root: Element | None, styles: Mapping[str, str]) -> None:
        self._patterns = {one.get(w("abstractNumId")): one for one in _all(root, "abstractNum")}
        self._elements = {one.get(w("numId")): one for one in _all(root, "num")}
        self._styles = styles
        self._lists: dict[str, List | None] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()

    def level_of(self, list_id: str, style: str | None) -> int | None:
        """The level that belongs to a style of paragraphs."""
        found = self._list(list_id)
        levels = found.levels.items() if found is not None and style is not None else ()
        return next((place for place, level in levels if level.style == style), None)

    def next(self, list_id: str, place: int) -> str:
        """Counts one paragraph on and gives what stands before it, with the gap behind; "" where nothing does."""
        found = self._list(list_id)
        if found is None or place not in found.levels:
            return ""
        counts = self._counts.setdefault(found.pattern, {})
        if list_id not in self._begun:
            self._begun.add(list_id)
            for level in found.starts:
                counts.pop(level, None)
        counts[place] = counts[place] + 1 if place in counts else _start(found, place)
        for lower in [level for level in counts if level > place]:
            if lower not in found.levels or place < found.levels[lower].restart:
                del counts[lower]
        return _shown(found, place, counts)

    def _list(self, list_id: str) -> List | None:
        if list_id not in self._lists:
            self._lists[list_id] = self._made(list_id, ())
        return self._lists[list_id]

    def _made(self, list_id: str, above: tuple[str, ...]) -> List | None:
        """The list with its levels; one that refers to a style is the list of that style."""
        element = self._elements.get(list_id)
        pattern = value(element, "abstractNumId")
        levels = self._patterns.get(pattern)
        if element is None or pattern is None or levels is None or list_id in above:
            return None
        style = value(levels, "numStyleLink")
        if style is not None and style in self._styles:
            linked = self._made(self._styles[style], (*above, list_id))
            if linked is None:
                return None
            pattern, own = linked.pattern, dict(linked.levels)
        else:
            own = _levels(levels)
        overrides = {_place(one): one for one in element.findall(w("lvlOverride"))}
        for one in overrides.values():
            own |= _levels(one)
        starts = {at: start for at, one in overrides.items() if (start := number(one, "startOverride")) is not None}
        return List(pattern, own, starts)


def _all(root: Element | None, name: str) -> list[Element]:
    return root.findall(w(name)) if root is not None else []


def _place(level: Element) -> int:
    text = level.get(w("ilvl")) or ""
    return int(text) if re.fullmatch("[0-8]", text) else 0


def _levels(parent: Element) -> dict[int, Level]:
    return {_place(level): _level(level) for level in parent.findall(w("lvl"))}


def _level(level: Element) -> Level:
    restart = number(level, "lvlRestart")
    text = value(level, "lvlText") or ""
    start, suffix = number(level, "start"), value(level, "suff")
    return Level(
        start if start is not None else 0,
        value(level, "numFmt") or "decimal",
        text,
        "" if suffix == "nothing" or _CLOSED.search(text) else " ",
        _place(level) if restart is None else restart,
        bool(switch(level, "isLgl")),
        bool(switch(level, "rPr", "vanish")) or child(level, "lvlPicBulletId") is not None,
        value(level, "pStyle"),
    )


def _start(found: List, place: int) -> int:
    return found.starts.get(place, found.levels[place].start if place in found.levels else 1)


def _shown(found: List, place: int, counts: Mapping[int, int]) -> str:
    """The pattern filled in. A bullet counts nothing, and a way of counting that is not known shows nothing."""
    level = found.levels[place]

    def figures(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        way = "decimal" if level.legal else found.levels[at].way if at in found.levels else "none"
        return counted(counts.get(at, _start(found, at)), way) or ""

    if level.hidden or level.way == "bullet" or (level.way != "none" and counted(1, level.way) is None):
        return ""
    text = _PLACE.sub(figures, level.text)
    return text + level.gap if text.strip() else ""
