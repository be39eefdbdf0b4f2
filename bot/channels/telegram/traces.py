"""Which message of the bot answers which message of a person, and which answer it holds: numbers, no words.

By them an edited question finds its answer, and a reply the answer that it speaks of, though the process has ended in between.
Two tables of the notebook; Telegram lets people edit for two days, and for so long they are kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from telegram import InlineKeyboardMarkup

from bot.channels.telegram.callbacks import read
from bot.channels.telegram.notebook import Notebook
from bot.channels.telegram.whence import digest_of


@dataclass(frozen=True, slots=True)
class Posted:
    """What stands in the chat as the answer to a message: a digest of the text that was answered, and the ids of the answer."""

    question: bytes | None
    messages: tuple[int, ...]

    def is_to(self, text: str) -> bool:
        """Whether it answers this text. The texts themselves, up to 4,096 characters each, are not kept."""
        return self.question == digest_of(text)


@dataclass(frozen=True, slots=True)
class Shown:
    """A message of the bot: for whom it was, and the id of the answer that it holds, where it can be opened again."""

    person: int | None
    answer: str | None


class Traces:
    """Reads and writes the two tables. What a full disk refuses is forgotten."""

    def __init__(self, notebook: Notebook) -> None:
        self._book = notebook

    def answered(self, chat: int, message: int, person: int | None, question: bytes | None, ids: Sequence[int]) -> None:
        """These messages of the bot are the answer to that message."""
        row = (chat, message, person, question, " ".join(map(str, ids)), self._book.clock())
        self._book.write("INSERT OR REPLACE INTO posted VALUES (?, ?, ?, ?, ?, ?)", row)

    def posted(self, chat: int, message: int) -> Posted | None:
        """What stands in the chat as the answer to that message."""
        rows = self._book.rows("SELECT question, ids FROM posted WHERE chat = ? AND message = ?", (chat, message))
        return Posted(rows[0][0], tuple(map(int, rows[0][1].split()))) if rows else None

    def shows(self, chat: int, topic: int | None, message: int, shown: Shown) -> None:
        """That message of the bot was for that person, and holds that answer."""
        row = (chat, topic or 0, message, shown.person, shown.answer, self._book.clock())
        self._book.write("INSERT OR REPLACE INTO shown VALUES (?, ?, ?, ?, ?, ?)", row)

    def shown(self, chat: int, message: int) -> Shown | None:
        """What is known of a message of the bot."""
        rows = self._book.rows("SELECT user, answer FROM shown WHERE chat = ? AND message = ?", (chat, message))
        return Shown(*rows[0]) if rows else None

    def latest(self, chat: int, topic: int | None, most: int = 10) -> list[str]:
        """The ids of the last answers in a chat, whoever asked, the latest first."""
        sql = "SELECT answer FROM shown WHERE chat = ? AND topic = ? AND answer IS NOT NULL ORDER BY message DESC LIMIT ?"
        return [answer for (answer,) in self._book.rows(sql, (chat, topic or 0, most))]


def answer_under(keyboard: InlineKeyboardMarkup | None) -> str | None:
    """The id of the answer that the buttons under a message are about."""
    buttons = (button.callback_data for row in (keyboard.inline_keyboard if keyboard else ()) for button in row)
    wishes = (read(data) for data in buttons if isinstance(data, str))
    return next((wish.answer for wish in wishes if wish is not None), None)
