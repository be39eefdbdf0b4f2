"""Asking back and helping on: the choices that a doubt leaves, and examples of what can be asked. Each has been tried."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.casting.who import MOST_CHOICES, Who
from bot.facts import Facts
from bot.fetch.measures import parts_of
from bot.fetch.state import kept_while
from bot.question import Agency, Choice, Doubt, Heard, Scope
from bot.say import Say

_CHIEF = (".decided", ".made", ".amount", ".total")
"""Columns that stand for their row."""
_MAIN = ("permits.decided", "penalties.decided", "compulsory_measures.decided", "received.total", "granted.total")

_KINDS = ("lookup", "trend", "compare", "rank", "total", "passage", "definition", "presence", "source")
_FIRST = 20


class Choices:
    """Makes questions that have answers, out of one database."""

    def __init__(self, facts: Facts, who: Who) -> None:
        self._facts = facts
        self._who = who

    def of(self, doubt: Doubt, heard: Heard | None, say: Say, works: Callable[[str], bool]) -> tuple[Choice, ...]:
        """The choices that a doubt leaves, each tried."""
        if heard is None:
            return ()
        if doubt.choices:
            tried = self._agency_choices(doubt, heard, say)
        elif doubt.key == "which_field":
            tried = self._field_choices(doubt, heard, say)
        elif doubt.key == "which_figure":
            tried = self._figure_choices(doubt, heard, say)
        elif doubt.key == "no_report":
            tried = self._year_choices(doubt, heard, say)
        elif doubt.key == "cell.not_on_form" and doubt.facts:
            tried = self._printed_choices(doubt, say)
        else:
            tried = ()
        kept: list[Choice] = []
        for choice in tried:
            if len(kept) == MOST_CHOICES:
                break
            if works(choice.question):
                kept.append(choice)
        return tuple(kept)

    def year(self, heard: Heard, agency: Agency) -> int | None:
        """The year that a message asks of an agency: one it names that is held, else the latest."""
        held = self._facts.years_of(agency.no)
        said = [year for year in heard.years.said if year in held]
        return said[0] if said else held[-1] if held else None

    def _agency_choices(self, doubt: Doubt, heard: Heard, say: Say) -> tuple[Choice, ...]:
        keys = heard.fields or (heard.choices[:1] if heard.choices else ())
        made = []
        for choice in doubt.choices[:40]:
            agency = self._facts.agency(int(choice.question))
            year = self.year(heard, agency)
            key = keys[0] if keys else _MAIN[0]
            other = bool(heard.years.said) and year not in heard.years.said
            label = say("named_year", name=choice.label, year=year) if other else choice.label
            asked = say("question.field", name=self._who.label(agency), year=year, field=say.field(key))
            made.append(Choice(label, asked))
        return tuple(made)

    def _field_choices(self, doubt: Doubt, heard: Heard, say: Say) -> tuple[Choice, ...]:
        return self._of_fields(doubt, heard, say, str(doubt.values["keys"]).split())

    def _figure_choices(self, doubt: Doubt, heard: Heard, say: Say) -> tuple[Choice, ...]:
        return self._of_fields(doubt, heard, say, _MAIN)

    def _printed_choices(self, doubt: Doubt, say: Say) -> tuple[Choice, ...]:
        """What the form prints of the same row, where it does not print what was asked for."""
        fact = doubt.facts[0]
        row = fact.field.partition(".")[0]
        keys = [key for key in self._facts.fields if key.startswith(f"{row}.") and key.endswith(_CHIEF)]
        printed = (one for one in self._facts.cells([fact.agency], [fact.year], keys) if one.state == "number")
        named = self._who.label(fact.agency)
        return tuple(
            Choice(say.field(one.field), say("question.field", name=named, year=one.year, field=say.field(one.field)))
            for one in printed
        )

    def _of_fields(self, doubt: Doubt, heard: Heard, say: Say, keys: Sequence[str]) -> tuple[Choice, ...]:
        made = []
        meant = str(doubt.values.get("agencies", "")).split()[:3]
        for no in meant:
            agency = self._facts.agency(int(no))
            year = self.year(heard, agency)
            for key in keys if year else ():
                facts = {fact.field: fact for fact in self._facts.cells([agency], [year or 0], parts_of(key))}
                fact = facts.get(key)
                told = (fact,) if fact is not None and fact.state == "number" else ()
                value = say.number(told[0].value, told[0].unit) if told else ""
                asked = say("question.field", name=self._who.label(agency), year=year, field=say.field(key))
                name = say.field(key) if year in heard.years.said else say("field_of_year", name=say.field(key), year=year)
                name = name if len(meant) == 1 else f"{self._who.label(agency)} · {name}"
                made.append(Choice(say("member_of", name=name, value=value) if value else name, asked, told))
        return tuple(made)

    def _year_choices(self, doubt: Doubt, heard: Heard, say: Say) -> tuple[Choice, ...]:
        made = []
        for no in str(doubt.values.get("agencies", "")).split()[:3]:
            agency = self._facts.agency(int(no))
            for year in self._facts.years_of(agency.no)[-2:]:
                for key in heard.fields[:1]:
                    asked = say("question.field", name=self._who.label(agency), year=year, field=say.field(key))
                    made.append(Choice(say("named_year", name=self._who.label(agency), year=year), asked))
        return tuple(made)

    # Examples

    def example(self, say: Say) -> str:
        """One question that can be asked."""
        if not self._shown:
            return ""
        agency, year, _ = self._shown
        return say("example.lookup", name=self._who.label(agency), year=year)

    def examples(self, say: Say) -> list[str]:
        """Questions on what is stored, one of each kind; not every database has an answer to each."""
        if not self._shown:
            return []
        agency, year, other = self._shown
        named = {"name": self._who.label(agency), "year": year, "other": self._who.label(other) if other else ""}
        return [say(f"example.{kind}", **named) for kind in _KINDS if other or kind != "compare"]

    @kept_while("reports")
    def _shown(self) -> tuple[Agency, int, Agency | None] | None:
        """The agency of which most years are held, among the first; its latest year, and another of its kind and that year."""
        agencies = self._facts.agencies_of(Scope(), _FIRST)
        if not agencies:
            return None
        years = {agency.no: self._facts.years_of(agency.no) for agency in agencies}
        agency = max(agencies, key=lambda agency: (len(years[agency.no]), agency.organ != "government"))
        year = years[agency.no][-1]
        others = (one for one in agencies if one.organ == agency.organ and one.no != agency.no and year in years[one.no])
        return agency, year, next(others, None)
