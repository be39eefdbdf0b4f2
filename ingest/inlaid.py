"""Pages that a script draws: the article stands in them as a string of a script, or in a field that does not show.

Only a page that shows no table of its own and no section of a report is looked through, and only for a table that is as
large as a report's: what a page hides beside a report that it shows is another one.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

_FEWEST_CELLS = 60
_OF_A_REPORT = re.compile("总体情况|主动公开政府信息|收到和处理|行政复议、|存在的主要问题")
_CELL = re.compile(r"(?:<|&lt;|\\u003c|\\x3c)t[dh]\b", re.IGNORECASE)
_SCRIPT = re.compile(r"<script\b[^<>]*>(.*?)(?:</script|\Z)", re.IGNORECASE | re.DOTALL)
_STRING = re.compile(r'"((?:[^"\\\n]|\\.)*+)"?|' + r"'((?:[^'\\\n]|\\.)*+)'?|" + r"`((?:[^`\\]|\\.)*+)`?", re.DOTALL)
_FIELD = re.compile(
    r"<(?:textarea|xmp)\b[^<>]*>(.*?)(?:</(?:textarea|xmp)|\Z)|<input\b[^<>]*?\bvalue\s*=\s*(?:\"([^\"]*)\"|'([^']*)')",
    re.IGNORECASE | re.DOTALL,
)
"""What is left open ends with the page, so that no piece of it is looked through twice."""

_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,5})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r?\n)|(.))", re.DOTALL)
_CONTROLS = {"n": "\n", "r": "\n", "t": "\t", "b": "", "f": "", "v": "", "0": ""}


def inlaid(page: str, shown: str) -> str | None:
    """The article's markup, out of the script or field with most cells; None where none has enough.

    `page` is the page's own markup, `shown` the text that it shows.
    """
    if _OF_A_REPORT.search("".join(shown.split())) or sum(1 for _ in _CELL.finditer(page)) < _FEWEST_CELLS:
        return None
    found = max(_candidates(page), key=lambda text: len(_CELL.findall(text)), default="")
    if len(_CELL.findall(found)) < _FEWEST_CELLS:
        return None
    return found if "<t" in found.lower() else html.unescape(found)


def _candidates(page: str) -> Iterator[str]:
    for script in _SCRIPT.finditer(page):
        strings = [match[match.lastindex or 0] for match in _STRING.finditer(script[1])]
        yield max((_unescaped(text) for text in strings), key=len, default="")
        yield script[1]
    for field in _FIELD.finditer(page):
        yield html.unescape(field[field.lastindex or 0])


def _unescaped(string: str) -> str:
    """What a string of a script stands for. Two halves of a character beyond the plane are put together."""
    if "\\" not in string:
        return string
    text = _ESCAPE.sub(_character, string)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _character(match: re.Match[str]) -> str:
    number = match[1] or match[2] or match[3]
    if number:
        place = int(number, 16)
        return chr(place) if place <= 0x10FFFF else ""
    return "" if match[4] else _CONTROLS.get(match[5], match[5])
