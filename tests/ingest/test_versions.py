"""Corrected reports: what changed is said, what was said before is kept, and the order of reading decides nothing."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.adding import Desk, Walk
from ingest.gather import Item
from ingest.outcome import Added, Rejected
from ingest.report import Figure, Finding, Report, State
from ingest.store import Store
from ingest.worker.task import Task
from tests.ingest.by_hand import HEALTH, LATER, NO_WEB, NOW, report

READER = "this edition"


def made(name: str, **figures: str) -> Report:
    return replace(report(**figures), document=name, sha256=name)


def corrections(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(one.fields[0], one.zh) for one in findings if one.check == "corrected"]


def test_what_was_corrected_is_said_cell_by_cell(store: Store) -> None:
    store.add(made("first", permits__decided="5", penalties__decided="7", fees__amount="1"), NOW)
    second = made("second", permits__decided="6", fees__amount="1")
    blank = Figure("penalties.decided", State.BLANK, None, "")
    outcome = store.add(replace(second, figures={**second.figures, "penalties.decided": blank}), LATER)
    assert outcome.status == "replaced"
    assert corrections(outcome.findings) == [
        ("permits.decided", "“「permits.decided」”：该值由5改为6。"),
        ("penalties.decided", "“「penalties.decided」”：该值由7改为空白。"),
    ]
    assert {one.severity for one in outcome.findings if one.check == "corrected"} == {"note"}


def test_each_document_is_held_against_the_one_before(store: Store) -> None:
    store.add(made("first", permits__decided="5"), NOW)
    store.add(made("second", permits__decided="6"), NOW)
    outcome = store.add(made("third", permits__decided="6", fees__amount="2"), LATER)
    assert [key for key, _ in corrections(outcome.findings)] == ["fees.amount"], "against the second, which said 6 too"
    outcome = store.add(made("fourth", permits__decided="5", fees__amount="2"), LATER)
    assert dict(corrections(outcome.findings)) == {"permits.decided": "“「permits.decided」”：该值由6改为5。"}


def test_the_same_file_read_better_corrects_nothing(store: Store) -> None:
    store.add(made("one", permits__decided="5"), NOW)
    outcome = store.add(made("one", permits__decided="6"), LATER)
    assert outcome.status == "replaced"
    assert corrections(outcome.findings) == []


def test_a_corrected_report_that_comes_again_is_unchanged_and_says_it_still(store: Store) -> None:
    first, second = made("first", permits__decided="5"), made("second", permits__decided="6")
    store.add(first, NOW, READER)
    store.add(second, NOW, READER)
    for one in (first, second):
        outcome = store.add(one, LATER, READER)
        assert outcome.status == "unchanged"
        assert [key for key, _ in corrections(outcome.findings)] == ["permits.decided"]


def test_a_file_that_this_edition_has_read_is_known(store: Store, tmp_path: Path) -> None:
    kept = made("one.pdf", permits__decided="5")
    assert store.known(kept.sha256, "one.pdf", READER) is None
    store.add(kept, NOW, READER)
    assert store.known(kept.sha256, "one.pdf", "another edition") is None
    known = store.known(kept.sha256, "elsewhere.pdf", READER)
    assert known is not None
    assert known[0].figures["permits.decided"].value == 5
    assert known[1].status == "unchanged"


@pytest.mark.parametrize("done", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (2, 0, 1)])
def test_of_several_documents_of_one_report_the_last_counts_whichever_is_read_first(
    store: Store, tmp_path: Path, done: tuple[int, ...]
) -> None:
    readings: list[Future[Report | Rejected]] = []
    order = iter(done)

    def read_next() -> None:
        for place in order:
            readings[place].set_result(made(f"{place}.txt", permits__decided=str(10 + place)))
            return

    def submit(task: Task) -> Future[Report | Rejected]:
        readings.append(Future())
        if len(readings) == len(done):
            read_next()
        return readings[-1]

    items = [Item(tmp_path / f"{place}.txt", f"{place}.txt") for place in range(len(done))]
    for item in items:
        item.path.write_text(item.name, "utf-8")
    desk = Desk(NO_WEB, submit, 5, lambda name, sha256: pytest.fail("no table"), lambda *_: None, {}, READER, lambda: NOW)
    told = []
    for item, outcomes in Walk(desk, store).add(items):
        told.append(item.name)
        assert all(isinstance(one, Added) for one in outcomes)
        read_next()
    assert told == [f"{place}.txt" for place in done], "each is told when it is done"
    kept = store.stored(HEALTH.id, 2024)
    assert kept is not None
    assert (kept.document, kept.figures["permits.decided"].value) == ("2.txt", 12)
    found = corrections(store.add(made("2.txt", permits__decided="12"), LATER).findings)
    assert [key for key, _ in found] == ["permits.decided"]
