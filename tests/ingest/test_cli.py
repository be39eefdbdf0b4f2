"""The commands as people use them: exit codes, plain sentences in their language, JSON by the contract."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ingest.__main__ import main

pytest.importorskip("ingest.read")

HEAD = "agency,year,field,value\n"
ROWS = "川汇区卫生健康委员会,2024,permits.decided,2906\n川汇区卫生健康委员会,2024,penalties.decided,\n"


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("GONGKAI_DB", str(tmp_path / "reports.db"))


@pytest.fixture
def figures(tmp_path: Path) -> Path:
    path = tmp_path / "figures.csv"
    path.write_text(HEAD + ROWS, encoding="utf-8")
    return path


def objects(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def test_a_table_is_added(figures: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["add", str(figures)]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        "figures.csv: 1 stored, 0 replaced, 0 unchanged, 0 lines refused",
        "Documents: 1. Reports: 1 stored, 0 replaced, 0 unchanged, 0 refused.",
    ]
    assert err == ""


def test_the_json_of_add_is_that_of_the_contract(figures: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["add", str(figures), "--json"]) == 0
    (one,) = objects(capsys.readouterr().out)
    assert one.keys() == {"document", "status", "agency", "year", "form", "figures", "findings", "error"}
    assert (one["document"], one["status"], one["year"], one["figures"]) == ("figures.csv", "stored", 2024, 1)
    assert one["agency"] == {
        "id": "411602/health",
        "name": "川汇区卫生健康委员会",
        "region": "川汇区",
        "organ": "health",
    }
    assert main(["add", str(figures), "--json"]) == 0
    assert [one["status"] for one in objects(capsys.readouterr().out)] == ["unchanged"]


def test_bad_rows_are_refused_in_chinese_and_the_good_ones_kept(
    figures: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    with figures.open("a", encoding="utf-8") as file:
        file.write("川汇区卫生健康委员会,2024,fees.amount,许多\n")
    assert main(["add", str(figures)]) == 1
    out, err = capsys.readouterr()
    assert err == "figures.csv 第 4 行：未入库，“许多”不是数字。\n"
    assert out.startswith("figures.csv：1 份新入库")


def test_what_is_exported_can_be_added_elsewhere(figures: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["add", str(figures)])
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    assert main(["export", str(first)]) == 0
    other = str(tmp_path / "other.db")
    assert main(["add", str(first), "--db", other]) == 0
    assert main(["export", str(second), "--db", other]) == 0
    assert second.read_bytes() == first.read_bytes()
    with first.open(encoding="utf-8", newline="") as file:
        states = {row["field"]: row["state"] for row in csv.DictReader(file)}
    assert (states["permits.decided"], states["penalties.decided"]) == ("number", "blank")
    assert states["granted.total"] == "missing"


def test_exporting_to_a_folder_that_is_not_there_is_said(
    figures: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["add", str(figures)])
    assert main(["export", str(tmp_path / "nowhere" / "f.csv")]) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_findings_are_listed(figures: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = "川汇区卫生健康委员会,{},{},{}\n"
    text = HEAD + row.format(2023, "carried_out.total", 3) + row.format(2024, "carried_in.total", 2)
    figures.write_text(text, encoding="utf-8")
    main(["add", str(figures)])
    capsys.readouterr()
    assert main(["check", "--json"]) == 0
    found = [one for one in objects(capsys.readouterr().out) if one["check"] == "carried_over"]
    assert [(one["agency_id"], one["year"], one["fields"], one["difference"]) for one in found] == [
        ("411602/health", 2024, ["carried_in.total"], -1)
    ]
    assert main(["check"]) == 0
    assert "川汇区卫生健康委员会 2024 (figures.csv): " in capsys.readouterr().out


def test_folders_are_walked_in_order_and_other_kinds_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "reports"
    (folder / "b").mkdir(parents=True)
    (folder / "b" / "two.csv").write_text(HEAD + ROWS.replace("2024", "2022"), encoding="utf-8")
    (folder / "a.csv").write_text(HEAD + ROWS, encoding="utf-8")
    (folder / "prices.csv").write_text("item,price\n", encoding="utf-8")
    (folder / "music.mp3").write_bytes(b"ID3")
    assert main(["add", str(folder)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in lines[:-1]] == ["a.csv", "b/two.csv"]
    assert lines[-1].endswith("files of other kinds passed over: 2.")


def test_what_is_named_and_cannot_be_read_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "music.mp3").write_bytes(b"ID3")
    (tmp_path / "prices.csv").write_text("item,price\n", encoding="utf-8")
    paths = [str(tmp_path / name) for name in ("music.mp3", "prices.csv", "nothing.pdf")]
    assert main(["add", *paths, "--json"]) == 1
    out, err = capsys.readouterr()
    assert {one["status"] for one in objects(out)} == {"rejected"}
    codes = {one["document"]: one["error"]["code"] for one in objects(out)}
    assert codes == {"music.mp3": "unsupported", "prices.csv": "not_a_report", "nothing.pdf": "not_found"}
    assert len(err.splitlines()) == 3
    assert "Traceback" not in err


def test_show_refuses_in_json_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", str(tmp_path / "nothing.pdf"), "--json"]) == 1
    out, err = capsys.readouterr()
    assert json.loads(out)["error"]["code"] == "not_found"
    assert err == "nothing.pdf: refused. There is no such file or folder.\n"


def test_no_database_yet(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 1
    assert "run python -m ingest add first" in capsys.readouterr().err


def test_a_file_that_is_no_database(figures: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "letter.db"
    other.write_text("Dear Sir or Madam, " * 50)
    for command in (["add", str(figures)], ["check"], ["export", "-"]):
        assert main([*command, "--db", str(other)]) == 1
        assert "is not a database" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [[], ["read"], ["add"], ["add", "x.pdf", "--year", "last"], ["show", "a", "b"], ["check", "--all"]]
)
def test_a_wrong_command_line_is_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    assert capsys.readouterr().err.startswith("The command line is wrong: ")


@pytest.mark.parametrize("command", ["add", "show", "check", "export"])
@pytest.mark.parametrize(("locale", "word"), [("zh_CN.UTF-8", "示例："), ("en_GB.UTF-8", "Example:")])
def test_every_command_has_help_with_an_example(
    command: str, locale: str, word: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    with pytest.raises(SystemExit) as stop:
        main([command, "--help"])
    assert stop.value.code == 0
    assert f"python -m ingest {command}" in capsys.readouterr().out.partition(word)[2]


def test_help_does_not_load_what_reading_needs() -> None:
    code = "import sys, ingest.__main__; print([m for m in ('pdfplumber', 'sqlite_utils', 'lxml') if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_a_closed_pipe_is_no_error(figures: Path) -> None:
    run = [sys.executable, "-m", "ingest"]
    subprocess.run([*run, "add", str(figures)], check=True, capture_output=True, env=dict(os.environ))
    piped = f"{sys.executable} -m ingest export - | head -1"
    done = subprocess.run(["sh", "-c", piped], capture_output=True, text=True, env=dict(os.environ), check=False)
    assert done.stdout.startswith("agency_id,")
    assert done.stderr == ""
