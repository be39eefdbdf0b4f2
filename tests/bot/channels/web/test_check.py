"""/check: what is pasted comes back with its marks, links to the cells and as a file; whose report it is is asked about."""

from __future__ import annotations

import re

import httpx
import pytest

from tests.bot.channels.web.test_compare import doubts

TEXT = "2022年，川汇区卫健委共办理行政许可2100件，行政处罚41件，较上年增长15%；组织培训3场。"


def claims(page: str) -> list[tuple[str, str]]:
    """Each marked figure and its verdict, in their order."""
    return [(text, kind) for kind, text in re.findall(r'class="claim (\w+)"[^>]*>([^<]+)<span aria-hidden', page)]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_each_figure_is_marked_in_its_place(client: httpx.Client, method: str) -> None:
    sent = {"params": {"text": TEXT}} if method == "GET" else {"data": {"text": TEXT}}
    page = client.request(method, "/check", **sent)  # type: ignore[arg-type]
    assert page.status_code == 200
    assert claims(page.text) == [("2100", "right"), ("41", "wrong"), ("15%", "unchecked"), ("3", "absent")]
    assert "/agencies/411602/health/2022/permits.decided" in page.text
    assert re.sub(r"<[^>]+>", "", page.text.partition('<p class="checked">')[2].partition("</p>")[0]).startswith("2022年，川汇区")


def test_it_can_be_kept_as_text(client: httpx.Client) -> None:
    said = client.post("/check.txt", data={"text": TEXT}, headers={"Accept-Language": "zh"})
    assert "attachment" in said.headers["content-disposition"]
    assert "行政许可2100[✓1]件，行政处罚41[✗2]件，较上年增长15%[–]；组织培训3[∅3]场。" in said.text
    assert "/agencies/411602/health/2022/penalties.decided" in said.text


def test_whose_report_it_is_is_asked_about(client: httpx.Client) -> None:
    text = "本机关办理行政许可2100件。"
    asked = client.post("/check", data={"text": text, "whose": "鼓楼区政府", "year": "2024"})
    assert not claims(asked.text)
    assert len(re.findall(r'<button class="plain" name="agency"', asked.text)) > 1
    assert not doubts(client.post("/check", data={"text": text, "whose": "川汇区卫健委", "year": "2022"}).text)
    told = client.post("/check", data={"text": text, "agency": "411602/health", "year": "2022"})
    assert claims(told.text) == [("2100", "right")]


def test_what_is_pasted_is_escaped(client: httpx.Client) -> None:
    page = client.post("/check", data={"text": "<img src=x onerror=alert(1)>川汇区卫健委2022年许可2100件</textarea><script>"})
    assert "<img src=x" not in page.text
    assert "</textarea><script>" not in page.text


def test_too_long_a_text_is_cut_and_said_to_be(client: httpx.Client) -> None:
    page = client.post("/check", data={"text": "川汇区卫健委2022年许可2100件。" + "甲" * 6000}, headers={"Accept-Language": "zh"})
    assert page.status_code == 200
    assert "只核对了前" in page.text
    assert client.post("/check", content=b"text=" + b"a" * 200_000).status_code == 413


@pytest.mark.parametrize("body", [b"\xff\xfe\x00", b"text=%ff%00", b"&".join(b"a%d=1" % place for place in range(100)), b""])
def test_odd_bodies_are_borne(client: httpx.Client, body: bytes) -> None:
    assert client.post("/check", content=body).status_code in (200, 400)
