"""Whether the text says what the tables say: each number of the text that names a figure of the form beside its cell.

Both are quoted. A number that counts something else (登载信息213条) has no cell and is said to have none.
"""

from __future__ import annotations

import re
from decimal import Decimal

from bot.question import Doubt, Found, Question, Told
from bot.say import Say

NEEDS = "text"
_SHOWN = 8
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


def tell(question: Question, found: Found, say: Say) -> Told | Doubt:
    """True where every number that can be compared agrees, false where one does not, null where none can be."""
    row = found.rows[0]
    named = {"name": found.names.get(row.agency.no, row.agency.name), "year": row.year}
    claimed = _claimed(question)
    pairs = [one for one in found.extra["pairs"] if not claimed or one.value in claimed]
    if question.fields:
        pairs = [one for one in pairs if one.key in question.fields or (claimed and one.key is None)]
    if not found.extra["told"]:
        return Doubt(
            "declined", "missing", "agreement.no_text", {key: str(value) for key, value in named.items()}, operation="verify"
        )
    lines, quoted, facts, verdicts = [], [], [], []
    for one in sorted(pairs, key=lambda one: one.key is None)[:_SHOWN]:
        fact = row.facts.get(one.key) if one.key else None
        number = f"{one.value}{one.unit}"
        quoted += [one.sentence, number]
        if fact is None:
            key = "agreement.unclear" if one.unclear else "agreement.not_in_table"
            lines += [say(key, number=number, quote=one.sentence)] if claimed else []
            continue
        facts.append(fact)
        agrees = None if fact.value is None else fact.value == one.value
        verdicts.append(agrees)
        key = {True: "agreement.same", False: "agreement.differs", None: "agreement.no_number"}[agrees]
        cell = say.number(fact.value, fact.unit) if fact.value is not None else say.state(fact.state)
        lines.append(say(key, quote=one.sentence, field=say.field(fact.field), value=cell))
    if not lines:
        absent = say.list(format(number, "f") for number in claimed)
        lines.append(
            say("agreement.not_said", number=absent, **named) if claimed and not pairs else say("agreement.nothing", **named)
        )
    overall = False if False in verdicts else None if None in verdicts or not verdicts else True
    lines.insert(0, say("agreement.head", **named))
    cite = tuple(dict.fromkeys((fact.document, fact.page) for fact in facts)) or found.extra["cite"]
    worked = (Decimal(row.year), *claimed)
    return Told(tuple(lines), {"value": overall}, facts=tuple(facts), quoted=tuple(quoted), worked=worked, cite=cite)


def _claimed(question: Question) -> tuple[Decimal, ...]:
    """The numbers that the question names, its years apart."""
    found = []
    for match in _NUMBER.finditer(question.text):
        value = Decimal(match.group().replace(",", ""))
        is_year = value in question.years or question.text[match.end() : match.end() + 1] == "年"
        found += [] if is_year else [value]
    return tuple(dict.fromkeys(found))
