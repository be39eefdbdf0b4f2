"""Requests that no browser sends by itself: odd addresses, methods and headers, and other people's answers."""

from __future__ import annotations

import http.client
import re
import socket
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from bot.text import LONGEST_MESSAGE
from tests.bot.channels.web.serving import database, served

ASKED = "劳驾，川汇区卫健委2024年许可多少件"


def raw(site: str, method: str, path: str, **headers: str) -> tuple[int, str]:
    """Status and body of a request whose address is sent as it is."""
    where = urlsplit(site)
    connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=20)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    body = answer.read().decode("utf-8", "replace")
    connection.close()
    return answer.status, body


@pytest.mark.parametrize("path", ["//evil.example/", "//evil.example", "///evil.example/x"])
def test_no_address_makes_a_link_to_another_site(site: str, path: str) -> None:
    """//evil.example/?lang=en would be one, behind the name of the other language."""
    status, body = raw(site, "GET", path)
    assert status == 404
    assert 'href="/evil.example' in body
    assert 'href="//' not in body


@pytest.mark.parametrize("behind", ["", "/permits.decided", "/permits.decided.png"])
@pytest.mark.parametrize("year", ["9" * 30, "9" * 5000, "12345", "0"])
def test_a_year_that_is_none_is_not_there(site: str, year: str, behind: str) -> None:
    assert raw(site, "GET", f"/agencies/411602/health/{year}{behind}")[0] == 404


def test_a_broken_address_holds_no_conversation(client: httpx.Client) -> None:
    assert client.get("/privacy", params={"talk": "http://[evil?talk=x"}).status_code == 200
    assert client.post("/forget", data={"talk": "http://[evil?talk=x"}).status_code == 400
    whole = client.get("/privacy", params={"talk": "https://example.org/ask?q=x&talk=a-long-name#top"})
    assert 'value="a-long-name"' in whole.text


def test_a_form_with_a_broken_origin_is_of_another_site(client: httpx.Client) -> None:
    assert client.post("/upload/logout", headers={"Origin": "http://[evil"}).status_code == 403


@pytest.mark.parametrize("path", ["/healthz", "/metrics"])
def test_health_is_read_and_nothing_else(client: httpx.Client, path: str) -> None:
    for method, status in (("GET", 200), ("HEAD", 200), ("POST", 405), ("CONNECT", 405), ("TRACE", 405)):
        assert client.request(method, path).status_code == status, method


def test_a_packed_file_is_not_gone_on_with_in_the_midst_of_the_plain_one(client: httpx.Client) -> None:
    address = re.search(r'href="(/static/style\.css[^"]*)"', client.get("/").text)
    assert address is not None
    packed = client.get(address[1], headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["ETag"].startswith('W/"') and "Accept-Ranges" not in packed.headers
    going_on = {"Range": "bytes=100-", "If-Range": packed.headers["ETag"], "Accept-Encoding": "gzip"}
    assert client.get(address[1], headers=going_on).status_code == 200
    assert client.get(address[1], headers={"If-None-Match": packed.headers["ETag"]}).status_code == 304
    plain = client.get(address[1], headers={"Accept-Encoding": "identity"})
    part = client.get(address[1], headers={"Range": "bytes=100-", "If-Range": plain.headers["ETag"]})
    assert part.status_code == 206 and part.content == plain.content[100:]


@pytest.mark.parametrize("path", ["/agencies", "/api/v1/fields"])
def test_marks_may_come_in_several_lines(client: httpx.Client, path: str) -> None:
    mark = client.get(path).headers["ETag"]
    assert client.get(path, headers=[("If-None-Match", '"other"'), ("If-None-Match", mark)]).status_code == 304
    assert client.get(path, headers=[("If-None-Match", '"other"'), ("If-None-Match", '"another"')]).status_code == 200


@pytest.mark.parametrize(
    ("wished", "language"),
    [
        *(("zh;q=0.1,en;q=0.9", "en"), ("en;q=0,zh", "zh-CN"), ("en;q=0", "zh-CN"), ("enx", "zh-CN"), ("EN-us", "en")),
        *(
            ("fr,en;q=0.5,zh;q=0.5", "en"),
            ("zh-Hant,en", "zh-CN"),
            (",;;q=", "zh-CN"),
            ("en;q=x", "zh-CN"),
            ("en; q = 1.0", "en"),
        ),
    ],
)
def test_the_language_liked_best(client: httpx.Client, wished: str, language: str) -> None:
    assert client.get("/about", headers={"Accept-Language": wished}).headers["Content-Language"] == language


def test_the_words_of_others_are_not_told_by_the_id_of_their_answer(client: httpx.Client) -> None:
    """Neither where it is named in a question, nor in what stands above the next one."""
    found = re.search(r'data-id="(\w+)"', client.get("/ask", params={"q": ASKED, "talk": "whose-words"}).text)
    assert found is not None
    for number, asked in enumerate((f"#{found[1]} 2023年呢", f"#{found[1]} 怎么算的", f"#{found[1]}")):
        for text in (asked, "出处"):
            page = client.get("/ask", params={"q": text, "talk": f"somebody-else-{number}"}).text
            assert "劳驾" not in page, (asked, text)
    assert "劳驾" in client.get("/ask", params={"q": "出处", "talk": "whose-words"}).text


def test_no_more_of_a_page_of_text_is_kept_than_is_read(tmp_path: Path) -> None:
    with served(database(), tmp_path) as site, httpx.Client(base_url=site, trust_env=False, timeout=20) as client:
        page = client.get("/ask", params={"q": "长" * 5000, "lang": "zh"})
        assert page.status_code == 200
    with closing(sqlite3.connect(tmp_path / "web-talks.db")) as talks:
        ((kept,),) = talks.execute("SELECT max(length(mark)) FROM talk")
    assert LONGEST_MESSAGE < kept < LONGEST_MESSAGE + 20


def posted(client: httpx.Client) -> dict[str, float]:
    """How many forms were sent to be forgotten, by the status that they were answered with."""
    line = re.compile(r'requests_total{method="POST",route="/forget",status="(\d+)"} ([\d.]+)')
    return {status: float(count) for status, count in line.findall(client.get("/metrics").text)}


def test_whoever_breaks_off_is_no_fault_of_the_site(site: str, client: httpx.Client) -> None:
    where, before = urlsplit(site), posted(client)
    with socket.create_connection((where.hostname or "", where.port or 0)) as half:
        half.sendall(b"POST /forget HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\ntalk=")
    for _ in range(200):
        if (after := posted(client)) != before:
            break
        time.sleep(0.05)
    assert after != before and "500" not in after
