"""What a piece of a message can mean: words, kinds of agency, bodies, regions, and what is made of them (原卫计委, 卫生行政部门).

Where no word begins as the text does, nothing is looked up; and what was once worked out is remembered, for the same pieces
come again in every message.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence

from bot.facts import Facts
from bot.fetch.state import kept_while
from bot.naming.bodies import Bodies
from bot.naming.places import region_meanings
from bot.text import is_latin
from bot.words import Words

Meanings = tuple[tuple[str, str], ...]
Lookup = Callable[[str], Meanings]
Pieces = Callable[[str, int, int], Sequence[tuple[int, Meanings]]]

_LONGEST_MADE = 15
"""Characters of the longest piece that is made of others and stands in no table."""
_LONGEST_BEHIND = 4
"""Characters that may stand behind a ground or a kind of applicant: 类申请人."""
_OF_DEPARTMENTS = "行主管执部"
_BEHIND_KINDS = frozenset("行政主管理执法部门系统口子条战线上内里的")
"""The characters of what stands behind a kind and makes it longer: 卫生行政主管部门, 市场监管口子上的."""
_BEHIND_GROUNDS = frozenset("类申请情形事由人者")
_STATE, _FORMER = "国家", "原"
"""What stands before any name: 国家 + 财政部, 原 + 卫计委."""
_REMEMBERED = 20_000
_NAMING = ("organ", "region", "short_region", "agency")
_DEPARTMENT = re.compile(r"(?:行政)?(?:主管|管理|执法)?部门$")
_SECTOR = re.compile(r"(?:系统|口|口子|条口|条线|战线|线)上?(?:内|里)?的?$")
"""What stands behind a kind for all of that kind: 卫健系统, 市场监管口子上."""
_TITLES = ("bureau", "commission", "department", "administration", "office")
_TITLE_BEFORE = re.compile(r"^(?:bureau|commission|department|administration|office|ministry) (?:of|for) ")
_TITLE_BEHIND = re.compile(r" (?:bureau|commission|department|administration|office|authority|agency|body|organ|regulator)$")
_SEVERAL = re.compile(r"ies$")
_GROUND = re.compile(r"^(?:属于?|涉及?)(?=..)|(?:类|情形|事由)的?$| (?:exemptions?|grounds?|clause)$")
_GROUNDS = ("denied_", "unavailable_", "rejected_", "other_not", "other_fee")
"""What stands around one ground of an outcome: 属行政查询, 过程性信息类, state secrets exemption."""
_APPLICANT = re.compile(r"^来自(?=..)|(?<!律师)(?:类?申请(?:人|者))$")
_APPLICANTS = ("person", "business", "research", "public_interest", "legal_service", "other_organisation")
"""What stands around a kind of applicant: 来自企业, 商业企业申请人."""


def is_sector(name: str, placed: bool) -> bool:
    """Whether a name stands for all of a kind. Places end in 口, too: 卫健委(周口)."""
    return bool(_SECTOR.search(name)) and (not placed or "系统" in name[-4:] or "口子" in name[-4:] or "条线" in name[-4:])


class _Begun:
    """What the pieces can be that begin with the same two characters: names, or made of names and what stands about them."""

    def __init__(self, names: Sequence[str], of_kinds: bool, made: bool) -> None:
        self.longest = max((_LONGEST_MADE if of_kinds or made else 1, *(len(name) + _LONGEST_BEHIND for name in names)))
        self._names, self._of_kinds, self._made = sorted(names), of_kinds, made

    def goes_on(self, piece: str) -> bool:
        """Whether something longer can begin as this piece does."""
        if self._made or piece[-1] in _BEHIND_GROUNDS or (self._of_kinds and piece[-1] in _BEHIND_KINDS):
            return True
        place = bisect_left(self._names, piece)
        return place < len(self._names) and self._names[place].startswith(piece)


class Lexicon:
    """The meanings of pieces of text, in one database and one vocabulary."""

    def __init__(self, facts: Facts, words: Words, bodies: Bodies) -> None:
        self._facts = facts
        self._words = words
        self._bodies = bodies

    @kept_while("agencies")
    def _looked_up(self) -> dict[str, Meanings]:
        return {}

    def pieces(self) -> Pieces:
        """How the words that begin at a place of one message are found, each with its end and what it means.

        A piece grows by one character at a time, and no further once nothing begins as it does. It ends before the wall.
        """
        begun, remembered = self._begun, self._looked_up

        def found_at(text: str, start: int, wall: int) -> list[tuple[int, Meanings]]:
            first = text[start : start + 2]
            known = begun.get(first) or self._known(first)
            found = []
            for end in range(start + 1, min(wall, start + known.longest) + 1):
                piece = text[start:end]
                meanings = remembered.get(piece)
                if meanings is None:
                    meanings = self.meanings(piece)
                if meanings:
                    if not (is_latin(piece[-1]) and is_latin(text[end : end + 1])):  # 导出excel, not of excels
                        found.append((end, meanings))
                elif end - start > 1 and not known.goes_on(piece):
                    break
            return found

        return found_at

    @kept_while("agencies")
    def _begun(self) -> dict[str, _Begun]:
        return {}

    def _known(self, first: str) -> _Begun:
        """What begins with these two characters."""
        begun = self._begun
        if len(begun) >= _REMEMBERED:
            begun.clear()
        names = (self._words_from.get(first, ()), self._facts.region_names.starting(first), self._bodies.names.starting(first))
        made = first in (_STATE, "来自") or first[0] in (_FORMER, "属", "涉")
        found = begun[first] = _Begun([name for some in names for name in some], first in self._made_from, made)
        return found

    @kept_while("agencies")
    def _words_from(self) -> Mapping[str, Sequence[str]]:
        """First two characters → the words and kinds that begin with them. Those in Latin letters are looked up whole."""
        words: dict[str, list[str]] = {}
        for table in (self._words.meanings, self._facts.organ_names, self._facts.ministries, self._words.bodies):
            for word in table:
                if not is_latin(word[0]):
                    words.setdefault(word[:2], []).append(word)
        return words

    @kept_while("agencies")
    def _made_from(self) -> frozenset[str]:
        """First two characters of the kinds of which longer pieces are made: 卫生 + 行政主管部门."""
        short = (name[0] + char for name in self._facts.organ_names if len(name) < 3 for char in _OF_DEPARTMENTS)
        return frozenset((*(name[:2] for name in self._facts.organ_names), *short))

    def lookup(self) -> Lookup:
        """As `meanings`, for the pieces of one message: most are remembered."""
        remembered = self._looked_up

        def look(piece: str) -> Meanings:
            found = remembered.get(piece)
            return self.meanings(piece) if found is None else found

        return look

    def meanings(self, piece: str) -> Meanings:
        """What a piece can mean; the same pieces come again in every message."""
        remembered = self._looked_up
        if piece in remembered:
            return remembered[piece]
        if len(remembered) >= _REMEMBERED:
            remembered.clear()
        found = remembered[piece] = self._worked_out(piece)
        return found

    def _worked_out(self, piece: str) -> Meanings:
        found = self._words.meanings.get(piece, ())
        organ = self._facts.organ_names.get(piece) or (self._in_english(piece) if piece.isascii() else self._department(piece))
        if organ and len(organ) == 1 and (len(piece) > 1) and not (found and piece.isascii()):
            found = (("organ", organ[0]), *found)
        ministry = self._facts.ministries.get(piece) or self._facts.ministries.get(piece.removeprefix(_STATE))
        if ministry:
            found = (("ministry", ministry), *found)
        elif piece.startswith("ministry of ") and organ:
            found = (("ministry", organ[0]),)
        elif piece.startswith("national ") and self._facts.organ_names.get(piece.removeprefix("national ")):
            found = (("ministry", self._facts.organ_names[piece.removeprefix("national ")][0]),)
        agency = self._bodies.named(piece)
        if agency is not None:
            found = (("agency", " ".join(map(str, agency))), *found)
        if not found and len(piece) > 2 and (stem := _SECTOR.sub("", piece)) not in (piece, ""):
            # 卫健系统, 市场监管口: wider than any report; who is asked about it, is settled later
            found = tuple(one for one in self.meanings(stem) if one[0] == "organ")
        found = found or self._around_it(piece)
        if not found and piece[0] == _FORMER and len(piece) > 2:  # 原卫计委, 原上饶县
            found = tuple(one for one in self.meanings(piece[1:]) if one[0] in _NAMING)
        if len(piece) > 1 and not found and piece[0].isalpha():
            found = region_meanings(piece, self._facts.region_names, self._facts.regions)
        return found

    def _around_it(self, piece: str) -> Meanings:
        """属行政查询, 公司申请人: a ground or a kind of applicant with a word that only says that it is one."""
        for pattern, kind, values in ((_GROUND, "row", _GROUNDS), (_APPLICANT, "column", _APPLICANTS)):
            stem = pattern.sub("", piece)
            if stem not in ("", piece):
                found = self._words.meanings.get(stem, ())
                return tuple(one for one in found if one[0] == kind and one[1].startswith(values))
        return ()

    def _department(self, piece: str) -> tuple[str, ...] | None:
        """卫生行政部门, 市场监管主管部门: a kind by what it is in charge of."""
        stem = _DEPARTMENT.sub("", piece) if piece.endswith("部门") else ""
        return self._facts.organ_names.get(stem) or self._facts.organ_names.get(f"{stem}局") if stem else None

    def _in_english(self, piece: str) -> tuple[str, ...] | None:
        """health commissions, department of ecology and environment, health department: one kind by any of its titles."""
        singular = _SEVERAL.sub("y", piece) if piece.endswith("ies") else piece.removesuffix("s") if len(piece) > 6 else piece
        for said in dict.fromkeys((singular, piece)):  # the last s of civil affairs is its own
            said = said.replace("market regulator", "market regulation bureau")
            stem = _TITLE_BEHIND.sub("", _TITLE_BEFORE.sub("", said))
            for name in (said, *(f"{stem} {title}" for title in _TITLES if stem != said)):
                if name in self._facts.organ_names:
                    return self._facts.organ_names[name]
        return None
