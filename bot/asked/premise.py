"""What a question takes for granted, put right before anything else: 处罚为什么翻倍, where it did not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from bot.facts import Facts
from bot.fetch.measures import Measured, is_rate, measure, parts_of
from bot.question import Agency, Answer, Heard
from bot.say import Say
from bot.saying.gate import grounds_of
from bot.saying.lay import Figure, plain, sentence
from bot.saying.said import Grounds

_HOLDS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "doubled": lambda first, last: first > 0 and last >= 2 * first,
    "halved": lambda first, last: 2 * last <= first,
    "up": lambda first, last: last > first,
    "down": lambda first, last: last < first,
}
"""What is said to have happened → whether it did, from the earlier to the later figure. The stronger word first."""


class Premise:
    """Looks up what a question about a cause presumes."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    def put_right(self, answer: Answer, agency: Agency | None, heard: Heard, say: Say) -> Answer:
        """The answer with the figures before it, and what is wrong with the question where they do not bear it out."""
        if agency is None or len(heard.fields) != 1 or is_rate(heard.fields[0]):
            return answer
        key, held = heard.fields[0], self._facts.years_of(agency.no)
        told = [(year, self._measured(agency, year, key)) for year in self._years(heard, held) if year in held]
        if not told:
            return answer
        lines = [sentence(Figure(agency.name, year, key, value), say) for year, value in told]
        wrong = self._wrong([value for _, value in told], heard)
        if wrong:
            lines.insert(0, say(f"premise.not_{wrong}", field=say.field(key)))
        elif len(told) < 2 and _HOLDS.keys() & heard.cues:
            lines.append(say("premise.single"))
        facts = tuple(dict.fromkeys(fact for _, value in told for fact in value.parts))
        worked = [value.value for _, value in told if value.value is not None]
        own, known = answer.bodies[0], grounds_of(facts, worked=worked, words=[agency.name])
        grounds = Grounds(
            own.grounds.numbers | known.numbers, own.grounds.shares | known.shares, (*own.grounds.words, *known.words)
        )
        body = replace(own, lead=(*lines, *own.lead), grounds=grounds)
        return replace(answer, facts=facts, text=plain(body), bodies=(body,))

    def _years(self, heard: Heard, held: tuple[int, ...]) -> tuple[int, ...]:
        """The years that are set against each other: the one said and the one before, else the last two held."""
        moved = bool(_HOLDS.keys() & heard.cues)
        said = heard.years.said or held[-1:]
        if not moved:
            return said[-1:]
        if len(said) > 1:
            return said[0], said[-1]
        return (said[0] - 1, said[0]) if heard.years.said else held[-2:]

    def _measured(self, agency: Agency, year: int, key: str) -> Measured:
        return measure(key, {fact.field: fact for fact in self._facts.cells([agency], [year], parts_of(key))})

    def _wrong(self, values: list[Measured], heard: Heard) -> str | None:
        """What is said to have happened and did not; a 0 in the only year held has not risen to it."""
        said = next((cue for cue in _HOLDS if cue in heard.cues), None)
        numbers = [value.value for value in values if value.value is not None]
        if said is None or len(numbers) < len(values):
            return None
        if len(numbers) == 1:
            return said if numbers[0] == 0 and said in ("up", "doubled") else None
        return None if _HOLDS[said](numbers[0], numbers[-1]) else said
