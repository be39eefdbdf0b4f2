"""What the text of a report says, verbatim with its section: problems, improvements, or the sentence with the words asked for."""

from __future__ import annotations

import re
from decimal import Decimal

from bot.question import Doubt, Found, Passage, Question, Told
from bot.say import Say

NEEDS = "text"
_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？]?")
_LONGEST = 1200
_NAMES = ("preface", "one", "two", "three", "four", "five", "six")
_NUMBERS = "〇一二三四五六"


def tell(question: Question, found: Found, say: Say) -> Told | Doubt:
    """The section asked for, or the sentences that hold every word asked for; nothing is put in other words."""
    texts = found.extra["sections"]
    if question.section is not None and not question.words:
        return _section(question, found, say, texts)
    words = [word for word in question.words if word.strip()]
    hits = [hit for text in texts for hit in _sentences(text, words)]
    if not words or not hits:
        return Doubt("declined", "not_understood", "passage.none", {"word": say.list(words)}, operation="passage")
    first, sentence = hits[0]
    no, year = first.agency, first.year
    name = found.names.get(no, "")
    agencies = list(dict.fromkeys(hit.agency for hit, _ in hits))
    if len(agencies) > 1 or not question.agencies:
        names = say.list(found.names.get(hit, str(hit)) for hit in agencies[:20])
        head = say("passage.several", word=say.list(words), value=len(agencies), names=names)
        lines = [say.joined([head, say("passage.literal")])]
    else:
        lines = [
            say("passage.head", name=name, year=year, section=_headed(say, first)),
            f"“{sentence}”",
            say("passage.literal"),
        ]
    cite = ((found.extra["documents"].get((no, year), ""), first.page),)
    return Told(
        tuple(lines),
        {"section": first.section, "quote": sentence},
        worked=(Decimal(len(agencies)), Decimal(year)),
        quoted=(*words, _headed(say, first), sentence),
        cite=cite,
        used=tuple((hit.agency, hit.year) for hit, _ in hits[:20]),
    )


def _section(question: Question, found: Found, say: Say, texts: list[Passage]) -> Told | Doubt:
    for one in texts:
        if one.section == question.section and one.text.strip():
            quote = one.text.strip()
            shown = quote if len(quote) <= _LONGEST else quote[:_LONGEST] + "……"
            name = found.names.get(one.agency, "")
            head = say("passage.head", name=name, year=one.year, section=_headed(say, one))
            cite = ((found.extra["documents"].get((one.agency, one.year), ""), one.page),)
            used = ((one.agency, one.year),)
            result = {"section": one.section, "quote": quote}
            quoted = (shown, _headed(say, one))
            return Told((head, f"“{shown}”"), result, worked=(Decimal(one.year),), quoted=quoted, cite=cite, used=used)
    name = found.names.get(question.agencies[0].no, "") if question.agencies else ""
    return Doubt(
        "declined",
        "missing",
        "passage.no_section",
        {"name": name, "section": _called(say, question.section)},
        operation="passage",
    )


def _sentences(text: Passage, words: list[str]) -> list[tuple[Passage, str]]:
    found = []
    for match in _SENTENCE.finditer(text.text):
        sentence = match.group().strip()
        flat = re.sub(r"\s", "", sentence).lower()
        if all(word.lower().replace(" ", "") in flat for word in words):
            found.append((text, sentence))
    return found


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
