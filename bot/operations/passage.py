"""What the text of a report says, verbatim with its section: problems, improvements, or the sentence with the words asked for."""

from __future__ import annotations

import re

from bot.question import Doubt, Found, Question, Told
from bot.say import Say

NEEDS = "text"
_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？]?")
_LONGEST = 1200
_NAMES = ("preface", "one", "two", "three", "four", "five", "six")


def tell(question: Question, found: Found, say: Say) -> Told | Doubt:
    """The section asked for, or the sentences that hold every word asked for; nothing is put in other words."""
    texts = found.extra["sections"]
    if question.section is not None and not question.words:
        return _section(question, found, say, texts)
    words = [word for word in question.words if word.strip()]
    hits = [hit for text in texts for hit in _sentences(text, words)]
    if not words or not hits:
        return Doubt("declined", "not_understood", "passage.none", {"word": say.list(words)}, operation="passage")
    no, year, section, page, sentence = hits[0]
    name = found.names.get(no, "")
    agencies = list(dict.fromkeys(hit[0] for hit in hits))
    if len(agencies) > 1 or not question.agencies:
        names = say.list(found.names.get(hit, str(hit)) for hit in agencies[:20])
        lines = [say("passage.several", word=say.list(words), value=len(agencies), names=names), say("passage.literal")]
    else:
        lines = [
            say("passage.head", name=name, year=year, section=_called(say, section)),
            f"“{sentence}”",
            say("passage.literal"),
        ]
    cite = ((found.extra["documents"].get((no, year), ""), page),)
    return Told(
        tuple(lines),
        {"section": section, "quote": sentence},
        cite=cite,
        used=tuple((hit[0], hit[1]) for hit in hits[:20]),
    )


def _section(
    question: Question, found: Found, say: Say, texts: list[tuple[int, int, int, str, int | None]]
) -> Told | Doubt:
    for no, year, section, text, page in texts:
        if section == question.section and text.strip():
            quote = text.strip()
            shown = quote if len(quote) <= _LONGEST else quote[:_LONGEST] + "……"
            head = say("passage.head", name=found.names.get(no, ""), year=year, section=_called(say, section))
            cite = ((found.extra["documents"].get((no, year), ""), page),)
            return Told((head, f"“{shown}”"), {"section": section, "quote": quote}, cite=cite, used=((no, year),))
    name = found.names.get(question.agencies[0].no, "") if question.agencies else ""
    return Doubt(
        "declined",
        "missing",
        "passage.no_section",
        {"name": name, "section": _called(say, question.section)},
        operation="passage",
    )


def _sentences(
    text: tuple[int, int, int, str, int | None], words: list[str]
) -> list[tuple[int, int, int, int | None, str]]:
    no, year, section, body, page = text
    found = []
    for match in _SENTENCE.finditer(body):
        sentence = match.group().strip()
        flat = re.sub(r"\s", "", sentence).lower()
        if all(word.lower().replace(" ", "") in flat for word in words):
            found.append((no, year, section, page, sentence))
    return found


def _called(say: Say, section: int | None) -> str:
    return say(f"section.{_NAMES[section or 0]}")
