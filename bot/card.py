"""The answer as the JSON of the contract: the keys of `bot ask --json`, numbers as printed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bot.question import Answer, Fact


def card_of(answer: Answer, id: Any = None) -> dict[str, Any]:
    """The answer as plain dicts, lists, strings and numbers."""
    return {
        "id": answer.id if id is None else id,
        "question": answer.question,
        "language": answer.language,
        "status": answer.status,
        "reason": answer.reason,
        "operation": answer.operation,
        "facts": [fact_of(fact) for fact in answer.facts],
        "result": plain(answer.result),
        "choices": [{"label": choice.label, "question": choice.question} for choice in answer.choices],
        "assumed": [{"slot": entry.slot, "value": entry.value, "why": entry.why} for entry in answer.assumed],
        "notes": list(answer.notes),
        "text": answer.text,
    }


def fact_of(fact: Fact) -> dict[str, Any]:
    """One figure with where it stands."""
    return {
        "agency_id": fact.agency.id,
        "agency": fact.agency.name,
        "year": fact.year,
        "field": fact.field,
        "state": fact.state,
        "value": plain(fact.value),
        "unit": fact.unit,
        "raw": fact.raw,
        "document": fact.document,
        "page": fact.page,
        "box": list(fact.box) if fact.box else None,
    }


def plain(value: Any) -> Any:
    """Numbers as JSON has them, in whatever they stand in."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Mapping):
        return {key: plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [plain(entry) for entry in value]
    return value
