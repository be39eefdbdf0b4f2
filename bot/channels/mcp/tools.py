"""What is offered to an assistant: each tool with its title, its description, what it takes and what it gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.channels.mcp.schemas import AGENCIES, ANSWER, SOURCE, Schema, listed, one_of, shape, text, unexplained, whole

NAME = "gongkai"
TITLE = "Annual reports on government information disclosure in China"
INSTRUCTIONS = (
    "Figures from 政府信息公开工作年度报告, the annual reports in which Chinese agencies say what they published, permitted,"
    " punished and disclosed. Every figure is a cell of a stored document, exactly as printed; nothing is estimated. When you"
    " use one, name the agency, the year, the unit, and the document with its page. Only the state number has a value: blank,"
    " dash, unreadable, missing and not_on_form mean that no number is known, and none of them is 0; never put a 0, a guess or"
    " another year in its place. Where status is clarify, offer the choices to the person; where it is declined, say so and"
    " why. Tell the person what stands in assumed and notes. Use ask for questions in words, in Chinese or English; the other"
    " tools take keys such as 411602/health and permits.decided as well as names."
)

_BLANKS = (
    " A cell that holds no number (blank, dash, unreadable, missing, not_on_form) is not 0: say that there is no figure, never"
    " put 0 in its place. Quote the document and page of the facts as the source."
)

MOST_LISTED, MOST_RANKED, MOST_COMPARED = 200, 100, 20
_LONGEST = 200


@dataclass(frozen=True)
class Offer:
    """One tool. `name` is also that of the clerk's method which does it."""

    name: str
    title: str
    description: str
    takes: Schema
    gives: Schema


_SAME = unexplained(ANSWER)
"""An answer too; what its keys mean stands at the tool ask."""

_AGENCY = text(
    "Agency id such as 411602/health, or a name such as 川汇区卫健委. A region alone means its government.",
    minLength=1,
    maxLength=_LONGEST,
)
_FIELD = text(
    "Key such as permits.decided, granted.total or denial_rate (the resource gongkai://fields lists them), or what people"
    " call it: 行政许可, penalties.",
    minLength=1,
    maxLength=_LONGEST,
)
_YEAR = whole("The year that the report is on. Without it: the latest held, which is then said in assumed.", 1990, 2100)
_LANGUAGE = one_of("Language of the text. Without it: that of the arguments.", ("zh", "en"))
_REGION = text("GB/T 2260 code such as 411600, or a name such as 周口市; all within it.", minLength=1, maxLength=_LONGEST)
_KIND = text("Kind of agency: government, health, education … (gongkai://kinds), or 卫健委.", minLength=1, maxLength=_LONGEST)

_ASK = Offer(
    "ask",
    "Ask in words",
    "Answers a question in Chinese or English about the stored annual reports: figures, comparisons, rankings, totals, shares,"
    " trends, what a report says, where a figure stands, what is stored. It uses no language model: it is right, asks back"
    " (status clarify, with choices) or declines with the reason." + _BLANKS,
    shape(
        {
            "question": text("One question, as a person would ask it. At most 400 characters."),
            "conversation": text(
                "Makes follow-ups possible (“and penalties?”, “处罚呢”): give the same id of your own with each question of"
                " a conversation; take one that nobody else would, such as a UUID. Without it the question stands alone.",
                minLength=1,
                maxLength=_LONGEST,
            ),
            "today": text("YYYY-MM-DD, what last year and 去年 are counted from. Without it: today.", format="date"),
        },
        ("conversation", "today"),
    ),
    ANSWER,
)

_LOOK_UP = Offer(
    "look_up",
    "Look up one figure",
    "One figure of one agency in one year, or the reason why there is none. An ambiguous name is asked back with choices, an"
    " unknown one is declined; nothing similar is put in its place." + _BLANKS,
    shape({"agency": _AGENCY, "field": _FIELD, "year": _YEAR, "language": _LANGUAGE}, ("year", "language")),
    _SAME,
)

_COMPARE = Offer(
    "compare",
    "Compare agencies",
    "The same figure of several agencies side by side: who has the most, and by how much (largest less smallest). Where one of"
    " them has no number, the others are given and no verdict." + _BLANKS,
    shape(
        {
            "agencies": listed("Two or more.", _AGENCY, minItems=2, maxItems=MOST_COMPARED),
            "field": _FIELD,
            "year": {**_YEAR, "description": "Without it: the latest year that all of them have."},
            "language": _LANGUAGE,
        },
        ("year", "language"),
    ),
    _SAME,
)

_RANK = Offer(
    "rank",
    "Rank agencies of a kind",
    "The agencies of one kind, in a region or everywhere, in the order of one figure. Ties share a rank and all tied at the cut"
    " are kept. Those without a number are left out, and the answer says how many of how many were ranked." + _BLANKS,
    shape(
        {
            "kind": _KIND,
            "field": _FIELD,
            "year": {**_YEAR, "description": "Without it: the latest year held of any of them."},
            "order": one_of("descending: the most first.", ("descending", "ascending"), default="descending"),
            "most": whole("How many places.", 1, MOST_RANKED, default=10),
            "region": _REGION,
            "language": _LANGUAGE,
        },
        ("year", "order", "most", "region", "language"),
    ),
    _SAME,
)

_LIST = Offer(
    "list_agencies",
    "List the stored agencies",
    "The agencies of which reports are stored, with the years of each, a page at a time. Use it to find ids. An agency or a year"
    " that is not listed is not stored: that says nothing about its figures, least of all that they are 0. To quote a figure,"
    " look it up and name its source.",
    shape(
        {
            "region": _REGION,
            "kind": _KIND,
            "name": text("A part of the name.", minLength=1, maxLength=_LONGEST),
            "after": text("`next` of the page before.", minLength=1, maxLength=_LONGEST),
            "most": whole("How many on a page.", 1, MOST_LISTED, default=50),
        },
        ("region", "kind", "name", "after", "most"),
    ),
    AGENCIES,
)

_SOURCE = Offer(
    "source",
    "Show where a figure stands",
    "The evidence for one cell: document, page, box, what is printed (raw), its state, the labels of its row and column, and a"
    " picture of the page with the cell marked where the document has one. For a figure that is worked out (denied.total,"
    " denial_rate): every cell behind it." + _BLANKS,
    shape(
        {
            "agency_id": _AGENCY,
            "year": {**_YEAR, "description": "The year that the report is on."},
            "field": _FIELD,
            "picture": {
                "type": "boolean",
                "default": True,
                "description": "Whether to draw the picture; it takes a second or two.",
            },
            "language": _LANGUAGE,
        },
        ("picture", "language"),
    ),
    SOURCE,
)

OFFERS: Mapping[str, Offer] = {offer.name: offer for offer in (_ASK, _LOOK_UP, _COMPARE, _RANK, _LIST, _SOURCE)}
