"""/data, /about, /privacy: everything as files that are whole, and a conversation that is forgotten when that is asked for."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import re
import shutil
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar
from zipfile import ZipFile

import httpx
import pytest

from bot.backoffice.exports import FORMATS, Exports
from bot.backoffice.process import Refused
from bot.facts import Facts
from tests.bot.channels.web.serving import database

T = TypeVar("T")


def done(work: Coroutine[Any, Any, T]) -> T:
    """What it gives, in a thread of its own: the browser of other tests has a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def fetched(client: httpx.Client, ending: str) -> httpx.Response:
    """The file, asked for until it is made."""
    for _ in range(10):
        said = client.get(f"/data/figures.{ending}")
        if said.status_code != 503:
            break
        assert said.headers["retry-after"]
    assert said.status_code == 200
    assert f".{ending}" in said.headers["content-disposition"]
    return said


def test_every_number_is_in_the_file(client: httpx.Client) -> None:
    told = list(csv.DictReader(io.StringIO(fetched(client, "csv").content.decode("utf-8-sig"))))
    facts = Facts(database())
    ((reports,),) = facts.rows("SELECT count(*) FROM report")
    agencies = list(facts.agencies_by(no for (no,) in facts.rows("SELECT no FROM agency")).values())
    years = sorted({year for (year,) in facts.rows("SELECT year FROM report")})
    held = {(fact.agency.id, str(fact.year), fact.field): fact for fact in facts.cells(agencies, years, list(facts.fields))}
    facts.close()
    assert len({(row["agency_id"], row["year"]) for row in told}) == reports
    assert len(told) > 1000
    for row in told:
        fact = held[row["agency_id"], row["year"], row["field"]]
        assert (row["state"], row["value"]) == (fact.state, "" if fact.value is None else format(fact.value, "f"))
    page = client.get("/data").text
    assert all(f"<code>{column}</code>" in page for column in told[0]), "every column is told of"


def test_a_file_is_kept_while_the_database_stays(client: httpx.Client) -> None:
    first = fetched(client, "csv")
    tag = first.headers["etag"]
    assert client.get("/data/figures.csv", headers={"If-None-Match": tag}).status_code == 304
    part = client.get("/data/figures.csv", headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, first.content[10:20])
    assert client.get("/data/figures.csv", headers={"Range": "bytes=10-19", "If-Range": '"other"'}).status_code == 200
    assert client.head("/data/figures.csv").headers["content-length"] == str(len(first.content))


@pytest.mark.parametrize("ending", [ending for ending in FORMATS if ending != "csv"])
def test_other_formats_open(client: httpx.Client, ending: str) -> None:
    said = fetched(client, ending).content
    if ending == "jsonl":
        assert json.loads(said.splitlines()[0])["agency_id"]
        return
    with ZipFile(io.BytesIO(said)) as archive:
        assert archive.testzip() is None
        assert {"xl/workbook.xml", "datapackage.json"} & set(archive.namelist())


def test_another_state_of_the_database_is_another_file(tmp_path: Path) -> None:
    db = Path(shutil.copy(database(), tmp_path / "reports.db"))

    async def twice() -> tuple[Path, Path]:
        exports = Exports(db, tmp_path / "files")
        both = await asyncio.gather(exports.file("csv", "zh", 60), exports.file("csv", "zh", 60))
        assert both[0] == both[1] is not None
        db.touch()
        second = await exports.file("csv", "zh", 60)
        assert both[0] is not None
        assert second is not None
        return both[0], second

    first, second = done(twice())
    assert second.is_file()
    assert not first.exists()


def test_what_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "reports.db").write_bytes(b"no database")
    with pytest.raises(Refused):
        done(Exports(tmp_path / "reports.db", tmp_path / "files").file("csv", "en", 60))


@pytest.mark.parametrize("path", ["/about", "/privacy", "/data"])
def test_the_pages_are_in_both_languages(client: httpx.Client, path: str) -> None:
    zh, en = (client.get(path, params={"lang": language}) for language in ("zh", "en"))
    assert (zh.status_code, en.status_code) == (200, 200)
    assert "set-cookie" not in zh.headers
    words = re.sub(r"<[^>]+>|English", "", en.text.partition("<main")[2].partition("</main>")[0])
    assert len(re.findall("[一-鿿]", words)) < 10


def test_a_conversation_is_forgotten(client: httpx.Client) -> None:
    talk = "tobeforgotten123"
    asked = client.get("/ask", params={"q": "川汇区卫健委2022年许可几件", "talk": talk}, follow_redirects=True)
    assert "2100" in asked.text
    assert f'href="/privacy?talk={talk}"' in asked.text
    assert f'value="{talk}"' in client.get("/privacy", params={"talk": talk}).text
    gone = client.post("/forget", data={"talk": f"https://x/ask?q=1&talk={talk}"})
    assert gone.status_code == 303
    assert "已删除" in client.get(gone.headers["location"], headers={"Accept-Language": "zh"}).text
    again = client.post("/forget", data={"talk": talk})
    assert again.headers["location"] == "/privacy?gone=no"


@pytest.mark.parametrize("talk", ["", "x", "../../etc/passwd", "a" * 3000, "web/../x"])
def test_what_is_no_name_is_refused(client: httpx.Client, talk: str) -> None:
    assert client.post("/forget", data={"talk": talk}).status_code == 400
