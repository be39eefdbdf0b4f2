"""One file per kind of question. Each says what it needs and has two pure functions: slice (which cells) and tell.

An operation is imported when a question first asks for it, because a process that answers one question needs but one.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from bot.question import Question

NAMES = (
    "agreement",
    "average",
    "change",
    "compare",
    "consistency",
    "count",
    "coverage",
    "definition",
    "help",
    "likeness",
    "list",
    "lookup",
    "passage",
    "position",
    "presence",
    "rank",
    "rate",
    "share",
    "source",
    "total",
    "trend",
    "verify",
)

VARIANTS = ("series", "sum")
"""Another way to do one of them, over other cells: a trend of a set, a total of several figures of one report."""


CALLED = {"agreement": "verify", "likeness": "passage"}
"""What an operation is called to the outside, where that is not its own name: one kind of question, two ways to answer it."""


def way_of(question: Question) -> str:
    """The name of the module that does what is asked: one report has nothing to be ranked with, several figures are
    added up by rows, the years of a set are a series."""
    one = len(question.agencies) == 1 and len(question.years) == 1 and not question.scope
    if question.operation == "rank" and one and "which_year" not in question.cues:
        return "lookup"
    if question.operation == "total" and len(question.fields) > 1:
        return "sum"
    if question.operation == "trend" and question.scope is not None:
        return "series"
    return question.operation


def operation(name: str) -> ModuleType:
    """The operation of that name, one of NAMES or of VARIANTS."""
    if name not in (*NAMES, *VARIANTS):
        raise KeyError(name)
    return import_module(f"bot.operations.{name}")
