"""The frame of a message: what is said before and behind a question, and says nothing of it. 领导开会要用, 帮我妈问一下.

Three things are taken off, each by a closed vocabulary (around.csv): a clause that such words make up (rows `said…`), what
leads into a clause (`leading`, `asking`) and what trails behind it (`trailing`). None of these words names a figure, a place, a
year or a limit: 只要网上办的 or 客户是餐饮店的 is left for the question itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bot.question import Heard, Span
from bot.text import is_latin

_CLAUSE = re.compile(r"[^,，:：;；。.!?！？()\[\]~…]+")
_LONGEST, _LONGEST_EN = 32, 90
_WEAK = ("asker", "reason", "joining", "others")
_QUIET = frozenset(" '\"-")
_PARTICLE = re.compile(r"(?<![什怎那这])(?:吗|么|嘛|不|没)$")
_ASSERTED = re.compile(r"(?<!所)有|[是超过达满足没未无高低涨降升跌零]|[多少大小等]于|比(?!例|重|率)|\d[件起项宗万元]")
"""What makes a question for yes or no of what only asks to be told: 你知道…有处罚吗, not 你知道处罚数量吗."""
_LED_ON = "的了过出类率者量案件什啥怎干处获扣封"
"""Behind what seems to lead into a clause, these show that it is part of what is asked: 整理的, 咨询类, 你能查什么."""
_NOT_TRAILING = "不没未都"
_COURTESIES = {"greeting", "thanks", "export", "chart"}
_OF_ANSWERS = {"original", "list", "computed", "why_not", "wrong", "correction", "meaning", "help"}
"""What a message that is nothing else may ask of the answer before it: 出处呢, 列一下."""
_WHOLE_YEAR = re.compile(
    r"(?<=年)(?:度)?(?:的)?(?:从|自)?(?:1月1日?|元旦)起?(?:到|至|-|~)(?:(?:19|20)\d\d年)?(?:12月31日?|年底|年末)(?:止|为止|期间|之间)?"
    r"|(?<=年)(?:的)?(?:从|自)?(?:1|一)月?(?:份)?(?:到|至|-|~)(?:12|十二)月(?:份)?(?:期间|之间)?"
    r"|(?:在?刚刚?|在)?过去的(?:这个)?(?=(?:19|20)\d\d(?!年[来间])|二[〇零])"
)
"""All of a year, said by its days; and that it is over."""
_WHOLE_YEAR_EN = re.compile(
    r"\b(?:from|between)? ?(?:the )?(?:1 |1st (?:of )?)?january(?: 1(?:st)?,?)? ?(?:to|and|through|until|till|-) ?"
    r"(?:the )?(?:31 |31st (?:of )?)?december(?: 31(?:st)?)?,?(?: of| in)?(?= (?:19|20)\d\d)"
)
_OVER_YEAR = re.compile(r"(?<!permits )(?<!penalties )(?<!requests )(?<!more than )\bover(?= (?:19|20)\d\d[?. ]*$)")
"""How many permits did it issue over 2023: all through that year, and no limit."""
_SIGNED = re.compile(r"\b(regards|wishes|sincerely|faithfully|cheers|thanks|thank you),? [a-z]{2,12}(?: [a-z]{2,12})?[.!]?$")
_JOINT = re.compile(r"^(?:[ ,，、.…:：]|but\b|so\b)+|[ ,，、]+$")
_OWN = re.compile(r"(?<=[a-z])'s\b")
_PURPOSE = re.compile(
    r"^(?:为了?|因|由于|根据|按照?|依据|遵照|应)(?![^,，]*(?:公开|许可|罚|秘密|隐私|申请|复议|诉讼|强制|收费|规章|文件|[不未无非只仅除\d]))"
    r"[^,，。;；:：?？]{1,20}(?:需要|要求|起见|安排|通知|部署|任务|方便|之需|所需|工作)[,，]"
    r"|^for (?:a|an|my|our|the) [a-z]+(?: [a-z]+)?"
    r"(?: (?:on|about) (?!(?:permit|penalt|request|fee|refus|denia|lawsuit))[a-z ]{3,40}?)?,? "
    r"(?=(?:i|we)(?: need| want| would|'d| am| 'd)|please |could you|can you)"
)
"""What the asker needs it for, in words of his own: 因工作需要, for a paper on transparency I need."""
_SPEAKING_OF = re.compile(r"^(?:说|谈|讲|聊|提)(?:到|起)(?=[^,，。的]{2,24}(?:的[^,，。的]{2,12})?[,，])")


class Frame:
    """Knows what people say around a question."""

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        doing = {word for word in _of(words, ["doing"]) if not word.isascii()}
        weak = _of(words, _WEAK) | {word for word in doing if len(word) == 1}
        self._telling = _of(words, [kind for kind in words if kind.startswith("said")]) | (doing - weak)
        self._words = self._telling | weak
        self._asking = _of(words, ["asking"])
        self._leading = _of(words, ["leading"]) | self._asking
        self._before = self._leading | weak | _of(words, ["before"])
        self._trailing = _of(words, ["trailing"])
        self._labels = _of(words, ["label"])
        self._longest = max(map(len, self._words | self._before | self._trailing))

    def without(self, text: str) -> str:
        """The folded text with its frame made blank; the text itself where that is all there is."""
        blank = _WHOLE_YEAR.sub(" ", text) if "月" in text or "过去的" in text else text
        text = _SIGNED.sub(r"\1", text)
        blank = _PURPOSE.sub(" ", _SPEAKING_OF.sub(" ", _SIGNED.sub(r"\1", blank)))
        blank = _WHOLE_YEAR_EN.sub(" in", blank) if "january" in blank else blank
        blank = _OVER_YEAR.sub("in", blank) if "how many" in blank and " did " in blank else blank
        for match in _CLAUSE.finditer(blank):
            start, end = match.span()
            labels = blank[end : end + 1] == ":" and match.group().strip() in self._labels
            if labels or self.is_frame(match.group()):
                blank = _blotted(blank, start, end)
                continue
            led = self._led(match.group())
            rest = self._trailed(match.group()[led:]) + led
            blank = _blotted(_blotted(blank, start, start + led), start + rest, end)
            if match.group()[:led].strip().startswith(tuple(self._asking)):
                blank = _without_particle(blank, start + led)
        blank = _JOINT.sub("", re.sub(" +", " ", blank))
        return blank if any(char.isalnum() for char in blank) else text

    def is_frame(self, clause: str) -> bool:
        """Whether the clause is made up of words of the frame, at least one of which tells something of the asker."""
        clause = clause.strip()
        if not clause or len(clause) > (_LONGEST_EN if is_latin(clause[0]) else _LONGEST):
            return False
        told = dict(self._reached(clause, self._words, self._telling)).get(len(clause), "")
        return clause in self._telling or (told != "" and not clause.endswith("的"))

    def taken_out(self, text: str, heard: Heard) -> Heard:
        """What was heard in a text, or only an aside where the text is nothing but frame."""
        topics = {topic for topic, _, _ in heard.topics}
        asks = not heard.leftover and (heard.cues & _OF_ANSWERS or topics & _COURTESIES)
        if heard.mentions or heard.years.said or asks or not all(map(self.is_frame, _CLAUSE.findall(text))):
            return heard
        aside = Span(0, len(heard.text), heard.text, (("filler", "said"),))
        silent = replace(heard, spans=(aside,), fields=(), choices=(), columns=(), bounds=(), cues=frozenset())
        courteous = tuple(topic for topic in heard.topics if topic[0] in _COURTESIES)
        return replace(silent, topics=courteous, leftover=(), n=None, section=None, sought=())

    def _led(self, clause: str) -> int:
        """How much of the clause leads into it: 麻烦您帮我妈查一下 before what is asked."""
        ends = [end for end, last in self._reached(clause[:_LONGEST_EN], self._before, self._leading) if last == "now"]
        end = max((end for end in ends if clause[end:].strip()), default=0)
        quoted = '"' in clause[: end + 1]  # 搜一下“监督员”: what is looked for
        return 0 if quoted or clause[end] in _LED_ON else end

    def _trailed(self, clause: str) -> int:
        """Where what trails behind the clause begins: 念给我听听, 做成表格."""
        end = len(clause.rstrip())
        while end:
            starts = range(max(1, end - self._longest), end)
            start = next((at for at in starts if clause[at:end] in self._trailing and not _parts(clause, at)), 0)
            if not start or clause[start - 1] in _NOT_TRAILING:
                break
            end = len(clause[:start].rstrip())
        return end if end < len(clause.rstrip()) else len(clause)

    def _reached(self, clause: str, known: frozenset[str], telling: frozenset[str]) -> Iterable[tuple[int, str]]:
        """The places up to which known words make up the clause: with "now" where a telling one ends there, "once" where there
        is one before, "" where none is."""
        size = len(clause)
        reached: list[str | None] = ["", *[None] * size]
        for start in range(size):
            state = reached[start]
            if state is None:
                continue
            later = "once" if state else ""
            if clause[start] in _QUIET:
                reached[start + 1] = reached[start + 1] or state
            for end in range(start + 1, min(size, start + self._longest) + 1):
                word = clause[start:end]
                if word in known and not _parts(clause, start) and not _parts(clause, end):
                    told = "now" if word in telling else later
                    reached[end] = told if not reached[end] or told == "now" else reached[end]
        return [(end, state) for end, state in enumerate(reached) if end and state is not None]


def _of(words: Mapping[str, Sequence[str]], kinds: Iterable[str]) -> frozenset[str]:
    """The words of some rows; 's may stand apart, as in a message that has been opened."""
    return frozenset(form for kind in kinds for word in words[kind] for form in _forms(word))


def _forms(word: str) -> tuple[str, ...]:
    return (word, _OWN.sub(" 's", word)) if "'s" in word else (word,)


def _blotted(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]


def _parts(text: str, at: int) -> bool:
    """Whether a cut there would part a Latin word."""
    return 0 < at < len(text) and is_latin(text[at]) and is_latin(text[at - 1])


def _without_particle(text: str, start: int) -> str:
    """The 吗 of what only asks to be told is taken off: 你知道处罚的数量吗."""
    stripped = text.rstrip(" ?？。!！~")
    particle = _PARTICLE.search(stripped, start)
    asserted = particle and _ASSERTED.search(stripped, start, particle.start())
    return stripped[: particle.start()] if particle and not asserted else text
