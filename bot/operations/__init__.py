"""One file per kind of question. Each says what it needs and has two pure functions: slice (which cells) and tell.

An operation is imported when a question first asks for it, because a process that answers one question needs but one.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

NAMES = (
    "average",
    "change",
    "compare",
    "consistency",
    "count",
    "coverage",
    "definition",
    "help",
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


def operation(name: str) -> ModuleType:
    """The operation of that name, one of NAMES or of VARIANTS."""
    if name not in (*NAMES, *VARIANTS):
        raise KeyError(name)
    return import_module(f"bot.operations.{name}")
