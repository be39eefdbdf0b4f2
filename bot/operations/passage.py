"""What the text of a report says, verbatim with its section: problems, improvements, or the sentences with the words asked for.

Three ways: a section that is named; words that are looked for, in one report or in many; what is left of a question about
one report, which its text may speak of. Nothing is put in other words, and no number out of a sentence becomes a figure.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from bot.fetch.wording import sentences, sentences_with, told_of
from bot.question import Doubt, Found, Question, Told
from bot.say import Say
from bot.saying.said import Passage

NEEDS = "text"
_LONGEST = 1200
_MOST = 6
_NAMES = ("preface", "one", "two", "three", "four", "five", "six")
_NUMBERS = "〇一二三四五六"
_PARTS = re.compile(r"主动公开|依申请公开|信息管理|平台建设|监督保障")
_PART = re.compile(r"^\s*[(（]?[一二三四五六七]")
_COUNTED = re.compile(r"(?:\d\s?|[一二两三四五六七八九十百])[余多]?[万亿]?\s?[条件次篇期份个场名位项家部种户]")
Hits = list[tuple[Passage, str]]


def tell(question: Question, found: Found, say: Say) -> Told | Doubt:
    """The section asked for, or the sentences that hold what is asked for; nothing is put in other words."""
    texts: list[Passage] = found.extra["sections"]
    if question.sought:
        return _several(found, say, question) if "places" in found.extra else _sought(found, say, question, texts)
    if question.section is not None and not question.words:
        return _section(question, found, say, texts)
    words = [word for word in question.words if word.strip()]
    hits = _with_all(texts, words) or _told(texts, question.topics)
    counted = [hit for hit in hits if _COUNTED.search(hit[1])] if "quantity" in question.cues else []
    hits = counted or hits  # 多少条: the sentences that count, where any does
    if not words or not hits:
        return Doubt("declined", "not_understood", "passage.none", {"word": say.list(words)}, operation="passage")
    notes = (say("passage.uncounted"),) if "quantity" in question.cues and not counted else ()
    return replace(_quoted(found, say, hits), notes=notes)


def _with_all(texts: list[Passage], words: list[str]) -> Hits:
    """The sentences that hold every word."""
    flat = [word.lower().replace(" ", "") for word in words]
    return [
        (text, sentence)
        for text in texts
        for sentence in sentences(text.text)
        if flat and all(word in re.sub(r"\s", "", sentence).lower() for word in flat)
    ]


def _told(texts: list[Passage], topics: tuple[str, ...]) -> Hits:
    return [(text, sentence) for text in texts if topics for sentence in told_of(text.text, topics)]


def _quoted(found: Found, say: Say, hits: Hits) -> Told:
    """The sentences of one report, each section of it with its heading."""
    lines: list[str] = []
    headed: Passage | None = None
    for text, sentence in hits[:_MOST]:
        if text is not headed:
            name = found.names.get(text.agency, "")
            lines.append(say("passage.head", name=name, year=text.year, section=_headed(say, text)))
            headed = text
        lines.append(f"“{sentence}”")
    lines.append(say("passage.literal"))
    first, quote = hits[0]
    cite = tuple(dict.fromkeys((found.extra["documents"].get((hit.agency, hit.year), ""), hit.page) for hit, _ in hits[:_MOST]))
    said = tuple(sentence for _, sentence in hits[:_MOST])
    named = tuple({_headed(say, hit) for hit, _ in hits[:_MOST]})
    return Told(tuple(lines), {"section": first.section, "quote": quote}, quoted=(*said, *named), cite=cite)


def _sought(found: Found, say: Say, question: Question, texts: list[Passage]) -> Told | Doubt:
    """Where words stand in one report; that they stand nowhere is an answer, too, where its text is stored."""
    hits: Hits = []
    for text in texts:
        said = [sentence for word in found.extra["words"] for sentence in sentences_with(text.text, word)]
        hits += [(text, sentence) for sentence in dict.fromkeys(said)]
    agency = question.agencies[0]
    named = {"name": found.names.get(agency.no, agency.name), "year": say.list(question.years), "word": say.list(question.sought)}
    if hits:
        return _quoted(found, say, hits)
    if not any(text.text.strip() for text in texts):
        return Doubt("declined", "missing", "passage.no_text", named, operation="passage")
    cite = tuple(dict.fromkeys((document, None) for document in found.extra["documents"].values()))
    return Told((say("passage.not_there", **named),), {"section": None, "quote": None}, quoted=question.sought, cite=cite)


def _several(found: Found, say: Say, question: Question) -> Told | Doubt:
    """Which reports of a set hold the words: how many of how many, and a quote of each of the first."""
    places = found.extra["places"]
    word = say.list(f"“{one}”" for one in found.extra["words"])
    if not found.extra["of"]:
        return Doubt("declined", "missing", "passage.no_texts", {"word": word}, operation="passage")
    agencies = len(found.extra["ids"])
    lines = [say("passage.found", word=word, value=len(places), of=found.extra["of"], agencies=agencies)]
    quotes: Hits = []
    for text in found.extra["sections"]:
        said = next((one for word in found.extra["words"] for one in sentences_with(text.text, word)), "")
        quotes.append((text, said))
        named = {"name": found.names.get(text.agency, ""), "year": text.year}
        lines.append(say("passage.member", section=_headed(say, text), quote=said[:_LONGEST], **named))
    if len(places) > len(quotes):
        lines.append(say("passage.more", more=len(places) - len(quotes)))
    first = {"section": quotes[0][0].section, "quote": quotes[0][1]} if quotes else {"section": None, "quote": None}
    result = {**first, "agencies": found.extra["ids"], "value": len(places), "of": found.extra["of"]}
    documents = found.extra["documents"]
    cite = tuple((documents.get((text.agency, text.year), ""), text.page) for text, _ in quotes)
    shown = tuple(quote[:_LONGEST] for _, quote in quotes)
    counts = (Decimal(agencies), Decimal(len(places) - len(quotes)))
    return Told(tuple(lines), result, worked=counts, quoted=(*shown, *found.extra["words"]), cite=cite)


def _section(question: Question, found: Found, say: Say, texts: list[Passage]) -> Told | Doubt:
    for one in texts:
        if one.section == question.section and one.text.strip():
            quote = _part(one.text, question.text) or one.text.strip()
            shown = quote if len(quote) <= _LONGEST else quote[:_LONGEST] + "……"
            name = found.names.get(one.agency, "")
            head = say("passage.head", name=name, year=one.year, section=_headed(say, one))
            cite = ((found.extra["documents"].get((one.agency, one.year), ""), one.page),)
            result = {"section": one.section, "quote": quote}
            return Told((head, f"“{shown}”"), result, quoted=(shown, quote, _headed(say, one)), cite=cite)
    name = found.names.get(question.agencies[0].no, "") if question.agencies else ""
    values = {"name": name, "section": _called(say, question.section)}
    return Doubt("declined", "missing", "passage.no_section", values, operation="passage")


def _part(text: str, asked: str) -> str:
    """The part of section one that is asked for (平台建设), where the text numbers its parts; else nothing."""
    named = _PARTS.search(asked)
    lines = text.strip().split("\n")
    starts = [place for place, line in enumerate(lines) if _PART.match(line)] if named else []
    for at, start in enumerate(starts):
        if named and named.group() in lines[start][:20]:
            end = starts[at + 1] if at + 1 < len(starts) else len(lines)
            return "\n".join(lines[start:end]).strip()
    return ""


def _headed(say: Say, one: Passage) -> str:
    """What a section is called: as the form numbers it, or where the report numbers it otherwise, as it is printed."""
    if one.heading and (one.section >= len(_NAMES) or _printed_number(one.heading) != _NUMBERS[one.section]):
        return f"“{one.heading}”"
    return _called(say, one.section)


def _printed_number(heading: str) -> str:
    return heading.lstrip(" 第")[:1]


def _called(say: Say, section: int | None) -> str:
    number = section or 0
    return say(f"section.{_NAMES[number]}" if number < len(_NAMES) else "section.annex")
