"""Where the numbers lie: in parts that are read alone, and never lost when a database grows or comes from an older edition."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ingest import parts
from ingest.catalogue import Catalogue, catalogue_of
from ingest.errors import StoreError
from ingest.knowledge import load_knowledge
from ingest.store import Store
from tests.ingest.by_hand import KEYS, LATER, NOW, catalogue, number, report
from tests.ingest.test_store import ask
from tests.older import made_older, wide_row

REAL = catalogue_of(load_knowledge(Path(__file__).resolve().parents[2] / "data"))


def with_sections(keys: tuple[str, ...], sections: dict[str, int]) -> Catalogue:
    """The catalogue by hand, some of its fields in other sections."""
    made = catalogue(keys)
    fields = tuple((*row[:2], sections.get(row[0], 3), *row[3:]) for row in made.tables["field"])
    return replace(made, tables={**made.tables, "field": fields})


def parts_of(path: Path) -> dict[str, str]:
    return {str(key): str(part) for key, part in ask(path, "SELECT key, part FROM field")}


def test_a_part_is_a_section_or_some_applicants_and_never_wide(path: Path) -> None:
    Store(path, REAL, NOW).close()
    held = parts_of(path)
    assert held["permits.decided"] == held["fees.amount"] == "figures_2"
    assert held["granted.person"] == held["carried_out.person"] == "figures_3_person"
    assert held["granted.total"] == held["received.total"] == "figures_3_total"
    assert held["litigation_direct.total"] == held["reconsideration.upheld"] == "figures_4"
    for part in set(held.values()):
        columns = [name for (name,) in ask(path, f"SELECT name FROM pragma_table_info('{part}')")]
        assert columns[:2] == ["year", "agency"] and len(columns) <= 62
        assert set(columns[2:]) == {key for key, its in held.items() if its == part}


def test_every_report_has_a_row_in_every_part(path: Path) -> None:
    with Store(path, with_sections(KEYS, {"permits.decided": 2}), NOW) as store:
        store.add(replace(report(), figures={"permits.decided": number("permits.decided", "7")}), NOW)
        store.add(replace(report(2023), figures={}), NOW)
    assert ask(path, 'SELECT "permits.decided" FROM figures_2 ORDER BY year') == [(None,), (7,)]
    assert ask(path, 'SELECT year, "received.total" FROM figures_3') == [(2023, None), (2024, None)]
    assert ask(path, 'SELECT count(*) FROM figures WHERE "permits.decided" = 7') == [(1,)]


def test_what_is_not_asked_for_is_not_read(path: Path) -> None:
    Store(path, REAL, NOW).close()
    for keys, tables in ((("permits.decided",), 1), (("granted.total",), 2), (("permits.decided", "granted.total"), 2)):
        columns = ", ".join(f'"{key}"' for key in keys)
        plan = ask(path, f"EXPLAIN QUERY PLAN SELECT {columns} FROM figures WHERE year = 2024 AND agency = 1")
        assert len(plan) == tables, plan


def test_the_wide_table_of_an_older_database_is_moved(path: Path) -> None:
    with Store(path, REAL, NOW) as store:
        store.add(report(permits__decided="2906", fees__amount="7730.28"), NOW)
        store.add(report(2023, granted__total="12"), NOW)
    before = wide_row(path)
    made_older(path)
    assert wide_row(path) == before
    with Store(path, REAL, LATER) as store:
        assert store.add(report(permits__decided="2906", fees__amount="7730.28"), LATER).status == "unchanged"
    assert wide_row(path) == before
    assert ask(path, "SELECT type FROM sqlite_master WHERE name = 'figures'") == [("view",)]
    assert parts_of(path)["fees.amount"] == "figures_2"
    assert ask(path, "PRAGMA integrity_check") == [("ok",)]


def test_a_move_that_fails_leaves_the_older_database_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store(path, REAL, NOW) as store:
        store.add(report(permits__decided="2906"), NOW)
    made_older(path)
    before, tables = wide_row(path), ask(path, "SELECT name, sql FROM sqlite_master")
    with monkeypatch.context() as patch:
        patch.setattr(parts, "_show", lambda db, *_: db.execute("no statement at all"))
        with pytest.raises(StoreError):
            Store(path, REAL, LATER)
    assert (wide_row(path), ask(path, "SELECT name, sql FROM sqlite_master")) == (before, tables)
    Store(path, REAL, LATER).close()
    assert wide_row(path) == before


def test_a_field_that_no_form_prints_any_more_is_kept(path: Path) -> None:
    with Store(path, catalogue(), NOW) as store:
        store.add(report(penalties__decided="61"), NOW)
    made_older(path)
    fewer = tuple(key for key in KEYS if key != "penalties.decided")
    Store(path, catalogue(fewer), LATER).close()
    assert ask(path, 'SELECT "penalties.decided" FROM figures_former') == [(61,)]
    Store(path, catalogue(), LATER).close()
    assert parts_of(path)["penalties.decided"] == "figures_former"
    assert ask(path, 'SELECT "penalties.decided", "permits.decided" FROM figures') == [(61, 0)]


def test_new_fields_find_room_and_none_ever_moves(path: Path) -> None:
    with Store(path, catalogue(), NOW) as store:
        store.add(report(permits__decided="5"), NOW)
    later = with_sections((*KEYS, "permits.refused", "appeals.total"), {"permits.decided": 9, "appeals.total": 4})
    with Store(path, later, LATER) as store:
        assert store.stored("411602/health", 2024) is not None
        new = report(2023)
        store.add(replace(new, figures={**new.figures, "appeals.total": number("appeals.total", "8")}), LATER)
    held = parts_of(path)
    assert (held["permits.decided"], held["permits.refused"], held["appeals.total"]) == ("figures_3", "figures_3", "figures_4")
    asked = 'SELECT year, "permits.decided", "permits.refused", "appeals.total" FROM figures ORDER BY year'
    assert ask(path, asked) == [(2023, 0, None, 8), (2024, 5, None, None)]
