"""Regions: the rows of regions.csv, checked, and the names by which each goes (full, short, former)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from ingest.errors import KnowledgeError

LEVELS = ("country", "province", "prefecture", "county")
COUNTRY = "000000"

_COLUMNS = ["code", "name", "parent", "level", "former", "also", "until", "successor", "pinyin", "english"]
_CODE = re.compile(r"\d{6}")
_AUTONOMOUS = re.compile(r"自治[区州县旗]$")
_PEOPLES = re.compile(
    "(?:(?:维吾尔|哈萨克|柯尔克孜|塔吉克|锡伯|达斡尔|鄂温克|鄂伦春|蒙古|朝鲜|布依|土家|哈尼|傈僳|拉祜|东乡|纳西|景颇|仫佬|布朗|撒拉|毛南|仡佬"
    "|普米|保安|裕固|独龙)族?|(?:各|回|藏|苗|彝|壮|满|侗|瑶|白|傣|黎|佤|畲|水|土|羌|怒)族){1,9}$"
)
_SUFFIXES = ("特别行政区", "行政委员会", "地区", "林区", "特区", *"省市区县旗盟")
_WHOLE = ("前旗", "后旗", "中旗", "左旗", "右旗", "联合旗", "新区", "矿区")


class Region(NamedTuple):
    """One division. `until` is the last year that a list has it, None where it is in force; pinyin is in syllables."""

    code: str
    name: str
    parent: str
    level: str
    former: tuple[str, ...]
    also: tuple[str, ...]
    until: int | None
    successor: tuple[str, ...]
    pinyin: str
    english: tuple[str, ...]


def load_regions(path: Path) -> dict[str, Region]:
    """The rows of regions.csv by code, in the file's order.

    Raises KnowledgeError where a code is no code or stands twice, a parent or successor does not exist, or a level is
    not one of LEVELS.
    """
    regions: dict[str, Region] = {}
    for row in _lines(path):
        region = _region(row)
        if region.code in regions or not _CODE.fullmatch(region.code) or region.level not in LEVELS:
            raise _fault(region.code, f"{region.code} {region.name}")
        regions[region.code] = region
    for region in regions.values():
        for code in (region.parent, *region.successor):
            if code not in regions and region.code != COUNTRY:
                raise _fault(region.code, code)
    return regions


def _lines(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(line for line in file if not line.startswith("#"))
        if next(rows, None) != _COLUMNS:
            raise _fault("code", ",".join(_COLUMNS))
        for row in rows:
            if len(row) != len(_COLUMNS):
                raise _fault(row[0] if row else "", ",".join(row))
            yield row


def _region(row: list[str]) -> Region:
    code, name, parent, level, former, also, until, successor, pinyin, english = row
    return Region(
        code, name, parent, level, _list(former), _list(also), int(until) if until else None, _list(successor),
        pinyin, _list(english),
    )  # fmt: skip


def _list(field: str) -> tuple[str, ...]:
    return tuple(field.split("|")) if field else ()


def _fault(entry: str, what: str) -> KnowledgeError:
    return KnowledgeError(f"regions.csv 中“{entry}”一行有误：{what}。", f"regions.csv, entry {entry}: {what}.")


def short_name(name: str) -> str | None:
    """The name without what kind of division it is, where two characters or more remain: 川汇区 → 川汇.

    Of an autonomous division the peoples go too: 延边朝鲜族自治州 → 延边.
    None where people never shorten it: 鄂托克前旗, 井陉矿区, 滨海新区, 城区.
    """
    if "自治" in name:
        rest = _AUTONOMOUS.sub("", name)
        bare = _PEOPLES.sub("", rest)
        return bare if len(bare) >= 2 else rest.removesuffix("族")
    suffix = next((suffix for suffix in _SUFFIXES if name.endswith(suffix)), "")
    rest = name.removesuffix(suffix)
    return None if not suffix or len(rest) < 2 or name.endswith(_WHOLE) else rest


def name_regions(regions: Mapping[str, Region]) -> dict[str, tuple[tuple[str, str], ...]]:
    """The (name, kind) pairs of every region, the surest first; kind is full, short or former.

    An ended region has former names only. A county does not share the short name of its own prefecture (长沙 is never
    长沙县), nor any division that of another province (海南 is never 海南藏族自治州).
    """
    short = {code: short_name(region.name) for code, region in regions.items()}
    provinces = {short[code]: code for code, region in regions.items() if region.level == "province"}
    named = {}
    for code, region in regions.items():
        own = short[code]
        if own == short.get(region.parent) and region.level == "county":
            own = None
        if code[:2] != provinces.get(own, code)[:2]:
            own = None
        named[code] = tuple(_names(region, own))
    return named


def _names(region: Region, short: str | None) -> list[tuple[str, str]]:
    if region.until is not None:
        return [(region.name, "former")]
    names = [(region.name, "full")]
    if short is not None:
        names.append((short, "short"))
    names += [(name, "short") for name in region.also]
    return names + [(name, "former") for name in region.former]
