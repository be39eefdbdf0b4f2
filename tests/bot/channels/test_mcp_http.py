"""The tool for assistants over HTTP: several clients at one process, over a report whose document is kept."""

from __future__ import annotations

import json
import shutil
import struct
import subprocess
import urllib.error
import urllib.request
from base64 import b64decode
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from mcp import types
from PIL import Image

from bot.backoffice.process import run
from ingest.drawing.sheet import MARK, TINT
from tests.bot.channels.assistants import PATIENCE, Assistant, listening, said
from tests.bot.desk import ROOT

SAMPLE, HEALTH = "chuanhui_health_2024.pdf", "411602/health"
FIRST, NEXT = "川汇区2024年办了多少件行政许可", "处罚呢"


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mcp-http")
    shutil.copy(ROOT / "data" / "reports" / SAMPLE, folder)
    run(("add", str(folder / SAMPLE), "--db", str(folder / "reports.db")), "en", 120)
    return folder / "reports.db"


@pytest.fixture(scope="module")
def served(stored: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    with listening(stored) as found:
        yield found


@pytest.fixture(scope="module")
def url(served: tuple[str, subprocess.Popen[str]]) -> str:
    return served[0]


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_conversations_of_two_clients_never_meet(url: str, mode: str) -> None:
    with Assistant(url, mode) as one, Assistant(url, mode) as two:
        assert one.client.protocol_version == ("2026-07-28" if mode == "auto" else "2025-11-25")
        given = [client.call("ask", question=question, conversation="1") for client, question in ((one, FIRST), (two, NEXT))]
        if mode == "legacy":
            assert [answer.structured_content["status"] for answer in given] == ["answered", "clarify"]
            assert one.get("ask", question=NEXT, conversation="1")["status"] == "answered"
        else:
            assert all(answer.is_error and "UUID" in said(answer) for answer in given), "no session tells them apart"


def test_a_conversation_whose_id_is_known_to_one_goes_on(url: str) -> None:
    with Assistant(url) as one:
        own = {"conversation": "0b9ad5de-8a44-4c2c-9a3c-6f0c4a6e62f1"}
        one.get("ask", question=FIRST, **own)
        (fact,) = one.get("ask", question=NEXT, **own)["facts"]
        assert (fact["field"], fact["value"]) == ("penalties.decided", 51)


def test_many_calls_at_once_give_each_its_own_answer(url: str) -> None:
    fields = [f"{row}.{column}" for row in ("received", "granted", "concluded") for column in ("person", "business", "total")]
    with Assistant(url) as one, Assistant(url, "legacy") as two:
        alone = {field: one.get("look_up", agency=HEALTH, field=field) for field in fields}
        begun = [(field, client.begin("look_up", agency=HEALTH, field=field)) for field in fields * 3 for client in (one, two)]
        for field, given in begun:
            assert given.result(PATIENCE).structured_content == alone[field]


def test_the_source_is_the_cell_and_its_picture(url: str) -> None:
    with Assistant(url) as one:
        given = one.call("source", agency_id=HEALTH, year=2024, field="permits.decided", language="zh")
    (fact,), (evidence,) = given.structured_content["facts"], given.structured_content["evidence"]
    assert (fact["raw"], fact["page"], fact["state"], len(fact["box"])) == ("2906", 1, "number", 4)
    assert given.structured_content["result"] == {"document": SAMPLE, "page": 1}
    labels = {"field": "permits.decided", "section": 2, "row": "行政许可", "column": "处理决定数量", "form": "2021"}
    assert evidence == {**labels, "picture": True}
    _, picture = given.content
    assert isinstance(picture, types.ImageContent) and picture.mime_type == "image/png"
    png = b64decode(picture.data)
    assert png.startswith(b"\x89PNG") and min(struct.unpack(">II", png[16:24])) > 200
    with Image.open(BytesIO(png)) as drawn:
        colours = {colour for _, colour in drawn.convert("RGB").getcolors(1 << 24) or ()}
    assert {MARK, TINT} <= colours, "the cell is marked"


def test_without_a_single_cell_there_is_no_picture(url: str) -> None:
    with Assistant(url) as one:
        plain = one.call("source", agency_id=HEALTH, year=2024, field="permits.decided", picture=False)
        assert len(plain.content) == 1 and not plain.structured_content["evidence"][0]["picture"]
        rate = one.call("source", agency_id=HEALTH, year=2024, field="denial_rate")
        facts, evidence = rate.structured_content["facts"], rate.structured_content["evidence"]
        assert len(rate.content) == 1 and len(facts) == len(evidence) == 9
        assert [fact["field"] for fact in facts] == [entry["field"] for entry in evidence]
        absent = one.call("source", agency_id=HEALTH, year=2024, field="procurement.amount")
        assert len(absent.content) == 1 and absent.structured_content["facts"][0]["state"] == "not_on_form"
        none = one.get("source", agency_id=HEALTH, year=2011, field="permits.decided")
        assert none["reason"] == "no_report" and none["evidence"] == []


def test_other_hosts_and_pages_are_refused(url: str) -> None:
    message = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/list"}).encode()
    accepts = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    for strange in ({"Host": "evil.example"}, {"Origin": "https://evil.example"}):
        request = urllib.request.Request(url, message, {**accepts, **strange})
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request, timeout=PATIENCE)
        assert refused.value.code in (400, 403, 421)
        refused.value.close()


def test_it_ends_when_it_is_told_to(served: tuple[str, subprocess.Popen[str]]) -> None:
    """The last of these tests: nobody answers after it."""
    _, process = served
    process.terminate()
    assert process.wait(PATIENCE) == 0 and process.stderr is not None
    noted = set(process.stderr.read().splitlines())
    assert noted <= {"warning: mcp.server.transport_security"}, "who was refused is noted, and nothing of what was asked"
