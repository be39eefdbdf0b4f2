"""What a request says, checked against the table: unknown names, what is no whole number, no date, none of a list."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any

from starlette.requests import Request

from bot.channels.web.api.problems import Problem
from bot.channels.web.api.table import Operation, Parameter

Known = Callable[[str], Collection[str]]
"""Name of a list (kinds, levels, fields) → what it holds."""
Arguments = dict[str, Any]
_LARGEST = 10**16


def of_query(request: Request, operation: Operation, known: Known) -> Arguments:
    """The parameters of an operation as the address gives them: a tuple where one may be given several times, else one value,
    or the default. Raises Problem."""
    names = {one.name for one in operation.parameters} - operation.in_path
    for name in request.query_params:
        if name not in names:
            listed = ", ".join(sorted(names))
            raise Problem(400, "unknown_parameter" if names else "no_parameters", name=name[:100], known=listed)
    return {one.name: _one(one, _said(request, one, operation), known) for one in operation.parameters}


def _said(request: Request, one: Parameter, operation: Operation) -> Sequence[str]:
    if one.name in operation.in_path:
        return (request.path_params[one.name],)
    return request.query_params.getlist(one.name)


def _one(one: Parameter, said: Sequence[str], known: Known) -> Any:
    if not said and one.required:
        raise Problem(400, "lacking", name=one.name)
    if len(said) > one.most:
        raise Problem(400, "given_twice" if one.most == 1 else "given_too_often", name=one.name, most=one.most)
    values = tuple(_checked(one, text, known) for text in said)
    if one.most > 1:
        return values
    return values[0] if values else one.default


def _checked(one: Parameter, text: str, known: Known) -> Any:
    shape = one.schema
    if shape["type"] == "integer":
        return _number(one, text)
    allowed = known(one.of) if one.of else shape.get("enum")
    if allowed is not None and text not in allowed:
        raise Problem(400, "none_of", name=one.name, value=_short(text), known=", ".join(allowed))
    check_text(one.name, text, shape, one.said)
    if one.within and text not in known(one.within):
        raise Problem(404, f"none_of_{one.within}", name=one.name, value=_short(text))
    return date.fromisoformat(text) if shape.get("format") == "date" else text


def _number(one: Parameter, text: str) -> int:
    low, high = one.schema["minimum"], one.schema["maximum"]
    number = int(text) if re.fullmatch(r"-?[0-9]{1,17}", text) else -_LARGEST
    if not low <= number <= high:
        raise Problem(400, "no_number", name=one.name, value=_short(text), low=low, high=high)
    return number


def check_text(name: str, text: str, shape: Mapping[str, Any], means: Mapping[str, str]) -> None:
    """Raises Problem where a text is not of the shape of its schema; `means` says what it should be."""
    right = shape.get("minLength", 0) <= len(text) <= shape.get("maxLength", _LARGEST)
    if not right or ("pattern" in shape and not re.search(shape["pattern"].replace("$", r"\Z"), text)):
        raise Problem(400, "not_so" if text else "empty", name=name, value=_short(text), means=means)
    if shape.get("format") == "date" and not _is_date(text):
        raise Problem(400, "no_date", name=name, value=_short(text))


def _is_date(text: str) -> bool:
    try:
        return bool(re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text)) and date.fromisoformat(text) is not None
    except ValueError:
        return False


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:60] + "…"


def of_body(body: bytes, schema: Mapping[str, Any]) -> Arguments:
    """The entries of a JSON object, of the shape of its schema. Raises Problem."""
    try:
        held = json.loads(body)
        body.decode("utf-8")
        json.dumps(held, ensure_ascii=False).encode("utf-8")  # half a surrogate pair is no text
    except (ValueError, RecursionError) as error:
        raise Problem(400, "broken_json") from error
    if not isinstance(held, dict):
        raise Problem(400, "broken_json")
    for name in held:
        if name not in schema["properties"]:
            raise Problem(400, "unknown_member", name=_short(name), known=", ".join(schema["properties"]))
    for name in schema["required"]:
        if name not in held:
            raise Problem(400, "lacking", name=name)
    for name, value in held.items():
        _member(name, value, schema["properties"][name])
    return held


def _member(name: str, value: Any, shape: Mapping[str, Any]) -> None:
    kinds = shape["type"] if isinstance(shape["type"], list) else [shape["type"]]
    is_text, is_whole = isinstance(value, str), isinstance(value, int) and not isinstance(value, bool)
    if not (is_text and "string" in kinds) and not (is_whole and "integer" in kinds):
        raise Problem(400, "no_text", name=name)
    if isinstance(value, str):
        check_text(name, value, shape, {"zh": "", "en": ""})
