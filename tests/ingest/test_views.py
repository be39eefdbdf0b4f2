"""The database as people open it: its views, and what Datasette makes of it with data/datasette.yaml, over HTTP."""

from __future__ import annotations

import csv
import json
import re
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import urlopen

import pytest

from ingest import stored
from ingest.__main__ import main
from ingest.forms import load_forms
from ingest.knowledge import DATA
from ingest.readers.table import COLUMNS
from ingest.schema import MIGRATIONS

yaml = pytest.importorskip("yaml")

ROOT = Path(__file__).resolve().parents[2]
CONFIG = ROOT / "data" / "datasette.yaml"
SEEN = yaml.safe_load(CONFIG.read_text("utf-8"))["databases"]["reports"]
HEAD = "agency_id,agency,year,form,field,state,value,raw,document,page\n"
ROWS = """\
411602/health,川汇区卫生健康委员会,2024,2021,fees.amount,number,251000,251000元,甲.pdf,2
411602/health,川汇区卫生健康委员会,2024,2021,permits.decided,number,2906,"2,906",甲.pdf,2
411602/health,川汇区卫生健康委员会,2024,2021,penalties.decided,blank,,,甲.pdf,2
411602/health,川汇区卫生健康委员会,2024,2021,rules.made,dash,,/,甲.pdf,2
411602/health,川汇区卫生健康委员会,2024,2021,rules.repealed,unreadable,,l0,甲.pdf,2
411602/health,川汇区卫生健康委员会,2024,2021,carried_in.total,number,2,2,甲.pdf,2
411602/health,川汇区卫生健康委员会,2023,2021,carried_out.total,number,3,3,乙.pdf,2
411602/health,川汇区卫生健康委员会,2023,2021,permits.decided,number,7730.28,7730.28,乙.pdf,2
410702/health,红旗区卫生健康委员会,2024,2021,permits.decided,number,0,0,丙.html,
640303/health,红寺堡区卫生健康局,2024,2021,permits.decided,blank,,,丁.txt,
"""
WORDS = {"number": "数字", "blank": "空白", "dash": "斜杠", "unreadable": "无法辨认", "missing": "没有这一栏"}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three agencies, two years, every state that a cell can have, a sum that fails and an amount that is printed in 元."""
    folder = tmp_path_factory.mktemp("views")
    (folder / "in.csv").write_text(HEAD + ROWS, encoding="utf-8")
    assert main(["add", str(folder / "in.csv"), "--db", str(folder / "reports.db")]) == 0
    return folder / "reports.db"


@pytest.fixture(scope="module")
def site(database: Path) -> Iterator[str]:
    """Datasette over the database, as the page on open data starts it."""
    pytest.importorskip("datasette")
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    limits = ["--setting", "sql_time_limit_ms", "20000"]  # for a machine that is busy with other tests
    command = [sys.executable, "-m", "datasette", str(database), "-m", str(CONFIG), "-p", str(port), *limits]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        for _ in range(300):
            assert process.poll() is None, process.stderr and process.stderr.read()
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.communicate(timeout=30)


def asked(site: str, name: str, **parameters: str) -> list[dict[str, Any]]:
    """The rows of a query or a view."""
    with urlopen(f"{site}/reports/{quote(name)}.json?{urlencode({'_shape': 'array', **parameters})}", timeout=60) as answer:
        rows: list[dict[str, Any]] = json.load(answer)
    return rows


def rows(database: Path, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        return connection.execute(sql, parameters).fetchall()
    finally:
        connection.close()


def test_a_row_for_every_cell_as_it_is_exported(database: Path) -> None:
    with stored.opened(database) as connection:
        cells = [dict(zip(COLUMNS, row, strict=True)) for row in stored.figures(connection)]
    key = ("agency_id", "year", "field")
    shown = {
        tuple(row[:3]): row[3:] for row in rows(database, 'SELECT "机关代码", "年度", "栏目代码", "状态", "数值" FROM "数字"')
    }
    assert shown.keys() == {tuple(cell[one] for one in key) for cell in cells}
    for cell in cells:
        state, value = shown[tuple(cell[one] for one in key)]
        assert state == WORDS[cell["state"]] and (value is None) is (cell["value"] == "")
        if cell["value"] != "" and cell["field"] != "fees.amount":
            assert value == float(cell["value"])
    again = {tuple(row[:3]): WORDS[row[3]] for row in rows(database, "SELECT agency_id, year, field, state FROM cell")}
    assert again == {which: state for which, (state, _) in shown.items()}


def test_an_amount_says_its_unit_and_what_is_printed(database: Path) -> None:
    which = """SELECT "数值", "计量单位", "原文" FROM "数字" WHERE "栏目代码" = 'fees.amount' AND "状态" = '数字'"""
    ((value, unit, raw),) = rows(database, which)
    assert (value, unit) == (25.1, "万元") and raw.startswith("251000")


def test_wide_views_leave_out_nothing_but_what_is_no_number(database: Path) -> None:
    found = rows(database, 'SELECT "机关", "年度", "行政许可处理决定数量", "行政处罚处理决定数量" FROM "第二部分" ORDER BY 2, 1')
    assert found == [
        ("川汇区卫生健康委员会", 2023, 7730.28, None),
        ("川汇区卫生健康委员会", 2024, 2906, None),
        ("红寺堡区卫生健康局", 2024, None, None),
        ("红旗区卫生健康委员会", 2024, 0, None),
    ]
    numbers = {tuple(row) for row in rows(database, 'SELECT "年度", "栏目代码", "数值" FROM "数值"')}
    assert (2024, "permits.decided", 0) in numbers and len(numbers) == 6
    assert rows(database, 'SELECT "年度", "上年结转政府信息公开申请" FROM "第三部分" WHERE "上年结转政府信息公开申请" > 0') == [
        (2024, 2)
    ]
    assert rows(database, 'SELECT "机关", "省份", "机关类别", "报告数" FROM "机关" ORDER BY 1')[0] == (
        *("川汇区卫生健康委员会", "河南省", "卫生健康委员会", 2),
    )


def test_a_database_from_before_gets_the_views(database: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    with sqlite3.connect(database) as source, sqlite3.connect(old) as target:
        source.backup(target)
        for (view,) in target.execute("SELECT name FROM sqlite_master WHERE type = 'view' AND name > '一'").fetchall():
            target.execute(f'DROP VIEW "{view}"')
        assert target.execute("DELETE FROM _sqlite_migrations WHERE name LIKE '%views'").rowcount == 1
    assert any(name.endswith("views") for name, _ in MIGRATIONS)
    (tmp_path / "more.csv").write_text(HEAD + ROWS, encoding="utf-8")
    assert main(["add", str(tmp_path / "more.csv"), "--db", str(old)]) == 0
    views = "SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY name"
    assert rows(old, views) == rows(database, views)


def test_whatever_is_described_is_there_and_whatever_is_there_is_described(database: Path) -> None:
    kinds = dict(rows(database, "SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view')"))
    inner = {name for name in kinds if re.match("wording_|sqlite_", name)}
    parts = {name for name in kinds if name.startswith("figures_")}
    assert SEEN["tables"].keys() == kinds.keys() - inner - parts, "say in data/datasette.yaml what it is, or hide it"
    for name, said in SEEN["tables"].items():
        columns = {column for (column,) in rows(database, "SELECT name FROM pragma_table_info(?)", name)}
        named = {*said.get("columns", ()), *said.get("facets", ()), *said.get("sortable_columns", ())}
        named |= {said[key] for key in ("sort", "sort_desc", "label_column") if key in said}
        assert named <= columns, name
        assert said.get("hidden") or said["description"], name


def test_every_amount_of_money_says_its_unit() -> None:
    """Everything else in section two is counted in the unit that the description names, or its name says 项目."""
    forms = [form for form in load_forms(DATA).values() if form.tables]
    money = {form.names[key][0] for form in forms for key in form.names if key.endswith(".amount")}
    described = SEEN["tables"]["第二部分"]["columns"]
    assert money == {name for name, said in described.items() if said.startswith("万元")}


@pytest.mark.parametrize(
    ("query", "typed", "answer"),
    [
        (
            "figure",
            {"机关": "川汇区", "年度": "2024", "栏目": "行政许可"},
            {"数值": 2906, "状态": "数字", "原文": "2,906", "页": 2},
        ),
        ("figure", {"机关": "411602/health", "年度": "2024", "栏目": "penalties.decided"}, {"数值": None, "状态": "空白"}),
        ("years", {"机关": "川汇区"}, {"年度": 2023, "行政许可": 7730.28, "行政处罚": None}),
        ("ranking", {"栏目": "行政许可处理决定数量"}, {"名次": 1, "机关": "川汇区卫生健康委员会", "数值": 2906}),
        (
            "ranking",
            {"栏目": "permits.decided", "年度": "2023", "机关类别": "卫健委", "省份": "河南"},
            {"名次": 1, "数值": 7730.28},
        ),
        ("failing", {"省份": "河南"}, {"年度": 2024, "相差": -1, "文件": "甲.pdf"}),
        ("coverage", {}, {"省份": "河南省", "年度": 2024, "机关数": 2, "有报告": 2, "其中政府": 0}),
        ("coverage", {"年度": "2023"}, {"省份": "河南省", "年度": 2023, "机关数": 2, "有报告": 1, "其中政府": 0}),
        ("document", {"文件": "甲.pdf"}, {"部分": 2, "状态": "无法辨认", "原文": "l0"}),
    ],
)
def test_queries_answer(site: str, query: str, typed: dict[str, str], answer: dict[str, Any]) -> None:
    found = asked(site, query, **typed)
    assert any(answer.items() <= row.items() for row in found), found[:20]


def test_a_ranking_has_no_blanks_and_blanks_are_counted_apart_from_zeros(site: str) -> None:
    assert [row["机关"] for row in asked(site, "ranking", 栏目="permits.decided")] == [
        "川汇区卫生健康委员会",
        "红旗区卫生健康委员会",
    ]
    counted = {row["格中"]: row["格数"] for row in asked(site, "blanks", 栏目="permits.decided", 年度="2024")}
    assert counted == {"其他数字": 1, "数字 0": 1, "空白": 1}
    assert {row["格中"] for row in asked(site, "blanks", 栏目="permits.decided", 省份="宁夏")} == {"空白"}


@pytest.mark.parametrize("query", sorted(SEEN["queries"]))
def test_a_query_answers_with_nothing_typed_and_takes_nothing_for_sql(site: str, database: Path, query: str) -> None:
    names = SEEN["queries"][query]["params"]
    assert set(re.findall(r":(\w+)", SEEN["queries"][query]["sql"])) == set(names)
    asked(site, query)
    assert all(row.get("有报告") == 0 for row in asked(site, query, **dict.fromkeys(names, "x' OR 1=1 --")))
    assert len(rows(database, "SELECT 1 FROM report")) == 4


def test_every_page_opens_and_its_links_lead_somewhere(site: str) -> None:
    with urlopen(f"{site}/reports", timeout=60) as answer:
        page = answer.read().decode()
    assert "查一个数" in page and "未附许可" in page
    for link in sorted(set(re.findall(r'href="(reports/[^"?]+)"', page))):
        assert urlopen(f"{site}/{quote(link)}", timeout=60).status == 200, link
    for name in [name for name, said in SEEN["tables"].items() if not said.get("hidden")]:
        try:
            urlopen(f"{site}/reports/{quote(name)}", timeout=60).read()
        except HTTPError as error:
            pytest.fail(f"{name}: {error.read().decode()[:2000]}")


def test_csv_comes_out_of_a_view(site: str) -> None:
    path = "".join(f"~{byte:02X}" for byte in "第二部分".encode())  # as Datasette writes it in its own links
    with urlopen(f"{site}/reports/{path}.csv", timeout=60) as answer:
        found = list(csv.DictReader(answer.read().decode().splitlines()))
    assert [row["行政许可处理决定数量"] for row in found] == ["7730.28", "2906", "0", ""]
