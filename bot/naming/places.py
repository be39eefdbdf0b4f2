"""What a piece of text can mean as a place: names in characters, in pinyin and in English, with the level that they say."""

from __future__ import annotations

import re
from collections.abc import Mapping

Names = Mapping[str, tuple[tuple[str, str], ...]]
Regions = Mapping[str, tuple[str, str, str]]
Meanings = tuple[tuple[str, str], ...]

_LEVELS_EN: Mapping[str, tuple[tuple[str, str], ...]] = {
    " autonomous region": (("自治区", "zizhiqu"),),
    " autonomous prefecture": (("自治州", "zizhizhou"),),
    " autonomous county": (("自治县", "zizhixian"),),
    " autonomous banner": (("自治旗", "zizhiqi"),),
    " new area": (("新区", "xinqu"),),
    " new district": (("新区", "xinqu"),),
    " district": (("区", "qu"),),
    " county": (("县", "xian"), ("旗", "qi")),
    " city": (("市", "shi"),),
    " municipal": (("市", "shi"),),
    " municipality": (("市", "shi"),),
    " provincial": (("省", "sheng"),),
    " province": (("省", "sheng"),),
    " prefectural": (("州", "zhou"), ("地区", "diqu"), ("盟", "meng")),
    " prefecture": (("州", "zhou"), ("地区", "diqu"), ("盟", "meng")),
    " league": (("盟", "meng"),),
    " banner": (("旗", "qi"),),
}
"""What English says behind a name, and how the names that it can stand for end."""

_SHORTEST_PINYIN = 4


def region_meanings(piece: str, names: Names, regions: Regions) -> Meanings:
    """What a piece of text can mean as a region: ("region", codes) or ("short_region", codes), codes parted by spaces."""
    if piece.isascii():
        return _latin_region(piece, names, regions)
    found = names.get(piece)
    if not found:
        return ()
    full = [code for code, kind in found if kind in ("full", "former")]
    if full:
        return (("region", " ".join(full)),)
    short = [code for code, kind in found if kind == "short" and code != "000000"]  # 国家财政局 is no ministry's name
    return (("short_region", " ".join(short)),) if short else ()


def _latin_region(piece: str, names: Names, regions: Regions) -> Meanings:
    for suffix, endings in _LEVELS_EN.items():
        if piece.endswith(suffix):
            fitting = _of_level(piece.removesuffix(suffix), endings, names, regions)
            return (("region", " ".join(fitting)),) if fitting else ()
    codes = _latin_codes(piece, names)
    return (("short_region", " ".join(codes)),) if codes else ()


def _of_level(stem: str, endings: tuple[tuple[str, str], ...], names: Names, regions: Regions) -> list[str]:
    """The places of a name and a level: Huai'an District is 淮安区, though Huai'an alone is 淮安市.

    Of an autonomous place the peoples may be said: Xinjiang Uygur Autonomous Region.
    """
    if endings[0][0].startswith("自治"):
        tokens = stem.split(" ")
        heads = [" ".join(tokens[:size]) for size in range(len(tokens), 0, -1)]
    else:
        heads = [stem]
    for head in heads:
        codes = [*_latin_codes(head, names), *(code for _, sound in endings for code in _latin_codes(head + sound, names))]
        fitting = [code for code in dict.fromkeys(codes) if regions[code][0].endswith(tuple(end for end, _ in endings))]
        if fitting:
            return fitting
    return []


def _latin_codes(piece: str, names: Names) -> list[str]:
    compact = re.sub(r"[\s'-]", "", piece)
    if len(compact) < _SHORTEST_PINYIN:
        return []
    found = [*names.get(compact, ()), *(names.get(piece, ()) if piece != compact else ())]
    english = [code for code, kind in found if kind == "english"]
    return list(dict.fromkeys(english or [code for code, kind in found if kind in ("pinyin", "full")]))
