"""Kinds of agency: organs.toml, checked. What stands on a report is told apart from what people only say."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.errors import KnowledgeError

PRINTED = ("full", "short", "old", "combined")
"""The lists whose names, printed after a region, are this kind of agency."""

LISTS = (*PRINTED, "merged", "spoken", "national", "ministry", "english")


@dataclass(frozen=True, slots=True)
class Organ:
    """One kind of agency. `names` maps each of LISTS to its names (organs.toml says what each list means)."""

    id: str
    zh: str
    en: str
    names: Mapping[str, tuple[str, ...]]


def load_organs(path: Path) -> dict[str, Organ]:
    """The kinds of organs.toml by id.

    Raises KnowledgeError where an entry is not known to this page, zh or en is missing, or a name stands twice.
    """
    with path.open("rb") as file:
        try:
            content = tomllib.load(file)
        except tomllib.TOMLDecodeError as error:
            raise _fault("toml", str(error)) from error
    organs = {key: _organ(key, entry) for key, entry in content.items()}
    seen: dict[str, str] = {}
    for organ in organs.values():
        for name in (name for names in organ.names.values() for name in names):
            if name in seen:
                raise _fault(organ.id, f"{name} ({seen[name]})")
            seen[name] = organ.id
    return organs


def _organ(key: str, entry: Any) -> Organ:
    if not isinstance(entry, dict) or not {"zh", "en", "full"} <= entry.keys() <= {"zh", "en", *LISTS}:
        raise _fault(key, str(entry))
    names = {name: tuple(entry[name]) for name in LISTS if name in entry}
    if not all(isinstance(name, str) and name for values in names.values() for name in values):
        raise _fault(key, str(entry))
    return Organ(key, entry["zh"], entry["en"], names)


def _fault(entry: str, what: str) -> KnowledgeError:
    return KnowledgeError(f"organs.toml 中“{entry}”一项有误：{what}。", f"organs.toml, entry {entry}: {what}.")
