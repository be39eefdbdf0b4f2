"""The check of the text across two years: sections five and six that say what last year's report said.

The problems found and what is to be done about them are written anew each year. A section that repeats last year's but
for its figures is a note, no error: every figure of the report may be right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ingest.likeness import Likeness, likeness
from ingest.report import Finding

REPEATED = "same_text_as_last_year"

SECTIONS = {5: ("第五部分", "Section five"), 6: ("第六部分", "Section six")}
"""The sections that are compared, with their names in Chinese and English."""

_LONG = 100
"""Characters from which on a section can be said to repeat another: a sentence or two are the same by chance."""

_REPEATED = 90
"""Percent."""


def repeated(year: int, last: Mapping[int, str], this: Mapping[int, str]) -> Iterator[Finding]:
    """The findings on the report of `year`, given the text of its sections and of last year's, each by number."""
    for section, names in SECTIONS.items():
        if section in last and section in this and len(this[section]) >= _LONG:
            found = likeness(this[section], last[section])
            if found.characters >= _LONG and 100 * found.alike >= _REPEATED * found.characters:
                yield _finding(year, names, found)


def _finding(year: int, names: tuple[str, str], found: Likeness) -> Finding:
    """Percents are rounded down: 100 is the whole text and nothing less."""
    alike, equal = (100 * part // found.characters for part in (found.alike, found.equal))
    zh = f"{names[0]}与{year - 1}年报告相同{alike}%（数字不计），逐字相同{equal}%。"
    en = f"{names[1]} is {alike}% the same as in the {year - 1} report, figures apart, and {equal}% to the letter."
    return Finding(REPEATED, "note", (), zh, en)
