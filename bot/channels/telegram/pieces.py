"""Parting a long answer: messages that Telegram takes, cut at line ends.

Telegram counts a message in UTF-16 units, so a character outside the basic plane (𠮷, an emoji) counts twice
(Bot API, sendMessage: 1–4096 characters after entities parsing).
"""

from __future__ import annotations

LIMIT = 4096


def units(text: str) -> int:
    """Length as Telegram counts it."""
    return len(text) + sum(ch > "\uffff" for ch in text)


def pieces(text: str, limit: int = LIMIT) -> list[str]:
    """The text in pieces of at most `limit` units: whole lines where lines fit, else cut lines.

    No character but the line ends (and the blanks) between two pieces is lost; a blank text gives no piece.
    """
    done: list[str] = []
    held = ""
    for line in text.splitlines(keepends=True):
        if units(held) + units(line.rstrip("\n")) > limit:
            done.append(held)
            held = ""
        *full, held = _cut(held + line, limit)
        done.extend(full)
    done.append(held)
    return [piece for piece in (piece.strip() for piece in done) if piece]


def _cut(line: str, limit: int) -> list[str]:
    """A line in runs of at most `limit` units, never through a character; the last run may end in a line end."""
    runs: list[str] = []
    start, used = 0, 0
    for at, ch in enumerate(line):
        if ch == "\n" and at == len(line) - 1:
            break
        used += units(ch)
        if used > limit:
            runs.append(line[start:at])
            start, used = at, units(ch)
    return [*runs, line[start:]]
