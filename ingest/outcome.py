"""The nouns of adding: what became of a report, of a document, of a line of a table. Frozen, and without verbs."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.report import Finding, Report

STORED, UNCHANGED, REPLACED = "stored", "unchanged", "replaced"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the store did: `status` is stored, unchanged or replaced; `findings` are all that now stand there."""

    status: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Added:
    """A report that was taken. `document` is the file it came in, which for a table is the table."""

    document: str
    report: Report
    status: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A document that was refused, or one line of a table. zh and en are whole sentences; code is one word.

    `links` are the frames and attachments of a page that holds no report itself.
    """

    document: str
    code: str
    zh: str
    en: str
    line: int | None = None
    links: tuple[str, ...] = ()
