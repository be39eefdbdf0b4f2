"""One file per kind of question. Each says what it needs and has two pure functions: slice (which cells) and tell."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType, ModuleType

from bot.operations import (
    average,
    change,
    compare,
    consistency,
    count,
    coverage,
    definition,
    help,
    list,
    lookup,
    passage,
    position,
    presence,
    rank,
    rate,
    share,
    source,
    total,
    trend,
    verify,
)

OPERATIONS: Mapping[str, ModuleType] = MappingProxyType(
    {
        "average": average,
        "change": change,
        "compare": compare,
        "consistency": consistency,
        "count": count,
        "coverage": coverage,
        "definition": definition,
        "help": help,
        "list": list,
        "lookup": lookup,
        "passage": passage,
        "position": position,
        "presence": presence,
        "rank": rank,
        "rate": rate,
        "share": share,
        "source": source,
        "total": total,
        "trend": trend,
        "verify": verify,
    }
)
