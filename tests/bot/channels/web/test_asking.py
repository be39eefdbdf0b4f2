"""Asking on the page: plain requests without scripts, as any browser can send them."""

from __future__ import annotations

import re
from html import unescape

import httpx
import pytest


def test_a_question_is_answered_with_its_source(client: httpx.Client) -> None:
    page = client.get("/ask", params={"q": "how many permits did 川汇区卫健委 issue in 2024"})
    assert page.status_code == 200
    assert "2906" in page.text
    assert "chuanhui_health_2024.pdf, page 1" in page.text
    assert re.search(r'class="figure" href="/agencies/411602/health/2024/permits.decided"[^>]*>2906<', page.text)
    assert re.search(r'class="cell" href="/agencies/411602/health/2024/permits.decided"', page.text)


def test_a_table_leads_to_the_reports_of_whom_it_names(client: httpx.Client) -> None:
    page = client.get("/ask", params={"q": "川汇区卫健委和扶沟县卫健委2022年许可哪个多"}).text
    assert re.search(r'<th scope="row"><a href="/agencies/411602/health/2022">川汇区卫生健康委</a>', page)
    assert re.search(r'<th scope="row"><a href="/agencies/411621/health/2022">扶沟县卫生健康委员会</a>', page)


def test_what_is_asked_is_escaped(client: httpx.Client) -> None:
    page = client.get("/ask", params={"q": "<script>alert(1)</script>"})
    assert page.status_code == 200
    assert "<script>alert" not in page.text


def test_every_page_forbids_inline_script_and_frames(client: httpx.Client) -> None:
    for path in ("/", "/ask?q=help", "/nowhere"):
        policy = client.get(path).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe-inline" not in policy
        assert "frame-ancestors 'none'" in policy


def test_a_page_loaded_again_is_the_same_turn(client: httpx.Client) -> None:
    begun = {"q": "红旗区2022年行政处罚几件", "talk": "reloaded"}
    first, again = client.get("/ask", params=begun).text, client.get("/ask", params=begun).text
    assert first == again
    leaning = {"q": "许可呢", "talk": "reloaded", "on": id_of(first)}
    assert "1344" in client.get("/ask", params=leaning).text
    assert "1344" in client.get("/ask", params=leaning).text


def test_going_back_asks_on_from_the_answer_gone_back_to(client: httpx.Client) -> None:
    """What was asked in between is left: the conversation takes another way from there."""
    first = client.get("/ask", params={"q": "红旗区2022年行政处罚几件", "talk": "back"}).text
    client.get("/ask", params={"q": "川汇区卫健委2024年办了多少许可", "talk": "back", "on": id_of(first)})
    leaning = client.get("/ask", params={"q": "许可呢", "talk": "back", "on": id_of(first)}).text
    assert "红旗区" in leaning
    assert "1344" in leaning


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_example_of_the_first_page_has_an_answer(client: httpx.Client, language: str) -> None:
    page = client.get("/", headers={"Accept-Language": language}).text
    links = re.findall(r'<li><a href="(/ask[^"]+)"', page)
    assert len(links) >= 4
    for link in links:
        assert 'class="turn answered' in client.get(unescape(link)).text


def test_a_correction_leans_on_what_was_said(client: httpx.Client) -> None:
    first = client.get("/ask", params={"q": "红旗区2022年行政处罚几件", "talk": "put right"}).text
    put_right = {"q": "不对，我问的是许可", "talk": "put right", "on": id_of(first)}
    assert "1344" in client.get("/ask", params=put_right).text


def test_what_is_asked_back_is_answered_by_a_link(client: httpx.Client) -> None:
    asked = client.get("/ask", params={"q": "鼓楼区2022年许可几件"}).text
    links = [unescape(link) for link in re.findall(r'href="(/ask[^"]+)" data-turn', asked)]
    assert len(links) >= 2
    assert 'class="turn clarify"' in asked
    for link in links:
        assert 'class="turn answered"' in client.get(link).text


@pytest.mark.parametrize("whose", ["红寺堡区", "川汇区卫健委2024年", "鹤岗市卫健委"])
def test_an_agency_alone_is_asked_back_about(client: httpx.Client, whose: str) -> None:
    """Its figures are offered with where they stand: in a PDF, in a page of text."""
    page = client.get("/ask", params={"q": whose})
    assert page.status_code == 200 and "想看哪一项" in page.text
    assert ("年行政许可处理决定数量：" in page.text) == ("2024" not in whose), "a figure of a year that was not said tells it"


def test_what_could_be_asked_next_comes_after_the_answer_and_has_one(client: httpx.Client) -> None:
    page = client.get("/ask", params={"q": "红旗区2022年行政处罚几件"}).text
    ways = re.findall(r'href="(/a/\w+/next[^"]+)" data-next', page[page.index('class="following"') :])
    assert len(ways) == 1 and not re.findall(r'href="/ask[^"]+" data-turn', page)
    following = client.get(unescape(ways[0]))
    links = re.findall(r'href="(/ask[^"]+)" data-turn', following.text)
    assert links and "<html" in following.text
    assert re.findall(r'href="(/ask[^"]+)" data-turn', client.get(unescape(ways[0]) + "&part=turn").text) == links
    for link in links:
        assert 'class="turn answered' in client.get(unescape(link)).text
    kept = {"If-None-Match": following.headers["etag"]}
    assert client.get(unescape(ways[0]), headers=kept).status_code == 304
    assert client.get("/a/nowhere/next").status_code == 404


def test_two_questions_in_one_message_are_one_turn_and_lead_on_from_the_last(client: httpx.Client) -> None:
    page = client.get("/ask", params={"q": "红旗区2022年行政处罚几件？川汇区卫健委2024年许可呢？", "talk": "two in one"}).text
    assert page.count('class="body"') == 2 and "本次对话" not in page
    following = client.get(f"/a/{id_of(page)}/next").text
    assert "川汇区" in following[following.index('class="chips"') :]


def test_a_message_without_an_answer_is_followed_by_questions_that_have_one(client: httpx.Client) -> None:
    page = client.get("/ask", params={"q": "今天天气怎么样"}).text
    links = re.findall(r'href="(/ask[^"]+)" data-turn', page[page.index('class="following"') :])
    assert links
    assert 'class="turn answered' in client.get(unescape(links[0])).text


def test_the_figure_among_its_peers_and_over_the_years_is_a_turn_of_the_conversation(client: httpx.Client) -> None:
    page = client.get("/ask", params={"q": "川汇区卫健委2024年办了多少许可", "talk": "on"}).text
    ways = [unescape(way) for way in re.findall(r'href="(/a/\w+/(?:peers|trend)[^"]*)"', page)]
    assert ways
    for way in ways:
        told = client.get(way)
        assert told.status_code == 200
        assert "川汇区" in told.text
        assert told.text == client.get(way).text


def test_a_part_of_the_page_is_the_answer_alone(client: httpx.Client) -> None:
    part = client.get("/ask", params={"q": "红旗区2022年行政处罚几件", "part": "turn"}).text
    assert "<article" in part
    assert "<html" not in part


def test_the_box_is_offered_what_is_stored(client: httpx.Client) -> None:
    offers = client.get("/suggest", params={"q": "川汇"}).json()["offers"]
    assert any(offer["text"].startswith("川汇区卫生健康") and offer["years"] for offer in offers)
    assert client.get("/suggest", params={"q": "火星"}).json()["offers"] == []
    assert client.get("/suggest").json()["offers"] == []


@pytest.mark.parametrize("odd", ["\x00", "💥" * 400, "a" * 5000, "川汇" * 300, "%", "'; DROP TABLE agency"])
def test_whatever_is_sent_is_answered(client: httpx.Client, odd: str) -> None:
    for path in ("/ask", "/suggest"):
        assert client.get(path, params={"q": odd, "talk": odd, "on": odd}).status_code == 200


def test_a_page_and_all_it_needs_are_light(client: httpx.Client) -> None:
    """Below 100 kB, even where many cells are listed."""
    for path in ("/", "/ask?q=2022年行政许可排名"):
        page = client.get(path)
        parts = {unescape(part) for part in re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text)}
        assert len(parts) >= 3
        assert len(page.content) + sum(len(client.get(part).content) for part in parts) < 100_000


def id_of(page: str) -> str:
    """The id of the answer that a page shows."""
    found = re.search(r'data-id="(\w+)"', page)
    assert found
    return found.group(1)
