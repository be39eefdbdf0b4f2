"""Questions by the API: the card of an answer, the same as the terminal prints, and answers that were given before."""

from __future__ import annotations

import json
import time
from datetime import date
from typing import Any

from bot.card import card_of
from bot.channels.web.api.arguments import Arguments
from bot.channels.web.api.problems import Problem
from bot.channels.web.site import Site

PLACE = "api/"
"""Stands before the name of a conversation: one of the page cannot be taken up by the API, nor the other way round."""


class Asking:
    """Answers questions at the desk of the site."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def ask(self, said: Arguments) -> bytes:
        """The answer to the parameters of the address."""
        return await self._answered(said["q"], said["talk"], said["today"], None)

    async def ask_by_post(self, said: Arguments) -> bytes:
        """The answer to a JSON object, which may bring an id of its own."""
        day = date.fromisoformat(said["today"]) if "today" in said else None
        return await self._answered(said["question"], said.get("talk"), day, said.get("id"))

    async def open_answer(self, said: Arguments) -> bytes:
        """An answer that was given in a conversation, over what is stored now."""
        answer = await self._site.reopen(said["id"])
        if answer is None:
            raise Problem(404, "no_answer", id=said["id"])
        return written(card_of(answer))

    async def _answered(self, text: str, talk: str | None, day: date | None, id: Any) -> bytes:
        """Without a conversation nothing is kept: the answer is the same for whoever asks."""
        site, today = self._site, day or self._site.today()
        if talk is None:
            answer, _ = await site.at_desk(site.talks.desk.answer, text, None, today)
        else:
            answer, _ = await site.at_desk(site.talks.turn, f"{PLACE}{talk}", text, today, time.time())
        return written(card_of(answer, id))


def written(card: dict[str, Any]) -> bytes:
    """As `python -m bot ask --json` prints it."""
    return json.dumps(card, ensure_ascii=False).encode("utf-8", "replace")
