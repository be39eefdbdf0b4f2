"""What is known before any document is read: the editions of the form and the gazetteer, loaded from data/ once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.forms import Form, load_forms
from ingest.gazetteer import Gazetteer, load_gazetteer


@dataclass(frozen=True)
class Knowledge:
    """`forms` by id, the newest first."""

    forms: Mapping[str, Form]
    gazetteer: Gazetteer


def load_knowledge(data: Path) -> Knowledge:
    """Read data/forms and the gazetteer. Raises KnowledgeError where a file contradicts itself."""
    return Knowledge(load_forms(data), load_gazetteer(data))
