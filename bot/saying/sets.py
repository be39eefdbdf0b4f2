"""What is said of a set beside its result: its conditions, how many of how many were counted, that none has a number."""

from __future__ import annotations

from decimal import Decimal
from functools import reduce

from bot.fetch.measures import is_rate
from bot.fetch.sieve import conditions_of
from bot.question import Doubt, Found, Question
from bot.say import Say


def nothing(question: Question, found: Found, say: Say) -> Doubt:
    """That no member has a number, or that none of them has a rate that can be worked out."""
    key = question.fields[0]
    sentence = "set.no_rate" if is_rate(key) else "set.nothing"
    values = {"field": say.field(key), "of": str(found.extra.get("of", len(found.lines)))}
    return Doubt("declined", "blank", sentence, values, operation=question.operation)


def limited(question: Question, say: Say) -> str:
    """What those did that keep all the conditions: 作出行政许可处理决定超过1000件，且作出行政处罚处理决定等于0件."""
    bounds = conditions_of(question)
    keys = dict.fromkeys(bound.field or question.fields[0] for bound in bounds)
    own = {key: [bound for bound in bounds if (bound.field or question.fields[0]) == key] for key in keys}
    joined = "set.or" if "either" in question.cues else "set.and"
    return reduce(
        lambda first, second: say(joined, first=first, second=second), (say.limited(some, key) for key, some in own.items())
    )


def headed(kind: str, question: Question, value: int, say: Say) -> str:
    """The first line of a count or a list: how many keep the conditions, or have cells of that kind."""
    years = say.list(question.years)
    ending = "line" if kind == "count" else "head" if value else "none"
    if not question.states:
        phrase = limited(question, say)
        phrase = say("set.each_year", phrase=phrase) if question.having else phrase
        return say(f"{kind}.{ending}", years=years, phrase=phrase, value=value)
    state = say.list(say(f"cell_state.{state}") for state in question.states)
    several = len(question.fields) > 1
    phrase = say("set.table_state" if several else "set.state", field=say.label(question.fields[0]), state=state)
    return say(f"{kind}.{ending}", years=years, phrase=phrase, value=value)


def zeros_of(question: Question, found: Found, say: Say) -> tuple[tuple[str, ...], tuple[Decimal, ...]]:
    """That those who reported a zero are not among those whose cell is blank, and how many they are."""
    zeros = found.extra.get("zeros", 0)
    if not question.states or len(question.fields) > 1 or not zeros:
        return (), ()
    return (say("set.zeros", value=zeros),), (Decimal(zeros),)


def chosen(question: Question, found: Found, say: Say) -> tuple[tuple[str, ...], tuple[Decimal, ...]]:
    """By which conditions the members were chosen before they were ranked or added, if by any; and the numbers in it."""
    if not question.bounds or "kept" not in found.extra:
        return (), ()
    kept, of = found.extra["kept"], found.extra["reports"]
    return (say("set.chosen", phrase=limited(question, say), value=kept, of=of),), (Decimal(kept), Decimal(of))


def coverage(found: Found, say: Say) -> tuple[str, int, int]:
    """How many of how many reports were counted: the line, and both numbers."""
    numbers = sum(line.value is not None for line in found.lines)
    counted, of = int(found.extra.get("counted", numbers)), int(found.extra.get("of", len(found.lines)))
    return say.counted(counted, of), counted, of
