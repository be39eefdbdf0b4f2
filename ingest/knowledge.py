"""What is known before any document is read: the editions of the form and the gazetteer, loaded from data/ once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.forms import Form, load_forms
from ingest.gazetteer import Gazetteer, load_gazetteer

HOUSE = Path(__file__).resolve().parent
DATA = HOUSE.parent / "data"


@dataclass(frozen=True)
class Knowledge:
    """`forms` by id, the newest first."""

    forms: Mapping[str, Form]
    gazetteer: Gazetteer


def load_knowledge(data: Path) -> Knowledge:
    """Read data/forms and the gazetteer. Raises KnowledgeError where a file contradicts itself."""
    return Knowledge(load_forms(data), load_gazetteer(data))


def edition_of_reading(data: Path = DATA, *given: object) -> str:
    """A digest of the code that reads, of what it knows, and of what was said to it: equal ones read a file alike."""
    digest = hashlib.sha256(repr(given).encode())
    for path in sorted([*HOUSE.rglob("*.py"), *(data / "forms").glob("*.toml"), data / "organs.toml", data / "regions.csv"]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]
