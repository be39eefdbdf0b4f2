"""What comes in, held against its schema: the arguments with their defaults, or one sentence that says what is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from bot.channels.mcp.schemas import Schema

_KINDS = {"string": "a string", "integer": "a whole number", "boolean": "true or false", "array": "a list"}
_SHOWN = 60


class Refused(Exception):
    """What was asked cannot be done; the message is one sentence for the assistant."""


def checked(given: Mapping[str, Any], schema: Schema) -> dict[str, Any]:
    """The arguments, with the defaults of those that were not given. Null stands for not given. Raises Refused."""
    known: Mapping[str, Schema] = schema["properties"]
    said = {name: _plain(value) for name, value in given.items() if value is not None}
    strange = [name for name in said if name not in known]
    if strange:
        raise Refused(f"There is no argument {_shown(strange[0])}; there are: {', '.join(known)}.")
    wanting = [name for name in schema["required"] if name not in said]
    if wanting:
        raise Refused(f"The argument {wanting[0]} is required.")
    fault = next((fault for name, value in said.items() for fault in _faults(name, value, known[name])), None)
    if fault is not None:
        raise Refused(fault)
    defaults = {name: one["default"] for name, one in known.items() if "default" in one}
    return {**defaults, **said}


def _faults(name: str, value: Any, schema: Schema) -> Iterator[str]:
    """What is wrong with one value, a sentence each."""
    kind = schema["type"]
    if not _is(kind, value):
        yield f"{name} must be {_KINDS[kind]}, not {_shown(value)}."
    elif kind == "string" and not _is_whole(value):
        yield f"{name} holds half a character."
    elif "enum" in schema and value not in schema["enum"]:
        yield f"{name} must be one of {', '.join(schema['enum'])}, not {_shown(value)}."
    elif kind == "integer" and not schema["minimum"] <= value <= schema["maximum"]:
        yield f"{name} must be from {schema['minimum']} to {schema['maximum']}, not {_shown(value)}."
    elif kind == "string" and not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
        yield f"{name} must have {schema['minLength']} to {schema['maxLength']} characters."
    elif kind == "string" and schema.get("minLength") and not value.strip():
        yield f"{name} must not be blank."
    elif schema.get("format") == "date" and not _is_date(value):
        yield f"{name} must be a day such as 2025-01-31, not {_shown(value)}."
    elif kind == "array" and not schema["minItems"] <= len(value) <= schema["maxItems"]:
        yield f"{name} must have {schema['minItems']} to {schema['maxItems']} entries, not {len(value)}."
    elif kind == "array":
        for entry in value:
            yield from _faults(f"Each of {name}", entry, schema["items"])


def _plain(value: Any) -> Any:
    """2024.0 is a whole number in JSON."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _is(kind: str, value: Any) -> bool:
    if kind == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, {"string": str, "boolean": bool, "array": list}[kind])


def _is_whole(value: str) -> bool:
    """Whether it can be written down: JSON can hold one half of a character that takes two."""
    return not any("\ud800" <= char <= "\udfff" for char in value)


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _shown(value: Any) -> str:
    told = json.dumps(value, ensure_ascii=False)
    return told if len(told) <= _SHOWN else told[:_SHOWN] + "…"
