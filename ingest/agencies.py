"""Who an agency's name means: its regions then its kind: 泉州市洛江区教育局 → 350504/education.

Every way to part the name is looked at. The best is one that ends in a listed kind (or in nothing: 保康县 is its
government), then the one that takes most letters as regions. What follows a region and is no listed kind is the name
of the agency within it (临洮县新添镇 → 621124/新添镇). A short name of a region (川汇) counts only
before a listed kind; of a province or a city also before other names, but never before what makes it a town or a
street (建宁 in 建宁乡).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ingest.errors import DocumentRejected
from ingest.gazetteer import Gazetteer
from ingest.places import COUNTRY
from ingest.report import Agency
from ingest.script import clean, fold

Teller = Callable[[Sequence[str], str], str | None]
"""Told several regions that a name can mean and the name, says which one the document means, or None."""

_LONGEST = 15
_TAX = "国家税务总局"
_BRACKETED = re.compile(r"（[^（）]*）$")
_BRANCH = re.compile(r"(.+?)分局$")
_TOWN = re.compile(r"(.+?(?:街道|[镇乡]|苏木))(.*)")
_ZONES = "新区|高新区|经开区|开发区|示范区|管理区|园区|实验区|合作区|度假区|风景区|保税区|试验区|自贸区"
_ZONE = re.compile(f"(.{{2,60}}?(?:{_ZONES}))(.*)")
_IN_A_CITY = re.compile(_ZONES + "|海关")
_VAGUE_ZONE = re.compile(
    r"(?:国家级|省级)?(?:高新|技术|产业|经济|工业|旅游|科技|综合|开发|合作|示范|管理|保税|试验|实验|自贸|度假|风景|经开|新|园)*区"
)
_NOT_AFTER_REGION = ("街道", "镇", "乡", "苏木", "村", "社区")
_NOT_AFTER_SHORT = (*_NOT_AFTER_REGION, *"省市区县州旗盟路街山河江湖", "地区", "新区", "开发区")
_OWN = re.compile(r"^本?(?:自治[区州县旗]|[省市区县州旗盟])(?=.)")
"""The region that an agency does not name because it is its own: 自治区人民政府办公厅, 市卫生健康委员会."""
_AUTONOMOUS = re.compile("自治[区州县旗]")
_NATIONAL = re.compile(r"国家(?!级).+[局委会办署院]$|中国(?!（).+[局会院]$|国务院.+|.{2,6}(?:总署|总局)$")


@dataclass(frozen=True, slots=True)
class Parting:
    """One way to part a name: what stands for the region (printed up to `end`), the codes it can mean, and the rest."""

    codes: tuple[str, ...]
    end: int
    rest: str
    organ: str | None
    shorts: int
    last: int = 0

    @property
    def rank(self) -> tuple[bool, int, int]:
        """The greater the better."""
        return self.organ is not None, self.end, -self.shorts


def agency_from_name(name: str, gazetteer: Gazetteer, tell: Teller | None = None, year: int | None = None) -> Agency:
    """The agency of a name as printed (川汇区卫健委) or of an id (411602/health).

    Raises DocumentRejected("unknown_agency") where the name does not say of which region it is.
    """
    found = find_agency(name, gazetteer, tell, year)
    if found is None:
        raise DocumentRejected(
            "unknown_agency",
            f"看不出“{name}”是哪个地区的哪个机关，请写明地区和机关全称，或写代码（如 411602/health）。",
            f"“{name}” does not say which agency of which region it is: give both, or an id such as 411602/health.",
        )
    return found


def find_agency(name: str, gazetteer: Gazetteer, tell: Teller | None = None, year: int | None = None) -> Agency | None:
    """The same, and None where the region cannot be told. `tell` is asked where a name fits several regions or none."""
    if "/" in name:
        return _of_id(name, gazetteer)
    printed = clean(name).strip("《》“”\"'.。,，:：")
    key = fold(printed, gazetteer.folding)
    if key in gazetteer.national:
        return _national(printed, gazetteer.national[key])
    if key.startswith(_TAX):
        key = key.removeprefix(_TAX)
    best = max(partings(key, gazetteer, year), key=lambda parting: parting.rank, default=None)
    if best is not None:
        return _agency(best, printed, key, gazetteer, tell)
    return _without_region(printed, key, gazetteer, tell)


def _national(printed: str, organ: str | None) -> Agency:
    return Agency(f"{COUNTRY}/{organ or printed}", printed, COUNTRY, "全国", organ)


def partings(key: str, gazetteer: Gazetteer, year: int | None = None) -> Iterator[Parting]:
    """Every way to part a folded name into regions and the rest that makes sense."""
    for codes, start, end, shorts in _chains(key, 0, (), 0, gazetteer, year):
        rest = key[end:]
        short = _is_short(key[start:end], codes, gazetteer)
        organ = "government" if rest in ("", "本级") else _kind(rest, gazetteer)
        if codes == (COUNTRY,) and (not rest or organ is None):
            continue
        if organ is not None:
            yield Parting(codes, end, rest, organ, shorts, start)
            continue
        branch = _branch(rest, codes, gazetteer)
        if branch is not None:
            yield Parting((branch[0],), end, rest, branch[1], shorts, start)
        elif _is_strange(rest, short, gazetteer):
            continue
        elif not short:
            yield Parting(codes, end, rest, None, shorts, start)
        elif not _TOWN.match(rest):
            wide = codes if start else tuple(c for c in codes if gazetteer.regions[c].level != "county")
            if wide:
                yield Parting(wide if _IN_A_CITY.search(rest) else codes, end, rest, None, shorts, start)


def _is_strange(rest: str, short: bool, gazetteer: Gazetteer) -> bool:
    """Whether no region can end before `rest` (建宁|乡人民政府), or it names another region (抚顺市|抚顺公安局)."""
    if rest.startswith(_NOT_AFTER_SHORT if short else _NOT_AFTER_REGION) or _AUTONOMOUS.search(rest):
        return True
    if len(rest) < 3 and rest != "海关" and not _TOWN.match(rest):
        return True
    if any(rest[:end] in gazetteer.places and _kind(rest[end:], gazetteer) for end in range(2, len(rest))):
        return True
    return any(kind == "full" and len(gazetteer.regions[code].name) > 2 for code, kind in _inside(rest, gazetteer))


def _chains(
    key: str, start: int, above: tuple[str, ...], shorts: int, gazetteer: Gazetteer, year: int | None
) -> Iterator[tuple[tuple[str, ...], int, int, int]]:
    """Regions from `start` on, each within the one before: codes, begin and end of the last; number of short names."""
    for end in range(min(len(key), start + _LONGEST), start + 1, -1):
        found = gazetteer.places.get(key[start:end])
        if found is None:
            continue
        codes = tuple(
            dict.fromkeys(
                code
                for code, _ in found
                if _in_force(code, gazetteer, year)
                and (not above or any(code != upper and gazetteer.within(code, upper) for upper in above))
            )
        )
        if codes:
            count = shorts + _is_short(key[start:end], codes, gazetteer)
            yield codes, start, end, count
            yield from _chains(key, end, codes, count, gazetteer, year)


def _in_force(code: str, gazetteer: Gazetteer, year: int | None) -> bool:
    until = gazetteer.regions[code].until
    return until is None or year is None or year <= until + 1


def _is_short(name: str, codes: tuple[str, ...], gazetteer: Gazetteer) -> bool:
    """Whether the name is cut short (川汇); 延边州 is as good as the full name."""
    kinds = {kind for code, kind in gazetteer.places[name] if code in codes}
    return kinds == {"short"} and not any(name in gazetteer.regions[code].also for code in codes)


def _kind(rest: str, gazetteer: Gazetteer) -> str | None:
    return gazetteer.kinds.get(rest) or gazetteer.kinds.get(_BRACKETED.sub("", rest))


def _branch(rest: str, codes: tuple[str, ...], gazetteer: Gazetteer) -> tuple[str, str] | None:
    """生态环境局川汇分局 under 周口市: the district's own bureau."""
    match = _BRANCH.match(rest)
    if match is None:
        return None
    for end in range(len(match[1]) - 1, 1, -1):
        organ = gazetteer.kinds.get(rest[:end])
        found = gazetteer.places.get(match[1][end:], ())
        inside = {code for code, _ in found if any(code != c and gazetteer.within(code, c) for c in codes)}
        if organ is not None and len(inside) == 1:
            return inside.pop(), organ
    return None


def _agency(parting: Parting, printed: str, key: str, gazetteer: Gazetteer, tell: Teller | None) -> Agency:
    kind = parting.organ or parting.rest
    region = key[parting.last : parting.end]
    codes = parting.codes
    code = codes[0] if len(codes) == 1 else tell(codes, region) if tell is not None else None
    if code is None:
        return Agency(f"{region}/{kind}", printed, None, region, parting.organ)
    return Agency(f"{code}/{kind}", printed, code, gazetteer.regions[code].name, parting.organ)


def _without_region(printed: str, key: str, gazetteer: Gazetteer, tell: Teller | None) -> Agency | None:
    """National bodies, towns and zones stand by themselves where the document does not tell the region."""
    if _is_national(key, gazetteer):
        return _national(printed, None)
    code = None if tell is None else tell((), key)
    if code is not None:
        core = _OWN.sub("", key)
        organ = _kind(key, gazetteer) or _kind(core, gazetteer)
        return Agency(f"{code}/{organ or key}", printed, code, gazetteer.regions[code].name, organ)
    found = [match for pattern in (_ZONE, _TOWN) if (match := pattern.fullmatch(key)) is not None]
    if not found or _VAGUE_ZONE.fullmatch(found[0][1]):
        return None
    place, rest = min((match.groups() for match in found), key=lambda groups: len(groups[0]))
    return Agency(f"{place}/{rest or place}", printed, None, place, None)


def _is_national(key: str, gazetteer: Gazetteer) -> bool:
    """海关总署, 水利部长江水利委员会; but neither 国家统计局周口调查队, which is in a place, nor 财政部门."""
    ministry = any(key.startswith(name) and not key.startswith(name + "门") for name in gazetteer.national)
    if not ministry and not _NATIONAL.fullmatch(key):
        return False
    return not any(kind != "short" or gazetteer.regions[code].level != "county" for code, kind in _inside(key[1:], gazetteer))


def _inside(rest: str, gazetteer: Gazetteer) -> Iterator[tuple[str, str]]:
    """The regions named anywhere in `rest`, as (code, kind)."""
    for start in range(len(rest)):
        for end in range(start + 2, min(len(rest), start + _LONGEST) + 1):
            yield from gazetteer.places.get(rest[start:end], ())


def _of_id(name: str, gazetteer: Gazetteer) -> Agency | None:
    """411602/health → 川汇区卫生健康委员会; a second half that is no kind is the name within the region."""
    first, _, second = clean(name).partition("/")
    if not second:
        return None
    region, organ = gazetteer.regions.get(first), gazetteer.organs.get(second)
    if region is None:
        if first.isdigit() or first.isascii():
            return None
        return Agency(f"{first}/{second}", first + (organ.zh if organ else second), None, first, organ.id if organ else None)
    if organ is None:
        return None if second.isascii() else Agency(f"{first}/{second}", region.name + second, first, region.name, None)
    if first == COUNTRY:
        named = next(iter(organ.names.get("national", ())), None)
        return None if named is None else Agency(f"{first}/{second}", named, first, region.name, second)
    provincial = [word for word in organ.names["full"] if word.endswith("厅")] if region.level == "province" else []
    return Agency(f"{first}/{second}", region.name + (provincial or [organ.zh])[0], first, region.name, second)
