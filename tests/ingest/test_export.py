"""Figures given out: every format holds the same cells, to the last digit, and a blank is never 0."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from ingest import messages, stored
from ingest.__main__ import main
from ingest.commands import terminal
from ingest.exporting import workbook
from ingest.exporting.tables import FIGURES, STATES, TABLES
from ingest.readers.table import COLUMNS
from ingest.report import State

WHO, OTHER = "411602/health", "410702/health"
HEAD = "agency_id,agency,year,form,field,state,value,raw,document,page\n"
CELLS = (
    "fees.amount,number,7730.28,7730.28",
    'permits.decided,number,2906,"2,906"',
    "penalties.decided,blank,,",
    "compulsory_measures.decided,dash,,/",
    "rules.made,unreadable,,=1+1",
    "rules.repealed,number,-15,-15",
    "rules.in_force,number,0.30000000000000004,0.30000000000000004",
    "normative_documents.made,number,0,0",
    "carried_in.total,number,2,2",
)
LONG = f"{WHO},川汇区卫生健康委员会,2022,2021,permits.decided,number,1234567890123456789012345,1234567890123456789012345,a.csv,\n"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two agencies, three years, every state that a cell can have, and sums that fail."""
    folder = tmp_path_factory.mktemp("export")
    one = "".join(f"{WHO},川汇区卫生健康委员会,2024,2021,{cell},甲.pdf,2\n" for cell in CELLS)
    last = f"{WHO},川汇区卫生健康委员会,2023,2021,carried_out.total,number,3,3,c.csv,\n"
    two = "".join(f"{OTHER},红旗区卫生健康委员会,2023,2021,{cell},乙.html,\n" for cell in CELLS[1:4])
    (folder / "in.csv").write_text(HEAD + one + last + two + LONG, encoding="utf-8")
    assert main(["add", str(folder / "in.csv"), "--db", str(folder / "reports.db")]) == 0
    return folder / "reports.db"


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch, database: Path) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("GONGKAI_DB", str(database))


def table(database: Path) -> list[dict[str, Any]]:
    """The figures as the store gives them."""
    with stored.opened(database) as connection:
        return [dict(zip(COLUMNS, row, strict=True)) for row in stored.figures(connection)]


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_csv_is_what_the_contract_says(database: Path, tmp_path: Path) -> None:
    assert FIGURES.header == COLUMNS
    assert main(["export", str(tmp_path / "out.csv")]) == 0
    assert rows_of(tmp_path / "out.csv") == [{key: str(value) for key, value in row.items()} for row in table(database)]
    values = {row["field"]: row["value"] for row in rows_of(tmp_path / "out.csv") if row["year"] == "2024"}
    assert (values["fees.amount"], values["rules.in_force"], values["penalties.decided"]) == (
        "7730.28",
        "0.30000000000000004",
        "",
    )


def test_json_lines_hold_every_digit(database: Path, tmp_path: Path) -> None:
    for name in ("out.jsonl", "out.json"):
        assert main(["export", str(tmp_path / name)]) == 0
    lines = [json.loads(line, parse_float=Decimal) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert json.loads((tmp_path / "out.json").read_text("utf-8"), parse_float=Decimal) == lines
    for line, row in zip(lines, table(database), strict=True):
        assert line == {
            **{key: None if value == "" else value for key, value in row.items()},
            "value": None if row["value"] == "" else Decimal(row["value"]),
        }


def test_a_workbook_has_numbers_as_numbers_and_blanks_as_blanks(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert main(["export", str(tmp_path / "out.xlsx")]) == 0
    book = load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames == ["说明", "数字", "机关", "报告", "问题", "栏目"]
    heads, *lines = book["数字"].iter_rows(values_only=True)
    assert len(lines) == len(table(database))
    rows = {(line[4], line[6]): dict(zip(heads, line, strict=True)) for line in lines if line[0] == WHO}
    assert (
        rows[2024, "fees.amount"] | {"数值": 7730.28, "计量单位": "万元", "栏目名称": "行政事业性收费金额", "状态": "数字"}
        == (rows[2024, "fees.amount"])
    )
    said = {key: (row["状态"], row["数值"], row["原文"]) for key, row in rows.items()}
    assert said[2024, "penalties.decided"] == ("空白", None, None)
    assert said[2024, "compulsory_measures.decided"] == ("斜杠", None, "/")
    assert said[2024, "rules.made"] == ("无法辨认", None, "=1+1")
    assert said[2024, "normative_documents.made"] == ("数字", 0, "0")
    assert said[2022, "permits.decided"][1] == "1234567890123456789012345"
    assert book["机关"]["A2"].value == OTHER and book["机关"]["E2"].value == "河南省"


def test_a_sheet_that_is_full_goes_on_over_the_next(tmp_path: Path, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "ROWS", 110)
    assert main(["export", str(tmp_path / "out.xlsx"), "--year", "2024,2022"]) == 0
    book = load_workbook(tmp_path / "out.xlsx")
    figures = [name for name in book.sheetnames if name.startswith("figures")]
    assert len(figures) > 2 and {len(list(book[name].rows)) for name in figures[:-1]} == {111}
    cells = [row[6] for name in figures for row in book[name].iter_rows(min_row=2, values_only=True)]
    assert cells == [row["field"] for row in table(database) if row["year"] in (2022, 2024)]


def test_more_than_a_workbook_takes_is_refused_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(workbook, "ROWS", 10)
    assert main(["export", str(tmp_path / "out.xlsx")]) == 1
    assert "a workbook takes 40" in capsys.readouterr().err and not list(tmp_path.iterdir())
    assert main(["export", str(tmp_path / "out.xlsx"), "--field", "permits.decided"]) == 0


def test_parquet_keeps_decimals(database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arrow = pytest.importorskip("arro3.core", reason="the extra parquet is not installed")
    from arro3.io import read_parquet

    assert main(["export", str(tmp_path / "out.parquet")]) == 0
    assert "too long for the column value of Parquet: 1." in capsys.readouterr().err
    read = arrow.Table.from_arrow(read_parquet(tmp_path / "out.parquet"))
    assert read.schema.names == list(COLUMNS) and "38, 18" in str(read.schema.field("value").type)
    # The library gives no decimal to Python yet: text shows every digit.
    value = read.column("value").cast(arrow.DataType.string()).to_pylist()
    columns = {name: read.column(name).to_pylist() for name in ("year", "field", "state", "raw", "page")}
    for place, row in enumerate(table(database)):
        told = {key: cells[place] for key, cells in columns.items()}
        assert told == {key: row[key] if row[key] != "" else None for key in columns}
        if len(row["value"]) == 25:
            assert (value[place], told["raw"]) == (None, row["value"])
        else:
            assert (value[place] is None) is (row["value"] == "")
            assert value[place] is None or Decimal(value[place]) == Decimal(row["value"])


def test_without_the_library_for_parquet_one_sentence_says_how_to_get_it(tmp_path: Path) -> None:
    code = "import sys; sys.modules['arro3'] = None; from ingest.__main__ import main; sys.exit(main())"
    done = subprocess.run([sys.executable, "-c", code, "export", str(tmp_path / "a.parquet")], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Parquet needs a library that is not installed: pip install 'gongkai[parquet]'.\n"
    assert not list(tmp_path.iterdir())


def test_a_data_package_is_true_to_its_description(database: Path, tmp_path: Path) -> None:
    assert main(["export", str(tmp_path / "pack")]) == 0
    package = json.loads((tmp_path / "pack" / "datapackage.json").read_text("utf-8"))
    assert {one["name"] for one in package["resources"]} == {one.name for one in TABLES}
    held = {}
    for one in package["resources"]:
        data = (tmp_path / "pack" / one["path"]).read_bytes()
        assert (one["bytes"], one["hash"]) == (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}")
        held[one["name"]] = rows_of(tmp_path / "pack" / one["path"])
    for one in package["resources"]:
        _check(one, held)
    assert held["figures"] == [{key: str(value) for key, value in row.items()} for row in table(database)]
    assert held["findings"] and len(held["reports"]) == 4 and len(held["agencies"]) == 2
    assert "licenses" not in package and "绝不是 0" in package["description"]


def _check(resource: Mapping[str, Any], held: Mapping[str, list[dict[str, str]]]) -> None:
    """The rows of a resource against its schema, as the standard means it."""
    rows, schema = held[resource["name"]], resource["schema"]
    assert not rows or list(rows[0]) == [field["name"] for field in schema["fields"]]
    parse = {"integer": int, "year": int, "number": Decimal, "array": json.loads, "string": str}
    for field in schema["fields"]:
        constraints = field.get("constraints", {})
        for row in rows:
            cell = row[field["name"]]
            assert cell or not constraints.get("required"), (resource["name"], field["name"])
            if cell:
                parse[field["type"]](cell)
            assert cell in constraints.get("enum", [cell])
    if "primaryKey" in schema:
        assert len({tuple(row[one] for one in schema["primaryKey"]) for row in rows}) == len(rows)
    for foreign in schema.get("foreignKeys", ()):
        its = foreign["reference"]
        known = {tuple(row[one] for one in its["fields"]) for row in held[its["resource"]]}
        assert {tuple(row[one] for one in foreign["fields"]) for row in rows} <= known


def test_an_archive_is_the_same_package_and_the_same_every_time(tmp_path: Path) -> None:
    for name in ("pack", "a.zip", "b.zip"):
        assert main(["export", str(tmp_path / name)]) == 0
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with ZipFile(tmp_path / "a.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            path.name: path.read_bytes() for path in (tmp_path / "pack").iterdir()
        }


def test_a_folder_makes_way_only_where_it_is_a_package(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own, package = tmp_path / "own", tmp_path / "package"
    own.mkdir()
    (own / "letter.txt").write_text("mine")
    assert main(["export", str(own)]) == 1
    assert "no data package" in capsys.readouterr().err and [one.name for one in own.iterdir()] == ["letter.txt"]
    for _ in range(2):
        assert main(["export", str(package)]) == 0
    assert sorted(one.name for one in tmp_path.iterdir()) == ["own", "package"]


def test_a_part_is_a_part_of_the_whole(database: Path, tmp_path: Path) -> None:
    part = ["--year", "2024-2026", "--agency", "川汇区卫生健康委员会", "--field", "行政许可处理决定数量"]
    assert main(["export", str(tmp_path / "pack"), *part]) == 0
    wanted = [row for row in table(database) if (row["agency_id"], row["year"], row["field"]) == (WHO, 2024, "permits.decided")]
    assert rows_of(tmp_path / "pack" / "figures.csv") == [{key: str(value) for key, value in row.items()} for row in wanted]
    assert [row["year"] for row in rows_of(tmp_path / "pack" / "reports.csv")] == ["2024"]
    assert [row["field"] for row in rows_of(tmp_path / "pack" / "fields.csv")] == ["permits.decided"]
    assert rows_of(tmp_path / "pack" / "findings.csv") == []


@pytest.mark.parametrize("wrong", [["out.xls"], ["out.csv", "--year", "24"], ["out.csv", "--year", "2024-"]])
def test_a_wrong_command_line_is_2(wrong: list[str], tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["export", str(tmp_path / wrong[0]), *wrong[1:]])
    assert stopped.value.code == 2 and not list(tmp_path.iterdir())


def test_who_is_not_held_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(tmp_path / "out.csv"), "--agency", "北京市人民政府"]) == 1
    assert "no report by" in capsys.readouterr().err
    assert main(["export", str(tmp_path / "out.csv"), "--field", "permit"]) == 1
    assert "permits.decided" in capsys.readouterr().err and not list(tmp_path.iterdir())


def test_an_export_is_of_one_moment(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is stored while it is written is in none of its tables: the figures are written first, the reports later."""
    copy = tmp_path / "live.db"
    with sqlite3.connect(database) as source, sqlite3.connect(copy) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode = wal")
    more = tmp_path / "more.csv"
    more.write_text(f"{HEAD}{WHO},川汇区卫生健康委员会,2025,2021,permits.decided,number,1,1,c.csv,\n", encoding="utf-8")
    real = stored.figures

    def meanwhile(*arguments: Any) -> Iterator[tuple[Any, ...]]:
        rows = real(*arguments)
        yield next(rows)
        add = [sys.executable, "-m", "ingest", "add", str(more), "--db", str(copy)]
        assert subprocess.run(add, capture_output=True).returncode == 0
        yield from rows

    monkeypatch.setattr(stored, "figures", meanwhile)
    assert main(["export", str(tmp_path / "pack"), "--db", str(copy)]) == 0
    assert "2025" not in {row["year"] for row in rows_of(tmp_path / "pack" / "reports.csv")}
    with stored.opened(copy) as connection:
        assert stored.count_reports(connection) == 5


def test_a_run_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> Iterator[tuple[Any, ...]]:
        yield next(real())
        raise KeyboardInterrupt

    real = lambda: iter([("411602/health", "甲", "川汇区", "health", 2024, "2021", "permits.decided", "blank", "", "", "a", "")])  # noqa: E731
    monkeypatch.setattr(stored, "figures", broken)
    for name in ("a.csv", "a.xlsx", "a.jsonl", "a.zip", "folder"):
        assert main(["export", str(tmp_path / name)]) == 1
        assert not list(tmp_path.iterdir()), name


def test_a_bar_moves_on_a_terminal_only(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(terminal.counted(range(3), lambda: 3, "figures")) == [0, 1, 2]
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert list(terminal.counted(range(3), lambda: 3, "figures")) == [0, 1, 2]
    assert "[####################..........] 2/3 figures" in capsys.readouterr().err


def test_every_state_that_is_stored_is_explained() -> None:
    assert set(STATES) == {state.value for state in State} - {"not_on_form"}
    assert all(messages.text(language, state) for state in STATES for language in ("zh", "en"))


def test_it_runs_where_the_database_may_not_be_written(database: Path, tmp_path: Path) -> None:
    """As a process of its own on a database that another one has open and is writing to."""
    writer = sqlite3.connect(database, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    try:
        for name in ("a.csv", "a.xlsx", "a.jsonl", "a.zip"):
            command = [sys.executable, "-m", "ingest", "export", str(tmp_path / name), "--year", "2024"]
            done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "LC_ALL": "zh_CN.UTF-8"})
            assert (done.returncode, done.stderr) == (0, "") and "已导出" in done.stdout
    finally:
        writer.rollback()
        writer.close()
