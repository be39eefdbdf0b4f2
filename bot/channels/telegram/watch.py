"""The watch: looks now and then whether a followed agency has a new report or other figures, and tells who follows it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from telegram import Bot, LinkPreviewOptions
from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError

from bot.channels.telegram.delivery import insist, marking
from bot.channels.telegram.following import Due, Followed, Following
from bot.channels.telegram.pieces import pieces
from bot.channels.telegram.read_out import ReadOut
from bot.fetch.changes import Reports, read

LOG = logging.getLogger(__name__)
EVERY = 5.0
"""Seconds between two looks; a database in which nothing was written costs a look at one number."""
_PAUSE = 0.05
"""Seconds between two messages: Telegram takes thirty a second, and answers go first."""


class Watch:
    """One task beside the poll. `read_out` makes the voice for a language; `reports` is a connection of the watch's own."""

    def __init__(self, bot: Bot, following: Following, reports: Reports, read_out: Callable[[str], ReadOut]) -> None:
        self._bot, self._following, self._reports, self._read_out = bot, following, reports, read_out
        self._looked: Any = None

    async def run(self) -> None:
        """Until it is cancelled. A fault of one round is logged, and the next round tries again."""
        while True:
            try:
                await self.round()
            except InvalidToken:
                return  # the poll sees it too, and ends the bot
            except Exception as error:  # months unattended: one bad round must not end the watch
                LOG.error("The watch could not look: %r", error)
                LOG.debug("Where it broke down", exc_info=error)
            await asyncio.sleep(EVERY)

    async def round(self) -> None:
        """One look, and all that is due."""
        self._reports.facts.look()
        followers = self._following.followers()
        state = (self._reports.facts.state, frozenset(followers))
        if followers and state != self._looked:
            await self._look(followers)
        self._looked = state
        for due in self._following.due():
            await self._tell(due)

    async def _look(self, followers: dict[str, list[Followed]]) -> None:
        """Compares what is stored with what was seen, and notes who is to be told of it."""
        marks = await asyncio.to_thread(self._reports.marks, followers)
        before = self._following.marks()
        news = sorted(report for report, mark in marks.items() if before.get(report) != mark)
        if not news:
            return
        old = {report: self._following.cells(*report) for report in news}
        # Before the texts: what is written between the two is told twice then, and not never.
        seen = await asyncio.to_thread(self._reports.seen, news, marks)
        texts = await asyncio.to_thread(self._texts, old, followers)
        # Whoever has stopped in the meantime is not told any more.
        still = {(one.user, one.agency) for each in self._following.followers().values() for one in each}
        self._following.note(seen, [(user, text) for user, agency, text in texts if (user, agency) in still])

    def _texts(
        self, old: Mapping[tuple[str, int], str | None], followers: Mapping[str, list[Followed]]
    ) -> list[tuple[int, str, str]]:
        """User, agency and text for each message; a text is made once for each language."""
        texts: list[tuple[int, str, str]] = []
        for (agency, year), cells in old.items():
            said: dict[str, str | None] = {}
            for one in followers.get(agency, ()):
                if one.language not in said:
                    said[one.language] = self._text(one, year, cells)
                text = said[one.language]
                if text:
                    texts.append((one.user, agency, text))
        return texts

    def _text(self, one: Followed, year: int, cells: str | None) -> str | None:
        """What is told of a report; None where no figure of it is another."""
        voice = self._read_out(one.language)
        if cells is None:
            return voice.added(one.agency, one.name, year)
        return voice.changed(one.agency, one.name, year, read(cells))

    async def _tell(self, due: Due) -> None:
        """Sends one message. Who has blocked the bot, or is gone, follows nothing any more."""
        parts = pieces(due.text)
        try:
            for number, part in enumerate(parts[due.sent :], start=due.sent):
                call = partial(self._bot.send_message, due.user, part, link_preview_options=LinkPreviewOptions(is_disabled=True))
                await insist(
                    marking(
                        call, partial(self._following.set_sent, due, number + 1), partial(self._following.set_sent, due, number)
                    )
                )
                await asyncio.sleep(_PAUSE)
        except (Forbidden, BadRequest) as error:
            LOG.info("A subscriber cannot be reached any more: %s", error)
            self._following.leave(due.user)
        except InvalidToken:
            raise
        except TelegramError as error:
            LOG.error("A message to a subscriber waits for the next round: %s", error)
            return
        self._following.done(due)
