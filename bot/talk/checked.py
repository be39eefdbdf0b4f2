"""A text held against the reports, figure by figure: sentence by sentence, the agency and the year carried along.

Each claim is settled by the desk as a message of a conversation and told by the operation that checks claims. What the desk
does not take for a claim about one report is not checked, and never ticked: a percentage, an increase, a part of a year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from bot.answer import Desk
from bot.hear.number import numbers_in
from bot.question import Agency, Answer, Bound, Fact, Question, Span
from bot.talk.conversation import Context
from bot.text import LONGEST_MESSAGE, digits_of, fold

RIGHT, WRONG, UNSURE, ABSENT, UNCHECKED = "right", "wrong", "unsure", "absent", "unchecked"
_VERDICTS = {True: RIGHT, False: WRONG, None: UNSURE}
_WORST = (WRONG, UNSURE, ABSENT, RIGHT)
_SENTENCE = re.compile(r"[^。！？!?；;\n]*(?:[。！？!?；;]+|\n|$)")
_CLAUSE = re.compile(r"[^,，：:]*(?:[,，：:](?!\d)|$)|[^,，：:]+[,，：:]")
_ENGLISH_END = re.compile(r"(?<=[a-z\d)])\.(?=\s+[A-Z])")
_FIGURE = re.compile(r"\d+(?:[,，]\d{3})*(?:\.\d+)?\s*[%％‰]?")
_NO_FIGURE = re.compile(r"\s*(?:年|月|日|号|时|点|届|楼|路|/)")
_ORDINAL = re.compile(r"(?:第|[〔\[（(]|No\.?\s?|[-/A-Za-z])$")
_OTHER_TIME = re.compile(
    r"累计|以来|截[至止]|期间|[上下]半年|季度|年均|月|近[一二两三四五六七八九十\d]+年|\b(?:since|cumulative|quarter|month|half)"
)
"""Times that are not the year of a report: nothing in such a sentence is checked."""
_COMPARED = re.compile(r"同[比期]|上年|去年|上一年|前年|compared|previous|last year")
"""A clause that sets the year against another."""
_PARTS = re.compile(
    r"下属|下级|所属|直属|辖|各[^自项类种]|街道|乡镇|企业|公司|部门|单位|\b(?:departments?|companies|subordinate)\b"
)
"""Who is not the agency whatever else the clause names."""
_OTHER_SUBJECT = re.compile(
    r"全[国省市县区]|本[省市县区]|[局委办队所站院厅](?![理案法内托外员])|中心|政府(?!信息)"
    r"|\b(?:offices?|bureaus?|centres?|centers?|cities|counties|districts?)\b"
)
"""Who may be another where the clause names no agency that is known."""
_OURS = re.compile(
    r"(?:我|本)(?:委员会|机关|单位|中心|政府|委|局|办|厅)|(?<!\d)0?1月0?1日(?:起)?[至到-](?:同年|当年|(?:19|20)\d\d年)?12月31日[,，]?"
)
"""What says nothing but whose report it is, and that it is about the whole year."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=\s*年)|二[〇○零][〇○零一二三四五六七八九]{2}(?=年)|(?<=\b[iI]n )(?:19|20)\d\d\b")
_NORMATIVE = re.compile(r"规范性|(?i:normative)")
_STOPS = " 。！？!?；;，,：:、\n\t\r　"
MOST_ASKED = 600
"""Times that the desk is asked for one text. Prose of six thousand characters needs a few hundred; a list of bare figures, which
would need thousands, is not checked to its end."""
_LONGEST_RUN, _MOST_CLAUSES, _PREFIX = 4, 12, 60


@dataclass(frozen=True)
class Verdict:
    """What the report says to one figure of the text. `facts` are the cells that it was held against."""

    verdict: str
    said: tuple[str, ...]
    facts: tuple[Fact, ...] = ()
    agency: Agency | None = None
    year: int = 0
    assumed: str = ""
    """What the text does not say and was taken for granted."""


Claimed = tuple[Bound, Verdict]


@dataclass(frozen=True)
class Stretch:
    """A stretch of the text; `verdict` is None where it holds no figure."""

    text: str
    verdict: Verdict | None = None


def pieces_of(text: str) -> list[str]:
    """The sentences of a text, each with what ends it, so that all of them together are the text."""
    parts: list[str] = []
    for sentence in filter(None, _SENTENCE.findall(text)):
        ends = [0, *(match.end() for match in _ENGLISH_END.finditer(sentence)), len(sentence)]
        parts += [sentence[start:end] for start, end in pairwise(ends) if start < end]
    return parts


class Checking:
    """One text, checked sentence by sentence. To be used where the desk is."""

    def __init__(self, desk: Desk, today: date, agency: Agency | None = None, year: int | None = None) -> None:
        """`agency` and `year` are whose report it is where the text itself does not say."""
        self._desk, self._today = desk, today
        self._agency, self._year = agency, year
        self._blocked = self._undated = False
        self.asked = 0

    def sentence(self, text: str) -> Iterator[Stretch]:
        """The sentence with the verdicts in their places, worked out as it is taken. The desk is asked of as many clauses at once
        as it takes for claims; a clause that speaks of somebody else, or of another time, takes those after it along."""
        self._blocked = self._undated = False
        clauses = [match.group() for match in _CLAUSE.finditer(text) if match.group()]
        while clauses:
            size, claims = self._run(clauses)
            run = "".join(clauses[:size])
            yield from _marked(run, claims)
            clauses = clauses[size:]

    def _run(self, clauses: Sequence[str]) -> tuple[int, Sequence[Claimed]]:
        """How many of the clauses are spoken for, and the claims in them."""
        sizes = dict.fromkeys(
            [*([len(clauses)] if len(clauses) < _MOST_CLAUSES else []), *range(min(_LONGEST_RUN, len(clauses)), 0, -1)]
        )
        for size in sizes:
            if self.asked >= MOST_ASKED:
                return 1, ()
            if size == 1 or _numbers(clauses[size - 1]):
                claims = self._claims("".join(clauses[:size]))
                if claims is not None:
                    return size, claims
        return 1, self._passed_over(clauses[0])

    def _claims(self, text: str) -> list[Claimed] | None:
        """The claims of a piece with their verdicts; None where the desk does not take it for claims about one report."""
        asked = _OURS.sub(lambda match: " " * len(match.group()), text).strip(_STOPS)
        if not asked or len(asked) > LONGEST_MESSAGE - _PREFIX or not _numbers(asked):
            return None
        self.asked += 1
        _, meant = self._desk.heard(asked, self._today)
        is_other = _OTHER_TIME.search(asked) or _COMPARED.search(asked) or _PARTS.search(asked)
        if len(meant) > 1 or (self._blocked and not meant) or self._undated or is_other:
            return None
        agency = meant[0][0] if meant else self._agency
        answer, after = self._desk.answer(self._in_full(asked, bool(meant)), _about(agency, self._year), self._today)
        turn = after.turns[-1] if len(after.turns) == 1 else None
        question = turn.question if turn is not None and turn.doubt is None and answer.status == "answered" else None
        if question is None or question.operation != "verify" or len(question.agencies) != 1 or not question.bounds:
            return None
        is_strange = any(bound.item and _FIGURE.search(bound.item) for bound in question.bounds) or _is_loose(question, asked)
        if question.scope is not None or question.reports or question.base is not None or is_strange:
            return None
        self._agency, self._blocked = question.agencies[0], False
        self._year = question.years[0] if len(question.years) == 1 and not _assumed(answer) else self._year
        return [(bound, self._verdict(question, bound, answer)) for bound in question.bounds]

    def _in_full(self, asked: str, is_named: bool) -> str:
        """The piece with the agency and the year that were spoken of before, where it does not say them itself."""
        if asked.isascii():
            return asked if _YEAR.search(asked) or not (is_named and self._year) else f"{asked} in {self._year}"
        year = f"{self._year}年" if self._year and not _YEAR.search(asked) else ""
        return f"{year if is_named or self._agency is None else self._agency.name + year}{asked}"

    def _passed_over(self, text: str) -> Sequence[Claimed]:
        """A clause that is no claim: whom and when it speaks of is kept in mind, and that its item is on no form is told."""
        asked = _OURS.sub(lambda match: " " * len(match.group()), text).strip(_STOPS)[:LONGEST_MESSAGE]
        _, meant = self._desk.heard(asked, self._today) if asked else ((), ())
        if len(meant) == 1:
            self._agency, self._blocked = meant[0][0], False
        elif meant or _OTHER_SUBJECT.search(asked):
            self._blocked = True
        self._blocked = self._blocked or bool(_PARTS.search(asked))
        self._undated = self._undated or bool(_OTHER_TIME.search(asked))
        years = {int(digits_of(year)) for year in _YEAR.findall(asked)}
        self._year = years.pop() if len(years) == 1 else self._year
        numbers = _numbers(asked)
        if self._blocked or len(numbers) != 1 or self._agency is None:
            return ()
        answer, _ = self._desk.answer(asked, _about(self._agency, self._year), self._today)
        if answer.reason != "not_on_form":
            return ()
        said = tuple(line for body in answer.bodies for line in body.lead)
        return [(Bound("=", numbers[0][2]), Verdict(ABSENT, said))]

    def _verdict(self, question: Question, bound: Bound, answer: Answer) -> Verdict:
        """One claim alone, told by the operation."""
        (agency,) = question.agencies
        years = bound.years or question.years
        if bound.item:
            say = self._desk.beyond.say(question.language)
            return Verdict(ABSENT, (say("verify.no_item", word=bound.item),))
        if len(years) != 1:
            return Verdict(UNCHECKED, ())
        alone = replace(question, text="", years=years, bounds=(replace(bound, years=()),), cues=frozenset())
        told = self._desk.beyond.posed(alone)
        said = tuple(line for body in told.bodies for line in body.lead)
        if told.status != "answered":
            return Verdict(UNCHECKED, said, agency=agency, year=years[0])
        return Verdict(_VERDICTS[(told.result or {}).get("value")], said, told.facts, agency, years[0], _assumed(answer))


def _is_loose(question: Question, asked: str) -> bool:
    """红头文件95件: papers that a report counts in its text need not be those that the form counts."""
    keys = {bound.field or "" for bound in question.bounds} | set(question.fields)
    return any(key.startswith("normative_documents") for key in keys) and not _NORMATIVE.search(asked)


def _assumed(answer: Answer) -> str:
    """The year that was taken for the one that was not said."""
    return " ".join(entry.value for entry in answer.assumed if entry.slot == "year")


def _about(agency: Agency | None, year: int | None) -> Context:
    """A conversation that has just spoken of that report, or of none."""
    if agency is None:
        return Context()
    question = Question("lookup", "zh", "", (agency,), years=(year,) if year else (), fields=())
    return Context(question=question, agencies=(agency.no,), known=((agency.no, agency.id),))


def _marked(text: str, claims: Sequence[Claimed]) -> list[Stretch]:
    """The piece cut at its figures, each claim at the number that it names; a figure of no claim is not checked."""
    verdicts: dict[tuple[int, int], list[Verdict]] = {}
    numbers = _numbers(text)
    for bound in dict.fromkeys(bound.low for bound, _ in claims):
        own = [pair for pair in claims if pair[0].low == bound]
        places = [number[:2] for number in numbers if _is_of(number[2], own[0][0])]
        one_each = len(places) == len(own)  # else it cannot be told whose each is: all of them stand at each
        for nth, place in enumerate(places):
            verdicts[place] = [verdict for _, verdict in (own[nth : nth + 1] if one_each else own)]
    unseen = [verdict for _, verdict in claims if not any(verdict in found for found in verdicts.values())]
    for start, end in _figures(text):
        if not any(start < stop and begin < end for begin, stop in verdicts):
            verdicts[start, end] = [Verdict(UNCHECKED, ())]
    return [*_cut(text, {place: _joined(found) for place, found in verdicts.items()}), *(Stretch("", one) for one in unseen)]


def _cut(text: str, verdicts: dict[tuple[int, int], Verdict]) -> Iterator[Stretch]:
    done = 0
    for start, end in sorted(verdicts):
        if start > done:
            yield Stretch(text[done:start])
        yield Stretch(text[start:end], verdicts[start, end])
        done = end
    if done < len(text):
        yield Stretch(text[done:])


def _joined(found: Sequence[Verdict]) -> Verdict:
    """Several claims that share a number (各5件) as one: the worst verdict, all that was said."""
    if len(found) == 1:
        return found[0]
    worst = min((one.verdict for one in found), key=lambda verdict: _WORST.index(verdict) if verdict in _WORST else len(_WORST))
    facts = tuple(dict.fromkeys(fact for one in found for fact in one.facts))
    return replace(found[0], verdict=worst, said=tuple(line for one in found for line in one.said), facts=facts)


def _is_of(value: Decimal, bound: Bound) -> bool:
    """Whether a claim can be that number, which may have been put into another unit of money."""
    return any(value * factor in (bound.low, bound.high) for factor in (Decimal(1), Decimal(10_000), Decimal("0.0001")))


def _numbers(text: str) -> list[tuple[int, int, Decimal]]:
    """Where each number stands in the text as it was written, and its value."""
    folded, places = "", []
    for place, char in enumerate(text):
        plain = fold(char, {}) or " "
        folded += plain
        places += [place] * len(plain)
    years = [Span(match.start(), match.end(), match.group(), ()) for match in _YEAR.finditer(folded)]
    found = []
    for span in numbers_in(folded, years):
        end = span.start + len(span.text.rstrip())
        found.append((places[span.start], places[end - 1] + 1, Decimal(span.meanings[0][1])))
    return found


def _figures(text: str) -> Iterator[tuple[int, int]]:
    """Where figures stand that somebody may want checked: no dates, no numbers of laws and sections."""
    for match in _FIGURE.finditer(text):
        end = match.start() + len(match.group().rstrip())
        if (
            not _NO_FIGURE.match(text, end)
            and not _ORDINAL.search(text, 0, match.start())
            and not _YEAR.match(text, match.start())
        ):
            yield match.start(), end
