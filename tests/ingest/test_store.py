"""The store: what is written is read back, nothing is lost, and errors are plain sentences."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import rows
from ingest.errors import StoreError
from ingest.report import Agency, Figure, State
from ingest.store import Store
from tests.ingest.by_hand import KEYS, LATER, NOW, catalogue, corrected, number, report

CARRIED = "\"check\" = 'carried_over'"


def ask(path: Path, sql: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def dump(path: Path) -> list[object]:
    """Every row of every table; what the index of the words holds stands in tables of its own."""
    tables = [str(name) for (name,) in ask(path, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    return [ask(path, f"SELECT * FROM {name}") for name in tables if name != "wording"]


def test_a_report_comes_back_as_it_was_stored(store: Store) -> None:
    given_report = report(permits__decided="2906", fees__amount="7730.28")
    assert store.add(given_report, NOW).status == "stored"
    kept = store.stored("411602/health", 2024)
    assert kept is not None
    assert kept == replace(given_report, figures=dict(kept.figures))
    assert dict(kept.figures) == dict(given_report.figures)


def test_numbers_stay_what_was_printed(store: Store, path: Path) -> None:
    store.add(report(permits__decided="2906", fees__amount="7730.28", penalties__decided="73802895.90"), NOW)
    sql = 'SELECT "permits.decided", "fees.amount", "penalties.decided", "granted.research" FROM figures'
    assert ask(path, sql) == [(2906, 7730.28, 73802895.9, None)]
    assert [type(value) for value in ask(path, sql)[0]] == [int, float, float, type(None)]
    cells = json.loads(str(ask(path, "SELECT cells FROM evidence")[0][0]))
    assert cells == {"penalties.decided": ["n", "73802895.90"], "granted.research": ["b", ""]}


def test_a_number_with_more_digits_than_sqlite_keeps_is_kept_beside_it(store: Store) -> None:
    for value in ("12345678901234567890", "0.12345678901234567891", "98765432109876.54321"):
        store.add(report(permits__decided=value), NOW)
        kept = store.stored("411602/health", 2024)
        assert kept is not None
        assert kept.figures["permits.decided"].value == Decimal(value)


@pytest.mark.parametrize(
    ("value", "unit", "kept"),
    [("251000", "元", 25.1), ("7730.28", "万元", 7730.28), ("7730.28", None, 7730.28), ("2", "亿元", 20000), ("0", "元", 0)],
)
def test_amounts_stand_in_one_unit_so_that_they_can_be_added(
    store: Store, path: Path, value: str, unit: str | None, kept: float
) -> None:
    figure = Figure("fees.amount", State.NUMBER, Decimal(value), value + (unit or ""), 2, None, unit)
    one = report()
    store.add(replace(one, figures={**one.figures, figure.key: figure}), NOW)
    back = store.stored(one.agency.id, one.year)
    assert back is not None and back.figures[figure.key] == figure
    ((number_kept,),) = sqlite3.connect(path).execute('SELECT "fees.amount" FROM figures').fetchall()
    assert number_kept == kept


def test_an_amount_whose_unit_nobody_prints_stands_beside_no_other(store: Store) -> None:
    figure = Figure("procurement.amount", State.NUMBER, Decimal(30), "30")
    kept = rows.encode(replace(report(), figures={figure.key: figure}))
    assert not kept.values
    assert rows.decode(kept.values, kept.cells) == {figure.key: figure}


def test_the_same_file_twice_changes_nothing(store: Store, path: Path) -> None:
    store.add(report(), NOW)
    before = dump(path)
    assert store.add(report(), LATER).status == "unchanged"
    assert dump(path) == before


def test_a_corrected_report_replaces_and_keeps_the_old_one(store: Store, path: Path) -> None:
    first = report(permits__decided="2906")
    store.add(first, NOW)
    assert store.add(corrected(first, "permits.decided", "2096"), LATER).status == "replaced"
    assert ask(path, 'SELECT "permits.decided" FROM figures') == [(2096,)]
    document, sha256, when, figures, sections = ask(path, "SELECT document, sha256, replaced, figures, sections FROM version")[0]
    assert (document, sha256, when) == (first.document, first.sha256, LATER)
    assert json.loads(str(figures))["permits.decided"] == ["number", 2906, "2906"]
    assert json.loads(str(figures))["granted.research"] == ["blank", None, ""]
    assert json.loads(str(sections))[0][2] == "发布信息140条。"
    assert ask(path, "SELECT count(*) FROM section") == [(2,)]


def test_a_file_that_was_replaced_stays_replaced(store: Store) -> None:
    first = report(permits__decided="2906")
    second = corrected(first, "permits.decided", "2096")
    assert [store.add(one, NOW).status for one in (first, second)] == ["stored", "replaced"]
    assert [store.add(one, LATER).status for one in (first, second)] == ["unchanged", "unchanged"]
    kept = store.stored("411602/health", 2024)
    assert kept is not None
    assert kept.figures["permits.decided"].value == 2096


def test_the_same_file_read_better_is_stored_anew(store: Store) -> None:
    store.add(report(), NOW)
    better = replace(report(), figures={**report().figures, "fees.amount": number("fees.amount", "1.5", page=2)})
    assert store.add(better, LATER).status == "replaced"


def test_the_same_report_from_another_file_is_a_further_source(store: Store, path: Path) -> None:
    store.add(report(), NOW)
    page = replace(report(), document="page.html", kind="html", sha256="sha of page.html", pages=None)
    assert store.add(page, LATER).status == "unchanged"
    assert ask(path, "SELECT document, year FROM source ORDER BY document") == [
        ("page.html", 2024),
        (report().document, 2024),
    ]
    assert ask(path, "SELECT document FROM report") == [(report().document,)]


@pytest.mark.parametrize("order", [(2023, 2024), (2024, 2023)])
def test_what_was_carried_out_must_be_carried_in(store: Store, path: Path, order: tuple[int, int]) -> None:
    reports = {
        2023: report(2023, carried_out__total="3", carried_out__person="3"),
        2024: report(2024, carried_in__total="2", carried_in__person="3"),
    }
    for year in order:
        outcome = store.add(reports[year], NOW)
    found = ask(path, 'SELECT year, fields, "left", "right", difference, zh FROM finding WHERE "check" = \'carried_over\'')
    assert [row[:5] for row in found] == [(2024, '["carried_in.total"]', 3, 2, -1)]
    assert "2023年报告中“「carried_out.total」”为3" in str(found[0][5])
    assert (order[-1] == 2024) == any(finding.check == "carried_over" for finding in outcome.findings)


def test_a_corrected_neighbour_refreshes_the_check_across_years(store: Store, path: Path) -> None:
    last = report(2023, carried_out__total="3")
    store.add(last, NOW)
    store.add(report(2024, carried_in__total="2"), NOW)
    assert store.add(corrected(last, "carried_out.total", "2"), LATER).status == "replaced"
    assert ask(path, f"SELECT count(*) FROM finding WHERE {CARRIED}") == [(0,)]
    assert store.add(report(2024, carried_in__total="2"), LATER).status == "unchanged"


def test_a_blank_is_never_compared_across_years(store: Store, path: Path) -> None:
    last = report(2023)
    blank = Figure("carried_out.total", State.BLANK, None, "")
    store.add(replace(last, figures={**last.figures, "carried_out.total": blank}), NOW)
    store.add(report(2024, carried_in__total="2"), NOW)
    assert ask(path, f"SELECT count(*) FROM finding WHERE {CARRIED}") == [(0,)]


def test_the_name_is_that_of_the_latest_report_and_every_name_is_kept(store: Store, path: Path) -> None:
    new = Agency("411602/health", "川汇区卫健委", "411602", "川汇区", "health")
    store.add(report(2024, agency=new), NOW)
    store.add(report(2022), NOW)
    assert ask(path, "SELECT name FROM agency") == [("川汇区卫健委",)]
    store.add(report(2025), NOW)
    assert ask(path, "SELECT name FROM agency") == [("川汇区卫生健康委员会",)]
    assert ask(path, "SELECT name FROM agency_name ORDER BY name") == [("川汇区卫健委",), ("川汇区卫生健康委员会",)]


def test_knowledge_is_written_once_and_new_fields_are_added(path: Path) -> None:
    with Store(path, catalogue(), NOW) as opened:
        opened.add(report(), NOW)
    with Store(path, catalogue(), LATER):
        assert ask(path, "SELECT value FROM meta WHERE key = 'knowledge_written'") == [(NOW,)]
    with Store(path, catalogue((*KEYS, "rules.made")), LATER) as opened:
        assert opened.add(report(), LATER).status == "unchanged"
    assert ask(path, 'SELECT "rules.made" FROM figures') == [(None,)]
    assert ask(path, "SELECT value FROM meta WHERE key = 'schema'") == [("1",)]


def test_people_see_long_rows_with_states(store: Store, path: Path) -> None:
    store.add(report(permits__decided="2906"), NOW)
    sql = "SELECT agency, year, field, value, state FROM cell WHERE agency = '川汇区卫生健康委员会' AND field "
    assert ask(path, sql + "= 'permits.decided'") == [("川汇区卫生健康委员会", 2024, "permits.decided", 2906, "number")]
    assert ask(path, sql + "= 'granted.research'")[0][3:] == (None, "blank")


def test_a_batch_is_there_or_nothing_of_it(store: Store, path: Path) -> None:
    strange = replace(report(2023), figures={"no.such": number("no.such", "1")})
    with pytest.raises(StoreError):
        store.add_table([report(2024), strange], NOW)
    assert ask(path, "SELECT count(*) FROM agency") == [(0,)]
    assert store.add(report(2024), NOW).status == "stored"


def test_reading_does_not_wait_for_writing(store: Store, path: Path) -> None:
    store.add(report(2023), NOW)
    writer = sqlite3.connect(path)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("DELETE FROM figures_3")
    assert ask(path, "SELECT count(*) FROM figures") == [(1,)]
    writer.rollback()
    writer.close()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"not a database at all, " * 100, "is not a database"), (b"%PDF-1.7", "is not a database")],
)
def test_a_file_that_is_no_database_is_left_alone(path: Path, content: bytes, sentence: str) -> None:
    path.write_bytes(content)
    with pytest.raises(StoreError, match=sentence):
        Store(path, catalogue(), NOW)
    assert path.read_bytes() == content


def test_another_programs_database_is_left_alone(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE report (a)")
    connection.close()
    with pytest.raises(StoreError, match="another program's"):
        Store(path, catalogue(), NOW)


def test_a_newer_database_is_left_alone(path: Path) -> None:
    Store(path, catalogue(), NOW).close()
    connection = sqlite3.connect(path)
    connection.execute("INSERT INTO _sqlite_migrations (migration_set, name) VALUES ('gongkai', '0099_later')")
    connection.commit()
    connection.close()
    with pytest.raises(StoreError, match="newer version"):
        Store(path, catalogue(), NOW)


def test_no_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="does not exist"):
        Store(tmp_path / "nowhere" / "reports.db", catalogue(), NOW)


def test_a_full_database_is_said_and_goes_on_later(store: Store, path: Path) -> None:
    store.add(report(2020), NOW)
    pages = int(str(ask(path, "PRAGMA page_count")[0][0]))
    store._db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError, match="disk is full"):
        for year in range(2021, 2100):
            store.add(report(year), NOW)
    assert ask(path, "PRAGMA integrity_check") == [("ok",)]
    counts = {table: ask(path, f"SELECT count(*) FROM {table}")[0][0] for table in ("report", "figures", "evidence")}
    assert len(set(counts.values())) == 1
    store._db.execute("PRAGMA max_page_count = 1000000")
    assert store.add(report(2100), NOW).status == "stored"


def test_a_locked_database_is_said(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.store._WAIT", 0.1)
    with Store(path, catalogue(), NOW) as opened:
        writer = sqlite3.connect(path)
        writer.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="Another program is writing"):
            opened.add(report(), NOW)
        writer.rollback()
        writer.close()
        assert opened.add(report(), NOW).status == "stored"


PRINTED = st.text(alphabet="0123456789.,元万/-—　 \n\"'", max_size=6)
FIGURES = st.one_of(
    st.builds(
        lambda value, raw: (State.NUMBER, value, raw),
        st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**25), max_value=10**25),
        st.none() | PRINTED,
    ),
    st.builds(
        lambda state, raw: (state, None, raw),
        st.sampled_from([State.BLANK, State.DASH, State.UNREADABLE]),
        st.none() | PRINTED,
    ),
)
PLACES = st.tuples(
    st.none() | st.integers(1, 200),
    st.none() | st.tuples(*[st.integers(0, 800).map(float)] * 4),
    st.none() | st.sampled_from(["件", "万元", "元"]),
    st.none() | st.just("parted_by_sums"),
)


@given(st.dictionaries(st.sampled_from(KEYS), st.tuples(FIGURES, PLACES)))
def test_every_cell_comes_back(cells: dict[str, Any]) -> None:
    figures = {key: Figure(key, *what, *place) for key, (what, place) in cells.items()}
    kept = rows.encode(replace(report(), figures=figures))
    back = rows.decode(kept.values, kept.cells)
    assert back.keys() == figures.keys()
    for key, figure in figures.items():
        raw = figure.raw or rows.plain(figure.value) if figure.value is not None else figure.raw
        assert back[key] == replace(figure, raw=raw)
