"""/compare: the figures that the bot gives, each with its state, names asked about and never guessed, files and charts."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from html import unescape
from urllib.parse import unquote
from zipfile import ZipFile

import httpx
import pytest

from bot.facts import Facts
from tests.bot.channels.web.serving import database
from tests.bot.desk import answer_of, desk_over

CHUANHUI, FUGOU, HONGQI = "411602/health", "411621/health", "410702/health"
TWO = {"agency": [CHUANHUI, FUGOU], "year": ["2022", "2023", "2024"], "lang": "zh"}


def rows(client: httpx.Client, path: str, **query: object) -> list[dict[str, str]]:
    """The figures of a CSV file, by the names of its English columns."""
    said = client.get(path, params={**query, "lang": "en"})
    assert said.status_code == 200
    assert "attachment" in said.headers["content-disposition"]
    text = said.content.decode("utf-8-sig").partition("\r\n\r\n")[0]
    return list(csv.DictReader(io.StringIO(text)))


def doubts(page: str) -> list[str]:
    """The addresses offered where something is asked about."""
    return [
        unescape(found)
        for part in re.findall(r'<section class="[^"]*doubt">.*?</section>', page, re.S)
        for found in re.findall(r'href="([^"]+)"', part)
    ]


def test_each_figure_is_the_stored_cell(client: httpx.Client) -> None:
    fields = ["permits.decided", "received.total", "fees.amount", "litigation_direct.total", "other_services.decided"]
    facts = Facts(database())
    agencies = facts.agencies_by(no for (no,) in facts.rows("SELECT no FROM agency")).values()
    ids = [agency.id for agency in agencies][:12]
    told = rows(client, "/compare.csv", agency=ids, year=["2022", "2023", "2024"], field=fields)
    held = {
        (fact.agency.id, fact.year, fact.field): fact
        for fact in facts.cells([one for one in agencies if one.id in ids], (2022, 2023, 2024), fields)
    }
    assert len(told) == len(ids) * 3 * len(fields)
    assert {row["state"] for row in told} > {"number", "no_report"}
    for row in told:
        fact = held.get((row["agency_id"], int(row["year"]), row["field"]))
        assert row["state"] == ("no_report" if fact is None else fact.state)
        assert row["value"] == ("" if fact is None or fact.value is None else str(fact.value))
    facts.close()


@pytest.mark.parametrize(
    ("field", "words"), [("denial_rate", "不予公开率"), ("denied.total", "不予公开合计"), ("disclosure_rate", "公开率")]
)
def test_what_is_worked_out_is_what_the_bot_says(client: httpx.Client, field: str, words: str) -> None:
    with desk_over(database()) as desk:
        compared = 0
        for row in rows(client, "/compare.csv", agency=[CHUANHUI, FUGOU, HONGQI], year=["2022", "2024"], field=field):
            answer = answer_of(desk, f"{row['agency']}{row['year']}年{words}是多少")
            said = (answer.result or {}).get("value")
            if answer.status == "answered" and said is not None:
                assert abs(Decimal(row["value"]) - Decimal(said)) < Decimal("1e-14")
                compared += 1
            elif row["state"] == "no_report":
                assert answer.reason == "no_report"
        assert compared


def test_a_page_shows_gaps_as_gaps_and_every_number_leads_to_its_cell(client: httpx.Client) -> None:
    page = client.get("/compare", params={**TWO, "field": ["permits.decided", "denial_rate"]}).text
    assert f'href="/agencies/{CHUANHUI}/2022/permits.decided?lang=zh" data-drawer>2100<' in page
    assert re.search(r'<td class="number gap">未收录</td>', page)
    assert " ÷ " in page
    assert page.count("<svg") == 2


def test_the_verdict_is_that_of_the_desk(client: httpx.Client) -> None:
    one_year = {"agency": [CHUANHUI, FUGOU], "year": "2022", "field": "permits.decided", "lang": "zh"}
    with desk_over(database()) as desk:
        said = answer_of(desk, "川汇区卫健委和扶沟县卫健委2022年许可哪个多").text.splitlines()[0]
    assert said in client.get("/compare", params=one_year).text


def test_a_form_is_sent_on_to_an_address_that_can_be_shared(client: httpx.Client) -> None:
    sent = client.get(
        "/compare", params={"names": "川汇区卫健委\n红旗区卫健委", "field": "received.total", "by": "person", "year": "2022"}
    )
    assert sent.status_code == 303
    assert sent.headers["location"] == f"/compare?agency={CHUANHUI}&agency={HONGQI}&year=2022&field=received.person"


@pytest.mark.parametrize(
    ("said", "keys"), [("行政许可", ["permits.decided"]), ("公开率、permits", ["disclosure_rate", "permits.decided"])]
)
def test_figures_can_be_named(client: httpx.Client, said: str, keys: list[str]) -> None:
    sent = client.get("/compare", params={"agency": CHUANHUI, "year": "2022", "figures": said})
    assert sent.headers["location"] == f"/compare?agency={CHUANHUI}&year=2022&" + "&".join(f"field={key}" for key in keys)


def test_a_figure_of_two_is_asked_about_and_one_of_none_is_not_another(client: httpx.Client) -> None:
    query = {"agency": CHUANHUI, "year": "2022", "figures": "公开、罚款金额"}
    page = client.get("/compare", params=query).text
    assert "没有叫“罚款金额”的项目" in page
    chosen = next(link for link in doubts(page) if "field=" in link)
    assert "罚款金额" in unquote(chosen), "the other name stays, to be asked about"
    assert "<table" not in page


@pytest.mark.parametrize("name", ["鼓楼区政府", "卫健委"])
def test_a_name_of_several_is_asked_about(client: httpx.Client, name: str) -> None:
    query = {"names": f"{name}\n川汇区卫健委", "field": "permits.decided", "year": "2024"}
    page = client.get("/compare", params=query)
    offered = doubts(page.text)
    assert page.status_code == 200
    assert len(offered) > 2
    assert CHUANHUI in page.text
    chosen = client.get(offered[0])
    assert chosen.status_code in (200, 303)
    assert not doubts(client.get(offered[0], follow_redirects=True).text)


@pytest.mark.parametrize("name", ["火星区卫健委", "<b>x</b>", "411602/nothing", "川江区卫健委"])
def test_a_name_of_none_is_never_another(client: httpx.Client, name: str) -> None:
    page = client.get("/compare", params={"names": name, "field": "permits.decided", "year": "2024"})
    assert page.status_code == 200
    assert doubts(page.text)
    assert "<b>x</b>" not in page.text
    assert '<table class="cells">' not in page.text


def test_what_is_not_there_is_left_out(client: httpx.Client) -> None:
    query = {"agency": ["999999/health", CHUANHUI], "year": ["x", "99999"], "field": ["nonsense", "permits.decided"]}
    told = rows(client, "/compare.csv", **query)
    assert {row["agency_id"] for row in told} == {CHUANHUI}
    assert {row["field"] for row in told} == {"permits.decided"}


def test_a_workbook_holds_the_same(client: httpx.Client) -> None:
    said = client.get("/compare.xlsx", params={**TWO, "field": "permits.decided"})
    with ZipFile(io.BytesIO(said.content)) as book:
        assert "<v>2100</v>" in book.read("xl/worksheets/sheet1.xml").decode()
