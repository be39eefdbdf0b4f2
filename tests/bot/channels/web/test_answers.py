"""An answer by its address: the same for all, over what is stored now, without the words of who asked."""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape
from pathlib import Path

import httpx

from tests.bot.channels.web.serving import database, served
from tests.bot.channels.web.test_asking import id_of

ASKED = "请问一下，川汇区卫健委2022年行政处罚几件呀"


def asked(client: httpx.Client, text: str = ASKED, talk: str = "mine") -> str:
    """The id of the answer to a question."""
    return id_of(client.get("/ask", params={"q": text, "talk": talk}).text)


def test_the_words_of_a_question_are_shown_to_whoever_asked_it(client: httpx.Client) -> None:
    id = asked(client)
    assert ASKED in client.get(f"/a/{id}", params={"talk": "mine"}).text
    for address in (f"/a/{id}", f"/a/{id}?talk=yours", f"/a/{id}/how", f"/a/{id}.csv", f"/a/{id}.svg"):
        told = client.get(address)
        assert told.status_code == 200
        assert "请问一下" not in told.text
    assert "川汇区" in client.get(f"/a/{id}").text


def test_the_words_in_an_address_are_shown_where_they_are_those_of_the_answer(client: httpx.Client) -> None:
    id = asked(client)
    assert ASKED in client.get(f"/a/{id}", params={"q": ASKED}).text
    assert "红旗区" not in client.get(f"/a/{id}", params={"q": "红旗区2022年行政处罚几件"}).text


def test_the_link_to_an_answer_outlives_the_conversations(client: httpx.Client, tmp_path: Path) -> None:
    page = client.get("/ask", params={"q": ASKED}).text
    link = re.search(r'href="(/a/[^"]+)" data-copy', page)
    assert link
    with served(database(), tmp_path / "new") as address, httpx.Client(base_url=address, trust_env=False, timeout=20) as other:
        again = other.get(unescape(link.group(1)))
        assert again.status_code == 200
        assert f'data-id="{id_of(page)}"' in again.text
        assert other.get(f"/a/{id_of(page)}x").status_code == 404


def test_a_link_bears_no_words_that_lean_on_others_or_on_the_day(client: httpx.Client) -> None:
    first = asked(client, talk="leaning")
    leaning = client.get("/ask", params={"q": "许可呢", "talk": "leaning", "on": first}).text
    by_the_day = client.get("/ask", params={"q": "川汇区卫健委前年办了多少许可"}).text
    for page in (leaning, by_the_day):
        assert 'class="turn answered"' in page
        assert re.search(r'href="/a/\w+" data-copy', page)


def test_an_answer_that_is_held_already_is_not_sent_again(client: httpx.Client) -> None:
    id = asked(client)
    for address in (f"/a/{id}", f"/a/{id}/how", f"/a/{id}.csv", f"/a/{id}.xlsx", f"/a/{id}.svg", f"/a/{id}.png"):
        first = client.get(address)
        assert first.status_code == 200, address
        tag = first.headers["etag"]
        again = client.get(address, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
        assert client.get(address, headers={"If-None-Match": 'W/"other"'}).status_code == 200
        head = client.head(address)
        assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", tag)


def test_an_answer_of_one_conversation_is_kept_by_no_proxy(client: httpx.Client) -> None:
    id = asked(client)
    assert "private" in client.get(f"/a/{id}?talk=mine").headers["cache-control"]
    assert "private" not in client.get(f"/a/{id}").headers["cache-control"]
    assert "private" in client.get("/ask", params={"q": ASKED}).headers["cache-control"]


def test_the_files_hold_the_figures(client: httpx.Client) -> None:
    id = asked(client)
    figures = client.get(f"/a/{id}.csv")
    assert "411602/health" in figures.text
    assert figures.headers["content-disposition"].startswith("attachment")
    sheet = zipfile.ZipFile(io.BytesIO(client.get(f"/a/{id}.xlsx").content))
    assert "xl/worksheets/sheet1.xml" in sheet.namelist()
    assert client.get(f"/a/{id}.png").content.startswith(b"\x89PNG")
    assert "<desc>" in client.get(f"/a/{id}.svg").text


def test_what_is_not_kept_is_said_so_with_a_box_to_ask_again(client: httpx.Client) -> None:
    for address in ("/a/zzzzzzz", "/a/zzzzzzz/how", "/a/zzzzzzz.csv", "/a/zzzzzzz/peers", "/a/zzzzzzz/trend", "/a/%00"):
        told = client.get(address, headers={"Accept-Language": "zh"})
        assert told.status_code == 404
        assert "没有这一页" in told.text
        assert 'name="q"' in told.text


def test_how_an_answer_was_worked_out_is_a_page_and_a_part_of_one(client: httpx.Client) -> None:
    id = asked(client)
    page, part = client.get(f"/a/{id}/how").text, client.get(f"/a/{id}/how?part=drawer").text
    assert "<html" in page
    assert "<html" not in part
    assert "川汇区" in part
