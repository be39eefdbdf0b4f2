"""Hearing agencies: region and kind are heard apart and joined (周口市 + 川汇区 + 卫健委), never matched as whole names.

Fuzzy matching happens inside one slot only, the name of a region, and only among names that are stored.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.question import Mention, Span

Names = Mapping[str, tuple[tuple[str, str], ...]]
_SUFFIX_EN = {
    " district": ("区",),
    " county": ("县", "旗"),
    " city": ("市",),
    " province": ("省",),
    " prefecture": ("州", "地区", "盟"),
    " autonomous region": ("自治区",),
    " municipality": ("市",),
    " autonomous county": ("自治县",),
    " banner": ("旗",),
}
_PLACE = re.compile(r"([㐀-鿿]{1,6})(自治州|自治县|省|市|县|区|旗|盟)")
_JOIN = re.compile(r"[\s,，、/&]*(?:和|与|跟|及|以及|同|还有|或|或者|还是|and|or|&|vs|versus|对比|比|、)?[\s,，、]*(?:the )?")
_GAP = re.compile(
    r"[\s']*(?:的|这|那|'s|s|)[\s']*(?:[一二两三四五六七八九十\d]+(?:[家个](?:区|县|市)?|区|县|市)的?)?"
    r"(?:the |municipal |provincial |people's |county |district |city )?"
)
_NOT = re.compile(
    r"(?:不是|并非|而不是|除了|除去|除|不含|不包括|不算|剔除|扣除|去掉"
    r"|not|except|excluding|other than|apart from|instead of|without)\s*(?:the )?$"
)
_NOT_AFTER = re.compile(r"(?:的)?(?:不要算|不算|不计|除外|不要|不含|别算)")
_ASIDE = re.compile(r"\s*\(\s*")
_INITIALS = re.compile(r"[b-df-hj-np-tw-z]{4,10}")
_SHORTEST_PINYIN = 4


def region_meanings(piece: str, names: Names, regions: Mapping[str, tuple[str, str, str]]) -> tuple[tuple[str, str], ...]:
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


def _latin_region(piece: str, names: Names, regions: Mapping[str, tuple[str, str, str]]) -> tuple[tuple[str, str], ...]:
    for suffix, endings in _SUFFIX_EN.items():
        if piece.endswith(suffix):
            codes = _latin_codes(piece.removesuffix(suffix), names)
            fitting = [code for code in codes if regions[code][0].endswith(endings)]
            return (("region", " ".join(fitting)),) if fitting else ()
    codes = _latin_codes(piece, names)
    return (("short_region", " ".join(codes)),) if codes else ()


def _latin_codes(piece: str, names: Names) -> list[str]:
    compact = re.sub(r"[\s'-]", "", piece)
    if len(compact) < _SHORTEST_PINYIN:
        return []
    found = [*names.get(compact, ()), *(names.get(piece, ()) if piece != compact else ())]
    english = [code for code, kind in found if kind == "english"]
    return list(dict.fromkeys(english or [code for code, kind in found if kind in ("pinyin", "full")]))


@dataclass(frozen=True)
class _Piece:
    start: int
    end: int
    text: str
    regions: tuple[str, ...] = ()
    organ: str | None = None
    agency: int | None = None


def mentions_in(text: str, spans: Sequence[Span], regions: Mapping[str, tuple[str, str, str]]) -> tuple[Mention, ...]:
    """The agencies named in the folded text, in order.

    红旗区和川汇区卫健委 shares the kind with both; 川汇区卫健委和教育局 shares the region; 周口市川汇区 is one place.
    """
    pieces = _join(text, [piece for span in spans if (piece := _piece(span))], regions)
    pieces = _share(text, _in_brackets(text, pieces))
    mentions: list[Mention] = []
    for place, piece in enumerate(pieces):
        refused = bool(_NOT.search(text[: piece.start]) or _NOT_AFTER.match(text, piece.end))
        before = mentions[-1] if mentions else None
        # 除了商水县、西华县以外: what is left out may be several
        listed = before is not None and before.negated and "以外" in text and _linked(text, pieces[place - 1], piece)
        vague = not piece.regions and text[piece.start - 1 : piece.start] in tuple("省市县区州国镇乡")
        shown = (piece.start, piece.end, piece.text, piece.regions, piece.organ, piece.agency)
        mentions.append(Mention(*shown, refused or listed, vague))
    return tuple(mentions)


def _piece(span: Span) -> _Piece | None:
    for kind, value in span.meanings:
        if kind in ("region", "short_region"):
            return _Piece(span.start, span.end, span.text, tuple(value.split()))
        if kind == "ministry":
            return _Piece(span.start, span.end, span.text, ("000000",), value)
        if kind == "organ":
            return _Piece(span.start, span.end, span.text, organ=value)
        if kind == "agency":
            return _Piece(span.start, span.end, span.text, agency=int(value.split()[0]) if " " not in value else -1)
    return None


def _join(text: str, pieces: Sequence[_Piece], regions: Mapping[str, tuple[str, str, str]]) -> list[_Piece]:
    joined: list[_Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        close = last is not None and _are_close(text[last.end : piece.start], piece)
        if last is not None and last.regions == ("",) and close and not last.organ:
            whole = text[last.start : piece.end]
            joined[-1] = _Piece(last.start, piece.end, whole, last.regions, piece.organ)
        elif last is not None and last.regions and _is_aside(text, last, piece):
            joined[-1] = replace(last, end=piece.end + 1, regions=_below(piece.regions, last.regions, regions) or ("",))
        elif last is None or not close or last.organ or last.agency:
            joined.append(piece)
        elif piece.regions:
            between = text[last.end : piece.start]
            upper = _below(piece.regions, last.regions, regions) if "," in between else ()  # Zhoukou, Henan
            if upper or not _holds_places(last, regions):
                touching = () if between.strip() else ("",)  # 扶沟县川汇区 is no place
                merged = upper or touching
                joined[-1:] = [replace(last, end=piece.end, regions=merged)] if merged else [last, piece]
                continue
            # Places that contradict each other (洛阳市川汇区) stand for none.
            lower = _below(last.regions, piece.regions, regions) or ("",)
            if "," in between and lower == ("",):  # Zhoukou, Xinyang and Chuanhui
                joined.append(piece)
                continue
            joined[-1] = _Piece(last.start, piece.end, text[last.start : piece.end], lower)
        else:
            whole = text[last.start : piece.end]
            joined[-1] = _Piece(last.start, piece.end, whole, last.regions, piece.organ, piece.agency)
    return joined


def _are_close(between: str, piece: _Piece) -> bool:
    """Whether two pieces are of one name; in English the place above follows after a comma (Xinhua District, Cangzhou)."""
    return bool(_GAP.fullmatch(between.replace(", ", " ") if piece.regions else between))


def _is_aside(text: str, last: _Piece, piece: _Piece) -> bool:
    """西湖区政府（杭州）: the place above stands in brackets behind."""
    opened = bool(_ASIDE.fullmatch(text[last.end : piece.start]))
    return opened and text[piece.end : piece.end + 1] == ")" and bool(piece.regions) and not piece.organ


def _holds_places(piece: _Piece, regions: Mapping[str, tuple[str, str, str]]) -> bool:
    """Whether other places can lie in it: in 洛阳市 they can, in 川汇区 they cannot."""
    return any(code in regions and regions[code][2] != "county" for code in piece.regions)


def _below(upper: tuple[str, ...], lower: tuple[str, ...], regions: Mapping[str, tuple[str, str, str]]) -> tuple[str, ...]:
    """Those of `lower` that lie inside one of `upper`."""
    found = []
    for code in lower:
        parent, steps = code, 0
        while steps < 4 and parent in regions and parent not in upper:
            parent, steps = regions[parent][1], steps + 1
        if parent in upper and code not in upper:
            found.append(code)
    return tuple(found)


def _share(text: str, pieces: Sequence[_Piece]) -> list[_Piece]:
    shared = list(pieces)
    for place in range(len(shared) - 2, -1, -1):
        here, following = shared[place], shared[place + 1]
        if here.regions and not here.organ and following.regions and following.organ and _linked(text, here, following):
            shared[place] = replace(here, organ=following.organ)
    for place in range(1, len(shared)):
        here, before = shared[place], shared[place - 1]
        if here.organ and not here.regions and before.regions and before.organ and _linked(text, before, here):
            shared[place] = replace(here, regions=before.regions)
    return shared


def _in_brackets(text: str, pieces: list[_Piece]) -> list[_Piece]:
    """两个市场监管局(川汇区、淮阳区): the kind stands before the places that it belongs to."""
    for place, piece in enumerate(pieces[:-1]):
        bracket = text[piece.end :].lstrip()[:1] == "("
        if piece.organ and not piece.regions and bracket and text[piece.end : pieces[place + 1].start].strip() == "(":
            inside = text.find(")", piece.end)
            return pieces[:place] + [
                replace(other, organ=piece.organ) if other.regions and not other.organ and other.end <= max(inside, 0) else other
                for other in pieces[place + 1 :]
            ]
    return pieces


def _linked(text: str, first: _Piece, second: _Piece) -> bool:
    between = text[first.end : second.start]
    return bool(between.strip()) and bool(_JOIN.fullmatch(between))


def strange_place(text: str, spans: Sequence[Span], leftover: Sequence[str]) -> str | None:
    """A piece that looks like a place and is none: left-over characters before 区, 县, 市 … or before a kind of agency."""
    covered = {place for span in spans if not _is_filler(span) for place in range(span.start, span.end)}
    for match in _PLACE.finditer(text):
        start = match.start()
        while start < match.end(1) and start in covered:
            start += 1
        stem = text[start : match.end(1)]
        if stem and not covered & set(range(start, match.end())) and any(piece in stem or stem in piece for piece in leftover):
            return _trim(stem, leftover) + match.group(2)
    for span in spans:
        if any(kind == "organ" for kind, _ in span.meanings):
            for piece in leftover:
                if piece and len(piece) > 1 and text[: span.start].rstrip().endswith(piece):
                    return piece
    initials = next((piece for piece in leftover if _INITIALS.fullmatch(piece)), None)
    if initials:
        return initials
    found = re.search(r"([a-z]{3,}) (?:district|county|city|province)", text)
    return found.group() if found and any(found.group(1) in piece for piece in leftover) else None


def _is_filler(span: Span) -> bool:
    return all(kind == "filler" for kind, _ in span.meanings)


def _trim(stem: str, leftover: Sequence[str]) -> str:
    """The stem from the first left-over character on: 请问川江 → 川江."""
    places = [stem.find(piece) for piece in leftover if piece in stem]
    return stem[min(places) :] if places else stem


def near_names(piece: str, names: Sequence[str]) -> tuple[str, ...]:
    """The names one character away from `piece` (one changed; one more or less from four characters on)."""
    from rapidfuzz.distance import Levenshtein

    found = []
    for name in names:
        same = len(name) == len(piece)
        if (same or min(len(name), len(piece)) >= 4) and Levenshtein.distance(piece, name, score_cutoff=1) == 1:
            found.append(name)
    return tuple(found)


def sounds_alike(first: str, second: str, pinyin: Mapping[str, str]) -> bool:
    """Whether two names of one length differ only in characters of the same sound (红棋区, 红旗区)."""
    return len(first) == len(second) and all(
        one == two or (one in pinyin and pinyin[one] == pinyin.get(two)) for one, two in zip(first, second, strict=True)
    )
