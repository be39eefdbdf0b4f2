"""What can be asked, with examples that have been checked to have an answer in this database."""

from __future__ import annotations

from bot.question import Found, Question, Told
from bot.say import Say

NEEDS = "examples"


def tell(question: Question, found: Found, say: Say) -> Told:
    """One sentence and the examples, a line each."""
    sentence = "help.courtesy" if "thanks" in question.cues else "help.head"
    examples = () if "thanks" in question.cues else found.extra["examples"]
    return Told((say(sentence),), {"examples": list(examples)}, cite=())
