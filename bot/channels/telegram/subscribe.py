"""/subscribe: an agency whose new reports and changed figures one is told of; alone it lists them, with buttons to stop."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ContextTypes, filters

from bot.channels.telegram.counter import Counter, Handlers, Keyboard
from bot.channels.telegram.following import MOST, Following
from bot.channels.telegram.listeners import Listeners
from bot.channels.telegram.whence import behind, chat_of, message_of
from bot.fetch.changes import Reports, Seen

FOLLOW, STOP = "w1f:", "w1x:"
_MOST_BUTTONS = 8


@dataclass(frozen=True)
class Offer:
    """An agency that can be followed."""

    id: str
    name: str


class Subscribe:
    """Handles /subscribe and its buttons, in private chats."""

    def __init__(self, counter: Counter, following: Following, reports: Reports, listeners: Listeners) -> None:
        self._counter, self._following, self._reports, self._listeners = counter, following, reports, listeners

    def handlers(self) -> Handlers:
        """Tried before those of unknown commands and of other buttons."""
        return (
            CommandHandler("subscribe", self.subscribe, filters.UpdateType.MESSAGE),
            CallbackQueryHandler(self.press, pattern=rf"^({FOLLOW}|{STOP})"),
        )

    async def subscribe(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """With a name: that agency. Alone: what is followed, and the agency of the last answer as an offer."""
        counter, message = self._counter, message_of(update)
        if message.chat.type != message.chat.PRIVATE:
            await counter.post(update, counter.say("subscribe_private", update))
            return
        name = behind(message.text or "")
        if not name:
            await counter.post(update, *self._listed(update))
            return
        offers = [Offer(agency.id, label) for agency, label in counter.agencies_named(name)]
        if len(offers) == 1:
            await counter.post(update, await self._follow(update, offers[0]), self._list(update))
        elif offers:
            await counter.post(update, counter.say("subscribe_which", update), self._choices(offers))
        else:
            await counter.post(update, counter.say("subscribe_unknown", update, name=name[:60]))

    async def press(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Follow or stop; the list under which the button stood is written anew."""
        counter, query = self._counter, update.callback_query
        assert query is not None
        kind, _colon, rest = (query.data or "").partition(":")
        said = None
        if f"{kind}:" == FOLLOW:
            agency = self._reports.agency(counter.inbox.question(rest) or "")
            said = await self._follow(update, Offer(agency.id, agency.name)) if agency else None
        elif rest.isdigit():
            one = self._following.stop(query.from_user.id, int(rest))
            said = counter.say("subscribe_stopped", update, name=one.name) if one else None
        await counter.stop_spinner(query, None if said else counter.say("button_gone", update))
        if query.message is not None:
            text, keyboard = self._listed(update)
            await counter.replace(update, (query.message.message_id,), f"{said}\n\n{text}" if said else text, keyboard)

    async def _follow(self, update: Update, offer: Offer) -> str:
        user, say = update.effective_user, self._counter.say
        assert user is not None
        seen = await asyncio.to_thread(self._stand, offer.id)
        language = self._counter.language(update)
        done = self._following.follow(user.id, offer.id, offer.name, language, seen)
        if done is None:
            return say("subscribe_full", update, most=MOST)
        return say("subscribe_done" if done else "subscribe_already", update, name=offer.name)

    def _stand(self, id: str) -> dict[tuple[str, int], Seen]:
        marks = self._reports.marks([id])
        return self._reports.seen(marks, marks)

    def _listed(self, update: Update) -> tuple[str, Keyboard]:
        """What is followed; where nothing is, how to begin."""
        user, say = update.effective_user, self._counter.say
        held = self._following.of(user.id) if user else []
        head = say("subscribe_list", update, count=len(held)) if held else say("subscribe_none", update)
        return "\n".join([head, *(f"· {one.name}" for one in held)]), self._list(update)

    def _list(self, update: Update, only: Offer | None = None) -> Keyboard:
        """A button to stop for each agency that is followed, and offers: the agencies of the last answer. Of `only`, who has
        just been named, no more than the one to stop."""
        user, say = update.effective_user, self._counter.say
        assert user is not None
        held = [one for one in self._following.of(user.id) if only is None or one.agency == only.id]
        told = self._listeners.agencies(chat_of(message_of(update))) if only is None else ()
        offers = [Offer(agency.id, agency.name) for agency in told if agency.id not in {one.agency for one in held}]
        follow = [self._button(offer, say("subscribe_follow", update, name=offer.name)) for offer in offers[:_MOST_BUTTONS]]
        stop = [
            InlineKeyboardButton(say("subscribe_stop", update, name=one.name), callback_data=f"{STOP}{one.no}") for one in held
        ]
        return InlineKeyboardMarkup([[button] for button in (*follow, *stop)]) if follow or stop else None

    def _choices(self, offers: list[Offer]) -> Keyboard:
        return InlineKeyboardMarkup([[self._button(offer, offer.name)] for offer in offers[:_MOST_BUTTONS]])

    def _button(self, offer: Offer, label: str) -> InlineKeyboardButton:
        return InlineKeyboardButton(label, callback_data=FOLLOW + self._counter.inbox.button(offer.id))
