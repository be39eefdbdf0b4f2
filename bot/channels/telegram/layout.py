"""Answers as a phone shows them: tables as lines that need no columns, and long answers page by page.

In the letters of a chat, columns made of blanks do not stand under each other; nor do they in monospaced type on most phones,
where a Chinese character is not as wide as two others, and a line of more than some thirty breaks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.channels.telegram.pieces import pieces, units
from bot.question import Answer
from bot.saying.lay import drawn
from bot.saying.said import Table

PAGE = "n1:"
_MOST_UNITS, _MOST_LINES = 3000, 30
"""Of a page: somewhat more than a phone shows at once."""
_AT_ONCE = 4096, 40
"""An answer of no more than this is not parted."""


def laid_out(answer: Answer) -> str:
    """The text with each table in lines: 名称：数量, and 名称：2022年 3件，2023年 5件 where figures stand in several columns."""
    text = answer.text
    for body in answer.bodies:
        if body.table is not None:
            text = text.replace("\n".join(drawn(body.table)), "\n".join(_lines(body.table, answer.language)), 1)
    return text


def _lines(table: Table, language: str) -> list[str]:
    colon, comma = ("：", "，") if language == "zh" else (": ", ", ")
    return [_line(table, row, colon, comma) for row in table.rows]


def _line(table: Table, row: Sequence[str], colon: str, comma: str) -> str:
    first = max(1, len(row) - max(1, table.numbers))
    names, figures = list(row[:first]), row[first:]
    rank = f"{names.pop(0)}. " if len(names) > 1 and names[0].isdecimal() and len(names[0]) < 4 else ""
    heads = table.header[first:]
    told = figures if len(figures) < 2 else [f"{head} {figure}" for head, figure in zip(heads, figures, strict=True)]
    return f"{rank}{' · '.join(names)}{colon}{comma.join(told)}"


def pages(text: str) -> list[str]:
    """The pages of an answer: whole lines, none of more than a screen or so; one where it is short."""
    if units(text) <= _AT_ONCE[0] and text.count("\n") < _AT_ONCE[1]:
        return [text]
    done: list[list[str]] = [[]]
    for line in (piece for part in text.split("\n") for piece in (pieces(part, _MOST_UNITS) or [""])):
        if len(done[-1]) == _MOST_LINES or units("\n".join([*done[-1], line])) > _MOST_UNITS:
            done.append([])
        done[-1].append(line)
    return [page for page in ("\n".join(lines).strip("\n") for lines in done) if page.strip()]


def with_turner(keyboard: InlineKeyboardMarkup | None, id: str, page: int, of: int) -> InlineKeyboardMarkup | None:
    """The buttons with those that turn the page, which come first."""
    others = [row for row in (keyboard.inline_keyboard if keyboard else ()) if not str(row[0].callback_data).startswith(PAGE)]
    turn = turner(page, of, lambda label, to: _button(label, id, to))
    return InlineKeyboardMarkup([turn, *others]) if of > 1 else keyboard


def turner(page: int, of: int, button: Callable[[str, int], InlineKeyboardButton]) -> list[InlineKeyboardButton]:
    """◀ 2/5 ▶: the row that turns pages; `button` makes the one of a label that leads to a page."""
    labels = [*([("◀", page - 1)] if page else []), (f"{page + 1}/{of}", page), *([("▶", page + 1)] if page + 1 < of else [])]
    return [button(label, to) for label, to in labels]


def _button(label: str, id: str, page: int) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=f"{PAGE}{id}:{page}")
