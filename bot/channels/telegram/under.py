"""Which buttons an answer gets: only those that will work, and so cheaply that no answer waits for them.

Suggestions have to be run before they can be offered, so they stand behind a button of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.channels.telegram.callbacks import Kind, Wish, written
from bot.channels.telegram.feedback import Judged, judged
from bot.channels.telegram.memory import Recent
from bot.channels.telegram.phrases import Phrases
from bot.question import Answer
from bot.showing.ways import Beyond

A_ROW = 3
A_PAGE = 4
"""Pictures that one press sends; what is left is offered under the last of them."""
_PAGES = 20
_DECLINED = 1000
"""Answers without figures, of all chats, on which a verdict can still be given."""


class Under:
    """Makes the keyboards. `sees` tells whether the originals are at hand, so that a cell can be shown in its document."""

    def __init__(self, beyond: Beyond, phrases: Phrases, sees: bool) -> None:
        self._beyond, self._phrases, self._sees = beyond, phrases, sees
        self._declined: Recent[tuple[int, str], Judged] = Recent(_DECLINED)

    def keyboard(self, chat: int, answer: Answer) -> InlineKeyboardMarkup | None:
        """The buttons under an answer in a chat; none under help, nor where something is asked back."""
        if answer.id is None or answer.choices or answer.operation == "help":
            return None
        verdicts = [self._button(answer, Kind.GOOD, "👍"), self._button(answer, Kind.BAD, "👎")]
        if answer.status != "answered":
            self._declined.put((chat, str(answer.id)), judged(answer.question, answer))
            return InlineKeyboardMarkup([verdicts])
        ways = list(self._ways(answer))
        last = [*verdicts, self._named(answer, Kind.MORE, "under_more")]
        return InlineKeyboardMarkup([*rows_of(ways), last])

    def declined(self, chat: int, id: str) -> Judged | None:
        """An answer without figures that was given in that chat not long ago; those with figures are kept elsewhere."""
        return self._declined.get((chat, id))

    def forget(self, chat: int) -> None:
        """What was declined in a chat is not remembered any more."""
        self._declined.drop(lambda key: key[0] == chat)

    def pages(self, answer: Answer, shown: int, of: int) -> InlineKeyboardMarkup | None:
        """Buttons for the pictures that are left, each for a few: 5-8, 9-12."""
        starts = range(shown, of, A_PAGE)[:_PAGES]
        labels = [(start, f"{start + 1}-{min(start + A_PAGE, of)}" if start + 1 < of else f"{of}") for start in starts]
        buttons = [self._button(answer, Kind.SOURCE, label, start) for start, label in labels]
        return InlineKeyboardMarkup(rows_of(buttons, 5)) if buttons else None

    def _ways(self, answer: Answer) -> Iterator[InlineKeyboardButton]:
        ways = self._beyond.ways(answer)
        if self._sees and ways.sources:
            yield self._named(answer, Kind.SOURCE, "under_source")
        yield self._named(answer, Kind.HOW, "under_how")
        if ways.chart or ways.trend is not None:
            yield self._named(answer, Kind.CHART, "under_chart" if ways.chart else "under_trend")
        if ways.peers is not None:
            yield self._named(answer, Kind.PEERS, "under_peers")
        if answer.facts:
            yield self._button(answer, Kind.CSV, "CSV")
            yield self._button(answer, Kind.XLSX, "Excel")

    def _named(self, answer: Answer, kind: Kind, key: str) -> InlineKeyboardButton:
        return self._button(answer, kind, self._phrases.say(key, answer.language))

    def _button(self, answer: Answer, kind: Kind, label: str, number: int = 0) -> InlineKeyboardButton:
        return InlineKeyboardButton(label, callback_data=written(Wish(kind, str(answer.id), number)))


def rows_of(buttons: Sequence[InlineKeyboardButton], wide: int = A_ROW) -> list[list[InlineKeyboardButton]]:
    """Rows of so many at most, as even as they go: four are two and two, not three and one."""
    if not buttons:
        return []
    count = -(-len(buttons) // wide)
    size, longer = divmod(len(buttons), count)
    ends = [sum(size + (row < longer) for row in range(upto)) for upto in range(count + 1)]
    return [list(buttons[start:end]) for start, end in pairwise(ends)]
