"""The gazetteer: every region and every kind of agency with all their names, and the rows that the database keeps."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ingest.errors import KnowledgeError
from ingest.organs import PRINTED, Organ, load_organs
from ingest.places import Region, load_regions, name_regions, short_name
from ingest.script import Letters, folding

Row = tuple[str, ...]


@dataclass(frozen=True)
class Gazetteer:
    """Look-ups by code and by name.

    `names` maps a code to its region's (name, kind) pairs and `places` a name to (code, kind) pairs; `kinds` maps a
    printed name of an agency to its organ and `national` a ministry's; `folding` is the table of script.fold.
    """

    data: Path
    regions: Mapping[str, Region]
    organs: Mapping[str, Organ]
    names: Mapping[str, tuple[tuple[str, str], ...]]
    places: Mapping[str, tuple[tuple[str, str], ...]]
    kinds: Mapping[str, str]
    national: Mapping[str, str]
    folding: Letters

    @cached_property
    def syllables(self) -> Mapping[str, str]:
        """The pinyin of each character; read when first asked for, because only the database's tables need it."""
        return _characters(self.data / "words" / "pinyin.csv")

    def within(self, code: str, above: str) -> bool:
        """Whether the region is `above` or lies in it."""
        while code and code != above:
            code = self.regions[code].parent
        return code == above


def load_gazetteer(data: Path) -> Gazetteer:
    """Read regions.csv, organs.toml and the tables of characters under `data`.

    Raises KnowledgeError where a file is missing or contradicts itself, naming the file and the entry.
    """
    try:
        regions, organs = load_regions(data / "regions.csv"), load_organs(data / "organs.toml")
        simplified = _characters(data / "words" / "traditional.csv")
    except OSError as error:
        raise KnowledgeError(f"读不到 {error.filename}。", f"Cannot read {error.filename}.") from error
    names = name_regions(regions)
    return Gazetteer(
        data,
        regions,
        organs,
        names,
        _by_place(names),
        _by_name(organs, PRINTED),
        _by_name(organs, ("national",)),
        folding(str.maketrans(simplified)),
    )


def _by_place(names: Mapping[str, tuple[tuple[str, str], ...]]) -> dict[str, tuple[tuple[str, str], ...]]:
    places: dict[str, list[tuple[str, str]]] = {}
    for code, pairs in names.items():
        for name, kind in pairs:
            places.setdefault(name, []).append((code, kind))
    return {name: tuple(found) for name, found in places.items()}


def _by_name(organs: Mapping[str, Organ], lists: Iterable[str]) -> dict[str, str]:
    return {name: organ.id for organ in organs.values() for key in lists for name in organ.names.get(key, ())}


def _characters(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(line for line in file if not line.startswith("#"))
        next(rows, None)
        return {row[0]: row[1] for row in rows if len(row) == 2}


def tables(gazetteer: Gazetteer) -> dict[str, tuple[Row, ...]]:
    """The rows of the database's tables region, region_name, organ and organ_name, in the columns of schema.KNOWLEDGE.

    Kinds of region_name: full, short, former, pinyin, english, and ended for a region that was merged into this one.
    Kinds of organ_name: full, short, old, spoken, english,
    pinyin, and national for the names of ministries, which stand without a region and mean 000000.
    """
    regions = gazetteer.regions.values()
    return {
        "region": tuple((r.code, r.name, r.parent, r.level, r.pinyin) for r in regions),
        "region_name": _first(row for region in regions for row in _region_names(region, gazetteer)),
        "organ": tuple((organ.id, organ.zh, organ.en) for organ in gazetteer.organs.values()),
        "organ_name": _first(row for organ in gazetteer.organs.values() for row in _organ_names(organ, gazetteer)),
    }


def _first(rows: Iterable[Row]) -> tuple[Row, ...]:
    """One row for each pair of name and meaning: the first, which is the surest."""
    kept: dict[tuple[str, str], Row] = {}
    for row in rows:
        kept.setdefault((row[0], row[1]), row)
    return tuple(kept.values())


def _region_names(region: Region, gazetteer: Gazetteer) -> Iterator[Row]:
    for name, kind in gazetteer.names[region.code]:
        yield name, region.code, kind
    if region.until is None:
        for spelling in _spellings(region, gazetteer):
            yield spelling, region.code, "pinyin"
    for code in region.successor:
        yield region.name, code, "ended"
    for name in region.english:
        yield name.lower(), region.code, "english"


def _spellings(region: Region, gazetteer: Gazetteer) -> Iterator[str]:
    """chuanhuiqu and, where 川汇 is a name of 川汇区, chuanhui; lvliang also as luliang."""
    syllables = region.pinyin.split()
    short = short_name(region.name)
    lengths = [len(syllables)]
    if short is not None and (short, "short") in gazetteer.names[region.code]:
        lengths.append(len(short))
    for length in lengths:
        spelling = "".join(syllables[:length])
        yield spelling
        if "lv" in spelling or "nv" in spelling:
            yield spelling.replace("lv", "lu").replace("nv", "nu")


_KEPT_AS = {"combined": "full", "merged": "spoken", "ministry": "national"}
_LATIN = ("english", "ministry")
_IN_PINYIN = (*PRINTED, "spoken")


def _organ_names(organ: Organ, gazetteer: Gazetteer) -> Iterator[Row]:
    for key, names in organ.names.items():
        for name in names:
            yield name.lower() if key in _LATIN else name, organ.id, _KEPT_AS.get(key, key)
    for key in _IN_PINYIN:
        for name in organ.names.get(key, ()):
            yield "".join(gazetteer.syllables.get(char, "") for char in name), organ.id, "pinyin"
