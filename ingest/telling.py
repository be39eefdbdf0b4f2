"""What became of a document, as the JSON of the contract and as lines for a person."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from ingest.errors import IngestError
from ingest.messages import text
from ingest.outcome import Added, Rejected
from ingest.report import Agency, Finding, Report, State
from ingest.rows import finding_of, number, plain


def as_json(content: object) -> str:
    """One line, Chinese as Chinese."""
    return json.dumps(content, ensure_ascii=False)


def agency_json(agency: Agency) -> dict[str, str | None]:
    """id, name, region (its name; the code stands in the id), organ."""
    return {"id": agency.id, "name": agency.name, "region": agency.region_name, "organ": agency.organ}


def finding_json(finding: Finding, language: str) -> dict[str, Any]:
    """check, severity, fields, message, and the two sides of a sum."""
    return {
        "check": finding.check,
        "severity": finding.severity,
        "fields": list(finding.fields),
        "message": finding.zh if language == "zh" else finding.en,
        "left": _number(finding.left),
        "right": _number(finding.right),
        "difference": _number(finding.difference),
    }


def _number(value: Decimal | None) -> int | float | None:
    return None if value is None else number(value)


def count_numbers(report: Report) -> int:
    """How many cells hold a number."""
    return sum(figure.state is State.NUMBER for figure in report.figures.values())


def outcome_json(one: Added | Rejected, language: str) -> dict[str, Any]:
    """The object that `add` prints for a document, for each report of a table, and for each line that was refused."""
    if isinstance(one, Rejected):
        return rejected_json(one, language)
    return {
        "document": one.document,
        "status": one.status,
        "agency": agency_json(one.report.agency),
        "year": one.report.year,
        "form": one.report.form,
        "figures": count_numbers(one.report),
        "findings": [finding_json(finding, language) for finding in one.findings],
        "error": None,
    }


def rejected_json(one: Rejected, language: str) -> dict[str, Any]:
    """The object of a refusal."""
    empty: Mapping[str, Any] = dict.fromkeys(("agency", "year", "form", "figures"))
    error: dict[str, str | int] = {"code": one.code, "message": message(one, language)}
    if one.line is not None:
        error["line"] = one.line
    return {"document": one.document, "status": "rejected", **empty, "findings": [], "error": error}


def shown_json(report: Report, language: str) -> dict[str, Any]:
    """The object that `show` prints."""
    cells = {
        key: {
            "state": figure.state.value,
            "value": _number(figure.value),
            "raw": figure.raw,
            "page": figure.page,
            "box": None if figure.box is None else list(figure.box),
        }
        for key, figure in report.figures.items()
    }
    return {
        "document": report.document,
        "agency": agency_json(report.agency),
        "year": report.year,
        "form": report.form,
        "cells": cells,
        "findings": [finding_json(finding, language) for finding in report.findings],
    }


def added_line(one: Added, language: str) -> str:
    """The line that `add` prints for a document that was taken."""
    count = len(one.findings)
    return text(
        language,
        "line",
        document=one.document,
        agency=one.report.agency.name,
        year=one.report.year,
        status=text(language, one.status),
        figures=count_numbers(one.report),
        findings=text(language, "findings", count=count) if count else "",
    )


def table_line(document: str, tally: Mapping[str, int], language: str) -> str:
    """The line that `add` prints for a table of figures."""
    counts = {name: tally.get(name, 0) for name in ("stored", "replaced", "unchanged")}
    return text(language, "table", document=document, refused=tally.get("lines", 0), **counts)


def rejected_line(one: Rejected, language: str) -> str:
    """The sentence for a refusal."""
    if one.line is None:
        return text(language, "refused", document=one.document, reason=message(one, language))
    return text(language, "row", document=one.document, line=one.line, reason=message(one, language))


def summary(tally: Mapping[str, int], language: str) -> str:
    """The last line of `add`."""
    names = ("documents", "stored", "replaced", "unchanged", "rejected", "skipped")
    counts = {name: tally.get(name, 0) for name in names}
    skipped = text(language, "skipped", count=counts["skipped"]) if counts["skipped"] else ""
    return text(language, "summary", **{**counts, "skipped": skipped})


def bar(done: int, of: int, name: str) -> str:
    """A progress bar of one line."""
    filled = 30 * done // of
    return f"[{'#' * filled}{'.' * (30 - filled)}] {done}/{of} {name}"


def found_json(row: Sequence[Any], language: str) -> dict[str, Any]:
    """The object that `check` prints for a finding: a row of stored.findings."""
    id_, name, year, document, *finding = row
    what = finding_json(finding_of(finding), language)
    return {"agency_id": id_, "agency": name, "year": year, "document": document, **what}


def found_line(row: Sequence[Any], language: str) -> str:
    """The line that `check` prints for a finding."""
    _, name, year, document, *finding = row
    what = finding_of(finding)
    return text(language, "found", agency=name, year=year, document=document, message=message(what, language))


def unshown_json(one: Rejected, language: str) -> dict[str, Any]:
    """The object that `show` prints for a document that was refused."""
    empty: Mapping[str, Any] = dict.fromkeys(("agency", "year", "form"))
    error = {"code": one.code, "message": message(one, language)}
    return {"document": one.document, **empty, "cells": {}, "findings": [], "error": error}


def shown_lines(report: Report, names: Mapping[str, tuple[str, str]], language: str) -> Iterator[str]:
    """The lines that `show` prints: what it is, every cell, every finding."""
    parts = {"agency": report.agency.name, "year": report.year, "form": report.form, "document": report.document}
    yield text(language, "head", **parts)
    for key, figure in report.figures.items():
        name = names.get(key, (key, key))[language != "zh"]
        said = text(language, figure.state.value) if figure.value is None else plain(figure.value)
        raw = f"  [{figure.raw}]" if figure.raw and figure.raw != said else ""
        yield f"  {key:42} {said:>12}  {name}{raw}"
    for finding in report.findings:
        yield f"  {finding.severity}: {message(finding, language)}"


def message(what: Finding | IngestError | Rejected, language: str) -> str:
    """The sentence in the person's language."""
    return what.zh if language == "zh" else what.en
