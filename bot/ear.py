"""From a message to what it says: folded, cut into known words, its slots heard one by one, nothing looked up yet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from itertools import islice

from bot.asked.apart import figures_in, whole_table
from bot.asked.around import Around, restrictions_in
from bot.asked.claims import Limit, claims_in
from bot.asked.frame import Frame
from bot.facts import Facts
from bot.hear.agency import level_asked, level_in, mentions_in, strange_place
from bot.hear.cue import cues_in, shares_in
from bot.hear.field import HeardFields, fields_in
from bot.hear.group import each_of, groups_in, rows_apart
from bot.hear.number import all_numbers_in, bounds_in
from bot.hear.order import order_in, rank_said
from bot.hear.sought import sought_in
from bot.hear.year import spelled_years, years_in
from bot.listen import cut
from bot.naming.bodies import Bodies
from bot.question import Assumed, Heard, Mention, Span, Years
from bot.spelling.lexicon import Lexicon
from bot.spelling.pattern import Pattern
from bot.spelling.slips import Slips
from bot.spelling.spoken import plain_with
from bot.talk.amend import of_that_place, opened, replaced
from bot.text import before, fold, language_around, language_of, without_numbering
from bot.words import Words, load_characters

_FAINT_SECTIONS = {
    *("问题", "不足", "困难", "整改", "第一部分", "第五部分", "第六部分", "section one", "section five", "section six"),
    *("problem", "problems", "issues", "difficulties", "challenges", "improve"),
}
_OR_SO = re.compile(r"(?<=[委局厅办])\((?:局|委|厅|办|委员会)\)")
"""卫健委(局): whichever it is called."""
_NO_DAY = date(1900, 1, 1)
_MOST_SLIPS = 3
_FEW_ENGLISH = 1
"""A message with more English words than this is English: decide is no pinyin there."""
_CLAIM = Pattern(
    r"(?:真的|那个|许可|处罚|强制|收费|申请|公开|复议|诉讼|数量|数|决定|有|了|总计|合计|permits|penalties|requests|fees)"
    r"\s*[:：]?\s*$"
)
_LISTED = Pattern(r"[件起项]?\s*(?:、|,|和|and)\s*")
_OR_BLANK = Pattern(r"\s*(?:还是|或者?是?|or\b)")
_ENDS = {"top", "most", "least", "bottom"}
_BLOT = "□"
_LIKE_NUMBER = re.compile(r"[一二两三四五六七八九十百千万]+.{2}")
_QUOTED = Pattern(r"[\"'《「『]")


class Ear:
    """Hears messages against one database and one vocabulary."""

    def __init__(self, facts: Facts, words: Words) -> None:
        self._facts = facts
        self._words = words
        self.slips = Slips(facts, words)
        self._plain = plain_with(words.folder / "spoken.csv")
        self._around = Around(words.around)
        self._frame = Frame(words.around)
        self._lexicon = Lexicon(facts, words, Bodies(facts, words, self.slips))

    def hear(self, message: str, today: date) -> Heard:
        """What the message says. Pinyin and slips of the pen are mended where only one word can be meant."""
        text = _OR_SO.sub("", spelled_years(opened(without_numbering(self._plain(fold(message, self._simplified))))))
        text = self._frame.without(text)
        language = language_of(message)
        heard = self._slots(text, language, today)
        meant = replaced(text, heard.spans, heard.mentions)
        meant = of_that_place(text, heard.mentions, self._facts.region_names) if meant == text and "(" in text else meant
        heard = heard if meant == text else self._slots(meant, language, today)
        asking = self._around.without(heard.text, heard.spans, heard.leftover) if heard.leftover else heard.text
        heard = heard if asking == heard.text else self._slots(asking, language, today)
        latin = any(re.search(r"[a-z]{2}", piece) for piece in heard.leftover)
        if latin and self.slips.english_in(meant) <= _FEW_ENGLISH:
            again = self._slots(self.slips.spelled_out(meant), "zh", today)
            heard = again if _size(again.leftover) < _size(heard.leftover) else heard
        for _ in range(_MOST_SLIPS):
            mended = self._mended(heard, today) if heard.leftover else heard
            if mended is heard:
                break
            heard = mended
        return self._frame.taken_out(text, self._in_its_language(heard, today))

    def _in_its_language(self, heard: Heard, today: date) -> Heard:
        """The message as one in English, where only its names are Chinese and all of it is understood as such."""
        years = ((span.start, span.end) for span in heard.spans if any(kind == "year" for kind, _ in span.meanings))
        names = [*((mention.start, mention.end) for mention in heard.mentions), *years]
        if heard.leftover or not heard.mentions or language_around(heard.text, names, heard.language) == heard.language:
            return heard
        again = self._slots(heard.text, "en", today)
        return heard if again.leftover else replace(again, assumed=heard.assumed)

    def words_in(self, piece: str) -> Heard:
        """What a few words of a report's own text name: nothing is mended there, and no day is today."""
        return self._slots(fold(piece, self._simplified), "zh", _NO_DAY)

    def _slots(self, text: str, language: str, today: date) -> Heard:
        years, order, limits, fixed = self._counted(text, today)
        spans, leftover = cut(text, self._lexicon.lookup(), self._lexicon.pieces(), self._fixed(text, fixed))
        claims = claims_in(text, spans, limits, leftover, lambda some: fields_in(text, some, self._facts.fields))
        leftover = tuple(piece for piece in leftover if piece not in claims.excused)
        asked = figures_in(text, spans, lambda some: fields_in(text, some, self._facts.fields), self._facts.fields)
        cues = cues_in(text, spans, order, years)
        keys, cues = each_of(asked.keys, cues, text, spans)
        asked = asked if keys == asked.keys else replace(asked, keys=keys)
        named = mentions_in(text, spans, self._facts.regions)
        cues |= self._levels(text, spans, named, cues)
        if "share" in cues and asked.keys and not asked.choices:  # 结转占办结的比例: which 结转, is not said
            leftover = (
                *leftover,
                *(span.text for span in spans if any(kind == "choice" and "_rate" not in value for kind, value in span.meanings)),
            )
        asked = whole_table(text, cues, self._facts.fields) or _as_rates(_as_outcome(asked, text, spans), cues)
        section = _section(spans, bool(asked.keys))
        if section is not None and not any(span.text in _FAINT_SECTIONS for span in spans):
            cues.add("section")
        return Heard(
            text=text,
            language=language,
            spans=spans,
            mentions=named,
            years=years,
            fields=asked.keys,
            choices=asked.choices,
            bounds=claims.bounds,
            cues=frozenset(cues),
            topics=tuple(topic for topic in self._topics(spans) if topic[1] not in claims.excused),
            leftover=(*leftover, *_unused(spans, asked), *restrictions_in(text, spans)),
            n=rank_said(order),
            columns=asked.columns,
            section=section,
            strange_place=strange_place(text, spans, leftover) if leftover else None,
            weak=asked.weak,
            sought=tuple(value for span in spans for kind, value in span.meanings if kind == "sought"),
        )

    def _counted(self, text: str, today: date) -> tuple[Years, tuple[Span, ...], list[Limit], tuple[Span, ...]]:
        """The years, the places in an order and the limits that the text names, and all spans of numbers with them."""
        counted, apart = self._without_places(text), tuple(rows_apart(text))
        for span in apart:  # from last year, of what was carried over, is no year
            counted = counted[: span.start] + _BLOT * len(span.text) + counted[span.end :]
        groups = (*apart, *groups_in(text))
        years, year_spans = years_in(counted, today)
        order = order_in(counted, (*year_spans, *groups))
        numbers = all_numbers_in(counted, (*year_spans, *order, *groups))
        limits = _stated(counted, bounds_in(counted, numbers, self._words.relations))
        marks = [Span(start, end, text[start:end], (("bound", str(place)),)) for place, (start, end, _) in enumerate(limits)]
        return years, order, limits, (*year_spans, *order, *marks, *groups)

    def _levels(self, text: str, spans: Sequence[Span], named: Sequence[Mention], cues: set[str]) -> set[str]:
        """The cues of a level that is said before a kind, or of which a place is asked for."""
        said = level_in(text, spans)
        asked = level_asked(text, spans, named, self._facts.regions) if _ENDS & cues else None
        return ({said} if said else set()) | ({asked, "which_place"} if asked else set())

    def _without_places(self, text: str) -> str:
        """The text with each place whose name begins like a number blotted out: 三元区 are no three yuan."""
        for name in self._like_numbers:
            if name in text:
                text = text.replace(name, _BLOT * len(name))
        return text

    def _fixed(self, text: str, found: Sequence[Span]) -> tuple[Span, ...]:
        """What is not to be cut: words that are looked for, and years and numbers outside them."""
        sought = [span for span in sought_in(text) if not self._names_section(span)]
        kept = [span for span in found if not any(span.start < one.end and one.start < span.end for one in sought)]
        taken = [(span.start, span.end) for span in (*kept, *sought)]
        shares = [span for span in shares_in(text) if not any(span.start < end and start < span.end for start, end in taken)]
        return (*kept, *sought, *shares)

    def _names_section(self, span: Span) -> bool:
        """say about problems: a section of the report, which is quoted whole; “不足” in quotation marks is a word."""
        return not _QUOTED.search(span.text) and any(
            kind == "section" for _, words in span.meanings for kind, _ in self._words.meanings.get(words, ())
        )

    def _topics(self, spans: Iterable[Span]) -> tuple[tuple[str, str, str], ...]:
        return tuple(
            (value, span.text, " ".join(self._words.nearest.get(span.text, ())))
            for span in spans
            for kind, value in span.meanings
            if kind == "topic"
        )

    def meant(self, heard: Heard, today: date) -> str | None:
        """The message with one character changed, where that makes all of it understood; for asking back."""
        if len(heard.leftover) > 1:
            return None
        for start, end, word in islice(self.slips.near(heard.text, heard.leftover[0], by_sound=False), _MOST_SLIPS):
            text = heard.text[:start] + word + heard.text[end:]
            if not self._slots(text, heard.language, today).leftover:
                return text
        return None

    def _mended(self, heard: Heard, today: date) -> Heard:
        """The message with a slip mended, where a left-over piece is one character off just one word."""
        for piece in dict.fromkeys(heard.leftover):
            for start, end, word in islice(self.slips.near(heard.text, piece, by_sound=True), _MOST_SLIPS):
                again = self._slots(heard.text[:start] + word + heard.text[end:], heard.language, today)
                if _size(again.leftover) < _size(heard.leftover):
                    return replace(again, assumed=(*heard.assumed, Assumed("word", word, heard.text[start:end])))
        return heard

    @cached_property
    def _like_numbers(self) -> tuple[str, ...]:
        """Names of places that begin with a numeral and what could be a unit behind it: 三元区, 五家渠市."""
        return tuple(
            sorted({name for name, _, _ in self._facts.regions.values() if _LIKE_NUMBER.match(name)}, key=len, reverse=True)
        )

    @cached_property
    def _simplified(self) -> dict[int, str]:
        return {ord(char): plain for char, plain in load_characters(self._words.folder / "traditional.csv").items()}


def _stated(text: str, limits: Sequence[Limit]) -> list[Limit]:
    """The numbers that are claims or limits: with a word or a unit, beside a figure, or in a row with one that is."""
    kept: list[Limit] = []
    for limit in limits:
        start, end, bound = limit
        listed = kept and _LISTED.fullmatch(text[kept[-1][1] : start])
        if bound.low == 0 and _OR_BLANK.match(text, end):  # 是0还是没填
            continue
        if bound.said or bound.unit or listed or _beside_figure(text, start):
            kept.append(limit)
    return kept


def _beside_figure(text: str, start: int) -> bool:
    """Whether a bare number follows what it can be a claim about: 许可2906, not 5月2日 or 1. 2. 3."""
    return bool(before(_CLAIM, text, start))


def _unused(spans: Sequence[Span], asked: HeardFields) -> tuple[str, ...]:
    """The words for columns that no row named has (被撤销的行政处罚), and for rows that stand side by side (驳回的许可)."""
    kinds = ("column", "row")
    return tuple(span.text for span in spans for kind, value in span.meanings if kind in kinds and value in asked.unused)


_OUTCOMES = ("granted", "partly_granted", "denied", "rejected", "unavailable", "other_not", "other_fee")
_AS = Pattern(
    r"(?:了|的|时)?(?:结果|意见|理由)?(?:是|为|成|作|说|按)(?:因|因为|由于)?(?:属于)?"
    r"| (?:with|as|in|by saying|on the grounds? that(?: it was| it is)?)(?: the answer| an answer)? "
)
_REPLIED = re.compile(r"的|作出|决定|处理|性|式|类|")
_ON_GROUND = Pattern(r"(?:为|作为|当)?(?:由|理由|原因)(?:来|而|的)?")


def _as_outcome(asked: HeardFields, text: str, spans: Sequence[Span]) -> HeardFields:
    """An outcome that is named as what the requests were answered with: 答复的是不掌握, 以不掌握为由答复. The word for
    answering is no second figure there."""
    rows = [(span, value) for span in spans for kind, value in span.meanings if kind == "row"]
    concluded = [key for key in asked.keys if key.startswith("concluded.")]
    if len(rows) != 2 or not concluded or len(asked.keys) != 2:
        return asked
    (first, one), (second, two) = rows
    between = text[first.end : second.start]
    told = one == "concluded" and two.startswith(_OUTCOMES) and _AS.fullmatch(between)
    grounds = two == "concluded" and one.startswith(_OUTCOMES) and _ON_GROUND.fullmatch(between)
    answered = two == "concluded" and second.text.startswith("答复")
    reply = answered and one.startswith(_OUTCOMES) and _REPLIED.fullmatch(between)  # 部分公开答复
    kept = tuple(key for key in asked.keys if key not in concluded)
    unused = tuple(value for value in asked.unused if value not in (one, two))
    return replace(asked, keys=kept, unused=unused) if told or grounds or reply else asked


_NAMED_RATES = {
    ("denied.total",): "denial_rate",
    ("reconsideration.corrected",): "correction_rate",
    ("carried_out.total",): "carry_over_rate",
    ("concluded.total",): "completion_rate",
}


def _as_rates(asked: HeardFields, cues: set[str]) -> HeardFields:
    """复议被纠正的比例 is a rate that has a name."""
    if "share" in cues and asked.keys in _NAMED_RATES and not {"times", "every", "of_whole"} & cues:
        return replace(asked, keys=(_NAMED_RATES[asked.keys],))
    return asked


def _section(spans: Sequence[Span], figures: bool) -> int | None:
    for span in spans:
        for kind, value in span.meanings:
            if kind == "section" and not (figures and span.text in _FAINT_SECTIONS):
                return int(value)
    return None


def _size(pieces: Sequence[str]) -> int:
    return len("".join(pieces))
