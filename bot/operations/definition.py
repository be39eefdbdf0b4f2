"""What a word of the form means, with the article of the regulation where there is one."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.question import Doubt, Found, Question, Told
from bot.say import Say

NEEDS = "terms"
_NUMERALS = "〇一二三四五六七八九"


def tell(question: Question, found: Found, say: Say) -> Told | Doubt:
    """The meaning of each term named, so that two whose difference is asked stand side by side."""
    terms = found.extra["terms"]
    if not terms or ("distinguish" in question.cues and len(terms) < 2):
        return Doubt("declined", "not_understood", "definition.none", {}, operation="definition")
    lines: list[str] = []
    quoted: list[str] = []
    worked: list[Decimal] = []
    for term in terms:
        quoted += [term["term"], term[say.language]]
        lines.append(say("definition.line", term=term["term"], definition=term[say.language]))
        if term.get("article"):
            key = "definition.article" if len(term["article"]) == 1 else "definition.articles"
            worked += [Decimal(number) for number in term["article"]]
            lines.append(say(key, article=_articles(term["article"], say)))
    result = {"term": terms[0]["term"], "definition": terms[0][say.language]}
    return Told(tuple(lines), result, worked=tuple(worked), quoted=tuple(quoted), cite=())


def _articles(numbers: Sequence[int], say: Say) -> str:
    """三十六、三十八; 36, 38."""
    return say.list(_in_chinese(number) if say.language == "zh" else number for number in numbers)


def _in_chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _NUMERALS[tens] + "十") + (_NUMERALS[ones] if ones else "")
