"""Fetching what comparisons of text need: numbers of the text with the cells they name, and two texts side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.casting.who import Who
from bot.facts import Facts
from bot.question import Agency, Found, Heard, Question, Row
from bot.spelling.pattern import Pattern

_COUNTS = frozenset(("件", "宗", "起", "例", "份", "件次", "余件", "项"))
_ELSEWHERE = Pattern(r"公示|公开|发布|登载|信息|网上|线上|累计|新增|平均|拟|计划|比|同比|较|历年|其他")
"""What makes of a number one that the cell does not hold: 公示行政处罚5件 are not all that were decided."""

_REQUESTS = Pattern(r"(?:依)?申请公开(?:政府信息)?|政府信息公开申请|信息公开申请|公开申请")
_OWN = Pattern(
    r"^(?:\d{4}年(?:度)?|全年|本年度|一年来|年内)?[,，]?(?:我|本)(?:委|局|区|市|县|省|厅|办|镇|乡|单位|机关|部门|街道)|^(?:全)(?:区|市|县|省)|共计?|总计?|合计"
)
_DOING = Pattern(r"(?:办结|办理|受理|作出|做出|实施|下达|审批|完成)(?:了|各类|各项)?(?=(?:行政)?(?:许可|处罚|强制))")
_NARRATIVE = (1, 2, 3, 4, 5, 6)


@dataclass(frozen=True)
class Pair:
    """A number of the text: what it counts as printed, and the field of the form that it names, if just one."""

    sentence: str
    value: Decimal
    unit: str
    key: str | None
    unclear: bool = False
    """Whether it names something of the form, but not just one field and nothing else."""


class Comparing:
    """Compares what stands in one database; `hear` tells what a few words of a text name."""

    def __init__(self, facts: Facts, who: Who, hear: Callable[[str], Heard]) -> None:
        self._facts = facts
        self._who = who
        self._hear = hear

    def of(self, question: Question) -> Found:
        """What the question compares: text and table, or text and text."""
        return self.agreement(question) if question.operation == "agreement" else self.likeness(question)

    def agreement(self, question: Question) -> Found:
        """The numbers of the text of one report, and the cells of the form that they name."""
        agency, year = question.agencies[0], question.years[-1]
        prose = self._facts.prose(agency.no, year)
        pairs = tuple(Pair(sentence, value, unit, *self._key(subject, unit, year)) for subject, value, unit, sentence, _ in prose)
        wanted = self._of_table(question.text, pairs)
        keys = tuple(dict.fromkeys(pair.key for pair in wanted if pair.key))
        facts = self._facts.cells([agency], [year], keys) if keys else ()
        told = any(text.strip() for _, _, text, _ in self._facts.sections(agency.no, year))
        document = self._facts.document(agency.no, year)
        extra = {"pairs": wanted, "told": told, "cite": ((document[0], None),) if document else ()}
        row = Row(agency, year, {fact.field: fact for fact in facts})
        return Found((row,), names={agency.no: self._who.label(agency)}, extra=extra)

    def _of_table(self, text: str, pairs: Sequence[Pair]) -> tuple[Pair, ...]:
        """Those of the table that is named (表三)."""
        section = next((str(number) for number, name in ((2, "表二"), (3, "表三"), (4, "表四")) if name in text), None)
        if section is None:
            return tuple(pairs)
        return tuple(pair for pair in pairs if pair.key and str(self._facts.fields[pair.key]["section"]) == section)

    def _key(self, subject: str, unit: str, year: int) -> tuple[str | None, bool]:
        """The one field that the words before a number name, where they say nothing else; else whether they name any."""
        bare = _DOING.sub("", _OWN.sub("", subject))
        heard = self._hear(bare)
        named = bool(heard.fields or heard.choices or heard.columns or heard.weak)
        if _ELSEWHERE.search(_REQUESTS.sub("", bare)):
            return None, named
        known = len(heard.fields) == 1 and heard.fields[0] in self._facts.fields
        beside = heard.leftover or heard.topics or heard.choices or heard.bounds or heard.mentions
        if not known or beside or (heard.years.said and heard.years.said != (year,)):
            return None, named
        key = heard.fields[0]
        money = self._facts.fields[key]["unit"] == "万元"
        fits = unit == "万元" if money else unit in _COUNTS
        return (key, False) if fits else (None, named)

    def likeness(self, question: Question) -> Found:
        """Two texts side by side: of one agency in two years, or of two agencies."""
        from bot.saying.alike import held_against  # its package is slow to load, and few questions need it

        agencies, years = question.agencies, question.years
        if len(agencies) > 1:
            held = [[year for year in years if year in self._facts.years_of(agency.no)] for agency in agencies[:2]]
            reports = [(agency, own[-1]) for agency, own in zip(agencies, held, strict=False) if own]
            if len(reports) < len(held):
                reports = [(agency, max(years)) for agency in agencies[:2]]
        else:
            reports = [(agencies[0], years[-1]), (agencies[0], years[0])]
        texts = [self._text(agency, year, question.section) for agency, year in reports]
        documents = [self._facts.document(agency.no, year) for agency, year in reports]
        extra = {
            "reports": tuple((self._who.label(agency), year) for agency, year in reports),
            "likeness": held_against(*texts),
            "cite": tuple((document[0], None) for document in documents if document),
        }
        return Found(extra=extra)

    def _text(self, agency: Agency, year: int, section: int | None) -> str:
        told = self._facts.sections(agency.no, year)
        wanted = _NARRATIVE if section is None else (section,)
        return "\n".join(text for number, _, text, _ in told if number in wanted)
