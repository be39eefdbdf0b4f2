"""The table of the API, api.toml: its operations, their parameters, and what comes back."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("api.toml")


@dataclass(frozen=True)
class Parameter:
    """One parameter. `name` is what stands in the address; `of` names a list of the database that it must be one of."""

    key: str
    name: str
    schema: Mapping[str, Any]
    said: Mapping[str, str]
    of: str = ""
    within: str = ""
    """Names a list too long to be told with the parameter."""
    most: int = 1
    """How often it may be given."""
    required: bool = False
    default: Any = None


@dataclass(frozen=True)
class Operation:
    """One thing to ask for. `takes` is the schema of a body; `returns` that of the answer."""

    id: str
    path: str
    returns: str
    said: Mapping[str, str]
    more: Mapping[str, str]
    parameters: tuple[Parameter, ...] = ()
    method: str = "get"
    takes: str = ""
    csv: bool = False
    missing: bool = False
    """Whether it can be said that something is not there (404)."""

    @property
    def in_path(self) -> frozenset[str]:
        """The parameters that are part of the path."""
        return frozenset(one.name for one in self.parameters if f"{{{one.name}}}" in self.path)


@dataclass(frozen=True)
class Table:
    """All of it. `schemas` are those of api.toml, as JSON Schema wants them."""

    title: Mapping[str, str]
    about: Mapping[str, str]
    operations: tuple[Operation, ...]
    schemas: Mapping[str, Any]


def load() -> Table:
    """Reads api.toml."""
    held = tomllib.loads(FILE.read_text("utf-8"))
    parameters = {key: _parameter(key, entry) for key, entry in held["parameters"].items()}
    operations = tuple(_operation(id, entry, parameters) for id, entry in held["operations"].items())
    schemas = {name: _schema(entry) for name, entry in held["schemas"].items()}
    return Table(_both(held, "title_"), _both(held, "about_"), operations, schemas)


def _parameter(key: str, entry: Mapping[str, Any]) -> Parameter:
    plain = {name: entry[name] for name in ("of", "within", "most", "required", "default") if name in entry}
    return Parameter(key, entry.get("name", key), entry["schema"], _both(entry), **plain)


def _operation(id: str, entry: Mapping[str, Any], parameters: Mapping[str, Parameter]) -> Operation:
    plain = {name: entry[name] for name in ("method", "takes", "csv", "missing") if name in entry}
    taken = tuple(parameters[key] for key in entry.get("parameters", ()))
    return Operation(id, entry["path"], entry["returns"], _both(entry), _both(entry, "more_"), taken, **plain)


def _both(entry: Mapping[str, Any], before: str = "") -> Mapping[str, str]:
    return {language: entry.get(f"{before}{language}", "") for language in ("zh", "en")}


def _schema(entry: Mapping[str, Any]) -> dict[str, Any]:
    """An object holds all of its properties but the optional ones, and no others; `ref` names another schema."""
    whole = {key: _referring(value) for key, value in entry.items() if key != "optional"}
    if "properties" in entry:
        required = [name for name in entry["properties"] if name not in entry.get("optional", ())]
        whole |= {"type": "object", "required": required, "additionalProperties": False}
    return whole


def _referring(value: Any) -> Any:
    if isinstance(value, Mapping):
        if "ref" in value:
            return {"$ref": f"#/components/schemas/{value['ref']}"}
        return {key: _referring(entry) for key, entry in value.items()}
    return value
