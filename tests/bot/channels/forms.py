"""Reading a request: address line, form (urlencoded, multipart) or JSON, with the fields that are JSON themselves read."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.bot.channels.refusals import Refused, bad

LARGEST = 51 * 1024 * 1024
"""Bytes of a request: a document of 50 MB and its form."""
NESTED = {
    *("reply_markup", "reply_parameters", "link_preview_options", "commands", "allowed_updates", "scope", "results"),
    *("button", "media", "entities", "caption_entities", "menu_button", "reaction", "message_ids"),
}

_BOUNDARY = re.compile(r'boundary="?([^";]+)')
_NAME, _FILE = re.compile(r'(?<!file)name="([^"]*)"'), re.compile(r'filename="([^"]*)"')
_KIND = re.compile(r"(?i)content-type: *([^\s;]+)")


@dataclass
class Upload:
    """A file inside a form."""

    name: str
    kind: str
    data: bytes


@dataclass
class Request:
    """One request as it came: `path` without query."""

    path: str
    headers: dict[str, str]
    query: str
    body: bytes


def head_of(head: bytes) -> Request:
    """The first lines of a request; its body is still to come."""
    first, *lines = head.decode("latin-1").split("\r\n")
    target = urlsplit(first.split(" ")[1])
    pairs = (line.partition(":") for line in lines if ":" in line)
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    return Request(unquote(target.path), headers, target.query, b"")


def fields(request: Request) -> dict[str, Any]:
    """The parameters of a call. Raises Refused where they cannot be read."""
    kind = request.headers.get("content-type", "").lower()
    try:
        asked: dict[str, Any] = _flat(request.query)
        if kind.startswith("multipart/form-data"):
            asked |= _parts(request.headers["content-type"], request.body)
        elif kind.startswith("application/json"):
            asked |= json.loads(request.body or b"{}")
        elif request.body:
            asked |= _flat(request.body.decode("ascii"))
    except UnicodeDecodeError as error:
        raise bad("strings must be encoded in UTF-8") from error
    except ValueError as error:
        raise bad("can't parse request") from error
    for name in NESTED & asked.keys():
        if isinstance(asked[name], str):
            asked[name] = _json(name, asked[name])
    return asked


def number(asked: dict[str, Any], name: str, missing: Refused | None = None) -> int:
    """A parameter that is a whole number."""
    try:
        return int(asked[name])
    except (KeyError, TypeError, ValueError):
        raise missing or bad(f"parameter {name} is not specified or no number") from None


def truth(asked: dict[str, Any], name: str) -> bool:
    """A parameter that is true or false: false where it is missing."""
    return str(asked.get(name, "")).lower() in ("true", "1", "yes")


def _flat(text: str) -> dict[str, Any]:
    read = parse_qs(text, keep_blank_values=True, strict_parsing=bool(text), encoding="utf-8", errors="strict")
    return {key: values[0] for key, values in read.items()}


def _parts(kind: str, body: bytes) -> dict[str, Any]:
    """Split by hand: the parser of mails goes line by line, too slow for 50 MB."""
    boundary = _BOUNDARY.search(kind)
    if boundary is None:
        raise ValueError("no boundary")
    read: dict[str, Any] = {}
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary[1].encode())[1:-1]:
        head, _, data = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        said = head.decode()
        name, file, sort = (found[1] if (found := field.search(said)) else None for field in (_NAME, _FILE, _KIND))
        if name is None:
            raise ValueError("a part without a name")
        read[name] = Upload(unquote(file), sort or "application/octet-stream", data) if file is not None else data.decode()
    return read


def _json(name: str, text: str) -> Any:
    try:
        return json.loads(text) if text else None
    except ValueError:
        kind = "reply keyboard markup" if name == "reply_markup" else name
        raise bad(f"can't parse {kind} JSON object") from None
