"""From a message to what it says: folded, cut into known words, its slots heard one by one, nothing looked up yet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property, partial

from bot.facts import Facts
from bot.hear.agency import mentions_in, region_meanings, sounds_alike, strange_place
from bot.hear.field import HeardFields, fields_in
from bot.hear.number import bounds_in, chinese_number, numbers_in
from bot.hear.year import years_in
from bot.listen import cut
from bot.pinyin import spellings, write_back
from bot.question import Assumed, Bound, Heard, Span
from bot.text import fold, language_of
from bot.words import Words, load_characters

_N = r"(\d{1,3}|[一二两三四五六七八九十]{1,3}|two|three|four|five|six|seven|eight|nine|ten)"
_NTH = (
    (re.compile(rf"前\s*{_N}\s*(?:名|家|位|个|强|大)?(?!\s*[年天月])"), "top"),
    (re.compile(rf"\btop\s*{_N}\b"), "top"),
    (re.compile(rf"倒数第?\s*{_N}\s*(?:名|位|个)?|(?:后|最后|末尾)\s*{_N}\s*(?:名|家|位|个)(?!月)"), "bottom"),
    (re.compile(rf"\b(?:bottom|last)\s+{_N}\b(?! years)"), "bottom"),
    (re.compile(rf"(?:排名?)?第\s*{_N}\s*(?:名|位|多|高|家|个)(?!的?年)"), "nth"),
    (
        re.compile(
            rf"最[多高大]的?\s*(?:前)?{_N}\s*(?:名|家|位|个)|(?:最多|最高)的?{_N}家|\b{_N} (?:highest|largest|most|biggest)\b"
        ),
        "top",
    ),
    (re.compile(rf"最[少低小]的?\s*(?:前)?{_N}\s*(?:名|家|位|个)|\b{_N} (?:lowest|fewest|smallest|least)\b"), "bottom"),
)
_THESE = re.compile(
    rf"[这那]\s*{_N}\s*(?:家|个|县|区|市|单位|局|委)(?:单位|区县|县区|部门|机关)?(?:里面|里|中|当中|之中)?"
)
_COUNTED = re.compile(
    rf"(?<![于过到足第前后]){_N}\s*(?:项|类|种|样|组)(?:数字|数据|指标|内容|数)?(?=分别|各|$|都|的|\s|,)"
    rf"|(?<![于过到足第前后]){_N}\s*(?:家|个)"
    r"(?=单位|卫|局|委|机关|部门|区|县|市|政府|合计|一共|总|平均|里|中|加|的|$)"
)
_MORE = re.compile(
    r"(?:谁|哪[家个边年里区县市一]*)[^,，。;；?？]{0,24}?(?<![最至])([多少高低大小])(?=[一]?[些点]?[呢啊呀]?\s*(?:$|[,，。?？!！]))"
)
_NOT_ONE = re.compile(r"(?:一|半)(?:件|个|起|次|条|份|宗|笔)(?=[^,，。]{0,12}(?:都|也)(?:没|无))")
_HOW_MANY = re.compile(r"how many (?:of the )?$")
_ENGLISH = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_ZERO = re.compile(
    r"(?:为|是|等于)\s*零(?!\d)|零(?=处罚|许可|申请|强制|收费|行政|诉讼|复议)"
    r"|\b(?:zero|no|nil)\b(?= (?:penalt|permit|compulsory|coerc|request|fee|litig|lawsuit))"
)
_FAINT_SECTIONS = {
    "问题",
    "不足",
    "困难",
    "整改",
    "problem",
    "problems",
    "issues",
    "difficulties",
    "challenges",
    "improve",
}
_FUZZY_FROM = 4


class Ear:
    """Hears messages against one database and one vocabulary."""

    def __init__(self, facts: Facts, words: Words) -> None:
        self._facts = facts
        self._words = words
        self._longest = max(words.longest, 24)

    def hear(self, message: str, today: date) -> Heard:
        """What the message says. Pinyin and slips of the pen are mended where only one word can be meant."""
        text = fold(message, self._simplified)
        language = language_of(message)
        heard = self._slots(text, language, today)
        if any(re.search(r"[a-z]{2}", piece) for piece in heard.leftover):
            spelled = write_back(text, self._spelling, self._english)
            if spelled != text:
                again = self._slots(spelled, "zh", today)
                heard = again if len("".join(again.leftover)) < len("".join(heard.leftover)) else heard
        if heard.leftover:
            heard = self._mended(heard, today)
        return heard

    def _slots(self, text: str, language: str, today: date) -> Heard:
        years, year_spans = years_in(text, today)
        order = _order_spans(text, year_spans)
        numbers = numbers_in(text, (*year_spans, *order))
        limits = bounds_in(text, (*numbers, *_zeros(text, (*year_spans, *order, *numbers))), self._words.relations)
        marks = [
            Span(start, end, text[start:end], (("bound", str(place)),)) for place, (start, end, _) in enumerate(limits)
        ]
        spans, leftover = cut(text, self._lookup, self._longest, (*year_spans, *order, *marks))
        asked = fields_in(text, spans, self._facts.fields)
        cues = {value for span in spans for kind, value in span.meanings if kind == "cue"}
        if any(kind == "organ" and _HOW_MANY.search(text[: span.start]) for span in spans for kind, _ in span.meanings):
            cues.add("count")
        asked = _as_rates(asked, cues)
        section = _section(spans, bool(asked.keys))
        if section is not None and not any(span.text in _FAINT_SECTIONS for span in spans):
            cues.add("section")
        return Heard(
            text=text,
            language=language,
            spans=spans,
            mentions=mentions_in(text, spans, self._facts.regions),
            years=years,
            fields=asked.keys,
            choices=asked.choices,
            bounds=self._paired(text, spans, limits),
            cues=frozenset(cues),
            topics=self._topics(spans),
            leftover=(*leftover, *_unused(spans, asked)),
            n=_count(order),
            columns=asked.columns,
            section=section,
            strange_place=strange_place(text, spans, leftover) if leftover else None,
            weak=asked.weak,
        )

    def _paired(self, text: str, spans: Sequence[Span], limits: Sequence[tuple[int, int, Bound]]) -> tuple[Bound, ...]:
        """Each limit with the figure named since the one before: 许可459件、处罚30件."""
        paired, since = [], 0
        for start, end, bound in limits:
            between = [span for span in spans if since <= span.start < start]
            keys = fields_in(text, between, self._facts.fields).keys
            paired.append(replace(bound, field=keys[-1]) if keys else bound)
            since = end
        return tuple(paired)

    def _topics(self, spans: Iterable[Span]) -> tuple[tuple[str, str, str], ...]:
        return tuple(
            (value, span.text, " ".join(self._words.nearest.get(span.text, ())))
            for span in spans
            for kind, value in span.meanings
            if kind == "topic"
        )

    def _lookup(self, piece: str) -> tuple[tuple[str, str], ...]:
        found = self._words.meanings.get(piece, ())
        organ = self._facts.organ_names.get(piece) or (self._plural(piece) if piece.isascii() else None)
        if organ and len(organ) == 1 and (len(piece) > 1) and not (found and piece.isascii()):
            found = (("organ", organ[0]), *found)
        if piece in self._facts.ministries:
            found = (("ministry", self._facts.ministries[piece]), *found)
        elif piece.startswith("national ") and self._facts.organ_names.get(piece.removeprefix("national ")):
            found = (("ministry", self._facts.organ_names[piece.removeprefix("national ")][0]),)
        agency = self._facts.unlisted.get(piece)
        if agency:
            found = (("agency", " ".join(map(str, agency))), *found)
        if len(piece) > 1 and not found:
            found = region_meanings(piece, self._facts.region_names, self._facts.regions)
        return found

    def _plural(self, piece: str) -> tuple[str, ...] | None:
        """health commissions, district governments"""
        for ending, whole in (("ies", "y"), ("s", "")):
            if piece.endswith(ending) and len(piece) > 6:
                return self._facts.organ_names.get(piece.removesuffix(ending) + whole)
        return None

    def _mended(self, heard: Heard, today: date) -> Heard:
        """The message with a slip mended, where a left-over piece is one character off just one word."""
        for piece in heard.leftover:
            for start, end, word in self._slips(heard.text, piece):
                text = heard.text[:start] + word + heard.text[end:]
                again = self._slots(text, heard.language, today)
                if len("".join(again.leftover)) < len("".join(heard.leftover)):
                    said = heard.text[start:end]
                    return replace(again, assumed=(*heard.assumed, Assumed("word", word, said)))
        return heard

    def _slips(self, text: str, piece: str) -> Iterable[tuple[int, int, str]]:
        at = text.find(piece)
        if at < 0 or len(piece) > 8 or piece.isascii():
            return
        for size in range(8, 1, -1):
            for start in range(max(0, at + len(piece) - size), min(at, len(text) - size) + 1):
                window = text[start : start + size]
                near = {word for word in self._mendable.get(size, ()) if _one_off(window, word)}
                alike = {word for word in near if sounds_alike(window, word, self.pinyin)}
                pick = alike if alike else near if size >= _FUZZY_FROM else set()
                if len(pick) == 1:
                    yield start, start + size, pick.pop()

    @cached_property
    def _mendable(self) -> dict[int, tuple[str, ...]]:
        words = [
            word
            for word, found in self._words.meanings.items()
            if any(kind in ("row", "rate", "column") for kind, _ in found)
        ]
        words += list(self._facts.organ_names)
        sizes: dict[int, tuple[str, ...]] = {}
        for word in dict.fromkeys(words):
            if not word.isascii():
                sizes[len(word)] = (*sizes.get(len(word), ()), word)
        return sizes

    @cached_property
    def _simplified(self) -> dict[int, str]:
        return {ord(char): plain for char, plain in load_characters(self._words.folder / "traditional.csv").items()}

    @cached_property
    def pinyin(self) -> dict[str, str]:
        """The reading of each character, without tones."""
        return load_characters(self._words.folder / "pinyin.csv")

    @cached_property
    def _english(self) -> frozenset[str]:
        phrases = [word for word in self._words.meanings if word[0].isascii()]
        return frozenset(
            token for phrase in phrases for token in re.split(r"[ '-]", phrase) if len(token) != 2 or token in _SHORT
        )

    @cached_property
    def _spelling(self) -> dict[str, tuple[str, ...]]:
        ordered = [
            word for word, found in self._words.meanings.items() if found[0][0] != "filler" and not word.isascii()
        ]
        ordered += [name for name in (*self._facts.organ_names, *self._facts.ministries) if not name.isascii()]
        fillers = [
            word for word, found in self._words.meanings.items() if found[0][0] == "filler" and not word.isascii()
        ]
        index = spellings((*ordered, *fillers), self.pinyin)
        for name, found in self._facts.region_names.items():
            if name.isascii() and name.isalpha():
                full = [word for word in self._region_spellings(name, found) if word not in index.get(name, ())]
                index[name] = (*index.get(name, ()), *full)
        return index

    def _region_spellings(self, letters: str, found: Sequence[tuple[str, str]]) -> list[str]:
        """The full names of the regions that the letters spell, those with stored agencies first."""
        names = [
            self._facts.regions[code][0] for code, kind in found if kind == "pinyin" and code in self._facts.regions
        ]
        return sorted(dict.fromkeys(names), key=lambda name: name not in self._facts.near_regions)


_SHORT = frozenset(
    [
        "of",
        "in",
        "on",
        "at",
        "to",
        "by",
        "is",
        "as",
        "or",
        "an",
        "do",
        "it",
        "us",
        "me",
        "my",
        "we",
        "if",
        "so",
        "no",
        "up",
    ]
)
_spans_of = partial(sorted, key=lambda span: span.start)


def _order_spans(text: str, taken: Sequence[Span]) -> tuple[Span, ...]:
    """前三名, 倒数第二, top 5, and 五家 as spans; nothing that overlaps a year."""
    covered = {place for span in taken for place in range(span.start, span.end)}
    found: list[Span] = []
    for pattern, cue in ((_THESE, "these"), *_NTH, (_COUNTED, "counted")):
        for match in pattern.finditer(text):
            places = set(range(match.start(), match.end()))
            number = next((group for group in match.groups() if group), "")
            if number and not places & covered:
                covered |= places
                meanings = (("cue", cue),) if cue in ("counted", "these") else (("cue", cue), ("n", str(_number(number))))
                found.append(Span(match.start(), match.end(), match.group(), meanings))
    found += _edges(text, covered)
    return tuple(_spans_of(found))


def _edges(text: str, covered: set[int]) -> list[Span]:
    """哪家许可多: the 多 that belongs to 哪家 across the words between."""
    found = []
    for match in _MORE.finditer(text):
        if match.start(1) not in covered:
            cue = "more" if match.group(1) in "多高大" else "less"
            found.append(Span(match.start(1), match.end(1), match.group(1), (("cue", cue),)))
    for match in _NOT_ONE.finditer(text):
        if match.start() not in covered:
            found.append(Span(match.start(), match.end(), match.group(), (("cue", "none"),)))
    return found


def _unused(spans: Sequence[Span], asked: HeardFields) -> tuple[str, ...]:
    """The words for columns that no row named has: 被撤销的行政处罚."""
    return tuple(span.text for span in spans for kind, value in span.meanings if kind == "column" and value in asked.unused)


_NAMED_RATES = {
    ("denied.total",): "denial_rate",
    ("reconsideration.corrected",): "correction_rate",
    ("carried_out.total",): "carry_over_rate",
    ("concluded.total",): "completion_rate",
}


def _as_rates(asked: HeardFields, cues: set[str]) -> HeardFields:
    """复议被纠正的比例 is a rate that has a name."""
    if "share" in cues and asked.keys in _NAMED_RATES and not {"times", "every"} & cues:
        return replace(asked, keys=(_NAMED_RATES[asked.keys],))
    return asked


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _ENGLISH.get(word) or chinese_number(word) or 1


def _count(order: Sequence[Span]) -> int | None:
    return next((int(value) for span in order for kind, value in span.meanings if kind == "n"), None)


def _zeros(text: str, taken: Sequence[Span]) -> tuple[Span, ...]:
    covered = {place for span in taken for place in range(span.start, span.end)}
    return tuple(
        Span(match.start(), match.end(), match.group(), (("number", "0"),))
        for match in _ZERO.finditer(text)
        if not covered & set(range(match.start(), match.end()))
    )


def _section(spans: Sequence[Span], figures: bool) -> int | None:
    for span in spans:
        for kind, value in span.meanings:
            if kind == "section" and not (figures and span.text in _FAINT_SECTIONS):
                return int(value)
    return None


def _one_off(window: str, word: str) -> bool:
    return sum(one != two for one, two in zip(window, word, strict=True)) == 1
