"""Whether two readings are of one and the same report: it often stands on two sites, as a page and as a PDF.

Every cell must hold the same. The text may differ in white space, width and marks, and in what a site sets around the
report: lines without a full stop before section one (where one is) and behind the end of the last section (who runs the
site). Any other difference makes another report, whose former state is then kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from ingest.report import State
from ingest.rows import Rows, decode
from ingest.script import clean, narrow

_STOPS = ("。", "！", "？", "；")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[.,](?=\d)")
"""A mark that counts: 1.5 is not 15."""


def same_report(old: Rows, new: Rows) -> bool:
    """Whether the second reading adds nothing to the first."""
    return _figures(old) == _figures(new) and _same_text(_texts(old), _texts(new))


def _figures(rows: Rows) -> dict[str, tuple[State, Decimal | None]]:
    return {key: (figure.state, figure.value) for key, figure in decode(rows.values, rows.cells).items()}


def _texts(rows: Rows) -> dict[int, str]:
    return {number: text for number, _, text, _ in rows.sections}


def _same_text(one: Mapping[int, str], two: Mapping[int, str]) -> bool:
    numbers = [{number for number in texts if number} for texts in (one, two)]
    if numbers[0] != numbers[1] or not _same_opening(one.get(0, ""), two.get(0, "")):
        return False
    last = max(numbers[0], default=0)
    return all(_letters(one[n]) == _letters(two[n]) or (n == last and _same_end(one[n], two[n])) for n in numbers[0])


def _same_opening(one: str, two: str) -> bool:
    """Sentences count, and what stands in a line before them does not: the title may run on into the first."""
    shorter, longer = sorted((_sentences(one), _sentences(two)), key=len)
    return shorter == longer or (bool(shorter) and longer.endswith(shorter) and _is_title(longer[: -len(shorter)]))


def _is_title(letters: str) -> bool:
    return letters.endswith("报告") and len(letters) < 80


def _sentences(text: str) -> str:
    """The letters of the lines that hold a whole sentence."""
    return "".join(_letters(line) for line in text.splitlines() if any(stop in line for stop in _STOPS))


def _same_end(one: str, two: str) -> bool:
    """Whether one goes on where the other ends, in lines that are no sentences. Where one is empty, nobody can tell."""
    shorter, longer = sorted((one, two), key=lambda text: len(_letters(text)))
    lines = longer.splitlines()
    kept = next((n for n in range(1, len(lines)) if _letters("".join(lines[:n])) == _letters(shorter)), None)
    return kept is not None and not any(stop in line for line in lines[kept:] for stop in _STOPS)


def _letters(text: str) -> str:
    """Letters and digits, in one width."""
    printed = narrow(clean(text))
    marked = _BETWEEN_DIGITS.sub("\0", printed)
    return "".join(char for char in marked if char.isalnum() or char == "\0")
