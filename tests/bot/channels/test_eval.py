"""`bot eval` over sets of which the outcome is known, as a command and with desks that fail."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.channels.eval import Evaluation
from bot.marking import MARKS
from bot.question import Answer
from bot.talk.conversation import Context
from tests.bot.desk import ROOT, TODAY, database, desk

WORDS = ROOT / "data" / "words"
PERMITS = ["411602/health", 2024, "permits.decided", 2906]
PENALTIES = ["411602/health", 2024, "penalties.decided", 51]

SET: list[tuple[str, dict[str, Any], str]] = [
    ("川汇区卫健委2024年许可多少", {"status": "answered", "facts": [PERMITS], "contains": ["2906"]}, "right"),
    ("川汇区卫健委2024年许可是多少件", {"status": "answered", "facts": [[*PERMITS[:3], 2905]]}, "wrong"),
    ("川汇区卫健委2024年行政许可多少件", {"status": ["declined", "clarify"]}, "answered"),
    ("川汇区卫健委2019年许可多少", {"status": "answered", "facts": [PERMITS]}, "declined"),
    ("卫健委2024年许可多少", {"status": "answered", "facts": [PERMITS]}, "asked"),
    ("川汇区卫健委2024年行政许可几件", {"status": "answered", "operation": "presence"}, "detail"),
    ("火星区2024年许可多少", {"status": "declined", "reason": "unknown_agency"}, "right"),
]


def entry(number: int, question: str, expected: object, **more: object) -> str:
    return json.dumps({"id": f"q{number}", "question": question, "expect": expected, **more}, ensure_ascii=False)


def written(tmp_path: Path, *lines: str) -> str:
    path = tmp_path / "set.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def run(*arguments: str, said: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot", "eval", "--db", str(database()), "--today", TODAY.isoformat(), *arguments]
    environment = {**os.environ, "LC_ALL": "", "LC_MESSAGES": "", "LANG": "", **more}
    return subprocess.run(command, input=said, capture_output=True, text=True, cwd=ROOT, env=environment, timeout=60, check=False)


def test_each_mark_is_counted_and_each_miss_is_listed(tmp_path: Path) -> None:
    lines = [entry(number, question, expected) for number, (question, expected, _) in enumerate(SET)]
    done = run(written(tmp_path, *lines), "--json")
    assert done.returncode == 1 and not done.stderr
    told = json.loads(done.stdout)
    kinds = [kind for _, _, kind in SET]
    assert {name: told[name] for name in MARKS} == {name: kinds.count(name) for name in MARKS}
    assert told["questions"] == len(SET) and told["rs10"] == round(100 * (3 - 20) / len(SET), 2)
    assert [(miss["id"], miss["mark"]) for miss in told["misses"]] == [
        (f"q{number}", kind) for number, kind in enumerate(kinds) if kind != "right"
    ]
    wrong = told["misses"][0]
    assert wrong["expect"] == SET[1][1] and wrong["answer"]["facts"][0]["value"] == 2906


def test_the_report_names_the_misses_that_are_asked_for(tmp_path: Path) -> None:
    file = written(tmp_path, *(entry(number, question, expected) for number, (question, expected, _) in enumerate(SET)))
    done = run(file, "--show", "wrong,answered", "--most", "1")
    assert "[wrong] q1" in done.stdout and "q2" not in done.stdout and "and 1 more" in done.stdout
    assert "wrong 1" in done.stdout and "declined though answerable 1" in done.stdout
    assert done.stdout.splitlines()[-1].endswith(f"RS(10) {100 * (3 - 20) / len(SET):.1f}.")
    chinese = run(file, "--show", "none", LANG="zh_CN.UTF-8")
    assert "答错 1" in chinese.stdout and "q1" not in chinese.stdout


def test_a_set_that_is_all_right_ends_with_0(tmp_path: Path) -> None:
    turns = [("川汇区卫健委2024年许可多少", [PERMITS]), ("处罚呢", [PENALTIES])]
    conversation = [
        entry(number, question, {"status": "answered", "facts": facts}, chat="a")
        for number, (question, facts) in enumerate(turns)
    ]
    dated = entry(3, "去年川汇区卫健委许可多少", {"facts": [PERMITS]}, today="2025-05-01")
    done = run("-", said="\n".join(["", *conversation, dated]))
    assert done.returncode == 0 and "3 of 3" in done.stdout and "RS(10) 100.0" in done.stdout


def test_declining_what_could_be_answered_is_no_error(tmp_path: Path) -> None:
    done = run(written(tmp_path, entry(1, "火星区2024年许可多少", {"status": "answered"})))
    assert done.returncode == 0 and "RS(10) 0.0" in done.stdout


BAD_LINES = [
    ("{", "not a JSON object"),
    ('["川汇区"]', "not a JSON object"),
    ('{"id": 1, "expect": {"status": "answered"}}', "“question” is missing"),
    ('{"id": 1, "question": "川汇区"}', "“expect” is missing"),
    (entry(1, "川汇区", {"fact": []}), "“fact” is not known"),
    (entry(1, "川汇区", {"facts": [["411602/health", 2024]]}), "under “facts”"),
    (entry(1, "川汇区", {"status": "answered"}, today="gestern"), "“today” is no date"),
]


def test_a_bad_line_is_named_with_what_is_wrong_and_the_others_are_marked(tmp_path: Path) -> None:
    good = entry(0, SET[0][0], SET[0][1])
    done = run(written(tmp_path, good, *(line for line, _ in BAD_LINES), good), "--json")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    told = done.stderr.splitlines()
    assert len(told) == len(BAD_LINES)
    for number, (said, (_, why)) in enumerate(zip(told, BAD_LINES, strict=True), 2):
        assert f"line {number}:" in said and why in said
    outcome = json.loads(done.stdout)
    assert outcome["right"] == 2 and outcome["refused_lines"] == [*range(2, 2 + len(BAD_LINES))]


def test_a_file_that_cannot_be_used_is_said_in_one_sentence(tmp_path: Path) -> None:
    empty = written(tmp_path, "")
    latin = tmp_path / "latin.jsonl"
    latin.write_bytes('{"question": "川汇区"}'.encode("gb18030"))
    for file in (str(tmp_path / "none.jsonl"), empty, str(latin), str(tmp_path)):
        done = run(file)
        assert (done.returncode, done.stdout) == (1, "")
        assert len(done.stderr.splitlines()) == 1 and file in done.stderr


def test_a_wrong_command_line_and_help() -> None:
    assert run().returncode == 2
    assert run("set.jsonl", "--show", "everything").returncode == 2
    assert run("set.jsonl", "--today", "soon").returncode == 2
    assert "example: python -m bot eval" in run("--help").stdout


class Broken:
    """A desk that breaks at one question."""

    def answer(self, text: str, context: Context | None, today: date) -> tuple[Answer, Context]:
        if "处罚" in text:
            raise ZeroDivisionError("broken")
        return desk().answer(text, context, today)


def test_a_question_that_breaks_the_program_is_counted_and_the_others_go_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = entry(1, "川汇区卫健委2024年处罚多少", {"status": "answered"})
    second = entry(2, SET[0][0], SET[0][1])
    evaluation = Evaluation(Broken(), WORDS, "en", TODAY)
    assert evaluation.run(written(tmp_path, first, second), MARKS[1:], 40, False) == 1
    printed = capsys.readouterr().out
    assert "no answer 1" in printed and "right 1" in printed and "ZeroDivisionError" in printed
