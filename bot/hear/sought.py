"""Hearing words that are to be looked for in the text of reports: 提到“政府开放日”的, 谁写了公众号, mention WeChat.

What is sought is taken as it stands and not cut into words that mean something: 政府开放日 is no government, 没有收到申请 no
question about a figure.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.question import Span
from bot.spelling.pattern import Pattern

_VERB = (
    r"(?:提到|提及|提过|提了|写到|写了|写有|写着|谈到|谈及|讲到|说到|出现|含有|包含|带有|用到|搜索|搜一下|搜|检索|查找|找一下)"
)
_OPEN, _CLOSE = "[\"'《「『]", "[\"'》」』]"
_QUOTED = rf"{_OPEN}(?P<quoted>[^\"'《》「」『』]{{2,40}}){_CLOSE}"
_END = r"(?=的|吗|么|没有|没|了|过|这|一词|字样|[,。;?!、]|$)"
_PLAIN = rf"(?P<plain>[^\s,。;?!、\"'《》「」的吗么了过]{{2,20}}?){_END}"
_ABOUT = Pattern(
    r"(?:关于|有关|对于|对|就)(?P<plain>[^,。;?!、\"的吗了]{2,16}?)(?:方面|这块|这件事|工作)?(?:的内容|的表述)?"
    r"(?:是)?(?:怎么|如何|怎样|都)?(?:写|说|讲|提|表述)(?:了|的|到)?(?:什么|些什么|啥|吗|$)",
    *("关于", "有关", "对", "就"),
)
_FOUND = Pattern(
    rf"{_VERB}(?:过|了|有)?(?:的)?(?:关键词|关键字|词语|词)?\s*(?:{_QUOTED}|{_PLAIN})",
    *("提", "写", "谈", "讲到", "说到", "出现", "含有", "包含", "带有", "用到", "搜", "检索", "查找", "找一下"),
)
_SAID = Pattern(rf"(?:谁|哪家|哪些|哪个|哪几|几家|多少家)[^,。;?!\"说]{{0,8}}说(?:了|过|到)?\s*(?:{_QUOTED}|{_PLAIN})", "说")
_WORDED = Pattern(
    rf"{_QUOTED}\s*(?:这个词|这几个字|字样|一词)|有没有\s*(?P<open>{_OPEN})(?P<plain>[^\"'《》「」『』]{{2,40}}){_CLOSE}",
    *('"', "'", "《", "「", "『"),
)
_ENGLISH = Pattern(
    r"\b(?:mention(?:s|ed|ing)?|contain(?:s|ed|ing)?|refer(?:s|red)? to|talk(?:s|ed)? about|(?:say|says|said)(?: anything)? about"
    r"|search(?: for)?|look for|use(?:s)? the word|the words?|the phrase)\s+(?:the (?:words?|phrase|term)\s+)?"
    r"(?:any\s+|the\s+|an?\s+)?"
    rf"(?:{_QUOTED}|(?P<plain>[^\s,.;?!\"][^,.;?!\"]{{1,40}}?)(?=\s+(?:in|of|at all|anywhere|for|by)\b|[,.;?!\"]|$))",
    *("mention", "contain", "refer", "talk", "say", "said", "search", "look for", "word", "phrase"),
)
_ASKING = Pattern(
    r"什么|哪|谁|多少|几|啥|怎|如何|吗|没有$|过$|问题|^(?:the|any|it|this|that|what|how|which|its|their)$|^\d+\s*(?:件|万|元|项|起|宗|$)"
)
"""A question itself, or a number for a figure: nothing to look for."""


_QUESTION = Pattern(
    r"[^0-9a-z㐀-鿿]+|(?:共|一共|总共)?(?:有)?(?:多少|几)(?:[条件次篇期份个场家人名项种类起张位]|多)?|有没有|有无|是否|是不是"
    r"|什么|怎么样|怎么|怎样|如何|为何|哪些|哪个|哪里|哪|谁|多久|多长|一次|情况|具体|请问|请|当|给|把|被|用|靠|对|向|和|与|及|的|了|过"
    r"|吗|呢|吧|么|在|是|都|也|还|这|那|年度|年|报告|年报|全年|做到|做|办|里|中|上|有|没|不"
    r"|\b(?:how|many|much|what|which|who|did|does|do|the|a|an|of|in|on|for|to|is|was|were|are|has|have|had|any|there|it|its|by)\b"
)
"""What makes a message a question, or only joins its words."""


def sought_in(text: str) -> tuple[Span, ...]:
    """The places of the folded text that name what is to be looked for, each with its words."""
    found: list[Span] = []
    for start, end, words in _places(text):
        if not _ASKING.search(words) and all(end <= other.start or start >= other.end for other in found):
            found.append(Span(start, end, text[start:end], (("sought", words),)))
    return tuple(sorted(found, key=lambda span: span.start))


def topics_of(text: str) -> tuple[str, ...]:
    """The words of a question that are left when all that makes it a question is gone: 请了谁当监督员 → 监督员."""
    return tuple(dict.fromkeys(piece for piece in _QUESTION.sub(" ", text).split() if len(piece) > 1))


def _places(text: str) -> Iterator[tuple[int, int, str]]:
    for pattern in (_FOUND, _SAID, _WORDED, _ABOUT, _ENGLISH):
        for match in pattern.finditer(text):
            name = "quoted" if match.groupdict().get("quoted") else "plain"
            words = match[name].strip()
            if words:
                end = match.end(name)
                yield (match.start(name) if pattern is _SAID else match.start()), end, words
