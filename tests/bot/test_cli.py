"""The terminal, as processes: ask, ask --batch, chat."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.bot.desk import ROOT, database


def run(*arguments: str, said: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot", *arguments]
    return subprocess.run(command, input=said, capture_output=True, text=True, cwd=ROOT, timeout=60, check=False)


def test_one_question() -> None:
    done = run("ask", "--db", str(database()), "川汇区卫健委2024年许可多少")
    assert done.returncode == 0 and "2906" in done.stdout and not done.stderr


def test_json_has_the_keys_of_the_contract() -> None:
    done = run("ask", "--db", str(database()), "--json", "川汇区卫健委2024年许可多少")
    answer = json.loads(done.stdout)
    keys = "id question language status reason operation facts result choices assumed notes text"
    assert list(answer) == keys.split()
    of_a_fact = "agency_id agency year field state value unit raw document page box"
    assert list(answer["facts"][0]) == of_a_fact.split()


def test_a_batch_keeps_its_order_and_its_conversations() -> None:
    lines = [
        {"id": 1, "question": "川汇区卫健委2024年许可", "chat": "a"},
        {"id": 2, "question": "去年川汇区卫健委许可多少", "today": "2025-05-01"},
        {"id": 3, "question": "处罚呢", "chat": "a"},
    ]
    said = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + "\nnot json\n"
    done = run("ask", "--db", str(database()), "--batch", "-", "--json", "--today", "2026-11-21", said=said)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == [1, 2, 3]
    assert [answer["facts"][0]["value"] for answer in answers] == [2906, 2906, 51]
    assert done.returncode == 1 and "line 4" in done.stderr


def test_a_conversation_with_a_choice_by_number() -> None:
    done = run("chat", "--db", str(database()), said="鼓楼区政府2024年许可多少\n1\n")
    assert "[1]" in done.stdout and ("3000" in done.stdout or "4000" in done.stdout)


def test_a_named_conversation_goes_on_and_is_forgotten(tmp_path: Path) -> None:
    here = tmp_path / "reports.db"
    here.write_bytes(database().read_bytes())
    first = run("chat", "--db", str(here), "--chat", "mine", said="川汇区卫健委2024年许可多少\n")
    assert "2906" in first.stdout and "#" in first.stdout
    assert "51件" in run("chat", "--db", str(here), "--chat", "mine", said="处罚呢\n").stdout
    assert "51件" not in run("chat", "--db", str(here), "--chat", "other", said="处罚呢\n").stdout
    told = run("chat", "--db", str(here), "--chat", "mine", said="/privacy\n/forget\n/privacy\n处罚呢\n").stdout
    assert "/forget" in told and "51件" not in told


def test_a_wrong_command_line_and_a_missing_database(tmp_path: Path) -> None:
    assert run("ask").returncode == 2
    assert run("nonsense").returncode == 2
    done = run("ask", "--db", str(tmp_path / "none.db"), "你好")
    assert done.returncode == 1 and "Traceback" not in done.stderr and "none.db" in done.stderr


def test_help_has_an_example() -> None:
    for command in ("ask", "chat", "telegram"):
        assert "example: " in run(command, "--help").stdout
