"""The tool for assistants over pipes: a real client and a real process, every answer held against the promised schema."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError
from mcp import MCPError

from bot.channels.mcp.arguments import Refused, checked
from bot.channels.mcp.schemas import STATES
from bot.channels.mcp.tools import OFFERS
from tests.bot.channels.assistants import PATIENCE, Assistant, piped, said, told
from tests.bot.desk import ROOT, TODAY, database
from tests.questions.goldens import goldens

HEALTH, OTHER = "411602/health", "411603/health"
QUESTIONS = (
    *("", "x" * 500, "你好", "帮助", "鼓楼区许可多少", "卫健委许可多少", "公开了多少", "罚款金额多少", "2024年办了多少许可？"),
    *("川汇区卫健委2024年许可", "川汇区卫健委许可比去年多多少", "川汇区卫健委近三年许可", "2024年哪个卫健委许可最多"),
    *("川汇区和淮阳区卫健委2024年哪个许可多", "周口市卫健委2024年许可合计", "2024年许可超过1000件的有几家"),
    *("川汇区卫健委2023年行政强制", "淮阳区卫健委2024年处罚", "川汇区2024年许可2906件对吗", "什么是依申请公开"),
    *("how many permits did 川汇区 issue in 2024", "川汇区卫健委2024年许可和处罚各多少", "川汇区卫健委2024年不予公开率"),
    *("rank the health commissions by penalties in 2024", "川汇区卫健委的数据在哪份文件第几页", "川汇区卫健委哪年许可最多"),
    *("川汇区卫健委2024年有行政强制吗", "川汇区卫健委明年许可会有多少", "收录了哪些单位", "四通镇人民政府许可"),
)
SECRET = "我家隔壁的秘密许可"


@pytest.fixture(scope="module")
def noted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mcp") / "noted"


@pytest.fixture(scope="module")
def assistant(noted: Path) -> Iterator[Assistant]:
    with noted.open("w") as file, Assistant(piped(database(), file)) as one:
        yield one


@pytest.fixture(scope="module", autouse=True)
def others(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, subprocess.Popen[str]]]:
    """Processes of their own, begun together, so that they are ready when their tests come."""
    without = "import sys; sys.modules['mcp'] = None; from bot.__main__ import main; sys.exit(main(sys.argv[1:]))"
    command, db = [sys.executable, "-m", "bot", "mcp"], ["--db", str(database())]
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = str(held.getsockname()[1])
        commands = {
            "pipes": [*command, *db],
            "taken": [*command, "--http", port, *db],
            "package": [sys.executable, "-c", without, "mcp"],
            "database": [*command, "--db", str(tmp_path_factory.mktemp("without") / "none.db")],
            "port": [*command, "--http", "70000"],
            "help": [*command, "--help"],
        }
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        begun = {name: subprocess.Popen(one, cwd=ROOT, text=True, encoding="utf-8", **pipes) for name, one in commands.items()}
        yield begun
    for process in begun.values():
        process.kill()
        process.wait(PATIENCE)
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()


def asked(question: str) -> dict[str, Any]:
    return {"question": question, "today": TODAY.isoformat()}


# What is offered


def test_it_says_what_it_is_and_what_a_blank_is(assistant: Assistant) -> None:
    assert assistant.client.server_info.name == "gongkai"
    instructions = assistant.client.instructions or ""
    assert "none of them is 0" in instructions and "document" in instructions


def test_every_tool_explains_itself(assistant: Assistant) -> None:
    tools = {tool.name: tool for tool in assistant.do(assistant.client.list_tools()).tools}
    assert list(tools) == ["ask", "look_up", "compare", "rank", "list_agencies", "source"]
    for tool in tools.values():
        assert tool.title and tool.annotations and tool.annotations.read_only_hint
        assert "0" in (tool.description or "") and "source" in (tool.description or ""), tool.name
        Draft202012Validator.check_schema(tool.input_schema)
        assert all(one.get("description") for one in tool.input_schema["properties"].values()), tool.name
        assert tool.output_schema == OFFERS[tool.name].gives


def test_what_can_be_read(assistant: Assistant) -> None:
    listed = assistant.do(assistant.client.list_resources()).resources
    held = {one.name: json.loads(assistant.do(assistant.client.read_resource(one.uri)).contents[0].text) for one in listed}
    fields = {one["key"]: one for one in held["fields"]["fields"]}
    assert fields["permits.decided"]["zh"] == "行政许可处理决定数量" and fields["permits.decided"]["forms"] == ["2019", "2021"]
    assert fields["denial_rate"]["worked_out_of"] and not fields["granted.total"]["worked_out_of"]
    assert {"kind": "health", "zh": "卫生健康委员会", "en": "health commission", "stored": 7} in held["kinds"]["kinds"]
    assert held["coverage"]["reports"] == sum(one["reports"] for one in held["coverage"]["years"]) > 10
    with pytest.raises(MCPError, match="gongkai://fields"):
        assistant.do(assistant.client.read_resource("gongkai://secrets"))


# Asking in words


def test_it_answers_as_the_command_does(assistant: Assistant) -> None:
    """Questions of every kind: answered, asked back, declined, not understood, and nothing at all."""
    single = [golden.turns[0][0] for golden in goldens() if len(golden.turns) == 1]
    questions = [*single[::60], *QUESTIONS]
    answers = [assistant.get("ask", **asked(question)) for question in questions]
    assert answers == told(questions, database(), TODAY.isoformat())
    found = Counter(answer["status"] for answer in answers)
    assert len(questions) >= 50 and found["answered"] >= 15 and found["declined"] >= 10 and found["clarify"] >= 3, found


def test_the_text_comes_along(assistant: Assistant) -> None:
    given = assistant.call("ask", **asked("川汇区卫健委2024年许可多少"))
    assert said(given) == given.structured_content["text"] and "2906" in said(given) and len(given.content) == 1


def test_a_conversation_leans_on_what_was_said_in_it_alone(assistant: Assistant) -> None:
    assistant.get("ask", **asked("川汇区卫健委2024年许可多少"), conversation="a")
    assert assistant.get("ask", **asked("处罚呢"), conversation="a")["facts"][0]["field"] == "penalties.decided"
    assert assistant.get("ask", **asked("处罚呢"), conversation="b")["status"] == "clarify"
    assert assistant.get("ask", **asked("处罚呢"))["status"] == "clarify"


def test_last_year_is_counted_from_the_day_given(assistant: Assistant) -> None:
    answer = assistant.get("ask", question="去年川汇区卫健委许可多少", today="2025-03-01")
    assert answer["facts"][0]["year"] == 2024


# One figure


@pytest.mark.parametrize("agency", [HEALTH, "川汇区卫健委", "Chuanhui district health commission"])
@pytest.mark.parametrize("field", ["permits.decided", "行政许可", "permits"])
def test_keys_and_names_give_the_same_figure(assistant: Assistant, agency: str, field: str) -> None:
    answer = assistant.get("look_up", agency=agency, field=field, year=2024)
    (fact,) = answer["facts"]
    assert (fact["agency_id"], fact["year"], fact["field"], fact["value"]) == (HEALTH, 2024, "permits.decided", 2906)
    assert fact["document"] and fact["page"] == 2 and fact["document"] in answer["text"]


def test_the_words_of_a_looked_up_figure_ask_for_the_same(assistant: Assistant) -> None:
    for field in ("permits.decided", "granted.total", "denial_rate", "denied.total", "received.person"):
        for language in ("zh", "en"):
            answer = assistant.get("look_up", agency=HEALTH, field=field, language=language)
            again = assistant.get("ask", **asked(answer["question"]))
            assert [answer[key] for key in ("facts", "result", "assumed")] == [
                again[key] for key in ("facts", "result", "assumed")
            ]
            assert answer["assumed"][0]["slot"] == "year" and answer["language"] == language
            assert answer == again or language == "en", field


@pytest.mark.parametrize(
    ("arguments", "status", "reason"),
    [
        ({"agency": "火星区", "field": "permits.decided"}, "declined", "unknown_agency"),
        ({"agency": "999999/health", "field": "permits.decided"}, "declined", "unknown_agency"),
        ({"agency": "411602/health2024", "field": "permits.decided"}, "declined", "unknown_agency"),
        ({"agency": "川汇区卫健委2024年许可", "field": "permits.decided"}, "declined", "unknown_agency"),
        ({"agency": "鼓楼区", "field": "permits.decided"}, "clarify", "ambiguous_agency"),
        ({"agency": "卫健委", "field": "permits.decided"}, "clarify", "ambiguous_agency"),
        ({"agency": HEALTH, "field": "permits.decided", "year": 2011}, "declined", "no_report"),
        ({"agency": HEALTH, "field": "permits.total"}, "declined", "not_on_form"),
        ({"agency": HEALTH, "field": "罚款金额"}, "declined", "not_on_form"),
        ({"agency": HEALTH, "field": "公开"}, "clarify", "ambiguous_field"),
        ({"agency": HEALTH, "field": "许可和处罚"}, "clarify", "missing_slot"),
        ({"agency": HEALTH, "field": "2023年许可"}, "declined", "not_understood"),
        ({"agency": HEALTH, "field": "许可最多"}, "declined", "not_understood"),
        ({"agency": HEALTH, "field": "蒟蒻"}, "declined", "not_understood"),
    ],
)
def test_what_is_not_exact_is_asked_back_or_declined(
    assistant: Assistant, arguments: dict[str, Any], status: str, reason: str
) -> None:
    answer = assistant.get("look_up", **arguments)
    assert (answer["status"], answer["reason"], answer["facts"]) == (status, reason, [])
    for choice in answer["choices"]:
        assert assistant.get("ask", **asked(choice["question"]))["status"] == "answered", choice
    assert answer["choices"] or status == "declined" or reason == "missing_slot"


@pytest.mark.parametrize(("agency", "field", "year", "state"), [
    (HEALTH, "compulsory_measures.decided", 2023, "blank"),
    (OTHER, "penalties.decided", 2024, "dash"),
    (HEALTH, "procurement.amount", 2024, "not_on_form"),
])  # fmt: skip
def test_a_cell_without_a_number_stays_one(assistant: Assistant, agency: str, field: str, year: int, state: str) -> None:
    answer = assistant.get("look_up", agency=agency, field=field, year=year)
    (fact,) = answer["facts"]
    assert answer["status"] == "declined" and answer["result"] is None
    assert (fact["state"], fact["value"]) == (state, None) and state in STATES
    compared = assistant.get("compare", agencies=[HEALTH, OTHER], field=field, year=year)
    assert compared["result"] is None, "no verdict where a side has no number"


def test_the_source_of_a_blank_shows_the_blank(assistant: Assistant) -> None:
    given = assistant.call("source", agency_id=HEALTH, year=2023, field="compulsory_measures.decided")
    (fact,), (evidence,) = given.structured_content["facts"], given.structured_content["evidence"]
    assert (fact["state"], fact["value"]) == ("blank", None) and fact["document"]
    assert evidence["row"] == "行政强制" and evidence["picture"]
    assert [content.type for content in given.content] == ["text", "image"]


# Several


def test_comparing(assistant: Assistant) -> None:
    answer = assistant.get("compare", agencies=[HEALTH, "淮阳区卫健委"], field="permits.decided", year=2024)
    values = {fact["agency_id"]: fact["value"] for fact in answer["facts"]}
    assert answer["result"]["winners"] == [max(values, key=lambda id: values[id])]
    assert answer["result"]["difference"] == abs(values[HEALTH] - values[OTHER])
    assert answer == assistant.get("ask", **asked(answer["question"]))


def test_a_side_that_is_not_stored_is_told_of_without_a_verdict(assistant: Assistant) -> None:
    answer = assistant.get("compare", agencies=[HEALTH, OTHER, "火星区"], field="permits.decided", year=2024)
    assert answer["status"] == "answered" and len(answer["facts"]) == 2 and answer["result"] is None
    assert any("火星区" in note for note in answer["notes"])
    assert assistant.get("compare", agencies=[HEALTH, "鼓楼区"], field="permits.decided")["reason"] == "ambiguous_agency"
    assert assistant.get("compare", agencies=[HEALTH, "川汇区卫健委"], field="permits.decided")["status"] == "clarify"


def test_ranking(assistant: Assistant) -> None:
    most = assistant.get("rank", kind="health", field="permits.decided", year=2024, most=2)
    fewest = assistant.get("rank", kind="卫健委", field="行政许可", year=2024, most=2, order="ascending", language="zh")
    values = sorted(fact["value"] for fact in most["facts"] if fact["state"] == "number")
    assert most["result"]["ranking"][0]["value"] == values[-1]
    assert fewest["result"]["ranking"][0]["value"] == values[0]
    assert [one["rank"] for one in most["result"]["ranking"]] == [1, 2]
    assert fewest == assistant.get("ask", **asked(fewest["question"]))


def test_ranking_within_a_region(assistant: Assistant) -> None:
    by_code = assistant.get("rank", kind="health", field="permits.decided", year=2024, region="411600")
    by_name = assistant.get("rank", kind="health", field="permits.decided", year=2024, region="周口", language="en")
    assert by_code == by_name
    assert by_code["facts"] and all(fact["agency_id"].startswith("4116") for fact in by_code["facts"])
    assert assistant.get("rank", kind="health", field="permits.decided", region="火星")["reason"] == "unknown_agency"
    assert assistant.get("rank", kind="火星委", field="permits.decided")["reason"] == "unknown_agency"
    assert assistant.get("rank", kind="government", field="permits.decided", region="鼓楼区")["status"] == "clarify"


def test_listing_a_page_at_a_time(assistant: Assistant) -> None:
    whole = assistant.get("list_agencies")
    assert whole["total"] == len(whole["agencies"]) > 8 and whole["next"] is None
    read, after = [], None
    while True:
        page = assistant.get("list_agencies", most=3, **({"after": after} if after else {}))
        read += page["agencies"]
        after = page["next"]
        if after is None:
            break
    assert read == whole["agencies"]
    assert {one["kind"] for one in assistant.get("list_agencies", kind="卫健委")["agencies"]} == {"health"}
    drums = assistant.get("list_agencies", region="鼓楼区")["agencies"]
    assert {one["region_code"] for one in drums} == {"320106", "350102"}, "a listing shows all that bear a name"
    assert [one["agency_id"] for one in assistant.get("list_agencies", name="四通")["agencies"]] == ["411603/四通镇人民政府"]
    assert assistant.get("list_agencies", region="西藏")["agencies"] == []
    assert all(one["years"] == sorted(one["years"]) and one["years"] for one in read)


# What comes in wrong


@pytest.mark.parametrize(
    ("tool", "arguments", "sentence"),
    [
        ("ask", {}, "question is required"),
        ("ask", {"question": 5}, "question must be a string"),
        ("ask", {"question": "许可", "today": "yesterday"}, "today 应当是日期"),
        ("ask", {"question": "permits", "today": "2024-02-30"}, "today must be a day"),
        ("ask", {"question": "许可", "conversation": " "}, "conversation 不能是空的"),
        ("look_up", {"agency": HEALTH, "field": "permits.decided", "year": "2024"}, "year must be a whole number"),
        ("look_up", {"agency": HEALTH, "field": "permits.decided", "year": True}, "year must be a whole number"),
        ("look_up", {"agency": HEALTH, "field": "permits.decided", "year": 24}, "from 1990 to 2100"),
        ("look_up", {"agency": HEALTH, "field": "permits.decided", "yaer": 2024}, "no argument \"yaer\""),
        ("look_up", {"agency": "x" * 300, "field": "permits.decided"}, "agency must have 1 to 200"),
        ("compare", {"agencies": HEALTH, "field": "permits.decided"}, "agencies must be a list"),
        ("compare", {"agencies": [HEALTH], "field": "permits.decided"}, "2 to 20 entries"),
        ("compare", {"agencies": [HEALTH], "field": "行政许可"}, "2 到 20 项"),
        ("compare", {"agencies": [HEALTH], "field": "行政许可", "language": "en"}, "2 to 20 entries"),
        ("rank", {"kind": "卫健委", "field": "许可", "order": "best"}, "只能是 descending, ascending"),
        ("list_agencies", {"region": "Mars"}, "Give its GB/T 2260 code"),
        ("compare", {"agencies": [HEALTH, 3], "field": "permits.decided"}, "Each of agencies must be a string"),
        ("rank", {"kind": "health", "field": "permits.decided", "order": "best"}, "descending, ascending"),
        ("rank", {"kind": "health", "field": "permits.decided", "most": 0}, "from 1 to 100"),
        ("list_agencies", {"kind": "火星委"}, "health"),
        ("list_agencies", {"region": "火星"}, "GB/T 2260"),
        ("source", {"agency_id": HEALTH, "field": "permits.decided"}, "year is required"),
    ],
)  # fmt: skip
def test_a_wrong_argument_is_told_in_one_sentence(
    assistant: Assistant, tool: str, arguments: dict[str, Any], sentence: str
) -> None:
    assert sentence in assistant.fault(tool, **arguments)


def test_the_schemas_of_arguments_and_their_check_agree() -> None:
    """What the check refuses the schema refuses, and the other way round."""
    with pytest.raises(Refused, match="half a character"):
        checked({"question": "\ud83c"}, OFFERS["ask"].takes)
    values = ["", "x", "x" * 201, 0, 1, 2024, 2024.0, 2024.5, -1, True, [], ["a", "b"], ["a", ""], [1, 2], {}, "zh", "2024-01-01"]
    for offer in OFFERS.values():
        known = offer.takes["properties"]
        for name in known:
            for value in values:
                alone = {"type": "object", "properties": {name: known[name]}, "required": [name], "additionalProperties": False}
                assert _passes(alone, {name: value}) == _is_taken(alone, {name: value}), (offer.name, name, value)


def _passes(schema: dict[str, Any], given: dict[str, Any]) -> bool:
    try:
        Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(given)
    except ValidationError:
        return False
    return True


def _is_taken(schema: dict[str, Any], given: dict[str, Any]) -> bool:
    try:
        checked(given, schema)
    except Refused:
        return False
    return True


def test_a_tool_that_is_not_there(assistant: Assistant) -> None:
    with pytest.raises(MCPError, match="look_up"):
        assistant.do(assistant.client.call_tool("delete_everything", {}))


# As a process


def test_nothing_but_the_protocol_is_said_and_no_question_is_noted(assistant: Assistant, noted: Path) -> None:
    assistant.call("ask", question=SECRET)
    assistant.call("look_up", agency=SECRET, field=SECRET)
    assert noted.read_text("utf-8") == ""


def greeted(process: subprocess.Popen[str]) -> dict[str, Any]:
    """What a process says to one that introduces itself."""
    opening = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}
    assert process.stdin and process.stdout
    process.stdin.write(json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": opening}) + "\n")
    process.stdin.flush()
    answer: dict[str, Any] = next(line for line in map(json.loads, process.stdout) if line.get("id") == 1)["result"]
    return answer


def test_lines_that_are_no_messages_do_not_end_it(others: dict[str, subprocess.Popen[str]]) -> None:
    process = others["pipes"]
    assert process.stdin and process.stderr
    process.stdin.write(f"{SECRET}\n[]\n{{}}\n")
    answer = greeted(process)
    assert answer["serverInfo"]["name"] == "gongkai" and answer["instructions"]
    process.stdin.close()
    assert process.wait(PATIENCE) == 0
    assert SECRET not in process.stderr.read()


@pytest.mark.parametrize(
    ("which", "code", "sentence"),
    [("package", 2, "pip install 'gongkai[mcp]'"), ("database", 1, "none.db"), ("port", 2, "70000"), ("taken", 1, "Port ")],
)
def test_what_keeps_it_from_starting_is_one_sentence(
    others: dict[str, subprocess.Popen[str]], which: str, code: int, sentence: str
) -> None:
    out, err = others[which].communicate(timeout=PATIENCE)
    assert others[which].returncode == code and sentence in err and "Traceback" not in err and not out


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="there are no terminals here")
def test_in_a_terminal_it_says_what_it_waits_for_and_can_be_interrupted() -> None:
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "bot", "mcp", "--db", str(database())]
    more: dict[str, Any] = {"stdin": theirs, "stderr": subprocess.PIPE, "text": True, "env": {"LANG": "C.UTF-8"}}
    with subprocess.Popen(command, cwd=ROOT, preexec_fn=heeding, **more) as process:
        try:
            assert process.stderr and "docs/mcp.md" in process.stderr.readline()
            process.send_signal(signal.SIGINT)
            assert process.wait(PATIENCE) != 0 and process.stderr.read() == ""
        finally:
            process.kill()
    os.close(ours)
    os.close(theirs)


def heeding() -> None:
    """A test run in the background may ignore Ctrl-C, and its children would with it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_its_help_has_an_example(others: dict[str, subprocess.Popen[str]]) -> None:
    assert "example: python -m bot mcp" in others["help"].communicate(timeout=PATIENCE)[0]
