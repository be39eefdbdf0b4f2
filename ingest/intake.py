"""The walk of a table of figures: rows → reports → checks → store, in batches.

A row states one cell. Where the report is not stored yet, the rows make a report of their own. Where it is, they change
the cells that they name and no others: its text, its pages and all its other figures stay, and a note on each changed
figure says what the document itself has. Rows that cannot be taken are refused one by one; the rest is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from ingest.agencies import agency_from_name
from ingest.catalogue import Catalogue
from ingest.entries import Entries
from ingest.errors import DocumentRejected
from ingest.forms import Form
from ingest.knowledge import Knowledge
from ingest.outcome import Outcome
from ingest.readers.table import Group, Refused, groups
from ingest.report import Agency, Figure, Finding, Report, State
from ingest.rows import plain

BATCH = 250
"""Reports a transaction: enough that waiting for the disk does not count, few enough that readers see progress."""

CORRECTED = "corrected_by_table"


class Keeper(Protocol):
    """What adding needs of the store."""

    def stored(self, agency_id: str, year: int) -> Report | None: ...

    def add(self, report: Report, now: str, reader: str | None = None, *, behind: bool = False) -> Outcome: ...

    def add_table(self, reports: Sequence[Report], now: str) -> list[Outcome]: ...

    def add_source(self, sha256: str, document: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Taken:
    """A report of the table and what became of it."""

    report: Report
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Intake:
    """What does not change from report to report: the file, what is known, and how to name and to check."""

    name: str
    sha256: str
    catalogue: Catalogue
    agency: Callable[[str], Agency]
    check: Callable[[str, Mapping[str, Figure]], tuple[Finding, ...]]
    entries: Entries
    agencies: dict[tuple[str, ...], Agency] = field(default_factory=dict)


def intake_with(knowledge: Knowledge, catalogue: Catalogue) -> Callable[[str, str], Intake]:
    """How to take in a table by its name and the sha256 of its file, with what was loaded from data/."""
    try:
        from ingest.checks import sums
    except ModuleNotFoundError:

        def sums(form: Form, figures: Mapping[str, Figure]) -> tuple[Finding, ...]:
            return ()  # no sum is checked yet

    def agency(name: str) -> Agency:
        return agency_from_name(name, knowledge.gazetteer)

    def check(form: str, figures: Mapping[str, Figure]) -> tuple[Finding, ...]:
        return sums(knowledge.forms[form], figures)

    return lambda name, sha256: Intake(name, sha256, catalogue, agency, check, Entries(catalogue))


def take(intake: Intake, path: Path, given: Mapping[str, str], store: Keeper, now: str) -> Iterator[Taken | Refused]:
    """Stores the table at `path`; what became of each report and each refused line."""
    batch: dict[tuple[str, int], Report] = {}

    def kept() -> Iterator[Taken]:
        reports = list(batch.values())
        batch.clear()
        return map(Taken, reports, store.add_table(reports, now))

    for group in groups(path, given):
        if isinstance(group, Refused):
            yield group
            continue
        # A report may come back under another spelling of its name: then the first part must be in the store.
        if len(batch) >= BATCH or named(intake, group) in batch:
            yield from kept()
        refused, report = understand(intake, group, store)
        yield from refused
        if report is not None:
            batch[report.agency.id, report.year] = report
    yield from kept()


def named(intake: Intake, group: Group) -> tuple[str, int] | None:
    """The agency's id and the year that a group is about; None where they cannot be told."""
    try:
        return _agency(intake, group.head).id, _year(group.head["year"])
    except DocumentRejected:
        return None


def understand(intake: Intake, group: Group, store: Keeper) -> tuple[list[Refused], Report | None]:
    """The report that the rows of a group make, and the rows that are refused."""
    try:
        agency = _agency(intake, group.head)
        year = _year(group.head["year"])
    except DocumentRejected as error:
        return [Refused(line, error.code, error.zh.rstrip("。"), error.en.rstrip(".")) for line, _ in group.cells], None
    old = store.stored(agency.id, year)
    refused, figures = intake.entries.figures(group)
    form = old.form if old else group.head["form"] or intake.entries.form_of(figures, year)
    figures, strange = intake.entries.printed_on(form, figures, group)
    refused += strange
    if not figures:
        return refused, None
    new = _report(intake, group, agency, year, form, figures)
    return refused, _overlay(intake, old, new) if old else replace(new, findings=intake.check(form, new.figures))


def _report(intake: Intake, group: Group, agency: Agency, year: int, form: str, figures: Mapping[str, Figure]) -> Report:
    document = group.head["document"] or intake.name
    whole = {**intake.entries.missing(form), **figures}
    return Report(document, "csv", intake.sha256, "", agency, year, form, whole, (), (), ())


def _overlay(intake: Intake, old: Report, new: Report) -> Report:
    """The stored report with the cells that the table states otherwise."""
    changed = {
        key: figure
        for key, figure in new.figures.items()
        if figure.state is not State.MISSING and _said(figure) != _said(old.figures.get(key))
    }
    if not changed:
        return replace(old, sha256=new.sha256)
    figures = {**intake.entries.missing(old.form), **old.figures, **changed}
    own = old.kind == new.kind
    findings = [*_remaining(old.findings, changed), *intake.check(old.form, figures)]
    notes = [] if own else [_note(intake, key, old.figures.get(key), changed[key]) for key in changed]
    return replace(
        old,
        document=new.document if own else old.document,
        sha256=new.sha256,
        figures=figures,
        findings=_each_once([*findings, *notes]),
    )


def _said(figure: Figure | None) -> tuple[State, object]:
    return (State.MISSING, None) if figure is None else (figure.state, figure.value)


def _remaining(findings: tuple[Finding, ...], changed: Mapping[str, Figure]) -> Iterator[Finding]:
    """The stored findings that the changed cells leave standing. Failing sums are worked out anew."""
    for finding in findings:
        left = tuple(key for key in finding.fields if key not in changed)
        if left == finding.fields or (left and finding.difference is None):
            yield replace(finding, fields=left)


def _each_once(findings: list[Finding]) -> tuple[Finding, ...]:
    return tuple({(finding.check, finding.fields): finding for finding in findings}.values())


def _note(intake: Intake, key: str, old: Figure | None, new: Figure) -> Finding:
    zh, en = intake.entries.names[key]
    was_zh, was_en = _shown(old)
    is_zh, is_en = _shown(new)
    return Finding(
        CORRECTED,
        "note",
        (key,),
        f"“{zh}”在原报告中为{was_zh}，已按 {intake.name} 改为{is_zh}。",
        f"“{en}” is {was_en} in the document itself; {intake.name} has changed it to {is_en}.",
    )


_STATES = {
    State.BLANK: ("空白", "blank"),
    State.DASH: ("“/”", "a dash"),
    State.UNREADABLE: ("无法辨认", "unreadable"),
}


def _shown(figure: Figure | None) -> tuple[str, str]:
    if figure is not None and figure.value is not None:
        return plain(figure.value), plain(figure.value)
    return _STATES.get(State.MISSING if figure is None else figure.state, ("没有这一栏", "missing"))


def _agency(intake: Intake, head: Mapping[str, str]) -> Agency:
    key = (head["agency_id"], head["agency"], head["region"], head["organ"])
    known = intake.agencies.get(key)
    if known is None:
        known = _stated(intake.catalogue, *key[:3]) if head["agency_id"] else intake.agency(head["agency"])
        intake.agencies[key] = known
    return known


def _stated(catalogue: Catalogue, id_: str, name: str, region: str) -> Agency:
    """The agency whose id the table gives. The id is taken at its word where it is one."""
    place, slash, organ = id_.partition("/")
    if not (place and slash and organ):
        raise DocumentRejected("unknown_agency", f"单位编号“{id_}”无效。", f"{id_} is no agency id.")
    if not name:
        raise DocumentRejected("unknown_agency", "没有写明单位名称。", "The agency's name is missing.")
    code = place if place in catalogue.regions else None
    return Agency(id_, name, code, region or catalogue.regions.get(place, place), organ if organ in catalogue.organs else None)


def _year(text: str) -> int:
    if len(text) == 4 and text.isascii() and text.isdigit() and "2000" <= text <= "2099":
        return int(text)
    raise DocumentRejected("unknown_year", f"“{text}”不是年度。", f"“{text}” is no year.")
