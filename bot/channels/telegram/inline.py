"""Inline mode: `@bot 红旗区卫健委 2022 许可` in any chat offers the answer with its source, to be posted as one message.

No conversation is leant on and none is kept: what is typed here is read by nobody but the one who types.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator

from telegram import (
    InlineQueryResultArticle,
    InputTextMessageContent,
    Update,
)
from telegram.ext import ContextTypes, InlineQueryHandler

from bot.channels.telegram.counter import NO_PREVIEW, Counter, Handlers
from bot.channels.telegram.feedback import id_of
from bot.channels.telegram.layout import laid_out
from bot.channels.telegram.pieces import pieces
from bot.channels.telegram.redact import bare
from bot.question import Answer

LOG = logging.getLogger(__name__)
MOST = 6
KEPT = 60
"""Seconds for which Telegram may give the same results again: reports are stored meanwhile."""
_TITLE, _BELOW = 100, 200
_LOST = ("not_understood", "out_of_domain", "missing_slot")
"""Reasons that tell whoever is still typing nothing but to type on."""


class Inline:
    """Handles inline queries."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def handlers(self) -> Handlers:
        """Of every inline query."""
        return (InlineQueryHandler(self.query),)

    async def query(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """The answer, or one for each choice where it could be several; else what to type."""
        counter, query = self._counter, update.inline_query
        assert query is not None
        try:
            results = [_article(answer, title) for answer, title in self._found(query.query.strip())]
        except Exception as error:  # nobody could be told: there is no message to reply to
            LOG.error("An inline query could not be answered: %s", bare(error))
            results = []
        personal = not results
        results = results or [self._hint(update)]
        unique = list({result.id: result for result in results}.values())
        answer = counter.bot.answer_inline_query
        await counter.delivery.attempt(lambda: answer(query.id, unique, cache_time=KEPT, is_personal=personal))

    def _found(self, text: str) -> Iterator[tuple[Answer, str]]:
        """Answers with the line to show for each."""
        answer = self._answer(text) if text else None
        if answer is None or answer.operation == "help":
            return
        if answer.status == "answered" or (answer.status == "declined" and answer.reason not in _LOST):
            yield answer, ""
        for choice in answer.choices[:MOST]:
            told = self._answer(choice.question)
            if told.status == "answered":
                yield told, choice.label

    def _answer(self, text: str) -> Answer:
        counter = self._counter
        with counter.meters.timed():
            answer, _ = counter.talks.desk.answer(text, None, counter.today())
        counter.meters.answered(answer)
        counter.journal.event("inline", text, status=answer.status, reason=answer.reason, operation=answer.operation)
        return answer

    def _hint(self, update: Update) -> InlineQueryResultArticle:
        say, name = self._counter.say, self._counter.bot.username
        example = next(iter(self._counter.examples_of(update)), say("inline_hint", update))
        return InlineQueryResultArticle(
            "hint",
            say("inline_hint", update),
            InputTextMessageContent(f"@{name} {example}", link_preview_options=NO_PREVIEW),
            description=say("inline_type", update, example=example),
        )


def _article(answer: Answer, label: str) -> InlineQueryResultArticle:
    """One result: the first line is shown, the whole is posted."""
    text = _posted(answer)
    first, _, rest = laid_out(answer).partition("\n")
    title, below = (label, first) if label else (first, rest)
    return InlineQueryResultArticle(
        id_of(answer),
        pieces(title, _TITLE)[0],
        InputTextMessageContent(text, link_preview_options=NO_PREVIEW),
        description=pieces(below.strip() or first, _BELOW)[0],
    )


def _posted(answer: Answer) -> str:
    """The answer on one line with its source, but in lines where it has a table or is long; never more than a message holds."""
    text = laid_out(answer)
    if len(answer.bodies) == 1 and answer.bodies[0].table is None:
        text = ("" if answer.language == "zh" else " ").join(line.strip() for line in text.splitlines() if line.strip())
    return pieces(text)[0]
