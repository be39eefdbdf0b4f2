"""The benchmarks run and print their tables. Nothing here looks at a time: machines differ, and tests must not."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import answering, laws, nation, oracle, reading
from benchmarks.asking import KINDS, LONG, LONG_WAYS
from benchmarks.stopwatch import Timing, bar, shown

SAMPLES = Path(__file__).resolve().parents[1] / "data" / "reports"


def test_reading_measures_each_kind_of_document(capsys: pytest.CaptureFixture[str]) -> None:
    chosen = [next(iter(sorted(SAMPLES.glob(f"*.{suffix}")))) for suffix in ("pdf", "html", "txt")]
    reading.main([*map(str, chosen), "--turns", "1"])
    printed = capsys.readouterr().out
    for path in chosen:
        assert f"{path.name}" in printed
    for head in (reading.PDF_HEADS, reading.RATE_HEADS, reading.START_HEADS):
        assert all(name in printed for name in head)
    assert "all html" in printed
    assert "all text" in printed


def test_a_document_that_is_refused_is_measured_and_said_to_be_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("这不是年度报告。", encoding="utf-8")
    reading.main([str(letter), "--turns", "1"])
    line = next(line for line in capsys.readouterr().out.splitlines() if "letter.txt" in line)
    assert line.split()[1] == "not_a_report"


def test_answering_asks_every_kind_and_says_how_many_came_out_right(capsys: pytest.CaptureFixture[str]) -> None:
    answering.main(["--reports", "80", "--each", "2", "--turns", "1"])
    printed = capsys.readouterr().out
    everything = next(line for line in printed.splitlines() if line.split()[:1] == ["all"])
    assert everything.split()[1] == str(2 * len(KINDS))
    assert everything.split()[2].endswith("%")
    for head in (answering.LOAD_HEADS, answering.KIND_HEADS, answering.LONG_HEADS, answering.COMMAND_HEADS):
        assert all(name in printed for name in head)
    assert all(name in printed for name in LONG_WAYS)


def test_long_messages_are_as_long_as_can_be_sent() -> None:
    assert all(len(way("川汇区许可", LONG)) == LONG for way in LONG_WAYS.values())


def test_a_ratio_is_taken_turn_by_turn() -> None:
    slow_then_fast = Timing((4.0, 2.0, 2.2)).over(Timing((2.0, 1.0, 1.0)))
    assert slow_then_fast.entries == (2.0, 2.0, 2.2)
    assert slow_then_fast.median == 2.0
    assert Timing(tuple(map(float, range(100)))).percentile(0.99) == 99.0


def test_figures_are_shown_as_a_person_reads_them() -> None:
    assert [shown(seconds) for seconds in (1.5, 0.0123, 0.0000061)] == ["1.5 s", "12.3 ms", "6.1 µs"]
    assert bar(1.29, 1.3) == "≤ 1.3: held"
    assert bar(299, 300, at_most=False) == "≥ 300: MISSED"


def test_the_oracle_and_the_laws_print_what_was_asked_and_what_differed(capsys: pytest.CaptureFixture[str]) -> None:
    assert oracle.main(["--questions", "20"]) == 0
    assert laws.main(["--tries", "4", "--each", "2"]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [line[1] for line in lines if line[:1] == ["all"]] == ["20", "4"]
    assert [line[-1] for line in lines if line[:1] == ["all"]] == ["0", "0"]


def test_a_nation_is_made_and_every_bar_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    kept = tmp_path / "nation.db"
    nation.main(["--agencies", "40", "--keep", str(kept), "--each", "2", "--turns", "1"])
    printed = capsys.readouterr().out
    assert "ingest add, 320 reports" in printed and kept.exists()
    for what in ("first ten of any field, a year", "a process opens it", "the memory of that process", *nation.NAMED, *LONG_WAYS):
        assert what in printed
