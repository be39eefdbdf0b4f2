"""Asking on the page: plain requests without scripts, as any browser can send them."""

from __future__ import annotations

import re

import httpx


def test_a_question_is_answered_with_its_source(client: httpx.Client) -> None:
    page = client.get("/ask", params={"q": "how many permits did 川汇区卫健委 issue in 2024"})
    assert page.status_code == 200
    assert "2906" in page.text
    assert "chuanhui_health_2024.pdf, page 1" in page.text
    assert "/agencies/411602/health/2024/permits.decided" in page.text


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


def id_of(page: str) -> str:
    """The id of the answer that a page shows."""
    found = re.search(r'data-id="(\w+)"', page)
    assert found
    return found.group(1)
