"""Joining the pieces of an agency's name: the places and the kind that are said apart, in the order of either language.

周口市 + 川汇区 + 卫健委; the Health Commission of + Chuanhui District + in Zhoukou; 广州市 + 生态环境局 + 天河 + 分局.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.spelling.pattern import Pattern
from bot.text import before

Regions = Mapping[str, tuple[str, str, str]]

NOWHERE = ("",)
"""The regions of places that contradict each other (洛阳市川汇区): it is none."""

_AND = re.compile(
    r"[\s,，、/&]{0,8}(?:和|与|跟|及|以及|同|还有|或|或者|还是|and|or|&|vs|versus|对比|比|、)?[\s,，、]{0,8}(?:the )?"
)
_GAP = re.compile(
    r"[\s']{0,8}(?:的|这|那|'s|s|)[\s']{0,8}(?:[一二两三四五六七八九十\d]{1,4}(?:[家个](?:区|县|市|地)?|区|县|市|地)的?)?"
    r"(?:the |municipal |provincial |people's |county |district |city )?"
)
_OF = re.compile(r" (?:of|for) (?:the )?")
_WITHIN = re.compile(r"(?:,| in| of) (?:the )?")
_SEATS = ("政府", "人民政府", "管委会", "管理委员会", "government")
_MEASURED = Pattern(r"\b(?:share|rank|ranks|ranking|place|position|percentage|percent|proportion|total|compare)\b")
_ASIDE = re.compile(r"\s*\(\s*")
_ALIKE = Pattern(r"(?:同样|同|都|均)(?:都)?(?:是|为|属)[省市县区州]?$")
_LEVELS = {"省": ("province",), "市": ("prefecture", "county"), "县": ("county",), "区": ("county",)}


@dataclass(frozen=True)
class Piece:
    """A stretch of the text that names a place, a kind, or an agency by a name of its own; `named` as in Mention."""

    start: int
    end: int
    text: str
    regions: tuple[str, ...] = ()
    organ: str | None = None
    named: tuple[int, ...] | None = None
    leading: bool = False
    """Whether the kind stands before the place: the Health Commission of Chuanhui District."""
    bearers: tuple[str, ...] = ()
    """All places of the name, where one above it was said with 的: 开封的鼓楼区."""

    def with_more(self, text: str, other: Piece, **changes: object) -> Piece:
        """This piece drawn out to the end of another one."""
        return replace(self, end=other.end, text=text[self.start : other.end], **changes)  # type: ignore[arg-type]


def joined(text: str, pieces: Sequence[Piece], regions: Regions) -> list[Piece]:
    """The pieces of one name made one, in the order of the text; what is listed shares its kind or its place."""
    found: list[Piece] = []
    for piece in pieces:
        last = found[-1] if found else None
        if last is None:
            found.append(piece)
            continue
        between = text[last.end : piece.start]
        whole = _of_english(text, last, piece, between, regions) if piece.text.isascii() else None
        found[-1:] = [whole] if whole is not None else _two(text, last, piece, between, regions)
    return _share(text, _in_brackets(text, _namesakes(text, _branches(text, found, regions), regions), regions))


def _of_english(text: str, last: Piece, piece: Piece, between: str, regions: Regions) -> Piece | None:
    """What English says in its own order, None where these two are no such name."""
    of = bool(_OF.fullmatch(between))
    if last.organ == "government_office" and piece.organ == "government" and not piece.regions:
        return (
            last.with_more(text, piece) if of or _GAP.fullmatch(between) else None
        )  # the General Office of the Shanghai government
    if last.organ == "government" and piece.organ == "government_office" and not piece.regions and _GAP.fullmatch(between):
        return last.with_more(text, piece, organ=piece.organ)
    two = last.organ and piece.organ and last.organ != piece.organ  # the Ministry of Finance or the National Health Commission
    if piece.regions == ("000000",) and not two and (last.regions == piece.regions or (of and last.organ == piece.organ)):
        return last.with_more(text, piece, organ=last.organ or piece.organ)  # China's; the tax bureau of the state administration
    if of and last.organ and not last.regions and last.named is None and piece.regions and not piece.organ:
        return last.with_more(text, piece, regions=piece.regions, leading=True)
    within = _WITHIN.fullmatch(between) or (between == " " and last.organ)  # Wuhou District government Chengdu
    if last.regions and piece.regions and not piece.organ and within and not _MEASURED.search(text):
        above = _below(piece.regions, last.regions, regions)
        listed = between.startswith(",") and re.match(r",| and | or ", text[piece.end :])
        return last.with_more(text, piece, regions=above) if above and not listed else None
    return None


def _two(text: str, last: Piece, piece: Piece, between: str, regions: Regions) -> list[Piece]:
    close = _are_close(between, last, piece)
    if last.regions == NOWHERE and close and not last.organ:
        return [last.with_more(text, piece, organ=piece.organ)]
    if last.regions and _is_aside(text, last, piece):
        return [replace(last, end=piece.end + 1, regions=_below(piece.regions, last.regions, regions) or NOWHERE)]
    if last.named is not None and piece.text in _SEATS and not between.strip():
        return [last.with_more(text, piece)]  # 高新区|管委会, sitongzhen zhengfu
    if not close or last.organ or last.named is not None:
        return [last, piece]
    if not piece.regions:
        return [last.with_more(text, piece, organ=piece.organ, named=piece.named)]
    upper = _below(piece.regions, last.regions, regions) if "," in between else ()  # Zhoukou, Henan
    if upper or not _holds_places(last, regions):
        if upper:
            return [replace(last, end=piece.end, regions=upper)]
        # 扶沟县川汇区 is no place
        return [last, piece] if between.strip() else [replace(last, end=piece.end, regions=NOWHERE)]
    lower = _below(last.regions, piece.regions, regions)
    if "," in between and not lower:  # Zhoukou, Xinyang and Chuanhui
        return [last, piece]
    bearers = piece.regions if between.strip() in ("的", "'s") else ()
    return [last.with_more(text, piece, regions=lower or NOWHERE, organ=piece.organ, bearers=bearers)]


def _are_close(between: str, last: Piece, piece: Piece) -> bool:
    """Whether two pieces are of one name; in English the place above follows after a comma (Xinhua District, Cangzhou).

    The level may be said twice: 周口市市卫健委; or as its own: 周口市本级卫健委.
    """
    if between == "本级" and not piece.regions:
        return True
    if between in ("省", "市", "县", "区", "州") and not piece.regions:
        return last.text.endswith(between)
    return bool(_GAP.fullmatch(between.replace(", ", " ") if piece.regions else between))


def _is_aside(text: str, last: Piece, piece: Piece) -> bool:
    """西湖区政府（杭州）: the place above stands in brackets behind."""
    opened = bool(_ASIDE.fullmatch(text[last.end : piece.start]))
    return opened and text[piece.end : piece.end + 1] == ")" and bool(piece.regions) and not piece.organ


def _holds_places(piece: Piece, regions: Regions) -> bool:
    """Whether other places can lie in it: in 洛阳市 they can, in 川汇区 they cannot."""
    return any(code in regions and regions[code][2] != "county" for code in piece.regions)


def _below(upper: tuple[str, ...], lower: tuple[str, ...], regions: Regions) -> tuple[str, ...]:
    """Those of `lower` that lie inside one of `upper`."""
    found = []
    for code in lower:
        parent, steps = code, 0
        while steps < 4 and parent in regions and parent not in upper:
            parent, steps = regions[parent][1], steps + 1
        if parent in upper and code not in upper:
            found.append(code)
    return tuple(found)


def _branches(text: str, pieces: list[Piece], regions: Regions) -> list[Piece]:
    """广州市生态环境局天河分局: a city's bureau and its district make the bureau of the district."""
    kept: list[Piece] = []
    for piece in pieces:
        above = kept[-1] if kept else None
        whose = bool(above and above.regions and above.organ and above.end == piece.start and not piece.organ)
        if above is not None and whose and piece.named == () and piece.text.endswith("分局"):
            kept[-1] = above.with_more(text, piece, regions=_below(above.regions, piece.regions, regions) or NOWHERE)
        else:
            kept.append(piece)
    return kept


def _namesakes(text: str, pieces: list[Piece], regions: Regions) -> list[Piece]:
    """南京和开封的鼓楼区: the district of that name in each city, where each has one."""
    named = list(pieces)
    for place in range(len(named) - 2, -1, -1):
        here, following = named[place], named[place + 1]
        if here.regions and not here.organ and following.bearers and linked(text, here, following):
            inside = _below(here.regions, following.bearers, regions)
            if inside:
                named[place] = replace(here, regions=inside, bearers=following.bearers)
    return named


def _share(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    shared = list(pieces)
    for place in range(len(shared) - 2, -1, -1):
        here, following = shared[place], shared[place + 1]
        if here.regions and not here.organ and following.regions and following.organ and linked(text, here, following):
            shared[place] = replace(here, organ=following.organ)
    for place in range(1, len(shared)):
        here, before = shared[place], shared[place - 1]
        if not before.regions or not before.organ or not linked(text, before, here):
            continue
        if here.organ and not here.regions:
            shared[place] = replace(here, regions=before.regions)
        elif here.regions and not here.organ and here.named is None and before.leading:  # the governments of A and B
            shared[place] = replace(here, organ=before.organ, leading=True)
    return shared


def _in_brackets(text: str, pieces: list[Piece], regions: Regions) -> list[Piece]:
    """两个市场监管局(川汇区、淮阳区), 同样是县卫健委，扶沟和西华: the kind stands before the places that it belongs to."""
    for place, piece in enumerate(pieces[:-1]):
        between = text[piece.end : pieces[place + 1].start].strip()
        if not piece.organ or piece.regions or not (between == "(" or (between == "," and before(_ALIKE, text, piece.start))):
            continue
        inside = text.find(")", piece.end) if between == "(" else len(text)
        named = [other for other in pieces[place + 1 :] if other.regions and not other.organ and other.end <= max(inside, 0)]
        if not all(_is_of_level(other, text[piece.start - 1 : piece.start], regions) for other in named):
            continue
        behind = [replace(other, organ=piece.organ) if other in named else other for other in pieces[place + 1 :]]
        return pieces[:place] + behind
    return pieces


def _is_of_level(piece: Piece, level: str, regions: Regions) -> bool:
    """Whether a place can be of the level that was said before its kind: 河南 of 省卫健委, and not of 县卫健委."""
    levels = _LEVELS.get(level)
    return levels is None or any(regions[code][2] in levels for code in piece.regions if code in regions)


def linked(text: str, first: Piece, second: Piece) -> bool:
    """Whether two pieces stand side by side in a list: 红旗区和川汇区."""
    between = text[first.end : second.start]
    return bool(between.strip()) and bool(_AND.fullmatch(between))
