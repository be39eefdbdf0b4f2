"""What comes in, held against its schema: the arguments with their defaults, or one sentence that says what is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from math import inf
from typing import Any

from bot.channels.mcp.schemas import Schema
from bot.text import language_of

_KINDS = {
    "string": ("字符串", "a string"),
    "integer": ("整数", "a whole number"),
    "boolean": ("true 或 false", "true or false"),
    "array": ("列表", "a list"),
}
_SHOWN = 60

Sentence = tuple[str, str]
"""In Chinese, and in English."""


class Refused(Exception):
    """What was asked cannot be done; one sentence for the assistant, in Chinese and in English."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


def tongue_of(given: Mapping[str, Any]) -> str:
    """The language of what is given: the one asked for, else Chinese where it is spoken in any of it."""
    if given.get("language") in ("zh", "en"):
        return str(given["language"])
    words = json.dumps(list(given.values()), ensure_ascii=False)
    return "en" if words.isascii() else language_of(words)


def checked(given: Mapping[str, Any], schema: Schema) -> dict[str, Any]:
    """The arguments, with the defaults of those that were not given. Null stands for not given. Raises Refused."""
    known: Mapping[str, Schema] = schema["properties"]
    said = {name: _plain(value) for name, value in given.items() if value is not None}
    strange = [name for name in said if name not in known]
    if strange:
        one, all_known = _shown(strange[0]), ", ".join(known)
        raise Refused(f"没有参数 {one}；可用的有：{all_known}。", f"There is no argument {one}; there are: {all_known}.")
    wanting = [name for name in schema["required"] if name not in said]
    if wanting:
        raise Refused(f"缺少参数 {wanting[0]}。", f"The argument {wanting[0]} is required.")
    fault = next((fault for name, value in said.items() for fault in _faults(name, value, known[name])), None)
    if fault is not None:
        raise Refused(*fault)
    defaults = {name: one["default"] for name, one in known.items() if "default" in one}
    return {**defaults, **said}


def _faults(name: str, value: Any, schema: Schema) -> Iterator[Sentence]:
    """What is wrong with one value, a sentence each."""
    kind, shown = schema["type"], _shown(value)
    low, high = schema.get("minLength", 0), schema.get("maxLength", inf)
    if not _is(kind, value):
        zh, en = _KINDS[kind]
        yield f"{name} 应当是{zh}，不能是 {shown}。", f"{name} must be {en}, not {shown}."
    elif kind == "string" and not _is_whole(value):
        yield f"{name} 里有半个字符。", f"{name} holds half a character."
    elif "enum" in schema and value not in schema["enum"]:
        known = ", ".join(schema["enum"])
        yield f"{name} 只能是 {known}，不能是 {shown}。", f"{name} must be one of {known}, not {shown}."
    elif kind == "integer" and not schema["minimum"] <= value <= schema["maximum"]:
        low, high = schema["minimum"], schema["maximum"]
        yield f"{name} 应当在 {low} 到 {high} 之间，不能是 {shown}。", f"{name} must be from {low} to {high}, not {shown}."
    elif kind == "string" and not low <= len(value) <= high:
        yield f"{name} 应当有 {low} 到 {high} 个字符。", f"{name} must have {low} to {high} characters."
    elif kind == "string" and schema.get("minLength") and not value.strip():
        yield f"{name} 不能是空的。", f"{name} must not be blank."
    elif schema.get("format") == "date" and not _is_date(value):
        yield f"{name} 应当是日期，如 2025-01-31，不能是 {shown}。", f"{name} must be a day such as 2025-01-31, not {shown}."
    elif kind == "array" and not schema["minItems"] <= len(value) <= schema["maxItems"]:
        few, many = schema["minItems"], schema["maxItems"]
        zh, en = f"{name} 应当有 {few} 到 {many} 项", f"{name} must have {few} to {many} entries"
        yield f"{zh}，不能是 {len(value)} 项。", f"{en}, not {len(value)}."
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
