"""What a press under an answer gets: its cells in their documents, how it was computed, its chart, its peers, a file.

An answer is found by the id on its button and worked out anew, so a button outlives the process; where the id is unknown,
the button has expired. Pictures and files are made in threads.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from telegram import CallbackQuery, MaybeInaccessibleMessage, Update
from telegram.constants import ChatAction
from telegram.ext import CallbackQueryHandler, ContextTypes

from bot.backoffice.evidence import Evidence
from bot.backoffice.process import Refused
from bot.channels.telegram.callbacks import OURS, Kind, Wish, read
from bot.channels.telegram.counter import EXAMPLE, Counter, Handlers
from bot.channels.telegram.feedback import Feedback, judged
from bot.channels.telegram.memory import Recent
from bot.channels.telegram.reply import Reply
from bot.channels.telegram.under import A_PAGE, Under
from bot.question import Answer, Fact
from bot.say import Say
from bot.showing.lines import drawn as drawing
from bot.showing.photo import png
from bot.showing.sheet import filed

JUST_NOW = 10.0
"""Seconds in which the same press again is a double tap."""


@dataclass(frozen=True)
class Cabinet:
    """What is handed out from: pictures of cells, where the database is at hand, the font of charts, and the verdicts."""

    evidence: Evidence | None
    font: Path
    feedback: Feedback


class Handing:
    """Handles the buttons that `Under` makes."""

    def __init__(self, counter: Counter, under: Under, cabinet: Cabinet) -> None:
        self._counter, self._under, self._cabinet = counter, under, cabinet
        self._beyond = counter.talks.desk.beyond
        self._just_now: Recent[tuple[int, int, str], bool] = Recent(seconds=JUST_NOW)
        self._ways: Mapping[Kind, Callable[[Reply, Answer, Wish], Awaitable[None]]] = {
            Kind.SOURCE: self._source,
            Kind.HOW: self._how,
            Kind.CHART: self._chart,
            Kind.CSV: self._file,
            Kind.XLSX: self._file,
            Kind.MORE: self._more,
        }

    def handlers(self) -> Handlers:
        """Of buttons under answers, of any version."""
        return (CallbackQueryHandler(self.press, pattern=OURS),)

    async def press(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """One button. The spinner stops at once; a double tap gets nothing more."""
        counter, query = self._counter, update.callback_query
        assert query is not None
        wish, message = read(query.data or ""), query.message
        if wish is not None and message is not None and wish.kind in (Kind.GOOD, Kind.BAD):
            await self._judge(update, query, message, wish)
            return
        answer = self._meant(message, wish, query.from_user.id) if wish is not None and message is not None else None
        if wish is None or message is None or answer is None:
            await counter.expired(update)
            return
        counter.journal.event("pressed", kind=wish.kind.name.lower())
        tap = (message.chat.id, message.message_id, query.data or "")
        again = self._just_now.get(tap)
        self._just_now.put(tap, True)
        await counter.stop_spinner(query)
        if again:
            return
        try:
            await self._give(update, answer, wish)
        except BaseException:
            self._just_now.put(tap, False)
            raise

    def _meant(self, message: MaybeInaccessibleMessage, wish: Wish, presser: int) -> Answer | None:
        """The answer that the button stood under, worked out anew."""
        return self._counter.talks.reopen(wish.answer, time.time(), self._counter.conversation_of(message, presser))

    async def _judge(self, update: Update, query: CallbackQuery, message: MaybeInaccessibleMessage, wish: Wish) -> None:
        """👍 or 👎: on the answer as it was declined, or worked out anew."""
        on, presser = self._under.declined(message.chat.id, wish.answer), query.from_user.id
        if on is None and (answer := self._meant(message, wish, presser)) is not None:
            on = judged(answer.question, answer)
        if on is None:
            await self._counter.expired(update)
            return
        self._counter.journal.event("pressed", kind=wish.kind.name.lower())
        good = wish.kind is Kind.GOOD
        self._cabinet.feedback.record("good" if good else "bad", presser, on)
        await self._counter.stop_spinner(query, self._counter.say("verdict_good" if good else "verdict_bad", update))

    async def _give(self, update: Update, answer: Answer, wish: Wish) -> None:
        reply = Reply(self._counter, update, wish.answer)
        if wish.kind is Kind.PEERS:
            await self._peers(update, reply, answer)
        else:
            await self._ways[wish.kind](reply, answer, wish)

    # --- one way each

    async def _source(self, reply: Reply, answer: Answer, wish: Wish) -> None:
        """A picture of each cell, a few at a time; one that cannot be drawn gets a sentence in its place."""
        facts = self._beyond.ways(answer).sources
        shown = facts[wish.number : wish.number + A_PAGE]
        if self._cabinet.evidence is None or not shown:
            await reply.text(self._said("under_nothing", answer))
            return
        last = wish.number + len(shown)
        first = wish.number + reply.pass_over(len(shown))
        with reply.at_work(ChatAction.UPLOAD_PHOTO):
            drawing = [asyncio.create_task(self._drawn(fact, answer)) for fact in facts[first:last]]
            for place, (fact, task) in enumerate(zip(facts[first:last], drawing, strict=True), first + 1):
                caption, drawn = self._caption(fact, answer, place, len(facts)), await task
                keyboard = self._under.pages(answer, last, len(facts)) if place == last else None
                if isinstance(drawn, bytes):
                    await reply.photo(drawn, caption, keyboard)
                else:
                    await reply.text(f"{caption}\n{drawn}", keyboard)

    async def _drawn(self, fact: Fact, answer: Answer) -> bytes | str:
        """The picture of a cell, or why there is none."""
        assert self._cabinet.evidence is not None
        try:
            return await asyncio.to_thread(self._cabinet.evidence.picture, fact, answer.language)
        except Refused as refused:
            return str(refused) or self._said("under_no_picture", answer)

    async def _how(self, reply: Reply, answer: Answer, wish: Wish) -> None:
        chat = self._counter.conversation_of(reply.to, reply.presser)
        told = self._counter.talks.explain(wish.answer, time.time(), chat)
        await reply.text(told.text if told is not None else self._said("under_nothing", answer))

    async def _chart(self, reply: Reply, answer: Answer, wish: Wish) -> None:
        chart = self._beyond.chart(answer)
        if chart is None:
            await reply.text(self._said("under_nothing", answer))
            return
        with reply.at_work(ChatAction.UPLOAD_PHOTO):
            drawn = await asyncio.to_thread(lambda: png(drawing(chart), self._cabinet.font))
            await reply.photo(drawn, "\n".join((chart.title, *chart.footer)))

    async def _peers(self, update: Update, reply: Reply, answer: Answer) -> None:
        """The comparison, which is an answer like any other and a turn of the conversation."""
        question = self._beyond.ways(answer).peers
        said = self._counter.ask_settled(update, question) if question is not None else None
        await reply.text(*said) if said is not None else await reply.text(self._said("under_nothing", answer))

    async def _file(self, reply: Reply, answer: Answer, wish: Wish) -> None:
        with reply.at_work(ChatAction.UPLOAD_DOCUMENT):
            ending = "csv" if wish.kind is Kind.CSV else "xlsx"
            name, data = await asyncio.to_thread(filed, answer, self._say(answer), ending)
            told = self._said("under_file" if len(answer.facts) > 1 else "under_file_one", answer, count=len(answer.facts))
            await reply.document(data, name, told)

    async def _more(self, reply: Reply, answer: Answer, wish: Wish) -> None:
        """Questions that could follow, each of which has just been run."""
        choices = self._counter.talks.following(wish.answer, self._counter.today(), time.time())
        keyboard = self._counter.keyboard(choices, EXAMPLE)
        await reply.text(self._said("under_also" if choices else "under_nothing_more", answer), keyboard)

    # --- saying it

    def _caption(self, fact: Fact, answer: Answer, place: int, of: int) -> str:
        """Whose cell it is, of which year, which figure, what it holds and where it stands."""
        say = self._say(answer)
        value = say.number(fact.value, fact.unit) if fact.value is not None else say.state(fact.state)
        where = say("source.document_page", document=fact.document, page=fact.page) if fact.page else fact.document
        number = f"{place}/{of} · " if of > 1 else ""
        lines = (
            f"{number}{fact.agency.name} · {say('chart.years', years=fact.year)}",
            self._said("under_value", answer, field=say.field(fact.field), value=value),
            say("source", documents=where),
        )
        return "\n".join(lines)

    def _say(self, answer: Answer) -> Say:
        return self._beyond.say(answer.language)

    def _said(self, key: str, answer: Answer, **blanks: object) -> str:
        """A sentence of the channel's own in the language of the answer."""
        return self._counter.phrases.say(key, answer.language, **blanks)
