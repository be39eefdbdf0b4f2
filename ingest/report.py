"""The nouns of reading: what a document, a cell and a checked report are. Frozen, and without verbs.

Document  what a reader makes of a file: lines and grids in reading order
Printed   what stands in the place of one field, not yet read as a number
Figure    one cell of the form, with its state, its value and the place where it is printed
Report    the figures, the text and the findings of one agency's report on one year
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NoReturn

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in PDF points from the upper left corner of the page."""


class State(StrEnum):
    """What a cell of the form can be. Only NUMBER has a value; no other state is ever read as 0."""

    NUMBER = "number"
    BLANK = "blank"
    DASH = "dash"
    UNREADABLE = "unreadable"
    MISSING = "missing"
    NOT_ON_FORM = "not_on_form"


@dataclass(frozen=True, slots=True)
class Text:
    """One line or paragraph of running text. `page` counts from 1; page and box are None where there are none."""

    text: str
    page: int | None = None
    box: Box | None = None
    heading: bool = False


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell of a ruled or tabbed table, spans already laid out.

    `text` is what is printed (inner line breaks kept); `origin` is False in the further places that a merged cell
    covers, so that a merged label counts once. `candidates` are all readings of a scanned cell that its picture allows,
    the likeliest first and equal to `text`; none where it was printed as text.
    """

    text: str
    page: int | None = None
    box: Box | None = None
    origin: bool = True
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as rows of cells. Rows may differ in length: nothing below relies on counting columns."""

    rows: tuple[tuple[GridCell, ...], ...]
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader makes of one file. `titles` are candidates for the report's title, best first (may be empty).

    `links` are the frames and attachments of a web page in its own words, likeliest first: the report may be in one.
    """

    name: str
    kind: str
    sha256: str
    titles: tuple[str, ...]
    blocks: tuple[Text | Grid, ...]
    pages: int | None = None
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Printed:
    """What stands in the place of one field, to the letter.

    `unit` is what the column's header says; `why` names the mend by which the place was found; `doubt` is there where
    it cannot be told what stands in the place, and says why. `candidates` are those of a scanned cell.
    """

    key: str
    raw: str
    page: int | None = None
    box: Box | None = None
    unit: str | None = None
    why: str | None = None
    doubt: str | None = None
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell of the form. `key` is `row.column` (`granted.total`); `raw` is what was printed, to the letter.

    It has neither truth nor a float value on purpose: whoever wants the number must ask for the state first.
    """

    key: str
    state: State
    value: Decimal | None = None
    raw: str | None = None
    page: int | None = None
    box: Box | None = None
    unit: str | None = None
    """件, 万元 or 元 where the cell or its header says so; None where only the form's own unit is known."""
    why: str | None = None
    """The name of the mend by which it was read, where one was needed."""

    def __bool__(self) -> NoReturn:
        raise TypeError("a figure has no truth value: ask for its state")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a report that a reader of its figures must know.

    `check` is the name of the check or mend; `severity` is "error" (a sum fails, a cell is unreadable), "warning"
    (a label was near, not exact) or "note". `zh` and `en` are whole sentences. left, right and difference are the two
    sides of a failing sum.
    """

    check: str
    severity: str
    fields: tuple[str, ...]
    zh: str
    en: str
    left: Decimal | None = None
    right: Decimal | None = None
    difference: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Agency:
    """Who reports. `id` is ADCODE/ORGAN; `name` is as printed; region is the code, None where several are possible."""

    id: str
    name: str
    region: str | None
    region_name: str
    organ: str | None


@dataclass(frozen=True, slots=True)
class Section:
    """The text of one of the six sections (1 to 6), headings and tables left out. 0 is what stands before section one.

    A report in free text also has 7 (收费及减免), 8 (an annexed table, row by row) and others from 9 on.
    """

    number: int
    heading: str
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class ProseFigure:
    """A number in running text with its sentence: `subject` is what is counted (微信公众号发布信息), unit 条, 件 …"""

    section: int
    subject: str
    value: Decimal
    unit: str
    sentence: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One checked report. `figures` holds every key that the form prints, whatever its state."""

    document: str
    kind: str
    sha256: str
    title: str
    agency: Agency
    year: int
    form: str
    figures: Mapping[str, Figure]
    findings: tuple[Finding, ...]
    sections: tuple[Section, ...]
    prose: tuple[ProseFigure, ...]
    pages: int | None = None
