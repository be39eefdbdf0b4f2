"""What a message says about an answer: how it came about, why there is none, that it is wrong; and which choice it takes.

Such a message names no agency, no figure and no year; as soon as it does, it is a question or a correction.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from bot.question import Choice, Heard
from bot.spelling.pattern import Pattern
from bot.talk.conversation import Context, Turn

_ORDINALS = ("一 first", "二 second", "三 third", "四 fourth", "五 fifth", "六 sixth")
_NUMBERS = {word: place for place, words in enumerate(_ORDINALS, 1) for word in words.split()}
_CIRCLED = {char: place for place, char in enumerate("①②③④⑤⑥", 1)}
_TAKES = Pattern(
    r"(?:我?(?:选择?|要|就)|是)?第?([1-6一二三四五六])(?:个|项|家|条|号)?(?:吧|呢|的)?"
    r"|(?:the |option |choice |number |no\. ?)?([1-6]|first|second|third|fourth|fifth|sixth)(?: one| option| choice)?(?: please)?"
    r"|([①-⑥])"
)
_YES = re.compile(
    r"(?:嗯+|恩|哦)?[,，\s]{0,2}(?:是的?|对的?|没错|就是|就是它|就是这个|就这个|就它|是它|是这个|正是|可以|好的?|行|yes|yep|yeah|yup|right|correct|exactly|sure"
    r"|that one|that's it|that is it|yes please|that's right|ok|okay)[了啊呀哈吧]?"
)
"""What takes the only choice that is offered."""

_OTHER = Pattern(
    r"(?:那|那么)?\s?另(?:外)?(?:一)?(?:个|家|方|边|那个|那家)(?:单位|的)?(?:呢|是多少|多少)?"
    r"|(?:and |what about |how about )?the other(?: one| agency)?"
)
_DOUBTING = {"correction", "wrong"}
_IDLE = {"followup", "it", "exists", "none", "polar", "correction", "wrong", "computed", "why_not", "quantity", "these", "who"}

_PLACE = {"original", "position", "reports", "meaning"}
"""What 出处, 第几页 and where does it come from are made of."""
_FROM_CELLS = {
    *("lookup", "presence", "verify", "compare", "change", "rank", "position", "total", "average", "share", "rate", "count"),
    *("list", "trend"),
}


def chosen(message: str, choices: Sequence[Choice], told: Collection[str] = ()) -> Choice | None:
    """The choice that a message takes by its number (1, 第二个, 选3, the second one), of those offered last; or the other of
    two (另一个呢), where one of them is an agency that was `told` of."""
    said_so = message.strip(" \t\n。．.!！,，、()（）[]【】?？").lower()
    if len(choices) == 2 and _OTHER.fullmatch(said_so):
        left = [choice for choice in choices if choice.label not in told]
        return left[0] if len(left) == 1 else None
    if len(choices) == 1 and _YES.fullmatch(said_so):
        return choices[0]
    match = _TAKES.fullmatch(said_so)
    if match is None:
        return None
    said = match.group(1) or match.group(2) or match.group(3)
    place = int(said) if said.isdecimal() else _NUMBERS.get(said) or _CIRCLED[said]
    return choices[place - 1] if place <= len(choices) else None


def about(heard: Heard, context: Context, id: str | None = None) -> str | None:
    """`how`, `where`, `why_not` or `wrong` where the message asks nothing but that about an answer; None for any other."""
    if _says_more(heard):
        return None
    if "original" in heard.cues and not heard.cues - _IDLE - _PLACE:
        return "where" if _is_of_several(turn_of(context, id, "where")) else None
    if heard.cues - _IDLE:
        return None
    last = context.turns[-1] if context.turns else None
    if "why_not" in heard.cues:
        return "why_not"
    if "computed" in heard.cues:
        return "how"
    causes = [topic for topic, _, _ in heard.topics if topic in ("cause", "soft_cause")]
    if causes and len(causes) == len(heard.topics) and last is not None and last.doubt is not None:
        return "why_not"
    if heard.topics:
        return None
    return "wrong" if _DOUBTING & heard.cues and last is not None else None


def turn_of(context: Context, id: str | None, kind: str | None) -> Turn | None:
    """The turn that is spoken of: that of the id, else the last; why_not the last that got no answer."""
    if id is not None:
        return next((turn for turn in reversed(context.turns) if turn.id == id), None)
    turns = [turn for turn in reversed(context.turns) if not _is_idle(turn)]
    if kind == "why_not":
        return next((turn for turn in turns if turn.doubt is not None), turns[0] if turns else None)
    return turns[0] if turns else None


def _is_of_several(turn: Turn | None) -> bool:
    """Whether the figures of an answer stand in more than one report."""
    question = turn.question if turn is not None and turn.doubt is None else None
    if question is None or question.operation not in _FROM_CELLS:
        return False
    return question.scope is not None or len(question.agencies) > 1 or len(question.years) > 1


def _is_idle(turn: Turn) -> bool:
    return turn.question is not None and turn.question.operation == "help" and turn.doubt is None


def _says_more(heard: Heard) -> bool:
    slots = heard.fields or heard.choices or heard.columns or heard.bounds or heard.mentions or heard.leftover
    return bool(slots or heard.years.said or heard.years.every or heard.section is not None or heard.n)
