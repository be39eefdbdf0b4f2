"""What a word of the form means, with the article of the regulation where there is one."""

from __future__ import annotations

from bot.question import Doubt, Found, Question, Told
from bot.say import Say

NEEDS = "terms"


def tell(question: Question, found: Found, say: Say) -> Told | Doubt:
    """The meaning of the longest term named; of two where the difference between them is asked."""
    terms = found.extra["terms"]
    if not terms:
        return Doubt("declined", "not_understood", "definition.none", {}, operation="definition")
    lines = []
    for term in terms:
        meaning = term[say.language]
        article = term.get("article")
        lines.append(say("definition.line", term=term["term"], definition=meaning))
        if article:
            lines.append(say("definition.article", article=article))
    return Told(tuple(lines), {"term": terms[0]["term"], "definition": terms[0][say.language]}, cite=())
