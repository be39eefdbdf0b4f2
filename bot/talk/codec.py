"""Writing what is remembered down as JSON and reading it back: the nouns named here by their names, and nothing else.

What cannot be read (other code wrote it, or it was damaged) is no error: it is forgotten. `SHAPE` tells nouns of another
cut apart without anybody having to count versions.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from decimal import Decimal, InvalidOperation
from hashlib import blake2b
from typing import Any, TypeVar

from bot.question import Agency, Assumed, Bound, Choice, Doubt, Fact, Heard, Mention, Question, Scope, Span, Years
from bot.talk.conversation import Context, Entry, Kept, Roll, Turn

T = TypeVar("T")

_SORTS: tuple[type[Any], ...] = (
    *(Agency, Assumed, Bound, Choice, Doubt, Fact, Heard, Mention, Question, Scope, Span, Years),
    *(Context, Entry, Kept, Roll, Turn),
)
_NOUNS: Mapping[str, type[Any]] = {noun.__name__: noun for noun in _SORTS}
_SORT = "$"


def _shape() -> str:
    cut = [(name, [(part.name, str(part.type)) for part in fields(noun)]) for name, noun in sorted(_NOUNS.items())]
    return blake2b(json.dumps(cut).encode(), digest_size=8).hexdigest()


SHAPE = _shape()
"""A digest of the nouns: their names, their fields and the types of these."""


def written(noun: Any) -> str:
    """The noun as JSON, with a seal before it. Fields that hold their default are left out."""
    text = json.dumps(_down(noun), ensure_ascii=False, separators=(",", ":"))
    return f"{_seal(text)} {text}"


def read(line: str, kind: type[T]) -> T | None:
    """What `written` wrote, where it is of this kind and shape and whole; None otherwise."""
    seal, _, text = line.partition(" ")
    if seal != _seal(text):
        return None
    try:
        noun = _up(json.loads(text))
    except (ValueError, TypeError, KeyError, InvalidOperation, RecursionError):
        return None
    return noun if isinstance(noun, kind) else None


def _seal(text: str) -> str:
    return blake2b(f"{SHAPE}{text}".encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _down(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        kept = {part.name: held for part in fields(value) if not _is_default(part, held := getattr(value, part.name))}
        return {_SORT: type(value).__name__, **{name: _down(held) for name, held in kept.items()}}
    if isinstance(value, Decimal):
        return {_SORT: "number", "is": str(value)}
    if isinstance(value, frozenset):
        return {_SORT: "set", "is": [_down(entry) for entry in sorted(value)]}
    if isinstance(value, Mapping):
        return {_SORT: "map", "is": {str(key): _down(entry) for key, entry in value.items()}}
    if isinstance(value, tuple | list):
        return [_down(entry) for entry in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise TypeError(f"{type(value).__name__} is no part of a conversation")


def _is_default(part: Field[Any], held: Any) -> bool:
    made = part.default_factory() if part.default_factory is not MISSING else part.default
    return made is not MISSING and type(made) is type(held) and bool(made == held)


def _up(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_up(entry) for entry in value)
    if not isinstance(value, dict):
        return value
    sort = value.pop(_SORT)
    if sort == "number":
        return Decimal(value["is"])
    if sort == "set":
        return frozenset(_up(entry) for entry in value["is"])
    if sort == "map":
        return {key: _up(entry) for key, entry in value["is"].items()}
    return _NOUNS[sort](**{name: _up(entry) for name, entry in value.items()})
