"""Hearing agencies: region and kind are heard apart and joined (周口市 + 川汇区 + 卫健委), never matched as whole names.

Fuzzy matching happens inside one slot only, the name of a region, and only among names that are stored.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.naming.joining import NOWHERE, Piece, Regions, joined, linked
from bot.question import Mention, Span
from bot.spelling.pattern import Pattern
from bot.text import before

_PLACE = Pattern(r"([㐀-鿿]{1,6})(自治州|自治县|街道办事处|街道办|街道|省|市|县|区|旗|盟|镇|乡|苏木)")
_NOT = re.compile(
    r"(?:(?<!是)不是|并非|而不是|除了|除去|除|不含|不包括|不算|剔除|扣除|去掉|刨除|刨去|刨掉|撇开|撇除|排除|抛开|抛去"
    r"|not|except|excluding|other than|apart from|instead of|without)\s*(?:the )?$"
)
_NOT_AFTER = re.compile(r"(?:的)?(?:不要算|不用算|不算|不计|除外|不要|不含|别算)")
_OF = re.compile(r" of (?:the )?")
_OWNED = re.compile(r" ?(?:'s )?(?:people's )?")
_GOVERNMENTS = ("government", "governments")
_LEVEL_BEFORE = Pattern(
    r"\b(which |what |each |every |any )?(county|district|city|municipal|prefectural|prefecture|provincial|province)"
    r"(?:-level)? (?:(?:and )?(?:county|district|city) )?(?:people's )?$"
)
_LEVEL_CUES = (
    *(("county", "counties"), ("district", "counties"), ("city", "prefectures"), ("municipal", "prefectures")),
    *(("prefect", "prefectures"), ("provinc", "provinces")),
)
_WHICH = Pattern(
    r"哪(?:一|几)?[个些](?P<zh>县级市|地级市|县市区|县区|区县|县市|地市|省份|区|县|旗|省|州|市)(?![级直属])"
    r"|\bwhich (?:one of the )?(?P<en>county|district|city|prefecture|province)\b",
    "哪",
    "which",
)
_WHICH_LEVEL = {"省": "provinces", "省份": "provinces", "市": "prefectures", "地市": "prefectures", "地级市": "prefectures"}
_WHICH_LEVEL |= {"州": "prefectures", "city": "prefectures", "prefecture": "prefectures", "province": "provinces"}
_WIDER = {"provinces": (), "prefectures": ("province",), "counties": ("province", "prefecture")}
_OFFICE_OF = re.compile(r"\boffices? of (?:the )?$")
_LEVEL_EN = Pattern(
    r" (?:district|county|city|province|prefecture)\b"
    r"(?!(?:-level)? [a-z ]{0,60}(?:commissions|bureaus|governments|departments|offices|agencies|authorities)\b)"
)
_INITIALS = Pattern(r"[b-df-hj-np-tw-z]{4,10}")


def mentions_in(text: str, spans: Sequence[Span], regions: Regions) -> tuple[Mention, ...]:
    """The agencies named in the folded text, in order.

    红旗区和川汇区卫健委 shares the kind with both; 川汇区卫健委和教育局 shares the region; 周口市川汇区 is one place.
    """
    pieces = joined(text, _pieces(text, spans, regions), regions)
    mentions: list[Mention] = []
    for place, piece in enumerate(pieces):
        refused = bool(before(_NOT, text, piece.start) or _NOT_AFTER.match(text, piece.end))
        former = mentions[-1] if mentions else None
        # 除了商水县、西华县以外: what is left out may be several
        behind = piece.text.isascii() or "以外" in text or text[piece.end : piece.end + 1] in (",", "外")
        listed = former is not None and former.negated and behind and linked(text, pieces[place - 1], piece)
        level = text[piece.start - 1 : piece.start] if not piece.regions else ""
        level = level if level and level in "省市县区州国镇乡" else ""
        shown = (piece.start, piece.end, piece.text, piece.regions, _office(text, piece), piece.named)
        mentions.append(Mention(*shown, refused or listed, bool(level), level))
    rows = {span.start for span in spans if any(kind == "row" for kind, _ in span.meanings)}
    if any(mention.regions and mention.organ for mention in mentions):  # 不予处理里信访占多少: a row, beside a whole name
        return tuple(mention for mention in mentions if mention.regions or mention.start not in rows)
    return tuple(mentions)


def level_in(text: str, spans: Sequence[Span]) -> str | None:
    """The cue of the level that English says before a kind, where it means all of that level: the district health
    commissions of Zhoukou, which provincial government."""
    for place, span in enumerate(spans):
        kind = span.text in _GOVERNMENTS or any(kind == "organ" for kind, _ in span.meanings)
        said = before(_LEVEL_BEFORE, text, span.start) if kind and span.text.isascii() else None
        if said is None or not (said.group(1) or span.text.endswith("s")):
            continue
        if not any(other.end > said.start(2) and _piece(other) for other in spans[:place]):
            return next(cue for word, cue in _LEVEL_CUES if said.group(2).startswith(word))
    return None


def level_asked(text: str, spans: Sequence[Span], named: Sequence[Mention], regions: Regions) -> str | None:
    """The cue of the level that is asked for among all of a wider place, or of all the country: 周口市哪个区最多, which province.

    None where agencies are named that it can be one of: 川汇区和淮阳区哪个区更多.
    """
    said, placed = _WHICH.search(text), [one for one in named if one.regions or one.named is not None]
    if said is None or len(placed) > 1 or any(len(one.regions) > 1 or one.named is not None for one in placed):
        return None
    if any(span.start < said.end() < span.end for span in spans):  # 哪个市场监管局
        return None
    cue = _WHICH_LEVEL.get(said.group("zh") or said.group("en"), "counties")
    levels = {regions[code][2] for one in placed for code in one.regions if code in regions}
    if cue == "prefectures" and levels == {"prefecture"}:
        cue = "counties"  # 周口市哪个市: the cities that are counties
    return cue if levels <= {*_WIDER[cue]} else None


def _pieces(text: str, spans: Sequence[Span], regions: Regions) -> list[Piece]:
    pieces: list[Piece] = []
    for number, span in enumerate(spans, 1):
        piece = _misleveled(span, spans[number : number + 1], regions) or _piece(span)
        if piece is None and span.text in _GOVERNMENTS:
            following = spans[number] if number < len(spans) else None
            of = following is not None and _OF.fullmatch(text[span.end : following.start]) and _piece(following)
            place = pieces[-1] if pieces and not pieces[-1].organ else None
            behind = place is not None and _OWNED.fullmatch(text[place.end : span.start])
            leveled = before(_LEVEL_BEFORE, text, span.start)
            piece = Piece(span.start, span.end, span.text, organ="government") if of or behind or leveled else None
        if piece is not None:
            pieces.append(_of_that_level(text, piece))
    return pieces


_OWN_GOVERNMENTS = ("政府", "人民政府", "政府办", "政府办公室", "人民政府办公室")


def _misleveled(span: Span, following: Sequence[Span], regions: Regions) -> Piece | None:
    """A place with the word for a level behind it that no place of the name has, as one that is nowhere: 川汇县, 周口县政府."""
    behind = following[0] if following and following[0].start == span.end else None
    short = any(kind == "short_region" for kind, _ in span.meanings)
    codes = [code for kind, value in span.meanings if kind in ("short_region", "region") for code in value.split()]
    if not short and not all(code in regions and regions[code][2] == "county" for code in codes):  # 周口市县
        return None
    if behind is None or not codes or behind.text[:1] not in tuple("省市县区州旗"):
        return None
    alone = len(behind.text) == 1 and ("filler", "level") in behind.meanings
    if not alone and behind.text[1:] not in _OWN_GOVERNMENTS:
        return None
    names = [regions[code][0] for code in codes if code in regions]
    if any(name.startswith(span.text) and name.endswith(behind.text[0]) for name in names):
        return None
    end = span.end + 1 if alone else span.end
    return Piece(span.start, end, span.text + (behind.text if alone else ""), NOWHERE)


def _of_that_level(text: str, piece: Piece) -> Piece:
    """The piece; nowhere, where English says a level behind it that no place of the name has: Hongqi County."""
    other = piece.regions and not piece.organ and piece.text.isascii() and _LEVEL_EN.match(text, piece.end)
    return replace(piece, end=other.end(), regions=NOWHERE) if other else piece


def _office(text: str, piece: Piece) -> str | None:
    """The kind; the office of the Zhoukou municipal government is its office."""
    if piece.organ == "government" and before(_OFFICE_OF, text, piece.start):
        return "government_office"
    return piece.organ


def _piece(span: Span) -> Piece | None:
    for kind, value in span.meanings:
        if kind in ("region", "short_region"):
            return Piece(span.start, span.end, span.text, tuple(value.split()))
        if kind == "ministry":
            return Piece(span.start, span.end, span.text, ("000000",), value)
        if kind == "organ":
            return Piece(span.start, span.end, span.text, organ=value)
        if kind == "agency":
            return Piece(span.start, span.end, span.text, named=tuple(map(int, value.split())))
    return None


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
    found = re.search(r"(?<![a-z])([a-z]{3,}) (?:district|county|city|province)", text)
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
