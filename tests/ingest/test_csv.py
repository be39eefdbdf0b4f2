"""Figures as CSV, in and out: what goes in comes out, bad rows are refused one by one, blank never becomes 0."""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import stored
from ingest.entries import Entries
from ingest.errors import DocumentRejected
from ingest.intake import Intake, Taken, take
from ingest.readers import table
from ingest.readers.table import COLUMNS, Refused
from ingest.report import Agency, Figure, Finding, Report, State
from ingest.store import Store
from tests.ingest.by_hand import HEALTH, KEYS, LATER, NOW, catalogue, report


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "reports.db", catalogue(), NOW) as opened:
        yield opened


def named(name: str) -> Agency:
    if name == HEALTH.name:
        return HEALTH
    raise DocumentRejected("unknown_agency", f"认不出单位“{name}”。", f"{name} is no agency that is known.")


def total_is_person(form: str, figures: Mapping[str, Figure]) -> tuple[Finding, ...]:
    """A sum of one: enough to see that checks run, and on what."""
    left, right = figures["received.person"].value, figures["received.total"].value
    if left is None or right is None or left == right:
        return ()
    return (Finding("sum", "error", ("received.person", "received.total"), "不等。", "Unequal.", left, right, right - left),)


def intake(name: str = "figures.csv", sha256: str = "sha of the table") -> Intake:
    known = catalogue()
    return Intake(name, sha256, known, named, total_is_person, Entries(known))


def put(store: Store, path: Path, text: str, name: str = "figures.csv", **given: str) -> list[Taken | Refused]:
    file = path / name
    file.write_text(text, encoding="utf-8")
    return list(take(intake(name, f"sha of {text}"), file, given, store, NOW))


def exported(path: Path) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    with stored.opened(path) as connection:
        writer.writerows(stored.figures(connection))
    return out.getvalue()


HEAD = "agency,year,field,value\n"
ROW = "川汇区卫生健康委员会,2024,"


def kept(store: Store, year: int = 2024) -> Report:
    found = store.stored(HEALTH.id, year)
    assert found is not None
    return found


def test_four_columns_are_enough(store: Store, tmp_path: Path) -> None:
    results = put(store, tmp_path, HEAD + ROW + "permits.decided,2906\n" + ROW + "fees.amount,7730.28\n")
    assert [type(one) for one in results] == [Taken]
    found = kept(store)
    assert (found.agency, found.form, found.document, found.kind) == (HEALTH, "2021", "figures.csv", "csv")
    assert {key: figure.value for key, figure in found.figures.items()} == {
        "permits.decided": Decimal(2906),
        "fees.amount": Decimal("7730.28"),
    }


@pytest.mark.parametrize(
    ("value", "state", "number"),
    [
        ("", State.BLANK, None),
        ("/", State.DASH, None),
        ("—", State.DASH, None),
        ("无", State.DASH, None),
        ("0", State.NUMBER, 0),
        ('"1,344"', State.NUMBER, 1344),
        ("１２", State.NUMBER, 12),
        ("-15", State.NUMBER, -15),
    ],
)
def test_without_a_state_the_value_tells(store: Store, tmp_path: Path, value: str, state: State, number: int | None) -> None:
    put(store, tmp_path, HEAD + ROW + f"permits.decided,{value}\n")
    figure = kept(store).figures["permits.decided"]
    assert (figure.state, figure.value) == (state, number)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (ROW + "permits.refused,1", "unknown_field"),
        (ROW + "permits.decided,many", "bad_value"),
        (ROW + "permits.decided,1.2.3", "bad_value"),
        (ROW + "permits.decided,2.9E+03", "bad_value"),
        (ROW + 'permits.decided,"1,34"', "bad_value"),
        (ROW + "permits.decided,nan", "bad_value"),
        (ROW + "permits.decided," + "9" * 400, "bad_value"),
        (ROW + "permits.decided", "bad_row"),
        (ROW + "penalties.decided,8", "twice"),
        ("某单位,2024,permits.decided,1", "unknown_agency"),
        ("川汇区卫生健康委员会,二〇二四,permits.decided,1", "unknown_year"),
    ],
)
def test_a_bad_row_is_refused_with_its_line_and_the_rest_is_kept(store: Store, tmp_path: Path, row: str, code: str) -> None:
    results = put(store, tmp_path, HEAD + ROW + "penalties.decided,51\n" + row + "\n" + ROW + "received.total,0\n")
    assert [(one.line, one.code) for one in results if isinstance(one, Refused)] == [(3, code)]
    assert {key: figure.value for key, figure in kept(store).figures.items()} == {
        "penalties.decided": 51,
        "received.total": 0,
    }


@pytest.mark.parametrize(
    ("state", "value"),
    [
        ("blank", "0"),
        ("dash", "5"),
        ("unreadable", "5"),
        ("missing", "0"),
        ("not_on_form", "0"),
        ("number", ""),
        ("nil", ""),
    ],
)
def test_a_state_that_contradicts_its_value_is_refused(store: Store, tmp_path: Path, state: str, value: str) -> None:
    results = put(store, tmp_path, "agency,year,field,state,value\n" + ROW + f"permits.decided,{state},{value}\n")
    assert [one.code for one in results if isinstance(one, Refused)] == ["bad_state"]
    assert store.stored(HEALTH.id, 2024) is None


def test_a_field_that_the_form_does_not_print_is_refused(store: Store, tmp_path: Path) -> None:
    head = "agency,year,form,field,value\n"
    rows = "川汇区卫生健康委员会,2020,2019,permits.decided,1\n川汇区卫生健康委员会,2020,2019,penalties.decided,2\n"
    results = put(store, tmp_path, head + rows)
    assert [(one.line, one.code) for one in results if isinstance(one, Refused)] == [(2, "not_printed")]
    assert kept(store, 2020).figures.keys() == {"penalties.decided"}


def test_where_the_cells_do_not_tell_the_form_the_year_does(store: Store, tmp_path: Path) -> None:
    name = "川汇区卫生健康委员会"
    put(store, tmp_path, HEAD + f"{name},2020,fees.amount,1\n{name},2022,fees.amount,1\n{name},2015,fees.amount,1\n")
    assert [kept(store, year).form for year in (2015, 2020, 2022)] == ["2019", "2019", "2021"]
    put(store, tmp_path, HEAD + f"{name},2019,permits.decided,1\n")
    assert kept(store, 2019).form == "2021"


def test_a_table_without_the_columns_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(DocumentRejected, match="lacks the columns agency, year"):
        put(store, tmp_path, "field,value\npermits.decided,1\n")
    put(store, tmp_path, "field,value\npermits.decided,1\n", agency=HEALTH.name, year="2024")
    assert kept(store).figures["permits.decided"].value == 1


def test_an_agency_id_goes_before_the_name(store: Store, tmp_path: Path) -> None:
    put(store, tmp_path, "agency_id,agency,year,field,value\n411602/科学馆,某馆,2024,permits.decided,1\n")
    found = store.stored("411602/科学馆", 2024)
    assert found is not None
    assert found.agency == Agency("411602/科学馆", "某馆", "411602", "川汇区", None)


def test_rows_may_stand_in_any_order_in_a_small_table(store: Store, tmp_path: Path) -> None:
    rows = [f"川汇区卫生健康委员会,{year},{key},{year}\n" for key in KEYS[:3] for year in (2022, 2023)]
    results = put(store, tmp_path, HEAD + "".join(rows))
    assert [one.outcome.status for one in results if isinstance(one, Taken)] == ["stored", "stored"]
    assert len(kept(store, 2022).figures) == 3


def test_in_a_large_table_a_report_that_comes_back_is_refused(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "SMALL", 0)
    rows = [f"川汇区卫生健康委员会,{year},{key},1\n" for key in KEYS[:2] for year in (2022, 2023)]
    results = put(store, tmp_path, HEAD + "".join(rows))
    assert [(one.line, one.code) for one in results if isinstance(one, Refused)] == [
        (4, "not_together"),
        (5, "not_together"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_a_table_is_read_as_spreadsheets_save_it(store: Store, tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "f.csv"
    file.write_bytes((HEAD + ROW + "permits.decided,1\n").replace("\n", "\r\n").encode(encoding))
    list(take(intake(), file, {}, store, NOW))
    assert kept(store).figures["permits.decided"].value == 1


@pytest.mark.parametrize("rest", ['"' + "x" * 200_000, "\0\0\0", '"never closed'])
def test_a_broken_table_is_refused_and_what_stood_before_is_kept(store: Store, tmp_path: Path, rest: str) -> None:
    with contextlib.suppress(DocumentRejected):
        put(store, tmp_path, HEAD + ROW + "permits.decided,1\n" + ROW + "penalties.decided," + rest)
    assert store.stored(HEALTH.id, 2024) is None or kept(store).figures.keys() == {"permits.decided"}


def test_money_in_yuan_stays_in_yuan(store: Store, tmp_path: Path) -> None:
    put(store, tmp_path, "agency,year,field,value,raw\n" + ROW + "fees.amount,251000,251000元\n")
    assert kept(store).figures["fees.amount"].unit == "元"


def test_checks_run_on_what_a_table_says(store: Store, tmp_path: Path) -> None:
    results = put(store, tmp_path, HEAD + ROW + "received.person,1\n" + ROW + "received.total,2\n")
    assert [finding.check for one in results if isinstance(one, Taken) for finding in one.outcome.findings] == ["sum"]


def test_a_table_changes_what_it_names_and_nothing_else(store: Store, tmp_path: Path) -> None:
    document = report(permits__decided="2906", received__person="1", received__total="1")
    store.add(document, NOW)
    results = put(store, tmp_path, HEAD + ROW + "permits.decided,2096\n" + ROW + "received.total,1\n")
    assert [one.outcome.status for one in results if isinstance(one, Taken)] == ["replaced"]
    found = kept(store)
    assert found.figures["permits.decided"].value == 2096
    assert found.sections == document.sections
    assert found.document == document.document
    note = found.findings[-1]
    assert (note.check, note.fields) == ("corrected_by_table", ("permits.decided",))
    assert note.zh == "“「permits.decided」”在原报告中为2906，已按 figures.csv 改为2096。"
    assert replace(found.figures["received.total"]) == document.figures["received.total"]


def test_a_document_that_a_table_has_corrected_does_not_undo_it(store: Store, tmp_path: Path) -> None:
    store.add(report(permits__decided="2906"), NOW)
    put(store, tmp_path, HEAD + ROW + "permits.decided,2096\n")
    assert store.add(report(permits__decided="2906"), LATER).status == "unchanged"
    assert kept(store).figures["permits.decided"].value == 2096


def test_a_correction_that_mends_a_sum_takes_its_finding_away(store: Store, tmp_path: Path) -> None:
    put(store, tmp_path, HEAD + ROW + "received.person,1\n" + ROW + "received.total,2\n")
    results = put(store, tmp_path, HEAD + ROW + "received.total,1\n", "mended.csv")
    (taken,) = (one for one in results if isinstance(one, Taken))
    (note,) = taken.outcome.findings
    assert (note.check, note.severity, note.fields, note.left, note.right) == ("corrected", "note", ("received.total",), 2, 1)
    assert kept(store).figures["received.person"].value == 1


def test_the_same_table_twice_changes_nothing(store: Store, tmp_path: Path) -> None:
    text = HEAD + ROW + "permits.decided,2906\n" + ROW + "penalties.decided,\n"
    put(store, tmp_path, text)
    before = exported(tmp_path / "reports.db")
    results = put(store, tmp_path, text)
    assert [one.outcome.status for one in results if isinstance(one, Taken)] == ["unchanged"]
    assert exported(tmp_path / "reports.db") == before


def test_every_state_is_exported_and_none_becomes_0(store: Store, tmp_path: Path) -> None:
    figures = dict(report(permits__decided="1").figures)
    figures["penalties.decided"] = Figure("penalties.decided", State.DASH, None, "—", 3)
    figures["received.total"] = Figure("received.total", State.UNREADABLE, None, "5845546")
    del figures["carried_in.total"]
    store.add(replace(report(), figures=figures), NOW)
    rows = {row["field"]: row for row in csv.DictReader(io.StringIO(exported(tmp_path / "reports.db")))}
    assert {state: sum(row["state"] == state for row in rows.values()) for state in State} == {
        State.NUMBER: len(KEYS) - 4,
        State.BLANK: 1,
        State.DASH: 1,
        State.UNREADABLE: 1,
        State.MISSING: 1,
        State.NOT_ON_FORM: 0,
    }
    assert all((row["value"] == "") == (row["state"] != "number") for row in rows.values())
    assert (rows["penalties.decided"]["raw"], rows["penalties.decided"]["page"]) == ("—", "3")


PRINTED = st.text(alphabet="0123456789.,元万/-—　\n\"'", max_size=6)
CELLS = st.one_of(
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20, places=4).map(
        lambda value: (State.NUMBER, value)
    ),
    st.sampled_from([(State.BLANK, None), (State.DASH, None), (State.UNREADABLE, None), (State.MISSING, None)]),
)


@settings(max_examples=15, deadline=None)
@given(
    cells=st.dictionaries(st.sampled_from(KEYS), st.tuples(CELLS, PRINTED, st.none() | st.integers(1, 9)), min_size=1),
    unit=st.sampled_from([None, "元", "件"]),
)
def test_what_is_exported_comes_back_the_same(
    tmp_path_factory: pytest.TempPathFactory,
    cells: dict[str, tuple[tuple[State, Decimal | None], str, int | None]],
    unit: str,
) -> None:
    folder = tmp_path_factory.mktemp("round")
    figures = {
        key: Figure(key, state, value, raw, page, None, unit if value is not None else None)
        for key, ((state, value), raw, page) in cells.items()
    }
    if not any(figure.state is not State.MISSING for figure in figures.values()):
        return
    with Store(folder / "a.db", catalogue(), NOW) as first:
        first.add(replace(report(), figures=figures), NOW)
    (folder / "out.csv").write_text(exported(folder / "a.db"), encoding="utf-8")
    with Store(folder / "reports.db", catalogue(), NOW) as second:
        results = list(take(intake(), folder / "out.csv", {}, second, NOW))
    assert [one for one in results if isinstance(one, Refused)] == []
    assert exported(folder / "reports.db") == exported(folder / "a.db")
