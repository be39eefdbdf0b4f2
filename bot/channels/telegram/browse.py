"""/agencies: what is stored, by buttons: region, agency, year, the report's main figures, and questions about it.

All of it happens in one message. A button holds all that it needs, and names agencies by what stays the same when the
database is made anew: it works for as long as what it names is stored.
"""

from __future__ import annotations

from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ContextTypes, filters

from bot.channels.telegram.counter import Counter, Handlers, Said
from bot.channels.telegram.layout import turner
from bot.channels.telegram.pieces import pieces
from bot.channels.telegram.whence import behind, message_of
from bot.fetch.atlas import NATION, NOWHERE, Atlas, Place, mark_of
from bot.fetch.changes import MAIN, Reports
from bot.question import Agency, Fact

BROWSE = "b1"
PAGE = 8
_ASKED = 4
_YEARS_A_ROW = 4
_MATTERS = ("problems", "sums")


class Browse:
    """Handles the command and its buttons: `b1:r:CODE:PAGE`, `b1:a:CODE:MARK`, `b1:y:CODE:MARK:YEAR`, `b1:q:…:WHAT`."""

    def __init__(self, counter: Counter, reports: Reports) -> None:
        self._counter, self._facts, self._atlas = counter, reports.facts, Atlas(reports.facts)

    def handlers(self) -> Handlers:
        """Tried before the handler of other buttons."""
        return (
            CommandHandler("agencies", self.begin, filters.UpdateType.MESSAGE),
            CallbackQueryHandler(self.press, pattern=rf"^{BROWSE}:"),
        )

    async def begin(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """The first listing. With a name: that region, that agency, or those that it can stand for."""
        rest = behind(message_of(update).text or "")
        places = [code for code, place in self._facts.regions.items() if rest in (place[0], place[0][:-1])]
        of_place = self._listed(update, places[0], 0) if len(places) == 1 else None
        if of_place is not None:
            await self._counter.post(update, *of_place)
            return
        named = [agency for agency, _ in self._counter.agencies_named(rest)] if rest else []
        if len(named) == 1:
            await self._counter.post(update, *self._years(update, named[0]))
            return
        listed = self._listed(update, NATION, 0) or (self._counter.say("browse_empty", update), None)
        if named:
            rows = [[self._entry(update, agency)] for agency in named[:PAGE]]
            listed = self._counter.say("subscribe_which", update), InlineKeyboardMarkup(rows)
        elif rest:
            listed = f"{self._counter.say('browse_unknown', update, name=rest[:60])}\n\n{listed[0]}", listed[1]
        await self._counter.post(update, *listed)

    async def press(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """The message shows what the button leads to; a question is asked below it."""
        counter, query = self._counter, update.callback_query
        assert query is not None
        message, (_version, kind, *rest) = query.message, (query.data or "").split(":")
        if kind == "q" and isinstance(message, Message):
            question = self._question(update, rest)
            if question:
                text, keyboard = counter.ask(message, question, query.from_user.id)
                await counter.send(update, pieces(f"{question}\n\n{text}"), keyboard)
            await counter.stop_spinner(query, None if question else counter.say("button_gone", update))
            return
        said = self._shown(update, kind, rest)
        if said is not None and message is not None:
            await counter.replace(update, (message.message_id,), *said)
        await counter.stop_spinner(query, None if said else counter.say("button_gone", update))

    def _shown(self, update: Update, kind: str, rest: Sequence[str]) -> Said | None:
        """What a button leads to; None where that is not stored any more, or the button never was one."""
        if kind == "r" and len(rest) == 2 and rest[1].isdecimal():
            return self._listed(update, rest[0], int(rest[1]))
        agency = self._atlas.agency(*rest[:2]) if len(rest) in (2, 3) else None
        if agency is None:
            return None
        if kind == "a":
            return self._years(update, agency)
        year = int(rest[2]) if kind == "y" and len(rest) == 3 and rest[2].isdecimal() else 0
        return self._report(update, agency, year) if year in self._facts.years_of(agency.no) else None

    def _listed(self, update: Update, code: str, page: int) -> Said | None:
        listing = self._atlas.listing(code)
        if listing is None or not listing.entries:
            return None
        pages = -(-len(listing.entries) // PAGE)
        page = min(page, pages - 1)
        name = listing.place.name if code not in (NATION, NOWHERE) else self._counter.say("browse_all", update)
        head = self._counter.say("browse_region", update, name=name, count=listing.place.agencies)
        rows = [[self._entry(update, one)] for one in listing.entries[page * PAGE : (page + 1) * PAGE]]
        rows += [turner(page, pages, lambda label, to: _button(label, "r", code, to))] if pages > 1 else []
        if listing.up is not None:
            rows.append([self._back(update, "r", listing.up, 0)])
        return head, InlineKeyboardMarkup(rows)

    def _entry(self, update: Update, one: Agency | Place) -> InlineKeyboardButton:
        if isinstance(one, Agency):
            return _button(one.name, "a", one.region or NOWHERE, mark_of(one))
        name = one.name if one.code != NOWHERE else self._counter.say("browse_nowhere", update)
        return _button(f"{name} · {one.agencies}", "r", one.code, 0)

    def _years(self, update: Update, agency: Agency) -> Said:
        """The years held of an agency; where there is but one, its report at once."""
        years = self._facts.years_of(agency.no)
        if len(years) == 1:
            return self._report(update, agency, years[0])
        where = (agency.region or NOWHERE, mark_of(agency))
        buttons = [_button(str(year), "y", *where, year) for year in reversed(years)]
        rows = [buttons[start : start + _YEARS_A_ROW] for start in range(0, len(buttons), _YEARS_A_ROW)]
        back = self._back(update, "r", self._atlas.home(agency), 0)
        return self._counter.say("browse_years", update, name=agency.name), InlineKeyboardMarkup([*rows, [back]])

    def _report(self, update: Update, agency: Agency, year: int) -> Said:
        """The main figures of a report as they are printed, where they stand, and what can be asked about them."""
        counter, language = self._counter, self._counter.language(update)
        facts = [fact for fact in self._facts.cells([agency], [year], MAIN) if fact.state not in ("missing", "not_on_form")]
        document, _ = self._facts.document(agency.no, year) or ("", None)
        colon = "：" if language == "zh" else ": "
        lines = [f"{self._label(fact, language)}{colon}{self._cell(update, fact)}" for fact in facts]
        head = counter.say("browse_report", update, name=agency.name, year=year)
        text = "\n".join([head, "", *lines, "", counter.say("watch_source", update, document=document)])
        where = (agency.region or NOWHERE, mark_of(agency), year)
        asked = [(f"{MAIN.index(fact.field)}", self._label(fact, language)) for fact in facts if fact.value][:_ASKED]
        asked += [(what, counter.say(f"browse_{what}", update)) for what in _MATTERS]
        works = [(what, label) for what, label in asked if self._question(update, [*map(str, where), what])]
        buttons = [_button(label, "q", *where, what) for what, label in works]
        rows = [buttons[start : start + 2] for start in range(0, len(buttons), 2)]
        many = len(self._facts.years_of(agency.no)) > 1
        back = self._back(update, *(("a", *where[:2]) if many else ("r", self._atlas.home(agency), 0)))
        return text, InlineKeyboardMarkup([*rows, [back]])

    def _question(self, update: Update, rest: Sequence[str]) -> str | None:
        """What a button asks, where that has an answer about this very agency."""
        agency = self._atlas.agency(*rest[:2]) if len(rest) == 4 else None
        if agency is None:
            return None
        what, blanks = rest[3], {"name": agency.name, "year": rest[2]}
        if what.isdecimal() and int(what) < len(MAIN):
            row = self._facts.fields[MAIN[int(what)]][f"row_{self._counter.language(update)}"]
            question = self._counter.say("browse_ask_figure", update, row=row, **blanks)
        elif what in _MATTERS:
            question = self._counter.say(f"browse_ask_{what}", update, **blanks)
        else:
            return None
        answer = self._counter.tried(question)
        of = {fact.agency.id for fact in answer.facts} or {agency.id}
        return question if answer.status == "answered" and of == {agency.id} else None

    def _back(self, update: Update, *parts: object) -> InlineKeyboardButton:
        return _button(f"« {self._counter.say('browse_back', update)}", *parts)

    def _label(self, fact: Fact, language: str) -> str:
        row = self._facts.fields[fact.field][f"row_{language}"]
        return row[:1].upper() + row[1:]

    def _cell(self, update: Update, fact: Fact) -> str:
        """As printed, with its unit; a cell without a number says what it is instead."""
        if fact.value is None:
            return self._counter.say(f"cell_{fact.state}", update)
        say = self._counter.talks.desk.beyond.say(self._counter.language(update))
        return say.number(fact.value, fact.unit)


def _button(label: str, *parts: object) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=":".join(map(str, (BROWSE, *parts))))
