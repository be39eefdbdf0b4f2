"""What can go wrong in reading and keeping reports.

IngestError
├── DocumentRejected      this document is not stored; `code` is one of CODES, and everything else goes on
├── KnowledgeError        a file under data/ contradicts itself; names the file and the entry
├── NotHeldError          what is asked for by name is not stored
├── ClusterError          the machines that are to read cannot be reached, or would read otherwise
└── StoreError            the database cannot be opened, written or understood
"""

from __future__ import annotations

CODES = (
    "damaged",
    "password",
    "not_a_report",
    "a_scan",
    "too_large",
    "took_too_long",
    "unknown_agency",
    "unknown_year",
    "unsupported",
    "unreachable",
    "not_allowed",
    "not_found",
)


class IngestError(Exception):
    """Carries one plain sentence in Chinese and in English."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en

    def __reduce__(self) -> tuple[type[IngestError], tuple[object, ...]]:
        """Errors travel between processes."""
        return type(self), (self.zh, self.en)


class DocumentRejected(IngestError):
    """A document that is refused, with the reason. `code` is one of CODES; `links` are where the report may be instead."""

    def __init__(self, code: str, zh: str, en: str, links: tuple[str, ...] = ()) -> None:
        super().__init__(zh, en)
        self.code = code
        self.links = links

    def __reduce__(self) -> tuple[type[IngestError], tuple[object, ...]]:
        return type(self), (self.code, self.zh, self.en, self.links)


class KnowledgeError(IngestError):
    """A file under data/ contradicts itself."""


class NotHeldError(IngestError):
    """What is asked for by name is not stored."""


class ClusterError(IngestError):
    """The machines that are to read cannot be reached, or would read otherwise."""


class StoreError(IngestError):
    """The database cannot be opened, written or understood."""
